"""What strengthens, weakens or gates an effect, and whether a named thing does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.answer import build, nearby
from kg.answer.asked import Asked, named
from kg.answer.values import Answer, BasisName, Verdict
from kg.answer.verdict import said
from kg.causal import CausalGraph, ModifierState, Situation, View
from kg.english import say
from kg.linking import Mention
from kg.model import Effect, Kind, Population
from kg.question import Expected

MOST_MODIFIERS = 3
_ORDER = (Effect.gates, Effect.attenuates, Effect.amplifies, Effect.unspecified)
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
        return asked.nothing(f"The source names nothing that changes what {labels} does.", *near)
    found = sorted(found, key=lambda s: (s[0].active is False, _ORDER.index(s[0].effect), _id(s[0])))
    once = list({_id(s): s for s, _ in reversed(found)}.values())[::-1]
    mechanism_only = all(s.by_mechanism for s in once) and bool(modifying)
    answer = said(question, None if mechanism_only else True)
    if question.closed and question.expected is Expected.good:
        answer = "mixed"
    sentences = build.modifiers_told(graph, once[: 2 if mechanism_only else MOST_MODIFIERS], asked.citations)
    sentences += [] if modifying else _by_group(asked, causes)
    if mechanism_only:
        names = say.listed([named(asked, m) for m in modifying])
        marks = asked.citations.mark([s.statement for s in once[:1]])
        sentences.insert(
            0, say.sentence(f"no study of {names} is reported for this, but by mechanism it bears on it {marks}")
        )
    asked.citations.mark(s.statement for s, _ in found)
    basis: BasisName = "by_mechanism" if mechanism_only else "stated"
    return asked.told(
        Verdict(answer=answer, direction=None, beneficial=None, basis=basis),
        sentences,
        modifiers=tuple(build.modifier_view(graph, s, modified) for s, modified in found),
        caveats=("How large the change is, the source does not say.",),
    )


def _by_group(asked: Asked, causes: Mentions) -> list[str]:
    """What is stated of the effects of the causes, or of the next class, in one group of people."""
    graph = asked.graph
    near = {
        w for m in causes for v in (m.concept, *graph.spoken_of(m.concept)) for w in (v, *graph.concepts[v].broader)
    }
    told = [s for c in sorted(near) for s in graph.by_concept.get(c, ()) if s.kind is Kind.causal and s.subject == c]
    of_group = [s for s in told if any(isinstance(graph.concepts[c], Population) for c in s.context)]
    of_group.sort(key=lambda s: (not (s.sign and s.sign.definite), s.hedge, s.id))
    return [asked.cited(s) for s in of_group[:1]]


def _id(state: ModifierState) -> str:
    return state.statement.id


def _variables_of(graph: CausalGraph, concept: str) -> set[str]:
    return {graph.variable_of(c) for c in (concept, *graph.spoken_of(concept))}


def _states(asked: Asked, causes: Mentions, targets: Mentions) -> States:
    """The modifiers of what is said of the causes, their kinds and classes, on these effects or on any."""
    graph, view = asked.graph, View.of(asked.graph, *asked.view)
    acting = {v for m in causes for v in graph.spoken_of(m.concept) or (m.concept,)}
    families = {v for cause in acting for v in graph.kin(graph.variable_of(cause))}
    wanted = {v for m in targets for v in _variables_of(graph, m.concept)}
    pairs = [(c, e) for c, e in graph.by_pair if c in families and (not wanted or e in wanted)]
    found = _once(modifier for pair in pairs for modifier in view.modifiers_on(*pair))
    return found if found or not causes else _along_paths(asked, causes, targets)


def _along_paths(asked: Asked, causes: Mentions, targets: Mentions) -> States:
    """The modifiers of any link on the paths from the causes to the effects, or to every outcome."""
    graph = asked.graph
    effects = [m.concept for m in targets] or [c for c in graph.concepts if graph.is_outcome(c) and graph.is_signed(c)]
    return _once(modifier for finding, _ in asked.findings(causes, effects) for modifier in finding.modifiers)


def _once(found: Iterable[tuple[ModifierState, str]]) -> States:
    return list({(state.statement.id, modified): (state, modified) for state, modified in found}.values())


def _by_mechanism(asked: Asked, modifiers: Mentions, causes: Mentions, targets: Mentions) -> States:
    """The modifiers that a named thing switches by what it does to them."""
    set_to = {m.concept: m.level for m in modifiers if asked.graph.is_signed(m.concept)}
    if not set_to:
        return []
    situation = Situation.of(asked.graph, asked.situation.asked, set_to)
    asked = replace(asked, situation=situation)
    return [
        (state, modified)
        for state, modified in (*_states(asked, causes, targets), *_along_paths(asked, causes, targets))
        if state.by_mechanism and state.because in set_to and state.effect is not Effect.unspecified
    ]
