"""The kinds of question as values, and the grammar that reads them: a table, not a ladder.

A question is linked first; its mentions become `{0}`, `{1}`, …, and the first row of the table that fits the words
between them names the kind of question and the parts that its mentions play.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kg.linking import Lexicon, Mention
from kg.model import Concept, Population


class Intent(Enum):
    """What is asked for."""

    effect = "effect"
    causes = "causes"
    effects = "effects"
    definition = "definition"
    members = "members"
    measurement = "measurement"
    quantity = "quantity"


class Expected(Enum):
    """What a yes would mean, or a list should hold: up, down, for the better, for the worse, or any change."""

    up = "up"
    down = "down"
    good = "good"
    bad = "bad"
    any = "any"


@dataclass(frozen=True, slots=True)
class Part:
    """A mention and the part it plays: cause, effect, context, or topic where it is asked about alone."""

    mention: Mention
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as read. `intent` is none where no row of the grammar fits.

    `expected` is what a yes would mean, for yes-no questions; for lists of causes it is what they should do. `left`
    holds the words that named nothing where a concept should stand.
    """

    text: str
    parts: tuple[Part, ...] = ()
    intent: Intent | None = None
    expected: Expected | None = None
    left: str = ""

    def of(self, role: str) -> tuple[str, ...]:
        """The concepts that play a part, in the order of the question."""
        return tuple(part.mention.concept for part in self.parts if part.role == role)


_UP = r"increase|raise|boost|improve|build|strengthen|promote|stimulate|grow|cause|worsen|drive|activate|make|lead to"
_DOWN = r"decrease|lower|reduce|prevent|slow|stop|cut|weaken|inhibit|suppress|protect against|protect from|block|limit"
_NEUTRAL = r"affect|influence|impact|change|act on|have an effect on|have an impact on|matter for|matter to|alter"
_CONCEPT = r"(?:(?:the|my|a|an|our|your|her)\s+)?"
_FIRST, _SECOND = rf"{_CONCEPT}\{{(?P<cause>\d+)\}}", rf"{_CONCEPT}\{{(?P<effect>\d+)\}}"
_TOPIC = rf"{_CONCEPT}\{{(?P<topic>\d+)\}}"
_ASK = r"(?:do|does|did|can|could|will|would|is|are)"


@dataclass(frozen=True, slots=True)
class Row:
    """One form of question. A yes-no form says what a yes would mean, a list of causes what they should do."""

    pattern: re.Pattern
    expected: Expected | None
    intent: Intent


def _row(pattern: str, expected: Expected | None = None, intent: Intent = Intent.effect) -> Row:
    return Row(re.compile(rf"\W*(?:so |and |but |please )?{pattern}\W*"), expected, intent)


_THIRD = r"increases|raises|boosts|improves|builds|strengthens|promotes|stimulates|causes|worsens|drives|activates"
_THIRD_DOWN = (
    r"decreases|lowers|reduces|prevents|slows|stops|weakens|inhibits|suppresses|protects against|blocks|limits"
)
_WHAT = r"(?:what|which things|which|what things)"
_MINE = r"(?:can|could|do|should|might) (?:i|we|you|one|she|people|women) (?:do to )?"


GRAMMAR = (
    _row(rf"how (?:do|does|did|can|could|will|would|might) {_FIRST} (?:{_NEUTRAL}) {_SECOND}"),
    _row(rf"(?:what|which) (?:is|are) the (?:effects?|impacts?|influence) of {_FIRST} on {_SECOND}"),
    _row(rf"what (?:effects?|impacts?|influence) (?:do|does|has|have) {_FIRST} (?:have )?on {_SECOND}"),
    _row(rf"what (?:do|does|did|will|would) {_FIRST} do (?:to|for) {_SECOND}"),
    _row(rf"what happens to {_SECOND} (?:when|if|with|after|during|because of) {_FIRST}"),
    _row(rf"(?:the )?(?:effects?|impact|influence) of {_FIRST} on {_SECOND}"),
    _row(rf"{_ASK} {_FIRST} (?:{_UP}) {_SECOND}", Expected.up),
    _row(rf"{_ASK} {_FIRST} (?:{_DOWN}) {_SECOND}", Expected.down),
    _row(rf"{_ASK} {_FIRST} (?:help|good for|help with|benefit|support) {_SECOND}", Expected.good),
    _row(rf"{_ASK} {_FIRST} (?:bad for|hurt|harm|damage|worsen) {_SECOND}", Expected.bad),
    _row(rf"{_ASK} {_FIRST} (?:{_NEUTRAL}) {_SECOND}", Expected.any),
    _row(rf"{_WHAT} (?:{_THIRD}) {_SECOND}", Expected.up, Intent.causes),
    _row(rf"{_WHAT} (?:{_THIRD_DOWN}) {_SECOND}", Expected.down, Intent.causes),
    _row(rf"{_WHAT} (?:affects|influences|changes|acts on) {_SECOND}", Expected.any, Intent.causes),
    _row(rf"{_WHAT} (?:helps|is good for|are good for) (?:with )?{_SECOND}", Expected.good, Intent.causes),
    _row(rf"{_WHAT} (?:hurts|harms|damages|is bad for|are bad for) {_SECOND}", Expected.bad, Intent.causes),
    _row(rf"(?:what are |list |name )?(?:the )?(?:direct )?causes of {_SECOND}", Expected.any, Intent.causes),
    _row(rf"(?:how|what) {_MINE}(?:{_DOWN}) {_SECOND}", Expected.down, Intent.causes),
    _row(rf"(?:how|what) {_MINE}(?:{_UP}) {_SECOND}", Expected.up, Intent.causes),
    _row(rf"what {_MINE}(?:do )?(?:about|for|against) {_SECOND}", Expected.good, Intent.causes),
    _row(rf"what (?:do|does) {_FIRST} (?:do|affect|influence|act on|change)", None, Intent.effects),
    _row(rf"(?:what are |list )?(?:the )?(?:effects|consequences) of {_FIRST}", None, Intent.effects),
    _row(rf"(?:which|what) foods? (?:have|has|contains?|provide|give|are rich in) {_TOPIC}", None, Intent.members),
    _row(rf"(?:what are |list |name )?(?:the )?(?:food |dietary )?sources (?:of|for) {_TOPIC}", None, Intent.members),
    _row(rf"(?:what are |list |name )?(?:the |some )?(?:examples|kinds|types) of {_TOPIC}", None, Intent.members),
    _row(
        rf"how (?:is|are|do you|does one) (?:measure )?{_TOPIC}(?: measured| tested)?",
        None,
        Intent.measurement,
    ),
    _row(rf"what (?:measures|tells of|shows|indicates) {_TOPIC}", None, Intent.measurement),
    _row(
        rf"how much {_TOPIC} (?:is recommended|is needed|a day|per day|should one take|do (?:i|you|women) need"
        rf"|should (?:i|you|women|a woman) (?:take|eat|get|have))(?: a day| per day| daily| each day)?",
        None,
        Intent.quantity,
    ),
    _row(
        rf"(?:what (?:is|are)|whats|what's|define|explain|tell me about|the meaning of) {_TOPIC}",
        None,
        Intent.definition,
    ),
    _row(rf"what (?:do|does) {_TOPIC} mean", None, Intent.definition),
)


def read(text: str, lexicon: Lexicon, concepts: Mapping[str, Concept]) -> Question:
    """The question as the grammar reads it. Populations are context wherever they stand."""
    mentions = lexicon.link(text)
    inside = [m for m in mentions if isinstance(concepts[m.concept], Population)]
    named = [m for m in mentions if m not in inside]
    template = _template(text, named, inside)
    for row in GRAMMAR:
        if match := row.pattern.fullmatch(template):
            roles = {int(number): role for role, number in match.groupdict().items()}
            parts = [Part(m, roles[i]) for i, m in enumerate(named)] + [Part(m, "context") for m in inside]
            return Question(
                text=text,
                parts=tuple(sorted(parts, key=lambda part: part.mention.start)),
                intent=row.intent,
                expected=row.expected,
            )
    parts = tuple(Part(m, "context" if m in inside else "topic") for m in mentions)
    return Question(text=text, parts=parts, left=_unread(template))


def _template(text: str, named: list[Mention], inside: list[Mention]) -> str:
    """The words around the mentions in lower case, mentions as `{n}`, contexts and their prepositions left out."""
    pieces, at = [], 0
    for mention in sorted((*named, *inside), key=lambda m: m.start):
        between = text[at : mention.start]
        if mention in inside:
            pieces.append(re.sub(r"\b(?:in|for|among|on|of|with|if|when)(?:\s+(?:a|an|the))?\s*$", "", between))
        else:
            pieces += [between, f"{{{named.index(mention)}}}"]
        at = mention.end
    pieces.append(text[at:])
    return " ".join(re.sub(r"[^\w{}']+", " ", "".join(pieces).lower()).split())


def _unread(template: str) -> str:
    return " ".join(re.sub(r"\{\d+\}", " ", template).split())
