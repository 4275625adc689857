"""What a kind of another vocabulary becomes here: a kind of ours, and a variable, an entity or a population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Concept, Entity, Population, Variable


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of the vocabulary, the type of its concepts, and what sort of quantity they are where they are one."""

    kind: str
    type: type[Concept] = Variable
    variable_type: str = "presence"


SORTS: Mapping[str, Sort] = {
    "": Sort("unsorted", variable_type="magnitude"),
    "gene": Sort("gene", variable_type="activity"),
    "rna": Sort("rna", variable_type="abundance"),
    "protein": Sort("protein", variable_type="activity"),
    "chemical": Sort("chemical", variable_type="abundance"),
    "disease": Sort("disease"),
    "phenotype": Sort("phenotype"),
    "pathway": Sort("pathway", variable_type="activity"),
    "process": Sort("process", variable_type="rate"),
    "exposure": Sort("exposure"),
    "organism": Sort("organism"),
    "therapy": Sort("therapy"),
    "food": Sort("food", variable_type="intake"),
    "cell": Sort("cell", Entity),
    "anatomy": Sort("anatomy", Entity),
    "population": Sort("population", Population),
}
"""By the kinds that are read from files; a cell and a part of the body are no quantities and carry no sign."""
