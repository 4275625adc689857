"""GraphML, read as a stream of elements; a document with entities or another address in it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from kg.importing.kinds import kind_of
from kg.importing.node_link import NO_DIRECTION, UNDIRECTED
from kg.importing.opened import Source, Unreadable
from kg.importing.rows import Rows, own_id, text
from kg.importing.values import Concept

_REFUSED = "a GraphML file without a document type"
_LABELS = ("label", "name", "labels")
_IDS = ("curie", "id", "identifier")
_KINDS = ("kind", "type", "category", "labels")


@dataclass(slots=True)
class _Element:
    """A node or edge on its way: where it stands, its attributes and the data in it."""

    tag: str
    line: int
    given: dict[str, str]
    data: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Handlers of expat that put together nodes and edges of the wanted tag."""

    def __init__(self, source: Source) -> None:
        self._limits = source.limits
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.buffer_text = True
        self._depth = 0
        self._names: dict[str, str] = {}
        self._defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self._key = ("", "")
        self._open: list[_Element] = []
        self._words: list[str] | None = None
        self._size = 0
        self.directed = True
        self.ready: list[_Element] = []

    def elements(self, source: Source) -> Iterator[_Element]:
        """Nodes and edges in the order of the file. Raises Unreadable."""
        try:
            for chunk in source.chunks():
                self._parser.Parse(chunk, False)
                yield from self._taken()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unreadable(error.lineno, f"is no XML: {expat.ErrorString(error.code)}", "a GraphML file") from None
        yield from self._taken()

    def _taken(self) -> Iterator[_Element]:
        ready, self.ready = self.ready, []
        yield from ready

    def _refuse(self, *_: object) -> None:
        raise Unreadable(self._parser.CurrentLineNumber, "a document type or entity is declared", _REFUSED)

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limits.nesting:
            raise Unreadable(self._parser.CurrentLineNumber, f"is nested deeper than {self._limits.nesting}", "less")
        tag = name.rpartition(" ")[2]
        if tag == "graph":
            self.directed = given.get("edgedefault") != "undirected"
        elif tag == "key":
            self._names[given.get("id", "")] = given.get("attr.name") or given.get("id", "")
            self._key = (given.get("for", ""), self._names[given.get("id", "")])
        elif tag in ("node", "edge"):
            self._open.append(_Element(tag, self._parser.CurrentLineNumber, given, dict(self._defaults[tag])))
        elif tag == "data" and self._open:
            self._key = ("data", self._names.get(given.get("key", ""), given.get("key", "")))
        if tag in ("data", "default"):
            self._words, self._size = [], 0

    def _text(self, words: str) -> None:
        if self._words is not None:
            self._size += len(words)
            if self._size > self._limits.line:
                raise Unreadable(
                    self._parser.CurrentLineNumber, f"a value is above {self._limits.line}", "a shorter one"
                )
            self._words.append(words)

    def _end(self, name: str) -> None:
        self._depth -= 1
        tag = name.rpartition(" ")[2]
        if tag in ("node", "edge") and self._open:
            self.ready.append(self._open.pop())
        elif tag in ("data", "default") and self._words is not None:
            value, self._words = "".join(self._words).strip(), None
            if tag == "data" and self._open:
                self._open[-1].data[self._key[1]] = value
            elif tag == "default":
                for one in ("node", "edge"):
                    if self._key[0] in (one, "all"):
                        self._defaults[one][self._key[1]] = value


def feed(source: Source, rows: Rows) -> Iterator[int | None]:
    """All nodes first, then the edges, wherever they stand."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for element in _Reader(source).elements(source):
        if element.tag == "node":
            rows.line = element.line
            rows.row()
            if len(ids) >= rows.options.limits.nodes:
                raise Unreadable(rows.line, f"there are more than {len(ids)} nodes", "a graph in parts")
            concept = _concept(element, taken)
            ids[element.given.get("id", "")] = concept.id
            rows.concept(concept)
            yield None
    reader = _Reader(source)
    told = False
    for element in reader.elements(source):
        if element.tag != "edge":
            continue
        rows.line = element.line
        rows.row()
        ends = [ids.get(element.given.get(end, ""), "") for end in ("source", "target")]
        directed = {"true": True, "false": False}.get(element.given.get("directed", ""), reader.directed)
        if not all(ends):
            rows.fault("has an end that is no node", "source and target with the ids of nodes")
            yield None
            continue
        if not directed and not told:
            rows.leave(NO_DIRECTION)
            told = True
        properties: dict[str, object] = {**element.data, "source": ends[0], "target": ends[1]}
        names = rows.names(properties)
        fields = names.fields(properties) | ({} if directed else UNDIRECTED)
        rows.edge(ends[0], ends[1], fields, names.evidence(properties))
        yield None


def _concept(element: _Element, taken: set[str]) -> Concept:
    """A public id among the data of a node, else the id of the node where it is one, else its label."""
    data = element.data
    own = element.given.get("id", "")
    label = next((text(data[one]) for one in _LABELS if data.get(one)), "").lstrip(":")
    id = next((data[one] for one in _IDS if ":" in data.get(one, "")), own if ":" in own else "")
    kind = kind_of([data[one].strip(":") for one in _KINDS if data.get(one)])
    return Concept(id or own_id(taken, label, own), label, kind)
