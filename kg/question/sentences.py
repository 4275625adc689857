"""A text cut into sentences, and what is seen of each before it is read: whether it wants a yes, what it puts forward."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.linking import Linked
from kg.question.items import Item

_CUT = re.compile(
    r"[.?!;\n]+(?:\s+|$)"
    r"|(?<!\s)\s++[-–—]+\s+"
    r"|,?(?<!\s)\s++(?:so|therefore|hence|thus|meaning)(?:\s+that)?\s+(?=\w)"
    r"|[,:]\s+(?=(?:(?:and|but|or)\s+)?(?:what|how|which|why|when|does|do|is|are|can|will|should|would|could)\b)"
    r"|:\s+"
    r"|(?<!\s)\s++and\s+(?=(?:how\s+(?:much|long|many|do|does|can)|what|why|which|is\s+(?:that|it|the))\b)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\W*(?:\w+ly, )?(?:(?:and|but|so|ok|then) )?(?:if|when|once|while|whenever|after|before|with|without|given|since|because|as|in|for|among"
    r"|during|under|apart|aside|besides|except|excluding|leaving|other than|assuming|suppose|provided)\b"
)
"""What opens a clause that only the next one completes."""
_CONDITION = re.compile(
    r"(?:(?:and|but|so|please) )?(?:if|when|since|because|given|while|as|with|assuming|suppose)\b(?! (?:is|are|do|does|did|can|will|should|would|was|were)\b)"
)
_TAG = re.compile(
    r"(?:^|,? )(?:right|correct|true|yes|no|yeah|huh|ok|okay|eh|true or false|yes or no|is that (?:right|true|correct|so)"
    r"|(?:is|are|do|does|did|was|were|can|will|would|has|have) (?:not )?(?:it|they|that|he|she)(?: not)?"
    r"|isnt it|dont they|doesnt it|arent they|or not)[?.! ]*$"
)
_BELIEF = re.compile(
    r"(?:did|do|does|have|has|had) (?!you\b|we\b|i\b)(?:\w+ ){1,3}?(?:think|thought|believe|believed|say|said|claim|claimed"
    r"|assume|assumed|suspect|expect)\b|(?:was|were|is|are) (?:\w+ ){1,5}?(?:thought|believed|said|claimed|supposed|assumed)(?= to\b)"
)
_FIXED = re.compile(r"\b(?:stays?|stayed|kept|held|remains?|constant|fixed|unchanged|blocked)\b")
_TELLS = re.compile(
    r"(?:and |but |so )?(?:i|we|she|he|my \w+) (?:\w+ ){0,2}?(?:have|had|has|got|am on|was on|take|takes|took|smoke|smokes)\b"
)
_PUT = re.compile(
    r"^(?:(?:and|but|so) )?(?:is it (?:really )?(?:true|correct|right|the case|a fact|possible|false|a myth|wrong|untrue)|it is"
    r"|prove(?: to me)?|confirm|admit|agree|show"
    r"|(?:they|people|some(?: people)?|doctors?|my (?:\w+ )?\w+) (?:say|says|said|told me|claims?|thinks?|insists?)"
    r"|i (?:heard|read|think|believe|was told|thought|guess|assume)|everyone knows|we know"
    r"|am i (?:right|wrong)(?: (?:in thinking|to think))?|surely|obviously|clearly|apparently|isnt it|is it not)\b"
)


def cut(linked: Linked, text: str) -> list[tuple[int, int]]:
    """Where the sentences start and end; a conclusion after "so" is one of its own."""
    inside = [m.span for m in linked.mentions]
    edges = [0]
    for cut in _CUT.finditer(text):
        bound = cut[0].startswith(",") and _BOUND.match(text[edges[-1] : cut.start()].lower())
        if not bound and not any(start < cut.end() < end for start, end in inside):
            edges.append(cut.end())
    edges.append(len(text))
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip(" \n\t.,;?!")]


def puts_forward(text: str, raw: str) -> bool:
    """Whether a sentence is put forward as a claim, by how it opens or closes."""
    return bool(_PUT.match(raw) or _TAG.search(raw) or _TAG.search(text.lower().strip()))


def believed(raw: str) -> int | None:
    """The place of the word that says that a belief is asked about, and not what is so: "did people think that …"."""
    found = _BELIEF.match(raw)
    return len(found[0].split()) - 1 if found else None


def holds_fixed(raw: str) -> bool:
    """Whether something is held at a level while something else acts: "if it stays high"."""
    return bool(_FIXED.search(raw))


def tells_of(raw: str) -> bool:
    """Whether someone says what they, or another, have or take."""
    return bool(_TELLS.match(raw))


def is_condition(raw: str) -> bool:
    """Whether a sentence opens like one that only says when something is asked."""
    return bool(_CONDITION.match(raw))


def closed(found: list[Item], put: bool) -> bool:
    """Whether it wants a yes or a no; "ways to lower it?" does not."""
    start = next((k for k, i in enumerate(found) if not (i.has("none") or i.text == "," or i.has("setting"))), None)
    if start is None or found[start].has("person"):
        return put
    if found[start].has("aux"):
        return True
    if any(i.has("ask", "what", "which", "how", "why", "who", "where") for i in found[:8]) and not put:
        return False
    if found[start].has("link"):
        return put or any(i.has("aux", "do", "can") and k > start + 1 for k, i in enumerate(found))
    return put


def claim(found: list[Item]) -> str:
    """What a sentence that names nothing says of the one before: that it is true, or false."""
    if any(i.things for i in found):
        return ""
    return next((i.meaning("claim") for i in found if i.has("claim")), "")


def claims(found: list[Item]) -> bool:
    """Whether something is said of something: "so it blocks it?"."""
    named = next((k for k, i in enumerate(found) if i.things), len(found))
    told = next((k for k, i in enumerate(found) if i.has("person")), named)
    return not any(i.has(kind) for i in found for kind in ("ask", "path", "size", "attribute", "means")) and any(
        i.has("verb", "up", "down", "good", "bad", "nil", "restore") and not i.things for i in found[min(named, told) :]
    )


def choice(found: list[Item]) -> bool:
    """Whether it asks which of two ways it goes: "raise or lower", "good or bad"."""
    for k, item in enumerate(found):
        if item.text == "or" and 0 < k < len(found) - 1:
            before, after = found[k - 1], found[k + 1]
            if any(before.has(kind) and after.has(kind) for kind in ("verb", "state")) or (
                before.has("state") and after.has("verb")
            ):
                return True
    return False
