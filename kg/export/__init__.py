"""A part of the graph in the formats of other programs, and what each format cannot say.

`formats` is the table of them, one module each; `rows` makes the nodes and edges that most of them write, `cells` what
a node or edge has for each declared field, `made` a graph of networkx, and `losses` counts what is left out.
"""

from kg.export.formats import FORMATS
from kg.export.losses import FEATURES, Lost, Report, report
from kg.export.ontology import ontology
from kg.export.rows import Rows, rows
from kg.export.triples import described
from kg.export.values import Format, whole

__all__ = [
    "FEATURES",
    "FORMATS",
    "Format",
    "Lost",
    "Report",
    "Rows",
    "described",
    "ontology",
    "report",
    "rows",
    "whole",
]
