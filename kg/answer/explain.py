"""One cause and one effect, said in sentences: the verdict first, then why, then what qualifies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from kg.answer import build, numbers
from kg.answer.build import Citations
from kg.answer.sentences import (
    MOST_LOOPS,
    brief,
    compared,
    explaining_path,
    is_plain,
    loop_sentence,
    setting,
    stated_statements,
    steps,
    steps_of,
    verdict_sentences,
)
from kg.answer.spread import spread
from kg.answer.values import EvidenceView, Modifier, PathsAnswer, PathView, QuantityView, Verdict
from kg.causal import CausalGraph, Finding, ModifierState, Standing
from kg.causal.paths import MOST
from kg.english import say
from kg.english.say import Clause
from kg.model import Concept, Effect, Goal, Hedge, Sign, State, Statement, Variable

SILENCE = "No evidence here is not evidence of no effect."
WHOLE = "What is stated of the whole effect does not tell by which way it comes about."
MOST_MODIFIERS = 2
MOST_ELSEWHERE = 2
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A finding in words and views. `level` is that of the asker's words around the cause."""

    verdict: Verdict
    headline: Clause
    sentences: tuple[str, ...]
    paths: tuple[PathView, ...]
    modifiers: tuple[Modifier, ...]
    quantities: tuple[QuantityView, ...]
    evidence: tuple[EvidenceView, ...]
    caveats: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return " ".join(self.sentences)


def explain(
    graph: CausalGraph,
    finding: Finding,
    citations: Citations,
    *,
    level: int = 1,
    limit: int = 10,
    how: bool = False,
    near: bool = True,
) -> Explanation:
    """The finding as sentences and views; at most `limit` paths are shown, and all that is told of is cited. They are
    spread over what lies in between, unless those that are best are wanted, however `near` to each other.

    The steps come first where `how` is what is asked.
    """
    sentences = dict.fromkeys(_sentences(graph, finding, level, citations, how))
    shown = finding.paths[:limit] if near else spread(finding.paths, limit)
    for path in (*shown, *finding.unsigned[:1]):
        citations.mark(link.statement for edge in path.edges for link in edge.links)
    citations.mark(stated_statements(finding))
    citations.mark(s for claim in finding.claims for path in claim.paths[:1] for s in steps_of(path))
    citations.mark(state.statement for state, _ in finding.modifiers)
    citations.mark(
        (*finding.limits, *finding.associations, *finding.comparisons, *finding.joint, *finding.reported, *finding.aims)
    )
    return Explanation(
        verdict=build.verdict(graph, finding, level),
        headline=brief(graph, finding, level),
        sentences=tuple(sentences),
        paths=tuple(build.path_view(graph, p, finding.cause, finding.effect, level) for p in shown),
        modifiers=tuple(build.modifier_view(graph, state, modified) for state, modified in finding.modifiers),
        quantities=build.quantity_views(graph, stated_statements(finding)),
        evidence=build.evidence_views(graph, finding),
        caveats=tuple(dict.fromkeys(_caveats(graph, finding, level))),
    )


class Shown(TypedDict):
    """What explanations show beside their text."""

    paths: tuple[PathView, ...]
    modifiers: tuple[Modifier, ...]
    quantities: tuple[QuantityView, ...]
    evidence: tuple[EvidenceView, ...]
    caveats: tuple[str, ...]


def beside(explained: Sequence[Explanation], before: Iterable[str] = (), after: Iterable[str] = ()) -> Shown:
    """What stands beside several explanations, in their order; with further caveats before and after theirs."""
    return {
        "paths": once(e.paths for e in explained),
        "modifiers": once(e.modifiers for e in explained),
        "quantities": once(e.quantities for e in explained),
        "evidence": once(e.evidence for e in explained),
        "caveats": once([before, *(e.caveats for e in explained), after]),
    }


def once(parts: Iterable[Iterable[T]]) -> tuple[T, ...]:
    """All that is in these, in their order, each thing once."""
    return tuple(dict.fromkeys(each for part in parts for each in part))


def paths_answer(
    graph: CausalGraph,
    finding: Finding,
    version: str,
    *,
    limit: int,
    texts: Mapping[str, str] | None = None,
    near: bool = True,
) -> PathsAnswer:
    """The answer to a path query; which paths are shown is told at `explain`."""
    citations = Citations(graph, texts)
    e = explain(graph, finding, citations, limit=limit, near=near)
    return PathsAnswer(
        cause=finding.cause,
        effect=finding.effect,
        context=finding.situation.asked,
        verdict=e.verdict,
        headline=e.headline,
        text=e.text,
        total=len(finding.paths) if finding.complete or _counted(graph, finding) else None,
        complete=finding.complete and len(finding.paths) <= limit,
        **beside([e]),
        citations=citations.all(),
        graph_version=version,
    )


def _counted(graph: CausalGraph, finding: Finding) -> bool:
    """Whether all paths of the length asked for were found, though longer ones may be there."""
    return graph.beyond is None and len(finding.paths) < MOST


def _sentences(graph: CausalGraph, finding: Finding, level: int, citations: Citations, how: bool) -> Iterator[str]:
    """The verdict, then what an informed person would add to it; the steps before that where they are what is asked, or
    all that there is.
    """
    yield from verdict_sentences(graph, finding, level, citations)
    if finding.direction and finding.aims:
        yield from map(citations.detailed, finding.aims)
    path = explaining_path(finding)
    told = [steps(graph, path, finding, level, citations)] if path else []
    if finding.cause != finding.effect:
        told += [loop_sentence(graph, loop, citations) for loop in finding.loops[:MOST_LOOPS]]
    first = how or not finding.decided
    yield from told if first else ()
    yield from _beside(graph, finding, citations)
    yield from told if not first else ()


def _beside(graph: CausalGraph, finding: Finding, citations: Citations) -> Iterator[str]:
    """What belongs to the answer: sizes, settings that differ, what is at work, limits, modifiers, comparisons."""
    yield from whole_sentences(finding, citations)
    if finding.standing is not Standing.sources_disagree:
        yield from (citations.detailed(s) for s in stated_statements(finding) if numbers.details_of(s))
    yield from _setting_sentences(graph, finding, citations)
    told = {s.id for s in stated_statements(finding)}
    states = [m for m in finding.modifiers if _worth_telling(m[0], m[1] in told)]
    states.sort(key=lambda m: (m[1] not in told, m[0].active is None, m[0].active is False))
    chosen = {state.statement.id: state for state, _ in reversed(states)}
    ranked = sorted(chosen.values(), key=lambda s: (s.active is None, s.effect.value))[:MOST_MODIFIERS]
    at_work = sum(state.active is not None for state in ranked)
    yield from build.modifiers_told(graph, ranked[:at_work], citations)
    if finding.known and not isinstance(graph.concepts[finding.effect], Goal):
        yield from map(citations.detailed, sorted(finding.limits, key=lambda s: (s.hedge, s.id))[:1])
    yield from build.modifiers_told(graph, ranked[at_work:], citations)
    if finding.known:
        yield from map(citations.detailed, compared(finding)[:1])


def whole_sentences(finding: Finding, citations: Citations) -> Iterator[str]:
    """What is stated of the pair without telling by which way it comes about."""
    for link in finding.whole.links[:1] if finding.whole else ():
        yield f"Of the whole effect, by whatever way: {citations.detailed(link.statement)}"


def _worth_telling(state: ModifierState, of_stated: bool) -> bool:
    """Whether a modifier bears on the answer: at work or ruled out here, weakening, or of the stated effect itself."""
    return state.active is not None or of_stated or state.effect in (Effect.attenuates, Effect.gates)


def _setting_sentences(graph: CausalGraph, finding: Finding, citations: Citations) -> Iterator[str]:
    """What is said only of a setting that is ruled out here, or of a narrower one beside what is said in general: where
    one clause for all settings says it, a narrower one that differs is told by itself.
    """
    general = finding.deciding if finding.standing is Standing.stated and is_plain(finding) else None
    narrower = [link for link in general.settings if not link.sign.definite] if general else []
    for link in [*narrower, *finding.elsewhere][:MOST_ELSEWHERE]:
        yield f"{say.capital(setting(graph, link).strip(', '))}: {citations.detailed(link.statement)}"


def _caveats(graph: CausalGraph, finding: Finding, level: int) -> Iterator[str]:
    """Limits, populations, mixed evidence, and what the source does not say."""
    effect = graph.concepts[finding.effect]
    for s in (*finding.limits, *finding.comparisons, *finding.joint):
        yield f"{s.text}{_of_class(graph, s, finding)}"
    for s in stated_statements(finding):
        if (about := build.population(graph, s)) and s.sign is not None:
            yield f"{s.text} (said of: {about})"
    yield from _of_steps(finding)
    higher = _COURSES.get(finding.turned(level)) if _is_stock(graph, effect) else None
    notes = (
        (finding.aims, "An aim is stated; no outcome is reported for it."),
        (
            finding.loops,
            "A loop lies on the way: the direction is that of the first response, not of the later course.",
        ),
        (
            finding.standing is Standing.sources_disagree,
            "Sources disagree; none of them is set above the other here.",
        ),
        (
            any(s.hedge is Hedge.mixed for s in stated_statements(finding)),
            "Findings differ, and the source gives no sizes.",
        ),
        (
            higher,
            f"{higher} means against what it would otherwise have been, not a rise or fall over time, and not a return"
            " to an earlier level.",
        ),
        (finding.kinds, f"This is said of some kinds, not of all {graph.concepts[finding.cause].label}."),
        (not finding.known and finding.reverse, "A cause is not inferred from its effect."),
        (not finding.known, SILENCE),
    )
    yield from (note for holds, note in notes if holds)


_COURSES: dict[Sign | None, str] = {Sign.PLUS: "Higher", Sign.MINUS: "Lower"}


def _of_steps(finding: Finding) -> Iterator[str]:
    """What holds of an answer that rests on steps."""
    by_mechanism = finding.standing is Standing.by_mechanism
    if finding.whole:
        yield WHOLE
    elif by_mechanism and finding.known:
        yield "This follows from the steps; the source does not report it as an outcome."
    if finding.partly_unsigned:
        yield "On a further route one link's direction is not stated: " + "; ".join(
            edge.best.statement.text for edge in finding.unsigned[0].edges if edge.unsigned
        )
    if by_mechanism and any(edge.best.statement.bridge for path in finding.paths[:1] for edge in path.edges):
        yield "One or more steps are our own links, not stated in the source."


def _of_class(graph: CausalGraph, s: Statement, finding: Finding) -> str:
    named = {s.subject, s.object, *s.joint}
    classes = [c for c in graph.ancestors(finding.cause) if c in named]
    if not classes or finding.cause in named:
        return ""
    return f" ({graph.concepts[finding.cause].label} is counted under {graph.concepts[classes[0]].label})"


def _is_stock(graph: CausalGraph, effect: Concept) -> bool:
    """Whether it is what a rate drains by definition, so that higher need not mean rising."""
    variable = graph.variable_of(effect.id)
    return not isinstance(effect, State) and any(
        link.statement.hedge is Hedge.definition
        and link.sign is Sign.MINUS
        and isinstance(rate := graph.concepts[cause], Variable)
        and rate.variable_type == "rate"
        for cause in graph.signed_into.get(variable, ())
        for link in graph.by_pair[cause, variable]
    )
