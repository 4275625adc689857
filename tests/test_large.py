"""A graph of any size in one file answers as the same graph in Turtle, alone and beside a curated one."""

import tempfile
from itertools import permutations
from pathlib import Path

from hypothesis import given, note, settings
from hypothesis import strategies as st

from kg import imported, rdf, store
from kg.causal import CausalGraph, Filters, Wanted, causes, effect_of, effects
from kg.curation.files import read_triples  # noqa: F401
from kg.large.beside import opened
from kg.large.layers import Layers
from kg.large.part import part
from kg.large.taken import take
from kg.model import Content
from kg.settings import Settings

NODES = "abcde"
SHIPPED = Settings.from_environment({"KG_ONTOLOGY": "-"})
BASE = rdf.read(store.triples_of(SHIPPED.files))
EDGES = st.lists(
    st.tuples(
        st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from("++--?"), st.sampled_from(["one", "two"])
    ),
    min_size=1,
    max_size=11,
    unique=True,
)
NARROWED = st.sampled_from(
    [
        Filters(),
        Filters(longest=2),
        Filters(through=("g-c",)),
        Filters(avoid=("g-d",)),
        Filters(relations=("increases",)),
    ]
)


def table(rows):
    lines = [f"{a}\t{b}\t{sign}\t{source}\tSo {a} and {b}." for a, b, sign, source in rows]
    return "\n".join(["cause\teffect\tsign\tsource\tsentence", *lines]) + "\n"


def as_turtle(rows, folder):
    """The graph that an import into Turtle makes of some edges."""
    (folder / "g.tsv").write_text(table(rows))
    made = imported.made(imported.read([folder / "g.tsv"]), BASE.relations, "g")
    content = Content(
        concepts=tuple(sorted(made.concepts, key=lambda c: c.id)),
        statements=tuple(sorted(made.statements, key=lambda s: s.id)),
        documents=tuple(source.document() for source in made.sources),
        kinds=BASE.kinds,
        relations=BASE.relations,
    )
    return CausalGraph(content)


def as_snapshot(rows, folder, beside=()):
    """The same as a snapshot."""
    (folder / "rest.tsv").write_text(table(rows))
    take([folder / "rest.tsv"], folder / "g.snapshot", beside=beside)
    return opened(folder / "g.snapshot", {r.id: r for r in BASE.relations})


def told(finding):
    """What a finding says, but for the numbers of statements."""
    return {
        "direction": finding.direction,
        "standing": finding.standing,
        "settled": finding.settled,
        "complete": finding.complete,
        "stated": finding.stated and finding.stated.sign,
        "paths": sorted((path.nodes, path.sign.value) for path in finding.paths),
        "unsigned": sorted(path.nodes for path in finding.unsigned),
        "claims": sorted(claim.sign.value for claim in finding.claims),
        "in loops": bool(finding.loops),
        "reverse": finding.reverse,
        "associations": len(finding.associations),
    }


def agree(whole, layers, filters=Filters()):
    ids = sorted(id for id in whole.concepts if id.startswith("g-"))
    for a, b in permutations(ids, 2):
        there = part(layers, Wanted(pairs=((a, b),)), filters=filters).graph
        assert told(effect_of(there, a, b, filters=filters)) == told(effect_of(whole, a, b, filters=filters)), (a, b)
    for id in ids:
        for reach, wanted in ((effects, Wanted(effects=(id,))), (causes, Wanted(causes=(id,)))):
            found = reach(part(layers, wanted, filters=filters).graph, id, filters=filters)
            expected = reach(whole, id, filters=filters)
            assert {(r.concept, r.finding.direction) for r in found} == {
                (r.concept, r.finding.direction) for r in expected
            }, id


@given(EDGES, NARROWED)
@settings(deadline=None, max_examples=10)
def test_a_snapshot_answers_as_the_same_graph_in_turtle(rows, filters):
    with tempfile.TemporaryDirectory() as name:
        note(repr((rows, filters)))
        whole = as_turtle(rows, Path(name))
        agree(whole, Layers(as_snapshot(rows, Path(name)), CausalGraph(BASE)), filters)


@given(EDGES)
@settings(deadline=None, max_examples=10)
def test_what_stands_in_turtle_and_what_stands_in_a_snapshot_is_answered_together(rows):
    note(repr(rows))
    curated, rest = ([row for row in rows if row[3] == source] for source in ("one", "two"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = as_turtle(curated, folder) if curated else CausalGraph(BASE)
        large = as_snapshot(rest or [("x", "y", "+", "two")], folder, beside=graph.concepts.values())
        agree(as_turtle(rows, folder), Layers(large, graph))
