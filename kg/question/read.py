"""A question in words to a Question: concepts and levels first, then plain form, then the first row that fits."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from kg.linking import Lexicon, Linked, Mention
from kg.model import Concept
from kg.patience import go_on
from kg.question import words
from kg.question.grammar import GRAMMAR, Row
from kg.question.kinds import Kinds
from kg.question.people import People
from kg.question.plain import Plain
from kg.question.values import Attribute, Claim, Expected, Gap, Intent, Part, Question, Unnamed

_VERBS = {
    "UP": Expected.up,
    "DOWN": Expected.down,
    "GOOD": Expected.good,
    "BAD": Expected.bad,
    "ANY": Expected.any,
    "NIL": Expected.none,
}
_TURNED = {Expected.up: Expected.down, Expected.down: Expected.up}
_CUT = re.compile(
    r"[.?!;\n]+(?:\s+|$)"
    r"|,?\s+(?:so|therefore|hence|thus|meaning)(?:\s+that)?\s+(?=\w)"
    r"|[,:]\s+(?=(?:(?:and|but|or)\s+)?(?:what|how|which|why|when|does|do|is|are|can|will|should|would|could)\b)"
    r"|:\s+(?=(?:if|since|because|for|i|my)\b)"
    r"|\s+and\s+(?=(?:how\s+(?:much|long|many|do|does|can)|what|why|which)\b)",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"\b(?:every|each|per|a) year\b|\byearly\b|\bannual(?:ly)?\b")
_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?) ?(?:%|percent)")
_WEIGHT = re.compile(r"(\d{2,3}(?:\.\d{1,2})?) ?-?(?:kg|kgs|kilos?|kilograms?)\b")
_ALWAYS = re.compile(
    r"\b(?:always|inevitably|necessarily|definitely|certainly|guaranteed?|every time|bound to|for sure)\b"
)
_IF = re.compile(r"^(?:if|when|with|without|in|for) (?:\{\d+\} )+,? ?")
_EXISTS = re.compile(r"\b(?:is|are|was|were) there\b|\bany\b")
_NOT = re.compile(r"(?<!to )\bnot\b(?! to\b)")
_PROOF = re.compile(r"\b(?:proofs?|prove[ns]?|proved)\b")
_IT = re.compile(r"\b(?:it|this|that|them|they|these|those)\b")
_ANYTHING = re.compile(r"\b(?:anything|something|there|things?)\b")
_CHOICE = re.compile(r"CHOICE|(?:UP|DOWN|GOOD|BAD) or (?:UP|DOWN|GOOD|BAD)")
_VERB = re.compile(r"(?<!to )\b(?:UP|DOWN|GOOD|BAD|NIL|RESTORE)\b(?! of)|\}.{0,80} ANY\b(?! of)")
_OF_A_CAUSE = (Intent.mechanism, Intent.effect, Intent.quantity)
_OF_ALL_NAMED = (Intent.definition, Intent.measurement, Intent.members, Intent.combine)
_MOST_SENTENCES = 8
_MOST_LEFT = 8


class Reader:
    """Reads questions about the concepts of one graph; made once from them."""

    def __init__(self, lexicon: Lexicon, concepts: Mapping[str, Concept], interventions: Collection[str] = ()):
        self._lexicon = lexicon
        self._concepts = concepts
        self._people = People(concepts)
        self._kinds = Kinds(concepts, interventions)

    def read(self, text: str) -> tuple[Question, ...]:
        """The questions that a text asks, at least one; without an intent where it could not be read.

        What the text says of the person asking is context to each of them.
        """
        linked = self._lexicon.read(text)
        sentences = [
            Plain(text, start, end, linked, self._lexicon, self._concepts, self._people, self._kinds)
            for start, end in _sentences(linked, text)[:_MOST_SENTENCES]
        ]
        sentences = [s for s in sentences if s.form or s.mentions] or sentences
        context: list[Part] = [Part(m, "context") for m in self._people.of_age(text)]
        about: list[str] = []
        asked: list[tuple[Question, Plain]] = []
        subject: Mention | None = None
        for sentence in sentences:
            context += [Part(m, "context") for m in sentence.context]
            if sentence.conditional and len(sentences) > 1:
                context += [Part(m, "context") for m in _known(sentence.mentions) if m not in sentence.context]
                about += [*sentence.about, *(m.text for m in sentence.mentions if isinstance(m, Unnamed))]
                continue
            question = self._question(sentence, subject)
            subject = _subject(question) or subject
            asked.append((question, sentence))
        chosen = _chosen(asked)
        others = [p for q, _ in asked if q not in chosen for p in q.parts]
        return tuple(self._settled(replace(q, about=(*q.about, *about)), context, others, text) for q in chosen)

    def _settled(self, question: Question, context: list[Part], others: list[Part], text: str) -> Question:
        """The question with what the rest of the text adds: context, and the cause or effect that it leaves out."""
        parts = list(question.parts)
        seen = {p.mention.concept for p in parts if p.role == "context"}
        parts += [p for p in context if p.mention.concept not in seen]
        loose = [p.mention for p in others if p.role != "context"]
        whose = [p for p in parts if p.role == "context" and self._people.implied_by(p.mention.concept)]
        topics = [p for p in parts if p.role == "topic"]
        if question.intent is Intent.definition and whose and all(self._varies(p.mention) for p in topics):
            parts = [Part(p.mention, "effect") if p in topics else p for p in parts]
            question = replace(question, intent=Intent.effect)
        roles = {p.role for p in (*parts, *question.gaps)}
        causes = [m for m in loose if self._varies(m)]
        if question.intent is Intent.causes and question.personal and causes:
            parts.append(Part(causes[0], "cause"))
            question = replace(question, intent=Intent.effect, expected=question.expected or Expected.up, closed=True)
        elif question.intent in _OF_A_CAUSE and "effect" in roles and "cause" not in roles:
            parts = [Part(p.mention, "cause") if p in whose[:1] else p for p in parts]
        placed = {p.mention.span for p in parts}
        parts += [Part(m, "topic") for m in loose if m.span not in placed]
        return replace(question, text=text, parts=tuple(sorted(parts, key=lambda p: p.mention.start)))

    def _varies(self, mention: Mention | Unnamed) -> bool:
        return isinstance(mention, Unnamed) or self._people.varies(mention.concept)

    def _question(self, plain: Plain, subject: Mention | None) -> Question:
        """What a sentence asks; `subject` is what the one before was about, which a pronoun may stand for."""
        outside = words.OUTSIDE.search(plain.unnamed)
        common = dict(
            text=plain.raw,
            outside=outside[0] if outside else "",
            personal=bool(words.PERSONAL.search(plain.raw)),
        )
        for form, left in _readings(plain, subject):
            go_on()
            for row in GRAMMAR:
                if (match := row.pattern.search(form)) and self._sound(row, match, form, plain):
                    return _read(row, match, form, plain, (*plain.dropped, *left), common)
        named = [m for m in plain.mentions if m not in plain.context]
        roles = ["topic"] * len(named)
        intent = None
        if len(named) == 2 and not outside and len(_known(named)) == 2 and all(map(self._varies, named)):
            roles, intent = ["cause", "effect"], Intent.effect
        return Question(
            **_placed(zip(named, roles, strict=True), plain),
            intent=intent,
            closed=_closed(plain.form, plain),
            left=_left(plain),
            **common,
        )

    def _sound(self, row: Row, match: re.Match, form: str, plain: Plain) -> bool:
        """Whether the parts can be what the row takes them for."""
        parts = {role: plain.named(found) for role, found in _roles(match).items()}
        if row.intent in _OF_ALL_NAMED and len(plain.named(form)) > sum(map(len, parts.values())):
            return row.intent is not Intent.definition
        match row.intent:
            case Intent.effect if form.startswith(("what {", "which {")):
                return False
            case Intent.effect if "cause" not in parts:
                return any(self._people.implied_by(m.concept) for m in plain.context)
            case Intent.effect if "effect" in parts:
                return {m.span for m in parts["cause"]} != {m.span for m in parts["effect"]}
            case Intent.causes if re.search(r"\b(?:ANY|GOOD|BAD) of \{", form):
                return False
            case Intent.causes if _closed(form, plain):
                return bool(_ANYTHING.search(plain.raw) or words.PERSONAL.search(plain.raw))
            case Intent.measurement if "other" in parts:
                return not any(self._varies(m) for m in parts["topic"])
            case Intent.evidence:
                return all(self._varies(m) for m in plain.named(form))
            case Intent.quantity if "%" in form:
                return bool(re.search(r"\b(?:how|what|which)\b|^%", form))
        return True


def _sentences(linked: Linked, text: str) -> list[tuple[int, int]]:
    """Where the sentences start and end; a conclusion after "so" is one of its own."""
    inside = [m.span for m in linked.mentions]
    cuts = [m.end() for m in _CUT.finditer(text) if not any(start < m.end() < end for start, end in inside)]
    edges = [0, *cuts, len(text)]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip(" \n\t.,;?!")]


def _chosen(asked: list[tuple[Question, Plain]]) -> list[Question]:
    """The questions proper: those that ask, else the last that could be read, else the last."""
    readable = [q for q, _ in asked if q.intent is not None]
    asking = [q for q, sentence in asked if q.intent is not None and sentence.asks]
    return asking or readable[-1:] or [q for q, _ in asked[-1:]] or [Question(text="")]


def _readings(plain: Plain, subject: Mention | None) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The plain form with a pronoun filled in, as it is, and, unless it wants a yes or no, without what is unknown."""
    if subject and (_IT.search(plain.form) or not plain.mentions):
        plain.mentions.append(subject)
        place = f"{{{len(plain.mentions) - 1}}}"
        yield _IT.sub(place, plain.form, count=1) if _IT.search(plain.form) else f"{plain.form} {place}", ()
    yield plain.form, ()
    unknown = [i for i, m in enumerate(plain.mentions) if isinstance(m, Unnamed)]
    if unknown and len(unknown) < len(plain.mentions) and not _closed(plain.form, plain):
        short = plain.form
        for i in unknown:
            short = short.replace(f"{{{i}}}", "")
        yield " ".join(short.split()), tuple(plain.mentions[i].text for i in unknown)


def _read(
    row: Row, match: re.Match, form: str, plain: Plain, left: tuple[str, ...], common: Mapping[str, object]
) -> Question:
    """The question that a row makes of a plain form."""
    found = [(m, role) for role, found in _roles(match).items() for m in plain.named(found)]
    spans = {m.span for m, _ in found}
    found += [(m, "topic") for m in plain.named(form) if m.span not in spans]
    placed = _placed(found, plain)
    choice = bool(_CHOICE.search(form))
    closed = _closed(form, plain) and not choice
    percent, weight = _PERCENT.search(plain.written.lower()), _WEIGHT.search(plain.text.lower())
    return Question(
        **placed,
        intent=row.intent,
        expected=None if choice else _expected(row, match, placed["parts"], closed, plain),
        closed=closed,
        proof=bool(_PROOF.search(plain.raw)),
        negated=closed and _negated(match),
        always=bool(_ALWAYS.search(plain.raw)),
        exists=bool(_EXISTS.search(plain.raw)),
        restoring="RESTORE" in match[0],
        direct=row.direct,
        attribute=Attribute.how_long if row.timing else None,
        weight=Decimal(weight[1]) if weight else None,
        claim=Claim(value=Decimal(percent[1]), yearly=bool(_YEARLY.search(plain.raw))) if percent and closed else None,
        left=left,
        **common,
    )


def _known(mentions: Iterable[Mention | Unnamed]) -> list[Mention]:
    return [m for m in mentions if isinstance(m, Mention)]


def _placed(found: Iterable[tuple[Mention | Unnamed, str]], plain: Plain) -> dict[str, tuple]:
    """The fields of a question that say who plays which part; what is unknown of whom it is about is no part of it."""
    found = list(found)
    unnamed = sorted(((m, role) for m, role in found if isinstance(m, Unnamed)), key=lambda gap: gap[0].start)
    return dict(
        parts=(
            *(Part(m, role) for m, role in found if isinstance(m, Mention)),
            *(Part(m, "context") for m in plain.context),
        ),
        gaps=tuple(Gap(m, role) for m, role in unnamed if role != "context"),
        about=(*plain.about, *(m.text for m, role in unnamed if role == "context")),
    )


def _expected(row: Row, match: re.Match, parts: Iterable[Part], closed: bool, plain: Plain) -> Expected | None:
    """What a yes would mean, from the verb and from the level that the words around the effect give it."""
    if row.intent in (Intent.causes, Intent.effects) and not closed and _NOT.search(plain.raw):
        return Expected.none
    if row.expected or (row.direct and "UP of" in match[0]):
        return row.expected or Expected.any
    expected = _VERBS.get(match.groupdict().get("verb"))
    effect = next((p.mention for p in parts if p.role == "effect"), None)
    if effect and effect.graded and expected in (None, Expected.up, Expected.down):
        graded = Expected.up if effect.level > 0 else Expected.down
        return _TURNED[graded] if expected is Expected.down else graded
    return Expected.any if expected is None and closed and row.intent is Intent.effect else expected


def _closed(form: str, plain: Plain) -> bool:
    """Whether it wants a yes or a no; "ways to lower it?" does not."""
    tokens = _IF.sub("", form).split()
    if tokens and tokens[0] in words.AUXILIARIES:
        return True
    if any(t in words.QUESTION_WORDS for t in tokens[:6]) and not plain.put:
        return False
    if plain.tagged or plain.put:
        return True
    return bool(tokens) and plain.asks and bool(_VERB.search(form))


def _negated(match: re.Match) -> bool:
    """Whether it is put forward that something is not so; "doesn't it …?" is no such thing."""
    inside = match[0].split()
    first = next((i for i, t in enumerate(inside) if t.startswith("{")), 0)
    return "not" in inside[first:]


def _subject(question: Question) -> Mention | None:
    """What a question is about: its cause, else whatever it names first."""
    named = [p for p in question.parts if p.role != "context"]
    return next((p.mention for p in named if p.role == "cause"), named[0].mention if named else None)


def _left(plain: Plain) -> tuple[str, ...]:
    """The words that no row made anything of."""
    passed = {*words.QUESTION_WORDS, *words.AUXILIARIES}
    left = (*plain.dropped, *(w for w in re.findall(r"[a-z]{3,}", plain.form) if w not in passed))
    return tuple(dict.fromkeys(left))[:_MOST_LEFT]


def _roles(match: re.Match) -> dict[str, str]:
    return {role: text for role, text in match.groupdict().items() if role != "verb" and text}
