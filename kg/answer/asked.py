"""What every kind of answer starts from and is made with: the question, the graph, the citations, shared sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.answer import build
from kg.answer.build import Citations
from kg.answer.values import Answer, Verdict
from kg.causal import CausalGraph, Finding, Situation, Standing, effect_of
from kg.english import say
from kg.linking import Mention
from kg.model import Hedge, Sign, Statement
from kg.question import Expected, Intent, Question

NOTHING = Verdict(answer=None, direction=None, beneficial=None, basis="not_in_source")
MOST_FINDINGS = 3
MOST_WORDS = 115
LEAST_SENTENCES = 2
_MOST_NAMED = 6


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
        return self._named("cause")

    def effects(self) -> tuple[Mention, ...]:
        return self._named("effect")

    def _named(self, role: str) -> tuple[Mention, ...]:
        """The known concepts that play a part, each once at each level."""
        once = {(m.concept, m.level): m for m in reversed(self.question.mentions(role))}
        return tuple(once.values())[::-1][:_MOST_NAMED]

    def findings(self, causes: Iterable[Mention], effects: Iterable[str]) -> list[tuple[Finding, int]]:
        """What is known of each cause on each effect, with the level of the cause; entities through their aspects."""
        found = []
        targets = list(effects)
        for mention in causes:
            for effect in targets:
                finding = effect_of(self.graph, mention.concept, effect, self.situation)
                if finding.reported and not (self.graph.is_signed(mention.concept) and self.graph.is_signed(effect)):
                    found.append((finding, mention.level))
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
    firm = [(f, level) for f, level in known if f.standing.firm]
    stated = [(f, level) for f, level in firm if f.signed]
    chosen = stated or [(f, level) for f, level in known if f.signed] or firm or known
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


def yes_no(graph: CausalGraph, question: Question, found: list[tuple[Finding, int]]) -> str | None:
    """Yes or no for a yes-no question; mixed where only some of what is found fits or sources disagree, unknown where
    it may be neither.
    """
    if not question.closed or (question.expected is None and question.intent is not Intent.effect):
        return None
    if question.expected is None or question.about or question.personal or not found:
        return "unknown"
    if any(f.standing is Standing.sources_disagree for f, _ in found) or not all(f.settled for f, _ in found):
        return "mixed" if all(f.settled for f, _ in found) else "unknown"
    allowed = frozenset().union(*(_fits(graph, question.expected, f, level) for f, level in found))
    if allowed == {True}:
        return _affirmed(question, found)
    if allowed == {False}:
        if silent_on_harm(graph, question, found):
            return "unknown"
        return "yes" if question.negated else "no"
    return "mixed" if allowed == {True, False} else "unknown"


def silent_on_harm(graph: CausalGraph, question: Question, found: list[tuple[Finding, int]]) -> bool:
    """Whether a harm is asked about, and all that speaks against it is that the steps run the other way.

    A benefit that is worked out is no finding that there is no harm.
    """
    if not question.closed or question.expected is None:
        return False
    composed = [(f, level) for f, level in found if not (f.standing.firm and f.direction.definite)]
    return any(
        _is_harm(graph, question.expected, f) and True not in _fits(graph, question.expected, f, level)
        for f, level in composed
    )


def _is_harm(graph: CausalGraph, expected: Expected, finding: Finding) -> bool:
    """Whether what a yes would mean is bad for the effect."""
    direction = {Expected.up: Sign.PLUS, Expected.down: Sign.MINUS}.get(expected)
    return expected is Expected.bad or build.beneficial(graph, finding.effect, direction) is False


def _fits(graph: CausalGraph, expected: Expected, finding: Finding, level: int) -> frozenset[bool | None]:
    """Whether each direction that a finding allows is what a yes would mean; none where that is open."""
    sign = finding.direction.times(level)
    if expected is Expected.any:
        if sign is Sign.UNKNOWN:
            return frozenset({True if finding.standing.firm else None})
        return frozenset(d != 0 for d in sign.directions)
    if sign is Sign.UNKNOWN:
        return frozenset({None})
    if expected in (Expected.good, Expected.bad):
        good = build.beneficial(graph, finding.effect, Sign.PLUS)
        if good is None:
            return frozenset({None})
        wanted = 1 if good == (expected is Expected.good) else -1
    else:
        wanted = {Expected.up: 1, Expected.down: -1, Expected.none: 0}[expected]
    return frozenset(d == wanted for d in sign.directions)


def _affirmed(question: Question, found: list[tuple[Finding, int]]) -> str:
    """A yes, unless only an aim is stated, or more is asked than is said: "always" of what may be."""
    hedge = max((s.hedge for s in found[0][0].support), default=Hedge.categorical)
    if hedge is Hedge.aim:
        return "unknown"
    if question.always:
        return "no" if hedge >= Hedge.typical else "unknown"
    return "no" if question.negated else "yes"


_OPENINGS = {"yes": "Yes: ", "no": "No: ", "mixed": "Mixed: ", "unknown": "", None: ""}


def opened(answer: str | None, sentences: list[str]) -> str:
    """The sentences with the verdict in front of the first."""
    told: list[str] = []
    for sentence in dict.fromkeys(s for s in sentences if s):
        length = sum(len(s.split()) for s in (*told, sentence))
        if len(told) < LEAST_SENTENCES or length <= MOST_WORDS:
            told.append(sentence)
    return _OPENINGS[answer] + " ".join(told)


def named(asked: Asked, mention: Mention) -> str:
    """A concept as the asker named it: itself, or less of it."""
    return say.noun(asked.graph.concepts[mention.concept], mention.level).text
