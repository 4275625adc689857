"""The words of a page that an answer does not spell out: its headline, marks of citations, directions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from markupsafe import Markup, escape

from kg.answer import Answer, PathsAnswer
from kg.answer.values import PathView, WordView
from kg.causal import CausalGraph
from kg.model import Concept, Entity, Population, State

Tone = Literal["up", "down", "mixed"]

_TONE_OF: dict[str | None, Tone] = {
    "increases": "up",
    "decreases": "down",
    "no_effect": "mixed",
    "mixed": "mixed",
    "unknown": "mixed",
}
_TONES: dict[str, Tone] = {"+": "up", "-": "down"}
_REPLIES = {"yes": "Yes: ", "no": "No: "}
_SHAPES = ((State, "state"), (Population, "population"), (Entity, "entity"))
_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z“])")
_MARKS = re.compile(r"( ?(?:\[\d+\])+)([.,;:]?)")
_MARK = re.compile(r"\[(\d+)\]")

BASES = {
    "stated": "stated in the source",
    "by_mechanism": "worked out from steps",
    "by_definition": "by definition",
    "sources_disagree": "sources disagree",
    "not_in_source": "not in the source",
}
HEDGES = {
    "definition": "by definition",
    "categorical": "said without reserve",
    "typical": "said to be usual",
    "possible": "said to be possible",
    "mixed": "findings are mixed",
    "aim": "said to be an aim",
}
STRENGTHS = {"definition": 3, "categorical": 3, "typical": 2, "possible": 1, "mixed": 1, "aim": 1}
EVIDENCE = {
    "ECO:0000303": "an author’s statement, with no work cited for it",
    "ECO:0000304": "an author’s statement that cites its work",
    "ECO:0006017": "an author’s statement that cites a clinical study",
    "ECO:0000305": "a curator’s inference",
    "ECO:0000363": "worked out by a program",
}
ROLES = {
    "through": "through",
    "avoid": "other than through",
    "excluded": "besides",
    "cause": "cause",
    "effect": "effect",
    "context": "in",
    "modifier": "changed by",
    "topic": "about",
    "other": "and",
    "kind": "kind",
}


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
    said, direction = answer.headline, answer.verdict.direction
    if said and said.verb and direction in _TONE_OF and answer.verdict.basis != "not_in_source":
        reply = _REPLIES.get(answer.verdict.answer or "", "")
        before, after = capital(f"{reply}{said.subject}"), f"{said.rest}."
        return Headline(before=before, verb=said.verb, after=after, tone=_TONE_OF[direction], rest=answer.text)
    items = getattr(answer, "items", ())
    if len(items) > 1 and getattr(answer, "intent", None) in ("causes", "effects"):
        stated = sum(item.basis == "stated" for item in items)
        return Headline(before=f"{len(items)} found, {stated} stated in the source.", rest=answer.text)
    first, *rest = _SENTENCE_END.split(answer.text, maxsplit=1)
    return Headline(before=first, rest="".join(rest))


def cited(text: str) -> Markup:
    """The text, escaped, with each mark of a citation as a link to its source on the page.

    >>> cited("a < b [2]")
    Markup('a &lt; b<span class="cites"> <a class="cite" href="#source-2" aria-label="source 2">2</a></span>')
    """
    together = _MARKS.sub(r'<span class="cites">\1\2</span>', str(escape(text)))
    return Markup(_MARK.sub(r'<a class="cite" href="#source-\1" aria-label="source \1">\1</a>', together))


def phrases(question: str, words: Sequence[WordView]) -> list[tuple[str, str]]:
    """The words with what became of them, neighbours with the same use together.

    >>> places = [(0, 4, "bone"), (5, 9, "loss")]
    >>> phrases("bone loss?", [WordView(start=a, end=b, text=t, use="concept") for a, b, t in places])
    [('bone loss', 'concept')]
    """
    return [(question[run[0].start : run[-1].end], run[0].use) for run in _runs(words)]


def marked(question: str, answer: Answer) -> list[tuple[str, str]]:
    """The words that were not understood, and those that restrict the question and that no concept's role tells of."""
    found = []
    for run in _runs(answer.words):
        behind = next((m for m in answer.concepts if m.start >= run[-1].end), None)
        told = behind and behind.role in ("through", "avoid", "excluded")
        if run[0].use == "not_understood" or (run[0].use == "restriction" and not told):
            found.append((question[run[0].start : run[-1].end], run[0].use))
    return found


def _runs(words: Sequence[WordView]) -> list[list[WordView]]:
    return [list(run) for _, run in groupby(words, key=lambda w: w.use)]


def plain(text: str) -> str:
    """The text without marks of citations.

    >>> plain("It rises [1][2].")
    'It rises.'
    """
    return re.sub(r" ?\[\d+\]", "", text)


def capital(text: str) -> str:
    """
    >>> capital("bone loss")
    'Bone loss'
    """
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """
    >>> counted(1, "path"), counted(2, "path")
    ('1 path', '2 paths')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def tone(sign: str | None) -> Tone:
    """
    >>> tone("+"), tone("0-")
    ('up', 'mixed')
    """
    return _TONES.get(sign or "", "mixed")


def direction_tone(direction: str | None) -> Tone:
    return _TONE_OF.get(direction, "mixed")


def shape(graph: CausalGraph, concept: Concept | str) -> str:
    """The mark that stands for a concept: by what it is to a person, else by what it is in the graph."""
    concept = graph.concepts[concept] if isinstance(concept, str) else concept
    if graph.is_intervention(concept.id):
        return "intervention"
    if graph.is_outcome(concept.id):
        return "outcome"
    return next((name for cls, name in _SHAPES if isinstance(concept, cls)), "variable")


def way(path: PathView, paths: Sequence[PathView]) -> str:
    """The name of a path among others: by the concept in between that fewest of them go through."""
    between = [node.label for node in path.nodes[1:-1]]
    if not between:
        return "Directly"
    used = Counter(node.label for other in paths for node in other.nodes[1:-1])
    return f"Through {min(between, key=used.__getitem__)}"


def balance(paths: Sequence[PathView]) -> list[tuple[Tone, list[tuple[int, PathView]]]]:
    """The paths by direction with their numbers: those that lower, those without one direction, those that raise."""
    numbered = list(enumerate(paths, 1))
    groups = [(t, [(n, p) for n, p in numbered if tone(p.sign) == t]) for t in ("down", "mixed", "up")]
    return [(t, group) for t, group in groups if group]
