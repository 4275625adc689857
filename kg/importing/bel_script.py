"""BEL script, through PyBEL where it is installed; namespaces are taken as they are named, and nothing is fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib import import_module
from typing import Any

from kg.importing import node_link
from kg.importing.opened import Source, Unreadable
from kg.importing.rows import Rows
from kg.importing.values import Fault

_URL = re.compile(r"^(\s*DEFINE\s+(?:NAMESPACE|ANNOTATION)\s+\S+\s+AS\s+)URL\s+.*$", re.IGNORECASE)
MISSING = "BEL script is read through PyBEL, which is not installed"
INSTALL = "pip install 'causeway-kg[bel]', or a node-link JSON that PyBEL wrote"
MOST_LINES = 200_000
_NESTED = "NestedRelationWarning"


def feed(source: Source, rows: Rows) -> Iterator[int | None]:
    """What PyBEL makes of the script; what it could not read are faults of their lines."""
    graph = _parsed(_lines(source, rows))
    for _, error, _ in graph.warnings:
        if type(error).__name__ == _NESTED:
            rows.leave("statement about a statement")
        else:
            number = getattr(error, "line_number", 0) or 0
            rows.told(Fault(number, f"is no BEL: {error}"[:300], "a statement such as p(HGNC:TNF) -> p(HGNC:IL6)"))
    yield None
    nodes = list(graph.nodes())
    for node in nodes:
        rows.concept(node_link.bel_concept({**node, "bel": str(node)}))
        yield None
    for cause, effect, data in graph.edges(data=True):
        rows.row()
        rows.line = data.get("line") or 0
        ends = [node_link.bel_concept({**node, "bel": str(node)}).id for node in (cause, effect)]
        rows.edge(ends[0], ends[1], node_link.bel_fields(data), node_link.bel_evidence(data))
        yield None


def _lines(source: Source, rows: Rows) -> list[str]:
    lines = []
    for line in source.lines():
        if isinstance(line, Fault):
            rows.told(line)
            lines.append("")
            continue
        if len(lines) >= MOST_LINES:
            raise Unreadable(line.number, f"a script has {MOST_LINES} lines at most", "several scripts")
        lines.append(_URL.sub(r'\1PATTERN ".*"', line.text))
    return lines


def _parsed(lines: list[str]) -> Any:
    """A PyBEL graph. Raises Unreadable.

    A statement about a statement is kept out: PyBEL makes two edges of it, and what changes an effect is no cause of
    what has the effect.
    """
    try:
        pybel, parsing, manager = (
            import_module(name) for name in ("pybel", "pybel.io.line_utils", "pybel.manager.cache_manager")
        )
    except ImportError:
        raise Unreadable(0, MISSING, INSTALL) from None
    graph = pybel.BELGraph()
    try:
        with redirect_stdout(io.StringIO()):  # PyBEL prints each warning, which is told as a fault here
            parsing.parse_lines(
                graph,
                lines,
                manager=manager.Manager(connection="sqlite://"),
                allow_naked_names=True,
                no_identifier_validation=True,
                allow_definition_failures=True,
                disallow_nested=True,
            )
    except Exception as error:  # PyBEL raises its parser's and its database's errors as they come
        raise Unreadable(0, f"PyBEL could not read the script: {str(error)[:200]}", "a BEL script") from None
    return graph
