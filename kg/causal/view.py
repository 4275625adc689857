"""The graph as seen from a situation: which statements hold there, what modifies them, and the edge they make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Protocol, TypeVar, cast

from kg.causal import paths as search
from kg.causal.beyond import Larger
from kg.causal.edge import Edge, ModifierState, Steps, composable, either, line_of, turned
from kg.causal.filters import Filters
from kg.causal.graph import CausalGraph
from kg.causal.links import Link, Pair
from kg.causal.loops import Loop, Loops
from kg.causal.paths import Found, Path
from kg.causal.situation import Situation
from kg.kept import Cache, Kept, one
from kg.model import Effect, Sign, State, Statement
from kg.patience import go_on
from kg.walks import along, walk

_KEPT_EFFECTS = 64
_KEPT_ENTRIES = 1_000_000
"""What is known of so many concepts is kept by effect, and at least of so many effects."""

_MOST_ALONE = 3
"""Times that paths to an effect are searched for one cause alone; after these, those from all are made together."""

V = TypeVar("V")


class Beyond(Larger, Protocol):
    """The larger graph, as seen by views of the part: each tells its situation and filters."""

    def paths(
        self, view: View, cause: str, effect: str, *, longest: int, through: Sequence[str] = (), unsigned: bool = False
    ) -> tuple[list[Path], bool]:
        """The best paths, and whether there are no others in the whole."""
        ...

    def walk_signs(self, view: View, cause: str, effect: str) -> frozenset[Sign]:
        """The signs of all ways in the whole, those that come by a concept twice among them; none where none leads."""
        ...

    def ranked(self, view: View, concept: str, *, upstream: bool) -> list[str]:
        """The variables that it acts on, or that act on it, best first, as far as they were wanted."""
        ...

    def shared(self, view: View, a: str, b: str, *, upstream: bool) -> list[str]:
        """The variables that act on both, or that both act on, the nearest first, as far as they were wanted."""
        ...

    def rings(self, view: View, variable: str) -> list[Loop]:
        """The first loops through a variable, shortest first."""
        ...

    def loops(self, view: View, variables: Iterable[str]) -> list[Loop]:
        """A shortest loop through each of these that lies on one; each loop once, shortest first."""
        ...


class View:
    """The edges that hold in a situation under some filters; `of` makes each once, and the graph keeps it.

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
        pairs: Iterable[Pair] | None = None,
    ) -> None:
        self.graph = graph
        self.situation = situation
        self.filters = filters
        self.edges: dict[Pair, Edge] = {}
        self.elsewhere: dict[Pair, tuple[Link, ...]] = {}
        self.aims: dict[Pair, tuple[Link, ...]] = {}
        self._modified = modified
        self._states: dict[str, ModifierState] = {}
        most = max(_KEPT_EFFECTS, _KEPT_ENTRIES // max(1, len(graph.concepts)))
        self._distances: Kept[dict[str, int]] = Kept(most, one)
        self._walk_signs: Kept[dict[str, frozenset[Sign]]] = Kept(most, one)
        self._modifiers: dict[Pair, tuple[tuple[ModifierState, str], ...]] = {}
        self._clear: dict[Pair, bool] = {}
        self._asked: Counter[str] = Counter()
        self.beyond = cast(Beyond | None, graph.beyond)  # whoever makes a part gives it one that answers views
        self._mark = object()  # by which the graph knows its paths, and does not keep it
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
        """The graph as seen from a situation, made once; `modified` tells whether modifiers count."""
        filters = filters.of_links
        return graph.kept[VIEWS].get(
            (situation, filters, modified), lambda: cls._made(graph, situation, filters, modified)
        )

    @classmethod
    def _made(cls, graph: CausalGraph, situation: Situation, filters: Filters, modified: bool) -> View:
        if out := {*filters.avoid, *filters.around}:
            whole = cls.of(graph, situation, replace(filters, avoid=(), around=frozenset()), modified=modified)
            view = cls(graph, situation, filters, modified=modified, pairs=())
            view.edges = _clear_of(whole.edges, out)
            view.elsewhere = _clear_of(whole.elsewhere, out)
            view.aims = _clear_of(whole.aims, out)
            return view
        if before := cls._cut_from(graph, situation):
            return cls._cut(graph, before, situation, filters, modified)
        if situation == Situation() or graph.beyond:
            return cls(graph, situation, filters, modified=modified)
        held = {variable for variable, _ in situation.set}
        other = {pair for pair in graph.by_pair if pair in graph.situational or pair[1] in held}
        return cls._like(cls.of(graph, Situation(), filters, modified=modified), graph, situation, other)

    @staticmethod
    def _cut_from(graph: CausalGraph, situation: Situation) -> CausalGraph | None:
        """The graph whose view a part can share; what bears on a question shares none where modifiers may differ."""
        before = graph.cut_from
        if graph.beyond and before and (situation.set or situation.levels or graph.modifiers != before.modifiers):
            return None
        return before

    @classmethod
    def _cut(
        cls, graph: CausalGraph, before: CausalGraph, situation: Situation, filters: Filters, modified: bool
    ) -> View:
        """The view of a graph that is cut from another, with the edges of that one where nothing is changed."""
        other = {pair for pair, links in graph.by_pair.items() if before.by_pair.get(pair) != links}
        if graph.beyond is None:
            own, those = graph.modifying, before.modifying
            other |= {pair for pair in own.keys() | those.keys() if own.get(pair) != those.get(pair)}
        if situation.set or situation.levels:
            other |= before.situational  # by mechanism what is cut out can change what modifies them
        return cls._like(cls.of(before, situation, filters, modified=modified), graph, situation, other)

    @classmethod
    def _like(cls, before: View, graph: CausalGraph, situation: Situation, other: Collection[Pair]) -> View:
        """The view of a graph from a situation with the edges of another view, but for `other` pairs, made anew."""
        view = cls(graph, situation, before.filters, modified=before._modified, pairs=other)

        def together(anew: dict[Pair, V], as_before: dict[Pair, V]) -> dict[Pair, V]:
            said = ((pair, (anew if pair in other else as_before).get(pair)) for pair in graph.by_pair)
            return {pair: found for pair, found in said if found is not None}

        view.edges = together(view.edges, before.edges)
        view.elsewhere = together(view.elsewhere, before.elsewhere)
        view.aims = together(view.aims, before.aims)
        return view

    def _edge(self, pair: Pair, links: list[Link]) -> Edge | None:
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
        lines = [line_of(source, said, blunted=bool(blunted)) for source, said in sorted(by_source.items())]
        lines = [line for line in lines if not line.unsigned] or lines
        lines = [line for line in lines if not line.ours] or lines
        if not lines:
            return None
        chosen = sorted((link for line in lines for link in line.links), key=lambda link: link.rank)
        implied = {link.statement.id for link, inside in held if inside}
        settings = tuple(link for link in chosen if link.statement.id not in implied)
        return Edge(*pair, either(line.sign for line in lines), tuple(chosen), tuple(lines), blunted, settings)

    def modifiers_on(self, cause: str, effect: str) -> tuple[tuple[ModifierState, str], ...]:
        """What changes the effect of one variable on another, whether it is at work here, and where it is said."""
        if not self._modified:
            return ()
        if (cause, effect) not in self._modifiers:
            self._modifiers[cause, effect] = tuple(
                (self.state_of(m), s.id)
                for m, s in self.graph.modifiers_on(cause, effect)
                if self.situation.inside(m.context, self.graph) is not False
            )
        return self._modifiers[cause, effect]

    def _blunted(self, pair: Pair) -> tuple[ModifierState, ...]:
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
        variable, own = self.graph.variable_of(modifier.subject), self.graph.concepts[modifier.subject].level
        level = dict(known).get(variable)
        if level is not None:
            return ModifierState(modifier, level == own)
        unmodified = View.of(self.graph, Situation(set=self.situation.set), modified=False)
        for cause, at in known:
            sign = net(unmodified, cause, variable).times(at)
            if sign.definite:
                return ModifierState(modifier, sign.times(own) is Sign.PLUS, True, cause)
        return None

    @cached_property
    def out(self) -> Steps:
        """The composable edges from each variable: signed, not a finding of no effect, and not to itself."""
        return composable(self.edges)

    @cached_property
    def back(self) -> Steps:
        """The same, by effect."""
        return turned(self.out)

    @cached_property
    def out_with_unsigned(self) -> Steps:
        """All edges that are an influence, of stated direction or not."""
        return composable(self.edges, unsigned=True)

    @cached_property
    def _back_with_unsigned(self) -> Steps:
        return turned(self.out_with_unsigned)

    @cached_property
    def _unsigned(self) -> frozenset[Pair]:
        return frozenset(pair for pair, edge in self.edges.items() if edge.unsigned)

    def distances(self, effect: str, *, unsigned: bool = False) -> dict[str, int]:
        """The least number of steps to the effect from each variable that has a way to it."""
        return self._distances.get(
            (effect, unsigned),
            lambda: search.distances(self._back_with_unsigned if unsigned else self.back, effect),
        )

    def paths(
        self, cause: str, effect: str, *, longest: int = search.LONGEST, through: Sequence[str] = ()
    ) -> tuple[list[Path], bool]:
        """Every path, best first, and whether none was left out; of a part, the best that go through these."""
        if beyond := self.beyond:
            found, complete = beyond.paths(self, cause, effect, longest=longest, through=through)
            return sorted(found, key=search.rank), complete
        left = self.distances(effect)
        if left.get(cause, 0) > longest:
            return [], False
        self._asked[effect] += 1
        if self._asked[effect] <= _MOST_ALONE:
            found, complete = search.search(self.out, left, cause, effect, longest=longest)
            return sorted(found, key=search.rank), complete
        shared = self.graph.kept[PATHS].get((self._mark, effect), lambda: search.paths_to(self.out, left, effect))
        if shared is None:
            found, complete = search.search(self.out, left, cause, effect, longest=longest)
            return sorted(found, key=search.rank), complete
        found, complete = shared.get(cause, ([], True))
        short = [path for path in found if len(path.edges) <= longest]
        return short, complete and len(short) == len(found)

    def unsigned_paths(self, cause: str, effect: str, *, longest: int = search.LONGEST) -> list[Path]:
        """The paths with at least one link whose direction is not stated, best first."""
        if not self._unsigned:
            return []
        if beyond := self.beyond:
            found, _ = beyond.paths(self, cause, effect, longest=longest, unsigned=True)
        else:
            left = self.distances(effect, unsigned=True)
            if not any(b in left and cause in self.distances(a, unsigned=True) for a, b in self._unsigned):
                return []
            found, _ = search.search(self.out_with_unsigned, left, cause, effect, longest=longest)
        return sorted((p for p in found if any(step in self._unsigned for step in pairwise(p.nodes))), key=search.rank)

    def walk_signs(self, cause: str, effect: str) -> frozenset[Sign]:
        """The signs of all ways from one variable to another, those that come by a concept twice among them."""
        if beyond := self.beyond:
            return beyond.walk_signs(self, cause, effect)
        signs = self._walk_signs.get(effect, lambda: search.walk_signs(self.back, effect))
        return signs.get(cause, frozenset())

    def leads(self, cause: str, effect: str) -> bool:
        """Whether any way leads from one variable to another."""
        return bool(self.walk_signs(cause, effect)) if self.beyond else cause in self.distances(effect)

    def is_clear(self, pair: Pair) -> bool:
        """Whether no way between two variables leads over what is to be kept clear of, for which a step might stand."""
        if pair not in self._clear:
            every = View.of(self.graph, self.situation, replace(self.filters, around=frozenset()))
            around = self.filters.around
            self._clear[pair] = not any(every.leads(pair[0], v) and every.leads(v, pair[1]) for v in around)
        return self._clear[pair]

    def downstream(self, cause: str) -> list[str]:
        """The other variables that one may act on: all, or of a part those that come first."""
        if beyond := self.beyond:
            return beyond.ranked(self, cause, upstream=False)
        return sorted(v for v in walk([cause], along(self.out_with_unsigned)) if v != cause)

    def upstream(self, effect: str) -> list[str]:
        """The other variables that may act on one: all, or of a part those that come first."""
        if beyond := self.beyond:
            return beyond.ranked(self, effect, upstream=True)
        self._asked[effect] += _MOST_ALONE  # whoever wants all causes will ask for the paths from each
        return [v for v in self.distances(effect, unsigned=True) if v != effect]

    def loops_through(self, variables: Iterable[str]) -> list[Loop]:
        """A shortest loop through each of these that lies on one; each loop once, shortest first."""
        return self.beyond.loops(self, variables) if self.beyond else self.loops.through(variables)

    def sum_of(self, paths: Sequence[Path], complete: bool) -> tuple[Sign, bool]:
        """The sum of the signs of some paths with the same ends, and whether it is settled.

        Where the search was cut it is bounded from above by the ways that come by a concept twice: the sum is settled
        where these have one sign only, or where the paths found already leave every direction open.
        """
        found = sum((p.sign for p in paths), Sign.ZERO)
        if complete:
            return found, True
        ways = self.walk_signs(paths[0].nodes[0], paths[0].nodes[-1]) | {path.sign for path in paths}
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


def _clear_of(said: dict[Pair, V], out: Collection[str]) -> dict[Pair, V]:
    """What is said of pairs that have none of these variables."""
    return {pair: found for pair, found in said.items() if pair[0] not in out and pair[1] not in out}


def _weight(found: Found | None) -> int:
    """About how many bytes the paths take."""
    return 64 + sum(300 + 16 * len(path.edges) for paths, _ in (found or {}).values() for path in paths)


VIEWS = Cache[View]("views", 32)
PATHS = Cache[Found | None]("paths by effect", 32 * 1024 * 1024, _weight)
"""What a graph keeps: so many views, and so many bytes of paths for all of them together."""
