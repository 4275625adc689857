"""Who does what to what: the frames of a parsed sentence, by verb, passive, noun, participle, clause and complement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.reading import words
from kg.reading.nouns import Thing, behind_of, own, targets, things
from kg.reading.trees import Tree

_VERBS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
_DRIVEN = frozenset("mediated dependent driven stimulated induced triggered evoked elicited associated".split())
ABLE = frozenset("ability capacity potential power tendency propensity capability".split())
_THERE = ("absence", "presence")
_FROM = frozenset("result arise stem ensue come derive follow".split())
_ON = ("on", "upon", "in", "for", "against", "over", "to", "toward", "towards")
_WHEN = frozenset("when whenever once as if after".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """That one thing acts on another: what the word that says so does (up, down, good, bad, or any where no direction
    is told), that word's place, and the form in which it is said.
    """

    cause: Thing
    effect: Thing
    sense: str
    at: int
    form: str


def frames(tree: Tree) -> Iterator[Frame]:
    """All frames of a sentence."""
    for at in range(len(tree.texts)):
        for rule in _RULES:
            yield from rule(tree, at)


def _made(causes: tuple[Thing, ...], effects: tuple[Thing, ...], sense: str, at: int, form: str) -> Iterator[Frame]:
    for cause in causes:
        for effect in effects:
            if cause.mention != effect.mention:
                yield Frame(cause, effect, sense, at, form)


def _is_verb(tree: Tree, at: int) -> bool:
    return tree.tags[at] in _VERBS and not tree.mentions[at] and tree.deps[at] not in ("aux", "auxpass", "part")


def _passive(tree: Tree, at: int) -> bool:
    return tree.tags[at] in ("VBN", "VBD") and (
        any(tree.under(at, "nsubjpass", "auxpass", "agent"))
        or (tree.deps[at] in ("acl", "amod") and not any(tree.under(at, "dobj", "nsubj")))
        or (tree.deps[at] == "conj" and _passive(tree, tree.heads[at]) and not any(tree.under(at, "dobj", "nsubj")))
    )


def _verb(tree: Tree, at: int) -> Iterator[Frame]:
    """By verb: "X raises Y", "X leads to Y", "X protects from Y"."""
    length, sense = words.verb(tree.texts, at)
    if tree.lemmas[at] == "keep" and any(tree.texts[p] == "from" for p in tree.under(at, "prep")):
        length, sense = 1, "down"
    if (
        not length
        or not _is_verb(tree, at)
        or _passive(tree, at)
        or sense in ("tied", "nil", "needs", "restore", "caused")
    ):
        if sense == "caused" and _is_verb(tree, at) and not _passive(tree, at):
            yield from _made(_behind(tree, at, length), subjects(tree, at), "up", at, "from")
        if sense == "restore" and _is_verb(tree, at) and not _passive(tree, at):
            yield from _made(subjects(tree, at), _objects(tree, at), _restored(tree, at), at, "verb")
        if sense == "needs" and tree.lemmas[at] in ("require", "depend", "rely") and not _passive(tree, at):
            yield from _made(_behind(tree, at, length), subjects(tree, at), "up", at, "needs")
        return
    yield from _made(subjects(tree, at), _behind(tree, at, length), sense, at, "verb")
    for p in tree.under(at, "prep"):
        if (
            sense in ("good", "down")
            and tree.texts[p] in ("from", "against")
            and tree.lemmas[at] in ("protect", "guard")
        ):
            yield from _made(subjects(tree, at), behind_of(tree, p), "down", at, "verb")


def _behind(tree: Tree, at: int, length: int) -> tuple[Thing, ...]:
    if length == 1:
        return _objects(tree, at)
    last = at + length - 1
    found = next((behind_of(tree, p) for p in range(at + 1, last + 1) if any(tree.under(p, "pobj", "pcomp"))), ())
    return found or (_objects(tree, at) if tree.deps[last] in ("prt", "advmod") else ())


def _restored(tree: Tree, at: int) -> str:
    return "down" if tree.lemmas[at] in ("reverse", "undo", "cure", "heal") else "up"


def _objects(tree: Tree, at: int) -> tuple[Thing, ...]:
    """What is acted on, also as what it is kept from or made to do: "keeps Y from falling", "causes Y to fall"."""
    found: list[Thing] = []
    for c in tree.under(at, "dobj"):
        turned = next((s for p in tree.under(at, "prep") if tree.texts[p] == "from" for s in _deeds(tree, p)), 0)
        found += [t.times(turned) for t in things(tree, c)]
    for c in tree.under(at, "ccomp", "xcomp"):
        if tree.lemmas[at] in ("cause", "make", "let", "allow", "lead"):
            turned = change(tree, c)
            found += [t.times(turned) for s in tree.under(c, "nsubj") for t in things(tree, s) if turned]
    return tuple(found)


def _deeds(tree: Tree, preposition: int) -> Iterator[int]:
    return (s for c in tree.under(preposition, "pcomp") if (s := change(tree, c)))


def change(tree: Tree, at: int) -> int:
    """What a verb says happens to its subject, where it acts on nothing: 1 for rises, -1 for falls, 0 for neither."""
    if tree.tags[at] not in _VERBS:
        return 0
    return words.sign(words.verb(tree.texts, at)[1]) or words.noun(tree.texts[at])


def subjects(tree: Tree, at: int, depth: int = 0) -> tuple[Thing, ...]:
    """What a verb tells of: its own subject, else that of the verb it depends on, or the noun that it stands by."""
    if depth > 6:
        return ()
    subject = next(tree.under(at, "nsubj", "csubj", "nsubjpass"), None)
    head, dep = tree.heads[at], tree.deps[at]
    if subject is not None:
        if tree.texts[subject] in ("it", "they") and dep in ("advcl", "conj", "ccomp"):
            return subjects(tree, head, depth + 1)
        return things(tree, subject)
    if dep == "acl" and tree.texts[head] in ABLE and tree.tags[at] == "VB":
        return targets(tree, head) or subjects(tree, tree.heads[head], depth + 1)
    if dep in ("relcl", "acl") and not (tree.tags[at] == "VB" and dep == "acl"):
        return own(tree, head)
    if dep in ("xcomp", "conj", "advcl", "acl") and tree.tags[head] in _VERBS:
        return subjects(tree, head, depth + 1)
    if dep == "acl" and tree.tags[tree.heads[head]] in _VERBS:
        return subjects(tree, tree.heads[head], depth + 1)
    if dep == "xcomp":  # "X is likely to reduce Y"
        return subjects(tree, tree.heads[at], depth + 1)
    if dep in ("pcomp", "acomp", "attr", "prep") and head != at:
        return subjects(tree, head, depth + 1)
    return ()


def _by_passive(tree: Tree, at: int) -> Iterator[Frame]:
    """By passive: "Y is raised by X", "Y raised by X", "Y was lowered after X"."""
    if not _is_verb(tree, at) or not _passive(tree, at):
        return
    length, sense = words.verb(tree.texts, at)
    if tree.texts[at] in words.kind("needed") and (
        what := [t for p in tree.under(at, "prep") if tree.texts[p] in ("for", "in") for t in behind_of(tree, p)]
    ):
        yield from _made(_patients(tree, at), tuple(what), "up", at, "needs")
    if not length or sense in ("tied", "nil", "needs"):
        return
    agents = tuple(t for a in tree.under(at, "agent") for t in behind_of(tree, a))
    form = "passive"
    if not agents and not any(tree.under(at, "agent")):
        agents, form = _because(tree, at), "after"
        if tree.deps[at] == "xcomp" and not agents:
            agents = _because(tree, tree.heads[at])
    sense = {"restore": _restored(tree, at), "caused": "up"}.get(sense, sense)
    yield from _made(agents, _patients(tree, at), sense, at, form)


def _patients(tree: Tree, at: int) -> tuple[Thing, ...]:
    found = tuple(t for c in tree.under(at, "nsubjpass", "nsubj") for t in things(tree, c))
    if found or any(tree.under(at, "nsubjpass")):
        return found
    head = tree.heads[at]
    if tree.deps[at] in ("acl", "relcl"):
        return own(tree, head)
    if tree.deps[at] in ("conj", "xcomp") and head != at:
        return _patients(tree, head)
    return ()


def _because(tree: Tree, at: int) -> tuple[Thing, ...]:
    """What is named as what it comes of: "after X", "as a result of X", "in response to X"; "without X" as its lack."""
    found: list[Thing] = []
    for p in tree.under(at, "prep", "advmod", "acomp", "mark"):
        if tree.texts[p] in words.kind("after"):
            found += behind_of(tree, p)
        elif tree.texts[p] == "without":
            found += [t.times(-1) for t in behind_of(tree, p) if not any(tree.under(p, "pcomp"))]
        elif (phrase := _phrase(tree, p)) is not None:
            found += things(tree, phrase)
        found += [t for c in tree.under(p, "pobj") if tree.texts[c] in _THERE for t in things(tree, c)]
    for c in tree.under(at, "acomp"):
        found += _because(tree, c)
    return tuple(found)


def _with(tree: Tree, at: int) -> tuple[Thing, ...]:
    return tuple(t for p in tree.under(at, "prep") if tree.texts[p] == "with" for t in behind_of(tree, p))


def _phrase(tree: Tree, at: int) -> int | None:
    """The noun that a phrase such as "as a result of" leads to; none where it is no such phrase."""
    for phrase in words.kind("because"):
        parts = phrase.split(" ")
        if tuple(parts) == tree.texts[at : at + len(parts)]:
            inside = range(at, at + len(parts))
            return next((c for i in inside for c in tree.under(i, "pobj", "pcomp") if c not in inside), None)
    return None


def _happens(tree: Tree, at: int) -> Iterator[Frame]:
    """By what happens: "Y falls after X", "Y is lower after X", "when X falls, Y rises", "Y results from X"."""
    if not _is_verb(tree, at) or any(tree.under(at, "dobj", "nsubjpass")):
        return
    here = tuple(t for c in tree.under(at, "nsubj") for t in things(tree, c))
    if tree.lemmas[at] in _FROM:
        sources = tuple(t for p in tree.under(at, "prep") if tree.texts[p] == "from" for t in behind_of(tree, p))
        yield from _made(sources, here, "up", at, "from")
    sense = words.verb(tree.texts, at)[1]
    if sense in ("good", "bad"):
        yield from _made(_because(tree, at), here, sense, at, "after")
        yield from _made(_with(tree, at), here, sense, at, "with")
    sign = change(tree, at) or _state(tree, at)
    if not sign or not here or words.verb(tree.texts, at)[0] > 1:
        return
    effects = tuple(t.times(sign) for t in here)
    yield from _made(_because(tree, at), effects, "up", at, "after")
    yield from _made(_with(tree, at), effects, "up", at, "with")
    for c in tree.under(at, "advcl"):
        if any(tree.texts[m] in _WHEN for m in tree.under(c, "advmod", "mark")):
            yield from _made(things(tree, c) if tree.mentions[c] else _changing(tree, c), effects, "up", at, "when")


def _state(tree: Tree, at: int) -> int:
    if tree.lemmas[at] not in ("be", "become", "remain"):
        return 0
    return next((words.adjective(tree.texts[c]) for c in tree.under(at, "acomp") if words.adjective(tree.texts[c])), 0)


def _changing(tree: Tree, at: int) -> tuple[Thing, ...]:
    """What a clause says to rise or fall."""
    if any(tree.under(at, "dobj")):
        return ()
    sign = change(tree, at) or _state(tree, at)
    return tuple(t.times(sign) for c in tree.under(at, "nsubj", "nsubjpass") for t in things(tree, c)) if sign else ()


def _noun(tree: Tree, at: int) -> Iterator[Frame]:
    """By noun: "reduction in Y by X", "X-induced Y", "inhibitory effect of X on Y"."""
    if not tree.tags[at].startswith("NN") and not tree.mentions[at]:
        return
    text = tree.texts[at]
    if words.is_effect(text) or text in words.kind("against"):
        yield from _effect(tree, at)
    elif level := words.noun(text) * (not tree.mentions[at]):
        what = targets(tree, at)
        causes = [*_by(tree, at), *(t for w in what for t in _by(tree, w.at))]
        if text.endswith("ion") and any(tree.texts[p] == "of" for p in tree.under(at, "prep")):
            causes += [t for c in tree.under(at, "compound") for t in things(tree, c)]  # "X stimulation of Y"
        yield from _made(tuple(causes), tuple(t.times(level) for t in what), "up", at, "noun")
    for c in tree.under(at, "amod", "acl", "compound"):
        if by := _participle(tree, c):
            sense, causes_ = by
            yield from _made(causes_, own(tree, at), sense, c, "participle")


def _by(tree: Tree, at: int) -> tuple[Thing, ...]:
    found = [t for p in tree.under(at, "prep", "agent") if tree.texts[p] == "by" for t in behind_of(tree, p)]
    found += [t for p in tree.under(at, "prep", "amod") if (n := _phrase(tree, p)) is not None for t in things(tree, n)]
    return tuple(found)


def _participle(tree: Tree, at: int) -> tuple[str, tuple[Thing, ...]] | None:
    """What a participle before a noun does, and by what: "X-induced"."""
    if tree.texts[at] in ("associated",) or tree.mentions[at]:
        return None
    _, sense = words.verb(tree.texts, at)
    sense = "up" if tree.texts[at] in _DRIVEN else sense
    if (
        sense not in ("up", "down")
        or tree.tags[at] not in ("VBN", "VBD", "VBG", "JJ")
        or not any(c < at for c in tree.children[at])
    ):
        return None
    return sense, tuple(
        t
        for c in tree.under(at, "npadvmod", "compound", "nmod", "amod", "nsubj", "dep", "advmod")
        if c < at
        for t in things(tree, c)
    )


def _effect(tree: Tree, at: int) -> Iterator[Frame]:
    said = [s for c in tree.under(at, "amod", "compound") if (s := words.of_effect(tree.texts[c]))]
    sense = said[0] if len(said) == 1 else "any"
    on = tuple(t for p in tree.under(at, "prep") if tree.texts[p] in _ON for t in behind_of(tree, p))
    if any(tree.texts[p] == "against" for p in tree.under(at, "prep")):
        sense = "down"
    of = tuple(t for p in tree.under(at, "prep") if tree.texts[p] == "of" for t in behind_of(tree, p))
    of = of or tuple(t for c in tree.under(at, "poss", "compound", "nmod") for t in things(tree, c))
    head = tree.heads[at]
    if not on and tree.deps[at] == "dobj":
        on = tuple(t for p in tree.under(head, "prep") if tree.texts[p] in _ON for t in behind_of(tree, p))
    if not of and tree.deps[at] == "dobj" and tree.lemmas[head] in words.kind("bears"):
        of = subjects(tree, head)
    yield from _made(of, on, sense, at, "effect")
    if tree.deps[at] == "attr" and tree.lemmas[head] == "be" and not on and tree.texts[at] in ("result", "consequence"):
        yield from _made(of, subjects(tree, head), "up", at, "from")


def _complement(tree: Tree, at: int) -> Iterator[Frame]:
    """By complement: "X is an inhibitor of Y", "X is essential for Y", "X, an inhibitor of Y, …"."""
    dep, head = tree.deps[at], tree.heads[at]
    if sign := words.agent(tree.texts[at]) * (not tree.mentions[at] and tree.tags[at].startswith("NN")):
        sense = "up" if sign > 0 else "down"
        if dep == "pobj" and tree.texts[head] == "as" and tree.lemmas[tree.heads[head]] in ("act", "serve", "function"):
            yield from _made(subjects(tree, tree.heads[head]), targets(tree, at), sense, at, "agent")
        if dep == "dobj" and tree.lemmas[head] in words.kind("bears"):
            yield from _made(subjects(tree, head), targets(tree, at), sense, at, "agent")
        if dep == "attr":
            yield from _made(subjects(tree, head), targets(tree, at), sense, at, "agent")
        if dep in ("appos", "compound", "nmod", "amod") and tree.mentions[head]:
            yield from _made(own(tree, head), targets(tree, at), sense, at, "agent")
        for c in tree.under(at, "appos"):
            yield from _made(own(tree, c), targets(tree, at), sense, at, "agent")
    if dep not in ("acomp", "attr", "oprd", "amod"):
        return
    subject = subjects(tree, head) if dep != "amod" else ()
    preps = [p for c in (at, head) for p in tree.under(c, "prep")]
    if tree.texts[at] in words.kind("needed"):
        what = tuple(t for p in preps if tree.texts[p] in ("for", "to") for t in behind_of(tree, p))
        yield from _made(subject, what, "up", at, "needs")
    elif tree.texts[at] in ("due", "attributable", "secondary"):
        causes = tuple(t for p in preps if tree.texts[p] == "to" for t in behind_of(tree, p))
        yield from _made(causes, subject, "up", at, "from")
    elif dep == "acomp":
        yield from _good_for(tree, at, subject, preps)


def _good_for(tree: Tree, at: int, subject: tuple[Thing, ...], preps: list[int]) -> Iterator[Frame]:
    for p in preps:
        phrase = [tree.texts[at], tree.texts[p]]
        length, sense = words.verb(phrase, 0)
        if length == 2 and sense in ("good", "bad", "up", "down"):
            sense = "down" if tree.texts[p] == "against" else sense
            yield from _made(subject, behind_of(tree, p) or _deed(tree, p), sense, at, "complement")


def _deed(tree: Tree, preposition: int) -> tuple[Thing, ...]:
    return tuple(
        t.times(words.sign(words.verb(tree.texts, c)[1]))
        for c in tree.under(preposition, "pcomp")
        for o in tree.under(c, "dobj")
        for t in things(tree, o)
    )


def _defined(tree: Tree, at: int) -> Iterator[Frame]:
    """By definition: "X refers to a loss of Y", "X is characterized by lower Y"."""
    if tree.lemmas[at] == "refer" and not _passive(tree, at):
        what = tuple(t for p in tree.under(at, "prep") if tree.texts[p] == "to" for t in behind_of(tree, p))
    elif tree.lemmas[at] in ("characterize", "characterise", "mark", "define") and _passive(tree, at):
        what = tuple(t for a in tree.under(at, "agent") for t in behind_of(tree, a))
    else:
        return
    subject = subjects(tree, at) if tree.lemmas[at] == "refer" else _patients(tree, at)
    yield from _made(subject, tuple(t for t in what if t.event), "up", at, "definition")


_RULES: tuple[Callable[[Tree, int], Iterator[Frame]], ...] = (
    _verb,
    _by_passive,
    _happens,
    _noun,
    _complement,
    _defined,
)
