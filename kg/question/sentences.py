"""A text cut into sentences, and what is seen of each before it is read: whether it wants a yes, what it puts forward."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.linking import Linked, families
from kg.linking.text import Token
from kg.question import meanings
from kg.question.items import Item
from kg.question.meanings import Sense

_CUT = re.compile(
    r"[.?!;\n]+(?:\s+|$)"
    r"|(?<!\s)\s++[-–—]+\s+"
    r"|,?(?<!\s)\s++(?:so|therefore|hence|thus|meaning)(?:\s+that)?\s+(?=\w)"
    r"|[,:]\s+(?=(?:(?:and|but|or)\s+)?(?:what|how|which|why|when|does|do|is|are|can|will|should|would|could)\b)"
    r"|(?<!or false)(?<!yes or no):\s+(?!(?:true or false|yes or no|right|correct)\W*$)(?![\w\s-]+\bor\b[\w\s-]+\W*$)"
    r"|(?<!\s)\s++and\s+(?=(?:how\s+(?:much|long|many|do|does|can)|what|why|which|is\s+(?:that|it|the))\b)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\W*(?:\w+ly, )*(?:(?:and|but|so|ok|then) )?(?:if|when|once|while|whenever|after|before|with|without|given|since|because|as|in|for|among"
    r"|during|under|apart|aside|besides|except|excluding|leaving|other than|assuming|suppose|provided)\b"
)
"""What opens a clause that only the next one completes."""
_SUPPOSED = re.compile(
    r"\W*(?:so |and |now |ok(?:ay)?,? )?(?:suppose|supposing|assume|assuming|imagine|let us say|let'?s say|if)\b"
)
"""What opens a sentence that only says what the next one is asked of."""
_ASIDE = re.compile(r"for (?:a|an|my|our|the) [^,.?!:]*\b(?:i|we|my|our)\b[^,.?!:]*,\s+", re.IGNORECASE)
"""What someone asks for, told before it is asked: "for a talk I am preparing, …"."""
_BINDING = (
    Sense("restriction", "only"),
    Sense("weighs", "verdict"),
    Sense("weighs", "effect"),
    Sense("weighs", "setting"),
)
"""The senses of words that bear on the clause behind."""
_HEADED = frozenset(":-–—")
_ALONE = ("aux", "it", "join")
_ACTING = ("verb", "aux", "ask", "happen", "works", "define", "person")
_HELD = Sense("weighs", "held")
_CONDITION = re.compile(
    r"(?:(?:and|but|so|please) )?(?:if|when|since|because|given|while|as|with|assuming|suppose)\b(?! (?:is|are|do|does|did|can|will|should|would|was|were)\b)"
)
_TAG = re.compile(
    r"(?:^|,? )(?:right|correct|true|yes|no|yeah|huh|ok|okay|eh|true or false|yes or no|is that (?:right|true|correct|so)"
    r"|(?:is|are|do|does|did|was|were|can|will|would|has|have) (?:not )?(?:it|they|that|he|she)(?: not)?"
    r"|isnt it|dont they|doesnt it|arent they|or not)[?.! ]*$"
)
_TELLS = re.compile(
    r"(?:and |but |so )?(?:i|we|she|he|my \w+) (?:\w+ ){0,2}?(?:have|had|has|got|am on|was on|take|takes|took|smoke|smokes)\b"
)
_PUT = re.compile(
    r"^(?:(?:and|but|so) )?(?:is it (?:really )?(?:true|correct|right|the case|a fact|possible|false|a myth|wrong|untrue)|it is"
    r"|prove(?: to me)?|confirm|admit|agree|show"
    r"|(?:they|people|some(?: people)?|doctors?|my (?:\w+ )?\w+) (?:say|says|said|told me|claims?|thinks?|insists?)"
    r"|i (?:heard|read|think|believe|was told|thought|guess|assume)|everyone knows|we know"
    r"|(?:would|should|could|can|do|might) (?:you|we|one|i|they) expect"
    r"|am i (?:right|wrong)(?: (?:in thinking|to think))?|surely|obviously|clearly|apparently|true or false|yes or no|isnt it|is it not)\b"
)


def cut(linked: Linked, text: str) -> list[tuple[int, int]]:
    """Where the sentences start and end; a conclusion after "so" is one of its own."""
    inside = [m.span for m in linked.mentions]
    edges = [0]
    if (aside := _ASIDE.match(text)) and not any(start < aside.end() for start, _ in inside):
        edges.append(aside.end())
    for cut in _CUT.finditer(text, edges[-1]):
        bound = cut[0].startswith(",") and _is_bound(linked, text, edges[-1], cut.start())
        bound = bound or bool(cut[0][0] in ".:;" and _SUPPOSED.match(text[edges[-1] : cut.start()].lower()))
        bound = bound or (
            cut[0].strip()[:1] in _HEADED and _is_heading(linked, text, edges[-1], cut.start(), cut.end())
        )
        if not bound and not any(start < cut.end() < end for start, end in inside):
            edges.append(cut.end())
    edges.append(len(text))
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip(" \n\t.,;?!")]


def _is_heading(linked: Linked, text: str, start: int, end: int, behind: int) -> bool:
    """Whether it only names what the words behind a colon or a dash say something of: "low estrogen: effect on it?"."""
    stop = next((i for i in range(behind, len(text)) if text[i] in ".?!;\n"), len(text))
    spans = [m.span for m in linked.mentions if start <= m.start < end]
    said = [w.spelled for w in linked.words if start <= w.start < end and not any(a <= w.start < b for a, b in spans)]
    rest = [w.spelled for w in linked.words if behind <= w.start < stop]
    short = not any(behind <= m.start < stop for m in linked.mentions)  # "how often?"
    apart = _senses(rest if short else rest[:1])
    acts = any(s.kind in _ACTING for s in _senses(said))
    return bool(spans) and not acts and not any(s.kind in (_ALONE if short else (*_ALONE, "ask")) for s in apart)


def _is_bound(linked: Linked, text: str, start: int, end: int) -> bool:
    """Whether only the next clause completes this one, by how it opens or by a word that bears on the whole."""
    if _BOUND.match(text[start:end].lower()):
        return True
    said = [w.spelled for w in linked.words if start <= w.start < end]
    return any(s in _BINDING for s in _senses(said))


def puts_forward(text: str, raw: str) -> bool:
    """Whether a sentence is put forward as a claim, by how it opens or closes."""
    return bool(_PUT.match(raw) or _TAG.search(raw) or _TAG.search(text.lower().strip()))


def holds_fixed(words: Sequence[Token]) -> bool:
    """Whether something is held at a level while something else acts: "if it stays high"."""
    return any(s == _HELD for s in _senses([w.spelled for w in words]))


def _senses(said: Sequence[str]) -> Iterator[Sense]:
    """What the phrases among some words can mean, each word of a phrase for itself too."""
    return (s for at in range(len(said)) for s in meanings.at(said, at, len(said))[1])


def tells_of(raw: str) -> bool:
    """Whether someone says what they, or another, have or take."""
    return bool(_TELLS.match(raw))


def is_condition(raw: str) -> bool:
    """Whether a sentence opens like one that only says when something is asked."""
    return bool(_CONDITION.match(raw))


def closed(found: list[Item], put: bool) -> bool:
    """Whether it wants a yes or a no; "ways to lower it?" does not."""
    start = next((k for k, i in enumerate(found) if i.has("link", "when") or not _opens_nothing(i)), None)
    if start is None or found[start].has("person"):
        return put
    if found[start].has("aux") and found[start].text not in ("been", "being"):
        return True
    if any(i.has("ask", "what", "which", "how", "why", "who", "where") for i in found[:8]) and not put:
        return False
    if found[start].has("link"):
        return put or any(i.has("aux", "do", "can") and k > start + 1 for k, i in enumerate(found))
    return put


def _opens_nothing(item: Item) -> bool:
    return item.has("none") or item.text == "," or item.has("setting")


def claim(found: list[Item]) -> str:
    """What a sentence that names nothing says of the one before: that it is true, or false."""
    if any(i.known for i in found):
        return ""
    return next((i.meaning("claim") for i in found if i.has("claim")), "")


def claims(found: list[Item]) -> bool:
    """Whether something is said of something: "so it blocks it?"."""
    if sum(_by_degree(found, at) for at in range(1, len(found))) > 1:
        return True  # "the more of it, the less of that?"
    named, last = next((k for k, i in enumerate(found) if i.things), len(found)), len(found) - 1
    told = next((k for k, i in enumerate(found) if i.has("person") or i.has("none", "person")), named)
    return not any(i.can_be("ask", "path", "size", "attribute", "means") for i in found) and any(
        i.has("verb", "up", "down", "good", "bad", "nil", "restore")
        and not (i.things or (k == last and i.has("agent")))
        for k, i in enumerate(found[min(named, told) :], min(named, told))
    )


def _by_degree(found: Sequence[Item], at: int) -> bool:
    """Whether more or less of a thing is told as one goes with another: "the more of it"."""
    first = found[at].text.split(" ")[0]
    compared = first in ("fewer", "lower") or first in families.DEGREES or families.compared(first)
    return bool(found[at].things and compared) and found[at - 1].text == "the"


def choice(found: Sequence[Item]) -> bool:
    """Whether it asks which of two ways it goes: "raise or lower", "good or bad"."""
    for k, item in enumerate(found):
        if item.text == "or" and 0 < k < len(found) - 1:
            before, after = found[k - 1], found[k + 1]
            if any(before.has(kind) and after.has(kind) for kind in ("verb", "state")) or (
                before.has("state") and after.has("verb")
            ):
                return True
    return False
