"""A text read: every sentence with its claims, or with why it makes none; several readings of each vote."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.linking import Lexicon
from kg.linking.levels import STOPPING
from kg.linking.text import american, fold, stem
from kg.model import Concept, Entity, Valence, Variable
from kg.patience import go_on
from kg.reading import confidence, details, plain, trees, words
from kg.reading.frames import Frame, frames
from kg.reading.mentions import Named, abbreviated, joinable, named, referred
from kg.reading.sentences import Sentence, sentences
from kg.reading.standing import of_sentence, silent, standing
from kg.reading.values import Claim, Outcome, Read

_WHICH = re.compile(r"\s*,\s*which\b(?! (?:are|were|have)\b)", re.I)
LONGEST = 800
"""Code points of a sentence; a longer one is none."""
MOST_NAMES = 24
_WORST: tuple[Outcome, ...] = (
    "negated",
    "no_effect",
    "aim",
    "not_asserted",
    "conditional",
    "comparison",
    "association",
    "no_direction",
    "stopping",
)
_HEDGES = ("possible", "typical", "categorical", "definition")


@dataclass(frozen=True, slots=True)
class _Vote:
    """What one reading makes of a frame."""

    sign: int
    outcome: Outcome
    hedge: str
    frame: Frame
    trigger: str


class Reader:
    """Reads texts by the names of one graph; `interventions` are the kinds of concept that people do or take, `weights`
    those of the confidence.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        concepts: Mapping[str, Concept],
        interventions: Container[str] = frozenset(),
        weights: Mapping[str, float] | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._weights = weights or confidence.shipped()
        self._interventions = interventions
        self._concepts = concepts
        self._aspects: dict[str, list[Variable]] = defaultdict(list)
        for variable in (c for c in concepts.values() if isinstance(c, Variable)):
            for entity in variable.aspect_of:
                self._aspects[entity].append(variable)

    def read(self, text: str, *, parse: bool = True) -> Iterator[Read]:
        """Every sentence of a text in its order, by rules alone where not `parse` or where there is no parser."""
        short = dict(abbreviated(text, self._lexicon))
        found: list[tuple[Sentence, tuple[Named, ...], Outcome | None]] = []
        before: tuple[Named, ...] = ()
        said = ""
        for sentence in sentences(text):
            go_on()
            now = text[sentence.start : sentence.end]
            names, outcome = self._named(now, before, said, short), self._barred(now, sentence)
            if not outcome and len({n.concept for n in names}) < 2:
                outcome = "names_too_little"
            found.append((sentence, names, outcome))
            before, said = names, now
        open_ = [(text[s.start : s.end], names) for s, names, outcome in found if not outcome]
        read = iter(self._parsed(open_) if parse and trees.installed() else map(self._by_rules, open_))
        for sentence, _, outcome in found:
            go_on()
            if outcome:
                yield Read(start=sentence.start, end=sentence.end, outcome=outcome)
            else:
                why, claims = next(read)
                yield Read(start=sentence.start, end=sentence.end, outcome=why, claims=claims)

    def _barred(self, text: str, sentence: Sentence) -> Outcome | None:
        if sentence.around:
            return "reference_list"
        return "too_long" if len(text) > LONGEST else of_sentence(text, sentence.section)

    def _named(self, text: str, before: Sequence[Named], said: str, short: Mapping[str, str]) -> tuple[Named, ...]:
        if len(text) > LONGEST:
            return ()
        names = named(text, self._lexicon, self._concepts, short)
        if it := referred(text, before, said, self._concepts):
            names = (it, *(n for n in names if n.start >= it.end))
        return names[:MOST_NAMES]

    def _by_rules(self, given: tuple[str, Sequence[Named]]) -> tuple[Outcome, tuple[Claim, ...]]:
        text, names = given
        found = plain.frame(text, names)
        return self._voted(text, names, [self._votes(text, *found[:1], [found[1]], names)] if found else [], 1)

    def _parsed(self, given: Sequence[tuple[str, Sequence[Named]]]) -> Iterator[tuple[Outcome, tuple[Claim, ...]]]:
        for (text, names), readings in zip(given, trees.parsed(given), strict=True):
            go_on()
            votes = [self._votes(text, tree, frames(tree), names) for tree in readings]
            yield self._voted(text, names, votes, len(readings))

    def _votes(
        self, text: str, tree: trees.Tree, found: Iterable[Frame], names: Sequence[Named]
    ) -> dict[tuple[str, str], list[_Vote]]:
        votes: dict[tuple[str, str], list[_Vote]] = defaultdict(list)
        for frame in found:
            cause = self._variable(names[frame.cause.mention].concept, tree.texts[frame.at], False)
            effect = self._variable(names[frame.effect.mention].concept, tree.texts[frame.at], True)
            if cause and frame.form == "with" and cause.kind not in self._interventions:
                continue
            if cause and effect and cause.id != effect.id:
                outcome, hedge = standing(text, tree, frame, names)
                if outcome == "read" and cause.kind in self._interventions and _stops(text, names[frame.cause.mention]):
                    outcome = "stopping"
                outcome = "readings_differ" if _which(text, names[frame.cause.mention]) else outcome
                sign = self._sign(frame, effect)
                votes[cause.id, effect.id].append(_Vote(sign, outcome, hedge, frame, tree.texts[frame.at]))
        return votes

    def _variable(self, id: str, verb: str, acted_on: bool) -> Concept | None:
        """What a claim joins for what is named: an entity as the one variable that it is spoken of through."""
        concept = self._concepts[id]
        if not joinable(concept) or not isinstance(concept, Entity):
            return concept if joinable(concept) else None
        aspects = self._aspects.get(id, [])
        if acted_on and (near := [a for a in aspects if _meant(a, verb)]):
            return near[0]
        return None

    def _sign(self, frame: Frame, effect: Concept) -> int:
        levels = frame.cause.level * frame.effect.level
        if frame.sense in ("up", "down"):
            return levels * (1 if frame.sense == "up" else -1)
        if frame.sense not in ("good", "bad"):
            return 0
        good = 1 if frame.sense == "good" else -1
        if frame.effect.event:
            return good * levels
        variable = self._concepts.get(effect.variable or "", effect)
        valence = variable.valence if isinstance(variable, Variable) else Valence.neutral
        if frame.form == "effect" and valence is Valence.neutral:
            return 0
        worth = -1 if valence is Valence.bad else 1
        return good * worth * levels

    def _voted(
        self, text: str, names: Sequence[Named], votes: Sequence[Mapping[tuple[str, str], list[_Vote]]], readings: int
    ) -> tuple[Outcome, tuple[Claim, ...]]:
        """What several readings agree on; a claim that any of them sees denied, or the other way round, is none."""
        every: dict[tuple[str, str], list[_Vote]] = defaultdict(list)
        seen: Counter[tuple[str, str]] = Counter()
        for reading in votes:
            for pair, cast in reading.items():
                every[pair] += cast
                seen[pair] += 1
        claims: list[Claim] = []
        why: list[Outcome] = []
        for pair, cast in every.items():
            back = seen[pair[1], pair[0]]
            if (outcome := _against(cast)) or (back and seen[pair] <= back):
                why.append(outcome or "readings_differ")
            else:
                told = [v for v in cast if v.outcome == "read"]
                claims.append(self._claim(text, names, pair, told, seen[pair] / readings))
        if claims:
            return "read", tuple(claims)
        return (_worst(why) if why else silent(text)), ()

    def _claim(
        self, text: str, names: Sequence[Named], pair: tuple[str, str], cast: Sequence[_Vote], share: float
    ) -> Claim:
        first = cast[0]
        hedge = min((v.hedge for v in cast), key=_HEDGES.index)
        given = confidence.features(share, first.frame.form, hedge, len(names), len(text))
        return Claim(
            cause=pair[0],
            effect=pair[1],
            sign="+" if first.sign > 0 else "-",
            hedge=hedge,
            trigger=first.trigger,
            form=first.frame.form,
            confidence=round(confidence.confidence(self._weights, given), 3),
            features=given,
            details=details.of(text, names, self._concepts, pair),
        )


def _stops(text: str, name: Named) -> bool:
    """Whether the words beside a name speak of stopping it: "stopping X", "withdrawal of the X", "X withdrawal"."""
    beside = (*text[: name.start].casefold().split()[-3:], *text[name.end :].casefold().split()[:1])
    return not STOPPING.isdisjoint(w.strip(",;.") for w in beside)


def _which(text: str, name: Named) -> bool:
    """Whether "which" behind a name may as well mean that it is lowered: "A lowers B, which raises C"."""
    before = [american(fold(w.strip(",;"))) for w in text[: name.start].split()[-4:]]
    return bool(_WHICH.match(text, name.end)) and any(
        words.sign(words.verb(before, k)[1]) < 0 for k in range(len(before))
    )


def _against(cast: Sequence[_Vote]) -> Outcome | None:
    """Why a pair makes no claim; none where it makes one."""
    outcomes: list[Outcome] = [v.outcome for v in cast if v.outcome != "read"]
    if outcomes:
        told = [v for v in cast if v.outcome == "read"]
        if not told or any(o in _WORST[:5] for o in outcomes):
            return _worst(outcomes)
    signs = {v.sign for v in cast if v.outcome == "read"}
    return None if len(signs) == 1 and 0 not in signs else "readings_differ"


def _worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The one of several that tells most."""
    for outcome in _WORST:
        if outcome in outcomes:
            return outcome
    return outcomes[0]


def _meant(aspect: Variable, verb: str) -> bool:
    """Whether a verb tells which aspect of a thing it acts on: what strengthens bone acts on its strength."""
    root = stem(fold(verb))
    return any(root.startswith(stem(fold(w))) and len(w) > 5 for w in aspect.label.split())
