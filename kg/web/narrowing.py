"""What the address of a page of paths narrows them to: as a query, and in words that can each be taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from kg.causal import CausalGraph
from kg.causal.paths import LONGEST
from kg.english import signs
from kg.knowledge_base import Query
from kg.linking import Lexicon
from kg.model import Hedge, Sign
from kg.query import resolved
from kg.vocabulary import folded

MOST_NAMED = 6
_SIGNS = {"+": Sign.PLUS, " ": Sign.PLUS, "-": Sign.MINUS}
_PLAIN = Query()


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """The query, with the fields of the address that say it and, of each, what it says: (name, value, words)."""

    query: Query
    told: Sequence[tuple[str, str, str]]

    @property
    def fields(self) -> dict[str, list[str]]:
        """The fields of the address, each with its values."""
        return self.without("", "")

    def without(self, name: str, value: str) -> dict[str, list[str]]:
        """The same but for one value of one field."""
        found: dict[str, list[str]] = {}
        for field, said, _ in self.told:
            if (field, said) != (name, value):
                found.setdefault(field, []).append(said)
        return found

    @property
    def named(self) -> tuple[str, ...]:
        """The concepts that paths go through or keep clear of."""
        return (*self.query.through, *self.query.avoid)


def narrowed(
    graph: CausalGraph, lexicon: Lexicon, sent: MultiDict[str, str], *, context: Sequence[str], limit: int
) -> Narrowed:
    """What the fields of an address ask for; one that says nothing, or nothing that is known, is as good as not sent.

    Raises UnknownConcept or AmbiguousConcept.
    """
    told: list[tuple[str, str, str]] = []

    def concepts(name: str, words: str) -> tuple[str, ...]:
        names = [value for value in sent.getlist(name) if value.strip()][:MOST_NAMED]
        ids = resolved(names, lexicon.resolve)
        told.extend((name, id, f"{words} {graph.concepts[id].label}") for id in ids)
        return ids

    through, avoid = concepts("through", "through"), concepts("avoid", "other than through")
    sign = _SIGNS.get(sent.get("sign", ""))
    if sign:
        told.append(("sign", sign.value, f"that {'raise' if sign is Sign.PLUS else 'lower'} it"))
    steps = sent.get("longest", "")
    longest = min(int(steps), LONGEST) if steps.isascii() and steps.isdecimal() and 0 < len(steps) < 4 else 0
    if 0 < longest < LONGEST:
        told.append(("longest", str(longest), f"of at most {longest} {'step' if longest == 1 else 'steps'}"))
    hedge = Hedge.__members__.get(folded(sent.get("hedge", "")), _PLAIN.min_hedge)
    if hedge is not _PLAIN.min_hedge:
        told.append(("hedge", hedge.name, f"worded “{signs.HEDGES[hedge].said}” or surer"))
    ours = sent.get("ours") != "no"
    if not ours:
        told.append(("ours", "no", "over no link of our own"))
    query = Query(
        context=tuple(context),
        through=through,
        avoid=avoid,
        sign=sign,
        longest=longest or _PLAIN.longest,
        limit=limit,
        min_hedge=hedge,
        bridges=ours,
    )
    return Narrowed(query=query, told=tuple(told))
