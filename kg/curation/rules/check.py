"""What a draft is held against, and the collector of what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as also
from types import MappingProxyType
from typing import Any

from kg import vocabulary
from kg.causal import CausalGraph
from kg.curation.proposals import Draft
from kg.linking import AmbiguousConcept, UnknownConcept
from kg.model import Concept, Statement
from kg.rdf import Violation
from kg.rdf.sorts import Field, Sort

ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*\Z")
NO_LABELS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a draft is held against: the graph, how names are resolved, the texts at hand, and who proposes when.

    `name` makes the ids of what is new: P12 gives the statement P12.
    """

    graph: CausalGraph
    resolve: Callable[[str], str]
    texts: Mapping[str, str] = also(default_factory=dict)
    name: str = "P0"
    by: str = ""
    on: str = ""


class Check:
    """Collects the violations of one draft, and reads its fields."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.graph = setting.graph
        self.found: list[Violation] = []

    def wrong(self, field: str, message: str, value: object = "") -> None:
        """Keep that a field is wrong, and what would be right."""
        self.found.append(Violation(node=self.setting.name, field=field, message=message, value=str(value)[:200]))

    def concept(self, field: str, name: str) -> Concept | None:
        """The concept of this name; None, and told, where there is none or several."""
        if not name:
            self.wrong(field, "names a concept by id, IRI, CURIE or words")
            return None
        try:
            return self.graph.concepts[self.setting.resolve(name)]
        except (UnknownConcept, AmbiguousConcept) as error:
            self.wrong(field, f"{error.detail}; propose the concept first, or name one that is there", name)
            return None

    def concepts(
        self, field: str, names: Iterable[str], *, of: tuple[type[Concept], ...] = (), message: str = ""
    ) -> tuple[str, ...]:
        """The ids of the concepts of these names, sorted; `message` tells that each is of one of the types."""
        found = [c for c in (self.concept(field, name) for name in dict.fromkeys(names)) if c is not None]
        for c in found:
            if of and not isinstance(c, of):
                self.wrong(field, message, c.id)
        return tuple(sorted(c.id for c in found))

    def statement(self, field: str, name: str) -> Statement | None:
        """The statement of this id; None, and told, where there is none."""
        id = vocabulary.local(vocabulary.iri(name) or name)
        if id not in self.graph.statements:
            self.wrong(field, "is the id of a statement that is there, such as S106a", name)
        return self.graph.statements.get(id)

    def statements(self, field: str, names: Iterable[str]) -> tuple[Statement, ...]:
        """The statements of these ids, each once; those that are not there are told."""
        found = (self.statement(field, name) for name in dict.fromkeys(names))
        return tuple(s for s in found if s is not None)

    def choice(
        self,
        field: str,
        value: str,
        options: Iterable[str],
        *,
        default: str = "",
        labels: Mapping[str, str] = NO_LABELS,
    ) -> str:
        """The option that a value names, as its id, CURIE, IRI or label; else told, and the default or the first."""
        options = tuple(options)
        if not value or value in options:
            return value or default
        found = vocabulary.named({option: labels.get(option, option) for option in options}, value)
        if len(found) == 1:
            return found[0]
        self.wrong(field, f"is one of {', '.join(found or options)}", value)
        return default or options[0]

    def new_id(self, given: str, default: str, taken: Collection[str], what: str) -> str:
        """The id that was given, else the default; told where it cannot be had."""
        given = vocabulary.local(vocabulary.iri(given) or given)
        if given and not ID.match(given):
            self.wrong("id", "an id is of letters, digits, _ and -", given)
        elif given in taken:
            self.wrong("id", f"another {what} has this id; choose another one, or leave it out", given)
        elif given and (same := next((id for id in taken if id.casefold() == given.casefold()), None)):
            self.wrong("id", f"it differs from {same} by small and large letters alone; choose another one", given)
        if given:
            return given
        id, n = default, 1
        while id in taken:
            n += 1
            id = f"{default}_{n}"
        return id

    def taken(self, fields: Iterable[Field], draft: Draft, more: Mapping[str, Taken]) -> dict[str, Any]:
        """What a draft says of these fields, by their names, as far as it says anything; `more` reads other sorts."""
        found: dict[str, Any] = {}
        for field in fields:
            if field.in_form is None:
                continue
            read = more.get(field.sort.name, _PLAIN.get(field.sort.name, _as_it_is))
            value = read(self, field, getattr(draft, field.in_form))
            if value is not None and value is not False and value not in ("", ()):
                found[field.name] = value
        return found


Taken = Callable[[Check, Field, Any], Any]


def _concepts(check: Check, field: Field, given: Any) -> Any:
    name = str(field.in_form)
    if field.many:
        return check.concepts(name, given)
    return concept.id if given and (concept := check.concept(name, given)) else ""


def _statements(check: Check, field: Field, given: Any) -> Any:
    found = [s.id for s in check.statements(str(field.in_form), given if field.many else [given] if given else [])]
    return tuple(sorted(found)) if field.many else found[0] if found else ""


def _as_it_is(check: Check, field: Field, given: Any) -> Any:
    """Texts and numbers; of a closed list what is in it."""
    if isinstance(field.sort, Sort) and field.sort.options:
        chosen = check.choice(str(field.in_form), given, field.sort.options)
        return field.sort.read(chosen) if chosen else None
    return tuple(sorted(dict.fromkeys(given), key=str.casefold)) if field.many else given


_PLAIN: Mapping[str, Taken] = {"concept": _concepts, "statement": _statements}


def either(value: Any, other: Any) -> Any:
    """The value, or the other where it is None."""
    return other if value is None else value
