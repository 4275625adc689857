"""Two things that one sentence says of a subject: both are answered, and a yes wants each."""

from itertools import product

import pytest

PREDICATES = ("raise RANKL", "lower RANKL", "lower bone resorption", "raise bone resorption", "cure baldness")
WEIGHT = ("no", "unknown", "yes")


@pytest.mark.parametrize(("one", "other"), [(a, b) for a, b in product(PREDICATES, repeat=2) if a != b])
def test_what_is_put_forward_together_is_so_where_each_is(knowledge, one, other):
    apart = [knowledge.ask(f"does estrogen {said}?").verdict.answer or "unknown" for said in (one, other)]
    together = knowledge.ask(f"does estrogen {one} and {other}?").verdict.answer or "unknown"
    assert together == min(apart, key=WEIGHT.index)


def test_what_is_made_by_what_is_no_effect_of_it(knowledge):
    assert knowledge.ask("do osteoblasts produce RANKL?").verdict.answer == "yes"
    assert knowledge.ask("do osteoblasts not produce RANKL?").verdict.answer == "no"
    assert knowledge.ask("do osteoblasts raise RANKL?").verdict.answer == "unknown"
