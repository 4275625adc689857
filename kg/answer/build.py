"""Parts of an answer from what reasoning found: paths, modifiers, quantities, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.answer import words
from kg.answer.values import Citation, Modifier, Node, PathEdge, PathView, QuantityView, Verdict
from kg.causal import CausalGraph, Edge, Finding, ModifierState, Path
from kg.model import Hedge, Sign, State, Statement, Valence, Variable


class Citations:
    """Numbers statements in the order in which they are first cited.

    `texts` holds the source documents that are at hand, by id, for showing passages.
    """

    def __init__(self, graph: CausalGraph, texts: Mapping[str, str] | None = None):
        self._graph = graph
        self._texts = texts or {}
        self._numbers: dict[str, int] = {}

    def mark(self, statements: Iterable[Statement]) -> str:
        """The citation marks of some statements: "[1][3]"."""
        return "".join(f"[{self._numbers.setdefault(s.id, len(self._numbers) + 1)}]" for s in statements)

    def in_order(self, text: str) -> dict[str, str]:
        """Renumbers the statements by their first mark in the text, the rest behind; gives the old number its new."""
        by_number = {str(n): id for id, n in self._numbers.items()}
        said = dict.fromkeys(n for n in re.findall(r"\[(\d+)\]", text) if n in by_number)
        order = [*said, *(n for n in by_number if n not in said)]
        self._numbers = {by_number[n]: i for i, n in enumerate(order, 1)}
        return {n: str(i) for i, n in enumerate(order, 1)}

    def all(self) -> tuple[Citation, ...]:
        return tuple(cited(self._graph, self._graph.statements[id], n, self._texts) for id, n in self._numbers.items())


def cited(graph: CausalGraph, s: Statement, number: int, texts: Mapping[str, str]) -> Citation:
    passage = s.passage
    document = graph.documents.get(passage.document) if passage else None
    text = texts.get(document.id) if document else None
    return Citation(
        number=number,
        statement=s.id,
        document=document.id if document else None,
        title=document.title if document else None,
        section=passage.section if passage else None,
        line=passage.line if passage else None,
        start=passage.start if passage else None,
        end=passage.end if passage else None,
        hedge=s.hedge.name,
        basis=s.basis.name,
        evidence=s.evidence,
        bridge=s.bridge,
        text=s.text,
        passage=text[passage.start : passage.end] if text and passage else None,
    )


def verdict(graph: CausalGraph, finding: Finding, direction: Sign | None) -> Verdict:
    """The finding in a word; an aim is good for nobody before an outcome is reported."""
    aim = any(s.hedge is Hedge.aim for s in finding.support)
    return Verdict(
        answer=None,
        direction=words.DIRECTIONS[direction] if direction else None,
        beneficial=None if aim else beneficial(graph, finding.effect, direction),
        basis=finding.standing.value,
    )


def beneficial(graph: CausalGraph, effect: str, direction: Sign | None) -> bool | None:
    """Whether the direction is good for the effect; none where the direction or its value is open."""
    concept = graph.concepts[effect]
    variable = graph.concepts.get(concept.variable or "")
    if direction is None or not direction.definite or not isinstance(variable, Variable):
        return None
    level = concept.level if isinstance(concept, State) else 1
    if variable.valence is Valence.neutral:
        return None
    return direction.times(level * variable.valence.value) is Sign.PLUS


def path_view(graph: CausalGraph, path: Path, cause: str, effect: str, level: int = 1) -> PathView:
    """A path with the concepts as asked at its ends and the signs between what is shown.

    `level` is that of the asker's words around the cause: -1 for "less of it".
    """
    shown = [*path.nodes]
    if graph.concepts[cause].variable == shown[0]:
        shown[0] = cause
    if graph.concepts[effect].variable == shown[-1]:
        shown[-1] = effect
    levels = [graph.concepts[id].level for id in shown]
    nodes, edges, running = [], [], Sign.PLUS.times(level)
    for i, id in enumerate(shown):
        if i:
            edge = path.edges[i - 1]
            sign = edge.sign.times(levels[i - 1] * levels[i])
            edges.append(_path_edge(edge, sign))
            running = running * sign
        concept = graph.concepts[id]
        change = {Sign.PLUS: "up", Sign.MINUS: "down"}.get(running, "mixed")
        nodes.append(Node(id=id, label=concept.label, kind=concept.kind, change=change))
    sign = path.sign.times(levels[0] * levels[-1])
    return PathView(
        nodes=tuple(nodes),
        edges=tuple(edges),
        sign=sign.value,
        hedge=path.hedge.name,
        basis=path.basis.name,
        text=_arrows(nodes),
    )


_CHANGES = {"up": "▲", "down": "▼", "mixed": "▲ or unchanged"}


def _arrows(nodes: list[Node]) -> str:
    return " → ".join(f"{node.label} {_CHANGES[node.change]}" for node in nodes)


def _path_edge(edge: Edge, sign: Sign) -> PathEdge:
    s = edge.best.statement
    return PathEdge(
        statement=s.id,
        statements=tuple(link.statement.id for link in edge.links),
        sign=sign.value,
        relation=s.relation,
        hedge=s.hedge.name,
        basis=s.basis.name,
        bridge=s.bridge,
        as_kind_of=edge.best.subject_class or edge.best.object_class,
        context=s.context,
    )


def modifier_view(graph: CausalGraph, state: ModifierState, modified: str) -> Modifier:
    s = state.statement
    return Modifier(
        modifier=s.subject,
        label=graph.concepts[s.subject].label,
        modifies=modified,
        effect=s.effect.value,
        active=state.active,
        by_mechanism=state.by_mechanism,
        statement=s.id,
        text=modifier_text(graph, state),
    )


def modifier_text(graph: CausalGraph, state: ModifierState, mark: str = "") -> str:
    """What the modifier does, and whether it is at work in the situation asked about; each sentence with the mark."""
    because = f" because of {graph.concepts[state.because].label}" if state.because else ""
    note = " (by mechanism, not reported by any trial)" if state.by_mechanism else ""
    cited = f" {mark}." if mark else "."
    text = state.statement.text.rstrip(".") + cited
    match state.active:
        case True:
            return f"{text} This holds here{because}{note}{cited}"
        case False:
            return f"{text} This does not hold here{because}{note}{cited}"
    return text


def quantity_views(graph: CausalGraph, statements: Iterable[Statement]) -> tuple[QuantityView, ...]:
    """The quantities of some statements, each once."""
    views = {}
    for s in statements:
        for i, q in enumerate(s.quantities):
            views[s.id, i] = QuantityView(
                value=float(q.high if q.bound == "upper" else q.low) if q.bound != "range" else None,
                low=float(q.low) if q.bound == "range" else None,
                high=float(q.high) if q.bound == "range" else None,
                bound=q.bound,
                unit=q.unit,
                window=words.window_of(q),
                population=population(graph, s),
                of=graph.concepts[s.subject if s.kind.name == "intake" else s.object].label,
                statement=s.id,
                text=f"{words.amount(q)}: {s.text}" + (f" ({q.meaning})" if q.meaning else ""),
            )
    return tuple(views.values())


def population(graph: CausalGraph, s: Statement) -> str | None:
    """Whom a statement is about, in words; none where it does not say."""
    return s.population or words.listed([graph.concepts[c].label for c in s.context]) or None
