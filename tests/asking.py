"""Questions as values, and their answers on a graph: what the reader would hand on."""

from kg.answer import Citations, answered, joined
from kg.linking import Mention
from kg.model import Population
from kg.question import Part, Question


def part(graph, concept, role, level=1):
    label = graph.concepts[concept].label
    mention = Mention(
        start=0,
        end=len(label),
        text=label,
        concept=concept,
        label=label,
        match="label",
        score=1.0,
        level=level,
        span=(0, len(label)),
    )
    return Part(mention, role)


def question(graph, text="what?", *, intent=None, **fields):
    """A question whose parts are given by role: a concept, several, or a concept with its level."""
    roles = ("cause", "effect", "modifier", "other", "topic", "kind", "context", "through", "avoid", "excluded")
    parts = []
    for role in roles:
        named = fields.pop(role, ())
        for concept in [named] if isinstance(named, str) else named:
            id, level = concept if isinstance(concept, tuple) else (concept, 1)
            parts.append(part(graph, id, role, level))
    return Question(text=text, parts=tuple(parts), intent=intent, **fields)


def ask(knowledge, graph, text="what?", *, nearest=None, stems=None, **fields):
    """The answer to such a question."""
    citations = Citations(graph)
    asked = question(graph, text, **fields)
    lexicon = knowledge.snapshot.lexicon
    answer = answered(graph, lexicon, asked, citations, version="v", nearest=nearest, stems=stems)
    return joined([answer], citations)


def interventions(graph):
    return [c for c, o in graph.concepts.items() if graph.is_intervention(c) and not isinstance(o, Population)]
