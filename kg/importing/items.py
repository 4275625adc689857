"""JSON of any size, item by item: the members of the arrays and objects that are asked for, each with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import orjson

from kg.importing.opened import Source, Unreadable
from kg.importing.values import Fault

Path = tuple[str, ...]
"""Where an array or object stands: the names around it, "*" for a place in an array; empty for the document."""
Wanted = Callable[[Path], bool | None]
"""Whether the members of an array or object are items; none where items are somewhere inside it."""

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TOKEN = re.compile(rb"[ \t\r\n]*+(" + _STRING + rb'|[{}\[\],:]|[^\s"{}\[\],:]++)', re.DOTALL)
_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+([{}\[\]])", re.DOTALL)
_CLOSER = {b"{": b"}", b"[": b"]"}


@dataclass(frozen=True, slots=True)
class Item:
    """A member of a wanted array or object; `name` is what the object calls it."""

    path: Path
    name: str
    value: object
    line: int


class _Window:
    """The bytes of a source as a window that moves over them; knows the line it stands at."""

    def __init__(self, source: Source) -> None:
        self._chunks = source.chunks()
        self._limits = source.limits
        self._counted = 0
        self._data = b""
        self._at = 0
        self._line = 1

    def _more(self) -> bool:
        """Drops what lies before the place and adds about as much as is left; whether there was any more."""
        rest = self._data[self._at :]
        if len(rest) > self._limits.item:
            raise self.broken(f"one item is longer than {self._limits.item} bytes", "items within the limit")
        self._count()
        got, size = [rest], 0
        for chunk in self._chunks:
            got.append(chunk)
            size += len(chunk)
            if size >= len(rest):
                break
        self._data, self._at, self._counted = b"".join(got), 0, 0
        return size > 0

    def _count(self) -> int:
        self._line += self._data.count(b"\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    @property
    def line(self) -> int:
        """The line of the place."""
        return self._count()

    def broken(self, what: str = "is no JSON", right: str = "a JSON document") -> Unreadable:
        return Unreadable(self._count(), what, right)

    def token(self) -> bytes:
        """The next bracket, mark, string or word; empty at the end."""
        while True:
            match = _TOKEN.match(self._data, self._at)
            if match and match.end() < len(self._data):
                self._at = match.end()
                return match[1]
            if not self._more():
                break
        match = _TOKEN.match(self._data, self._at)
        if match is None:
            if self._data[self._at :].strip():
                raise self.broken()
            return b""
        self._at = match.end()
        return match[1]

    def whole(self, first: bytes, keep: bool) -> bytes:
        """The whole value that starts with this token; empty where it need not be kept."""
        if first not in _CLOSER:
            return first
        depth, pos = 1, self._at
        start = self._at = self._at - 1 if keep else self._at
        while depth:
            match = _BRACKET.match(self._data, pos)
            if match is None:
                pos -= self._at
                if not self._more():
                    raise self.broken("the document ends early", "a whole JSON document")
                pos += self._at
                start = self._at
                continue
            pos = match.end()
            depth += 1 if match[1] in _CLOSER else -1
            if depth > self._limits.nesting:
                raise self.nested()
            if not keep:
                self._at = pos
        data = self._data[start:pos] if keep else b""
        self._at = pos
        return data

    def nested(self) -> Unreadable:
        return self.broken(f"is nested deeper than {self._limits.nesting}", "JSON within the limit")


def items(source: Source, wanted: Wanted) -> Iterator[Item | Fault]:
    """The members of each array or object that is wanted, in the order of the file; all else is passed over unkept.

    An item that is no JSON is a fault. Raises Unreadable where the brackets of the document do not close.
    """
    window = _Window(source)
    if (first := window.token()) not in _CLOSER:
        raise window.broken()
    around: list[tuple[bytes, Path, bool | None]] = [(_CLOSER[first], (), wanted(()))]
    while around:
        closer, path, inside = around[-1]
        token = window.token()
        if not token:
            raise window.broken("the document ends early", "a whole JSON document")
        if token == b",":
            continue
        if token == closer:
            around.pop()
            continue
        name = "*"
        if closer == b"}":
            name = _name(window, token)
            token = window.token()
        if not token or token in b"]},:":
            raise window.broken()
        if inside:
            yield _item(path, "" if name == "*" else name, window.line, window.whole(token, True))
        elif token in _CLOSER:
            here = (*path, name)
            want = wanted(here)
            if want is False:
                window.whole(token, False)
            elif len(around) >= source.limits.nesting:
                raise window.nested()
            else:
                around.append((_CLOSER[token], here, want))


def _name(window: _Window, token: bytes) -> str:
    if not token.startswith(b'"') or window.token() != b":":
        raise window.broken()
    try:
        return str(orjson.loads(token))
    except orjson.JSONDecodeError:
        raise window.broken() from None


def _item(path: Path, name: str, line: int, data: bytes) -> Item | Fault:
    value = parsed(data)
    if isinstance(value, Fault):
        return Fault(line, value.what, value.right)
    return Item(path, name, value, line)


def parsed(data: bytes) -> object:
    """A value of JSON, with the NaN that Python writes; a fault at line 0 where it is none."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        try:
            return json.loads(data.decode())
        except (ValueError, RecursionError) as error:
            return Fault(0, f"is no JSON: {str(error)[:120]}", "one JSON value")


def records(source: Source, wanted: Wanted) -> Iterator[Item | Fault]:
    """The items that are objects; another one is a fault."""
    for item in items(source, wanted):
        if isinstance(item, Item) and not isinstance(item.value, dict):
            yield Fault(item.line, "is no object", "an object with named values")
        else:
            yield item
