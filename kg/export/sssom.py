"""SSSOM: the public terms that concepts correspond to, one a line."""

from __future__ import annotations

from kg import vocabulary
from kg.causal import CausalGraph, Neighbourhood
from kg.export.values import patient
from kg.model import Concept, PublicTerm

_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification")


def sssom(graph: CausalGraph, part: Neighbourhood) -> str:
    """The mappings of a part with the prefixes that they use above them; each was made by hand."""
    mapped = [(c, m) for c in patient(graph.concepts[id] for id in part.concepts) for m in c.mappings]
    rows = [_row(concept, term) for concept, term in mapped]
    used = {row[column].partition(":")[0] for row in rows for column in (0, 2, 3)} | {"semapv"}
    known = {**vocabulary.PREFIXES, "semapv": "https://w3id.org/semapv/vocab/"}
    head = [
        f"#mapping_set_id: {vocabulary.BASE}mappings.sssom.tsv",
        "#license: https://w3id.org/sssom/license/unspecified",
        "#curie_map:",
        *(f"#  {prefix}: {base}" for prefix, base in sorted(known.items()) if prefix in used),
    ]
    return "".join(f"{line}\n" for line in (*head, "\t".join(_COLUMNS), *("\t".join(row) for row in rows)))


def _row(concept: Concept, term: PublicTerm) -> tuple[str, ...]:
    cells = (
        *(vocabulary.curie(concept.iri), concept.label, f"skos:{term.match.name}Match"),
        *(vocabulary.curie(term.iri), term.label, "semapv:ManualMappingCuration"),
    )
    return tuple(" ".join(cell.split()) for cell in cells)
