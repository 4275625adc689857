"""An answer as HTML that stands alone, for notebooks: the text, and what stands behind each of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Protocol

_MARK = re.compile(r"\[(\d+)\]")


class Cited(Protocol):
    """A citation, as far as it is shown."""

    @property
    def number(self) -> int:
        """What it is cited by."""
        ...

    @property
    def statement(self) -> str:
        """The id of what is said."""
        ...

    @property
    def text(self) -> str:
        """What is said, in our words."""
        ...

    @property
    def title(self) -> str | None:
        """The document that says it."""
        ...

    @property
    def section(self) -> str | None:
        """Where in it."""
        ...

    @property
    def bridge(self) -> bool:
        """Whether it is a link of our own."""
        ...


def as_html(title: str, text: str, caveats: Iterable[str], citations: Iterable[Cited]) -> str:
    """A heading, the text with its marks raised, what limits it, and the citations in the order of their numbers.

    >>> as_html("Why?", "It < rises [1].", (), ())
    '<article><h4>Why?</h4><p>It &lt; rises <sup>1</sup>.</p></article>'
    """
    raised = (_MARK.sub(r"<sup>\1</sup>", escape(part)) for part in text.split("\n\n"))
    said = "".join(f"<p>{part}</p>" for part in raised)
    limits = "".join(f"<li>{escape(caveat)}</li>" for caveat in caveats)
    sources = "".join(f'<li value="{c.number}">{_source(c)}</li>' for c in citations)
    return (
        f"<article><h4>{escape(title)}</h4>{said}"
        + (f"<ul>{limits}</ul>" if limits else "")
        + (f"<details><summary>Evidence</summary><ol>{sources}</ol></details>" if sources else "")
        + "</article>"
    )


def _source(cited: Cited) -> str:
    place = " · ".join(filter(None, (cited.title, cited.section))) or "a curator’s note: no document says it"
    where = "our own link" if cited.bridge else place
    return f"{escape(cited.text)} <small>{escape(where)} · {escape(cited.statement)}</small>"
