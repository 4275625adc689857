"""Rows one by one made into blocks: what an adapter says, collected, turned and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from kg.importing.columns import WORDS, roles, with_prefix
from kg.importing.kinds import kind_of_id, side
from kg.importing.opened import Source, Unreadable
from kg.importing.options import Options
from kg.importing.signs import RELATION
from kg.importing.values import Block, Claims, Concept, Evidence, Fault, Place, Unsaid, Wording
from kg.importing.values import Mapping as Match
from kg.importing.wording import Left, Outcome, Reading, Wrong, outcome
from kg.model import Sign
from kg.patience import go_on

SIZE = 4096
"""How many rows a block holds, about."""
_KEPT = 4096
_ABOUT_GENES = "a gene that causes a disease: through its variants, so no direction"
_WORDS = frozenset(WORDS)
_SPLIT = ("|", ";")
EVIDENCE = ("source", "passage", "belief", "study")
NO_BELIEF = "belief that is no number from 0 to 1"


class Rows:
    """Rows of a file on their way into blocks; `line` is where the adapter stands."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.line = 0
        self._count = 0
        self._known: dict[tuple[tuple[str, str], ...], Outcome] = {}
        self._named: set[str] = set()
        self._names: dict[tuple[str, ...], Names] = {}
        self._start()

    def _start(self) -> None:
        self._columns: tuple[list[int], list[str], list[str], list[Wording]] = ([], [], [], [])
        self._evidence: list[Evidence] = []
        self._concepts: list[Concept] = []
        self._mappings: list[Match] = []
        self._faults: list[Fault] = []
        self._left: Counter[str] = Counter()

    @property
    def full(self) -> bool:
        """Whether it holds as much as a block may."""
        held = len(self._evidence) + len(self._concepts) + len(self._mappings) + len(self._faults)
        return held >= SIZE

    def concept(self, concept: Concept) -> None:
        """Take in a concept; a fault where it has no id."""
        if concept.id:
            self._concepts.append(concept)
        else:
            self.fault("a concept has no id", "an id, such as HGNC:391")

    def mapping(self, mapping: Match) -> None:
        """Take in that two ids mean the same."""
        self._mappings.append(mapping)

    def fault(self, what: str, right: str) -> None:
        """A fault of the line that is being read."""
        self._faults.append(Fault(self.line, what, right))

    def told(self, fault: Fault) -> None:
        """A fault with a line of its own."""
        self._faults.append(fault)

    def leave(self, reason: str, count: int = 1) -> None:
        """Counts what is left out, or what the format does not say."""
        self._left[reason] += count

    def row(self) -> None:
        """Counts one row of the file."""
        self._count += 1

    def rows(self, count: int) -> None:
        """Count so many rows as read."""
        self._count += count

    def names(self, record: Mapping[str, object]) -> Names:
        """Which properties of a record tell what."""
        key = tuple(record)
        if key not in self._names:
            if len(self._names) >= _KEPT:
                self._names.clear()
            self._names[key] = Names.of(key, self.options)
        return self._names[key]

    def edge(self, cause: str, effect: str, fields: Mapping[str, str], evidence: Iterable[Evidence] = ()) -> None:
        """One edge with the words that tell its meaning, by role; none of another role is among them."""
        key = tuple(fields.items())
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[key] = outcome(fields, self.options)
        self.said(cause, effect, known, evidence)

    def said(self, cause: str, effect: str, known: Outcome, evidence: Iterable[Evidence] = ()) -> None:
        """One edge whose meaning is known already."""
        cause, effect = cause.strip(), effect.strip()
        if isinstance(known, Left):
            self.leave(known.reason)
        elif isinstance(known, Wrong):
            self.fault(known.what, known.right)
        elif not cause or not effect:
            self.fault(f"the {'effect' if cause else 'cause'} is empty", "two concepts, by id or name")
        else:
            self._put(cause, effect, known, evidence)

    def _put(self, cause: str, effect: str, reading: Reading, evidence: Iterable[Evidence]) -> None:
        if reading.turned:
            cause, effect = effect, cause
        wording = reading.wording
        if reading.of_genes and kind_of_id(cause) == "gene" and kind_of_id(effect) in ("disease", "phenotype", ""):
            wording = replace(wording, sign=Sign.UNKNOWN, relation=RELATION[Sign.UNKNOWN])
            self.leave(_ABOUT_GENES)
        cause, effect = self._side(reading.cause_of, cause), self._side(reading.effect_of, effect)
        lines, causes, effects, wordings = self._columns
        ends = [(cause, effect), (effect, cause)] if reading.both else [(cause, effect)]
        for one, (first, second) in product(tuple(evidence) or (Evidence(),), ends):
            lines.append(self.line)
            causes.append(first)
            effects.append(second)
            wordings.append(wording)
            self._evidence.append(one)

    def _side(self, aspect: str, id: str) -> str:
        if not aspect:
            return id
        made = side(aspect, id)
        if made.id not in self._named:
            if len(self._named) >= self.options.limits.nodes:
                self._named.clear()
            self._named.add(made.id)
            self._concepts.append(made)
        return made.id

    def block(self, at: Place) -> Block:
        """What was collected since the last block."""
        lines, causes, effects, wordings = self._columns
        evidence = self._evidence
        claims = Claims(
            *(lines, causes, effects, wordings),
            [one.source for one in evidence],
            [one.passage for one in evidence],
            [one.belief for one in evidence],
            [one.study for one in evidence],
        )
        unsaid = tuple(Unsaid(reason, count) for reason, count in sorted(self._left.items()))
        at = replace(at, rows=at.rows + self._count)
        block = Block(claims, tuple(self._concepts), tuple(self._mappings), tuple(self._faults), unsaid, at)
        self._start()
        return block


Feed = Callable[[Source, Rows], Iterator[int | None]]
"""Reads a source into rows; after each row it gives the byte from which reading could go on, or none."""


def in_blocks(feed: Feed, source: Source, options: Options) -> Iterator[Block]:
    """What a feed says, in blocks; what ends it too early is a fault of the last one."""
    rows = Rows(options)
    feeding, after = feed(source, rows), source.start.byte
    try:
        for byte in feeding:
            after = byte if byte is not None else after
            if rows.full:
                go_on()
                yield rows.block(_place(source, after, rows.line))
    except Unreadable as broken:
        rows.told(broken.fault)
    yield rows.block(_place(source, after, rows.line))


def _place(source: Source, after: int, line: int) -> Place:
    return Place(after, line + 1, source.start.rows, source.packed)


@dataclass(frozen=True, slots=True)
class Names:
    """Which properties of a record tell what, found once for records of the same names."""

    role: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, names: Iterable[str], options: Options) -> Names:
        """The roles of these names, as the options give them or as they are recognised."""
        given = list(names)
        found = roles(given)
        return cls({**found, **{role: (name, "") for role, name in options.columns.items() if name in given}})

    def fields(self, record: Mapping[str, object]) -> dict[str, str]:
        """The values that tell how a claim is worded, by role, each as text."""
        return {role: text(record.get(name)) for role, (name, _) in self.role.items() if role in _WORDS}

    def end(self, role: str, record: Mapping[str, object]) -> str:
        """The cause or the effect that a record names; empty where it names none."""
        return text(record.get(self.role[role][0])) if role in self.role else ""

    def evidence(self, record: Mapping[str, object]) -> tuple[Evidence, ...]:
        """One line of evidence for each source that the record names."""
        given = {role: record.get(self.role[role][0]) for role in EVIDENCE if role in self.role}
        sources = several(given.get("source"), self.role.get("source", ("", ""))[1])
        said = given.get("passage")
        passages = tuple(filter(None, map(text, said if isinstance(said, list) else [said])))
        return cited(sources, passages, believed(given.get("belief")), text(given.get("study")))


def cited(
    sources: Sequence[str], passages: Sequence[str], belief: float | None = None, study: str = ""
) -> tuple[Evidence, ...]:
    """Lines of evidence: a passage stands with its source where it is clear which, and alone elsewhere.

    >>> [(one.source, one.passage) for one in cited(["PMID:1", "PMID:2"], ["So."])]
    [('PMID:1', ''), ('PMID:2', ''), ('', 'So.')]
    """
    pairs = [(source, "") for source in sources] + [("", passage) for passage in passages]
    if len(sources) == 1:
        pairs = [(sources[0], passage) for passage in passages or ("",)]
    elif len(sources) == len(passages):
        pairs = list(zip(sources, passages, strict=True))
    return tuple(Evidence(source, passage, belief, study) for source, passage in pairs or [("", "")])


def own_id(taken: set[str], label: str, own: str) -> str:
    """An id for a node that the file numbers: its label, with its number where another node has the same label."""
    id = own if not label else label if label not in taken else f"{label} ({own})"
    taken.add(id)
    return id


def text(value: object) -> str:
    """A value of JSON as one text; the first of a list."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return text(value[0]) if value else ""
    return ""


def several(value: object, prefix: str = "") -> tuple[str, ...]:
    """All values of a list, or of a text that parts them by | or ; each once."""
    if not value:
        return ()
    if isinstance(value, list):
        parts = [text(one) for one in value]
    else:
        whole = text(value)
        parts = next((whole.split(mark) for mark in _SPLIT if mark in whole), [whole])
    return tuple(dict.fromkeys(with_prefix(part.strip(), prefix) for part in parts if part.strip()))


def believed(value: object) -> float | None:
    """A belief from 0 to 1; none for any other number or text."""
    try:
        number = float(text(value))
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
