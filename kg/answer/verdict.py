"""The judge's last step: yes or no from the direction found, the direction asked, the level and the polarity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.answer import build
from kg.answer.values import Answer, AnswerName, Verdict
from kg.causal import CausalGraph, Finding, Standing
from kg.english import say
from kg.english.labels import BASES
from kg.english.signs import DIRECTION_WORDS, Direction
from kg.model import Hedge, Sign
from kg.question import Expected, Intent, Question

NOTHING = Verdict(answer=None, direction=None, beneficial=None, basis="not_in_source")
WANTED: dict[Expected | None, Sign] = {Expected.up: Sign.PLUS, Expected.down: Sign.MINUS, Expected.none: Sign.ZERO}
_DIRECTIONS: dict[Direction | None, Sign] = {
    "increases": Sign.PLUS,
    "decreases": Sign.MINUS,
    "no_effect": Sign.ZERO,
}
_OPENINGS: dict[AnswerName | None, str] = {"yes": "Yes: ", "no": "No: ", "mixed": "Mixed: ", "unknown": "", None: ""}
_NAMES: dict[bool | None, AnswerName] = {True: "yes", False: "no", None: "unknown"}
MOST_WORDS = 115
LEAST_SENTENCES = 2


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


def said(question: Question, so: bool | None) -> AnswerName | None:
    """Whether what a yes-no question puts forward is so, in its polarity; none for other questions.

    >>> said(Question(text="", closed=True), True), said(Question(text="", closed=True, negated=True), True)
    ('yes', 'no')
    """
    if not question.closed:
        return None
    return _NAMES[so if so is None else so is not question.negated]


def yes_no(graph: CausalGraph, question: Question, found: list[tuple[Finding, int]]) -> AnswerName | None:
    """Yes or no for a yes-no question; mixed where only some of what is found fits or sources disagree, unknown where
    it may be neither.
    """
    if not question.closed or (question.expected is None and question.intent is not Intent.effect):
        return None
    if question.expected is None or question.about or question.personal or not found:
        return "unknown"
    if question.direct and not any(f.stated for f, _ in found):
        return "unknown"  # steps that are worked out are no direct link, and rule none out
    if any(f.standing is Standing.sources_disagree for f, _ in found) or not all(f.settled for f, _ in found):
        return "mixed" if all(f.settled for f, _ in found) else "unknown"
    allowed = frozenset().union(*(_fits(graph, question.expected, f, level) for f, level in found))
    if allowed == {True}:
        hedge = max((s.hedge for s in found[0][0].support), default=Hedge.categorical)
        return affirmed(question, hedge)
    if allowed == {False}:
        return said(question, None if silent_on_harm(graph, question, found) else False)
    return "mixed" if allowed == {True, False} else "unknown"


def affirmed(question: Question, hedge: Hedge) -> AnswerName | None:
    """A yes, unless only an aim is stated, or more is asked than is said: "always" of what may be."""
    if hedge is Hedge.aim:
        return said(question, None)
    if question.always:
        return said(question, False if hedge >= Hedge.typical else None)
    return said(question, True)


def joint(answers: Iterable[AnswerName | None]) -> AnswerName | None:
    """One answer for several parts that are all put forward: yes where all are, no where one is not."""
    answers = set(answers)
    return next((a for a in ("no", "unknown", "mixed", "yes") if a in answers), None)


def silent_on_harm(graph: CausalGraph, question: Question, found: list[tuple[Finding, int]]) -> bool:
    """Whether a harm is asked about, and all that speaks against it is that the steps run the other way.

    A benefit that is worked out is no finding that there is no harm.
    """
    if not question.closed or question.expected is None:
        return False
    composed = [(f, level) for f, level in found if not (f.standing.firm and f.sign.definite)]
    return any(
        _is_harm(graph, question.expected, f) and _fits(graph, question.expected, f, level) == {False}
        for f, level in composed
    )


def _is_harm(graph: CausalGraph, expected: Expected, finding: Finding) -> bool:
    """Whether what a yes would mean is bad for the effect."""
    return expected is Expected.bad or build.beneficial(graph, finding.effect, WANTED.get(expected)) is False


def _fits(graph: CausalGraph, expected: Expected, finding: Finding, level: int) -> frozenset[bool | None]:
    """Whether each direction that a finding allows is what a yes would mean; none where that is open."""
    sign = finding.sign.times(level)
    if expected is Expected.any:
        if sign is Sign.UNKNOWN:
            return frozenset({True if finding.standing.firm else None})
        return frozenset(d != 0 for d in sign.directions)
    if sign is Sign.UNKNOWN:
        return frozenset({None})
    wanted = WANTED.get(expected)
    if wanted is None:
        good = build.beneficial(graph, finding.effect, Sign.PLUS)
        if good is None:
            return frozenset({None})
        wanted = Sign.PLUS if good == (expected is Expected.good) else Sign.MINUS
    return frozenset(wanted.directions == {d} for d in sign.directions)


def coherent(question: Question, verdict: Verdict) -> bool:
    """Whether an answer can stand beside a direction: no yes where the opposite of what is asked was found, and no no
    where just that was, unless more is asked than the direction.
    """
    sign, wanted = _DIRECTIONS.get(verdict.direction), WANTED.get(question.expected)
    if question.expected in (Expected.good, Expected.bad) and verdict.beneficial is not None:
        fits = verdict.beneficial == (question.expected is Expected.good)
    elif question.expected is Expected.any and sign is not None:
        fits = sign is not Sign.ZERO
    elif sign is not None and wanted is not None:
        fits = sign is wanted
    else:
        return True
    more = question.always or question.exclusive or question.ranked or question.proof or question.claim is not None
    if fits:
        return more or verdict.answer != ("yes" if question.negated else "no")
    return verdict.answer != ("no" if question.negated else "yes")


def kept_coherent(question: Question, answer: Answer) -> Answer:
    """The answer, with its yes or no withdrawn where the direction beside it says otherwise."""
    if coherent(question, answer.verdict):
        return answer
    text = answer.text.removeprefix(_OPENINGS[answer.verdict.answer])
    return replace(answer, verdict=replace(answer.verdict, answer="unknown"), text=say.capital(text))


def opened(answer: AnswerName | None, sentences: Iterable[str], most: int = MOST_WORDS) -> str:
    """The sentences with the verdict in front of the first; those that make it too long are left out."""
    told: list[str] = []
    for sentence in dict.fromkeys(s for s in sentences if s):
        length = sum(len(s.split()) for s in (*told, sentence))
        if len(told) < LEAST_SENTENCES or length <= most:
            told.append(sentence)
    return _OPENINGS[answer] + " ".join(told)


def told_shortly(verdict: Verdict) -> str:
    """A verdict in a few words: yes or no where it is one, the direction, and what it rests on."""
    answer = verdict.answer if verdict.answer not in (None, "unknown") else None
    parts = [answer, DIRECTION_WORDS[verdict.direction], BASES[verdict.basis]]
    return ", ".join(part for part in parts if part)
