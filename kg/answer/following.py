"""Questions to start from and to go on with: made from what the graph holds, kept where it can answer them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, product

from kg.answer.values import Answer, PathsAnswer
from kg.causal import CausalGraph, Finding, View, causes, effect_of, effects
from kg.model import Concept, Kind, Sign, State, Valence, Variable

TRIED = 6
MOST_NEXT = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and what sort of question it is."""

    sort: str
    question: str


def examples(graph: CausalGraph, ask: Callable[[str], Answer]) -> list[Example]:
    """One question of each sort, the one whose answer has the most to show."""
    found = []
    for sort, questions in _sorts(graph):
        answers = [ask(question) for question in islice(questions, TRIED)]
        best = max((a for a in answers if a.status == "answered"), key=_worth, default=None)
        if best:
            found.append(Example(sort, best.question))
    return found


def next_questions(graph: CausalGraph, answer: Answer | PathsAnswer) -> list[str]:
    """What to ask after an answer, at most `MOST_NEXT`, each of which the graph has an answer to itself."""
    asked = answer.question.casefold() if isinstance(answer, Answer) else ""
    wanted: dict[str, Callable[[], bool]] = {}
    for question, has_answer in _following(graph, answer):
        if question.casefold() != asked:
            wanted.setdefault(question, has_answer)
    return list(islice((question for question, has_answer in wanted.items() if has_answer()), MOST_NEXT))


def _worth(answer: Answer) -> tuple[bool, int, int, int]:
    return len(answer.modifiers) > 0, min(len(answer.paths), 8), len(answer.items), len(answer.citations)


def _sorts(graph: CausalGraph) -> Iterator[tuple[str, Iterator[str]]]:
    outcomes = _most_told(graph, (c for c in graph.concepts.values() if graph.is_outcome(c.id)))
    doable = _most_told(graph, (c for c in graph.concepts.values() if graph.is_intervention(c.id) and c.variable))
    states = _most_told(graph, (c for c in graph.concepts.values() if isinstance(c, State)))
    bad = [o for o in outcomes if getattr(o, "valence", None) is Valence.bad]
    yield "Effect", (f"How does {i.label} affect {o.label}?" for o, i in product(outcomes[:2], doable[:3]))
    yield "What lowers", (f"What lowers {o.label}?" for o in bad)
    yield "Why", (f"Why does {s.label} cause {o.label}?" for s, o in product(states[:3], bad[:2]))
    yield "Compare", (f"Compare {a.label} and {b.label}." for a, b in _alike(doable))
    yield (
        "How much",
        (f"How much {graph.concepts[s.subject].label} is recommended?" for s in graph.of_kind(Kind.intake)),
    )
    yield (
        "What changes it",
        (
            f"What changes the effect of {graph.concepts[s.subject].label} on {graph.concepts[s.object].label}?"
            for s in graph.of_kind(Kind.causal)
            if s.id in graph.modifiers
        ),
    )


def _most_told(graph: CausalGraph, concepts: Iterable[Concept]) -> list[Concept]:
    return sorted(concepts, key=lambda c: (-len(graph.by_concept.get(c.id, ())), c.id))


def _alike(concepts: list[Concept]) -> Iterator[tuple[Concept, Concept]]:
    return ((a, b) for a, b in product(concepts, concepts) if a.kind == b.kind and a.id < b.id)


def _following(graph: CausalGraph, answer: Answer | PathsAnswer) -> Iterator[tuple[str, Callable[[], bool]]]:
    """What can be asked next, each with whether the graph has an answer to it."""
    acting, acted = _sides(answer)
    label = {id: graph.concepts[id].label for id in (*acting, *acted)}
    for cause, effect in product(acting[:1], acted[:1]):
        yield f"What changes the effect of {label[cause]} on {label[effect]}?", partial(modified, graph, cause, effect)
    for effect in filter(graph.is_signed, acted[:1]):
        yield f"What lowers {label[effect]}?", partial(moved, graph, effect, Sign.MINUS)
        yield f"What raises {label[effect]}?", partial(moved, graph, effect, Sign.PLUS)
    for cause in acting[:1]:
        yield f"What are the effects of {label[cause]}?", partial(acts, graph, cause)
    for step in [n for p in answer.paths[:2] for n in p.nodes[1:-1]][:2]:
        yield f"What raises {step.label}?", partial(moved, graph, step.id, Sign.PLUS)
    for item in answer.items[:2] if isinstance(answer, Answer) else ():
        yield f"What are the effects of {item.label}?", partial(acts, graph, item.id)


def _sides(answer: Answer | PathsAnswer) -> tuple[list[str], list[str]]:
    if isinstance(answer, PathsAnswer):
        return [answer.cause], [answer.effect]
    acting = [m.id for m in answer.concepts if m.role in ("cause", "topic", "other")]
    return acting, [m.id for m in answer.concepts if m.role == "effect"]


def acts(graph: CausalGraph, cause: str) -> bool:
    """Whether anything is known of what a concept acts on."""
    acting = graph.spoken_of(cause)
    near = [(own, e) for own in acting for c, e in graph.by_pair if c == graph.concepts[own].variable != e]
    if any(effect_of(graph, *pair, thorough=False).known for pair in near):
        return True
    return any(effects(graph, own) for own in acting)


def moved(graph: CausalGraph, effect: str, sign: Sign) -> bool:
    """Whether anything is known to move a concept so: what is no intervention also by being less."""
    targets = graph.spoken_of(effect)
    near = [(c, t) for t in targets for c, e in graph.by_pair if e == graph.concepts[t].variable and c not in targets]
    if any(_moves(graph, effect_of(graph, *pair, thorough=False), sign) for pair in near):
        return True
    return any(
        _moves(graph, reached.finding, sign)
        for target in targets
        for reached in causes(graph, target)
        if reached.concept not in targets
    )


def _moves(graph: CausalGraph, finding: Finding, sign: Sign) -> bool:
    cause = graph.concepts[finding.cause]
    can_be_less = isinstance(cause, Variable) and cause.variable_type != "presence"
    wanted = (sign, sign.times(-1)) if can_be_less and not graph.is_intervention(cause.id) else (sign,)
    return finding.direction in wanted


def modified(graph: CausalGraph, cause: str, effect: str) -> bool:
    """Whether anything is known to change what a cause does to an effect: stated of the pair, or of a step between."""
    view = View.of(graph)
    of_causes, of_effects = (graph.spoken_of(id) or (id,) for id in (cause, effect))
    families = {v for c in of_causes for v in graph.kin(graph.variable_of(c))}
    targets = {graph.variable_of(e) for e in (effect, *of_effects)}
    if any(view.modifiers_on(*pair) for pair in graph.by_pair if pair[0] in families and pair[1] in targets):
        return True
    pairs = [(c, e) for c, e in product(of_causes, of_effects) if graph.variable_of(c) != graph.variable_of(e)]
    if not (graph.is_signed(cause) and graph.is_signed(effect)):
        pairs.append((cause, effect))
    return any(effect_of(graph, *pair).modifiers for pair in pairs)
