"""What a sentence says beside its claim: people, numbers and the study, as fields of a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.linking import english
from kg.model import Concept, Population
from kg.reading.mentions import Named

_NUMBER = r"(\d+(?:\.\d+)?)"
_UNITS = {"mg": "mg", "µg": "ug", "μg": "ug", "mcg": "ug", "g": "g", "iu": "[IU]", "ng": "ng"}
_TIMES = {"day": "d", "week": "wk", "month": "mo", "year": "a", "hour": "h"}
_NUMERALS = "one two three four five six seven eight nine ten eleven twelve".split()
_SPELLED = {word: str(number) for number, word in enumerate(_NUMERALS, 1)}
_DOSE = re.compile(
    rf"\b{_NUMBER}(?:\s*(?:-|–|to)\s*{_NUMBER})?\s*(mg|µg|μg|mcg|g|iu|ng)\b"
    r"(?:\s*(?:/|per|a|each|every|of [\w ]{2,30}?)?\s*(day|daily|week|weekly|month|monthly|d)\b)?",
    re.I,
)
_LASTING = re.compile(rf"\b(?:{_NUMBER}|({'|'.join(_SPELLED)}))[\s-]+(day|week|month|year|hour)s?\b", re.I)
_RATIO = re.compile(
    rf"\b(?:(OR|RR|HR)|(odds|risk|hazard) ratio|relative risk)\b[^0-9.;]{{0,20}}{_NUMBER}"
    rf"(?:[,;(\s]*(?:(\d\d)\s*%\s*)?(?:CI|confidence interval)[^0-9]{{0,6}}{_NUMBER}\s*(?:-|–|to|,)\s*{_NUMBER})?"
)
_PERCENT = re.compile(rf"\bby (?:about |some |nearly |up to |approximately )?{_NUMBER}\s*%")
_RATIOS = {
    **{"or": "odds_ratio", "odds": "odds_ratio", "rr": "risk_ratio", "risk": "risk_ratio"},
    **{"hr": "hazard_ratio", "hazard": "hazard_ratio"},
}
_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|relative to)\s+(?:the\s+)?((?:\w+[\s-]?){1,3}?)"
    r"(?=[.,;)(]|\s+(?:in|at|after|and|over|for)\b|$)",
    re.I,
)
_PEOPLE = "women|men|adults|patients|children|people|participants|subjects|mice|rats|rabbits"
_AMONG = re.compile(
    rf"\bin ((?:[a-z-]+ ){{0,2}}(?:{_PEOPLE})(?: with [a-z ]{{3,30}}?)?)"
    r"(?=[.,;)(]|\s+(?:by|at|after|and|over|compared|who|than|was|were)\b|$)",
    re.I,
)
_COUNTED = re.compile(rf"\bn\s*=\s*(\d[\d,]*)|\b(\d[\d,]*) (?:\w+ ){{0,2}}(?:{_PEOPLE})\b", re.I)
_DESIGNS = tuple((re.compile(row["words"], re.I), row["design"]) for row in english.rows("designs", "kg.reading"))


def of(text: str, names: Sequence[Named], concepts: Mapping[str, Concept], pair: tuple[str, str]) -> dict[str, Any]:
    """The further fields of a draft that a sentence gives; each only where it is given once."""
    made: dict[str, Any] = {}
    people = tuple(n.concept for n in names if isinstance(concepts[n.concept], Population) and n.concept not in pair)
    if people:
        made["context"] = tuple(dict.fromkeys(people))
    if found := _once(_AMONG, text):
        made["population"] = " ".join(found[1].split())
    if (dose := _once(_DOSE, text)) and (unit := _UNITS.get(dose[3].lower())):
        made["dose"] = {**_span(dose[1], dose[2]), "unit": unit, **_per(dose[4])}
    if lasting := _once(_LASTING, text):
        made["duration"] = {"value": lasting[1] or _SPELLED[lasting[2].lower()], "unit": _TIMES[lasting[3].lower()]}
    if estimate := _estimate(text):
        made["estimate"] = estimate
    if design := next((d for pattern, d in _DESIGNS if pattern.search(text)), ""):
        made["study"] = {"design": design} | _size(text)
    return made


def _once(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = [*pattern.finditer(text)]
    return found[0] if len(found) == 1 else None


def _size(text: str) -> dict[str, int]:
    counted = _once(_COUNTED, text)
    return {"n": int((counted[1] or counted[2]).replace(",", ""))} if counted else {}


def _span(low: str, high: str | None) -> dict[str, str]:
    return {"from": low, "to": high} if high and float(high) >= float(low) else {"value": low}


def _per(word: str | None) -> dict[str, str]:
    per = (word or "").lower().removesuffix("ly").replace("dai", "day")
    return {"per": "day" if per == "d" else per} if per else {}


def _estimate(text: str) -> dict[str, str]:
    """A ratio with its interval, or a change in percent; empty where there is neither, or where there are several."""
    against = _once(_AGAINST, text)
    comparator = {"comparator": " ".join(against[1].split())} if against else {}
    if (found := _once(_RATIO, text)) and float(found[3]) > 0:
        made = {"measure": _RATIOS[(found[1] or found[2] or "risk").lower()], "value": found[3]}
        if found[5] and 0 < float(found[5]) <= float(found[3]) <= float(found[6]):
            made |= {"low": found[5], "high": found[6], "level": found[4] or "95"}
        return made | comparator
    if found := _once(_PERCENT, text):
        return {"measure": "percent_change", "value": found[1], "unit": "%"} | comparator
    return {}
