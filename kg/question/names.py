"""What the things of a sentence are, with the words around them: compounds, therapies that are taken, their nature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.linking import Lexicon, Mention
from kg.linking.text import tokens
from kg.model import Concept, Goal
from kg.question.items import Item, Thing
from kg.question.kinds import Kinds
from kg.question.meanings import Sense
from kg.question.people import People
from kg.question.values import Unnamed

_TAKING = frozenset("on take taking takes start starting use using".split())


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of the concepts of a graph, for the things of a sentence."""

    lexicon: Lexicon
    concepts: Mapping[str, Concept]
    people: People
    kinds: Kinds

    def taken(self, items: list[Item]) -> list[Item]:
        """The items where someone takes or goes on what has a therapy of that name: the therapy is meant."""
        return [
            replace(item, things=tuple(map(self._therapy, item.things)))
            if item.things and at and items[at - 1].text.split(" ")[-1] in _TAKING
            else item
            for at, item in enumerate(items)
        ]

    def _therapy(self, thing: Thing) -> Thing:
        if isinstance(thing, Mention) and thing.level > 0 and (id := self.lexicon.taken(thing)):
            return replace(thing, concept=id, label=self.concepts[id].label, match="synonym")
        return thing

    def compounds(self, items: list[Item], text: str) -> list[Item]:
        """The items with two nouns in a row as one: the second only says what the first is, or makes something unknown
        of it.
        """
        found: list[Item] = []
        for at, item in enumerate(items):
            before = found[-1] if found else None
            if before is not None and len(before.things) == len(item.things) == 1:
                one, head = before.things[0], item.things[0]
                told = at + 1 == len(items) and items[0].has("aux", "be")
                alone = len(found) < 2 or not found[-2].things
                if not text[one.span[1] : head.span[0]].strip(" -") and (
                    whole := self._compound(one, head, text, told, alone, _verb_between(items, at))
                ):
                    found[-1] = replace(before, end=item.end, text=f"{before.text} {item.text}", things=(whole,))
                    continue
            found.append(item)
        return found

    def _compound(self, one: Thing, head: Thing, text: str, told: bool, alone: bool, verb: bool) -> Thing | None:
        """What two things in a row name together; none where they stay two.

        `told` where the second is what the first is said to be, `alone` where no third stands before them, `verb` where
        the second could be the verb between the first and a third.
        """
        start, span = one.start, (one.span[0], head.span[1])
        unknown = Unnamed(start=start, end=head.end, text=text[start : head.end], span=span)
        if isinstance(one, Mention) and isinstance(head, Mention):
            id = self.lexicon.taken(one) or one.concept
            if told or not self.kinds.is_head_of(head.concept, id):
                return None
            label = self.concepts[id].label
            return replace(one, concept=id, label=label, end=head.end, text=unknown.text, span=span)
        if isinstance(one, Mention):
            return None if verb or isinstance(head, Mention) else unknown
        if isinstance(head, Mention) and head.span[0] == head.start:
            if _in_its_name(one.text, self.concepts[head.concept]):
                return replace(head, start=start, text=unknown.text, span=(start, head.span[1]))
            return unknown if alone else None
        return None

    def natures(self, items: list[Item]) -> list[Item]:
        """The items with what their things can be in a question: something to do, something that varies, a goal."""
        return [replace(i, senses=i.senses.union(*map(self._nature, i.things))) if i.things else i for i in items]

    def _nature(self, thing: Thing) -> set[Sense]:
        if isinstance(thing, Unnamed):
            return {Sense("varies", "varies")}
        tests = {
            Sense("goal", "restore"): isinstance(self.concepts[thing.concept], Goal),
            Sense("doing", "doing"): self.kinds.is_done(thing.concept),
            Sense("varies", "varies"): self.people.varies(thing.concept),
        }
        return {sense for sense, holds in tests.items() if holds}


def _in_its_name(words: str, concept: Concept) -> bool:
    """Whether words before a name belong to another name of the same thing: "vitamin" before "K2"."""
    names = {t.stem for name in (concept.label, *concept.synonyms) for t in tokens(name)}
    return {t.stem for t in tokens(words)} <= names


def _verb_between(items: list[Item], at: int) -> bool:
    """Whether an unknown word stands between two things, as a verb would."""
    after = next((i for i in items[at + 1 :] if not i.idle), None)
    return after is not None and bool(after.things)
