"""The same graph written in each format, from edges (cause, effect) with a sign."""

import json

import networkx as nx

from kg.model import Sign

WORDS = {Sign.PLUS: "increases", Sign.MINUS: "decreases", Sign.UNKNOWN: "regulates", Sign.ZERO: "no effect"}
RO = {Sign.PLUS: "RO_0002213", Sign.MINUS: "RO_0002212", Sign.UNKNOWN: "RO_0002211"}
OBO = "http://purl.obolibrary.org/obo/"
BEL = {Sign.PLUS: "increases", Sign.MINUS: "directlyDecreases", Sign.UNKNOWN: "regulates", Sign.ZERO: "causesNoChange"}


def as_tsv(edges):
    return "source\ttarget\trelation\n" + "".join(f"{a}\t{b}\t{WORDS[sign]}\n" for (a, b), sign in edges.items())


def as_csv(edges):
    rows = "".join(f'"{a}",{b},{WORDS[sign]}\n' for (a, b), sign in edges.items())
    return f"cause,effect,sign\n{rows}"


def as_sif(edges):
    return "".join(f"{a}\t{WORDS[sign]}\t{b}\n" for (a, b), sign in edges.items())


def _qualified(a, b, sign):
    edge = {"subject": a, "predicate": "biolink:affects", "object": b}
    if sign is Sign.UNKNOWN:
        return edge
    way = "increased" if sign is Sign.PLUS else "decreased"
    return {**edge, "qualified_predicate": "biolink:causes", "object_direction_qualifier": way}


def as_jsonl(edges):
    return "".join(json.dumps(_qualified(a, b, sign)) + "\n" for (a, b), sign in edges.items())


def as_json(edges):
    return json.dumps({"edges": [_qualified(a, b, sign) for (a, b), sign in edges.items()], "nodes": []}, indent=1)


def as_graphml(edges):
    net = nx.MultiDiGraph()
    for (a, b), sign in edges.items():
        net.add_edge(a, b, interaction=WORDS[sign])
    return "\n".join(nx.generate_graphml(net))


def as_node_link(edges):
    net = nx.MultiDiGraph()
    for (a, b), sign in edges.items():
        net.add_edge(a, b, interaction=WORDS[sign])
    return json.dumps(nx.node_link_data(net, edges="links"))


def as_bel(edges):
    names = sorted({end for ends in edges for end in ends})
    nodes = [
        {"function": "Protein", "concept": dict(zip(("namespace", "identifier"), n.split(":"), strict=True))}
        for n in names
    ]
    links = [
        {"relation": BEL[sign], "source": names.index(a), "target": names.index(b), "annotations": {}}
        for (a, b), sign in edges.items()
    ]
    return json.dumps({"links": links, "nodes": nodes, "multigraph": True})


def as_cx2(edges):
    names = sorted({end for ends in edges for end in ends})
    drawn = [
        {"id": n, "s": names.index(a), "t": names.index(b), "v": {"interaction": WORDS[sign]}}
        for n, ((a, b), sign) in enumerate(edges.items())
    ]
    nodes = [{"id": n, "v": {"name": name}} for n, name in enumerate(names)]
    return json.dumps([{"CXVersion": "2.0"}, {"edges": drawn}, {"nodes": nodes}])


def as_triples(edges):
    place = "https://identifiers.org/"
    return "".join(f"<{place}{a}> <{OBO}{RO[sign]}> <{place}{b}> .\n" for (a, b), sign in edges.items())


def as_turtle(edges):
    return f"@prefix x: <http://x/> .\n{as_triples(edges)}"


def as_trig(edges):
    np = "http://www.nanopub.org/nschema#"
    return f"@prefix x: <http://x/> .\nx:h {{ x:n <{np}hasAssertion> x:a . }}\nx:a {{ {as_triples(edges)} }}\n"


WRITERS = {
    "edges": as_tsv,
    "sif": as_sif,
    "jsonl": as_jsonl,
    "kgx-json": as_json,
    "graphml": as_graphml,
    "node-link": as_node_link,
    "cx2": as_cx2,
    "ntriples": as_triples,
    "turtle": as_turtle,
    "trig": as_trig,
}
