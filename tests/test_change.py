"""What a change does to a content, undone, joined and applied; and what is made once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.causal import CausalGraph
from kg.change import PARTS, Change, applied, composed
from kg.model import Content, Relation
from kg.once import Once
from kg.patience import TookTooLong, seconds

IDS = st.sampled_from("abcd")
STEPS = st.lists(st.dictionaries(IDS, st.sampled_from(("", "old", "new")), min_size=1), max_size=6)
"""For some ids what they are called after a step; nothing where they are taken out."""


def content(labels):
    return Content(relations=tuple(Relation(id=id, label=labels[id]) for id in sorted(labels)))


def followed(start, steps):
    """The labels after the steps, and the change that each step is."""
    labels, changes = dict(start), []
    for step in steps:
        gone = {id: labels[id] for id in step if id in labels}
        come = {id: label for id, label in step.items() if label}
        labels = {id: label for id, label in labels.items() if id not in step} | come
        changes.append(Change(added=content(come), removed=content(gone)))
    return labels, changes


STARTS = st.dictionaries(IDS, st.just("old"))


@given(STARTS, STEPS)
def test_changes_are_applied_one_after_the_other(start, steps):
    labels, changes = followed(start, steps)
    assert applied(content(start), changes) == content(labels)


@given(STARTS, STEPS)
def test_changes_as_one_do_what_they_do_one_after_the_other(start, steps):
    labels, changes = followed(start, steps)
    assert applied(content(start), [composed(changes)]) == content(labels)


@given(STARTS, STEPS)
def test_what_is_undone_is_as_it_was(start, steps):
    labels, changes = followed(start, steps)
    assert applied(content(labels), [change.undone for change in reversed(changes)]) == content(start)
    assert [change.undone.undone for change in changes] == changes


@given(STARTS, STEPS)
def test_a_graph_changes_as_its_content_does(start, steps):
    graph = CausalGraph(content(start))
    for change in followed(start, steps)[1]:
        after = graph.changed(change.added, change.removed)
        assert after.content == applied(graph.content, [change])
        graph = after


def test_the_texts_of_changes_are_joined_the_later_before_the_earlier():
    first, second = Change(texts={"a": "1", "b": "1"}), Change(texts={"b": "2"})
    assert composed([first, second]).texts == {"a": "1", "b": "2"}
    assert first.undone.texts == first.texts


def test_every_part_of_a_content_can_change():
    assert set(PARTS) == set(Content.__dataclass_fields__)


def test_what_is_made_once_is_made_by_one_while_the_others_wait():
    once, made, all_here = Once(), [], threading.Barrier(4, timeout=10)

    def ask(_):
        all_here.wait()
        return once.get(lambda: made.append("made") or "made")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == ["made"] * 4
    assert made == ["made"]


def test_whoever_waits_too_long_for_what_is_made_waits_no_more():
    once, begun, end = Once(), threading.Event(), threading.Event()

    def slowly():
        begun.set()
        end.wait(10)
        return "made"

    with ThreadPoolExecutor(1) as pool:
        making = pool.submit(once.get, slowly)
        assert begun.wait(10)
        with pytest.raises(TookTooLong), seconds(0.1, "waiting"):
            once.get(slowly)
        end.set()
        assert making.result() == "made"
    assert once.get(slowly) == once.made == "made"


def test_what_could_not_be_made_is_made_at_the_next_call():
    once = Once()
    with pytest.raises(ZeroDivisionError):
        once.get(lambda: 1 // 0)
    assert once.made is None
    assert once.get(lambda: 1) == 1
