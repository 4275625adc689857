"""What can be called: each verb with its request, its reply, and what it is good for.

Requests are those of the HTTP API, so that names, limits and defaults are the same; so are the replies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from kg.answer import Answer, PathsAnswer
from kg.answer import view_values as views
from kg.knowledge_base import KnowledgeBase
from kg.web import schema


@dataclass(frozen=True)
class Tool:
    """A verb: `call` gives a reply for a request of type `request`. Raises CausewayError for what a user got wrong."""

    name: str
    title: str
    description: str
    request: type[schema.Strict]
    reply: type[Any]
    call: Callable[[KnowledgeBase, Any], object]

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """What it takes, as JSON Schema."""
        return self.request.model_json_schema()

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """What it gives, as JSON Schema."""
        return TypeAdapter(self.reply).json_schema(mode="serialization")


def _ask(knowledge: KnowledgeBase, body: schema.AskBody) -> Answer:
    return knowledge.ask(body.question, body.context, max_paths=body.max_paths, why=body.why)


def _paths(knowledge: KnowledgeBase, query: schema.PathsQuery) -> PathsAnswer:
    return knowledge.paths(query.cause, query.effect, query.as_query())


def _effects(knowledge: KnowledgeBase, query: schema.EffectsQuery) -> views.ReachAnswer:
    return knowledge.effects(query.cause, query.query(), kind=query.kind)


def _causes(knowledge: KnowledgeBase, query: schema.CausesQuery) -> views.ReachAnswer:
    return knowledge.causes(query.effect, query.query(), kind=query.kind)


def _shared(knowledge: KnowledgeBase, query: schema.SharedQuery) -> views.SharedAnswer:
    return knowledge.shared(query.a, query.b, query.context, limit=query.limit)


def _feedback(knowledge: KnowledgeBase, query: schema.FeedbackQuery) -> views.LoopsAnswer:
    return knowledge.feedback(query.concept)


def _scenario(knowledge: KnowledgeBase, body: schema.ScenarioBody) -> views.ScenarioAnswer:
    return knowledge.scenario(body.levels, body.context, body.outcomes)


def _concepts(knowledge: KnowledgeBase, query: schema.ConceptsQuery) -> views.ConceptList:
    return knowledge.concepts(query.q, kind=query.kind, limit=query.limit)


def _concept(knowledge: KnowledgeBase, path: schema.NamePath) -> views.ConceptView:
    return knowledge.concept(path.id)


def _statement(knowledge: KnowledgeBase, path: schema.NamePath) -> views.StatementView:
    return knowledge.statement(path.id)


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "ask",
            "Answer a question",
            "Answer a causal question in words, with verdict, paths, caveats and citations. Start here. The reply says"
            " which words were not understood, and has no verdict where the question was not read with certainty.",
            schema.AskBody,
            Answer,
            _ask,
        ),
        Tool(
            "paths",
            "How one concept affects another",
            "The direction of the effect of one concept on another, the paths from one to the other, and what"
            " qualifies them. Narrow it by context, sign, length, or concepts to go through or avoid.",
            schema.PathsQuery,
            PathsAnswer,
            _paths,
        ),
        Tool(
            "effects",
            "What a concept acts on",
            "Everything that a concept acts on, what is stated before what follows by mechanism, each with direction.",
            schema.EffectsQuery,
            views.ReachAnswer,
            _effects,
        ),
        Tool(
            "causes",
            "What acts on a concept",
            "Everything that acts on a concept, what is stated before what follows by mechanism, each with direction.",
            schema.CausesQuery,
            views.ReachAnswer,
            _causes,
        ),
        Tool(
            "shared",
            "What two concepts have in common",
            "The common causes and the common effects of two concepts.",
            schema.SharedQuery,
            views.SharedAnswer,
            _shared,
        ),
        Tool(
            "feedback",
            "Feedback loops",
            "Feedback loops, reinforcing or balancing, of the whole graph or through a concept; never a net direction.",
            schema.FeedbackQuery,
            views.LoopsAnswer,
            _feedback,
        ),
        Tool(
            "scenario",
            "Several things set high or low at once",
            "What setting some concepts high or low does to each outcome, with the reasons. No sizes are added up.",
            schema.ScenarioBody,
            views.ScenarioAnswer,
            _scenario,
        ),
        Tool(
            "concepts",
            "Search concepts",
            "Concepts that some words could name, best first; all of them without words. Use it to find ids.",
            schema.ConceptsQuery,
            views.ConceptList,
            _concepts,
        ),
        Tool(
            "concept",
            "One concept",
            "What a concept is, its names and public ids, what it is a kind of, and the ids of its statements.",
            schema.NamePath,
            views.ConceptView,
            _concept,
        ),
        Tool(
            "statement",
            "One statement",
            "One claim with its sign, hedge, context and passage, by the id that an answer cites.",
            schema.NamePath,
            views.StatementView,
            _statement,
        ),
    )
}
