"""Parts of an answer from what reasoning found: paths, modifiers, quantities, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg.answer import numbers
from kg.answer.values import (
    BOUNDS,
    ChangeName,
    Citation,
    EvidenceLine,
    EvidenceView,
    Modifier,
    Node,
    PathEdge,
    PathView,
    QuantityView,
    Verdict,
)
from kg.causal import CausalGraph, Edge, Finding, ModifierState, Path, Standing
from kg.english import say
from kg.english.signs import SIGNS
from kg.model import Basis, Hedge, Kind, Sign, Span, State, Statement, Valence, Variable


class Citations:
    """Numbers statements in the order in which they are first cited.

    `texts` holds the source documents that are at hand, by id, for showing passages.
    """

    def __init__(self, graph: CausalGraph, texts: Mapping[str, str] | None = None) -> None:
        self.graph = graph
        self._texts = texts or {}
        self._numbers: dict[str, int] = {}

    def mark(self, statements: Iterable[Statement]) -> str:
        """The citation marks of some statements: "[1][3]"."""
        return "".join(f"[{self._numbers.setdefault(s.id, len(self._numbers) + 1)}]" for s in statements)

    def said(self, s: Statement, details: str = "") -> str:
        """A statement as a sentence with its citation, and details in brackets."""
        return f"{s.text.rstrip('.')}{f' ({details})' if details else ''} {self.mark([s])}."

    def detailed(self, s: Statement) -> str:
        """A statement as a sentence with its sizes, dose and study."""
        return self.said(s, numbers.details_of(s))

    def in_order(self, text: str) -> dict[str, str]:
        """Renumbers the statements by their first mark in the text, the rest behind; gives the old number its new."""
        by_number = {str(n): id for id, n in self._numbers.items()}
        said = dict.fromkeys(n for n in re.findall(r"\[(\d+)\]", text) if n in by_number)
        order = [*said, *(n for n in by_number if n not in said)]
        self._numbers = {by_number[n]: i for i, n in enumerate(order, 1)}
        return {n: str(i) for i, n in enumerate(order, 1)}

    def all(self) -> tuple[Citation, ...]:
        """The citations so far, in the order of their numbers."""
        return tuple(cited(self.graph, self.graph.statements[id], n, self._texts) for id, n in self._numbers.items())


def cited(graph: CausalGraph, s: Statement, number: int, texts: Mapping[str, str]) -> Citation:
    """A statement as it is cited, with its passage where the text is at hand."""
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


def verdict(graph: CausalGraph, finding: Finding, level: int = 1) -> Verdict:
    """The finding in a word; where what is stated goes both ways it is mixed, and unknown only where nothing says.

    `level` is that of the asker's words around the cause.
    """
    direction = finding.turned(level)
    named = say.direction(direction) or ("unknown" if finding.aims else None)
    if direction is Sign.UNKNOWN and (finding.decided or finding.standing is Standing.sources_disagree):
        named = "mixed"
    return Verdict(
        answer=None,
        direction=named,
        beneficial=beneficial(graph, finding.effect, direction),
        basis=finding.standing.value,
    )


def by(finding: Finding) -> str:
    """How a brief finding is known, where it is not stated."""
    if finding.standing is Standing.by_mechanism:
        return ", by mechanism over links of our own" if any(s.bridge for s in finding.support) else ", by mechanism"
    return ", by definition" if finding.standing is Standing.by_definition else ""


def beneficial(graph: CausalGraph, effect: str, direction: Sign | None) -> bool | None:
    """Whether the direction is good for the effect; none where the direction or its value is open."""
    concept = graph.concepts[effect]
    variable = graph.concepts.get(concept.variable or "")
    if direction is None or not direction.definite:
        return None
    if not isinstance(variable, Variable) or variable.valence is Valence.neutral:
        return None
    level = concept.level if isinstance(concept, State) else 1
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
    nodes, edges, arrows, running = [], [], [], Sign.PLUS.times(level)
    for i, id in enumerate(shown):
        if i:
            edge = path.edges[i - 1]
            sign = edge.sign.times(levels[i - 1] * levels[i])
            edges.append(_path_edge(edge, sign))
            running = running * sign
        concept = graph.concepts[id]
        nodes.append(Node(id=id, label=concept.label, kind=concept.kind, change=_CHANGE_OF.get(running, "mixed")))
        arrows.append(f"{concept.label} {SIGNS[running].arrow}")
    sign = path.sign.times(levels[0] * levels[-1])
    return PathView(
        nodes=tuple(nodes),
        edges=tuple(edges),
        sign=sign.value,
        hedge=path.hedge.name,
        basis=path.basis.name,
        text=" → ".join(arrows),
    )


_CHANGE_OF: dict[Sign, ChangeName] = {
    Sign.PLUS: "up",
    Sign.WEAK_PLUS: "up",
    Sign.MINUS: "down",
    Sign.WEAK_MINUS: "down",
}


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
    """A modifier of a statement, and whether it is at work."""
    s = state.statement
    return Modifier(
        modifier=s.subject,
        label=graph.concepts[s.subject].label,
        modifies=modified,
        effect=state.effect.value,
        active=state.active,
        by_mechanism=state.by_mechanism,
        statement=s.id,
        text=modifier_text(graph, state),
    )


def modifiers_told(graph: CausalGraph, states: Iterable[ModifierState], citations: Citations) -> list[str]:
    """What each modifier does, and once of all that are alike whether it is at work here."""
    told: list[str] = []
    at_work: dict[str, list[Statement]] = {}
    for state in states:
        told.append(citations.said(state.statement))
        if state.active is not None:
            at_work.setdefault(_at_work(graph, state), []).append(state.statement)
    return [*told, *(f"{said} {citations.mark(of)}." for said, of in at_work.items())]


def modifier_text(graph: CausalGraph, state: ModifierState) -> str:
    """What the modifier does, and whether it is at work in the situation asked about."""
    text = f"{state.statement.text.rstrip('.')}."
    return text if state.active is None else f"{text} {_at_work(graph, state)}."


def _at_work(graph: CausalGraph, state: ModifierState) -> str:
    subject = graph.concepts[state.statement.subject]
    verb = f"{'are' if say.is_plural(subject) else 'is'}{'' if state.active else ' not'}"
    because = f" because of {graph.concepts[state.because].label}" if state.because else ""
    note = " (by mechanism, not reported by any trial)" if state.by_mechanism else ""
    return say.capital(f"{subject.label} {verb} at work here{because}{note}")


def evidence_views(graph: CausalGraph, finding: Finding) -> tuple[EvidenceView, ...]:
    """Where several sources speak of the pair: which say so and which say otherwise; in one view where they disagree,
    else in one for each setting.
    """
    lines = [_Line(link.sign, link.statement) for claim in finding.claims for link in claim.links]
    for claim in finding.claims:
        lines += [_Line(claim.sign, path.edges[0].best.statement, "by_mechanism") for path in claim.paths[:1]]
    if finding.standing is Standing.sources_disagree:
        return (_evidence(graph, finding, lines),)
    groups: dict[_Setting, list[_Line]] = {}
    for line in lines:
        groups.setdefault(line.statement.setting if line.basis == "stated" else _NO_SETTING, []).append(line)
    return tuple(_evidence(graph, finding, group) for group in groups.values())


_Setting = tuple[tuple[str, ...], Span | None]
_NO_SETTING: _Setting = ((), None)


@dataclass(frozen=True, slots=True)
class _Line:
    """What one source says, as a statement or by the first of its steps."""

    sign: Sign
    statement: Statement
    basis: Literal["stated", "by_mechanism"] = "stated"


def _evidence(graph: CausalGraph, finding: Finding, lines: list[_Line]) -> EvidenceView:
    """The direction of the first line is the proposition; those that differ from it dispute it."""
    sign = lines[0].sign
    stated = [line.statement for line in lines if line.basis == "stated"]
    settings = dict.fromkeys(s.setting for s in stated)
    context, dose = next(iter(settings)) if len(settings) == 1 else _NO_SETTING
    named = [graph.concepts[c].label for c in context] + ([numbers.span_text(dose)] if dose else [])
    cause, effect = say.noun(graph.concepts[finding.cause]), graph.concepts[finding.effect]
    said = say.clause(cause, effect, sign.times(finding.level), Hedge.categorical)
    against = tuple(_line_view(graph, line) for line in lines if line.sign is not sign)
    return EvidenceView(
        proposition=f"{said}{f' ({say.listed(named)})' if named else ''}",
        supporting=tuple(_line_view(graph, line) for line in lines if line.sign is sign),
        disputing=against,
        divided_by=set_apart(graph, stated) if against else (),
    )


def _line_view(graph: CausalGraph, line: _Line) -> EvidenceLine:
    s = line.statement
    document = graph.documents.get(s.source)
    return EvidenceLine(
        statement=s.id,
        document=s.source or None,
        title=document.title if document else None,
        basis=line.basis,
        text=s.text,
    )


def set_apart(graph: CausalGraph, statements: Iterable[Statement]) -> tuple[str, ...]:
    """In what statements that differ are not alike: settings, populations, kinds of evidence."""
    statements = list(statements)
    found = []
    for what, of in (
        ("setting", lambda s: say.listed([graph.concepts[c].label for c in s.context])),
        ("population", lambda s: s.population),
        ("dose", lambda s: numbers.span_text(s.dose) if s.dose else ""),
        ("design", lambda s: numbers.study_text(s.study) if s.study else ""),
        ("kind of evidence", lambda s: BASES[s.basis]),
    ):
        values = list(dict.fromkeys(of(s) or "none named" for s in statements))
        if len(values) > 1:
            found.append(f"{what} ({say.listed(values, 'against')})")
    return tuple(found)


BASES = {
    Basis.rct: "a randomized trial",
    Basis.studies_mixed: "studies with differing results",
    Basis.research_uncited: "research that it does not cite",
    Basis.asserted: "its own word",
    Basis.definition: "a definition",
    Basis.bridge: "steps of a mechanism",
}


def quantity_views(graph: CausalGraph, statements: Iterable[Statement]) -> tuple[QuantityView, ...]:
    """The quantities of some statements, each once."""
    once = {s.id: s for s in statements}.values()
    return tuple(view for s in once for view in (*_amounts(graph, s), *_estimates(graph, s)))


def _amounts(graph: CausalGraph, s: Statement) -> Iterator[QuantityView]:
    for q in s.quantities:
        ranges = q.bound == "range"
        yield QuantityView(
            value=None if ranges else _float(q.high if q.bound == "upper" else q.low),
            low=_float(q.low) if ranges else None,
            high=_float(q.high) if ranges else None,
            bound=next(bound for bound in BOUNDS if bound == q.bound),
            unit=q.unit,
            window=numbers.window_of(q),
            population=population(graph, s),
            of=graph.concepts[s.subject if s.kind is Kind.intake else s.object].label,
            statement=s.id,
            text=f"{numbers.amount(q)}: {s.text}" + (f" ({q.meaning})" if q.meaning else ""),
        )


def _estimates(graph: CausalGraph, s: Statement) -> Iterator[QuantityView]:
    for e in s.estimates:
        yield QuantityView(
            value=_float(e.value),
            low=_float(e.low),
            high=_float(e.high),
            bound="point",
            unit=e.unit or e.measure,
            window=numbers.span_text(s.duration) if s.duration else None,
            population=population(graph, s),
            of=graph.concepts[s.object].label,
            statement=s.id,
            text=f"{numbers.estimate_text(e, s.study)}: {s.text}",
        )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def population(graph: CausalGraph, s: Statement) -> str | None:
    """Whom a statement is about, in words; none where it does not say."""
    return s.population or say.listed([graph.concepts[c].label for c in s.context]) or None
