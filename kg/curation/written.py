"""A change as the Turtle of its record, and back: what is written must read as what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

from kg import rdf
from kg.change import PARTS, Change
from kg.model import Concept, Content
from kg.rdf import Violation


def written(change: Change, before: Mapping[str, Concept], after: Mapping[str, Concept]) -> tuple[str, str]:
    """What a change puts in and what it takes out, as Turtle. Raises GraphError for a term that Turtle cannot hold."""
    return _turtle(change.added, after), _turtle(change.removed, before)


def _turtle(content: Content, concepts: Mapping[str, Concept]) -> str:
    return rdf.turtle(rdf.described(content, concepts)) if content != Content() else ""


def read_back(added: str, removed: str, texts: Mapping[str, str]) -> Change:
    """The change that a record holds. Raises GraphError."""
    return Change(added=_content(added), removed=_content(removed), texts=texts)


def _content(turtle: str) -> Content:
    return rdf.read(rdf.triples(turtle)) if turtle else Content()


def unfaithful(change: Change, added: str, removed: str) -> Iterable[Violation]:
    """Where the Turtle says something else than the change: no record may be made of it."""
    try:
        again = read_back(added, removed, change.texts)
    except rdf.GraphError as error:
        yield Violation(node="", field="", message=f"cannot be written down so that it can be read: {error.detail}")
        return
    for meant, said in ((change.added, again.added), (change.removed, again.removed)):
        for part in PARTS:
            one, other = ({v.id: v for v in getattr(content, part)} for content in (meant, said))
            for id in sorted(one.keys() | other.keys()):
                if one.get(id) != other.get(id):
                    message = "would be read back as something else than is meant; leave out what is not plain text"
                    yield Violation(node=id, field=_differing(one.get(id), other.get(id)), message=message)


def _differing(one: object, other: object) -> str:
    """The first field in which two values differ."""
    if type(one) is not type(other) or not is_dataclass(one):
        return ""
    return next((f.name for f in fields(one) if getattr(one, f.name) != getattr(other, f.name)), "")
