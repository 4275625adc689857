"""Short forms of names, each where the words around it give it that meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kg.linking import english
from kg.linking.named import join
from kg.linking.text import Token, fold, tokens

_NEAR = 2


@dataclass(frozen=True, slots=True)
class _Short:
    """A short form of a name: the words it stands for, and between which words it does so."""

    long: tuple[Token, ...]
    written: str
    near: frozenset[str]
    unless: frozenset[str]

    def fits(self, words: Sequence[Token], at: int) -> bool:
        """Whether it stands there in the letters and between the words that give it this meaning."""
        if (self.written and words[at].text != self.written) or not self.beside_fits(words, at):
            return False
        around = {w.word for w in (*words[max(0, at - _NEAR) : at], *words[at + 1 : at + 1 + _NEAR])}
        return not self.near or not around.isdisjoint(self.near)

    def beside_fits(self, words: Sequence[Token], at: int) -> bool:
        """Whether neither word beside it gives it another meaning."""
        return self.unless.isdisjoint(w.word for w in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2]))


class Shorts:
    """The short forms whose long one is a name, by folded word."""

    def __init__(self, names: Collection[tuple[str, ...]], stems: Collection[str]) -> None:
        self._shorts: dict[str, list[_Short]] = defaultdict(list)
        for row in english.rows("abbreviations"):
            long = tokens(row["long"])
            if all(t.stem in stems for t in long) if len(long) == 1 else tuple(t.stem for t in long) in names:
                written = row["short"] if row["case"] == "exact" else ""
                sets = (frozenset(fold(row[column]).split()) for column in ("near", "unless"))
                self._shorts[fold(row["short"])].append(_Short(long, written, *sets))

    def spelled_out(self, words: tuple[Token, ...]) -> dict[int, Token | None]:
        """The short forms among the words as what they stand for there; none for one that stands for nothing there."""
        if self._shorts.keys().isdisjoint(w.word for w in words):
            return {}
        found: dict[int, Token | None] = {}
        for at, word in enumerate(words):
            for short in self._shorts.get(word.word, ()):
                if short.fits(words, at):
                    spelled = "".join(t.spelled for t in short.long)
                    found[at] = replace(word, spelled=spelled, stem=join(short.long))
                    break
                if short.near or not short.beside_fits(words, at):
                    found[at] = None
        return found
