"""What a question restricts: the ways that count, what is not to be told of, and the forms that ask for more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from kg.causal import CausalGraph, Filters
from kg.causal import without as graph_without
from kg.kept import Cache
from kg.linking.text import stems, tokens
from kg.once import Once
from kg.patience import go_on
from kg.question import Question
from kg.walks import walk

_LONGEST_KEPT = 300


class Restriction(Enum):
    """What a question may ask for beside its intent, and a kind of answer may be unable to give."""

    through = "through"
    avoid = "avoid"
    excluded = "excluded"
    shared = "shared"
    exclusive = "exclusive"
    ranked = "ranked"
    loop = "loop"


def restrictions(question: Question) -> frozenset[Restriction]:
    """What a question asks for beside its intent."""
    roles = {part.role for part in question.parts}
    return frozenset(r for r in Restriction if r.value in roles or getattr(question, r.value, None))


def filters(graph: CausalGraph, question: Question) -> Filters:
    """The paths that a question asks for: over what is named itself, and clear of it and of all its kinds."""
    return Filters(
        ways=tuple(_varying(graph, id) for id in question.of("through")),
        around=frozenset(v for id in question.of("avoid") for v in _met(graph, id)),
        avoid=tuple(sorted(id for id in _family(graph, question.of("excluded")) if graph.is_signed(id))),
    )


def _varying(graph: CausalGraph, concept: str) -> frozenset[str]:
    """The variables that a concept is spoken of through."""
    return frozenset(v for c in graph.spoken_of(concept) if (v := graph.concepts[c].variable))


def _met(graph: CausalGraph, concept: str) -> frozenset[str]:
    spoken_of = _varying(graph, concept)
    below = {d for c in (concept, *spoken_of) for d in graph.descendants(c)}
    return frozenset({*spoken_of, *(d for d in below if graph.concepts[d].variable == d)})


def contradicts(graph: CausalGraph, question: Question) -> bool:
    """Whether what is asked about is also what is not to count."""
    out = _family(graph, question.of("excluded")) | {v for id in question.of("avoid") for v in _met(graph, id)}
    asked = {id for role in ("cause", "effect", "topic", "other", "through") for id in question.of(role)}
    return bool(out & {v for id in asked for v in (id, *_varying(graph, id))})


def without(graph: CausalGraph, excluded: Iterable[str]) -> CausalGraph:
    """The graph without what speaks of some concepts, of their kinds and levels, or names them in its words."""
    if not (excluded := tuple(excluded)):
        return graph
    names = Names(graph, excluded)
    named = {s.id for id in names.family for s in graph.by_concept.get(id, ())}
    near = set(_having(Said.by(graph).statements, names.all)) - named
    return graph_without(graph, named | {id for id in near if names.stand_in(graph.statements[id].text)})


class Names:
    """What some concepts, their kinds and their levels are called, to be found in a text."""

    def __init__(self, graph: CausalGraph, concepts: Iterable[str]) -> None:
        self.family = _family(graph, concepts)
        labels = {name for id in self.family for name in (graph.concepts[id].label, *graph.concepts[id].synonyms)}
        self._names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in {stems_of(label) for label in labels} - {()}:
            self._names[name[0]].add(name)

    @property
    def all(self) -> Iterator[tuple[str, ...]]:
        """The stems of each name."""
        return (name for names in self._names.values() for name in names)

    def stand_in(self, text: str) -> bool:
        """Whether any of the names stands in a text."""
        said = stems_of(text)
        return any(
            said[i : i + len(name)] == name
            for i, stem in enumerate(said)
            if stem in self._names
            for name in self._names[stem]
        )


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of the words of a text; those of the texts met last are kept, unless they are long."""
    return _stems(text) if len(text) <= _LONGEST_KEPT else _stems.__wrapped__(text)


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(t.stem for t in tokens(text))


def _within(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return any(said[i : i + len(name)] == name for i in range(len(said) - len(name) + 1))


def _family(graph: CausalGraph, concepts: Iterable[str]) -> frozenset[str]:
    """Some concepts, what they are spoken of through, their kinds and levels, and what is named after them."""
    waiting = list(concepts)
    if names := {stems_of(graph.concepts[id].label) for id in waiting}:
        near = dict.fromkeys(_having(Said.by(graph).labels, names - {()}))
        waiting += [id for id in near if any(_within(n, stems_of(graph.concepts[id].label)) for n in names)]

    def further(id: str) -> Iterator[str]:
        yield from (*graph.spoken_of(id), *graph.descendants(id))
        variable = graph.variable_of(id)
        yield variable
        yield from (level.id for level in graph.levels_of(variable))

    return frozenset(walk(waiting, further))


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a graph: of its statements and labels, by stem the ids of those that have it; `names` are the stems
    of the further names. Made once for a graph.
    """

    statements: Mapping[str, Sequence[str]]
    labels: Mapping[str, Sequence[str]]
    names: frozenset[str]

    @classmethod
    def by(cls, graph: CausalGraph) -> Said:
        """What a graph says of its concepts in words, made once for each graph."""
        return graph.kept[SAID].get(None, Once[Said]).get(lambda: cls._of(graph))

    @classmethod
    def _of(cls, graph: CausalGraph) -> Said:
        names = stems(name for c in graph.concepts.values() for name in c.synonyms)
        return cls(
            _by_stem((s.id, s.text) for s in graph.statements.values()),
            _by_stem((c.id, c.label) for c in graph.concepts.values()),
            frozenset(stem for name in names for stem in name),
        )


SAID = Cache[Once[Said]]("words", 2)


def _by_stem(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    ids, said = zip(*texts, strict=True) if (texts := list(texts)) else ((), ())
    for n, (id, words) in enumerate(zip(ids, stems(said), strict=True)):
        if n % 64 == 0:
            go_on()
        for stem in dict.fromkeys(words):
            found[stem].append(id)
    return dict(found)


def _having(by_stem: Mapping[str, Sequence[str]], names: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The ids of the texts that have all words of one of these names."""
    for name in names:
        first, *more = sorted((by_stem.get(stem, ()) for stem in dict.fromkeys(name)), key=len)
        if first:
            yield from set(first).intersection(*more)
