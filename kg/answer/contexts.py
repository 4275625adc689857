"""The populations, states and therapies that a person can be in, and what they change in an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.answer.values import Answer, Modifier, PathsAnswer, PathView
from kg.causal import CausalGraph
from kg.english.labels import IS_AT_WORK
from kg.english.say import capital
from kg.english.signs import DIRECTION_WORDS
from kg.model import Concept, Population, State

NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A context that can be set. `near` where it is worth showing at once; `excludes` cannot hold with it."""

    id: str
    label: str
    on: bool
    near: bool
    excludes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One thing that a context changes in an answer."""

    what: str
    text: str


def switches(
    graph: CausalGraph, asked: Iterable[str], *, about: Iterable[str] = (), answer: Answer | PathsAnswer | None = None
) -> list[Switch]:
    """Those that hold, those that bear most on the answer, then every other that the graph speaks of."""
    held = list(dict.fromkeys(asked))
    populations = [c for c in graph.concepts.values() if isinstance(c, Population)]
    topics = {graph.variable_of(id) for id in about}
    bearing = _bearing(graph, answer, populations) if answer else []
    bearing = [c for c in bearing if graph.variable_of(c) not in topics]
    order = list(dict.fromkeys([*held, *bearing[: NEAR - 1], *_spoken_of(graph, populations), *bearing]))
    return [
        Switch(
            id=id,
            label=graph.concepts[id].label,
            on=id in held,
            near=id in held or place < NEAR,
            excludes=_excluded(graph.concepts[id], populations),
        )
        for place, id in enumerate(order)
    ]


def _bearing(graph: CausalGraph, answer: Answer | PathsAnswer, populations: Sequence[Population]) -> list[str]:
    """What modifies the answer's links, what a person can do about that, and the contexts its links are stated in."""
    found: list[str] = []
    for id in dict.fromkeys(m.modifier for m in answer.modifiers):
        variable = graph.concepts[id].variable
        if variable is None:
            continue
        found += [p.id for p in populations if variable in _implied(graph, p)]
        found += [id] if isinstance(graph.concepts[id], State) else []
        found += [c for c, e in graph.by_pair if e == variable and graph.is_intervention(c)]
    edges = [e for p in answer.paths for e in p.edges]
    found += [c for e in edges for s in e.statements for c in graph.statements[s].context]
    return list(dict.fromkeys(found))


def _implied(graph: CausalGraph, population: Population) -> set[str | None]:
    return {graph.concepts[id].variable for id in population.implies}


def _spoken_of(graph: CausalGraph, populations: Sequence[Population]) -> list[str]:
    """Populations, and states that a statement holds in or that modify one."""
    statements = graph.content.statements
    named = Counter(c for s in statements for c in (*s.context, *([s.subject] if s.modifies else ())))
    groups = sorted((p.id for p in populations), key=lambda id: -named[id])
    return groups + [c for c in named if isinstance(graph.concepts[c], State)]


def _excluded(concept: Concept, populations: Sequence[Population]) -> tuple[str, ...]:
    own = concept.excludes if isinstance(concept, Population) else ()
    return tuple(dict.fromkeys([*own, *(p.id for p in populations if concept.id in p.excludes)]))


def shifts(before: Answer | PathsAnswer, after: Answer | PathsAnswer) -> list[Shift]:
    """What differs between the answer without a context and the one with it; nothing where they say the same."""
    found = []
    if before.verdict.direction != after.verdict.direction:
        was, now = DIRECTION_WORDS[before.verdict.direction], DIRECTION_WORDS[after.verdict.direction]
        found.append(Shift(what="Direction", text=f"was: {was}; now: {now}"))
    if before.verdict.answer != after.verdict.answer:
        found.append(Shift(what="Answer", text=f"was: {before.verdict.answer}; now: {after.verdict.answer}"))
    found += _modifier_shifts(before.modifiers, after.modifiers)
    found += _path_shifts(before.paths, after.paths)
    known = {q.text for q in before.quantities}
    found += [Shift(what="Amount", text=q.text) for q in after.quantities if q.text not in known]
    found += [Shift(what="Note", text=c) for c in after.caveats if c not in before.caveats]
    return found


def _path_shifts(before: Sequence[PathView], after: Sequence[PathView]) -> list[Shift]:
    was, now = ({tuple(n.id for n in p.nodes): p for p in paths} for paths in (before, after))
    kept = [(was[key], p) for key, p in now.items() if key in was and was[key].sign != p.sign]
    sorts = {
        "A path no longer holds": [p for key, p in was.items() if key not in now],
        "A path is new": [p for key, p in now.items() if key not in was],
        "A path may now come to nothing": [p for _, p in kept if "0" in p.sign],
        "A path now points another way": [p for _, p in kept if "0" not in p.sign],
    }
    return [Shift(what=what, text=", ".join(n.label for n in p.nodes)) for what, ps in sorts.items() for p in ps]


def _modifier_shifts(before: Sequence[Modifier], after: Sequence[Modifier]) -> list[Shift]:
    """One for each modifier, told by the statement that says most."""
    was = {(m.statement, m.modifies): m.active for m in before}
    told: dict[tuple[str, bool | None], Shift] = {}
    for m in sorted(after, key=lambda m: m.effect == "unspecified"):
        if was.get((m.statement, m.modifies)) != m.active:
            what = f"{capital(m.label)} {IS_AT_WORK[m.active]}"
            told.setdefault((m.modifier, m.active), Shift(what=what, text=m.text))
    return list(told.values())
