"""What a person may say about a file that it does not say itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.importing.opened import Limits
from kg.importing.signs import RELATION, Meaning, meaning, spelled
from kg.model import CausewayError, Sign


class WrongOption(CausewayError):
    """An option that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Options:
    """`columns` maps a role (cause, effect, sign, …) to the name of a column, or to its number (from 1) where the file
    has no header; `signs` maps a spelling to +, -, 0 or ?. Raises WrongOption.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        for spelling, sign in self.signs.items():
            if sign not in ("+", "-", "0", "?"):
                raise WrongOption(f"the sign of {spelling!r} is +, -, 0 or ?, not {sign!r}", sign=sign)
        numbers = [name.isdigit() for name in self.columns.values()]
        if any(numbers) and not all(numbers):
            raise WrongOption("columns are named, or all numbered where the file has no header")

    @property
    def numbered(self) -> bool:
        """Whether columns are named by number, because the file has no header."""
        return any(name.isdigit() for name in self.columns.values())

    def meaning(self, text: str) -> Meaning | None:
        """What a sign or relation says, in this file first."""
        for spelling, sign in self.signs.items():
            if spelled(spelling) == spelled(text):
                return Meaning(RELATION[Sign(sign)], Sign(sign))
        return meaning(text)
