"""Who follows an address finds what it stands for: rdflib, pyoxigraph and requests as they come, on a real server."""

import json
import re

import pyoxigraph as ox
import pytest
import rdflib
import requests
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, RDF, SKOS, VOID

from kg import identifiers, vocabulary
from kg.linked import FORMS
from kg.web.linked import HTML

TYPES = [form.media_type for form in FORMS]
DOCUMENTS = ["/vocab", "/.well-known/void", "/data/rankl", "/data/S106a", "/data/article", "/data/estrogen_deficiency"]
C = rdflib.Namespace(vocabulary.VOCAB)


def ours(id):
    return rdflib.URIRef(vocabulary.BASE + id)


@pytest.mark.parametrize(
    "path", ["/id/estrogen", "/id/S106a", "/id/article", "/id/vocab", "/.well-known/void", "/vocab"]
)
def test_rdflib_reads_every_address_as_it_is(server, path):
    triples = rdflib.Graph().parse(server + path)
    assert len(triples) > 10


def test_the_address_leads_from_the_local_name_of_the_iri(server, graph):
    concept, statement = graph.concepts["estrogen"], graph.statements["S106a"]
    for value in (concept, statement, *graph.documents.values()):
        triples = rdflib.Graph().parse(value.iri.replace(vocabulary.BASE, f"{server}/id/"))
        assert (rdflib.URIRef(value.iri), None, None) in triples
    said = rdflib.Graph().parse(f"{server}/id/estrogen")
    assert (ours("estrogen"), SKOS.prefLabel, rdflib.Literal("estrogen", lang="en")) in said
    assert {s.iri for s in graph.by_concept["estrogen"]} <= {str(s) for s in said.subjects()}
    terms = rdflib.Graph().parse(vocabulary.VOCAB.partition("#")[0].replace(vocabulary.BASE, f"{server}/id/"))
    assert {C.increases, C.CausalStatement} <= set(terms.subjects())


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_format_says_the_same(client, path):
    replies = [client.get(path, headers={"Accept": type_}) for type_ in TYPES]
    graphs = [rdflib.Graph().parse(data=r.text, format=r.mimetype) for r in replies]
    assert [r.mimetype for r in replies] == TYPES
    assert len({len(g) for g in graphs}) == 1
    assert path == "/vocab" or all(isomorphic(graphs[0], other) for other in graphs[1:])
    for reply in replies:
        read = list(ox.parse(reply.data, format=ox.RdfFormat.from_media_type(reply.mimetype)))
        assert len(read) == len(graphs[0])


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_is_known_has_the_same_tag(client, path):
    for type_ in (*TYPES, HTML):
        first, second = (client.get(path, headers={"Accept": type_}) for _ in "ab")
        assert first.data == second.data
        assert first.headers["ETag"] == second.headers["ETag"]


def test_json_ld_is_compact_and_needs_no_other_address(client):
    said = client.get("/data/S106a", headers={"Accept": "application/ld+json"}).json
    statement = next(node for node in said["@graph"] if node["@id"] == "mbl:S106a")
    assert statement["sign"] == "+"
    assert statement["subject"] == "mbl:estrogen_deficiency"
    assert statement["text"].startswith("Low estrogen")
    assert isinstance(said["@context"], dict)


ACCEPTED = [
    ("", "text/turtle"),
    ("*/*", "text/turtle"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
    ("text/turtle;q=0, */*;q=0.5", "application/ld+json"),
    ("application/rdf+xml;q=0.5, text/turtle;q=0.4", "application/rdf+xml"),
    ("application/n-triples, image/*", "application/n-triples"),
    ("text/*;q=0.1, application/ld+json;q=0.2", "application/ld+json"),
]


@pytest.mark.parametrize(("accept", "got"), ACCEPTED)
@pytest.mark.parametrize("path", ["/data/rankl", "/vocab", "/.well-known/void"])
def test_the_best_that_a_client_reads_is_sent(client, path, accept, got):
    reply = client.get(path, headers={"Accept": accept})
    assert reply.status_code == 200
    assert reply.mimetype == got
    assert "Accept" in reply.vary
    assert got.endswith("json") or reply.mimetype_params == {"charset": "utf-8"}


@pytest.mark.parametrize("path", ["/id/rankl", "/data/rankl", "/vocab", "/.well-known/void"])
@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "application/pdf, text/csv"])
def test_what_nobody_reads_is_not_sent(client, path, accept):
    reply = client.get(path, headers={"Accept": accept})
    assert reply.status_code == 406
    assert all(type_ in reply.json["detail"] for type_ in (*TYPES, HTML))
    assert "Accept" in reply.vary


def test_a_thing_is_no_document(client):
    for accept, leads in ((HTML, "/explore?concept=rankl"), ("text/turtle", "/data/rankl.ttl")):
        reply = client.get("/id/rankl", headers={"Accept": accept})
        assert (reply.status_code, reply.location) == (303, leads)
        assert "Accept" in reply.vary
    assert client.get("/id/S106a", headers={"Accept": HTML}).location == "/statement/S106a"
    assert client.get("/id/article", headers={"Accept": HTML}).location == "/data/article"
    assert client.get("/data/article", headers={"Accept": HTML}).status_code == 200
    assert client.get("/id/nothing_of_the_kind").status_code == 404


def test_every_link_to_another_format_leads_to_it(client):
    links = client.get("/data/rankl").headers.getlist("Link")
    found = dict(re.match(r'<(\S+)>; rel="alternate"; type="(\S+)"', link).group(2, 1) for link in links)
    assert list(found) == TYPES
    for type_, address in found.items():
        assert client.get(address, headers={"Accept": "image/png"}).mimetype == type_


def test_the_dataset_tells_where_it_can_be_had(server, graph):
    said = rdflib.Graph().parse(f"{server}/.well-known/void")
    (dataset,) = said.subjects(RDF.type, VOID.Dataset)
    assert (dataset, RDF.type, DCAT.Dataset) in said
    assert int(said.value(dataset, VOID.entities)) == sum(map(len, (graph.concepts, graph.statements, graph.documents)))
    for address in said.objects(dataset, VOID.dataDump):
        assert requests.head(address, timeout=20).status_code == 200


def test_no_letter_is_garbled_by_who_believes_the_charset(server):
    """`requests` takes Latin-1 for a text that tells no charset."""
    name = "17β-estradiol"
    for type_ in (*TYPES, HTML):
        text = requests.get(f"{server}/data/estradiol", headers={"Accept": type_}, timeout=20).text
        assert name in text.replace("\\u03B2", "β"), type_
    for format in ("sif", "dot", "bel", "sssom", "turtle", "n-quads", "csv", "nanopublications", "graphml", "gexf"):
        reply = requests.head(f"{server}/api/v1/graph?format={format}&concept=estradiol", timeout=20)
        assert reply.encoding == "utf-8", format
        assert reply.headers["Content-Disposition"].startswith("inline; filename=estradiol.")


SPELLED = [
    "MESH:D004967",
    "mesh:D004967",
    "MESH_D004967",
    "MSH:D004967",
    "http://id.nlm.nih.gov/mesh/D004967",
    "https://identifiers.org/mesh/D004967",
    "https://identifiers.org/mesh:D004967",
    "https://bioregistry.io/mesh:D004967",
    "https://meshb.nlm.nih.gov/record/ui?ui=D004967",
    "http://purl.bioontology.org/ontology/MESH/D004967",
]


@pytest.mark.parametrize("id", SPELLED)
def test_an_id_in_any_spelling_leads_home(client, knowledge, id):
    assert knowledge.resolve(id) == "estrogen"
    for path in ("/id", "/api/v1/concepts"):
        reply = client.get(f"{path}/{requests.utils.quote(id, safe='')}", follow_redirects=True)
        assert reply.status_code == 200
        assert reply.mimetype != "application/json" or reply.json["id"] == "estrogen"
    asked = client.get("/api/v1/effects", query_string={"cause": id}).json
    assert asked["concept"] == "estrogen"


@pytest.mark.parametrize("id", ["MESH_D004967", "mesh:D004967", "https://identifiers.org/mesh/D004967"])
def test_a_question_may_name_it_so(knowledge, id):
    answer = knowledge.ask(f"Does {id} lower RANKL?")
    assert [m.id for m in answer.concepts] == ["estrogen", "rankl"]
    assert answer.verdict == knowledge.ask("Does estrogen lower RANKL?").verdict


def test_every_public_id_leads_home_by_each_way_to_write_it(knowledge, graph):
    exact = [(c, m.iri) for c in graph.concepts.values() for m in c.mappings if m.match.name == "exact"]
    assert len(exact) > 50
    for concept, iri in exact:
        prefix, _, local = vocabulary.curie(iri).partition(":")
        home = knowledge.resolve(iri)
        ways = (f"{prefix}:{local}", f"{prefix.lower()}:{local}", f"{prefix}_{local}")
        ways += (
            f"https://identifiers.org/{prefix.lower()}/{prefix}:{local}",
            f"http://bioregistry.io/{prefix}:{local}",
        )
        assert {knowledge.resolve(way) for way in ways} == {home}, concept.id


def test_an_id_that_is_sent_in_another_spelling_is_taken(curated):
    sent = curated.propose(
        "concept", {"label": "RANK ligand protein", "kind": "hormone", "same_as": ["UniProt:O14788"]}, by="ann"
    )
    assert not sent.violations
    curated.decide(sent.id, "accept", by="bea")
    ways = ("UniProt:O14788", "UniProtKB:O14788", "https://www.uniprot.org/uniprot/O14788", "uniprot_O14788")
    assert {curated.resolve(way) for way in ways} == {"rank_ligand_protein"}


def test_what_only_looks_like_an_id_is_none():
    for name in (
        "vitamin_d",
        "bone_density",
        "http://example.org/mesh",
        "mesh:",
        "MESH_",
        "a b",
        "https://identifiers.org/",
    ):
        assert identifiers.public(name) is None


def test_an_answer_page_tells_machines_its_question_and_answer(client):
    page = client.get("/", query_string={"q": "Does estrogen lower RANKL?"}).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    said = json.loads(block)
    assert said["@context"] == "https://schema.org"
    question = said["mainEntity"]
    assert question["name"] == "Does estrogen lower RANKL?"
    assert question["acceptedAnswer"]["text"]
    assert {"estrogen", "RANKL"} <= {one["name"] for one in question["about"]}
    assert "videnceLevel" not in block
    hostile = client.get("/", query_string={"q": "Does </script><b>estrogen lower RANKL?"}).text
    assert "</script><b>" not in hostile
