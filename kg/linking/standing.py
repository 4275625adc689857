"""Whether words name something where they stand: as a noun, in the right case, as no verb of what is beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.linking import english, families
from kg.linking.levels import Mention
from kg.linking.named import Name
from kg.linking.text import Token, fold, inflects

_HELPED = frozenset("you u me us one people women body patients them".split())
_EACH = frozenset("each every per".split())
QUOTES = "\"'“”‘’«»"
_WHOEVER = frozenset("it they someone somebody anyone anybody everyone everybody".split())
"""Pronouns behind which a word that names something as well is rather a verb."""


def decided(best: Name, names: list[Name], here: Sequence[Token]) -> tuple[Name, list[Name]]:
    """The state of a noun where an adjective stands behind it, "bones are brittle": told of it, it is no diagnosis."""
    states = [n for n in names if n.state]
    told = len(here) > 1 and english.BECOMING.isdisjoint(t.spelled for t in here)
    if told and len(states) == 1 and len(names) > 1 and states[0].words[0] == here[-1].spelled:
        return states[0], states
    return best, names


def stands(words: tuple[Token, ...], at: int, found: list[Mention]) -> bool:
    """Whether a single common word stands as a noun here: "my back", not "get back"; "falls", not "estrogen falls"."""
    word = words[at].spelled
    if word in english.AMOUNTS and at + 1 < len(words) and words[at + 1].word == "of":
        return False
    if at == 0:
        return True
    before = words[at - 1]
    if word in english.AFTER_ARTICLE:
        return before.word in english.DETERMINERS
    if word in english.VERBS_TOO:
        after = words[at + 1].word if at + 1 < len(words) else ""
        return (
            after not in english.PARTICLES
            and before.word not in ("level", "levels", "to")
            and before.word not in _WHOEVER
            and not (found and found[-1].end == before.end)
        )
    return True


def alike(here: Sequence[Token], name: Name) -> bool:
    """Whether these words are those of a name but for their inflection: "mineral" is not what "mineralization" is."""
    if len(here) == 1:
        word = here[0].spelled
        joined = "".join(name.words)
        return inflects(word, name.words[-1] if len(name.words) == 1 else joined, verbs=not name.thing)
    return len(here) == len(name.words) and all(map(inflects, (t.spelled for t in here), name.words))


def alone(text: str, start: int, end: int, label: str) -> bool:
    """Whether a name that is a word of questions is all that the text says, or stands in quotes as it is written."""
    if not (text[:start] + text[end:]).strip(" \n.?!" + QUOTES):
        return True
    around = text[max(0, start - 1) : start], text[end : end + 1]
    return text[start:end] == label and all(c and c in QUOTES for c in around)


def counts_change(words: tuple[Token, ...], at: int, length: int) -> bool:
    """Whether common words that are a name ("the change") are followed by what they belong to ("the change in")."""
    after = words[at + length].word if at + length < len(words) else ""
    return length > 1 and after in ("in", "of", "to") and all(w.word in english.COMMON for w in words[at : at + length])


def cased(label: str, written: str) -> bool:
    """Whether the case fits: an abbreviation that is also an English word counts only as it is written."""
    if not label.isupper() and not (len(label) <= 2 and label[:1].isupper()):
        return True
    return written == label or (fold(label) not in english.ENGLISH and len(label) > 1)


def as_noun(label: str, words: tuple[Token, ...], at: int) -> bool:
    """Whether a small-written abbreviation that is also a verb stands between words as only a name does: "rank"."""
    before = words[at - 1].word if at else "to"
    after = words[at + 1].word if at + 1 < len(words) else ""
    around = english.DETERMINERS | english.PRONOUNS | english.PREPOSITIONS
    return (
        len(label) > 2
        and before not in (around - english.BEFORE_NAMES) | english.GRADABLE
        and after not in around - english.AFTER_NAMES
        and before not in ("can", "could", "should", "would", "please")
    )


def told_here(name: Name, words: Sequence[Token], at: int, length: int) -> bool:
    """Whether a name may be told in these words where they stand."""
    before = words[at - 1].spelled if at else ""
    if before in _HELPED:  # "help the body absorb it"
        helps = at - 2 - (at > 2 and words[at - 2].word in english.DETERMINERS)
        before = words[helps].spelled if helps >= 0 and words[helps].spelled.startswith("help") else before
    behind = words[at + length].spelled if at + length < len(words) else ""
    return families.stands(name.how, [w.spelled for w in words[at : at + length]], before, behind)


def each_of(name: Name, words: Sequence[Token], at: int) -> bool:
    """Whether words speak of each of several: "every year after it" is not "the years after it"."""
    several = len(name.words) > 1 and words[at].spelled == name.words[0].removesuffix("s") != name.words[0]
    return several and at > 0 and words[at - 1].word in _EACH


def by_degree(mention: Mention, here: Sequence[Token]) -> Mention:
    """A mention at the level that the words of its name compare it by."""
    inside = {w.spelled for w in here[1:-1]}
    compared = mention.match == "told" or not inside.isdisjoint(("less", "more"))
    by = families.degree([w.spelled for w in here]) if compared else 0
    return replace(mention, level=by, graded=True) if by else mention
