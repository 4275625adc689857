"""One named graph of an endpoint, with a version that changes with every update of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from kg import vocabulary
from kg.journal import Record, version_after
from kg.remote.client import Client, StoreAway
from kg.remote.nodes import Term, blank, is_named, named

PAGE = 50_000
"""Triples read at once; an endpoint may give fewer."""
PUSHED = 1000
"""Triples written at once where a whole graph is."""
_VERSION, _TAKEN = (ox.NamedNode(vocabulary.VOCAB + name) for name in ("version", "taken"))


_BOOLEAN = vocabulary.PREFIXES["xsd"] + "boolean"


@dataclass(frozen=True, slots=True)
class State:
    """The version of the graph, and the last change of one journal that is in it: number and checksum, 0 for none."""

    version: str
    number: int = 0
    checksum: str = ""


class RemoteGraph:
    """The graph of this name; `<name>/state` holds its version and what it has of which journal."""

    def __init__(self, client: Client, name: str) -> None:
        self._client, self.name = client, name
        self._node, self._state = ox.NamedNode(name), ox.NamedNode(f"{name}/state")

    def state(self, journal: str) -> State:
        """The state as of now. Raises StoreAway, also where there is no graph or it is being written."""
        rows = self._client.select(
            f"SELECT ?version ?taken WHERE {{ GRAPH {self._state} {{ {self._node} {_VERSION} ?version"
            f" OPTIONAL {{ {_of(journal)} {_TAKEN} ?taken }} }} }}"
        )
        if len(rows) != 1:
            detail = f"the store has no graph {self.name}, or it is being written; `kg store push` puts one there"
            raise StoreAway(detail, again=False)
        version, taken = (str(getattr(term, "value", "")) for term in rows[0])
        number, _, checksum = taken.partition(" ")
        return State(version, int(number or 0), checksum)

    @property
    def size(self) -> int:
        """How many triples it has. Raises StoreAway."""
        rows = self._client.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {self._node} {{ ?s ?p ?o }} }}")
        return int(getattr(rows[0][0], "value", 0))

    def triples(self) -> list[ox.Triple]:
        """All triples, with blank nodes. Raises StoreAway where not as many come as the endpoint counts."""
        count, everything = self.size, f"GRAPH {self._node} {{ ?s ?p ?o }}"
        rows: set[tuple[object, ...]] = set()
        at = 0
        while at < count:
            page = self._client.select(f"SELECT ?s ?p ?o WHERE {{ {everything} }} LIMIT {PAGE} OFFSET {at}")
            if not page:
                break
            rows.update(page)
            at += len(page)
        if len(rows) != count:
            raise StoreAway(f"the store counts {count} triples in {self.name} and gives {len(rows)}", again=True)
        return [ox.Triple(blank(s), p, _plain(blank(o))) for s, p, o in rows]  # type: ignore[arg-type]  # rows of three terms

    def push(self, triples: Iterable[ox.Triple], state: State, journal: str, told: Callable[[int], None]) -> None:
        """Put these triples in place of all that the graph has; whoever reads meanwhile finds no version."""
        self._client.update(f"CLEAR SILENT GRAPH {self._state} ; CLEAR SILENT GRAPH {self._node}")
        done, rest = 0, named(triples)
        while part := list(islice(rest, PUSHED)):
            self._client.update(f"INSERT DATA {{ GRAPH {self._node} {{\n{_lines(part)}\n}} }}")
            done += len(part)
            told(done)
        self._client.update(f"INSERT DATA {{ GRAPH {self._state} {{ {self._said(state, journal)} }} }}")

    def change(self, record: Record, before: State, journal: str) -> State:
        """Carry out the change of a record in one update, where the graph is still as it was before; the state then.

        Raises StoreAway, after which `state` tells whether it was carried out.
        """
        after = State(version_after(before.version, record), record.number, record.checksum)
        removed = [ox.Triple(s, p, o) for s, p, o in self._under(_subjects(record.removed))]  # type: ignore[arg-type]
        added = list(named(ox.Triple(q.subject, q.predicate, q.object) for q in _parsed(record.added)))
        out = _part(self._node, _lines(removed)) + _part(self._state, self._said(before, journal))
        into = _part(self._node, _lines(added)) + _part(self._state, self._said(after, journal))
        where = _part(self._state, f"{self._node} {_VERSION} {ox.Literal(before.version)}")
        self._client.update(f"DELETE {{ {out} }} INSERT {{ {into} }} WHERE {{ {where} }}")
        return self.state(journal)

    def _said(self, state: State, journal: str) -> str:
        taken = f" {_of(journal)} {_TAKEN} {ox.Literal(f'{state.number} {state.checksum}')} ." if state.number else ""
        return f"{self._node} {_VERSION} {ox.Literal(state.version)} .{taken}"

    def _under(self, subjects: Sequence[ox.NamedNode]) -> Iterator[tuple[object, ...]]:
        """What the graph has of these IRIs, and of what were blank nodes under them."""
        todo = subjects
        while todo:
            of = f"VALUES ?s {{ {' '.join(map(str, todo))} }} ?s ?p ?o"
            rows = self._client.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH {self._node} {{ {of} }} }}")
            yield from rows
            todo = [o for _, _, o in rows if is_named(o)]  # type: ignore[misc]  # as is_named says


def _plain(term: Term) -> Term:
    """A truth value in words, which some engines give in figures."""
    if isinstance(term, ox.Literal) and term.datatype.value == _BOOLEAN:
        return ox.Literal(str(term.value in ("1", "true")).lower(), datatype=term.datatype)
    return term


def _of(journal: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:causeway:journal:{journal[:32] or 'none'}")


def _part(graph: ox.NamedNode, lines: str) -> str:
    """A pattern of one graph; nothing for no lines, as not every engine reads an empty one."""
    return f"GRAPH {graph} {{\n{lines}\n}}\n" if lines else ""


def _lines(triples: Iterable[ox.Triple]) -> str:
    return "\n".join(f"{t.subject} {t.predicate} {t.object} ." for t in triples)


def _parsed(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(turtle, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))


def _subjects(turtle: str) -> list[ox.NamedNode]:
    return list(dict.fromkeys(q.subject for q in _parsed(turtle) if isinstance(q.subject, ox.NamedNode)))
