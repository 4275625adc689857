"""What was collected, put in order and written as a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from kg.imported import Cast, Ids, cast, known_of, sound, study_of
from kg.importing import Evidence, Wording, gathered
from kg.kernel import Arrays
from kg.large import container
from kg.large.collected import Collected
from kg.large.container import Column
from kg.large.joined import Edges, Weights, joined
from kg.large.packed import Named, groups, key, offsets, table, texts, words_of
from kg.model import Concept, Kind, Match, State, Variable
from kg.patience import go_on

MATCHES = list(Match)
ARRAYS = ("start", "head", "sign", "grade", "cost", "back_start", "back_tail", "back_edge")
_MOST_WORDS = 12
"""A longer name is found by search alone."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a snapshot holds, and what its concepts became."""

    cast: Cast
    concepts: int
    statements: int
    sources: int
    quoted: int


def write(
    path: Path,
    collected: Collected,
    *,
    whence: str,
    titles: Mapping[str, str] = {},
    beside: Iterable[Concept] = (),
    dry: bool = False,
) -> Written:
    """Write what was collected; where `dry`, only tell what would be. Ids start with the name of the file.

    A claim that stands twice, with the same words of the same source, is one.
    """
    there = {c.id: c for c in beside if not isinstance(c, State)}
    ids = Ids(path.stem, there)
    numbers = {name: collected.concepts.of(name) for name in collected.names}
    whole = gathered(collected.concepts, (), collected.mappings, known_of(there.values()) if there else None)
    found = cast(whole, there, ids)
    concepts = sorted({c.id: c for c in found.by_id.values()}.values(), key=lambda c: c.id)
    place = {c.id: n for n, c in enumerate(concepts)}
    of_name = np.fromiter((place[found.by_id[id].id] for id in numbers.values()), np.uint32, len(numbers))
    rows = _rows(collected, of_name, _plain(collected.wordings))
    signed = np.fromiter((isinstance(c, Variable) for c in concepts), bool, len(concepts))
    causal = _causal(collected.wordings)[rows["wording"]] & signed[rows["subject"]] & signed[rows["object"]]
    told = Written(found, len(concepts), len(rows["subject"]), len(collected.sources), int(np.sum(~causal)))
    if dry:
        return told
    sorts = list({_sort(c): None for c in concepts})
    wordings = [_worded(w) for w in collected.wordings]
    weights = Weights.of(list(collected.wordings), [is_trial(study) for study in collected.studies])
    go_on()
    columns: Named = chain(
        ((f"statement.{name}", column) for name, column in rows.items()),
        (("statement.causal", causal),),
        _by_concept(rows, len(concepts), len(collected.sources)),
        _edges(joined(rows, causal, weights), len(concepts)),
        _concepts(concepts, {sort: n for n, sort in enumerate(sorts)}),
        _documents(list(collected.sources), titles),
        _found_by(concepts),
        (("quotes", collected.quotes()),),
    )
    container.write(
        path,
        columns,
        {
            "prefix": ids.prefix,
            "whence": whence,
            "concepts": len(concepts),
            "statements": len(rows["subject"]),
            "sorts": sorts,
            "wordings": wordings,
            "studies": list(collected.studies),
        },
    )
    return told


def _sort(concept: Concept) -> tuple[str, str, str]:
    return concept.kind, type(concept).__name__, getattr(concept, "variable_type", "")


def _plain(wordings: Iterable[Wording]) -> Column:
    """The number that wordings share which differ in the spelling of a causal relation alone."""
    numbers: dict[tuple[object, ...], int] = {}
    found = []
    for w in wordings:
        spelled = "" if w.kind is Kind.causal else w.worded
        said = (w.relation, w.sign, spelled, w.kind, w.hedge, w.negated, w.cause_level, w.effect_level)
        found.append(numbers.setdefault((*said, w.cause_aspect, w.effect_aspect), len(numbers)))
    return np.asarray(found, np.uint32)


def _causal(wordings: Iterable[Wording]) -> Column:
    return np.asarray([w.kind is Kind.causal for w in wordings], bool)


def is_trial(study: str) -> bool:
    """Whether a line of evidence of this study is from a randomized trial."""
    found = study_of(Evidence(study=study))
    return found is not None and found.design == "randomized_trial"


def _rows(collected: Collected, of_name: Column, plain: Column) -> dict[str, Column]:
    """The rows in the order of subject, object, wording and line; what is said twice only once."""
    rows = collected.emptied()
    rows["subject"], rows["object"] = of_name[rows.pop("cause")], of_name[rows.pop("effect")]
    quoted, quotes = rows["quoted"], collected.quotes()
    starts = rows["quote"] = offsets(quoted.astype(np.int64) + 1)[:-1]
    said = plain[rows["wording"]]
    order = np.lexsort((rows["line"], rows["source"], said, rows["object"], rows["subject"]))
    same = np.zeros(len(order), bool)
    if len(order):
        columns = (rows["subject"], rows["object"], said, rows["source"], quoted, rows["study"])
        same[1:] = np.logical_and.reduce([column[order][1:] == column[order][:-1] for column in columns])
        for n in np.flatnonzero(same):
            one, other = order[n - 1], order[n]
            a, b = starts[one], starts[other]
            same[n] = np.array_equal(quotes[a : a + quoted[one]], quotes[b : b + quoted[other]])
    order = order[~same]
    return {name: rows.pop(name)[order] for name in list(rows)}


def _by_concept(rows: Mapping[str, Column], concepts: int, sources: int) -> Named:
    yield "by.subject.at", offsets(np.bincount(rows["subject"], minlength=concepts))
    yield from groups("by.object", rows["object"], concepts)
    yield from groups("by.source", rows["source"], sources)


def _edges(edges: Edges, concepts: int) -> Named:
    """The columns of the kernel, by their names there."""
    arrays = Arrays.of(concepts, *edges)
    for name in ARRAYS:
        yield f"edges.{name}", getattr(arrays, name)


def _concepts(concepts: Sequence[Concept], sorts: Mapping[tuple[str, str, str], int]) -> Named:
    yield from texts("concept.id", (c.id for c in concepts))
    yield from texts("concept.label", (c.label for c in concepts))
    yield from texts("concept.note", (c.note for c in concepts))
    yield "concept.sort", np.fromiter((sorts[_sort(c)] for c in concepts), np.uint16, len(concepts))
    yield from texts("synonym", (name for c in concepts for name in c.synonyms))
    yield "concept.synonym", offsets(np.fromiter((len(c.synonyms) for c in concepts), np.int64, len(concepts)))
    yield from texts("term", (term.iri for c in concepts for term in c.mappings))
    yield "term.match", np.asarray([MATCHES.index(t.match) for c in concepts for t in c.mappings], np.uint8)
    yield "concept.term", offsets(np.fromiter((len(c.mappings) for c in concepts), np.int64, len(concepts)))


def _documents(sources: Sequence[str], titles: Mapping[str, str]) -> Named:
    named = [sound(" ".join(titles.get(name, name).split())) for name in sources]
    yield from texts("document.name", sources)
    yield from texts("document.title", named)


def _found_by(concepts: Sequence[Concept]) -> Named:
    """By what a concept is found: its id, its public ids, its names, and the words of these."""
    yield from table("by_id", [c.id for c in concepts], range(len(concepts)))
    terms = [(term.iri, n) for n, c in enumerate(concepts) for term in c.mappings]
    yield from table("by_term", [iri for iri, _ in terms], [n for _, n in terms])
    names: dict[tuple[str, int], None] = {}
    words: dict[str, list[int]] = {}
    longest = 1
    for n, c in enumerate(concepts):
        for name in (c.label, *c.synonyms):
            parts = words_of(name)
            for word in dict.fromkeys(parts):
                words.setdefault(word, []).append(n)
            if parts and len(parts) <= _MOST_WORDS:
                longest = max(longest, len(parts))
                names[key(parts), n] = None
                names["=" + key(["".join(parts)]), n] = None
    yield from table("by_name", [name for name, _ in names], [n for _, n in names])
    yield "by_name.longest", np.asarray([longest], np.uint32)
    spelled = sorted(words)
    yield from texts("word", spelled)
    yield "word.of", np.fromiter((n for word in spelled for n in words[word]), np.uint32)
    yield "word.of.at", offsets(np.fromiter((len(words[word]) for word in spelled), np.int64, len(spelled)))


def _worded(w: Wording) -> dict[str, Any]:
    """A wording as JSON; `worded_of` reads it back."""
    kept = {name: getattr(w, name) for name in _PLAIN_FIELDS}
    return kept | {"sign": w.sign.value, "kind": w.kind.name, "hedge": w.hedge.name if w.hedge is not None else None}


_PLAIN_FIELDS = ("relation", "worded", "negated", "cause_level", "effect_level", "cause_aspect", "effect_aspect")
