"""How signs and relations are spelled, and what each spelling says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.importing.tables import table
from kg.model import Kind, Sign


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a spelling says: a relation of the vocabulary with its sign; none where it claims nothing of that sort.

    `turned` where what stands second acts on what stands first, `both` where each acts on the other; `of_genes` where
    it is said of a gene through its variants as well, so that the amount of its product has no sign on a disease.
    """

    relation: str
    sign: Sign = Sign.UNKNOWN
    kind: Kind | None = Kind.causal
    turned: bool = False
    of_genes: bool = False
    both: bool = False

    @property
    def claims(self) -> bool:
        """Whether it says something that is taken in."""
        return self.kind is not None


TWO_WAYS = "signs are all 0 and 1, which is read in two ways: taken as not known"
CLAIMS = {"causal": Kind.causal, "association": Kind.association, "other": None}
_BASES = re.compile(
    r"^(?:https?://purl\.obolibrary\.org/obo/|https?://w3id\.org/biolink/vocab/|https?://www\.openbel\.org/vocabulary/"
    r"|biolink:|bel:|obo:)",
    re.IGNORECASE,
)
_CODE = re.compile(r"^([A-Za-z]{2,})[_:](\d+)$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GAP = re.compile(r"[\s_\-‐-―]+")


def spelled(text: str) -> str:
    """One spelling for all that differ in case, gaps, humps and the base of their IRI.

    >>> spelled("biolink:positively_regulates"), spelled("directlyIncreases"), spelled("RO_0002213"), spelled(" -| ")
    ('positively regulates', 'directly increases', 'ro:0002213', '-|')
    """
    text = _BASES.sub("", text.strip())
    if code := _CODE.match(text):
        return f"{code[1]}:{code[2]}".casefold()
    if not any(c.isalpha() for c in text) or not text[0].isalnum():
        return text
    return _GAP.sub(" ", _HUMP.sub(" ", text)).casefold().strip()


@cache
def meanings() -> Mapping[str, Meaning]:
    """Every spelling of `signs.tsv`, as `spelled` gives it."""
    return {
        spelled(row["spelling"]): Meaning(
            row["relation"],
            Sign(row["sign"]) if row["sign"] else Sign.UNKNOWN,
            CLAIMS[row["claim"]],
            row["turn"] == "turned",
            row["unless"] == "gene",
            row["turn"] == "both",
        )
        for row in table("signs.tsv")
    }


def meaning(text: str) -> Meaning | None:
    """What a sign or relation says; none where its spelling is not known."""
    return meanings().get(spelled(text))


def in_two_ways(spellings: Iterable[str]) -> bool:
    """Whether a file writes its signs as 0 and 1 alone: 0 is "no effect" to some and "raises" to others.

    >>> in_two_ways(["1", "0", ""]), in_two_ways(["1", "0", "-1"]), in_two_ways(["1", "1"])
    (True, False, False)
    """
    zero = False
    for spelling in spellings:
        if spelling not in ("0", "1", ""):
            return False
        zero = zero or spelling == "0"
    return zero


RELATION = {
    **{Sign.PLUS: "increases", Sign.MINUS: "decreases", Sign.ZERO: "no_effect_on", Sign.UNKNOWN: "affects"},
    **{Sign.WEAK_PLUS: "affects", Sign.WEAK_MINUS: "affects"},
}
"""The relation that says no more than a sign."""

_DENIED = {
    **{Sign.PLUS: Sign.WEAK_MINUS, Sign.MINUS: Sign.WEAK_PLUS, Sign.UNKNOWN: Sign.ZERO, Sign.ZERO: Sign.UNKNOWN},
    **{Sign.WEAK_PLUS: Sign.MINUS, Sign.WEAK_MINUS: Sign.PLUS},
}


def signed(meaning: Meaning, sign: Sign) -> Meaning:
    """The meaning with another sign, and the relation that says it."""
    return meaning if meaning.sign is sign else replace(meaning, sign=sign, relation=RELATION[sign])


def denied(meaning: Meaning) -> Meaning:
    """What is left where a causal meaning is said not to hold: "does not raise" leaves lower or no change.

    >>> denied(Meaning("increases", Sign.PLUS)).sign, denied(Meaning("affects")).sign
    (<Sign.WEAK_MINUS: '0-'>, <Sign.ZERO: '0'>)
    """
    return signed(meaning, _DENIED[meaning.sign])
