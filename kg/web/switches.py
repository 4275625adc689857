"""The populations, states and therapies that a person can be in, and what they change in an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.answer import Answer, PathsAnswer
from kg.answer.values import Modifier, PathView
from kg.causal import CausalGraph
from kg.model import Population, State

NEAR = 3
_DIRECTIONS = {
    "increases": "raises it",
    "decreases": "lowers it",
    "no_effect": "no clear effect",
    "mixed": "mixed",
    "unknown": "direction not stated",
    None: "no direction",
}
_AT_WORK = {True: "is at work", False: "is not at work", None: "may be at work"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A context that can be set. `near` where it is worth showing at once; `excludes` cannot hold with it."""

    id: str
    label: str
    on: bool
    near: bool
    excludes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that a context changes in an answer."""

    what: str
    text: str


def switches(
    graph: CausalGraph, asked: Iterable[str], *, about: Iterable[str] = (), answer: Answer | PathsAnswer | None = None
) -> list[Switch]:
    """Those that hold, those that bear most on the answer, then every other that the graph speaks of."""
    held = list(dict.fromkeys(asked))
    topics = {graph.concepts[id].variable or id for id in about}
    bearing = [c for c in _bearing(graph, answer) if (graph.concepts[c].variable or c) not in topics]
    order = list(dict.fromkeys([*held, *bearing[: NEAR - 1], *_spoken_of(graph), *bearing]))
    return [
        Switch(
            id=id,
            label=graph.concepts[id].label,
            on=id in held,
            near=id in held or place < NEAR,
            excludes=_excluded(graph, id),
        )
        for place, id in enumerate(order)
    ]


def _bearing(graph: CausalGraph, answer: Answer | PathsAnswer | None) -> list[str]:
    """What modifies the answer's links, what a person can do about that, and the contexts its links are stated in."""
    if answer is None:
        return []
    found: list[str] = []
    for id in dict.fromkeys(m.modifier for m in answer.modifiers):
        variable = graph.concepts[id].variable
        if variable is None:
            continue
        found += [p for p in _populations(graph) if variable in _implied(graph, p)]
        found += [id] if isinstance(graph.concepts[id], State) else []
        found += [c for c, e in graph.by_pair if e == variable and graph.is_intervention(c)]
    edges = [e for p in answer.paths for e in p.edges]
    found += [c for e in edges for s in e.statements for c in graph.statements[s].context]
    return list(dict.fromkeys(found))


def _implied(graph: CausalGraph, population: str) -> set[str | None]:
    return {graph.concepts[id].variable for id in graph.concepts[population].implies}


def _populations(graph: CausalGraph) -> list[str]:
    return [c.id for c in graph.concepts.values() if isinstance(c, Population)]


def _spoken_of(graph: CausalGraph) -> list[str]:
    """Populations, and states that a statement holds in or that modify one."""
    statements = graph.content.statements
    named = [c for s in statements for c in (*s.context, *([s.subject] if s.modifies else ()))]
    populations = sorted(_populations(graph), key=lambda p: -named.count(p))
    return populations + [c for c in named if isinstance(graph.concepts[c], State)]


def _excluded(graph: CausalGraph, id: str) -> tuple[str, ...]:
    own = getattr(graph.concepts[id], "excludes", ())
    return tuple(dict.fromkeys([*own, *(p for p in _populations(graph) if id in graph.concepts[p].excludes)]))


def changes(before: Answer | PathsAnswer, after: Answer | PathsAnswer) -> list[Change]:
    """What differs between the answer without a context and the one with it; nothing where they say the same."""
    found = []
    if before.verdict.direction != after.verdict.direction:
        was, now = _DIRECTIONS[before.verdict.direction], _DIRECTIONS[after.verdict.direction]
        found.append(Change(what="Direction", text=f"was: {was}; now: {now}"))
    if getattr(before.verdict, "answer", None) != after.verdict.answer:
        found.append(Change(what="Answer", text=f"was: {before.verdict.answer}; now: {after.verdict.answer}"))
    found += _modifier_changes(before.modifiers, after.modifiers)
    found += _path_changes(before.paths, after.paths)
    known = {q.text for q in before.quantities}
    found += [Change(what="Amount", text=q.text) for q in after.quantities if q.text not in known]
    found += [Change(what="Note", text=c) for c in after.caveats if c not in before.caveats]
    return found


def _path_changes(before: Sequence[PathView], after: Sequence[PathView]) -> list[Change]:
    was, now = ({tuple(n.id for n in p.nodes): p for p in paths} for paths in (before, after))
    kept = [(was[key], p) for key, p in now.items() if key in was and was[key].sign != p.sign]
    sorts = {
        "A path no longer holds": [p for key, p in was.items() if key not in now],
        "A path is new": [p for key, p in now.items() if key not in was],
        "A path may now come to nothing": [p for _, p in kept if "0" in p.sign],
        "A path now points another way": [p for _, p in kept if "0" not in p.sign],
    }
    return [Change(what=what, text=", ".join(n.label for n in p.nodes)) for what, ps in sorts.items() for p in ps]


def _modifier_changes(before: Sequence[Modifier], after: Sequence[Modifier]) -> list[Change]:
    """One for each modifier, told by the statement that says most."""
    was = {(m.statement, m.modifies): m.active for m in before}
    told: dict[tuple[str, bool | None], Change] = {}
    for m in sorted(after, key=lambda m: m.effect == "unspecified"):
        if was.get((m.statement, m.modifies)) != m.active:
            what = f"{m.label[:1].upper()}{m.label[1:]} {_AT_WORK[m.active]}"
            told.setdefault((m.modifier, m.active), Change(what=what, text=m.text))
    return list(told.values())
