"""What an answer rested on, so that it can be asked again: the state of the graph, the reading, and its passages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from kg.answer.values import Answer, Difference, Receipt, Seal
from kg.causal import CausalGraph

_COMPARED = ("answer", "direction", "beneficial", "basis")


def receipt(
    answer: Answer, graph: CausalGraph, texts: Mapping[str, str], *, change: int, context: Iterable[str], max_paths: int
) -> Receipt:
    """The receipt of an answer that was given on this graph, after this change of its history."""
    cited = dict.fromkeys(c.statement for c in answer.citations)
    return Receipt(
        graph_version=answer.graph_version,
        at=change,
        question=answer.question,
        context=tuple(context),
        max_paths=max_paths,
        reading=reading(answer),
        passages=tuple(Seal(statement=id, sha256=seal(graph, texts, id)) for id in cited),
    )


def reading(answer: Answer) -> str:
    """How a question was read, in a line: what it asks, and which concept, at which level, has which part in it."""
    parts = [f"{m.role}={m.id}{'' if m.level > 0 else ' low'}" for m in answer.concepts]
    return f"{answer.intent or 'none'}({', '.join(parts)})"


def seal(graph: CausalGraph, texts: Mapping[str, str], statement: str) -> str | None:
    """The SHA-256 of a statement's passage: of the text where it is at hand, else as the statement tells it. None where
    neither says, or the statement is not there.
    """
    said = graph.statements.get(statement)
    if said is None or said.passage is None:
        return None
    if text := texts.get(said.passage.document):
        return _sha256(text[said.passage.start : said.passage.end])
    return said.passage.sha256 or None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def differences(saved: Answer, now: Answer, graph: CausalGraph, texts: Mapping[str, str]) -> tuple[Difference, ...]:
    """What is otherwise in the answer given now than in a saved one, the gravest first: the verdict, the passages; then
    the reading, what is cited, the words of statements, and the version of the graph.
    """
    found = [*_verdict(saved, now), *_passages(saved, graph, texts), *_beside(saved, now)]
    return tuple(sorted(found, key=lambda d: not d.grave))


def _verdict(saved: Answer, now: Answer) -> Iterator[Difference]:
    yield from _changed("status", saved.status, now.status, grave=True)
    for name in _COMPARED:
        before, after = getattr(saved.verdict, name), getattr(now.verdict, name)
        yield from _changed(f"verdict, {name}", before, after, grave=True)


def _passages(saved: Answer, graph: CausalGraph, texts: Mapping[str, str]) -> Iterator[Difference]:
    told = {one.statement: one.sha256 for one in saved.receipt.passages} if saved.receipt else {}
    for cited in saved.citations:
        id = cited.statement
        own = _sha256(cited.passage) if cited.passage is not None else None
        if own and told.get(id) not in (None, own):
            yield from _changed(f"passage of {id} within the saved answer", told[id], own, grave=True)
        if id not in graph.statements:
            yield Difference(what=f"statement {id}", before=cited.text, now="is no longer there", grave=True)
        elif before := own or told.get(id):
            yield from _changed(f"passage of {id}", before, seal(graph, texts, id), grave=True)


def _beside(saved: Answer, now: Answer) -> Iterator[Difference]:
    yield from _changed("reading", reading(saved), reading(now))
    before, after = ({c.statement: c.text for c in one.citations} for one in (saved, now))
    yield from _changed("statements cited", " ".join(sorted(before)), " ".join(sorted(after)))
    for id in sorted(before.keys() & after.keys()):
        yield from _changed(f"words of {id}", before[id], after[id])
    yield from _changed("graph version", saved.graph_version, now.graph_version)


def _changed(what: str, before: object, now: object, *, grave: bool = False) -> Iterator[Difference]:
    if before != now:
        yield Difference(what=what, before=_told(before), now=_told(now), grave=grave)


def _told(value: object) -> str:
    return "none" if value is None else str(value)
