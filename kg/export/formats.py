"""The table of formats: name, media type, ending, writer, and what each cannot say."""

from __future__ import annotations

from kg.export.bel import bel
from kg.export.cx2 import cx2
from kg.export.cytoscape import cytoscape
from kg.export.dagitty import dagitty
from kg.export.dot import dot
from kg.export.gexf import gexf
from kg.export.graphml import graphml
from kg.export.kgx import kgx
from kg.export.losses import FEATURES
from kg.export.nanopublications import nanopublications
from kg.export.node_link import node_link
from kg.export.sif import sif
from kg.export.sssom import sssom
from kg.export.table import table
from kg.export.triples import json_ld, n_quads, turtle
from kg.export.values import Format


def _only(*held: str) -> frozenset[str]:
    """All that there is, without what is held: what a format lacks that holds little."""
    return frozenset(FEATURES) - set(held)


_WORKED_OUT = "effects worked out by precedence and inheritance"
_TRIPLES = frozenset({_WORKED_OUT, "effects handed down from a class"})
_GRAPH = frozenset({"places in a source", "public ids", "definitions and synonyms"})
_NET = (_WORKED_OUT, "signs of effects", "findings of no effect", "effects in a loop")
_LITTLE = "effects that are a little or nothing"
_TABLE = _only(
    *("signs of effects", "findings of no effect", _LITTLE, "effects in a loop", "statements", "aims", "modifiers"),
    "links of our own",
    *("statements without an effect", "settings", "wordings, how sure they are", "quantities", "places in a source"),
)
_ASSERTED = (
    *("settings", "statements", "wordings, how sure they are", "quantities", "places in a source"),
    *("signs of effects", _LITTLE),
)

FORMATS = {
    f.name: f
    for f in (
        Format("cytoscape", "application/json", "cyjs", cytoscape, _GRAPH),
        Format("graphml", "application/graphml+xml", "graphml", graphml, _GRAPH),
        Format("gexf", "application/gexf+xml", "gexf", gexf, _GRAPH),
        Format("node-link", "application/json", "json", node_link, _GRAPH),
        Format("cx2", "application/json", "cx2", cx2, _GRAPH),
        Format("kgx", "application/json", "kgx.json", kgx, frozenset({"places in a source"})),
        Format("sif", "text/plain", "sif", sif, _only(*_NET, _LITTLE)),
        Format("dot", "text/vnd.graphviz", "dot", dot, _only(*_NET, _LITTLE)),
        Format("bel", "text/plain", "bel", bel, _only(*_NET)),
        Format("dagitty", "text/plain", "dagitty.txt", dagitty, _only(_WORKED_OUT)),
        Format("sssom", "text/tab-separated-values", "sssom.tsv", sssom, _only("public ids")),
        Format("turtle", "text/turtle", "ttl", turtle, _TRIPLES),
        Format("json-ld", "application/ld+json", "jsonld", json_ld, _TRIPLES),
        Format("n-quads", "application/n-quads", "nq", n_quads, _TRIPLES),
        Format("nanopublications", "application/trig", "trig", nanopublications, _only(*_ASSERTED)),
        Format("csv", "text/csv", "csv", table, _TABLE),
    )
}
