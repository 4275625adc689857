"""What a noun phrase speaks of: the named things in it, each higher or lower than it would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.reading import words
from kg.reading.trees import Tree

_MOST = 12
"""How deep a phrase is looked into."""
_TARGETS = ("of", "in", "to", "for", "on", "against", "from")
_BEFORE = ("compound", "npadvmod", "poss", "nmod", "amod", "nummod", "appos")
_GIVEN = frozenset(
    "treatment treatments pretreatment supplementation therapy intoxication incubation combination intervention".split()
)
_LIKE = frozenset(("as", "like", "including", "e.g.", "namely"))


@dataclass(frozen=True, slots=True)
class Thing:
    """A mention as a phrase speaks of it: its number, its level, whether it is a change, and the word for it."""

    mention: int
    level: int
    event: bool
    at: int

    def times(self, level: int) -> Thing:
        """The same, as what has this level of it."""
        return replace(self, level=self.level * level, event=True) if level else self


def things(tree: Tree, at: int, depth: int = 0) -> tuple[Thing, ...]:
    """What the phrase with this head speaks of, and those joined to it; nothing where that is not plain."""
    if depth > _MOST:
        return ()
    found = [*own(tree, at, depth)]
    for c in tree.under(at, "conj"):
        found += things(tree, c, depth + 1)
    return tuple(found)


def own(tree: Tree, at: int, depth: int = 0) -> tuple[Thing, ...]:
    """What the phrase with this head speaks of, without those that are joined to it."""
    if depth > _MOST:
        return ()
    if examples := tuple(t for e in _examples(tree, at) for t in things(tree, e, depth + 1)):
        return examples
    level = graded(tree, at)
    if tree.mentions[at]:
        return tuple(Thing(m, level or 1, bool(level), at) for m in tree.mentions[at])
    if tree.tags[at] in ("WDT", "WP", "WP$") or (
        tree.deps[at] == "nsubj" and tree.texts[at] in ("which", "that", "who")
    ):
        return _relative(tree, at, depth)
    if tree.tags[at].startswith("VB"):
        return _doing(tree, at, depth)
    return _of_noun(tree, at, level, depth)


def _of_noun(tree: Tree, at: int, level: int, depth: int) -> tuple[Thing, ...]:
    text = tree.texts[at]
    of = any(tree.texts[p] in ("of", "against", "in") for p in tree.under(at, "prep"))
    by = (words.noun(text) or words.agent(text)) if of or text not in _GIVEN else 0
    if by:
        return tuple(t.times(by * (level or 1)) for t in targets(tree, at, depth))
    if text in _GIVEN and (
        given := [t for p in tree.under(at, "prep") if tree.texts[p] == "with" for t in behind_of(tree, p)]
    ):
        return tuple(given)
    if text in words.kind("neutral") or text in words.kind("of") or tree.tags[at] == "CD":
        return tuple(t.times(level) if level else t for t in targets(tree, at, depth))
    return tuple(t for c in tree.under(at, "appos") for t in things(tree, c, depth + 1))


def targets(tree: Tree, at: int, depth: int = 0) -> tuple[Thing, ...]:
    """What a noun is of: behind "of" or "in", else what stands before it."""
    behind = [t for p in tree.under(at, "prep") if tree.texts[p] in _TARGETS for t in behind_of(tree, p, depth + 1)]
    if behind:
        return tuple(behind)
    return tuple(
        t
        for c in tree.under(at, *_BEFORE)
        if tree.texts[c] not in ("that", "this") and not tree.tags[c].startswith("VB") and not _causes(tree, c)
        for t in things(tree, c, depth + 1)
    )


def _causes(tree: Tree, at: int) -> bool:
    """Whether a word before a noun rather is what a participle beside it is by: "X-induced loss"."""
    return any(tree.texts[c] == "-" for c in range(at + 1, min(at + 2, len(tree.texts)))) and tree.tags[
        min(at + 2, len(tree.tags) - 1)
    ] in ("VBN", "VBD", "JJ", "VBG")


def behind_of(tree: Tree, preposition: int, depth: int = 0) -> tuple[Thing, ...]:
    """What stands behind a preposition; a deed as the change that it makes."""
    found = [t for c in tree.under(preposition, "pobj", "pcomp") for t in things(tree, c, depth + 1)]
    for c in tree.under(preposition, "conj"):  # "by X and by Y"
        found += behind_of(tree, c, depth + 1) if depth < _MOST else ()
    return tuple(found)


def _doing(tree: Tree, at: int, depth: int) -> tuple[Thing, ...]:
    """What a deed changes: "lowering calcium intake"; of a deed of use, what is used."""
    if tree.tags[at] not in ("VBG", "VB"):
        return ()
    _, sense = words.verb(tree.texts, at)
    sign = words.sign(sense)
    if not sign and tree.lemmas[at] not in ("take", "use", "eat", "consume", "receive", "practise", "practice", "do"):
        return ()
    return tuple(t.times(sign) for c in tree.under(at, "dobj") for t in things(tree, c, depth + 1))


def _relative(tree: Tree, at: int, depth: int) -> tuple[Thing, ...]:
    """What a relative pronoun stands for; nothing where "which" may as well mean that all of it happens."""
    clause = next((a for a in tree.up(at) if tree.deps[a] in ("relcl", "ccomp", "advcl")), None)
    if clause is None or tree.deps[clause] != "relcl":
        return ()
    head = tree.heads[clause]
    if tree.texts[at] == "which" and tree.tags[clause] != "VBP" and _told_of(tree, head) < 0:
        return ()
    return own(tree, head, depth + 1)


def _told_of(tree: Tree, noun: int) -> int:
    """What the verb that a noun is the object of does to it."""
    for above in tree.up(noun):
        if tree.tags[above].startswith("VB"):
            sign = words.sign(words.verb(tree.texts, above)[1])
            return sign if tree.deps[noun] not in ("nsubj", "nsubjpass") else 0
    return 0


def _examples(tree: Tree, at: int) -> Iterator[int]:
    for p in tree.under(at, "prep"):
        if tree.texts[p] in _LIKE:
            yield from tree.under(p, "pobj", "pcomp")


def graded(tree: Tree, at: int) -> int:
    """The level that the words before a noun give it; 0 where there are none that do."""
    levels = [
        words.adjective(tree.texts[c]) for c in tree.under(at, "amod", "advmod", "compound") if not has_cause(tree, c)
    ]
    return _product(level for level in levels if level)


def has_cause(tree: Tree, participle: int) -> bool:
    """Whether a participle before a noun says what did it: "RANKL-mediated"."""
    return any(c < participle or tree.deps[c] == "agent" for c in tree.children[participle])


def _product(levels: Iterable[int]) -> int:
    made = 0
    for level in levels:
        made = level if not made else made * level
    return made
