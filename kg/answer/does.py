"""What one thing does to another, and how: by the ways asked about, and whether it is the only one."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import nearby, numbers, worded
from kg.answer.asked import MOST_FINDINGS, Asked, Found
from kg.answer.explain import WHOLE, Explanation, beside, explain, whole_sentences
from kg.answer.sentences import hedge_of, stated_statements
from kg.answer.values import Answer, AnswerName, PathView, Verdict
from kg.answer.verdict import MOST_WORDS, NOTHING, joint_verdict, opened, said, silent_on_harm, yes_no
from kg.causal import Finding
from kg.english import say
from kg.question import Intent

MOST_ROUTES = 3
_NO_HARM_SAID = "The source does not speak of this harm; what it gives runs the other way."


def answer(asked: Asked) -> Answer:
    """The direction with its reasons; of a mechanism, further routes too."""
    how = asked.question.intent is Intent.mechanism
    found, by_way = asked.found, asked.filters.by_way
    chosen = asked.strongest(found)
    between = [] if by_way else nearby.between(asked, asked.causes(), asked.effects())
    if not chosen and by_way:
        return _no_way(asked, found)
    if not chosen and between:
        affirmed = said(asked.question, any(worded.affirms(asked, s) for s in between) or None)
        return asked.answer(
            status="answered",
            verdict=replace(NOTHING, basis="stated", answer=affirmed),
            text=opened(None if affirmed == "unknown" else affirmed, [asked.cited(s) for s in between]),
        )
    if not chosen:
        return nearby.silent(asked, found)
    explained = asked.explained(chosen, how=how)
    verdict = joint_verdict([e.verdict for e in explained])
    answer, sentences = _judged(asked, chosen, explained, verdict)
    sentences += [asked.cited(s) for s in between[:1]]
    told = asked.told(
        replace(verdict, answer=answer),
        sentences,
        headline=explained[0].headline if len(chosen) == 1 and not by_way else None,
        **beside(explained),
    )
    return _with_routes(asked, told) if how else told


def _judged(
    asked: Asked, chosen: list[Found], explained: list[Explanation], verdict: Verdict
) -> tuple[AnswerName | None, list[str]]:
    """Yes or no with the sentences that carry it."""
    graph, question = asked.graph, asked.question
    if claim := _claim(asked, [f for f, _ in asked.found]):
        return claim
    sentences = _told(asked, chosen, explained, verdict)
    if question.ranked:
        return said(question, None), [*nearby.ranking(asked, asked.question.of("effect")), *sentences]
    if question.exclusive:
        others = nearby.others_stated(asked, question.expected)
        so = [nearby.others_sentence(asked, others)] if others else ["The source does not say that nothing else does."]
        return said(question, False if others else None), [*so, *sentences]
    answer = yes_no(graph, question, chosen) if question.intent is not Intent.modifiers else None
    if answer == "unknown" and silent_on_harm(graph, question, chosen):
        sentences = [_NO_HARM_SAID, *sentences]
    return answer, sentences


def _told(asked: Asked, chosen: list[Found], explained: list[Explanation], verdict: Verdict) -> list[str]:
    """The sentences of the best finding, after a word on the others where there are several."""
    first, rest = explained[0].sentences[0], list(explained[0].sentences[1:])
    if ways := nearby.ways_asked(asked):
        first = f"{say.capital(ways)}: {first}"
    others = [asked.cited(s) for s in nearby.closest(asked)[:1]]
    others += [asked.item(f.cause, f, at).text for f, at in chosen[1:MOST_FINDINGS]]
    others = [*_kinds_stated(asked, chosen[0][0]), *others]
    if len(chosen) > 1 and verdict.direction != explained[0].verdict.direction:
        return [first, *others]
    return [first, *others, *rest]


def _kinds_stated(asked: Asked, finding: Finding) -> list[str]:
    """The kinds of the cause and of the effect of which the same is stated, where no yes or no is asked for."""
    graph = asked.graph
    if asked.question.closed or asked.question.intent is not Intent.effect or finding.direction is None:
        return []
    cause, effect = graph.variable_of(finding.cause), graph.variable_of(finding.effect)
    pairs = [(kind, effect, kind) for kind in graph.children(cause)] + [
        (cause, kind, kind) for kind in graph.children(effect)
    ]
    wanted = finding.direction.times(finding.level)
    told = {
        kind: link.statement
        for a, b, kind in pairs
        for link in graph.by_pair.get((a, b), ())
        if link.sign is wanted and not link.inherited and link.statement.hedge <= hedge_of(finding)
        if not link.statement.bridge
    }
    names = say.listed([asked.label(kind) for kind in told])
    return (
        [say.sentence(f"of its kinds it is stated for {names} {asked.citations.mark(told.values())}")] if told else []
    )


def _no_way(asked: Asked, found: list[Found]) -> Answer:
    """No way as asked is known; what is stated of the whole does not tell by which way it comes about."""
    cause, target = asked.label(asked.causes()[0].concept), asked.label(asked.effects()[0].concept)
    whole = list(dict.fromkeys(s for f, _ in found for s in whole_sentences(f, asked.citations)))
    silent = f"The source does not say that {cause} acts on {target} {nearby.ways_asked(asked)}."
    return asked.nothing(silent, *whole[:2], caveats=(WHOLE,) if whole else ())


def _with_routes(asked: Asked, answer: Answer) -> Answer:
    """With the next best routes, as far as there is room."""
    room = MOST_WORDS - len(answer.text.split())
    longer = [path for path in answer.paths if len(path.edges) > 1]
    routes: list[str] = []
    for path in _unlike(longer)[1:MOST_ROUTES]:
        room -= len(path.text.split())
        routes += [f"{path.text} {_marks(asked, path)}"] if room > 0 else []
    if not routes:
        return answer
    return replace(answer, text=f"{answer.text} Other routes: {'; '.join(routes)}.", citations=asked.citations.all())


def _unlike(paths: list[PathView]) -> list[PathView]:
    """The paths with the best first, and behind it each time the one that runs through most that is not yet named."""
    chosen, left = paths[:1], paths[1:]
    while left and len(chosen) < MOST_ROUTES:
        named = {node.id for path in chosen for node in path.nodes}
        best = max(left, key=lambda path: len({node.id for node in path.nodes} - named))
        left.remove(best)
        chosen.append(best)
    return chosen


def _marks(asked: Asked, path: PathView) -> str:
    return asked.citations.mark(asked.graph.statements[edge.statement] for edge in path.edges)


def _claim(asked: Asked, findings: list[Finding]) -> tuple[AnswerName | None, list[str]] | None:
    """A number that the asker puts forward, held against the number that the source gives."""
    claim = asked.question.claim
    if claim is None:
        return None
    with_numbers = [(s, q) for f in findings for s in stated_statements(f) for q in s.quantities if q.unit == "%"]
    if not with_numbers:
        return "unknown", ["The source gives no such number."] if not findings else [
            "The source gives no such number; this is what it says.",
            *explain(asked.graph, findings[0], asked.citations).sentences[:1],
        ]
    statement, quantity = with_numbers[0]
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    text = asked.citations.said(statement, numbers.amount(quantity))
    open_ = claim.yearly and quantity.window_high is not None and not quantity.cumulative
    if claim.bounded or open_ or (quantity.bound == "upper" and claim.value < max(ends)):
        return "unknown", [text]
    fits = min(ends) <= claim.value <= max(ends) and not (claim.yearly and quantity.cumulative)
    return said(asked.question, fits), [text]
