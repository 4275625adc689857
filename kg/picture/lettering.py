"""Labels as lines that fit: how wide words are, where they break, what may stand in XML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SIZE = 14
LINE = 18

_NARROW = frozenset("fijlrtI.,:;'|!()[]-/ ")
_BROAD = frozenset("mwMW@%")
_NOT_SHOWN = re.compile(
    "[^\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]|[\u202a-\u202e\u2066-\u2069]"
)


def clean(text: str) -> str:
    r"""The text on one line, without what XML forbids and what would reorder the text around it.

    >>> clean("bone\x00 loss\n\u202erisk")
    'bone loss risk'
    """
    return " ".join(_NOT_SHOWN.sub(" ", text).split())


def width(text: str, size: float = SIZE) -> float:
    """About how wide a text is in a semi-bold sans serif, in pixels.

    >>> width("ill") < width("bone") < width("BONE")
    True
    """
    return size * sum(map(_ems, text))


def _ems(character: str) -> float:
    if character in _NARROW:
        return 0.3
    if character in _BROAD:
        return 0.86
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.66 if character.isupper() else 0.55


def wrapped(text: str, size: float = SIZE) -> tuple[str, ...]:
    """The text in as few even lines as fit, broken at spaces; only a word longer than a line is broken inside.

    >>> wrapped("multifactorial nature of postmenopausal osteoporosis")
    ('multifactorial nature', 'of postmenopausal', 'osteoporosis')
    """
    for widest in (130, 160, 200):
        lines = _filled(text, widest, size)
        if len(lines) <= 3:
            break
    least = max((width(word, size) for word in _words(text, widest, size)), default=widest)
    while widest - 4 >= least and len(tighter := _filled(text, widest - 4, size)) == len(lines):
        widest, lines = widest - 4, tighter
    return tuple(lines)


def _filled(text: str, widest: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in _words(text, widest, size):
        if lines and width(f"{lines[-1]} {word}", size) <= widest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _words(text: str, widest: float, size: float) -> Iterator[str]:
    for word in text.split():
        start, reach = 0, 0.0
        for i, character in enumerate(word):
            step = width(character, size)
            if reach + step > widest and i > start:
                yield word[start:i]
                start, reach = i, 0.0
            reach += step
        yield word[start:]
