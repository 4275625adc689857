"""Queries to begin with, on the page for SPARQL: each is run by the tests."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class Example:
    """What a query finds, and the query."""

    title: str
    query: str


def _example(title: str, prefixes: str, body: str) -> Example:
    lines = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in prefixes.split())
    return Example(title, lines + body)


EXAMPLES = (
    _example(
        "What is said to lower something, and how surely",
        "c skos",
        """SELECT ?what ?effect ?hedge ?text WHERE {
  ?statement c:canonicalSubject ?subject ; c:canonicalObject ?object ; c:canonicalSign "-" ;
    c:hedge ?hedge ; c:text ?text .
  ?subject skos:prefLabel ?what . ?object skos:prefLabel ?effect .
}
ORDER BY ?effect ?what LIMIT 50
""",
    ),
    _example(
        "Which source says what: one graph for each document",
        "c dcterms",
        """SELECT ?title (COUNT(?statement) AS ?statements) WHERE {
  GRAPH ?document { ?statement c:text ?text . ?document dcterms:title ?title }
}
GROUP BY ?title ORDER BY DESC(?statements)
""",
    ),
    _example(
        "Where in its source a statement stands",
        "c oa",
        """SELECT ?statement ?document ?start ?end WHERE {
  ?note oa:hasBody ?statement ; oa:hasTarget [ oa:hasSource ?document ; oa:hasSelector ?place ] .
  ?place oa:start ?start ; oa:end ?end .
}
ORDER BY ?document ?start LIMIT 50
""",
    ),
    _example(
        "What changes the effect of something else",
        "c",
        """SELECT ?modifier ?changes ?text WHERE {
  ?statement c:modifies ?changes ; c:subject ?modifier ; c:text ?text .
}
LIMIT 50
""",
    ),
    _example(
        "Concepts with the ids that others give them",
        "c skos",
        """SELECT ?label ?id WHERE {
  ?concept skos:prefLabel ?label ; skos:exactMatch|skos:closeMatch ?id .
}
ORDER BY ?label LIMIT 100
""",
    ),
    _example(
        "Links whose direction is not said",
        "c skos",
        """SELECT ?what ?effect ?text WHERE {
  ?statement c:subject ?subject ; c:object ?object ; c:sign "?" ; c:text ?text .
  ?subject skos:prefLabel ?what . ?object skos:prefLabel ?effect .
}
LIMIT 50
""",
    ),
    _example(
        "What is nearest to one concept, as a graph",
        "mbl c skos",
        """CONSTRUCT { ?subject skos:related ?object } WHERE {
  ?statement c:subject ?subject ; c:object ?object .
  FILTER (?subject = mbl:estrogen || ?object = mbl:estrogen)
}
""",
    ),
)
