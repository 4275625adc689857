"""Text to tokens, and each token to the forms under which it is compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from kg.linking import english

LONGEST_WORD = 40
"""Letters; a longer run is no word, and is neither stemmed nor mended."""

_MARKS = "\u0300-\u036f"
_INSIDE = "'’‘ʼ＇`´\u00ad\u200b-\u200f\u2060\u202a-\u202e\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|[{_INSIDE}]++(?=[^\W_]))*+")
_NUMBER_PUNCTUATION = re.compile(r"[.,]")
_STOP = re.compile(r"[.,;:!?\u2014\u2026\n\r]")
_SPELLINGS = tuple((re.compile(pattern), american) for pattern, american in english.SPELLINGS)
_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"} | english.GREEK


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    `word` is folded (lower case, no diacritics, Greek spelled out), `spelled` American, `stem` without its endings.
    `joined`: no space before it; `after_stop`: a clause ends between it and the token before.
    """

    start: int
    end: int
    text: str
    word: str
    spelled: str
    stem: str
    joined: bool
    after_stop: bool

    @property
    def symbol(self) -> bool:
        """Whether it is written as an abbreviation or formula: DXA, Ca, P1NP, IL-6's 6."""
        capitals = sum(c.isupper() for c in self.text)
        return capitals > 1 or self.numeric or (capitals == 1 and len(self.text) <= 2)

    @property
    def numeric(self) -> bool:
        return any(c.isdigit() for c in self.word)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without diacritics, apostrophes and invisible signs; Greek letters by name.

    >>> fold("TNF-α"), fold("Wolff’s"), fold("D₃")
    ('tnf-alpha', 'wolffs', 'd3')
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(_LETTERS.get(c, c) for c in plain if not _unseen(c))


def _unseen(char: str) -> bool:
    return char in "'’‘ʼ`´" or unicodedata.category(char) in ("Mn", "Cf")


@lru_cache(maxsize=65536)
def american(word: str) -> str:
    """The American spelling of a folded word, or a form that both spellings share.

    >>> american("oestrogen"), american("remodelling"), american("haematopoietic"), american("tumour")
    ('estrogen', 'remodeling', 'hematopoietic', 'tumor')
    """
    if len(word) > LONGEST_WORD:
        return word
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """The plain form of an irregular word or of a compared adjective; any other word itself.

    >>> base("lost"), base("thinner"), base("healthiest"), base("liver")
    ('lose', 'thin', 'healthy', 'liver')
    """
    if word in english.IRREGULAR:
        return english.IRREGULAR[word]
    compared = re.fullmatch(r"(.{2,}?)(?:er|est)", word)
    if not compared:
        return word
    root = compared[1]
    plain = (
        root,
        root + "e",
        root[:-1] if root[-1] == root[-2] else root,
        root[:-1] + "y" if root[-1] == "i" else root,
    )
    return next((p for p in plain if p in english.GRADABLE), word)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded American word (Porter's second English stemmer, after irregular forms)."""
    if len(word) > LONGEST_WORD:
        return word
    return snowballstemmer.stemmer("english").stemWord(base(word))


_ENDINGS = frozenset(("", "s", "es", "ed", "d", "ing", "e", "y", "ies", "ied", "al"))


def inflected(one: str, other: str) -> bool:
    """Whether two words differ by an inflection alone, which equal stems do not show.

    >>> inflected("thinning", "thin"), inflected("ovary", "ovaries"), inflected("mineral", "mineralization")
    (True, True, False)
    """
    one, other = base(one), base(other)
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    last = one[shared - 1 : shared]
    return shared >= 2 and all(_undoubled(word[shared:], last) in _ENDINGS for word in (one, other))


def _undoubled(ending: str, last: str) -> str:
    return ending[1:] if last and ending[:1] == last and ending[1:] in ("ing", "ed") else ending


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, left to right."""
    found, before = [], 0
    for match in _WORD.finditer(text):
        found.append(_token(match[0], match.start(), text[before : match.start()], found[-1] if found else None))
        before = match.end()
    return tuple(found)


def _token(text: str, start: int, gap: str, last: Token | None) -> Token:
    word, spelled, stemmed = forms(text)
    joined = last is not None and not any(c.isspace() for c in gap)
    return Token(start, start + len(text), text, word, spelled, stemmed, joined, _stops(gap, text, joined, last))


@lru_cache(maxsize=65536)
def forms(text: str) -> tuple[str, str, str]:
    """A written word folded, folded in American spelling, and stemmed."""
    word = fold(text)
    spelled = american(word)
    return word, spelled, stem(spelled)


def _stops(gap: str, text: str, joined: bool, last: Token | None) -> bool:
    if last is None or not _STOP.search(gap):
        return False
    in_number = joined and text[0].isdigit() and last.text[-1].isdigit() and _NUMBER_PUNCTUATION.fullmatch(gap)
    abbreviated = gap.strip() == "." and len(last.text) <= 3 and last.text.lower() not in english.COMMON
    return not in_number and not abbreviated
