"""Questions with a word that changes what a yes would mean, over pairs of a known direction, and what may be answered.

`python -m tests.weighed [--of N]` asks each form of N pairs and prints, a family a line, how many were obeyed, withheld
and wrong. What may be answered follows from the graph and from the law of the family alone, never from how it was read.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.knowledge_base import KnowledgeBase
from kg.model import CausewayError, State
from kg.settings import Settings
from tests.probes import Makes, Probe, counted, third

Answers = frozenset[str]
SILENCE: Answers = frozenset(["unknown", "mixed"])
MOVES = {1: ("falls", "rises"), -1: ("rises", "falls")}


@dataclass(frozen=True)
class Signs:
    """Whether the cause does what is asked of the effect: 1, or -1 for the opposite; `other` and `between` the same of
    a second cause, and of what the cause does to that; 0 where it is open.
    """

    asked: int
    other: int = 0
    between: int = 0


def plainly(s: Signs) -> Answers:
    """What the graph says, or nothing."""
    return SILENCE | {"yes" if s.asked > 0 else "no"}


def turned(s: Signs) -> Answers:
    return plainly(Signs(-s.asked))


def more(s: Signs) -> Answers:
    """More is asked than a direction: no yes, and no no but where the opposite holds."""
    return SILENCE if s.asked > 0 else SILENCE | {"no"}


def not_so(s: Signs) -> Answers:
    """Never a yes: it is put forward that what holds does not, and of the opposite more than is known."""
    return SILENCE | {"no"} if s.asked > 0 else SILENCE


def never(s: Signs) -> Answers:
    return SILENCE


def neither(s: Signs) -> Answers:
    return SILENCE | {"no"}


def not_the_other(s: Signs) -> Answers:
    """This one does and the other does not."""
    return SILENCE | ({"yes"} if s.asked > 0 > s.other else {"no"} if s.asked < 0 or s.other > 0 else set())


def the_other_alone(s: Signs) -> Answers:
    return not_the_other(Signs(s.other, s.asked))


def both(s: Signs) -> Answers:
    """Two causes at once: yes or no only where both point the same way."""
    return SILENCE | ({"yes"} if s.asked == s.other == 1 else {"no"} if s.asked == s.other == -1 else set())


def each(s: Signs) -> Answers:
    """Of two it is asked that each does it."""
    return SILENCE | ({"yes"} if s.asked == s.other == 1 else {"no"} if -1 in (s.asked, s.other) else set())


def beside(s: Signs) -> Answers:
    """What the one does, unless the other does the opposite."""
    return plainly(s) if s.asked != -s.other else SILENCE


def ever(s: Signs) -> Answers:
    """That it is always so is denied by what is only usual."""
    return SILENCE | {"no"}


def by_way_of_the_other(s: Signs) -> Answers:
    """The cause keeps the other from doing it: it lowers what does it."""
    does = s.other > 0
    return SILENCE | ({"yes"} if s.between < 0 and does else {"no"} if s.between > 0 and does else set())


LAWS = {
    law.__name__: law
    for law in (plainly, turned, more, not_so, never, neither, not_the_other, the_other_alone, both, each, beside, ever)
} | {"by_way_of_the_other": by_way_of_the_other}


class Form(NamedTuple):
    """A form by its family, with the law that says what may be answered.

    In it {c} is asked of {e}, {z} is something else, {v} the verb asked with and {o} the opposite, {falls} and {rises}
    what may happen to the other; {vs}, {os}, {ving} and {vd} are forms of the verbs.
    """

    family: str
    law: str
    form: str


def forms() -> list[Form]:
    """The table of forms, as it stands in the file."""
    lines = (Path(__file__).parent / "weighed.tsv").read_text(encoding="utf-8").splitlines()
    return [Form(*line.split("\t")) for line in lines[1:]]


def ing(verb: str) -> str:
    return verb.removesuffix("e") + "ing"


def past(verb: str) -> str:
    return verb.removesuffix("e") + "ed"


@dataclass(frozen=True)
class Weighed:
    """The questions over the pairs of one graph, in an order that a seed fixes."""

    makes: Makes
    seed: int = 1

    def pairs(self, *, of: int) -> Iterator[tuple[str, str, str]]:
        """A cause, an effect that can be raised and lowered, and something that is no name of either."""
        chance, makes = random.Random(self.seed), self.makes
        found = [(c, e) for c, e in sorted(makes.findings) if self._plain(c) and self._plain(e) and not makes.ill(e)]
        chance.shuffle(found)
        others = sorted({c for c, _ in found} | {e for _, e in found})
        for cause, effect in islice(_over(found), of):
            apart = [z for z in others if not makes.near(z, cause) and not makes.near(z, effect)]
            told = [z for z in apart if (z, effect) in makes.findings]
            yield cause, effect, chance.choice(told if told and chance.random() < 0.7 else apart)

    def _plain(self, id: str) -> bool:
        concept = self.makes.graph.concepts[id]
        return not isinstance(concept, State) and not concept.label.startswith(("less ", "more ", "lower ", "low "))

    def all(self, *, of: int = 12) -> Iterator[Probe]:
        """Each form of so many pairs, the pairs going on from form to form."""
        asked = forms()
        pairs = self.pairs(of=of * len(asked))
        for form in asked:
            for n, pair in enumerate(islice(pairs, of)):
                yield self.probe(form, *pair, 1 if n % 3 else -1)

    def probe(self, form: Form, cause: str, effect: str, other: str, right: int) -> Probe:
        """A form of one pair, with the verb that is right of it or the opposite."""
        makes = self.makes
        sign = makes.findings[cause, effect]
        way = sign * right
        signs = Signs(
            right,
            makes.findings.get((other, effect), 0) * way,
            makes.findings.get((cause, other), 0),
        )
        v, o = ("raise", "lower") if way > 0 else ("lower", "raise")
        parts = makes.parts(cause, effect, way)
        plural = parts["does"] == "do"
        z = makes.name(other)
        many = makes.plural(other, z)
        parts |= {
            "v": v,
            "vs": v if plural and " that {vs}" not in form.form else third(v),
            "ving": ing(v),
            "vd": past(v),
        }
        parts |= {"o": o, "os": o if plural else third(o), "z": z}
        parts |= {"falls": "fall" if many else "falls", "rises": "rise" if many else "rises"}
        question = form.form.format(**parts)
        return Probe(
            family=form.family,
            question=question[:1].upper() + question[1:],
            cause=cause,
            effect=effect,
            answers=LAWS[form.law](signs),
        )


def _over(pairs):
    """The pairs again and again."""
    while pairs:
        yield from pairs


def outcomes(knowledge: KnowledgeBase, probes) -> Iterator[tuple[Probe, str, str]]:
    """Each probe with whether it was obeyed, withheld or wrong, and what was said."""
    for probe in probes:
        try:
            said = knowledge.ask(probe.question)
        except CausewayError as error:
            yield probe, "wrong", f"raises {type(error).__name__}"
            continue
        answer = said.verdict.answer
        if answer in ("yes", "no"):
            kind = "obeyed" if answer in probe.answers else "wrong"
            yield probe, kind, f"says {answer}: {said.text[:90]}"
        else:
            yield probe, "withheld", f"{said.status}: {said.text[:90]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--of", type=int, default=12, help="of how many pairs each form is asked")
    parser.add_argument("--examples", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ontology", type=Path)
    options = parser.parse_args()
    knowledge = KnowledgeBase(Settings(ontology=options.ontology) if options.ontology else Settings())
    probes = Weighed(Makes(knowledge.snapshot.graph), options.seed).all(of=options.of)
    table, wrong = counted(outcomes(knowledge, probes))
    print(f"{'':20}{'tried':>8}{'obeyed':>8}{'withheld':>10}{'wrong':>8}")
    for family, n in table.items():
        print(f"{family:20}{n.total():8}{n['obeyed']:8}{n['withheld']:10}{n['wrong']:8}")
        for example in wrong[family][: options.examples]:
            print("    ", example)


if __name__ == "__main__":
    main()
