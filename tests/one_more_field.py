"""Declares further fields of statements and concepts, goes every way that a field goes, and prints what is there.

Run in a process of its own, as drafts and replies are made of what is declared when they are first imported.
"""

import json
import sys
from pathlib import Path

import rdflib

from kg.rdf import fields
from kg.rdf.sorts import CONCEPT, COUNT, TEXT, Field

SCRATCH = rdflib.Namespace("https://example.org/scratch#")
fields.STATEMENTS += (
    Field(name="funding", predicate=SCRATCH.funding, sort=TEXT, heading="Funded by", hint="Who paid for it."),
    Field(name="centres", predicate=SCRATCH.centres, sort=COUNT, heading="Centres"),
    Field(name="raters", predicate=SCRATCH.raters, sort=CONCEPT, many=True, heading="Rated by"),
)
fields.CONCEPTS += (Field(name="origin", predicate=SCRATCH.origin, sort=TEXT, heading="Origin"),)

from kg import curation, export, rdf  # noqa: E402 - declared first
from kg.knowledge_base import KnowledgeBase  # noqa: E402
from kg.settings import Settings  # noqa: E402
from kg.web import create_app  # noqa: E402

TOKEN = "a-token-for-one-more-field"
CLAIM = {"subject": "yoga", "object": "bone_loss", "sign": "-", "text": "Yoga slows bone loss."}
MORE = {"funding": "the water board", "centres": 7, "raters": ["yoga"]}
TABLE = (
    "row\tsubject\tobject\tsign\ttext\tfunding\tcentres\traters\nstatement\tyoga\tbmd\t+\tIt helps.\tmill\t3\tyoga\n"
)
TEA = {"label": "green tea", "kind": "nutrient", "origin": "hills"}


def whole_way(folder: Path) -> dict:
    knowledge = KnowledgeBase(Settings(data=folder, token=TOKEN))
    client = create_app(knowledge).test_client()
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    for kind, given in (("statement", CLAIM | MORE), ("concept", TEA)):
        sent = client.post("/api/v1/proposals", json={"kind": kind, kind: given}, headers=bearer)
        knowledge.decide(sent.json["id"], "accept", by="bea")
    wrong = client.post(
        "/api/v1/proposals", json={"kind": "statement", "statement": CLAIM | {"raters": ["nobody"]}}, headers=bearer
    )
    graph = KnowledgeBase(Settings(data=folder)).snapshot.graph
    written = {name: format.write(graph, export.whole(graph)) for name, format in export.FORMATS.items()}
    triples = {name: rdf.read(rdf.triples(written[name], name)) for name in ("turtle", "json-ld", "n-quads")}
    one = rdf.turtle(rdf.describe(graph.statements["P1"], graph.concepts))
    try:
        knowledge.import_(one.replace('board"@en', 'board"@en, "the mill"@en').encode(), "turtle", by="ann")
        told = ()
    except curation.Malformed as refused:
        told = refused.violations
    taken = knowledge.import_(TABLE.encode(), "tsv", by="ann")
    row = next(s for s in knowledge.snapshot.graph.statements.values() if s.text == "It helps.")
    schema = client.get("/openapi.json").json["components"]["schemas"]
    return {
        "more": [list(graph.statements["P1"].more), list(graph.concepts["green_tea"].more)],
        "refused": [v["field"] for v in wrong.json["violations"]],
        "exports": {name: text.count("the water board") for name, text in written.items()},
        "origins": {name: text.count("hills") for name, text in written.items()},
        "read": {name: {s.id: s for s in c.statements} == graph.statements for name, c in triples.items()},
        "csv": written["csv"].splitlines()[0],
        "statement": client.get("/api/v1/statements/P1").json,
        "concept": client.get("/api/v1/concepts/green_tea").json,
        "page": client.get("/statement/P1").text,
        "concept page": client.get("/explore?concept=green_tea").text,
        "row": [taken.statements, list(row.more)],
        "template": curation.header(),
        "shapes": [v.message for v in told],
        "schemas": [
            sorted({"funding", "centres", "raters"} & set(schema[n]["properties"])) for n in ("StatementDraft",)
        ],
        "history": client.get("/api/v1/history").json["entries"][-1]["added"],
    }


if __name__ == "__main__":
    print(json.dumps(whole_way(Path(sys.argv[1]))))
