"""What questions in words ask of a large graph."""

from __future__ import annotations

from collections.abc import Iterable

from kg.causal import Wanted
from kg.question import Question


def wanted(questions: Iterable[Question], context: Iterable[str], limit: int) -> Wanted:
    """What a large graph is asked for to answer these questions."""
    pairs: dict[tuple[str, str], None] = {}
    effects, causes, around = dict[str, None](), dict[str, None](), dict.fromkeys(context)
    for question in questions:
        acting, acted, others = (question.of(role) for role in ("cause", "effect", "topic"))
        around |= dict.fromkeys(part.mention.concept for part in question.parts)
        pairs |= dict.fromkeys((a, b) for a in acting for b in acted)
        if question.mutual or question.shared:
            pairs |= dict.fromkeys((b, a) for a in acting for b in acted)
        effects |= dict.fromkeys((*(() if acted else acting), *others))
        causes |= dict.fromkeys((*(() if acting else acted), *others))
    return Wanted(pairs=tuple(pairs), effects=tuple(effects), causes=tuple(causes), around=tuple(around), limit=limit)
