"""How the templates put a text: marks of citations as links, without them, with a capital, counted."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_MARKS = re.compile(r"( ?(?:\[\d+\])+)([.,;:]?)")
_MARK = re.compile(r"\[(\d+)\]")


def cited(text: str) -> Markup:
    """The text, escaped, with each mark of a citation as a link to its source on the page.

    >>> cited("a < b [2]")
    Markup('a &lt; b<span class="cites"> <a class="cite" href="#source-2" aria-label="source 2">2</a></span>')
    """
    together = _MARKS.sub(r'<span class="cites">\1\2</span>', str(escape(text)))
    return Markup(_MARK.sub(r'<a class="cite" href="#source-\1" aria-label="source \1">\1</a>', together))


def plain(text: str) -> str:
    """The text without marks of citations.

    >>> plain("It rises [1][2].")
    'It rises.'
    """
    return re.sub(r" ?\[\d+\]", "", text)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, which has an s or a form of its own where there are several.

    >>> counted(1, "path"), counted(2, "path")
    ('1 path', '2 paths')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
