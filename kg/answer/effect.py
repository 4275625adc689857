"""One cause and one effect, said in sentences: the verdict first, then why, then what qualifies it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.answer import build, words
from kg.answer.build import Citations
from kg.answer.values import Modifier, PathsAnswer, PathView, QuantityView, Verdict
from kg.causal import CausalGraph, Edge, Finding, Link, ModifierState, Path, Standing
from kg.model import Concept, Effect, Goal, Hedge, Population, Sign, State, Statement, Variable

SILENCE = "No evidence here is not evidence of no effect."
MOST_MODIFIERS = 2
MOST_STATED = 3
MOST_ELSEWHERE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A finding in words and views. `level` is that of the asker's words around the cause."""

    verdict: Verdict
    sentences: tuple[str, ...]
    paths: tuple[PathView, ...]
    modifiers: tuple[Modifier, ...]
    quantities: tuple[QuantityView, ...]
    caveats: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def explain(
    graph: CausalGraph, finding: Finding, citations: Citations, *, level: int = 1, limit: int = 10
) -> Explanation:
    """The finding as sentences and views; at most `limit` paths are shown, and all that is told of is cited."""
    direction = finding.direction.times(level) if finding.direction else None
    sentences = list(_sentences(graph, finding, direction, level, citations))
    shown = finding.paths[:limit]
    for path in (*shown, *finding.unsigned[:1]):
        citations.mark(link.statement for edge in path.edges for link in edge.links)
    citations.mark(state.statement for state, _ in finding.modifiers)
    citations.mark((*finding.limits, *finding.comparisons, *finding.joint, *finding.reported))
    return Explanation(
        verdict=build.verdict(graph, finding, direction),
        sentences=tuple(sentences),
        paths=tuple(build.path_view(graph, p, finding.cause, finding.effect, level) for p in shown),
        modifiers=tuple(build.modifier_view(graph, state, modified) for state, modified in finding.modifiers),
        quantities=build.quantity_views(graph, stated_statements(finding)),
        caveats=tuple(dict.fromkeys(caveats(graph, finding, direction))),
    )


def paths_answer(
    graph: CausalGraph, finding: Finding, version: str, *, limit: int, texts: Mapping[str, str] | None = None
) -> PathsAnswer:
    """The answer to a path query."""
    citations = Citations(graph, texts)
    e = explain(graph, finding, citations, limit=limit)
    return PathsAnswer(
        cause=finding.cause,
        effect=finding.effect,
        context=finding.situation.asked,
        verdict=e.verdict,
        text=e.text,
        paths=e.paths,
        total=len(finding.paths),
        complete=finding.complete and len(finding.paths) <= limit,
        modifiers=e.modifiers,
        quantities=e.quantities,
        caveats=e.caveats,
        citations=citations.all(),
        graph_version=version,
    )


def stated_statements(finding: Finding) -> list[Statement]:
    """What is stated of exactly this pair, also of narrower settings."""
    links = (*finding.stated.links, *finding.stated.narrower) if finding.stated else ()
    return [link.statement for link in (*links, *finding.elsewhere)] + list(finding.reported)


def _sentences(
    graph: CausalGraph, finding: Finding, direction: Sign | None, level: int, citations: Citations
) -> Iterator[str]:
    yield from _verdict_sentences(graph, finding, direction, level, citations)
    if path := _explaining_path(finding):
        yield _steps(graph, path, finding, level, citations)
    for s in stated_statements(finding):
        for q in s.quantities:
            yield f"{s.text.rstrip('.')} ({words.amount(q)}) {citations.mark([s])}."
    yield from _setting_sentences(graph, finding, citations)
    told = {s.id for s in stated_statements(finding)}
    states = [m for m in finding.modifiers if _worth_telling(m[0], m[1] in told)]
    states.sort(key=lambda m: (m[1] not in told, m[0].active is None, m[0].active is False))
    chosen = {state.statement.id: state for state, _ in reversed(states)}
    for state in sorted(chosen.values(), key=lambda s: (s.active is None, s.statement.effect.value))[:MOST_MODIFIERS]:
        yield build.modifier_text(graph, state, citations.mark([state.statement]))
    if finding.known and not isinstance(graph.concepts[finding.effect], Goal):
        yield from (_cited(s, citations) for s in sorted(finding.limits, key=lambda s: (s.hedge, s.id))[:1])


def _worth_telling(state: ModifierState, of_stated: bool) -> bool:
    """Whether a modifier bears on the answer: at work or ruled out here, weakening, or of the stated effect itself."""
    return state.active is not None or of_stated or state.statement.effect in (Effect.attenuates, Effect.gates)


def _cited(s: Statement, citations: Citations) -> str:
    return f"{s.text.rstrip('.')} {citations.mark([s])}."


def _verdict_sentences(
    graph: CausalGraph, finding: Finding, direction: Sign | None, level: int, citations: Citations
) -> Iterator[str]:
    cause, effect = graph.concepts[acting(graph, finding.cause)], graph.concepts[finding.effect]
    name = words.named(cause, level)
    if finding.kinds:
        for kind in finding.kinds:
            sign = kind.direction.times(level)
            marks = citations.mark(kind.support)
            said = words.agreed(words.named(graph.concepts[kind.cause], level), words.verb(graph, None, sign))
            yield words.sentence(f"some kinds of {cause.label} do something here: {said} {effect.label} {marks}")
        return
    match direction, finding.standing:
        case None, _ if finding.limits and isinstance(effect, Goal):
            yield from (_cited(s, citations) for s in finding.limits)
        case None, _:
            yield _silence(graph, finding, name)
        case Sign.UNKNOWN, Standing.stated:
            marks = citations.mark(finding.support)
            yield words.sentence(
                f"the source says that {name} influences {effect.label}, but the direction is not stated {marks}"
            )
        case Sign.UNKNOWN, _ if finding.paths:
            yield _opposed(finding, name, effect, citations)
        case Sign.UNKNOWN, _:
            marks = citations.mark(_unsigned_statements(finding))
            yield words.sentence(
                f"{name} may influence {effect.label}, but the direction of one link is not stated {marks}"
            )
        case _, Standing.by_mechanism:
            verb = words.verb(graph, None, direction)
            marks = citations.mark(finding.support)
            likely = "likely " if finding.likely else ""
            yield words.sentence(
                f"by mechanism, {words.agreed(name, likely + verb)} {effect.label};"
                f" the source gives the steps, not this outcome {marks}"
            )
        case _, Standing.by_definition if not finding.stated:
            yield words.sentence(
                f"{name} and {effect.label} are levels of one thing, so the one follows from the other"
            )
        case _ if finding.stated is None:
            yield from (_cited(s, citations) for s in finding.reported)
        case _ if not direction.definite:
            yield from _mixed(graph, finding, name, effect, direction, citations)
        case _:
            yield _stated(graph, finding, name, effect, direction, level, citations)
            best = _spoken_of(finding).statement
            if not best.quantities:
                yield _cited(best, citations)


def acting(graph: CausalGraph, cause: str) -> str:
    """What acts where a population is named as a cause: what holds in it."""
    implied = graph.implied_by(cause) if isinstance(graph.concepts[cause], Population) else ()
    return implied[0] if implied else cause


def _silence(graph: CausalGraph, finding: Finding, name: str) -> str:
    effect = graph.concepts[finding.effect]
    if any(s.subject == finding.cause for s in finding.limits):
        return words.sentence(f"the source gives no direction for {name} and {effect.label}, only a limit")
    said = f"{words.agreed(name, 'affects')} {effect.label}"
    if finding.reverse:
        return words.sentence(f"the source does not say that {said}; it only has the other way round")
    return words.sentence(f"the source does not say how {said}")


def _opposed(finding: Finding, name: str, effect: Concept, citations: Citations) -> str:
    sides = [next((p for p in finding.paths if p.sign is sign), None) for sign in (Sign.PLUS, Sign.MINUS)]
    marks = citations.mark(edge.best.statement for side in sides if side for edge in side.edges)
    return words.sentence(
        f"paths from {name} to {effect.label} point both ways, so the net direction is unknown {marks}"
    )


def _unsigned_statements(finding: Finding) -> list[Statement]:
    return [edge.best.statement for edge in finding.unsigned[0].edges] if finding.unsigned else []


def _stated(
    graph: CausalGraph,
    finding: Finding,
    name: str,
    effect: Concept,
    direction: Sign,
    level: int,
    citations: Citations,
) -> str:
    best = _spoken_of(finding)
    hedge = finding.stated.best.statement.hedge
    turned = level * graph.concepts[finding.cause].level * graph.concepts[best.statement.subject].level
    verb = words.hedged(words.verb(graph, best, direction, turned), hedge)
    setting = _setting(graph, best) if finding.stated.narrow or best.statement.context else ""
    kind = f", as a kind of {graph.concepts[best.subject_class].label}," if best.subject_class else ""
    marker = f", as a {graph.concepts[best.object_class].label}" if best.object_class else ""
    marks = citations.mark(link.statement for link in finding.stated.links[:MOST_STATED])
    said = f"{name}{kind} {verb}" if kind else words.agreed(name, verb)
    return words.sentence(f"{setting}{said} {effect.label}{marker} {marks}")


def _spoken_of(finding: Finding) -> Link:
    """The best link, and before it one that speaks of the very concepts that were asked about."""
    asked = (finding.cause, finding.effect)
    exact = [link for link in finding.stated.links if (link.statement.subject, link.statement.object) == asked]
    return (exact or finding.stated.links)[0]


def _setting(graph: CausalGraph, link: Link) -> str:
    labels = [_context_name(graph.concepts[c]) for c in link.statement.context]
    return f"{words.listed(labels)}, " if labels else ""


def _context_name(concept: Concept) -> str:
    if isinstance(concept, Population):
        return f"in {concept.label}"
    return f"during {concept.label}" if concept.kind == "process" or concept.level > 0 else f"with {concept.label}"


def _mixed(
    graph: CausalGraph, finding: Finding, name: str, effect: Concept, direction: Sign, citations: Citations
) -> Iterator[str]:
    edge = finding.stated
    settings = {link.statement.context for link in edge.links}
    setting = _setting(graph, edge.best) if len(settings) == 1 else "depending on the setting, "
    kind = f", as a kind of {graph.concepts[edge.best.subject_class].label}," if edge.best.subject_class else ""
    better = "raise" if direction is Sign.WEAK_PLUS else "lower"
    mixed = any(link.sign is not Sign.PLUS and link.sign is not Sign.MINUS for link in edge.links)
    word = "findings are mixed" if mixed else "the effect may be blunted"
    marks = citations.mark(link.statement for link in edge.links[:MOST_STATED])
    yield words.sentence(f"{setting}{word}: {name}{kind} may {better} {effect.label} or leave it unchanged {marks}")
    for link in edge.links[:MOST_STATED] if mixed else ():
        yield _cited(link.statement, citations)


def _explaining_path(finding: Finding) -> Path | None:
    """The best path of more than one step, which shows how."""
    return next((p for p in finding.paths if len(p.edges) > 1), None)


def _steps(graph: CausalGraph, path: Path, finding: Finding, level: int, citations: Citations) -> str:
    """The path in words, each step with its citation and every level as it follows from the one before."""
    view = build.path_view(graph, path, finding.cause, finding.effect, level)
    steps = []
    for i, edge in enumerate(path.edges):
        here, after = graph.concepts[view.nodes[i].id], graph.concepts[view.nodes[i + 1].id]
        change = {"up": 1, "down": -1}.get(view.nodes[i].change, 1)
        sign = Sign(view.edges[i].sign).times(change)
        subject = words.named(here, level) if i == 0 else words.changed(here, change)
        hedge = edge.best.statement.hedge
        verb = words.hedged(words.verb(graph, None, sign), hedge)
        steps.append(f"{words.agreed(subject, verb)} {after.label} {citations.mark([edge.best.statement])}")
    word = "The steps" if finding.standing is Standing.by_mechanism else "How"
    return f"{word}: {'; '.join(steps)}."


def _setting_sentences(graph: CausalGraph, finding: Finding, citations: Citations) -> Iterator[str]:
    """What is said only of a narrower or another setting, where it differs."""
    edge: Edge | None = finding.stated
    narrower = [link for link in edge.narrower if link.sign is not edge.sign] if edge else []
    for link in [*narrower, *finding.elsewhere][:MOST_ELSEWHERE]:
        setting = words.sentence(_setting(graph, link).strip(", ")).rstrip(".")
        yield f"{setting}: {link.statement.text.rstrip('.')} {citations.mark([link.statement])}."


def caveats(graph: CausalGraph, finding: Finding, direction: Sign | None) -> Iterator[str]:
    """Limits, populations, mixed evidence, and what the source does not say."""
    effect = graph.concepts[finding.effect]
    for s in (*finding.limits, *finding.comparisons, *finding.joint):
        yield f"{s.text}{_of_class(graph, s, finding)}"
    for s in stated_statements(finding):
        if (about := build.population(graph, s)) and s.sign is not None:
            yield f"{s.text} (said of: {about})"
    if finding.standing is Standing.by_mechanism and finding.known:
        yield "This follows from the steps; the source does not report it as an outcome."
    if finding.likely:
        yield "On a further route one link's direction is not stated: " + "; ".join(
            edge.best.statement.text for edge in finding.unsigned[0].edges if edge.unsigned
        )
    used = {edge.best.statement.id: edge.best.statement for p in finding.paths[:1] for edge in p.edges}
    if finding.standing is Standing.by_mechanism and any(s.bridge for s in used.values()):
        yield "One or more steps are our own links, not stated in the source."
    if finding.stated and finding.stated.best.statement.hedge is Hedge.aim:
        yield "The source states an aim; it reports no outcome."
    if any(s.hedge is Hedge.mixed for s in stated_statements(finding)):
        yield "Findings differ, and the source gives no sizes."
    if direction in (Sign.PLUS, Sign.MINUS) and _is_stock(graph, effect):
        yield (
            f"{'Higher' if direction is Sign.PLUS else 'Lower'} means against what it would otherwise have"
            f" been, not a rise or fall over time, and not a return to an earlier level."
        )
    if finding.kinds:
        yield f"This is said of some kinds, not of all {graph.concepts[finding.cause].label}."
    if not finding.known and finding.reverse:
        yield "A cause is not inferred from its effect."
    if not finding.known:
        yield SILENCE


def _of_class(graph: CausalGraph, s: Statement, finding: Finding) -> str:
    named = {s.subject, s.object, *s.joint}
    classes = [c for c in graph.ancestors(finding.cause) if c in named]
    if not classes or finding.cause in named:
        return ""
    return f" ({graph.concepts[finding.cause].label} is counted under {graph.concepts[classes[0]].label})"


def _is_stock(graph: CausalGraph, effect: Concept) -> bool:
    """Whether it is what a rate drains by definition, so that higher need not mean rising."""
    variable = effect.variable
    return not isinstance(effect, State) and any(
        link.effect == variable
        and link.statement.hedge is Hedge.definition
        and link.sign is Sign.MINUS
        and isinstance(rate := graph.concepts[link.cause], Variable)
        and rate.variable_type == "rate"
        for link in graph.links
    )
