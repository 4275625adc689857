"""What the things of a sentence are, with the words around them: compounds, therapies that are taken, their nature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.linking import Lexicon, Mention, english
from kg.linking.text import tokens
from kg.model import Concept, Goal, Valence
from kg.question.items import Item, Thing, quiet
from kg.question.kinds import Kinds
from kg.question.meanings import Sense, cue
from kg.question.people import People
from kg.question.values import Unnamed
from kg.question.verbs import AGENTS

_TAKING = cue("taking")


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
            if item.text == "work" and before is not None and self._done(before) and _acts(items, at):
                item = quiet(item)  # "band work raises"
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

    def _done(self, item: Item) -> bool:
        return any(isinstance(t, Mention) and self.kinds.is_done(t.concept) for t in item.things)

    def _compound(self, one: Thing, head: Thing, text: str, told: bool, alone: bool, verb: bool) -> Thing | None:
        """What two things in a row name together; none where they stay two.

        `told` where the second is what the first is said to be, `alone` where no third stands before them, `verb` where
        the second could be the verb between the first and a third.
        """
        start, span = one.start, (one.span[0], head.span[1])
        unknown = Unnamed(start=start, end=head.end, text=text[start : head.end], span=span)
        if isinstance(one, Mention) and isinstance(head, Mention):
            acting = text[head.span[0] : head.start].lower().split()  # "RANKL-lowering drugs", but "without drugs"
            if head.graded and head.text.split(" ")[-1].lower() in AGENTS and not _binds(acting):
                return replace(one, level=one.level * head.level, graded=True, end=head.end, span=span)
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

    @staticmethod
    def described(items: list[Item], text: str, starts: Sequence[int]) -> list[Item]:
        """The items with what is acted on, where it is named only by what it does, as one thing that is not known: "act
        on cells that eat bone" is nothing done to bone.
        """
        for at in range(2, len(items) - 2):
            k = next((k for k in range(at + 2, len(items)) if items[k].things), None)
            if k is None or not _is_acted_on(items, at) or items[at + 1].text not in _THAT:
                continue
            start, end = starts[items[at].start], items[k].things[-1].span[1]
            whole = Unnamed(start=start, end=end, text=text[start:end], span=(start, end))
            said = Item(start=items[at].start, end=items[k].end, text=whole.text, things=(whole,))
            return [*items[:at], said, *items[k + 1 :]]
        return items

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
            Sense("unwanted", "unwanted"): getattr(self.concepts[thing.concept], "valence", None) is Valence.bad,
        }
        return {sense for sense, holds in tests.items() if holds}


def _binds(before: Sequence[str]) -> bool:
    """Whether what grades a thing binds it to what stands before it, or nothing does."""
    return not before or before[0] in english.PREPOSITIONS


def _in_its_name(words: str, concept: Concept) -> bool:
    """Whether words before a name belong to another name of the same thing: "vitamin" before "K2"."""
    names = {t.stem for name in (concept.label, *concept.synonyms) for t in tokens(name)}
    return {t.stem for t in tokens(words)} <= names


_THAT = ("that", "which")


def _is_acted_on(items: list[Item], at: int) -> bool:
    """Whether a general noun is what something named before it acts on."""
    before = next((i for i in reversed(items[:at]) if not i.idle), None)
    acts = before is not None and not before.things and (before.has("verb") or before.has("link", "on"))
    return acts and items[at].has("none", "head") and any(i.things for i in items[:at])


def _acts(items: list[Item], at: int) -> bool:
    """Whether a verb with something to act on follows a place."""
    after = items[at + 1 : at + 2]
    return bool(after) and after[0].has("verb") and any(i.things for i in items[at + 2 :])


def _verb_between(items: list[Item], at: int) -> bool:
    """Whether an unknown word stands between two things, as a verb would."""
    after = next((i for i in items[at + 1 :] if not i.idle), None)
    return after is not None and bool(after.things)
