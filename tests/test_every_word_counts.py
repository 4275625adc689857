"""No word of a question is dropped: what turns, restricts or weakens it is obeyed, or there is no verdict.

Each family is asked of pairs whose plain question gets a firm yes; a verdict that such a family must not get is wrong.
"""

import pytest

from kg.causal import effect_of
from kg.model import Sign, State, Variable

OTHER = {"raise": "lower", "lower": "raise"}
TURNED = {"yes": "no", "no": "yes"}

SAYS_THE_SAME = (
    "{C} {V}s {E}, doesn't it?",
    "{C} {V}s {E}, isn't that right?",
    "{C} {V}s {E}, don't you think?",
    "{C} {V}s {E}, no?",
    "{C} {V}s {E}, right?",
    "Is it not true that {C} {V}s {E}?",
    "Isn't it the case that {C} {V}s {E}?",
    "{C} {V}s {E}. Is that true?",
    "{C} does not {O} {E}, or does it? {C} {V}s {E}, correct?",
    "A blog says that {C} {V}s {E}. Is the blog right?",
    "My husband reckons that {C} {V}s {E}. Is he right?",
    "True or false: {C} {V}s {E}.",
    "Surely {C} {V}s {E}?",
    "{C} {V}s {E}: true or false?",
    "For a talk I am preparing, does {C} {V} {E}?",
)
TURNS_IT = (
    "{C} does not {V} {E}. Is that true?",
    "{C} {V}s {E}. Is that false?",
    "Is it untrue that {C} {V}s {E}?",
    "Is it unlikely that {C} {V}s {E}?",
    "Is there no link between {C} and {E}?",
    "Does {C} fail to {V} {E}?",
    "Does {C} {O} {E}?",
    "Is it true that {C} fails to {V} {E}?",
    "My sister swears that {C} {O}s {E}. Can I believe her?",
    "A leaflet claims that {C} {V}s {E}. Is the leaflet wrong?",
    "{C} {O}s {E}: true or false?",
)
NOT_A_YES = (
    "Is {C} positively and negatively correlated with {E}?",
    "Does {C} rarely {V} {E}?",
    "Does {C} {V} {E} by changing the price of fish?",
    "Does {C} {V} {E} immediately?",
    "Does {C} {V} {E} in 5 minutes?",
    "Does {C} permanently {V} {E}?",
    "Does {C} {V} {E} unless it rains?",
    "Does {C} {V} {E} more than anything else?",
    "Does all {C} {V} {E}?",
    "Does half of {C} {V} {E}?",
    "Does partial {C} {V} {E}?",
    "Does {C} clinic {V} {E}?",
    "Does thinking about {C} {V} {E}?",
    "Do people who never have {C} {V} {E}?",
    "Does everything but {C} {V} {E}?",
    "Does {C} {V} nothing but {E}?",
    "Does {C} double {E}?",
    "Did people once think that {C} {V}s {E}?",
    "Does {C} {V} {E} in girls?",
    "Does {C} {V} {E} in zebrafish?",
    "My {C} fell. Did that {V} {E}?",
    "My {C} ended. Did that {V} {E}?",
    "If you had no {C}, would that {V} {E}?",
    "Coffee blocks {C}. Does it {V} {E}?",
    "A drug inhibits {C}. Does that {V} {E}?",
    "Does some {C} not {O} {E}?",
    "Is {C} a safe way to {V} {E}?",
    "Is {C} a dangerous way to {V} {E}?",
    "Does {C} {V} {E} within an hour?",
    "Does {C} {V} {E} in the first week?",
    "Was {C} once thought to {V} {E}?",
    "Is {C} essential for {E}?",
    "Does {C} work as well as dark chocolate for {E}?",
    "I have kidney disease, does {C} {V} {E}?",
    "I am on prednisone. Does {C} {V} {E}?",
    "Does {C} {V} {E} regardless of age?",
    "Does {C} {V} {E} despite everything else?",
    "Does {C} {V} {E} before lunch but not after it?",
)


@pytest.fixture(scope="module")
def pairs(knowledge, graph):
    """A definite pair of each cause: its names, the verb that is right of it and the one that is not."""
    found = {}
    for cause, effect in sorted(graph.by_pair):
        a, b = graph.concepts[cause], graph.concepts[effect]
        if cause in found or not (isinstance(a, Variable) and isinstance(b, Variable)) or isinstance(b, State):
            continue
        finding = effect_of(graph, cause, effect)
        if finding.direction in (Sign.PLUS, Sign.MINUS) and " " not in a.label:
            verb = "raise" if finding.direction is Sign.PLUS else "lower"
            answers = [knowledge.ask(f"does {a.label} {v} {b.label}?").verdict.answer for v in (verb, OTHER[verb])]
            if answers == ["yes", "no"]:
                found[cause] = dict(C=a.label, E=b.label, V=verb, O=OTHER[verb])
    assert len(found) >= 8
    return list(found.values())[:16]


def wrong(knowledge, pairs, forms, *answers):
    """The questions of these forms that got one of the answers that they must not get."""
    return [
        (question, said)
        for form in forms
        for pair in pairs
        for question in [form.format(**pair)]
        for said in [knowledge.ask(question).verdict.answer]
        if said in answers
    ]


def test_tags_and_polite_negatives_change_nothing(knowledge, pairs):
    assert not wrong(knowledge, pairs, SAYS_THE_SAME, "no")


def test_what_says_the_opposite_turns_the_answer(knowledge, pairs):
    assert not wrong(knowledge, pairs, TURNS_IT, "yes")


def test_a_word_that_is_not_accounted_for_gets_no_yes(knowledge, pairs):
    assert not wrong(knowledge, pairs, NOT_A_YES, "yes")


@pytest.mark.parametrize(
    "form", ["Is {E} caused by {C}?", "Is {E} due to {C}?", "Is {E} a result of {C}?", "Does {E} need {C}?"]
)
def test_a_cause_is_asked_for_what_raises(form, knowledge, pairs):
    lowering = [p for p in pairs if p["V"] == "lower"]
    raising = [p for p in pairs if p["V"] == "raise"]
    assert not wrong(knowledge, lowering, [form], "yes")
    assert not wrong(knowledge, raising, [form], "no")


def test_all_of_several_must_hold(knowledge, pairs):
    for pair in pairs:
        answer = knowledge.ask("does {C} {V} {E} and dark chocolate?".format(**pair)).verdict.answer
        assert answer != "yes", pair


@pytest.mark.parametrize("condition", ["with osteoporosis", "with bone loss", "for osteopenia"])
@pytest.mark.parametrize("word", ["safe", "dangerous"])
def test_whether_it_is_safe_is_not_said(word, condition, knowledge):
    for what in ("yoga", "hormone therapy", "menopause"):
        assert knowledge.ask(f"is {what} {word} {condition}?").verdict.answer not in ("yes", "no"), what
