"""What a question was read as, and what else it could have meant: each way to read it as a question in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.answer.values import AnalysisView, Answer, NearView, ReadingView, Why
from kg.causal import CausalGraph
from kg.english import inflect, say
from kg.english.signs import DO, DOES
from kg.linking import Mention
from kg.model import State
from kg.question import Analysis, Intent, Part, Question

MARGIN = 1.0
"""How far the best way to read a question must be above the next to be certain.

Of the 322 questions of `tests/questions.tsv` that have an answer 18 are nearer than this, and among them are the only 2
that were told wrongly when this was set.
"""
MOST_READINGS = 4
_BOUND = ("after ", "before ", "when ", "during ", "in ", "while ", "with ", "without ")

_TURNED = {"up": "down", "down": "up"}


@dataclass(frozen=True, slots=True)
class _Named:
    """What plays a part, as it is said: by its name where it is known, else in the asker's words."""

    text: str
    plural: bool = False
    less: bool = False
    place: str = "in"


@dataclass(frozen=True, slots=True)
class _Way:
    """An analysis with its parts named."""

    intent: Intent | None
    sense: str
    parts: dict[str, list[_Named]]

    def named(self, *roles: str) -> list[_Named]:
        return [named for role in roles for named in self.parts.get(role, ())]

    def all(self, role: str, joiner: str = "and") -> str:
        return say.listed([named.text for named in self.named(role)], joiner)

    def do(self, *roles: str) -> str:
        named = self.named(*roles or ("cause",))
        return "do" if len(named) > 1 or any(n.plural for n in named) else "does"

    def be(self, *roles: str) -> str:
        return "are" if self.do(*roles) == "do" else "is"


def readings(graph: CausalGraph, question: Question, answer: Answer) -> tuple[ReadingView, ...]:
    """What else a question could have meant, best first: none where it was read with certainty.

    Where there is no answer it is what the answer offers instead, and what each thing that a word can name would make
    of it; beside an answer it is the analyses that come within `MARGIN` of the best.
    """
    match answer.status:
        case "ambiguous":
            found = [_meaning(graph, question, s.id) for s in answer.suggestions if s.id]
        case "related" | "not_understood":
            found = [s.text if s.id is None else f"what is {s.text}?" for s in answer.suggestions]
            found += _close(graph, question)
        case "answered" | "no_known_path":
            found = list(_close(graph, question))
        case _:
            found = []
    asked = _plain(question.text)
    once: dict[str, str] = {}
    for text in found:
        once.setdefault(_plain(text), text)
    return tuple(ReadingView(text=text) for plain, text in once.items() if plain != asked)[:MOST_READINGS]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _meaning(graph: CausalGraph, question: Question, concept: str) -> str:
    """The question with the word that is in doubt taken for a concept."""
    chosen = _chosen(question)
    parts = [_taken_for(part, concept) for part in question.parts]
    taken = replace(question, parts=tuple(parts))
    return spelled(graph, taken, chosen) if chosen else f"what is {graph.concepts[concept].label}?"


def _taken_for(part: Part, concept: str) -> Part:
    can_be = (part.mention.concept, *part.mention.alternatives)
    return replace(part, mention=replace(part.mention, concept=concept)) if concept in can_be else part


def _close(graph: CausalGraph, question: Question) -> Iterator[str]:
    """The other ways to read a question that account for it nearly as well and leave nothing of it aside."""
    chosen = _chosen(question)
    near = [a for a in question.analyses if chosen and a.score > chosen.score - MARGIN and _is_whole(a)]
    others = [a for a in near if chosen and _sides(a) != _sides(chosen)]
    if chosen and others:
        said = spelled(graph, question, chosen)
        yield from (text for a in others if (text := spelled(graph, question, a)) != said)


def _sides(analysis: Analysis) -> Analysis:
    """An analysis with no difference between up and down: "does it raise or lower …?" is one question."""
    return replace(analysis, sense="down" if analysis.sense == "up" else analysis.sense, score=0.0)


def _chosen(question: Question) -> Analysis | None:
    """The analysis that was taken: of those with the best score, one that is of the question's kind."""
    best = [a for a in question.analyses if a.score == question.analyses[0].score]
    return next((a for a in best if a.intent is question.intent), best[0] if best else None)


def _is_whole(analysis: Analysis) -> bool:
    """Whether all that is named plays a part."""
    return not (analysis.things("cause") and analysis.things("topic"))


def spelled(graph: CausalGraph, question: Question, analysis: Analysis) -> str:
    """An analysis as the question that it takes the text for."""
    settled = {p.mention.text: p.mention for p in reversed(question.parts)}
    parts = {
        role: [_named(graph, None if role == "kind" else settled.get(t.text), t.text) for t in things]
        for role, things in analysis.parts
    }
    beside = {n.text for names in parts.values() for n in names}
    named = (_named(graph, m, m.text) for m in question.mentions("context"))
    if others := [n for n in named if n.text not in beside]:
        parts["context"] = [*parts.get("context", ()), *others]
    sense = analysis.sense
    if any(n.less for n in parts.get("effect", ())):
        sense = _TURNED.get(sense, "down")
    way = _Way(analysis.intent, sense, parts)
    form = _FORMS.get(way.intent, _topic) if parts else _topic
    return f"{form(way)}{_restricted(way)}?"


def _named(graph: CausalGraph, mention: Mention | None, text: str) -> _Named:
    if mention is None:
        return _Named(" ".join(text.split()), inflect.plural(text))
    concept = graph.concepts[mention.concept]
    noun = say.noun(concept, mention.level)
    held = mention.level < 0 or isinstance(concept, State)
    place = "" if noun.text.startswith(_BOUND) else "with" if held else "in"
    less = mention.level < 0 and not isinstance(concept, State)
    return _Named(noun.text, noun.plural, less, place)


def _restricted(way: _Way) -> str:
    """What narrows a question, behind it."""
    said = [f" {f'{n.place} {n.text}'.strip()}" for n in way.named("context")]
    said += [f" without {_bare(n)}" for n in way.named("without")]
    for role, words in (("through", "through"), ("avoid", "other than through"), ("excluded", "besides")):
        if named := way.all(role):
            said.append(f", {words} {named}")
    if way.parts.get("topic") and (way.parts.get("cause") or way.parts.get("effect")):
        said.append(f", leaving {way.all('topic')} aside")
    return "".join(said)


def _act(way: _Way, otherwise: str = "affect") -> str:
    return DO.get(way.sense, otherwise)


def _target(way: _Way) -> str:
    """The effect; where it is less of something that changes, the verb says so."""
    return say.listed([_bare(n) if n.less else n.text for n in way.named("effect")])


def _bare(named: _Named) -> str:
    """Its name without what says that there is less of it."""
    return named.text.removeprefix("less ").removeprefix("lower ")


def _effect(way: _Way) -> str:
    cause, effect = way.all("cause"), _target(way)
    if cause and effect:
        if way.sense == "tied":
            return f"{way.be('cause')} {cause} tied to {effect}"
        if way.sense == "nil":
            return f"{way.do()} {cause} leave {effect} as it is"
        return f"{way.do()} {cause} {_act(way)} {effect}"
    if effect:
        return f"{way.do('effect')} {effect} change"
    return _effects(way) if cause else _topic(way)


def _causes(way: _Way) -> str:
    kind, effect = way.all("kind", "or"), _target(way)
    if not effect:
        return _topic(way)
    acts = _act(way) if kind and way.do("kind") == "do" else DOES.get(way.sense, "affects")
    return f"{f'which {kind}' if kind else 'what'} {acts} {effect}"


def _effects(way: _Way) -> str:
    kind, cause = way.all("kind", "or"), way.all("cause") or way.all("topic")
    if way.sense in ("up", "down") or kind:
        return f"{f'which {kind}' if kind else 'what'} {way.do()} {cause} {_act(way)}"
    if way.sense in ("good", "bad"):
        return f"what {way.be('cause')} {cause} {way.sense} for"
    return f"what {way.do()} {cause} do"


def _mechanism(way: _Way) -> str:
    cause, effect = way.all("cause"), _target(way)
    if cause and effect:
        return f"how {way.do()} {cause} {_act(way)} {effect}"
    return f"how {way.do('effect')} {effect} come about" if effect else _topic(way)


def _compare(way: _Way) -> str:
    things = [n.text for n in way.named("cause", "other", "topic")]
    if (effect := _target(way)) and things:
        return f"which does more for {effect}, {say.listed(things, 'or')}"
    return f"how do {say.listed(things)} differ" if things else _topic(way)


def _combine(way: _Way) -> str:
    effect = _target(way)
    return f"what do {way.all('cause') or way.all('topic')} do together{f' to {effect}' if effect else ''}"


def _sufficiency(way: _Way) -> str:
    role = "cause" if way.parts.get("cause") else "topic"
    cause, effect = way.all(role), _target(way)
    if cause:
        return f"{way.be(role)} {cause} enough{f' for {effect}' if effect else ''}"
    return f"can {effect} be had back in full"


def _quantity(way: _Way) -> str:
    cause, effect = way.all("cause"), _target(way)
    if cause and effect:
        return f"by how much {way.do()} {cause} {_act(way)} {effect}"
    return say.listed([f"how much {n.text}" for n in way.named("cause", "effect", "topic")])


def _evidence(way: _Way) -> str:
    cause, effect = way.all("cause"), _target(way)
    if cause and effect:
        acts = _act(way) if way.do() == "do" else DOES.get(way.sense, "affects")
        return f"what is the evidence that {cause} {acts} {effect}"
    return f"what is the evidence on {cause or effect or way.all('topic')}"


def _modifiers(way: _Way) -> str:
    modifier, cause, effect = way.all("modifier"), way.all("cause") or way.all("topic"), _target(way)
    on = f"the effect of {cause}" + (f" on {effect}" if effect else "")
    return f"{way.do('modifier')} {modifier} change {on}" if modifier else f"what changes {on}"


def _members(way: _Way) -> str:
    kind, cause = way.all("kind") or way.all("topic"), way.all("cause")
    return f"{way.be('cause')} {cause} among {kind}" if cause and kind else f"which {kind or cause} are there"


def _topic(way: _Way) -> str:
    roles = ("topic", "cause", "effect", "kind")
    return f"what {way.be(*roles)} {say.listed([n.text for n in way.named(*roles)]) or 'meant'}"


def _measurement(way: _Way) -> str:
    roles = ("topic", "cause", "effect")
    return f"how {way.be(*roles)} {say.listed([n.text for n in way.named(*roles)])} measured"


_FORMS: dict[Intent | None, Callable[[_Way], str]] = {
    Intent.effect: _effect,
    Intent.causes: _causes,
    Intent.effects: _effects,
    Intent.mechanism: _mechanism,
    Intent.compare: _compare,
    Intent.combine: _combine,
    Intent.sufficiency: _sufficiency,
    Intent.quantity: _quantity,
    Intent.definition: _topic,
    Intent.members: _members,
    Intent.measurement: _measurement,
    Intent.evidence: _evidence,
    Intent.modifiers: _modifiers,
}


def why(graph: CausalGraph, questions: Sequence[Question], near: Iterable[tuple[str, float]]) -> Why:
    """The ways to read each question with their scores, best first, and the statements that are near with theirs.

    Of several analyses that come to the same in words, the best stands.
    """
    weighed = []
    for question in questions:
        told: dict[str, float] = {}
        chosen = _chosen(question)
        for analysis in sorted(question.analyses, key=lambda a: (-a.score, a is not chosen)):
            told.setdefault(spelled(graph, question, analysis), analysis.score)
        weighed += [AnalysisView(reading=reading, score=score) for reading, score in told.items()]
    statements = ((graph.statements[id], score) for id, score in near if id in graph.statements)
    nearest = tuple(NearView(statement=s.id, score=score, text=s.text) for s, score in statements)
    return Why(analyses=tuple(dict.fromkeys(weighed)), nearest=nearest)
