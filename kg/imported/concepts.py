"""The concepts of a stranger's graph as concepts of ours; those that the graph beside has already are found there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from kg import vocabulary
from kg.imported.kinds import SORTS
from kg.imported.names import Ids, label_of, public_iri, sound
from kg.importing import Concept as Foreign
from kg.importing import Gathered, Known, Meeting, Unsaid, same_id
from kg.importing import Mapping as Hint
from kg.model import Concept, Match, PublicTerm, Variable

_MATCH = {match.value.casefold(): match for match in Match}
_MATCH |= dict.fromkeys(("sameas", "same_as", "equivalentclass", "exact_match"), Match.exact)
_TURNED = {Match.broad: Match.narrow, Match.narrow: Match.broad}
_ASPECT = "One side of {}, told apart because it may go up where that goes down."


@dataclass(frozen=True, slots=True)
class Cast:
    """Each concept of the file by its id there; those that are `new`; those `reused` of the graph beside, as pairs of
    ids; and those that another there may be: `hints`.
    """

    by_id: Mapping[str, Concept]
    new: tuple[Concept, ...]
    reused: tuple[tuple[str, str], ...]
    hints: tuple[Meeting, ...]
    unsaid: tuple[Unsaid, ...] = ()


def known_of(beside: Iterable[Concept]) -> Known:
    """What the graph beside has: its public ids and labels."""
    return Known.of((c.id, [vocabulary.curie(m.iri) for m in c.mappings], (c.label, *c.synonyms)) for c in beside)


def cast(gathered: Gathered, beside: Mapping[str, Concept], ids: Ids) -> Cast:
    """All concepts of the file. One that is called as exactly one beside, with no public id that speaks against it, is
    that one; one that shares a public id alone is a hint.
    """
    terms, unsaid = _mapped(gathered)
    meetings = {meeting.concept: meeting for meeting in gathered.meetings}
    called = {c.label.casefold() for c in beside.values()}
    labels = {foreign.id: label_of(foreign.id, foreign.label) for foreign in gathered.concepts}
    by_id: dict[str, Concept] = {}
    new, reused, hints = [], [], []
    for foreign in gathered.concepts:
        meeting = meetings.get(foreign.id)
        if meeting and (same := _same(foreign, meeting, beside)):
            by_id[foreign.id] = same
            reused.append((foreign.id, same.id))
            continue
        if meeting:
            hints.append(meeting)
        label = _distinct(labels[foreign.id], foreign.id, called)
        aspect_of = labels.get(foreign.aspect_of, sound(foreign.aspect_of))
        made = _made(foreign, label, ids.new(label), terms.get(foreign.id, ()), aspect_of)
        by_id[foreign.id] = made
        new.append(made)
    return Cast(by_id, tuple(new), tuple(reused), tuple(hints), unsaid)


def _distinct(label: str, id: str, called: set[str]) -> str:
    """The label, with the id of the file where another concept is called so."""
    tries = chain((label, f"{label} ({sound(id)})"), (f"{label} ({number})" for number in count(2)))
    found = next(one for one in tries if one.casefold() not in called)
    called.add(found.casefold())
    return found


def _made(foreign: Foreign, label: str, id: str, terms: Iterable[PublicTerm], aspect_of: str) -> Concept:
    sort = SORTS[foreign.kind]
    own = public_iri(foreign.id)
    found = {own: PublicTerm(own, Match.exact)} if own else {}
    for term in (*terms, *(PublicTerm(iri, Match.close) for one in foreign.same_as if (iri := public_iri(one)))):
        found.setdefault(term.iri, term)
    values: dict[str, Any] = {
        "id": id,
        "iri": vocabulary.BASE + id,
        "label": label,
        "kind": sort.kind,
        "synonyms": _others(foreign, label),
        "mappings": tuple(sorted(found.values(), key=lambda term: (term.match.value, term.iri))),
        "note": _ASPECT.format(aspect_of) if aspect_of else "",
    }
    if sort.type is Variable:
        values["variable_type"] = sort.variable_type
    return sort.type(**values)


def _others(foreign: Foreign, label: str) -> tuple[str, ...]:
    """Its other names, its name in the file among them."""
    given = (foreign.label, "" if public_iri(foreign.id) else foreign.id, *foreign.synonyms)
    return tuple(sorted({sound(name) for name in given if name.strip()} - {label}, key=lambda n: (n.casefold(), n)))


def _same(foreign: Foreign, meeting: Meeting, beside: Mapping[str, Concept]) -> Concept | None:
    """The one beside that is called so too; none where several are, or where their public ids differ."""
    label = label_of(foreign.id, foreign.label).casefold()
    named = [beside[id] for id in meeting.met if label in _names(beside[id])]
    return named[0] if len(named) == 1 and not _differ(foreign, named[0]) else None


def _names(concept: Concept) -> set[str]:
    return {name.casefold() for name in (concept.label, *concept.synonyms)}


def _differ(foreign: Foreign, concept: Concept) -> bool:
    """Whether both have public ids of one vocabulary, and none in common."""
    ours: dict[str, set[str]] = defaultdict(set)
    theirs: dict[str, set[str]] = defaultdict(set)
    for ids, found in (
        ([foreign.id, *foreign.same_as], theirs),
        ([vocabulary.curie(m.iri) for m in concept.mappings], ours),
    ):
        for id in filter(None, map(same_id, ids)):
            found[id.partition(":")[0]].add(id)
    return any(not ours[prefix] & theirs[prefix] for prefix in ours.keys() & theirs.keys())


def _mapped(gathered: Gathered) -> tuple[Mapping[str, list[PublicTerm]], tuple[Unsaid, ...]]:
    """The public terms that mappings give to concepts of the file; and those that could not be given, counted."""
    ours = {same_id(c.id) or c.id: c.id for c in gathered.concepts}
    terms: dict[str, list[PublicTerm]] = defaultdict(list)
    left: Counter[str] = Counter()
    for hint in gathered.mappings:
        match = _MATCH.get(_local(hint.predicate).casefold())
        if match is None:
            left[f"mapping by {hint.predicate[:80]}, which is no match"] += 1
        elif not any(_both(ours, terms, hint, match)):
            left["mapping of a concept that nothing here speaks of"] += 1
    return terms, tuple(Unsaid(reason, count) for reason, count in left.most_common())


def _both(
    ours: Mapping[str, str], terms: Mapping[str, list[PublicTerm]], hint: Hint, match: Match
) -> tuple[bool, bool]:
    """Whether a mapping was given to its subject, and to its object."""

    def given(one: str, other: str, match: Match) -> bool:
        id, iri = ours.get(same_id(one) or one), public_iri(other)
        if id is None or iri is None:
            return False
        terms[id].append(PublicTerm(iri, match))
        return True

    turned = _TURNED.get(match, match)
    return given(hint.subject, hint.object, match), given(hint.object, hint.subject, turned)


def _local(predicate: str) -> str:
    return predicate.rpartition("#")[2].rpartition("/")[2].rpartition(":")[2]
