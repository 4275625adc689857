"""What is added to a graph's content and what is removed from it: undone, joined with others, and applied."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from kg.model import Content

PARTS = ("kinds", "relations", "documents", "concepts", "statements")
"""The parts of a content, each a tuple of values with ids: what others rest on comes first."""


class HasId(Protocol):
    """Whatever has an id."""

    @property
    def id(self) -> str:
        """What it is known by."""
        ...


T = TypeVar("T", bound=HasId)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Values to put in, in place of those of the same id, and values to take out; `texts` of documents by id."""

    added: Content = field(default_factory=Content)
    removed: Content = field(default_factory=Content)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def undone(self) -> Change:
        """The change that takes this one back."""
        return Change(added=self.removed, removed=self.added, texts=self.texts)

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of the statements that come, go or change."""
        return tuple(sorted({s.id for s in (*self.added.statements, *self.removed.statements)}))


def put(values: dict[str, T], added: Collection[T], removed: Collection[T]) -> dict[str, T]:
    """Values by id, in the order of ids, without those removed and with those added; as they are for neither.

    >>> from kg.model import Relation
    >>> old, new, other = (Relation(id=id, label=label) for id, label in (("b", "old"), ("b", "new"), ("a", "a")))
    >>> [r.label for r in put({"b": old}, (new, other), (old,)).values()]
    ['a', 'new']
    """
    if not added and not removed:
        return values
    found = dict(values)
    _turn(found, added, removed)
    return {id: found[id] for id in sorted(found)}


def _turn(values: dict[str, T], added: Iterable[T], removed: Iterable[T]) -> None:
    for value in removed:
        values.pop(value.id, None)
    values.update((value.id, value) for value in added)


def applied(content: Content, changes: Collection[Change]) -> Content:
    """The content after all these changes."""
    parts: dict[str, Any] = {}
    for part in PARTS:
        values = {v.id: v for v in getattr(content, part)}
        for change in changes:
            _turn(values, getattr(change.added, part), getattr(change.removed, part))
        parts[part] = tuple(values[id] for id in sorted(values))
    return Content(**parts)


def composed(changes: Iterable[Change]) -> Change:
    """These changes, one after the other, as one."""
    added: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    removed: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    texts: dict[str, str] = {}
    for change in changes:
        texts.update(change.texts)
        for part in PARTS:
            for value in getattr(change.removed, part):
                if added[part].pop(value.id, None) is None:
                    removed[part].setdefault(value.id, value)
            added[part].update((v.id, v) for v in getattr(change.added, part))
    return Change(added=_content(added), removed=_content(removed), texts=texts)


def _content(parts: Mapping[str, Mapping[str, Any]]) -> Content:
    return Content(**{part: tuple(values.values()) for part, values in parts.items()})
