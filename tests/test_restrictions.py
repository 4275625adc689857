"""What a question restricts is kept to, or no verdict is given."""

import ast
import inspect
import itertools
from pathlib import Path

import pytest

from kg.answer import answered, joined, restrict, route
from kg.answer.asked import Asked, restricted
from kg.answer.build import Citations
from kg.answer.restrict import Restriction
from kg.answer.route import KINDS
from kg.answer.values import Answer
from kg.answer.verdict import MOST_WORDS, NOTHING
from kg.causal import CausalGraph, Filters, Situation, effect_of
from kg.question import Attribute, Expected, Intent, Word
from kg.question.values import Gap, Unnamed
from tests.asking import ask, interventions, question
from tests.made import content, link, variable

OF_A_PAIR = dict(cause="estrogen", effect="bone_loss")
ROLES = {
    Intent.effect: OF_A_PAIR,
    Intent.mechanism: OF_A_PAIR,
    Intent.evidence: OF_A_PAIR,
    Intent.sufficiency: OF_A_PAIR,
    Intent.modifiers: dict(cause="exercise", effect="bone_formation"),
    Intent.causes: dict(effect="bone_loss"),
    Intent.effects: dict(cause="estrogen"),
    Intent.compare: dict(cause="estrogen", other="exercise", effect="bone_loss"),
    Intent.combine: dict(cause=("estrogen", "exercise"), effect="bone_loss"),
    Intent.quantity: OF_A_PAIR,
    Intent.definition: dict(topic="bone_loss"),
    Intent.members: dict(topic="exercise"),
    Intent.measurement: dict(topic="btm"),
}
GIVEN = {
    Restriction.through: dict(through="osteoclast"),
    Restriction.avoid: dict(avoid="osteoclast"),
    Restriction.excluded: dict(excluded="rankl"),
    Restriction.shared: dict(shared=True),
    Restriction.exclusive: dict(exclusive=True),
    Restriction.ranked: dict(ranked=True),
    Restriction.loop: dict(loop=True),
}


def meets(graph, path, concept):
    return bool(restrict._met(graph, concept) & {node.id for node in path.nodes[1:-1]})


def kept(graph, answer, restriction):
    """Whether an answer is what a restriction asks for, or gives no verdict."""
    if answer.status == "related":
        return answer.verdict.answer is None and answer.verdict.direction is None
    match restriction:
        case Restriction.through:
            return all(meets(graph, path, "osteoclast") for path in answer.paths)
        case Restriction.avoid:
            return not any(meets(graph, path, "osteoclast") for path in answer.paths)
        case Restriction.excluded if "ther than through RANKL: " in answer.text:
            return not any(meets(graph, path, "rankl") for path in answer.paths)
        case Restriction.excluded:
            said = [answer.text, *(i.text for i in answer.items), *(p.text for p in answer.paths)]
            return "RANKL" not in " ".join([*said, *(c.text for c in answer.citations)])
        case Restriction.exclusive:
            return answer.verdict.answer in ("no", "unknown", None)
        case Restriction.ranked:
            return answer.verdict.answer in ("unknown", None) or "stated" in answer.verdict.basis
        case Restriction.loop:
            return answer.verdict.direction is None
        case Restriction.shared:
            return answer.verdict.direction is None or {i.direction for i in answer.items} == {answer.verdict.direction}
    return False


@pytest.mark.parametrize("restriction", Restriction, ids=lambda r: r.value)
@pytest.mark.parametrize("intent", Intent, ids=lambda i: i.value)
def test_every_kind_keeps_to_every_restriction_or_gives_no_verdict(knowledge, graph, intent, restriction):
    roles = ROLES[intent]
    for closed in (False, True):
        expected = Expected.down if closed else None
        answer = ask(knowledge, graph, intent=intent, closed=closed, expected=expected, **(roles | GIVEN[restriction]))
        assert kept(graph, answer, restriction), answer.text


def test_a_kind_says_what_it_keeps_to(knowledge, graph):
    """What is not declared withholds, so that a new kind ignores nothing."""
    blank = Answer(question="", status="not_understood", intent=None, verdict=NOTHING, text="", graph_version="v")
    for kind, restriction in itertools.product(KINDS.values(), Restriction):
        if restriction in kind.obeys or restriction is Restriction.excluded:
            continue
        q = question(graph, intent=Intent.effect, **(OF_A_PAIR | GIVEN[restriction]))
        asked = Asked(
            graph=graph, question=q, situation=Situation(), citations=Citations(graph), blank=blank, max_paths=10
        )
        assert route.given(kind, restricted(asked)).status == "related", (kind.name, restriction)


def test_through_rests_the_verdict_on_these_ways_alone(knowledge, graph):
    answer = ask(
        knowledge, graph, intent=Intent.effect, closed=True, expected=Expected.down, through="rankl", **OF_A_PAIR
    )
    assert answer.verdict.basis == "by_mechanism"
    assert answer.paths
    assert all("rankl" in {n.id for n in p.nodes} for p in answer.paths)
    assert "hrough RANKL" in answer.text


def test_where_no_way_runs_through_it_nothing_is_claimed(knowledge, graph):
    answer = ask(
        knowledge, graph, intent=Intent.effect, closed=True, expected=Expected.down, through="calcium", **OF_A_PAIR
    )
    assert (answer.status, answer.verdict.answer, answer.verdict.direction) == ("no_known_path", "unknown", None)
    assert not answer.paths


def test_a_stated_whole_effect_does_not_tell_by_which_way(knowledge, graph):
    answer = ask(
        knowledge, graph, intent=Intent.effect, closed=True, expected=Expected.down, avoid="rankl", **OF_A_PAIR
    )
    assert answer.verdict.basis != "stated"
    assert not any("rankl" in {n.id for n in p.nodes} for p in answer.paths)
    assert "What is stated of the whole effect does not tell by which way it comes about." in answer.caveats


def test_a_path_kept_clear_of_a_variable_has_no_step_that_may_stand_for_it(graph):
    for cause, effect in (("estrogen", "bmd"), ("menopause", "fracture_risk")):
        whole = effect_of(graph, cause, effect)
        clear = effect_of(graph, cause, effect, filters=Filters(around=frozenset({"rankl"})))
        assert {p.nodes for p in clear.paths} <= {p.nodes for p in whole.paths}
        assert not any("rankl" in p.nodes for p in clear.paths)


def test_what_is_excluded_is_told_nowhere(knowledge, graph):
    for concept in interventions(graph):
        label = graph.concepts[concept].label
        answer = ask(knowledge, graph, intent=Intent.causes, expected=Expected.down, effect="fracture_risk",
                     excluded=concept)  # fmt: skip
        told = " ".join(
            [answer.text, *(i.text + i.label for i in answer.items), *(p.text for p in answer.paths)]
            + [c.text for c in answer.citations]
        )
        assert label.lower() not in told.lower(), (concept, told)


def test_asked_about_and_left_out_at_once_is_no_question(knowledge, graph):
    answer = ask(knowledge, graph, intent=Intent.effect, closed=True, expected=Expected.down, excluded="estrogen",
                 **OF_A_PAIR)  # fmt: skip
    assert answer.status == "related"
    assert answer.verdict.answer is None


def test_what_is_shared_acts_on_both(knowledge, graph):
    answer = ask(knowledge, graph, intent=Intent.causes, shared=True, effect=("bone_resorption", "fracture_risk"))
    for item in answer.items:
        for effect in ("bone_resorption", "fracture_risk"):
            assert effect_of(graph, item.id, effect).known
    assert answer.items


def test_only_is_denied_where_others_are_stated(knowledge, graph):
    answer = ask(knowledge, graph, intent=Intent.effect, exclusive=True, closed=True, expected=Expected.up,
                 cause="menopause", effect="bone_loss")  # fmt: skip
    assert answer.verdict.answer == "no"
    assert answer.text.startswith("No: Other causes are stated for this too:")


def test_no_ranking_is_made_up(knowledge, graph):
    answer = ask(knowledge, graph, intent=Intent.causes, ranked=True, expected=Expected.down, effect="bone_loss")
    assert answer.text.startswith("The source does not say which does most.")
    assert answer.items


def test_without_a_loop_nothing_acts_back(knowledge, graph):
    answer = ask(knowledge, graph, intent=Intent.effect, loop=True, closed=True, topic="estrogen")
    assert (answer.status, answer.verdict.answer) == ("no_known_path", "unknown")


def test_a_loop_is_told_with_its_polarity_and_no_direction(knowledge):
    pond = CausalGraph(
        content(
            [variable("plants"), variable("shade"), variable("heat")],
            [link("plants", "+", "shade"), link("shade", "-", "heat"), link("heat", "+", "plants")],
        )
    )
    answer = ask(knowledge, pond, intent=Intent.effect, loop=True, closed=True, topic="plants")
    assert answer.verdict.answer == "yes"
    assert answer.verdict.direction is None
    assert "is a balancing loop" in answer.text
    through = ask(knowledge, pond, intent=Intent.effect, loop=True, topic="plants", through="heat")
    assert through.status == "answered"
    avoided = ask(knowledge, pond, intent=Intent.effect, loop=True, topic="plants", avoid="heat")
    assert avoided.status == "no_known_path"


def test_no_kind_of_answer_calls_another():
    kinds = {Path(inspect.getfile(kind.answer)).stem for kind in KINDS.values()}
    for name in kinds:
        tree = ast.parse((Path(route.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kg.answer"):
                used = {node.module.rpartition(".")[2], *(a.name for a in node.names)}
                assert not used & kinds, (name, used)


@pytest.mark.parametrize("attribute", Attribute, ids=lambda a: a.value)
@pytest.mark.parametrize("closed", [False, True])
def test_an_attribute_that_is_not_held_is_said_first(knowledge, graph, attribute, closed):
    answer = ask(knowledge, graph, intent=Intent.effects, attribute=attribute, closed=closed, cause="bisphosphonate")
    assert answer.verdict.answer in (("unknown",) if closed else (None,))
    if answer.status == "out_of_scope":
        assert answer.text.startswith(("The source gives no", "The source does not say"))
        assert answer.citations


def test_no_harm_is_not_the_benefit_turned(knowledge, graph):
    answer = ask(knowledge, graph, intent=Intent.effects, attribute=Attribute.harm, closed=True, cause="bisphosphonate")
    assert answer.text.startswith("The source gives no harms of bisphosphonate")
    assert answer.verdict.answer == "unknown"


def test_a_word_that_was_not_understood_withholds_the_verdict(knowledge, graph):
    words = (Word(start=0, end=4, text="blorf", use="not_understood"),)
    for intent, roles in ROLES.items():
        answer = ask(knowledge, graph, intent=intent, closed=True, expected=Expected.down, words=words, **roles)
        if answer.concepts:
            assert answer.status == "related"
            assert (answer.verdict.answer, answer.verdict.direction) == (None, None)
            assert answer.text.startswith("I did not understand “blorf”. The nearest that the source says:")
            assert 1 <= len(answer.citations) <= 3
        assert [(w.text, w.use) for w in answer.words] == [("blorf", "not_understood")]


def test_what_could_be_meant_is_a_question_that_is_understood(knowledge, graph):
    answer = ask(knowledge, graph, topic=("estrogen", "bone_loss"))
    assert answer.status == "related"
    assert answer.suggestions
    for suggestion in answer.suggestions:
        assert knowledge.ask(suggestion.text).status in ("answered", "no_known_path"), suggestion.text


def test_what_is_nearest_in_meaning_is_told(knowledge, graph):
    asked = []

    def nearest(text, most, without):
        asked.append((text, most))
        return ["S082a", "S083a"]

    answer = ask(knowledge, graph, "calcium?!", topic="calcium", nearest=nearest)
    assert [c.statement for c in answer.citations][:2] == ["S082a", "S083a"]
    assert [text for text, _ in asked] == ["calcium?!"]


@pytest.mark.parametrize(
    ("intent", "kind"), [(Intent.quantity, "intake"), (Intent.measurement, "measurement"), (Intent.members, "source")]
)
def test_a_table_is_given_whole_where_no_topic_is_named(knowledge, graph, intent, kind):
    answer = ask(knowledge, graph, intent=intent)
    assert answer.status == "answered"
    whole = [s.text for s in graph.statements.values() if s.kind.name == kind]
    assert sorted(i.text for i in answer.items) == sorted(whole)


def test_a_gap_that_stands_in_the_source_is_not_called_unspoken(knowledge, graph):
    gap = Gap(Unnamed(start=0, end=6, text="joints", span=(0, 6)), "effect")
    asked = dict(intent=Intent.effect, cause="running", gaps=(gap,))
    assert ask(knowledge, graph, **asked).text.startswith("The source does not say this of “joints”.")
    silent = ask(knowledge, graph, stems=frozenset({"bone"}), **asked)
    assert silent.status == "unknown_concept"
    assert silent.text.startswith("The source does not speak of “joints”.")


def test_every_part_of_several_questions_is_told(knowledge, graph):
    citations = Citations(graph)
    lexicon = knowledge.snapshot.lexicon
    parts = [
        question(graph, intent=Intent.effect, cause="exercise", effect="bone_tissue"),
        question(graph, intent=Intent.compare, ranked=True, cause=("yoga", "jumping"), effect="bmd"),
        question(graph, topic="calcium"),
    ]
    answers = [answered(graph, lexicon, q, citations, version="v") for q in parts]
    whole = joined(answers, citations)
    assert len(whole.text.split("\n\n")) == len(answers)
    assert whole.status == "answered"


def test_what_one_can_do_is_told_apart_from_the_body(knowledge, graph):
    answer = ask(knowledge, graph, intent=Intent.causes, expected=Expected.down, effect="fracture_risk")
    assert answer.text.startswith("What one can do: ")
    assert "In the body: " in answer.text
    assert len(answer.text.split()) <= MOST_WORDS
    listed = [item.id for item in answer.items]
    assert listed.index("clinical_therapy") < listed.index("bisphosphonate")


def test_what_is_near_to_the_words_is_told_first(knowledge, graph):
    def nearest(text, most, without):
        return [s.id for s in graph.by_concept["osteoclast_apoptosis"] if s.subject == "estrogen"]

    answer = ask(knowledge, graph, "does estrogen kill off osteoclasts?", nearest=nearest, intent=Intent.effect,
                 closed=True, expected=Expected.down, cause="estrogen", effect="osteoclast")  # fmt: skip
    assert "death" in answer.text or "apoptosis" in answer.text
