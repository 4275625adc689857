"""A question in words to a Question: sentences, their items, the readings of these, and the one that accounts best."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.linking import Lexicon, Linked, Mention
from kg.model import Concept, State, Variable
from kg.patience import go_on
from kg.question import asides, contrasts, made, predicates, sentences, verbs, whom
from kg.question.cases import case, joined
from kg.question.compose import readings
from kg.question.items import Item, Thing, items
from kg.question.judge import Heard, judged
from kg.question.kinds import Kinds
from kg.question.made import Weighed
from kg.question.names import Names
from kg.question.people import People
from kg.question.reading import Reading
from kg.question.score import Sentence, asks, total
from kg.question.together import all_topics
from kg.question.values import Analysis, Expected, Intent, Part, Question, Word

_OF_A_CAUSE = (Intent.mechanism, Intent.effect, Intent.quantity)
_ASKING = ("ask", "path", "size", "intake", "attribute")
_MOST_SENTENCES = 8
_MOST_ITEMS = 40
_MOST_ANALYSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A sentence as read: the question that it asks, and how it stands among the others.

    `conditional` where it only says when something is asked, `names` where it names a concept, `claim` where it says of
    the one before that it is true, or false; `moves` is what its verbs say, `bare`
    where only pronouns stand for what acts and is acted on.
    """

    question: Question
    moves: frozenset[str]
    bare: bool
    asks: bool
    conditional: bool
    names: bool
    claim: str
    negated: bool
    tells: bool
    context: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """What a pronoun can stand for: what the sentences before are about, and what is acted on in them."""

    of: Thing | None = None
    acted_on: Thing | None = None

    def after(self, named: list[Part]) -> _Spoken:
        """The same after one more: its cause, else whatever it names last; its effect, else the same."""
        last = named[-1].mention if named else None
        subject, acted_on = (
            next((p.mention for p in named if p.role == role), last) or before
            for role, before in (("cause", self.of), ("effect", self.acted_on))
        )
        return _Spoken(of=subject, acted_on=acted_on)


class Reader:
    """Reads questions about the concepts of one graph; made once from them."""

    def __init__(self, lexicon: Lexicon, concepts: Mapping[str, Concept], interventions: Collection[str] = ()) -> None:
        self._lexicon = lexicon
        self._concepts = concepts
        self._people = People(concepts)
        self._names = Names(lexicon, concepts, self._people, Kinds(concepts, interventions))
        held = {(c.variable, c.level) for c in concepts.values() if isinstance(c, State) and not c.event}
        self._held = frozenset(
            (c.id, level) for c in concepts.values() for level in (1, -1) if (c.variable, c.level * level) in held
        )

    def read(self, text: str) -> tuple[Question, ...]:
        """The questions that a text asks, at least one; without an intent where it could not be read.

        What the text says of the person asking is context to each of them.
        """
        linked = self._lexicon.read(text)
        aged = [Part(m, "context") for m in self._people.of_age(text)]
        read: list[_Read] = []
        spoken = _Spoken()
        for start, end in sentences.cut(linked, text)[:_MOST_SENTENCES]:
            go_on()
            acted = bool(read) and not read[-1].asks and _tells_what_acts(read[-1].question)
            said = self._sentence(text, start, end, linked, spoken, acted)
            read += said
            spoken = spoken.after(self._told_of(said[0].question))
        return self._whole(text, read, aged)

    def _whole(self, text: str, read: list[_Read], aged: list[Part]) -> tuple[Question, ...]:
        """The questions proper, each with what the rest of the text adds."""
        conditions = [r for r in read if r.conditional and len(read) > 1]
        read = _with_choices(_with_claims(read))
        chosen = _chosen([r for r in read if r not in conditions] or read)
        context = [*aged, *(Part(m, "context") for r in read for m in r.context)]
        context += [Part(p.mention, "context") for r in conditions for p in r.question.parts]
        about = [w for r in conditions for w in (*r.question.about, *r.question.unknown)]
        about += [w for r in read if r.tells and r not in chosen for w in r.question.unknown]
        others = [p for r in read if r not in chosen for p in r.question.parts]
        if not chosen:
            return (Question(text=text),)
        return tuple(self._settled(r.question, context, about, others, _words(read, r), text) for r in chosen)

    def _settled(
        self,
        question: Question,
        context: list[Part],
        about: list[str],
        others: list[Part],
        words: tuple[Word, ...],
        text: str,
    ) -> Question:
        """The question with what the rest of the text adds: context, and the cause or effect that it leaves out."""
        parts = list(question.parts)
        seen = {p.mention.concept for p in parts if p.role == "context"}
        parts += [p for p in {p.mention.concept: p for p in context}.values() if p.mention.concept not in seen]
        parts += [p for p in others if p.role in made.RESTRICTING]
        loose = [p.mention for p in others if p.role != "context"]
        whose = [p for p in parts if p.role == "context" and self._people.implied_by(p.mention.concept)]
        topics = [p for p in parts if p.role == "topic"]
        if question.intent is Intent.definition and whose and topics and all(self._varies(p.mention) for p in topics):
            parts = [Part(p.mention, "effect") if p in topics else p for p in parts]
            question = replace(question, intent=Intent.effect)
        roles = {p.role for p in parts} | {g.role for g in question.gaps}
        causes = [m for m in loose if self._varies(m)]
        if question.intent is Intent.causes and question.personal and causes:
            parts.append(Part(causes[0], "cause"))
            question = replace(question, intent=Intent.effect, expected=question.expected or Expected.up, closed=True)
        elif question.intent in _OF_A_CAUSE and "effect" in roles and "cause" not in roles:
            first = (whose or [p for p in parts if p.role == "context" and self._varies(p.mention)])[:1]
            parts = [Part(p.mention, "cause") if p in first else p for p in parts]
            parts += [Part(m, "cause") for m in causes[:1] if not first and question.intent is Intent.effect]
        placed = {p.mention.span for p in parts}
        parts += [Part(m, "topic") for m in loose if m.span not in placed]
        return replace(
            question,
            text=text,
            parts=tuple(sorted(parts, key=lambda p: p.mention.start)),
            about=tuple(dict.fromkeys((*question.about, *about))),
            words=words,
        )

    def _told_of(self, question: Question) -> list[Part]:
        """What a question is about: what varies before what does not, else what its groups have."""
        named = [p for p in question.parts if p.role != "context"]
        if named:
            return [p for p in named if self._varies(p.mention)] or named
        return [
            Part(replace(p.mention, concept=id, label=self._concepts[id].label), "topic")
            for p in question.parts
            for id in self._people.implied_by(p.mention.concept)[:1]
        ]

    def _varies(self, mention: Mention) -> bool:
        return self._people.varies(mention.concept)

    def _sentence(self, text: str, start: int, end: int, linked: Linked, spoken: _Spoken, acted: bool) -> list[_Read]:
        """A sentence as read; twice where it says two things of one subject."""
        words = [w for w in linked.words if start <= w.start < end]
        mentions = [m for m in linked.mentions if start <= m.start < end]
        found = items(text, words, mentions)[:_MOST_ITEMS]
        tagged = asides.tagged(found) is not None
        quieted = asides.without_asides(found)
        found = verbs.levelled(quieted)
        found = self._names.described(found, text, [w.start for w in words])
        found = self._names.compounds(self._names.taken(verbs.with_particles(found)), text)
        found, context, about = whom.in_context(found, self._concepts, self._people)
        whole = contrasts.plainly(self._names.natures(found))
        found = joined(whole[asides.leading(whole) :])
        whole_raw, written = " ".join(w.word for w in words), text[start:end]
        opening = asides.opening(quieted)
        raw = " ".join(w.word for w in words[opening:])
        mark = written.rstrip()[-1:] == "?"
        put = tagged or any(sentences.puts_forward(written, said) for said in {whole_raw, raw})
        closed = sentences.closed(found, put) or (mark and sentences.claims(whole))
        closed = closed and not sentences.choice(found)

        def read_as(found: list[Item], beside: bool) -> _Read:
            best, analyses = self._best(found, closed, spoken)
            question = made.question(best, raw, written, text, self._held)
            wants = closed and not question.claim
            heard = Heard(
                gaps=bool(question.gaps),
                closed=wants,
                acted=acted,
                held=sentences.holds_fixed(words),
                holds=self._holds,
            )
            told = judged(best, words, context, heard)
            asked = any(i.has("ask") for i in found[:1])
            return _Read(
                question=replace(
                    question,
                    parts=(*question.parts, *(Part(m, "context") for m in context)),
                    about=tuple(dict.fromkeys((*about, *question.about))),
                    intent=question.intent if context or any(i.things for i in best.reading.items) else None,
                    words=tuple(told),
                    analyses=tuple(analyses),
                    beside=beside,
                ),
                moves=frozenset(i.meaning("verb") or i.meaning("state") for i in found if not i.things),
                bare=not any(i.things for i in found),
                asks=mark or tagged or sentences.closed(found, False) or any(i.can_be(*_ASKING) for i in found[:4]),
                conditional=not mark and not asked and sentences.is_condition(raw),
                names=bool(context) or any(i.known for i in best.reading.items),
                claim=sentences.claim(found) if closed else "",
                negated=made.is_negated(best.sentence),
                tells=not mark and sentences.tells_of(raw),
                context=tuple(context),
            )

        return [read_as(each, at > 0) for at, each in enumerate(predicates.apart(found))]

    def _holds(self, mention: Mention) -> bool:
        """Whether the graph can take what is said of whom or when: a group, a state, or a level that is one."""
        concept = self._concepts[mention.concept]
        settled = not isinstance(concept, Variable) or concept.variable_type == "presence"
        return settled or (mention.graded and (mention.concept, mention.level) in self._held)

    def _best(self, found: list[Item], closed: bool, spoken: _Spoken) -> tuple[Weighed, list[Analysis]]:
        """The reading and the kind of question that account best for a sentence, and all that were weighed."""
        weighed = sorted(self._weighed(found, closed, spoken), key=lambda w: -w.score)
        if not weighed:
            return Weighed(0.0, all_topics(found), None, frozenset(), Sentence(tuple(found), closed)), []
        told = {_without_score(w): w.score for w in reversed(weighed)}
        analyses = [replace(a, score=round(score, 2)) for a, score in told.items()]
        return weighed[0], sorted(analyses, key=lambda a: (-a.score, a.order))[:_MOST_ANALYSES]

    def _weighed(self, found: list[Item], closed: bool, spoken: _Spoken) -> Iterator[Weighed]:
        for variant in _variants(found, spoken):
            sentence = Sentence(tuple(variant), closed)
            for r in readings(variant):
                for intent, worth, explained in asks(r, sentence):
                    if worth and _sound(r, intent):
                        yield Weighed(total(r, worth, explained), r, intent, explained, sentence)


def _variants(found: list[Item], spoken: _Spoken) -> Iterable[list[Item]]:
    """The items as they are, with a pronoun filled in, and with levels read off the verbs before things."""
    base = [_filled(found, spoken)]
    if (acting := verbs.as_verbs(base[0])) is not None:
        base.append(acting)
    for each in base:
        each = [_as_named(i) if i.things and i.has("verb") else i for i in each]
        yield verbs.said_once(each)
        if (turned := verbs.turned(each)) is not None:
            yield verbs.said_once(joined(turned))


def _as_named(item: Item) -> Item:
    """What names something as that alone, and as no verb."""
    return replace(item, senses=frozenset(s for s in item.senses if s.kind != "verb"))


def _filled(found: list[Item], spoken: _Spoken) -> list[Item]:
    """The items with the first pronoun standing for what the sentence before was about."""
    pronoun = next((k for k, i in enumerate(found) if i.has("it")), None)
    named = (k for k, i in enumerate(found) if i.things and case(found, k) not in made.RESTRICTING)
    bare = next(named, None) is None and any(i.can_be("ask", "aux", "verb") for i in found)
    at = len(found) if pronoun is None else pronoun
    subject = spoken.acted_on if any(i.things for i in found[:at]) else spoken.of
    if subject is None or (pronoun is None and not bare):
        return found
    start, end = (found[at].start, found[at].end) if at < len(found) else (0, 0)
    return [*found[:at], Item(start=start, end=end, text="it", things=(subject,)), *found[at + 1 :]]


def _sound(r: Reading, intent: Intent) -> bool:
    """Whether the parts can be what the reading takes them for."""
    if intent not in (Intent.effect, Intent.evidence):
        return True
    varies = all(r.items[i].has("varies") or r.items[i].has("doing") for places in r.parts.values() for i, _ in places)
    if r.kind == "nothing" and not varies:
        return False
    causes, effects = ([(t.span, t.text) for t in r.things(role)] for role in ("cause", "effect"))
    return not causes or causes != effects


def _with_claims(read: list[_Read]) -> list[_Read]:
    """The sentences with "is that true?" and "is that false?" taken for what they make of the one before."""
    found: list[_Read] = []
    for r in read:
        if r.claim and found and found[-1].names:
            before = found.pop()
            question = before.question
            expected = question.expected
            if question.intent is Intent.effect and expected is None:
                expected = Expected.any
            question = replace(question, closed=True, expected=expected, negated=before.negated != (r.claim == "false"))
            r = replace(before, question=question, asks=True)
        found.append(r)
    return found


def _with_choices(read: list[_Read]) -> list[_Read]:
    """The sentences with "or does it lower it?" taken for what it makes of the one before: a choice."""
    found: list[_Read] = []
    for r in read:
        before = found[-1].question if found else None
        opens = r.question.words[:1] and r.question.words[0].text.lower() == "or"
        expected = before.expected if before else None
        if before and expected and opens and before.closed and r.bare and r.moves & _OPPOSED.get(expected, set()):
            r = replace(found.pop(), question=replace(before, expected=None, closed=False))
        found.append(r)
    return found


_OPPOSED = {Expected.up: {"down"}, Expected.down: {"up"}, Expected.good: {"bad"}, Expected.bad: {"good"}}
"""What a verb says that is the opposite of what is expected."""


def _chosen(read: list[_Read]) -> list[_Read]:
    """The questions proper: those that ask and name something, else the last that could be read, else the last."""
    naming = [r for r in read if r.names] or [r for r in read if r.question.gaps]
    readable = [r for r in naming if r.question.intent is not None]
    return [r for r in readable if r.asks] or readable[-1:] or naming[-1:] or read[-1:]


def _without_score(w: Weighed) -> Analysis:
    r = w.reading
    parts = tuple((role, tuple(r.things(role))) for role in sorted(r.parts) if r.parts[role])
    return Analysis(intent=w.intent, sense=r.sense or r.kind, parts=parts)


def _tells_what_acts(question: Question) -> bool:
    """Whether a sentence says that something acts or happens, so that a pronoun behind it may mean several things."""
    return any(word.use in ("relation", "not_understood", "level") for word in question.words)


def _words(read: list[_Read], asked: _Read) -> tuple[Word, ...]:
    """The words of all sentences; what was not understood in another than the one asked changes nothing in it."""
    own = {word.start for word in asked.question.words}
    return tuple(
        word if r is asked or word.use != "not_understood" else replace(word, use="none")
        for r in read
        for word in r.question.words
        if r is asked or word.start not in own
    )
