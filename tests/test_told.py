"""What is said once a question is read: laws over this subject and another one."""

import itertools
import re
from pathlib import Path

import pytest

from kg.answer.asked import Asked
from kg.answer.nearby import family, statements_of
from kg.knowledge_base import KnowledgeBase
from kg.model import Hedge, Kind
from kg.question import Expected, Intent, Word
from kg.question.values import Gap, Unnamed
from kg.settings import Settings
from tests.asking import ask, interventions

GARDEN = Path(__file__).parent / "garden"
LONGEST = 150
"""Words that two sentences of the longest may come to."""


@pytest.fixture(scope="module", params=["shipped", "garden"])
def subject(request, knowledge):
    if request.param == "shipped":
        return knowledge
    return KnowledgeBase(Settings(ontology=GARDEN))


@pytest.fixture
def held(subject):
    return subject.snapshot.graph


def outcomes(graph):
    return [c for c in graph.concepts if graph.is_outcome(c) and graph.is_signed(c)]


def sentences(text):
    return re.split(r"(?<=[\].]) (?=[A-Z])", text)


def test_no_list_tells_a_class_that_holds_what_is_left_out(subject, held):
    for outcome in outcomes(held)[:2]:
        for left_out in interventions(held):
            classes = {*held.ancestors(left_out)}
            found = ask(subject, held, intent=Intent.causes, effect=outcome, excluded=left_out) if classes else None
            assert not found or not classes & {i.id for i in found.items}, (outcome, left_out)


def test_kinds_told_together_are_no_surer_than_each(subject, held):
    for outcome in outcomes(held):
        found = ask(subject, held, intent=Intent.causes, effect=outcome, expected=Expected.good)
        single = {i.text for i in found.items}
        for said in sentences(found.text):
            named = [i for i in found.items if i.label.lower() in said.lower()]
            if said not in single and " and " in said and "by mechanism" in said and len(named) > 1:
                together = [i for i in named if not any(i.label in other.label and i is not other for other in named)]
                assert " may " in said or not any(" may " in i.text for i in together), said
                assert "of our own" in said or not any("of our own" in i.text for i in together), said


def test_a_list_stays_short(subject, held):
    for concept in held.concepts:
        for intent, role in ((Intent.causes, "effect"), (Intent.effects, "cause")):
            found = ask(subject, held, intent=intent, **{role: concept})
            assert len(found.text.split()) <= LONGEST, found.text


def test_every_part_of_a_combination_is_told(subject, held):
    done = interventions(held)
    for one, other in zip(done, done[1:] + done[:1], strict=True):
        for outcome in outcomes(held)[:3]:
            found = ask(subject, held, intent=Intent.combine, cause=(one, other), effect=outcome, closed=True)
            cited = [held.statements[c.statement] for c in found.citations if f"[{c.number}]" in found.text]
            named = {id for s in cited for id in (s.subject, s.object, *s.joint)}
            for part in (one, other) if found.status == "answered" else ():
                said = held.concepts[part].label.lower() in found.text.lower()
                assert said or named & {part, *held.spoken_of(part)}, (one, other, outcome, found.text)


def test_only_and_both_are_held_against_all_that_is_listed(subject, held):
    listed = {}
    for s in held.of_kind(Kind.source):
        listed.setdefault(s.object, set()).add(s.subject)
    for whole, members in listed.items():
        for member in members:
            found = ask(subject, held, intent=Intent.members, cause=member, topic=whole, closed=True, exclusive=True)
            assert found.verdict.answer == ("no" if len(members) > 1 else "unknown"), (member, whole)
            assert all(held.concepts[m].label in found.text for m in members - {member}), found.text
    for one, other in itertools.combinations(listed, 2):
        found = ask(subject, held, intent=Intent.members, topic=(one, other), shared=True)
        held_of = [{k for m in listed[whole] for k in (m, *held.descendants(m))} for whole in (one, other)]
        assert {i.id for i in found.items} == held_of[0] & held_of[1], (one, other)


def test_a_limit_gives_a_no_only_where_it_is_firm(subject, held):
    for s in held.of_kind(Kind.limit):
        found = ask(subject, held, intent=Intent.sufficiency, cause=s.subject, effect=s.object, closed=True)
        firm = [
            x for x in held.of_kind(Kind.limit) if held.concepts[x.object].variable == held.concepts[s.object].variable
        ]
        firm = [x for x in firm if x.subject in held.wider(s.subject) and x.hedge < Hedge.possible]
        assert found.verdict.answer == ("no" if firm else "unknown"), s.text


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.causal])
def test_what_names_a_kind_of_claim_gets_all_of_it(subject, held, kind):
    words = Unnamed(start=0, end=len(kind.name), text=kind.name, span=(0, len(kind.name)))
    found = ask(subject, held, kind.name, intent=Intent.quantity, gaps=(Gap(words, "topic"),))
    told = held.of_kind(kind)
    assert [i.text for i in found.items] == [s.text for s in told]
    assert found.status == "answered" if told else found.status != "answered"


def test_what_is_compared_for_an_effect_is_told_of_that_effect(subject, held):
    for s in held.of_kind(Kind.comparison):
        for outcome in s.outcomes:
            found = ask(subject, held, intent=Intent.compare, topic=(s.subject, s.object), effect=outcome)
            assert s.text.rstrip(".") in found.text
            assert found.verdict.answer is None


def test_the_nearest_are_unlike_each_other_and_speak_of_what_was_understood(subject, held):
    lost = Word(start=0, end=3, text="xyz", use="not_understood")
    for concept in held.concepts:
        found = ask(subject, held, intent=Intent.definition, topic=concept, words=(lost,))
        told = [held.statements[c.statement] for c in found.citations]
        assert found.status == "related"
        assert found.verdict.answer is None
        known = statements_of(_asked(held), concept)
        pairs = {(s.subject, s.object) for s in known}
        assert len({(s.subject, s.object) for s in told}) >= min(len(told), len(pairs)), concept
        names = family(_asked(held), concept)
        assert all(s in known or names & {s.subject, s.object, *s.joint, *s.outcomes} for s in told if known), concept


def test_it_is_said_once_that_a_modifier_is_at_work(graph, knowledge):
    for state in {s.subject for s in graph.of_kind(Kind.modifier)}:
        for cause in interventions(graph):
            found = ask(knowledge, graph, intent=Intent.modifiers, cause=cause, context=state)
            at_work = re.findall(r"[^.\]]* at work here", found.text)
            assert len(at_work) == len(set(at_work)), found.text


def test_another_cause_does_not_act_through_the_one_asked_about(graph, knowledge):
    found = ask(
        knowledge,
        graph,
        intent=Intent.effect,
        cause="estrogen",
        effect="bone_loss",
        expected=Expected.down,
        closed=True,
        exclusive=True,
    )
    assert "menopause" not in sentences(found.text)[0].lower()


def test_what_could_mean_several_things_is_told_of_each(knowledge):
    found = knowledge.ask("what is an endpoint?")
    assert found.status == "ambiguous"
    assert len(found.citations) == len(found.suggestions)


def _asked(graph):
    return Asked(graph=graph, question=None, situation=None, citations=None, blank=None, max_paths=1)
