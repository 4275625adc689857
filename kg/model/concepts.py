"""What the graph speaks of: variables, their levels, entities, populations and goals."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.terms import Match, Valence


@dataclass(frozen=True, slots=True)
class PublicTerm:
    """A public term that a concept corresponds to."""

    iri: str
    match: Match
    label: str = ""
    verified_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """Something that the graph speaks of. `id` is the local name of `iri`; `implies` are the concepts (populations,
    variables or states) that hold wherever it does; `plural` tells how a verb agrees with the label, where its last
    noun does not. `more` are further fields by their names, which nothing is reasoned from.
    """

    id: str
    iri: str
    label: str
    kind: str
    definition: str = ""
    synonyms: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    mappings: tuple[PublicTerm, ...] = ()
    implies: tuple[str, ...] = ()
    plural: bool | None = None
    note: str = ""
    more: tuple[tuple[str, object], ...] = ()

    def __post_init__(self) -> None:
        if not self.id or not self.label:
            raise ValueError(f"a concept needs an id and a label, not {self.id!r} and {self.label!r}")

    @property
    def variable(self) -> str | None:
        """The variable whose level it is: itself for a variable; none for what is no variable."""
        return None

    @property
    def level(self) -> int:
        """The level of its variable that it stands for: +1, or -1 of a state that is low."""
        return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Concept):
    """A quantity that can be higher or lower: an amount, activity, rate, count, probability, presence.

    `aspect_of`: the entities that it is spoken of through: bone strength is meant where people say "bones".
    `cessation_of`: the variable that it is the stopping of, which is an event of its own and not less of that.
    """

    variable_type: str
    valence: Valence = Valence.neutral
    aspect_of: tuple[str, ...] = ()
    cessation_of: str = ""

    @property
    def variable(self) -> str:
        """The variable that it is: its own id."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Concept):
    """A high (+1) or low (-1) level of a variable: estrogen deficiency is estrogen at -1."""

    of_variable: str
    at_level: int
    event: bool = False

    def __post_init__(self) -> None:
        super(State, self).__post_init__()
        if self.at_level not in (1, -1):
            raise ValueError(f"level must be +1 or -1, not {self.at_level}")

    @property
    def variable(self) -> str:
        """The id of the variable that it is a level of."""
        return self.of_variable

    @property
    def level(self) -> int:
        """The level of that variable: +1 or -1."""
        return self.at_level


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Concept):
    """A cell, organ, food, instrument or principle: never part of a signed edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population(Concept):
    """A group or situation in which a statement holds.

    `excludes`: populations it cannot be joined with; `from_age`: the age in years from which a person belongs to it.
    """

    excludes: tuple[str, ...] = ()
    from_age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Concept):
    """An end that interventions may or may not suffice for; `of_variable` is what it would restore."""

    of_variable: str

    @property
    def variable(self) -> str:
        """The id of the variable that it would restore."""
        return self.of_variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Kinds of concept that are drawn alike; `shape` is the name of one, empty for the plainest."""

    id: str
    label: str
    shape: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptKind:
    """A kind of concept; an `intervention` is what a person can do or take, an `outcome` what people care about.

    `family` is none where it is drawn by itself; `mappings` are the categories of other vocabularies that it
    corresponds to; `usual_type` is the class of its concepts, unless they tell another.
    """

    id: str
    label: str
    usual_type: str = ""
    intervention: bool = False
    outcome: bool = False
    family: Family | None = None
    mappings: tuple[PublicTerm, ...] = ()
