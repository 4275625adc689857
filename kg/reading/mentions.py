"""What a sentence names: concepts that a claim can join, also by abbreviations of the text and by "it"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from kg.linking import Lexicon, Mention
from kg.linking.text import american, fold, stem
from kg.model import Concept, Entity, Population, State, Variable
from kg.reading import words

_SURE = ("id", "label", "synonym", "hidden", "told")
_MOST_DEFINED = 200
_DEFINED = re.compile(r"\(\s*([A-Z][A-Za-z0-9\-]{1,9})\s*[);,]")
_REFERRING = re.compile(
    r"(?:(it)\b(?!\s+(?:is|was|has been|seems?|appears?)\s+(?:\w+\s+){0,2}(?:that|to)\b)|(?:this|the)\s+(\w+))", re.I
)
_ITS = re.compile(r"\b(?:its|their)\s+([a-z]+)\b")
_OF = re.compile(r"\b([a-z]+)(?:\s+and\s+([a-z]+))?\s+of\s+(?:the\s+)?")
_PLURAL = re.compile(r"(they|these)\b", re.I)


class Named(NamedTuple):
    """Words of a sentence that name a concept: positions within it, and the concept."""

    start: int
    end: int
    concept: str


def named(text: str, lexicon: Lexicon, concepts: Mapping[str, Concept], short: Mapping[str, str]) -> tuple[Named, ...]:
    """What a sentence names for sure, left to right, without the words around it that grade it."""
    found = [Named(*_bare(text, m), m.concept) for m in _linked(text, lexicon)]
    found += _owned(text, found, lexicon)
    for word, concept in short.items():
        for at in re.finditer(rf"(?<![\w-]){re.escape(word)}s?(?!\w)", text):
            found = [n for n in found if n.end <= at.start() or at.end() <= n.start]
            found.append(Named(at.start(), at.end(), concept))
    return tuple(sorted(n for n in found if n.concept in concepts and not _deed(text, n)))


def _owned(text: str, found: Sequence[Named], lexicon: Lexicon) -> Iterator[Named]:
    """What is named in two places: "osteoclasts and their lifespan", "the lifespan and activity of osteoclasts"."""
    for at in _ITS.finditer(text):
        before = next((n for n in reversed(found) if n.end <= at.start()), None)
        if before and (concept := _together(text[before.start : before.end], at[1], lexicon)):
            yield Named(*at.span(), concept)
    for at in _OF.finditer(text):
        behind = next((n for n in found if n.start == at.end()), None)
        for group in (1, 2):
            if not behind or not at[group] or any(n.start < at.end(group) and at.start(group) < n.end for n in found):
                continue
            if concept := _together(text[behind.start : behind.end], at[group], lexicon):
                yield Named(*at.span(group), concept)


def _together(owner: str, owned: str, lexicon: Lexicon) -> str:
    """The concept that is named by a thing and something of it; empty where there is none."""
    said = owner.split(" ")
    for length in range(len(said), 0, -1):
        both = f"{' '.join(said[:length]).removesuffix('s')} {owned}"
        made = [m for m in lexicon.link(both) if m.match in _SURE and not m.alternatives]
        if len(made) == 1 and (made[0].start, made[0].end) == (0, len(both)):
            return made[0].concept
    return ""


def _deed(text: str, name: Named) -> bool:
    """Whether a name rather is the noun of a deed: "treatment of X"."""
    return bool(words.noun(text[name.start : name.end].casefold())) and bool(re.match(r"\s+of\s", text[name.end :]))


def _linked(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """The sure mentions of a text; a verb that a name was found to begin with is left to the sentence."""
    found = [*lexicon.link(text)]
    for at, mention in enumerate(found):
        if whole := _longer(text, found[at : at + 2], lexicon):
            yield whole
        elif at and _longer(text, found[at - 1 : at + 1], lexicon):
            continue
        elif mention.match in _SURE and not mention.alternatives:
            yield from _without_verb(text, mention, lexicon)


def _longer(text: str, neighbours: Sequence[Mention], lexicon: Lexicon) -> Mention | None:
    """The name that begins in a name told in other words and ends in the next: "loss of bone | density"."""
    if len(neighbours) < 2 or neighbours[0].match != "told" or text[neighbours[0].end : neighbours[1].start].strip(" "):
        return None
    start = neighbours[0].start + neighbours[0].text.rfind(" ") + 1
    found = [m for m in lexicon.link(text[start : neighbours[1].end]) if m.match in ("label", "synonym")]
    whole = len(found) == 1 and not found[0].alternatives and len(found[0].text) == neighbours[1].end - start
    return found[0].at(start) if whole else None


_SET_APART = ("after ", "during ", "absence of ", "presence of ")
"""How names begin that a sentence says more with: "lower after menopause"."""


def _without_verb(text: str, mention: Mention, lexicon: Lexicon) -> Iterator[Mention]:
    """A mention, or what stands before and behind the verb that it was found over: "menopause | accelerates | …"."""
    if apart := next((w for w in _SET_APART if mention.text.casefold().startswith(w)), ""):
        rest = mention.start + len(apart)
        yield from (m.at(rest) for m in lexicon.link(text[rest : mention.end]) if m.match in _SURE)
        return
    at = mention.start
    for word in mention.text.split(" ")[:-1]:
        end = at + len(word)
        if word.endswith("s") and word != mention.label and words.sign(words.verb([american(fold(word))], 0)[1]):
            yield from (m.at(mention.start) for m in lexicon.link(text[mention.start : at]) if m.match in _SURE)
            yield from (m.at(end + 1) for m in lexicon.link(text[end + 1 : mention.end]) if m.match in _SURE)
            return
        at = end + 1
    yield mention


def _bare(text: str, mention: Mention) -> tuple[int, int]:
    start, end = mention.start, mention.end
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in ")]'":
        end -= 1
    return start, end


def abbreviated(text: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The abbreviations that a text defines for what is named just before: "bone mineral density (BMD)"."""
    for found in islice(_DEFINED.finditer(text), _MOST_DEFINED):
        before = text[max(0, found.start() - 80) : found.start()].rstrip()
        last = next((m for m in reversed(lexicon.link(before)) if m.end == len(before)), None)
        if (
            last
            and last.match in _SURE
            and not last.alternatives
            and _initials(found[1], before[last.start : last.end])
        ):
            yield found[1], last.concept


def _initials(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation stand in the name in this order, its first one first."""
    letters, rest = [c for c in short.lower() if c.isalpha()], iter(name.lower())
    return name[:1].lower() == letters[0] and all(letter in rest for letter in letters)


def referred(text: str, before: Sequence[Named], said: str, concepts: Mapping[str, Concept]) -> Named | None:
    """What "it", "the hormone" or "they" at the start of a sentence stands for: the subject of the sentence before.

    None where that is not plain: where the sentence before opens with no name, or a word for it fits it ill.
    """
    first = before[0] if before else None
    if first is None or said[: first.start].strip(" ").casefold() not in ("", "the", "a", "an"):
        return None
    plural = said[first.end - 1 : first.end] == "s"
    if (found := _PLURAL.match(text)) and plural and found[1].lower() == "they":
        return Named(*found.span(), first.concept)
    if not (found := _REFERRING.match(text)):
        return None
    if found[1]:
        return None if plural else Named(*found.span(), first.concept)
    concept = concepts[first.concept]
    known = {stem(fold(w)) for w in (*concept.label.split(), *concept.kind.split("_"))}
    return Named(*found.span(), first.concept) if stem(fold(found[2])) in known else None


def joinable(concept: Concept) -> bool:
    """Whether a signed claim can speak of it, or of what is said through it."""
    return isinstance(concept, Variable | State | Entity) and not isinstance(concept, Population)
