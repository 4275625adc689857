"""The finding of an answer as one sentence to stand above it, and its paths by the direction that they give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.answer.values import Answer, PathsAnswer, PathView
from kg.english.say import capital
from kg.english.signs import Tone, tone, tone_of

_REPLIES = {"yes": "Yes: ", "no": "No: "}
_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z“])")
_BALANCE: tuple[Tone, ...] = ("down", "mixed", "up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The verdict as one sentence; `verb` carries the direction and is none where there is no direction to name."""

    before: str
    verb: str = ""
    after: str = ""
    tone: Tone = "mixed"
    rest: str = ""


def headline(answer: Answer | PathsAnswer) -> Headline:
    """The finding as the answer itself puts it, where it has one clause for it; else its first sentence."""
    said, verdict = answer.headline, answer.verdict
    if said and said.verb and verdict.direction and verdict.basis != "not_in_source":
        reply = _REPLIES.get(verdict.answer or "", "")
        before, after = capital(f"{reply}{said.subject}"), f"{said.rest}."
        return Headline(before=before, verb=said.verb, after=after, tone=tone_of(verdict.direction), rest=answer.text)
    if isinstance(answer, Answer) and len(answer.items) > 1 and answer.intent in ("causes", "effects"):
        stated = sum(item.basis == "stated" for item in answer.items)
        return Headline(before=f"{len(answer.items)} found, {stated} stated in the source.", rest=answer.text)
    first, *rest = _SENTENCE_END.split(answer.text, maxsplit=1)
    return Headline(before=first, rest="".join(rest))


def way(path: PathView, paths: Sequence[PathView]) -> str:
    """The name of a path among others: by the concept in between that fewest of them go through."""
    between = [node.label for node in path.nodes[1:-1]]
    if not between:
        return "Directly"
    used = Counter(node.label for other in paths for node in other.nodes[1:-1])
    return f"Through {min(between, key=used.__getitem__)}"


def balance(paths: Sequence[PathView]) -> list[tuple[Tone, list[tuple[int, PathView]]]]:
    """The paths by direction with their numbers: those that lower, those without one direction, those that raise."""
    groups: dict[Tone, list[tuple[int, PathView]]] = {t: [] for t in _BALANCE}
    for number, path in enumerate(paths, 1):
        groups[tone(path.sign)].append((number, path))
    return [(t, group) for t, group in groups.items() if group]
