"""The formats that can be read: how each is named, recognised and read, and what it cannot say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.importing import bel_script, cx2, graphml, kgx, node_link, sif, sssom, triples
from kg.importing.cells import is_header, parted_by
from kg.importing.columns import plain, roles
from kg.importing.edges import edge_list
from kg.importing.opened import Source
from kg.importing.options import Options
from kg.importing.rows import Feed, in_blocks
from kg.importing.signs import meaning
from kg.importing.values import Block, Place
from kg.model import CausewayError

PACKED = (".gz", ".bz2")
_LONG = 4000
Reader = Callable[[Source, Options], Iterator[Block]]


class UnknownFormat(CausewayError):
    """A format that is not read, or that cannot be told from the file."""


@dataclass(frozen=True, slots=True)
class Look:
    """The first bytes of a file, and its first lines that are no remarks."""

    name: str
    head: str

    @property
    def lines(self) -> list[str]:
        """The first lines that say something."""
        lines = (line for line in self.head.splitlines() if line.strip() and not line.startswith("#"))
        return [line for line in islice(lines, 20) if len(line) < _LONG]

    @property
    def header(self) -> list[str]:
        """The cells of the line that is the header, if the file is a table."""
        line = next((line for line in self.head.splitlines() if is_header(line)), "")
        return [cell.strip().strip('"') for cell in line.split(parted_by(line))]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read. `looks` tells whether the start of a file looks like it; `cannot` is what it cannot say;
    one that `seeks` goes on from a byte, others read again what they read before and leave it out.
    """

    name: str
    label: str
    endings: tuple[str, ...]
    looks: Callable[[Look], bool]
    read: Reader
    cannot: tuple[str, ...]
    seeks: bool = False


def _fed(feed: Feed) -> Reader:
    return lambda source, options: in_blocks(feed, source, options)


def _is_edges(look: Look) -> bool:
    found = roles(look.header)
    if _is_kgx_edges(look) or _is_sssom(look):
        return False
    return ("cause" in found or "cause_name" in found) and ("effect" in found or "effect_name" in found)


def _is_kgx_edges(look: Look) -> bool:
    return {"subject", "predicate", "object"} <= {plain(name) for name in look.header}


def _is_kgx_nodes(look: Look) -> bool:
    names = {plain(name) for name in look.header}
    return {"id", "category"} <= names and not {"subject", "object"} & names


def _is_sssom(look: Look) -> bool:
    return set(sssom.NEEDED) <= set(look.header)


def _is_sif(look: Look) -> bool:
    cells = [line.split("\t") if "\t" in line else line.split() for line in look.lines]
    edges = [row for row in cells if len(row) >= 3]
    return bool(edges) and not _is_edges(look) and all(meaning(row[1]) for row in edges[:-1] or edges)


def _starts(mark: str, *inside: str) -> Callable[[Look], bool]:
    """Whether the text starts with a mark and has one of these in it."""
    return lambda look: look.head.lstrip().startswith(mark) and any(one in look.head for one in inside)


def _is_json_lines(look: Look) -> bool:
    """One object a line; a whole document may stand in one line too, and then it has a list of nodes."""
    first, *rest = look.head.lstrip().splitlines()[:2] or [""]
    whole = first.startswith("{") and first.rstrip().endswith("}")
    return whole and (rest[0].startswith("{") if rest else '"nodes"' not in first and '"edges"' not in first)


_is_node_link = _starts("{", '"links"', '"multigraph"', '"pybel_version"')
_is_kgx_json = _starts("{", '"knowledge_graph"', '"subject"', '"predicate"', '"category"', '"categories"')
_is_cx2 = _starts("[", '"CXVersion"', '"attributeDeclarations"')
_is_graphml = _starts("<", "<graphml", ":graphml")
_TERM = r"(?:<[^<>\s]*>|_:\S+)"
_TRIPLE = re.compile(rf"^\s*{_TERM}\s+<[^<>\s]*>\s+\S.*\.\s*$")
_QUAD = re.compile(rf"^\s*{_TERM}\s+<[^<>\s]*>\s+\S.*\s{_TERM}\s*\.\s*$")
_PREFIX = re.compile(r"^[ \t]*(?:@prefix|@base|PREFIX|BASE)\s", re.IGNORECASE | re.MULTILINE)
_GRAPH = re.compile(
    r"nanopub\.org/nschema|^[ \t]*(?:GRAPH[ \t]+)?(?:<[^<>\s]*>|[\w\-]*:[\w\-./]*)\s{0,9}\{", re.MULTILINE
)


def _is_triples(look: Look) -> bool:
    return bool(look.lines) and all(_TRIPLE.match(line) for line in look.lines[:-1] or look.lines)


def _is_quads(look: Look) -> bool:
    return _is_triples(look) and all(_QUAD.match(line) for line in look.lines[:-1] or look.lines)


def _is_bel(look: Look) -> bool:
    return "SET DOCUMENT" in look.head or "DEFINE NAMESPACE" in look.head


def _is_turtle(look: Look) -> bool:
    return bool(_PREFIX.search(look.head)) and not _GRAPH.search(look.head)


def _is_trig(look: Look) -> bool:
    return bool(_PREFIX.search(look.head)) and bool(_GRAPH.search(look.head))


_SETTING = "dose, time and population"
_HEDGE = "how surely it is worded"
_PLAIN = (_HEDGE, _SETTING)
_KGX = (_SETTING,)
_EDGES = (_SETTING, "labels of concepts, which the file of nodes has")
_NODES = ("effects, which the file of edges has",)
_BEL = (_HEDGE, "belief", "annotations such as species and cell line", "statements about statements")
_RDF = (_HEDGE, _SETTING, "no change as a finding", "the lines of statements")
_JSON_LINES = (".jsonl", ".ndjson")
_NODE_LINK = (".nodelink.json",)

FORMATS: tuple[Format, ...] = (
    Format("sssom", "SSSOM mappings", (".sssom.tsv",), _is_sssom, _fed(sssom.feed), ("effects",), seeks=True),
    Format(
        "kgx-edges", "KGX edges as a table", ("edges.tsv", "edges.csv"), _is_kgx_edges, edge_list, _EDGES, seeks=True
    ),
    Format(
        "kgx-nodes",
        "KGX nodes as a table",
        ("nodes.tsv", "nodes.csv"),
        _is_kgx_nodes,
        _fed(kgx.nodes_table),
        _NODES,
        seeks=True,
    ),
    Format("edges", "edge list", (".tsv", ".csv", ".txt", ".tab"), _is_edges, edge_list, _PLAIN, seeks=True),
    Format("sif", "SIF", (".sif",), _is_sif, _fed(sif.feed), (*_PLAIN, "evidence", "kinds of concepts"), seeks=True),
    Format("jsonl", "KGX or CauseNet, JSON Lines", _JSON_LINES, _is_json_lines, _fed(kgx.json_lines), _KGX, seeks=True),
    Format("node-link", "node-link of networkx or PyBEL", _NODE_LINK, _is_node_link, _fed(node_link.feed), _BEL),
    Format("kgx-json", "KGX JSON or a TRAPI message", (".json",), _is_kgx_json, _fed(kgx.document), _KGX),
    Format("cx2", "CX2 of Cytoscape and NDEx", (".cx2",), _is_cx2, _fed(cx2.feed), _PLAIN),
    Format("graphml", "GraphML", (".graphml", ".xml"), _is_graphml, _fed(graphml.feed), _PLAIN),
    Format("bel", "BEL script", (".bel",), _is_bel, _fed(bel_script.feed), _BEL),
    Format("ntriples", "N-Triples", (".nt",), _is_triples, _fed(triples.by_line(ox.RdfFormat.N_TRIPLES)), _RDF),
    Format("nquads", "N-Quads", (".nq",), _is_quads, _fed(triples.by_line(ox.RdfFormat.N_QUADS)), _RDF),
    Format("turtle", "Turtle", (".ttl",), _is_turtle, _fed(triples.document(ox.RdfFormat.TURTLE)), _RDF),
    Format("trig", "TriG, nanopublications", (".trig",), _is_trig, _fed(triples.document(ox.RdfFormat.TRIG)), _RDF),
)


def named(name: str) -> Format:
    """The format of this name. Raises UnknownFormat."""
    for one in FORMATS:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in FORMATS)
    raise UnknownFormat(f"{name!r} is no format that is read; it is one of {names}", formats=names)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What format a file has: the likeliest, and what else it may be; `sure` where content and ending agree on one."""

    format: Format | None
    others: tuple[Format, ...] = ()
    sure: bool = False


def sniffed(path: Path) -> Sniffed:
    """The format of a file by its content, then its ending; none where neither tells one."""
    name = path.name.casefold()
    for ending in PACKED:
        name = name.removesuffix(ending)
    look = Look(name, Source(path).head().decode("utf-8", "replace").removeprefix("\ufeff"))
    scores = [(2 * one.looks(look) + (name.endswith(one.endings)), -n, one) for n, one in enumerate(FORMATS)]
    best = sorted((score for score in scores if score[0]), key=lambda score: score[:2], reverse=True)
    if not best:
        return Sniffed(None)
    first = best[0]
    others = tuple(one for score, _, one in best[1:] if score == first[0])
    return Sniffed(first[2], others, first[0] > 1 and not others)


def blocks_of(
    path: Path, format: Format | None = None, options: Options | None = None, start: Place | None = None
) -> Iterator[Block]:
    """What a file says, in blocks, from a place on that an earlier block gave. Raises UnknownFormat."""
    options, start = options or Options(), start or Place()
    format = format or sniffed(path).format
    if format is None:
        raise UnknownFormat(f"the format of {path.name} cannot be told; name it", path=str(path))
    if format.seeks:
        yield from format.read(Source(path, options.limits, start), options)
        return
    for block in format.read(Source(path, options.limits), options):
        if not start.rows or block.at.rows > start.rows:
            yield block
