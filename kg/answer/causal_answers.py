"""Answers about causes and effects: does it, how, why, what changes it, is it enough, what is the evidence."""

from __future__ import annotations

from dataclasses import replace

from kg.answer import build, facts, numbers
from kg.answer.asked import (
    MOST_FINDINGS,
    MOST_WORDS,
    NOTHING,
    Asked,
    joint_verdict,
    named,
    opened,
    silent_on_harm,
    strongest,
    yes_no,
)
from kg.answer.effect import Explanation, compared, explain, loop_sentence, source_of, stated_statements
from kg.answer.values import Answer, Item, PathView, Verdict
from kg.answer.views import item
from kg.causal import CausalGraph, Finding, Situation, View, effect_of
from kg.english import say
from kg.linking import Mention
from kg.model import Basis, Effect, Goal, Kind, Sign, Statement
from kg.question import Expected, Part

MOST_MODIFIERS = 3
MOST_EVIDENCE = 4
MOST_ROUTES = 3


def effect(asked: Asked) -> Answer:
    """What one thing does to another."""
    causes, targets = asked.causes(), asked.effects()
    found = asked.findings(causes, [m.concept for m in targets])
    if not found:
        return _on_itself(asked)
    chosen = strongest(found)
    named_both = facts.between(asked, causes, targets)
    if not chosen and named_both:
        return asked.answer(
            status="answered",
            verdict=replace(NOTHING, basis="stated", answer="unknown" if asked.question.closed else None),
            text=" ".join(asked.cited(s) for s in named_both),
        )
    if not chosen:
        return _silent(asked, found)
    explained = [explain(asked.graph, f, asked.citations, level=at, limit=asked.max_paths) for f, at in chosen]
    verdict = joint_verdict([e.verdict for e in explained])
    claim = _claim(asked, [f for f, _ in found])
    if claim:
        answer, sentences = claim
    else:
        answer = yes_no(asked.graph, asked.question, chosen)
        silence = [_NO_HARM_SAID] if answer == "unknown" and silent_on_harm(asked.graph, asked.question, chosen) else []
        sentences = [*silence, *_told(asked, chosen, explained, verdict), *(asked.cited(s) for s in named_both[:1])]
    return asked.answer(
        status="answered",
        verdict=replace(verdict, answer=answer),
        text=opened(answer, sentences),
        headline=explained[0].headline if len(chosen) == 1 else None,
        **_fields(explained),
    )


_NO_HARM_SAID = "The source does not speak of this harm; what it gives runs the other way."


def _on_itself(asked: Asked) -> Answer:
    """A concept asked about as its own cause: the loops over which it acts back, which have no net direction."""
    graph = asked.graph
    concepts = [c for m in asked.causes() for c in graph.spoken_of(m.concept)]
    loops = [loop for c in concepts[:1] for loop in effect_of(graph, c, c, asked.situation).loops]
    if not loops:
        return replace(
            asked.blank, status="not_understood", text="Cause and effect are the same here; ask about two things."
        )
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="by_mechanism", answer="unknown" if asked.question.closed else None),
        text=" ".join(loop_sentence(graph, loop, asked.citations) for loop in loops[:MOST_ROUTES]),
    )


def mechanism(asked: Asked) -> Answer:
    """How or why: the paths from the cause, or what drives the effect where no cause is named."""
    if not asked.causes():
        return facts.drivers(asked)
    answer = effect(asked)
    room = MOST_WORDS - len(answer.text.split())
    longer = [path for path in answer.paths if len(path.edges) > 1]
    routes: list[str] = []
    for path in longer[1:MOST_ROUTES] if answer.status == "answered" else ():
        room -= len(path.text.split())
        routes += [f"{path.text} {_marks(asked, path)}"] if room > 0 or not routes else []
    if not routes:
        return answer
    return replace(answer, text=f"{answer.text} Other routes: {'; '.join(routes)}.", citations=asked.citations.all())


def _marks(asked: Asked, path: PathView) -> str:
    return asked.citations.mark(asked.graph.statements[edge.statement] for edge in path.edges)


def _told(asked: Asked, chosen, explained: list[Explanation], verdict: Verdict) -> list[str]:
    """The sentences of the best finding, after a word on the others where there are several."""
    if len(chosen) == 1:
        return [*explained[0].sentences]
    others = []
    for finding, level in chosen[1:MOST_FINDINGS]:
        others.append(item(asked.graph, finding.cause, finding, asked.citations, level).text)
    first, rest = explained[0].sentences[0], explained[0].sentences[1:]
    if verdict.direction == explained[0].verdict.direction:
        return [first, *others, *rest]
    return [first, *others]


def _fields(explained: list[Explanation]) -> dict:
    """The fields of several explanations, joined in their order, each thing once."""
    return {
        name: tuple(dict.fromkeys(x for e in explained for x in getattr(e, name)))
        for name in ("paths", "modifiers", "quantities", "evidence", "caveats")
    }


def _silent(asked: Asked, found: list[tuple[Finding, int]]) -> Answer:
    """Nothing is said of this pair; the limits on it, and what is said the other way round, are."""
    finding, level = max(found, key=lambda item: (bool(item[0].aims), bool(item[0].limits), *_beside(item[0])))
    cause, target = asked.causes()[0], asked.effects()[0]
    if modifying := _as_modifier(asked, cause, target):
        return modifying
    told = bool(finding.aims or finding.associations or compared(finding))
    if not finding.limits and not told:
        reverse = any(f.reverse for f, _ in found)
        finding = replace(finding, cause=cause.concept, effect=target.concept, reverse=reverse)
    explanation = explain(asked.graph, finding, asked.citations, level=level, limit=asked.max_paths)
    goal = isinstance(asked.graph.concepts[target.concept], Goal)
    limited = bool(finding.limits) and (goal or any(s.subject == finding.cause for s in finding.limits))
    answer = "no" if limited and goal else "unknown"
    facts_said = [] if limited or told else facts.doings(asked, cause)
    return asked.answer(
        status="answered" if limited or told else "no_known_path",
        verdict=replace(
            explanation.verdict if finding.aims else NOTHING, answer=answer if asked.question.closed else None
        ),
        text=opened(answer if asked.question.closed and limited else None, [*explanation.sentences, *facts_said]),
        caveats=explanation.caveats,
        paths=explanation.paths,
    )


def _beside(finding: Finding) -> tuple[bool, bool]:
    return bool(compared(finding) or finding.associations), finding.reverse


def _as_modifier(asked: Asked, modifier: Mention, modified: Mention) -> Answer | None:
    """What one thing changes in what another does, where no more is asked than whether it bears on it."""
    question, bearing = asked.question, _variables_of(asked.graph, modifier.concept)
    modified_by = [state.statement.subject for state, _ in _modifier_states(asked, (modified,), ())]
    bears = any(bearing & _variables_of(asked.graph, subject) for subject in modified_by)
    if not bears or (question.closed and question.expected is not Expected.any):
        return None
    roles = {"cause": "modifier", "effect": "cause"}
    parts = tuple(Part(p.mention, roles.get(p.role, p.role)) for p in question.parts)
    return modifiers(replace(asked, question=replace(question, parts=parts)))


def _claim(asked: Asked, findings: list[Finding]) -> tuple[str, list[str]] | None:
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
    low = quantity.low if quantity.low is not None else quantity.high
    high = quantity.high if quantity.high is not None else quantity.low
    fits = low <= claim.value <= high and not (claim.yearly and quantity.cumulative)
    text = f"{statement.text.rstrip('.')} ({numbers.amount(quantity)}) {asked.citations.mark([statement])}."
    return "yes" if fits != asked.question.negated else "no", [text]


def evidence(asked: Asked) -> Answer:
    """What the source offers for a claim: which findings it reports, and on what they rest."""
    causes, targets = asked.causes(), asked.effects()
    if not causes or not targets:
        return _evidence_on(asked, [m.concept for m in (*causes, *targets, *asked.question.mentions("topic"))])
    found = asked.findings(causes, [m.concept for m in targets])
    if not found:
        return _on_itself(asked)
    chosen = strongest(found)
    if not chosen:
        return _silent(asked, found)
    explained = [explain(asked.graph, f, asked.citations, level=at, limit=asked.max_paths) for f, at in chosen]
    verdict = joint_verdict([e.verdict for e in explained])
    statements = list(dict.fromkeys(s for f, _ in chosen for s in (*stated_statements(f), *f.support)))[:MOST_EVIDENCE]
    answer = _shown(asked, chosen, verdict, statements)
    against = [explained[0].sentences[0]] if answer == "no" else []
    sentences = [
        *against,
        _rests_on(asked, statements),
        *(asked.cited(s) for s in statements if s.basis is not Basis.bridge),
    ]
    at_work = {m.statement for m in explained[0].modifiers if m.active}
    sentences += [asked.cited(asked.graph.statements[id]) for id in sorted(at_work)]
    fields = _fields(explained)
    return asked.answer(
        status="answered",
        verdict=replace(verdict, answer=answer),
        text=opened(answer, sentences),
        items=tuple(_evidence_item(asked.graph, s) for s in statements),
        **fields | {"caveats": (*fields["caveats"], *_untraced(statements))},
    )


def _shown(asked: Asked, found: list[tuple[Finding, int]], verdict: Verdict, statements: list[Statement]) -> str | None:
    """Whether there are studies of just what is claimed; no where what is found says the opposite."""
    question = asked.question
    if not question.closed:
        return None
    claimed = question.expected not in (None, Expected.any)
    fits = yes_no(asked.graph, question, found) if claimed else "mixed" if verdict.direction == "mixed" else "yes"
    studied = any(s.basis <= Basis.research_uncited for s in statements)
    return "unknown" if fits == "yes" and not (studied and question.exists) else fits


def _rests_on(asked: Asked, statements: list[Statement]) -> str:
    bases = sorted({s.basis for s in statements})
    marks = asked.citations.mark(statements)
    return say.sentence(
        f"for this {source_of(asked.graph)} offers {say.listed([build.BASES[b] for b in bases])} {marks}"
    )


def _untraced(statements: list[Statement]) -> tuple[str, ...]:
    """That none of these names the work it rests on, where none does."""
    untraced = all(s.evidence == _UNTRACED for s in statements if not s.bridge)
    return ("No reference is given for these claims where they are made.",) if untraced else ()


_UNTRACED = "ECO:0000303"
"""An author's statement without traceable support."""


def _evidence_item(graph: CausalGraph, s: Statement) -> Item:
    return Item(
        id=s.subject,
        label=graph.concepts[s.subject].label,
        direction=say.DIRECTIONS[s.sign] if s.sign else None,
        basis="stated",
        text=s.text,
    )


def _evidence_on(asked: Asked, topics: list[str]) -> Answer:
    """The best supported statements that name a concept."""
    names = {t for topic in topics for t in (topic, *asked.graph.spoken_of(topic), *asked.graph.ancestors(topic))}
    direct = {t for topic in topics for t in (topic, *asked.graph.spoken_of(topic))}
    told = {
        s.id: s
        for concept in sorted(names)
        for s in asked.graph.by_concept.get(concept, ())
        if s.kind in (Kind.causal, Kind.modifier, Kind.limit, Kind.comparison, Kind.reported) and not s.bridge
    }
    ranked = sorted(
        told.values(),
        key=lambda s: (s.basis, s.kind is Kind.modifier, not {s.subject, s.object} & direct, s.hedge, s.id),
    )
    studied = [s for s in ranked if s.basis <= Basis.research_uncited]
    chosen = (studied or ranked)[:MOST_EVIDENCE]
    if not chosen:
        return facts.silence(asked, topics)
    answer = ("yes" if studied else "unknown") if asked.question.closed else None
    if answer == "yes" and asked.question.proof and not {s.sign for s in studied} <= {Sign.PLUS, Sign.MINUS}:
        answer = "mixed"
    return asked.answer(
        status="answered",
        verdict=replace(NOTHING, basis="stated", answer=answer),
        text=opened(answer, [_rests_on(asked, chosen), *(asked.cited(s) for s in chosen)]),
        items=tuple(_evidence_item(asked.graph, s) for s in chosen),
        caveats=_untraced(chosen),
    )


def modifiers(asked: Asked) -> Answer:
    """What strengthens, weakens or gates an effect, and whether a named thing does."""
    graph, question = asked.graph, asked.question
    causes, targets, named_modifiers = asked.causes(), asked.effects(), question.mentions("modifier")
    if not causes and targets:
        causes, targets = targets, ()
    states = _modifier_states(asked, causes, targets)
    names = {v for m in named_modifiers for v in _variables_of(graph, m.concept)}
    if named_modifiers:
        states = [s for s in states if names & _variables_of(graph, s[0].statement.subject)] or _by_mechanism(
            asked, named_modifiers, causes, targets
        )
    labels = say.listed([named(asked, m) for m in causes])
    if not states:
        if named_modifiers and targets:
            return effect(replace(asked, question=replace(question, closed=False)))
        text = f"The source names nothing that changes what {labels} does."
        facts_said = facts.nearby(asked, [m.concept for m in causes])
        return asked.answer(
            status="no_known_path",
            verdict=replace(NOTHING, answer="unknown" if question.closed else None),
            text=" ".join([text, *facts_said]),
        )
    order = ("gates", "attenuates", "amplifies", "unspecified")
    states.sort(key=lambda s: (s[0].active is False, order.index(s[0].statement.effect.value), s[0].statement.id))
    once = list({s.statement.id: s for s, _ in reversed(states)}.values())[::-1]
    mechanism_only = all(s.by_mechanism for s in once) and bool(named_modifiers)
    answer = None
    if question.closed:
        answer = "mixed" if question.expected is Expected.good else "unknown" if mechanism_only else "yes"
    sentences = [
        build.modifier_text(graph, s, asked.citations.mark([s.statement]))
        for s in once[: 2 if mechanism_only else MOST_MODIFIERS]
    ]
    if mechanism_only:
        said = say.listed([named(asked, m) for m in named_modifiers])
        marks = asked.citations.mark([s.statement for s in once[:1]])
        sentences.insert(
            0, say.sentence(f"no study of {said} is reported for this, but by mechanism it bears on it {marks}")
        )
    asked.citations.mark(s.statement for s, _ in states)
    return asked.answer(
        status="answered",
        verdict=Verdict(
            answer=answer, direction=None, beneficial=None, basis="by_mechanism" if mechanism_only else "stated"
        ),
        text=opened(answer, sentences),
        modifiers=tuple(build.modifier_view(graph, s, modified) for s, modified in states),
        caveats=("How large the change is, the source does not say.",),
    )


def _variables_of(graph: CausalGraph, concept: str) -> set[str]:
    return {graph.concepts[c].variable or c for c in (concept, *graph.spoken_of(concept))}


def _modifier_states(asked: Asked, causes: tuple[Mention, ...], targets: tuple[Mention, ...]):
    """The modifiers of what is said of the causes, their kinds and classes, on these effects or on any."""
    graph, view = asked.graph, View.of(asked.graph, asked.situation)
    families = set()
    for mention in causes:
        for cause in graph.spoken_of(mention.concept) or (mention.concept,):
            variable = asked.variable(cause)
            families |= {variable, *graph.descendants(variable), *graph.ancestors(variable)}
    wanted = {v for m in targets for v in _variables_of(graph, m.concept)}
    found = {}
    for cause, target in graph.by_pair:
        if cause in families and (not wanted or target in wanted):
            for state, modified in view.modifiers_on(cause, target):
                found[state.statement.id, modified] = (state, modified)
    if found or not causes:
        return list(found.values())
    return _along_paths(asked, causes, targets)


def _along_paths(asked: Asked, causes: tuple[Mention, ...], targets: tuple[Mention, ...]):
    """The modifiers of any link on the paths from the causes to the effects, or to every outcome."""
    graph = asked.graph
    effects = [m.concept for m in targets] or [c for c in graph.concepts if graph.is_outcome(c) and graph.is_signed(c)]
    found = {}
    for finding, _ in asked.findings(causes, effects):
        for state, modified in finding.modifiers:
            found[state.statement.id, modified] = (state, modified)
    return list(found.values())


def _by_mechanism(asked: Asked, modifiers: tuple[Mention, ...], causes, targets):
    """The modifiers that a named thing switches by what it does to them."""
    set_to = {m.concept: m.level for m in modifiers if asked.graph.is_signed(m.concept)}
    if not set_to:
        return []
    situation = Situation.of(asked.graph, asked.situation.asked, set_to)
    return [
        (state, modified)
        for state, modified in (
            *_modifier_states(replace(asked, situation=situation), causes, targets),
            *_along_paths(replace(asked, situation=situation), causes, targets),
        )
        if state.by_mechanism and state.because in set_to and state.statement.effect is not Effect.unspecified
    ]


def sufficiency(asked: Asked) -> Answer:
    """Whether something is enough, alone, or brings back what was lost: only stated limits answer this."""
    graph, question = asked.graph, asked.question
    causes, targets = asked.causes(), asked.effects()
    restoring = question.restoring
    limits = _limits(asked, causes, targets, restoring)
    lines = [asked.cited(s) for s in limits[:2]]
    asked.citations.mark(limits)
    ends = [graph.concepts[m.concept].variable if _is_goal(graph, m) else m.concept for m in targets]
    found = asked.findings(causes, ends) if causes else []
    chosen = strongest(found)
    explained = [explain(graph, f, asked.citations, level=at, limit=asked.max_paths) for f, at in chosen]
    verdict = NOTHING if limits else joint_verdict([e.verdict for e in explained])
    answer = ("no" if limits else "unknown") if question.closed else None
    if not causes and not limits:
        return facts.drivers(asked)
    said = say.listed([named(asked, m) for m in causes])
    sentences = list(lines)
    if not limits:
        what = "brings this back" if restoring else "is enough by itself"
        sentences.append(f"The source does not say that {said} {what}.")
    if explained:
        sentences += explained[0].sentences[: 1 if limits else 2]
    else:
        sentences += facts.nearby(asked, [m.concept for m in causes])
    fields = _fields(explained)
    return asked.answer(
        status="answered" if limits or explained else "no_known_path",
        verdict=replace(verdict, answer=answer, basis="stated" if limits else verdict.basis),
        text=opened(answer, sentences),
        **fields | {"caveats": tuple(dict.fromkeys((*(s.text for s in limits), *fields["caveats"])))},
    )


def _is_goal(graph: CausalGraph, mention: Mention) -> bool:
    return isinstance(graph.concepts[mention.concept], Goal)


def _limits(
    asked: Asked, causes: tuple[Mention, ...], targets: tuple[Mention, ...], restoring: bool
) -> list[Statement]:
    """The stated limits of the causes or of what they are part of, firmest first: on this effect, or on restoring."""
    graph = asked.graph
    families = {c for m in causes for c in graph.wider(m.concept)}
    wanted = {v for m in targets for v in _variables_of(graph, m.concept)}
    limits = [s for s in graph.of_kind(Kind.limit) if not causes or s.subject in families]
    if not causes:
        limits = [s for s in limits if graph.concepts[s.object].variable in wanted]
    fitting = [s for s in limits if graph.concepts[s.object].variable in wanted]
    return sorted(fitting or (limits if restoring or not targets else []), key=lambda s: (s.hedge, s.id))
