"""What strengthens, weakens or gates an effect, and whether a named thing does."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import build, nearby
from kg.answer.asked import Asked, named
from kg.answer.values import Answer, Verdict
from kg.answer.verdict import NOTHING, opened, said
from kg.causal import CausalGraph, ModifierState, Situation, View
from kg.english import say
from kg.linking import Mention
from kg.model import Effect
from kg.question import Expected

MOST_MODIFIERS = 3
_ORDER = ("gates", "attenuates", "amplifies", "unspecified")
Mentions = tuple[Mention, ...]
States = list[tuple[ModifierState, str]]


def answer(asked: Asked) -> Answer:
    """What changes the effect of the causes, or whether the named modifiers do."""
    modifying, causes, _ = _roles(asked)
    return _told(asked, modifying, causes, states(asked))


def bearing(asked: Asked) -> Answer:
    """What the cause changes in what the effect does, where it has no effect on it of its own."""
    return _told(asked, asked.causes(), asked.effects(), _of(asked, asked.causes(), asked.effects(), ()))


def bears(asked: Asked) -> bool:
    """Whether the cause bears on what the effect does, where no more is asked than that."""
    question, graph = asked.question, asked.graph
    if question.closed and question.expected is not Expected.any:
        return False
    modified_by = [state.statement.subject for state, _ in _states(asked, asked.effects()[:1], ())]
    bearing = _variables_of(graph, asked.causes()[0].concept)
    return any(bearing & _variables_of(graph, subject) for subject in modified_by)


def states(asked: Asked) -> States:
    """The modifiers that the question asks about, with what they modify."""
    return _of(asked, *_roles(asked))


def _roles(asked: Asked) -> tuple[Mentions, Mentions, Mentions]:
    causes, targets = asked.causes(), asked.effects()
    if not causes and targets:
        causes, targets = targets, ()
    return asked.question.mentions("modifier"), causes, targets


def _of(asked: Asked, modifying: Mentions, causes: Mentions, targets: Mentions) -> States:
    found = _states(asked, causes, targets)
    if not modifying:
        return found
    names = {v for m in modifying for v in _variables_of(asked.graph, m.concept)}
    named_ones = [s for s in found if names & _variables_of(asked.graph, s[0].statement.subject)]
    return named_ones or _by_mechanism(asked, modifying, causes, targets)


def _told(asked: Asked, modifying: Mentions, causes: Mentions, found: States) -> Answer:
    graph, question = asked.graph, asked.question
    if not found:
        labels = say.listed([named(asked, m) for m in causes])
        near = nearby.nearby(asked, [m.concept for m in causes])
        return asked.answer(
            status="no_known_path",
            verdict=replace(NOTHING, answer=said(question, None)),
            text=" ".join([f"The source names nothing that changes what {labels} does.", *near]),
        )
    found = sorted(found, key=lambda s: (s[0].active is False, _ORDER.index(s[0].statement.effect.value), _id(s[0])))
    once = list({_id(s): s for s, _ in reversed(found)}.values())[::-1]
    mechanism_only = all(s.by_mechanism for s in once) and bool(modifying)
    answer = said(question, None if mechanism_only else True)
    if question.closed and question.expected is Expected.good:
        answer = "mixed"
    sentences = [
        build.modifier_text(graph, s, asked.citations.mark([s.statement]))
        for s in once[: 2 if mechanism_only else MOST_MODIFIERS]
    ]
    if mechanism_only:
        names = say.listed([named(asked, m) for m in modifying])
        marks = asked.citations.mark([s.statement for s in once[:1]])
        sentences.insert(
            0, say.sentence(f"no study of {names} is reported for this, but by mechanism it bears on it {marks}")
        )
    asked.citations.mark(s.statement for s, _ in found)
    basis = "by_mechanism" if mechanism_only else "stated"
    return asked.answer(
        status="answered",
        verdict=Verdict(answer=answer, direction=None, beneficial=None, basis=basis),
        text=opened(answer, sentences),
        modifiers=tuple(build.modifier_view(graph, s, modified) for s, modified in found),
        caveats=("How large the change is, the source does not say.",),
    )


def _id(state: ModifierState) -> str:
    return state.statement.id


def _variables_of(graph: CausalGraph, concept: str) -> set[str]:
    return {graph.concepts[c].variable or c for c in (concept, *graph.spoken_of(concept))}


def _states(asked: Asked, causes: Mentions, targets: Mentions) -> States:
    """The modifiers of what is said of the causes, their kinds and classes, on these effects or on any."""
    graph, view = asked.graph, View.of(asked.graph, asked.situation, asked.filters)
    families = set()
    for mention in causes:
        for cause in graph.spoken_of(mention.concept) or (mention.concept,):
            variable = asked.variable(cause)
            families |= {variable, *graph.descendants(variable), *graph.ancestors(variable)}
    wanted = {v for m in targets for v in _variables_of(graph, m.concept)}
    found = {}
    for cause, target in graph.by_pair:
        if cause in families and (not wanted or target in wanted):
            for state, modified in view.modifiers_on(cause, target):
                found[state.statement.id, modified] = (state, modified)
    if found or not causes:
        return list(found.values())
    return _along_paths(asked, causes, targets)


def _along_paths(asked: Asked, causes: Mentions, targets: Mentions) -> States:
    """The modifiers of any link on the paths from the causes to the effects, or to every outcome."""
    graph = asked.graph
    effects = [m.concept for m in targets] or [c for c in graph.concepts if graph.is_outcome(c) and graph.is_signed(c)]
    found = {}
    for finding, _ in asked.findings(causes, effects):
        for state, modified in finding.modifiers:
            found[state.statement.id, modified] = (state, modified)
    return list(found.values())


def _by_mechanism(asked: Asked, modifiers: Mentions, causes: Mentions, targets: Mentions) -> States:
    """The modifiers that a named thing switches by what it does to them."""
    set_to = {m.concept: m.level for m in modifiers if asked.graph.is_signed(m.concept)}
    if not set_to:
        return []
    situation = Situation.of(asked.graph, asked.situation.asked, set_to)
    return [
        (state, modified)
        for state, modified in (
            *_states(replace(asked, situation=situation), causes, targets),
            *_along_paths(replace(asked, situation=situation), causes, targets),
        )
        if state.by_mechanism and state.because in set_to and state.statement.effect is not Effect.unspecified
    ]
