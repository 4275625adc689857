"""GEXF 1.3, as Gephi and networkx read it."""

from __future__ import annotations

import re

from networkx.readwrite.gexf import GEXFWriter

from kg.causal import CausalGraph, Neighbourhood
from kg.export.made import for_xml, made, patient_view, xml

_DATE = re.compile(r' lastmodifieddate="[^"]*"')
_VERSION = "1.3"


class _Writer(GEXFWriter):
    """The writer of networkx with the namespace of XML Schema as it is, without which no schema holds the file."""

    versions = {  # noqa: RUF012 - as the writer of networkx has them
        **GEXFWriter.versions,
        _VERSION: {**GEXFWriter.versions[_VERSION], "NS_XSI": "http://www.w3.org/2001/XMLSchema-instance"},
    }


def gexf(graph: CausalGraph, part: Neighbourhood) -> str:
    """All layers; `statement` is what is called `id` elsewhere, a name that GEXF keeps for itself. No date."""
    net = made(graph, part, clean=for_xml)
    for *_, data in net.edges(data=True):
        data["statement"] = data.pop("id")
    writer = _Writer(version=_VERSION)
    writer.add_graph(patient_view(net))
    for element in writer.xml.iter("graph"):
        element.attrib.pop("name", None)  # networkx names every graph, and the schema none
    return _DATE.sub("", xml(writer))
