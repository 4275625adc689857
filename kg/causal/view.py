"""The graph as seen from a situation: which statements hold there, what modifies them, and the edge they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from kg.causal import paths as search
from kg.causal.graph import CausalGraph, Link
from kg.causal.loops import Loops
from kg.causal.paths import Path
from kg.causal.situation import Situation
from kg.kept import Kept
from kg.model import Effect, Hedge, Sign, State, Statement
from kg.patience import go_on

_KEPT_VIEWS = 32
_MOST_FOUND = 32 * 1024 * 1024
"""Bytes of paths that are kept for all views of a graph together."""
_KEPT_EFFECTS = 64
_KEPT_ENTRIES = 1_000_000
"""What is known of so many concepts is kept by effect, and at least of so many effects."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which links and paths are wanted. `longest` counts edges; `through` and `avoid` are variables; `source` is a
    document, beside whose statements only links of our own are used.

    `ways` are sets of variables, of each of which a path must meet one between its ends; `around` are variables that it
    must keep clear of, step by step: what is stated of a whole effect does not tell by which way it comes about.
    """

    longest: int = search.LONGEST
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    min_hedge: Hedge = Hedge.aim
    bridges: bool = True
    source: str | None = None
    ways: tuple[frozenset[str], ...] = ()
    around: frozenset[str] = frozenset()

    @property
    def by_way(self) -> bool:
        """Whether it matters by which way an effect comes about."""
        return bool(self.through or self.ways or self.around)

    def runs(self, path: Path) -> bool:
        """Whether a path meets what it must."""
        between = path.nodes[1:-1]
        return all(v in path.nodes for v in self.through) and all(way.intersection(between) for way in self.ways)

    def allow(self, link: Link) -> bool:
        s = link.statement
        return (
            (self.bridges or not s.bridge)
            and s.hedge <= self.min_hedge
            and (not self.relations or s.relation in self.relations)
            and (self.source is None or s.bridge or s.source == self.source)
            and link.cause not in self.avoid
            and link.effect not in self.avoid
            and link.cause not in self.around
            and link.effect not in self.around
        )


@dataclass(frozen=True, slots=True)
class ModifierState:
    """A modifier and whether it is at work: true, false, or none where the situation does not say.

    `by_mechanism` where that was worked out along paths, from `because`, rather than said.
    """

    statement: Statement
    active: bool | None
    by_mechanism: bool = False
    because: str | None = None

    @property
    def weakens(self) -> bool:
        """Whether it is at work and brings the effect down, as far as to nothing."""
        s = self.statement
        return self.active is True and s.effect in (Effect.attenuates, Effect.gates) and not s.keeps_direction


@dataclass(frozen=True, slots=True)
class Line:
    """What one source says of a pair of variables: the sum of its links, best first, that hold in a situation."""

    source: str
    sign: Sign
    links: tuple[Link, ...]

    @property
    def unsigned(self) -> bool:
        return all(link.statement.unsigned for link in self.links)

    @property
    def ours(self) -> bool:
        """Whether the source does not say it, and it is a link of our own."""
        return all(link.statement.bridge for link in self.links)


@dataclass(frozen=True, slots=True)
class Edge:
    """What the statements that hold in a situation say of one pair of variables, best first.

    `sign` allows every direction that any line of evidence does. `blunted` are the modifiers at work that weaken the
    effect, each with the statement it points at. `settings` tells that some of its statements speak of a narrower
    setting than the one asked about, which the situation leaves open.
    """

    cause: str
    effect: str
    sign: Sign
    links: tuple[Link, ...]
    lines: tuple[Line, ...] = ()
    blunted: tuple[ModifierState, ...] = ()
    settings: tuple[Link, ...] = ()

    @property
    def best(self) -> Link:
        return self.links[0]

    @property
    def unsigned(self) -> bool:
        """Whether an influence is stated but not its direction."""
        return all(link.statement.unsigned for link in self.links)

    @property
    def disagree(self) -> bool:
        """Whether its sources give different directions."""
        return len({line.sign for line in self.lines}) > 1


def combine(signs: Iterable[Sign]) -> Sign:
    """The sign of several findings on one pair in one setting: their sum, in which no effect is never lost.

    >>> combine([Sign.PLUS, Sign.ZERO]), combine([Sign.PLUS, Sign.WEAK_PLUS])
    (<Sign.WEAK_PLUS: '0+'>, <Sign.PLUS: '+'>)
    """
    signs = list(signs)
    total = sum(signs, Sign.ZERO)
    return Sign.of(total.directions | {0}) if Sign.ZERO in signs else total


def either(signs: Iterable[Sign]) -> Sign:
    """The sign that allows whatever one of these does: of several settings, or of several sources."""
    return Sign.of(d for sign in signs for d in sign.directions)


def weaken(sign: Sign) -> Sign:
    """The sign of an effect that may be blunted down to nothing; never turned round."""
    return Sign.of(sign.directions | {0})


class View:
    """The edges that hold in a situation under some filters; made once and kept by the graph.

    With `pairs`, only those of these pairs. What is set is cut off from its causes (Pearl 2009, "Causality", 3.2). An
    aim is no edge: `aims` holds the links that say one. `elsewhere` are those that the situation rules out.
    """

    def __init__(
        self,
        graph: CausalGraph,
        situation: Situation,
        filters: Filters,
        *,
        modified: bool = True,
        pairs: Iterable[tuple[str, str]] | None = None,
    ):
        self.graph = graph
        self.situation = situation
        self.filters = filters
        self.elsewhere: dict[tuple[str, str], tuple[Link, ...]] = {}
        self.aims: dict[tuple[str, str], tuple[Link, ...]] = {}
        self._states: dict[str, ModifierState] = {}
        self._found: Kept[search.Found | None] = graph.__dict__.setdefault("_found", Kept(_MOST_FOUND, _weight))
        self._mark = object()
        self._distances: dict[tuple[str, bool], dict[str, int]] = {}
        self._walk_signs: dict[str, dict[str, frozenset[Sign]]] = {}
        self._modified = modified
        self._most_kept = max(_KEPT_EFFECTS, _KEPT_ENTRIES // max(1, len(graph.concepts)))
        self.edges: dict[tuple[str, str], Edge] = {}
        held = dict(situation.set)
        for pair in graph.by_pair if pairs is None else pairs:
            go_on()
            if pair[1] in held:
                continue
            allowed = [link for link in graph.by_pair.get(pair, ()) if filters.allow(link)]
            if allowed and (edge := self._edge(pair, allowed)):
                self.edges[pair] = edge

    @classmethod
    def of(
        cls,
        graph: CausalGraph,
        situation: Situation = Situation(),
        filters: Filters = Filters(),
        *,
        modified: bool = True,
    ) -> View:
        key = (situation, replace(filters, longest=search.LONGEST, through=(), ways=()), modified)
        kept = graph.__dict__.setdefault("_views", {})
        if (view := kept.get(key)) is None:
            out = {*filters.avoid, *filters.around}
            if out:
                whole = cls.of(graph, situation, replace(filters, avoid=(), around=frozenset()), modified=modified)
                view = cls(graph, situation, filters, modified=modified, pairs=())
                view.edges, view.elsewhere, view.aims = (
                    {pair: said for pair, said in of_pairs.items() if out.isdisjoint(pair)}
                    for of_pairs in (whole.edges, whole.elsewhere, whole.aims)
                )
            else:
                view = cls._cut(graph, situation, filters, modified) or cls(
                    graph, situation, filters, modified=modified
                )
            _keep(kept, key, view, _KEPT_VIEWS)
        return view

    @classmethod
    def _cut(cls, graph: CausalGraph, situation: Situation, filters: Filters, modified: bool) -> View | None:
        """The view of a graph that is cut from another, with the edges of that one where nothing is changed; none where
        what is cut out could change what modifies the others.
        """
        before: CausalGraph | None = graph.__dict__.get("_cut_from")
        if before is None or situation.set or situation.levels or graph.modifiers != before.modifiers:
            return None
        whole = cls.of(before, situation, filters, modified=modified)
        other = [pair for pair, links in graph.by_pair.items() if before.by_pair.get(pair) is not links]
        view = cls(graph, situation, filters, modified=modified, pairs=other)
        other_pairs = frozenset(other)
        for name in ("edges", "elsewhere", "aims"):
            anew, as_before = getattr(view, name), getattr(whole, name)
            said = ((pair, (anew if pair in other_pairs else as_before).get(pair)) for pair in graph.by_pair)
            setattr(view, name, {pair: found for pair, found in said if found is not None})
        return view

    def _edge(self, pair: tuple[str, str], links: list[Link]) -> Edge | None:
        held = [(link, self.situation.inside(link.statement.context, self.graph)) for link in links]
        if elsewhere := tuple(link for link, inside in held if inside is False):
            self.elsewhere[pair] = elsewhere
        if aims := tuple(link for link, inside in held if inside is not False and link.statement.aim):
            self.aims[pair] = aims
        held = [(link, inside) for link, inside in held if inside is not False and not link.statement.aim]
        blunted = self._blunted(pair) if held else ()
        by_source: dict[str, list[tuple[Link, bool | None]]] = defaultdict(list)
        for link, inside in held:
            by_source[link.statement.source].append((link, inside))
        lines = [self._line(source, said, bool(blunted)) for source, said in sorted(by_source.items())]
        lines = [line for line in lines if not line.unsigned] or lines
        lines = [line for line in lines if not line.ours] or lines
        if not lines:
            return None
        chosen = sorted((link for line in lines for link in line.links), key=lambda link: link.rank)
        implied = {link.statement.id for link, inside in held if inside}
        settings = tuple(link for link in chosen if link.statement.id not in implied)
        return Edge(*pair, either(line.sign for line in lines), tuple(chosen), tuple(lines), blunted, settings)

    def _line(self, source: str, said: list[tuple[Link, bool | None]], blunted: bool) -> Line:
        """What one source says: of the very setting, else in general, and of every narrower one that is left open.

        In each setting what is said of the nearest class decides; over several settings every direction is possible.
        """
        general = [link for link, inside in said if not link.statement.context]
        implied = [link for link, inside in said if inside and link.statement.context]
        narrower = [link for link, inside in said if inside is None]
        holding = (self._signed(implied) or general or implied) + narrower
        settings: dict[tuple, list[Link]] = defaultdict(list)
        for link in self._signed(holding) or holding:
            settings[link.statement.setting].append(link)
        nearest = [self._nearest(links) for links in settings.values()]
        sign = either(combine(weaken(k.sign) if blunted else k.sign for k in links) for links in nearest)
        chosen = sorted((link for links in nearest for link in links), key=lambda link: link.rank)
        return Line(source, sign, tuple(chosen))

    @staticmethod
    def _nearest(links: list[Link]) -> list[Link]:
        least = min(link.distance for link in links)
        return [link for link in links if link.distance == least]

    @staticmethod
    def _signed(links: list[Link]) -> list[Link]:
        return [link for link in links if not link.statement.unsigned]

    def modifiers_on(self, cause: str, effect: str) -> tuple[tuple[ModifierState, str], ...]:
        """What changes the effect of one variable on another, whether it is at work here, and where it is said."""
        if not self._modified:
            return ()
        return tuple(
            (self.state_of(m), s.id)
            for m, s in self.graph.modifiers_on(cause, effect)
            if self.situation.inside(m.context, self.graph) is not False
        )

    def _blunted(self, pair: tuple[str, str]) -> tuple[ModifierState, ...]:
        return tuple(dict.fromkeys(state for state, _ in self.modifiers_on(*pair) if state.weakens))

    def state_of(self, modifier: Statement) -> ModifierState:
        """Whether a modifier is at work: as interventions put it, else as the context says, or puts it."""
        if modifier.id not in self._states:
            self._states[modifier.id] = self._state_of(modifier)
        return self._states[modifier.id]

    def _state_of(self, modifier: Statement) -> ModifierState:
        concept = self.graph.concepts[modifier.subject]
        levelled = isinstance(concept, State) or modifier.effect is not Effect.unspecified
        if concept.variable and levelled and (state := self._put(modifier, self.situation.set)):
            return state
        if concept.id in self.situation.holds:
            return ModifierState(modifier, True)
        if concept.variable and levelled and (state := self._put(modifier, self.situation.levels)):
            return state
        return ModifierState(modifier, None)

    def _put(self, modifier: Statement, known: tuple[tuple[str, int], ...]) -> ModifierState | None:
        """The state that known levels put a modifier in, themselves or by mechanism; none where they do not bear."""
        concept = self.graph.concepts[modifier.subject]
        level = dict(known).get(concept.variable)
        if level is not None:
            return ModifierState(modifier, level == concept.level)
        unmodified = View.of(self.graph, Situation(set=self.situation.set), modified=False)
        for cause, at in known:
            sign = net(unmodified, cause, concept.variable).times(at)
            if sign.definite:
                return ModifierState(modifier, sign.times(concept.level) is Sign.PLUS, True, cause)
        return None

    @cached_property
    def out(self) -> dict[str, dict[str, Edge]]:
        """The composable edges from each variable: signed, not a finding of no effect, and not to itself."""
        out: dict[str, dict[str, Edge]] = {v: {} for pair in self.edges for v in pair}
        for (cause, effect), edge in self.edges.items():
            if not edge.unsigned and edge.sign is not Sign.ZERO and cause != effect:
                out[cause][effect] = edge
        return out

    @cached_property
    def back(self) -> dict[str, dict[str, Edge]]:
        """The same, by effect."""
        return turned(self.out)

    @cached_property
    def out_with_unsigned(self) -> dict[str, dict[str, Edge]]:
        """All edges that are an influence, of stated direction or not."""
        out: dict[str, dict[str, Edge]] = {v: {} for pair in self.edges for v in pair}
        for (cause, effect), edge in self.edges.items():
            if edge.sign is not Sign.ZERO and cause != effect:
                out[cause][effect] = edge
        return out

    @cached_property
    def _back_with_unsigned(self) -> dict[str, dict[str, Edge]]:
        return turned(self.out_with_unsigned)

    @cached_property
    def _unsigned(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for pair, edge in self.edges.items() if edge.unsigned)

    def distances(self, effect: str, *, unsigned: bool = False) -> dict[str, int]:
        key = (effect, unsigned)
        if (found := self._distances.get(key)) is None:
            back = self._back_with_unsigned if unsigned else self.back
            found = _keep(self._distances, key, search.distances(back, effect), self._most_kept)
        return found

    def paths(self, cause: str, effect: str, *, longest: int = search.LONGEST) -> tuple[list[Path], bool]:
        """Every path, best first, and whether none was left out."""
        if self.distances(effect).get(cause, 0) > longest:
            return [], False
        shared = self._found.get(
            (self._mark, effect), lambda: search.paths_to(self.out, self.distances(effect), effect)
        )
        if shared is None:
            found, complete = search.search(self.out, self.distances(effect), cause, effect, longest=longest)
            return sorted(found, key=search.rank), complete
        found, complete = shared.get(cause, ([], True))
        short = [path for path in found if len(path.edges) <= longest]
        return short, complete and len(short) == len(found)

    def unsigned_paths(self, cause: str, effect: str, *, longest: int = search.LONGEST) -> list[Path]:
        """The paths with at least one link whose direction is not stated, best first."""
        if not self._unsigned:
            return []
        left = self.distances(effect, unsigned=True)
        found, _ = search.search(self.out_with_unsigned, left, cause, effect, longest=longest)
        return sorted((p for p in found if any(step in self._unsigned for step in pairwise(p.nodes))), key=search.rank)

    def walk_signs(self, effect: str) -> dict[str, frozenset[Sign]]:
        """The signs of all ways from each variable to the effect, those that come by a concept twice among them."""
        if (found := self._walk_signs.get(effect)) is None:
            found = _keep(self._walk_signs, effect, search.walk_signs(self.back, effect), self._most_kept)
        return found

    def sum_of(self, paths: Sequence[Path], complete: bool) -> tuple[Sign, bool]:
        """The sum of the signs of some paths with the same ends, and whether it is settled.

        Where the search was cut it is bounded from above by the ways that come by a concept twice: the sum is settled
        where these have one sign only, or where the paths found already leave every direction open.
        """
        found = sum((p.sign for p in paths), Sign.ZERO)
        if complete:
            return found, True
        ways = self.walk_signs(paths[0].nodes[-1])[paths[0].nodes[0]]
        bound = found if len(ways) == 1 else either(ways)
        return bound, bound is found

    @cached_property
    def loops(self) -> Loops:
        """The loops of its edges."""
        own = {cause: edge.sign for (cause, effect), edge in self.edges.items() if cause == effect}
        return Loops({a: {b: edge.sign for b, edge in edges.items()} for a, edges in self.out.items()}, own)


def net(view: View, cause: str, effect: str) -> Sign:
    """The direction between two variables: what is stated, else the sum over all paths; ? where there is neither."""
    if cause == effect:
        return Sign.PLUS
    if edge := view.edges.get((cause, effect)):
        return edge.sign
    found, complete = view.paths(cause, effect)
    return view.sum_of(found, complete)[0] if found else Sign.UNKNOWN


def _keep(kept: dict, key: object, whole: Any, most: int) -> Any:
    """What was made, kept for later once it is whole; of more than `most` the oldest are let go. Safe among threads."""
    kept[key] = whole
    if len(kept) > most:
        for old in list(kept)[: len(kept) - most]:
            kept.pop(old, None)
    return whole


def _weight(found: search.Found | None) -> int:
    """About how many bytes the paths take."""
    return 64 + sum(300 + 16 * len(path.edges) for paths, _ in (found or {}).values() for path in paths)


def turned(out: Mapping[str, Mapping[str, Edge]]) -> dict[str, dict[str, Edge]]:
    """Edges by effect, from edges by cause."""
    back: dict[str, dict[str, Edge]] = {node: {} for node in out}
    for cause, edges in out.items():
        for effect, edge in edges.items():
            back[effect][cause] = edge
    return back
