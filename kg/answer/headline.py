"""The finding of an answer as one sentence to stand above it, and its paths by the direction that they give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.answer.values import Answer, PathsAnswer, PathView
from kg.english.say import capital, listed
from kg.english.signs import Tone, tone, tone_of

_REPLIES = {"yes": "Yes: ", "no": "No: "}
_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z“])")
_MARKS = re.compile(r" ?((?:\[\d+\])+)")
_MOST_NAMED = 3
_BALANCE: tuple[Tone, ...] = ("down", "mixed", "up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The verdict as one sentence; `verb` carries the direction and is none where there is no direction to name.

    `marks` are the citations of the sentence, where the text says it word for word, and `rest` is what else it says.
    """

    before: str
    verb: str = ""
    after: str = ""
    tone: Tone = "mixed"
    rest: str = ""
    marks: str = ""


def headline(answer: Answer | PathsAnswer) -> Headline:
    """The finding as the answer itself puts it, where it has one clause for it; else its first sentence."""
    said, verdict = answer.headline, answer.verdict
    if said and said.verb and verdict.direction and verdict.basis != "not_in_source":
        reply = _REPLIES.get(verdict.answer or "", "")
        before, after = capital(f"{reply}{said.subject}"), f"{said.rest}{_by(answer)}."
        marks, more = _without_first(answer.text, f"{before} {said.verb} {after}")
        return Headline(
            before=before, verb=said.verb, after=after, tone=tone_of(verdict.direction), rest=more, marks=marks
        )
    if isinstance(answer, Answer) and len(answer.items) > 1 and answer.intent in ("causes", "effects"):
        stated = sum(item.basis == "stated" for item in answer.items)
        return Headline(before=f"{len(answer.items)} found, {stated} stated in the source.", rest=answer.text)
    first, *rest = _SENTENCE_END.split(answer.text, maxsplit=1)
    return Headline(before=first, rest="".join(rest))


def _by(answer: Answer | PathsAnswer) -> str:
    """How it is known, where it is worked out from steps: told in the headline, as it is no surer than that."""
    if answer.verdict.basis != "by_mechanism":
        return ""
    ours = any(edge.bridge for path in answer.paths[:1] for edge in path.edges)
    return ", by mechanism over links of our own" if ours else ", by mechanism"


def _without_first(text: str, headline: str) -> tuple[str, str]:
    """The citations of the first sentence and what comes after it, where it says just the headline; else all of it."""
    first, *rest = _SENTENCE_END.split(text, maxsplit=1)
    if " ".join(_MARKS.sub("", first).split()) != headline:
        return "", text
    return "".join(_MARKS.findall(first)), "".join(rest)


def way(path: PathView, paths: Sequence[PathView]) -> str:
    """The name of a path among others: by what no other goes through, at most `_MOST_NAMED` in their order; else by the
    fewest in between that no other has all of, of these the ones that fewest go through.
    """
    between = [node.label for node in path.nodes[1:-1]]
    if not between:
        return "Directly"
    others = [{node.label for node in other.nodes[1:-1]} for other in paths if other is not path]
    used = Counter(label for other in others for label in other)
    alone = [label for label in between if not used[label]]
    return f"Through {listed(alone[:_MOST_NAMED] or _telling(between, used, others))}"


def _telling(between: list[str], used: Mapping[str, int], others: Sequence[set[str]]) -> list[str]:
    """The fewest of some labels that no other path has all of, in their order; else the rarest."""
    rare = sorted(between, key=lambda label: (used[label], between.index(label)))
    sets = (chosen for size in range(2, _MOST_NAMED + 1) for chosen in combinations(rare, size))
    told = next((c for c in sets if not any(other.issuperset(c) for other in others)), rare[:_MOST_NAMED])
    return [label for label in between if label in told]


def on_the_way(paths: Sequence[PathView]) -> list[tuple[str, str, int]]:
    """The concepts between the ends of some paths, by id and label, and how many of them meet each; most first."""
    met = Counter((node.id, node.label) for path in paths for node in path.nodes[1:-1])
    return [(id, label, count) for (id, label), count in sorted(met.items(), key=lambda m: (-m[1], m[0][1]))]


def balance(paths: Sequence[PathView]) -> list[tuple[Tone, list[tuple[int, PathView]]]]:
    """The paths by direction with their numbers: those that lower, those without one direction, those that raise."""
    groups: dict[Tone, list[tuple[int, PathView]]] = {t: [] for t in _BALANCE}
    for number, path in enumerate(paths, 1):
        groups[tone(path.sign)].append((number, path))
    return [(t, group) for t, group in groups.items() if group]
