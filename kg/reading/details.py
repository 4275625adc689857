"""What a sentence says beside its claim: people, numbers and the study, as fields of a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.model import Concept, Population
from kg.reading.mentions import Named
from kg.reading.values import Outcome

_NUMBER = r"(\d+(?:\.\d+)?)"
_UNITS: Mapping[str, str] = {
    "mg": "mg",
    "µg": "ug",
    "μg": "ug",
    "mcg": "ug",
    "g": "g",
    "iu": "[IU]",
    "ng": "ng",
    "kg": "kg",
}
_TIMES: Mapping[str, str] = {"day": "d", "week": "wk", "month": "mo", "year": "a", "hour": "h"}
_SPELLED = {
    w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_DOSE = re.compile(
    rf"\b{_NUMBER}(?:\s*(?:-|–|to)\s*{_NUMBER})?\s*(mg|µg|μg|mcg|g|iu|ng)\b(?:\s*(?:/|per|a|each|every)?\s*(day|daily|week|weekly|month|monthly|d)\b)?",
    re.I,
)
_LASTING = re.compile(rf"\b(?:{_NUMBER}|({'|'.join(_SPELLED)}))[\s-]+(day|week|month|year|hour)s?\b", re.I)
_RATIO = re.compile(
    rf"\b(?:(OR|RR|HR)|(odds|risk|hazard) ratio|relative risk)\b[^0-9.;]{{0,20}}{_NUMBER}"
    rf"(?:[,;(\s]*(?:(\d\d)\s*%\s*)?(?:CI|confidence interval)[^0-9]{{0,6}}{_NUMBER}\s*(?:-|–|to|,)\s*{_NUMBER})?"
)
_PERCENT = re.compile(rf"\bby (?:about |some |nearly |up to |approximately )?{_NUMBER}\s*%")
_RATIOS = {
    "or": "odds_ratio",
    "odds": "odds_ratio",
    "rr": "risk_ratio",
    "risk": "risk_ratio",
    "hr": "hazard_ratio",
    "hazard": "hazard_ratio",
}
_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|relative to)\s+(?:the\s+)?((?:\w+[\s-]?){1,3}?)(?=[.,;)(]|\s+(?:in|at|after|and|over|for)\b|$)",
    re.I,
)
_PEOPLE = re.compile(
    r"\bin ((?:healthy |older |elderly |young |obese |premenopausal |postmenopausal |ovariectomi[sz]ed )*(?:women|men|adults|patients|mice|rats|children|people|participants|rabbits|subjects)(?: with [a-z ]{3,30}?)?)(?=[.,;)(]|\s+(?:by|at|after|and|over|compared|who|than|was|were)\b|$)",
    re.I,
)
_DESIGNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), design)
    for pattern, design in (
        (r"meta-?analys[ie]s", "meta_analysis"),
        (r"systematic review", "systematic_review"),
        (r"randomi[sz]ed|\brcts?\b|placebo-controlled", "randomized_trial"),
        (r"\bcohort\b|prospective", "cohort"),
        (r"case[- ]control", "case_control"),
        (r"cross-sectional", "cross_sectional"),
        (r"case (?:series|report)", "case_series"),
        (r"\b(?:mice|mouse|rats?|rabbits?|ovariectomi[sz]ed)\b", "animal"),
        (r"in vitro|\bcultured?\b|cell lines?", "in_vitro"),
    )
)
_PEOPLE_COUNTED = re.compile(
    r"\bn\s*=\s*(\d[\d,]*)|\b(\d[\d,]*) (?:\w+ ){0,2}(?:women|men|patients|participants|subjects|adults)\b", re.I
)
_TIED = re.compile(r"\b(?:correlat|associat|linked (?:to|with)|related to|relationship between)", re.I)
_NO_EFFECT = re.compile(
    r"\b(?:no|without)\b[^.;]{0,30}\b(?:effect|impact|influence|difference|change)|\bdid not (?:change|alter|affect|differ)|\bunchanged\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|cannot|fail\w*|unable)\b|n't\b", re.I)


def silent(text: str) -> Outcome:
    """Why a sentence in which no frame was found makes no claim."""
    if _NO_EFFECT.search(text):
        return "no_effect"
    if _TIED.search(text):
        return "association"
    return "negated" if _DENIED.search(text) else "says_nothing_causal"


def of(text: str, names: Sequence[Named], concepts: Mapping[str, Concept], pair: tuple[str, str]) -> dict[str, Any]:
    """The further fields of a draft that a sentence gives; each only where it is given once."""
    made: dict[str, Any] = {}
    people = tuple(n.concept for n in names if isinstance(concepts[n.concept], Population) and n.concept not in pair)
    if people:
        made["context"] = tuple(dict.fromkeys(people))
    if found := _once(_PEOPLE, text):
        made["population"] = " ".join(found[1].split())
    if (dose := _once(_DOSE, text)) and (unit := _UNITS.get(dose[3].lower())):
        made["dose"] = {**_span(dose[1], dose[2]), "unit": unit, **_per(dose[4])}
    if lasting := _once(_LASTING, text):
        made["duration"] = {"value": lasting[1] or _SPELLED[lasting[2].lower()], "unit": _TIMES[lasting[3].lower()]}
    if estimate := _estimate(text):
        made["estimate"] = estimate
    if design := next((d for pattern, d in _DESIGNS if pattern.search(text)), ""):
        counted = _once(_PEOPLE_COUNTED, text)
        n = int((counted[1] or counted[2]).replace(",", "")) if counted else 0
        made["study"] = {"design": design} | ({"n": n} if n else {})
    return made


def _once(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = [*pattern.finditer(text)]
    return found[0] if len(found) == 1 else None


def _span(low: str, high: str | None) -> dict[str, str]:
    return {"from": low, "to": high} if high and float(high) >= float(low) else {"value": low}


def _per(word: str | None) -> dict[str, str]:
    per = {"d": "day", "daily": "day", "weekly": "week", "monthly": "month"}.get(
        (word or "").lower(), (word or "").lower()
    )
    return {"per": per} if per else {}


def _estimate(text: str) -> dict[str, str]:
    """A ratio with its interval, or a change in percent; empty where there is neither, or where there are several."""
    against = _once(_AGAINST, text)
    comparator = {"comparator": " ".join(against[1].split())} if against else {}
    if (found := _once(_RATIO, text)) and float(found[3]) > 0:
        made = {"measure": _RATIOS[(found[1] or found[2] or "risk").lower()], "value": found[3]}
        if found[5] and float(found[5]) <= float(found[3]) <= float(found[6]) and float(found[5]) > 0:
            made |= {"low": found[5], "high": found[6], "level": found[4] or "95"}
        return made | comparator
    if found := _once(_PERCENT, text):
        return {"measure": "percent_change", "value": found[1], "unit": "%"} | comparator
    return {}
