"""Text to tokens, and each token to the forms under which it is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

import snowballstemmer  # type: ignore[import-untyped]  # it brings no types

from kg.linking import english, families

LONGEST_WORD = 40
"""Letters; a longer run is no word, and is neither stemmed nor mended."""

_MARKS = "\u0300-\u036f"
_INSIDE = "'’‘ʼ＇`´\u00ad\u200b-\u200f\u2060\u202a-\u202e\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|[{_INSIDE}]++(?=[^\W_]))*+")
_SPELLINGS = tuple((re.compile(pattern), american) for pattern, american in english.SPELLINGS)
_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"} | english.GREEK


T = TypeVar("T")


def _kept(make: Callable[[str], T]) -> Callable[[str], T]:
    """Kept for the words met last; what is longer than a word or two is made anew, so that little is ever held."""
    short = lru_cache(maxsize=16384)(make)

    @wraps(make)
    def kept(text: str) -> T:
        return short(text) if len(text) <= 2 * LONGEST_WORD else make(text)

    return kept


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    `word` is folded (lower case, no diacritics, Greek spelled out), `spelled` American, `stem` without its endings;
    `mended` where they are of the word that was meant, not of the one typed.
    """

    start: int
    end: int
    text: str
    word: str
    spelled: str
    stem: str
    mended: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it has a digit."""
        return any(c.isdigit() for c in self.word)


@_kept
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


@_kept
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


@_kept
def noun_of(word: str) -> str:
    """The noun that an adjective stands for; any other word itself.

    >>> noun_of("skeletal"), noun_of("osteogenic"), noun_of("local")
    ('skeleton', 'osteogenesis', 'local')
    """
    if word in english.ADJECTIVES:
        return english.ADJECTIVES[word]
    for ending, noun in english.RELATIONAL.items():
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word.removesuffix(ending) + noun
    return word


def inflects(word: str, name: str, *, verbs: bool = True) -> bool:
    """Whether a word of a text is this word of a name but for its inflection; the adjective of a noun is as well.

    >>> inflects("fractures", "fracture"), inflects("fractured", "fracture"), inflects("skeletal", "skeleton")
    (True, True, True)
    >>> inflects("nature", "naturally"), inflects("train", "training"), inflects("fishing", "fish", verbs=False)
    (False, False, False)
    """
    if word == name or not _numbers(word).isdisjoint(_numbers(name)):
        return True
    roots = _verb_roots(word)
    return verbs and (name in roots or (name.endswith("ing") and not roots.isdisjoint(_verb_roots(name))))


@_kept
def _numbers(word: str) -> frozenset[str]:
    """A noun in its other number, by rule where it is not irregular, and the noun of an adjective."""
    if word in english.OWN_PLURALS:
        return frozenset({word})
    found = {word, noun_of(word)}
    if english.IRREGULAR.get(word, word)[0] == word[0]:
        found.add(english.IRREGULAR.get(word, word))
    if len(word) > 3 and word[-1] == "s" and word[-2] != "s":
        found.add(word[:-1])
        if word[-2] == "e":
            found |= {word[:-2], word[:-2] + "is"}
        if word.endswith("ies"):
            found.add(word[:-3] + "y")
    return frozenset(found)


@_kept
def general(word: str) -> bool:
    """Whether a word, in any number, is too general to stand for the name that ends in it.

    >>> general("activities"), general("deposition")
    (True, False)
    """
    return not english.GENERAL.isdisjoint(_numbers(word))


@_kept
def _verb_roots(word: str) -> frozenset[str]:
    root = next((word[: -len(e)] for e in ("ing", "ed") if word.endswith(e) and len(word) > len(e) + 2), "")
    if not root:
        return frozenset()
    return frozenset({root, root + "e", root[:-1] if root[-1] == root[-2] else root, english.with_y(root)})


@_kept
def base(word: str) -> str:
    """The plain form of an irregular word or of a compared adjective; any other word itself.

    >>> base("lost"), base("thinner"), base("healthiest"), base("liver")
    ('lose', 'thin', 'healthy', 'liver')
    """
    if word in english.VERBS_LIKE_COMPARATIVES:
        return word
    if word in english.IRREGULAR:
        return english.IRREGULAR[word]
    if (noun := noun_of(word)) != word:
        return noun
    return families.compared(word) or word


@_kept
def stem(word: str) -> str:
    """The stem of a folded American word (Porter's second English stemmer, after irregular forms).

    >>> stem("loads"), stem("weights"), stem("weight")
    ('load', 'weights', 'weight')
    """
    if len(word) > LONGEST_WORD or word in english.OWN_PLURALS:
        return word
    return str(snowballstemmer.stemmer("english").stemWord(base(word)))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, left to right."""
    return tuple(Token(m.start(), m.end(), m[0], *forms(m[0])) for m in _WORD.finditer(text))


def stems(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The stems of the words of each text; a word is stemmed once, however many of the texts have it.

    >>> list(stems(["Calcium builds", "bones"]))
    [('calcium', 'build'), ('bone',)]
    """
    met: dict[str, str] = {}
    for text in texts:
        found = []
        for word in _WORD.findall(text):
            if (stem := met.get(word)) is None:
                stem = met[word] = forms(word)[2]
            found.append(stem)
        yield tuple(found)


@_kept
def forms(text: str) -> tuple[str, str, str]:
    """A written word folded, folded in American spelling, and stemmed."""
    word = fold(text)
    spelled = american(word)
    return word, spelled, stem(spelled)
