"""What every kind of answer starts from and is made with: the question, the graph, the citations, shared sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.answer import words
from kg.answer.build import Citations
from kg.answer.values import Answer, Verdict
from kg.causal import CausalGraph, Finding, Situation, Standing, effect_of
from kg.linking import Mention
from kg.model import Sign, Statement
from kg.question import Expected, Question

NOTHING = Verdict(answer=None, direction=None, beneficial=None, basis="not_in_source")
MOST_FINDINGS = 3
_YES = {
    Expected.up: lambda v: v.direction == "increases",
    Expected.down: lambda v: v.direction == "decreases",
    Expected.good: lambda v: v.beneficial,
    Expected.bad: lambda v: None if v.beneficial is None else not v.beneficial,
    Expected.any: lambda v: True,
    Expected.none: lambda v: False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with all that is needed to answer it; `blank` is the answer before anything is said."""

    graph: CausalGraph
    question: Question
    situation: Situation
    citations: Citations
    blank: Answer
    max_paths: int

    def label(self, concept: str) -> str:
        return self.graph.concepts[concept].label

    def cited(self, statement: Statement) -> str:
        return cited(statement, self.citations)

    def causes(self) -> tuple[Mention, ...]:
        return tuple(m for m in self.question.mentions("cause") if m.concept)

    def effects(self) -> tuple[Mention, ...]:
        return tuple(m for m in self.question.mentions("effect") if m.concept)

    def findings(self, causes: Iterable[Mention], effects: Iterable[str]) -> list[tuple[Finding, int]]:
        """What is known of each cause on each effect, with the level of the cause; entities through their aspects."""
        found = []
        targets = list(effects)
        for mention in causes:
            for effect in targets:
                if not (self.graph.is_signed(mention.concept) and self.graph.is_signed(effect)):
                    found.append((effect_of(self.graph, mention.concept, effect, self.situation), mention.level))
            for cause in self.graph.spoken_of(mention.concept) or (mention.concept,):
                for effect in targets:
                    for target in self.graph.spoken_of(effect) or (effect,):
                        if self.variable(cause) != self.variable(target) or cause != target != mention.concept:
                            finding = effect_of(self.graph, cause, target, self.situation)
                            found.append((finding, mention.level))
        return found

    def variable(self, concept: str) -> str:
        return self.graph.concepts[concept].variable or concept

    def answer(self, **fields) -> Answer:
        """The blank answer filled in, with the citations so far."""
        return replace(self.blank, citations=self.citations.all(), **fields)


def cited(statement: Statement, citations: Citations) -> str:
    """The statement as a sentence with its citation."""
    return f"{statement.text.rstrip('.')} {citations.mark([statement])}."


def strongest(found: list[tuple[Finding, int]]) -> list[tuple[Finding, int]]:
    """The findings that count: those that are stated where there are any, else the ones by mechanism; best first."""
    known = [(f, level) for f, level in found if f.known]
    stated = [(f, level) for f, level in known if f.standing in (Standing.stated, Standing.by_definition)]
    signed = [(f, level) for f, level in stated if f.direction is not Sign.UNKNOWN]
    chosen = signed or [(f, level) for f, level in known if f.direction is not Sign.UNKNOWN] or stated or known
    return sorted(chosen, key=_rank)


def _rank(item: tuple[Finding, int]) -> tuple:
    finding, _ = item
    hedge = max((s.hedge for s in finding.support), default=0)
    length = len(finding.paths[0].edges) if finding.paths else 0
    return (
        list(Standing).index(finding.standing),
        finding.stated is None,
        hedge,
        length,
        finding.effect,
        finding.cause,
    )


def joint_verdict(verdicts: list[Verdict]) -> Verdict:
    """One verdict for several findings: theirs where they agree, mixed or unknown where they do not."""
    if not verdicts:
        return NOTHING
    directions = {v.direction for v in verdicts}
    if len(directions) > 1:
        opposed = {"increases", "decreases"} <= directions or "unknown" in directions
        return replace(verdicts[0], direction="unknown" if opposed else "mixed", beneficial=None)
    goods = {v.beneficial for v in verdicts}
    return replace(verdicts[0], beneficial=goods.pop() if len(goods) == 1 else None)


def yes_no(question: Question, verdict: Verdict) -> str | None:
    """Yes or no for a yes-no question; mixed where the evidence is, unknown where the direction is."""
    if not question.closed or question.expected is None:
        return None
    if question.about or _forecast(question):
        return "unknown"
    if verdict.direction == "mixed":
        return "mixed"
    if question.expected is Expected.none and verdict.direction == "no_effect":
        return "no" if question.negated else "yes"
    if verdict.direction not in ("increases", "decreases", "no_effect"):
        return "unknown"
    fits = _YES[question.expected](verdict)
    if fits is None:
        return "unknown"
    return "yes" if bool(fits) != question.negated else "no"


def _forecast(question: Question) -> bool:
    """Whether it asks what will become of one person."""
    return question.personal


_OPENINGS = {"yes": "Yes: ", "no": "No: ", "mixed": "Mixed: ", "unknown": "", None: ""}


def opened(answer: str | None, sentences: list[str]) -> str:
    """The sentences with the verdict in front of the first."""
    text = " ".join(dict.fromkeys(s for s in sentences if s))
    return _OPENINGS[answer] + text


def named(asked: Asked, mention: Mention) -> str:
    """A concept as the asker named it: itself, or less of it."""
    return words.named(asked.graph.concepts[mention.concept], mention.level)
