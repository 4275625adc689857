"""An answer in the terms of schema.org, for the pages: the question, its answer, and what it is about.

No grade of evidence is told: the sources support none.
"""

from __future__ import annotations

from typing import Any

from kg.answer.values import Answer
from kg.causal import CausalGraph


def structured(graph: CausalGraph, answer: Answer, address: str) -> dict[str, Any]:
    """A page with one question and, where there is one, its answer; as JSON-LD."""
    question: dict[str, Any] = {
        "@type": "Question",
        "name": answer.question,
        "text": answer.question,
        "answerCount": int(bool(answer.text)),
        "about": [_term(graph, id) for id in dict.fromkeys(m.id for m in answer.concepts)],
    }
    if answer.text:
        sources = dict.fromkeys(c.title for c in answer.citations if c.title)
        said = {"@type": "Answer", "text": answer.text, "url": address, "version": answer.graph_version}
        question["acceptedAnswer"] = said | {"citation": [{"@type": "CreativeWork", "name": s} for s in sources]}
    return {"@context": "https://schema.org", "@type": "QAPage", "url": address, "mainEntity": question}


def _term(graph: CausalGraph, id: str) -> dict[str, Any]:
    concept = graph.concepts[id]
    told = {"@type": "DefinedTerm", "@id": concept.iri, "termCode": id, "name": concept.label}
    same = [m.iri for m in concept.mappings if m.match.name == "exact"]
    return (
        told | ({"description": concept.definition} if concept.definition else {}) | ({"sameAs": same} if same else {})
    )
