"""The value that a reading comes to: who plays which part, what a yes would mean, what restricts it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.linking import Mention
from kg.question.items import NUMBERS, Item, Thing
from kg.question.reading import Reading
from kg.question.score import Sentence
from kg.question.sentences import choice
from kg.question.together import is_lesser
from kg.question.values import Attribute, Claim, Expected, Gap, Intent, Part, Question, Unnamed

_YEARLY = re.compile(r"\b(?:every|each|per|a) year\b|\byearly\b|\bannual(?:ly)?\b")
_BOUNDED = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower) than \d"
    r"|\b(?:under|over|above|below|at least|at most|nearly|factor of)\b"
    r"|\b(?:per|a|every|each) (?:hour|day|week|month)\b|\bfirst (?:hour|day|week|month|year|two|three)\b"
    r"|\b(?:in|within|after|over) (?:a|one|\d+) (?:hour|day|week|month|year|decade)s?\b"
)
_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?) ?(?:%|percent)")
_WEIGHT = re.compile(r"(\d{2,3}(?:\.\d{1,2})?) ?-?(?:kg|kgs|kilos?|kilograms?)\b")
_EXISTS = re.compile(r"\b(?:is|are|was|were) there\b|\bany(?:thing)?\b|\bsomething\b")
_PROOF = re.compile(r"\b(?:proofs?|prove[ns]?|proved)\b")
_PERSONAL = re.compile(
    r"\b(?:should (?:i|we|my \w+)|do i (?:need|have) to|must i|ought i"
    r"|am i (?:ok|okay|safe|better off|at risk|going to)"
    r"|will i|would you (?:recommend|advise|suggest)|do you (?:recommend|advise|suggest)"
    r"|is it (?:ok|okay|safe|fine) for me"
    r"|what would you do|my (?:dose|prescription|results|score)|can i (?:stop|quit|skip)|will my|what are my chances"
    r"|(?:is|was) (?:that|this|it) (?:\w+ )?(?:because of|due to|caused by|down to|a result of|the result of))\b"
)
_EXPECTED = {
    "up": Expected.up,
    "down": Expected.down,
    "good": Expected.good,
    "bad": Expected.bad,
    "any": Expected.any,
    "tied": Expected.any,
    "effect": Expected.any,
    "response": Expected.any,
    "modify": Expected.any,
    "nil": Expected.none,
    "restore": Expected.up,
}
_TURNED = {Expected.up: Expected.down, Expected.down: Expected.up}
_ATTRIBUTES = {a.value: a for a in Attribute}
_OF_THINGS = (Intent.definition, Intent.members, Intent.measurement)
Placed = list[tuple[Thing, str]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading of a sentence as a kind of question, the places of the items that it explains, and how well it fits."""

    score: float
    reading: Reading
    intent: Intent | None
    explained: frozenset[int]
    sentence: Sentence


def question(best: Weighed, raw: str, written: str, text: str, states: Collection[tuple[str, int]]) -> Question:
    """The question that a sentence of a text asks, read so.

    `raw` are its words, `written` is as it stands, `states` are the concepts and levels of them that hold as such.
    """
    r, intent, sentence = best.reading, best.intent, best.sentence
    placed = _placed(r, intent, states)
    unnamed = sorted(((t, role) for t, role in placed if isinstance(t, Unnamed)), key=lambda gap: gap[0].start)
    attribute = next((i for at, i in enumerate(r.items) if i.has("attribute") and at != r.relation), None)
    closed = sentence.closed
    percent, weight = _PERCENT.search(_in_figures(written.lower())), _WEIGHT.search(text.lower())
    return Question(
        text=text,
        parts=tuple(Part(t, role) for t, role in placed if isinstance(t, Mention)),
        gaps=tuple(Gap(t, role) for t, role in unnamed if role not in _BESIDE) if _certain(r) else (),
        about=tuple(dict.fromkeys(t.text for t, role in unnamed if role in _BESIDE)),
        intent=intent,
        expected=None if choice(r.items) else _expected(r, intent, closed),
        closed=closed,
        negated=closed and is_negated(sentence) != (intent is Intent.compare and _asks_lesser(sentence)),
        always=bool(sentence.at("always")),
        exists=bool(_EXISTS.search(raw)),
        proof=bool(_PROOF.search(raw)),
        restoring=r.sense == "restore" or bool(sentence.at("goal")),
        direct=bool(sentence.at("direct")),
        personal=bool(_PERSONAL.search(raw)),
        shared=r.kind == "common" or _of_all(r, intent, sentence),
        exclusive=bool(sentence.at("restriction", "only")) and intent in (Intent.effect, Intent.causes, Intent.members),
        ranked=bool(sentence.at("rank")) and intent in (Intent.causes, Intent.effects, Intent.effect),
        loop=bool(sentence.at("loop")),
        mutual=r.sense == "tied" and intent is Intent.effect,
        attribute=_ATTRIBUTES.get(attribute.meaning("attribute")) if attribute else _place(sentence, intent),
        weight=Decimal(weight[1]) if weight else None,
        claim=_claim(percent[1], raw) if percent and closed else None,
    )


def _asks_lesser(sentence: Sentence) -> bool:
    return bool(sentence.at("compare", "worse")) or is_lesser(sentence.items)


def _place(sentence: Sentence, intent: Intent | None) -> Attribute | None:
    return Attribute.where if intent is Intent.definition and sentence.at("ask", "where") else None


def _certain(r: Reading) -> bool:
    """Whether a word that names nothing known stands where only a name could; where no word relates it to what is
    named, it may as well say something of that.
    """
    named = any(isinstance(t, Mention) for role in r.parts for t in r.things(role))
    if r.kind == "nothing":
        return not named or any(i.has("link", "on") for i in r.items)
    return not named or r.kind not in ("topics", "common", "difference")


def _placed(r: Reading, intent: Intent | None, states: Collection[tuple[str, int]]) -> Placed:
    """The things of a reading with the parts that they play in a kind of question."""
    placed = [(t, "topic" if role in ("like", "by") else role) for role in r.parts for t in r.things(role)]
    if intent is Intent.effect:  # what is to be without is no way to go either
        placed += [(_plain(t), "avoid") for t in r.things("without") if isinstance(t, Mention)]
    placed = [_held(t, states) if role == "without" else (t, role) for t, role in placed]
    if intent is Intent.members and r.kind != "member":
        return [(t, role if role == "context" or role in RESTRICTING else "topic") for t, role in placed]
    if intent in _OF_THINGS and r.kind != "member":
        return [(t, "topic" if role in ("cause", "effect", "kind") else role) for t, role in placed]
    if intent is Intent.effects and r.kind == "topics" and any(i.has("doing") for i in r.items):
        done = {t.span for i in r.items if i.has("doing") for t in i.things}
        return [(t, role if role != "topic" else "cause" if t.span in done else "context") for t, role in placed]
    if intent in (Intent.effects, Intent.modifiers) and r.kind == "topics":
        return [(t, "cause" if role == "topic" else role) for t, role in placed]
    return placed


_BESIDE = ("context", "kind")
"""The parts without which the rest can still be answered, in general."""
RESTRICTING = ("through", "avoid", "excluded")
"""The parts that restrict what is asked."""


def _plain(mention: Mention) -> Mention:
    return replace(mention, level=1, graded=False)


def _held(thing: Thing, states: Collection[tuple[str, int]]) -> tuple[Thing, str]:
    """What is to be without, and its part: a level that holds where there is one, else no way to go."""
    if isinstance(thing, Unnamed) or (thing.concept, thing.level) in states:
        return thing, "context"
    return _plain(thing), "avoid"


def is_negated(sentence: Sentence) -> bool:
    """Whether it is put forward that something is not so; "doesn't it …?" is no such thing."""
    items = sentence.items
    asked = next((k for k, i in enumerate(items) if i.has("aux")), len(items))
    polite = next((k for k in range(asked + 1, min(asked + 3, len(items))) if items[k].text == "not"), None)
    if asked > 0 or (polite == asked + 2 and not items[asked + 1].has("it")):
        polite = None  # "doesn't it …" and "is it not …" ask what "does it …" asks
    false = [k for k in sentence.at("claim", "false") if not (asked == 0 and items[k].text.startswith("not "))]
    said = [k for k in sentence.at("negation") if k != polite and not of_whom(items, k)]
    return (len(said) + len(false)) % 2 == 1


def of_whom(items: Sequence[Item], at: int) -> bool:
    """Whether a negation belongs to a clause on whom it is about: "women who never …"."""
    return any(
        items[k].text == "who"
        or (items[k].text == "that" and k and (items[k - 1].things or items[k - 1].has("person")))
        for k in range(max(0, at - 2), at)
    )


def _expected(r: Reading, intent: Intent | None, closed: bool) -> Expected | None:
    """What a yes would mean, from the verb and from the level that the words around the effect give it."""
    expected = _EXPECTED.get(r.sense)
    effect = next((t for t in r.things("effect") if isinstance(t, Mention)), None)
    helped = expected is Expected.good and effect and effect.graded and effect.span[0] == effect.start
    if helped and effect and effect.level < 0 and not any(" to " in r.items[at].text for at, _ in r.parts["effect"]):
        return None  # "help it drop" may be against the drop
    if effect and effect.graded and (helped or expected in (None, Expected.up, Expected.down, Expected.any)):
        graded = Expected.up if effect.level > 0 else Expected.down
        return _TURNED[graded] if expected is Expected.down else graded
    if effect and closed and expected is None and effect.match == "told" and " of " not in effect.text:
        return Expected.up  # "does it let bones get hard", "does it fail to do so"
    if intent is Intent.modifiers and r.kind == "works":
        return Expected.good
    if intent in (Intent.causes, Intent.effects) and not closed and any(i.has("negation") for i in r.items):
        return Expected.none
    if (
        intent in (Intent.causes, Intent.effects)
        and r.kind in ("happen", "works", "noun", "nothing")
        and r.sense != "good"
        and r.sense != "bad"
    ):
        return None
    if r.sense in ("needs", "essential") and not closed:
        return Expected.any
    related = r.kind not in ("nothing", "verb") or r.sense == "any"
    return Expected.any if expected is None and closed and intent is Intent.effect and related else expected


def _claim(value: str, raw: str) -> Claim:
    return Claim(value=Decimal(value), yearly=bool(_YEARLY.search(raw)), bounded=bool(_BOUNDED.search(raw)))


def _in_figures(text: str) -> str:
    """A text with "a fifth" and "twenty percent" in figures."""
    text = re.sub(r"\b(?:a|one) (half|third|quarter|fifth|tenth)\b", lambda m: f"{NUMBERS[m[1]]}%", text)
    return re.sub(r"\b([a-z]+)(?= ?(?:%|percent))", lambda m: str(NUMBERS.get(m[1], m[1])), text)


def _of_all(r: Reading, intent: Intent | None, sentence: Sentence) -> bool:
    """Whether it is to hold of each of several: of both, or of all that "and" joins where a yes or a no is wanted."""
    several = any(len(r.things(role)) > 1 for role in ("cause", "effect", "topic"))
    joined = intent is Intent.effect and sentence.closed and any(i.join == "and" for i in r.items)
    return several and (joined or bool(sentence.at("restriction", "both")))
