"""Whether what a sentence frames is said by it: hedged, denied, asked, supposed, meant, only compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.reading import words
from kg.reading.frames import ABLE, Frame
from kg.reading.mentions import Named
from kg.reading.trees import Tree
from kg.reading.values import Outcome

_APART = re.compile(
    r";|,?\s+but\s|\s+whereas\s|,\s+while\s|,?\s*\bhowever\b|,?\s+although\s|,?\s+though\s|,\s+yet\s", re.I
)
_WORD = re.compile(r"[A-Za-z]+(?:n['’]t)?|n['’]t")
_ORDER = ("possible", "typical", "categorical", "definition")
_ASKS = re.compile(r"\?\s*[\"'”’)]*\s*$")
_UNLESS = re.compile(
    r"\bin the (?:absence|presence) of\b|\bonly (?:if|when|in)\b|\bunless\b|\bdepend(?:s|ing)? on whether\b", re.I
)
_SECTION = re.compile(rf"^\W*(?:{'|'.join(sorted(words.kind('section'), key=len, reverse=True))})\s*[:.—-]", re.I)
_SAYING = re.compile(rf"\b(?:{'|'.join(sorted(words.kind('saying')))})s? that\b", re.I)
_SUPPOSED = re.compile(r"^\W*(?:suppose|supposing|assume|assuming|imagine)\b", re.I)
_ONCE_THOUGHT = re.compile(
    r"\bor so (?:it|they|we|people|many|some)\b|\b(?:once|formerly|long) (?:thought|believed|held|assumed)\b",
    re.I,
)
_TOO_LITTLE = re.compile(r"\binsufficient (?:to|for)\b|\bnot enough\b|\btoo little to\b", re.I)
_COMPARED = re.compile(r"\b(?:(?!rather|other)\w+er|(?:more|less) \w+|better|worse) (?:\w+ ){0,5}than\b", re.I)
_LESS = re.compile(r"\bthan\b|\bsuperior to\b|\binferior to\b|\bcompared? favou?rably\b", re.I)
_TIED = re.compile(
    r"\b(?:correlat\w+|associat\w+|linked (?:to|with)|related to|relationship|accompan\w+|coincid\w+|predict\w*"
    r"|risk factors?|parallel\w*)\b",
    re.I,
)
_NO_EFFECT = re.compile(
    r"\b(?:no|without)\b[^.;]{0,30}\b(?:effect|impact|influence|difference|change)"
    r"|\bdid not (?:change|alter|affect|differ)|\bunchanged\b",
    re.I,
)


def of_sentence(text: str, section: str) -> Outcome | None:
    """Why nothing in a sentence is said by it; none where that rests on its parts."""
    if _ASKS.search(text):
        return "question"
    if _SECTION.search(text) or section.rstrip("s") in {w.rstrip("s") for w in words.kind("section")} - {"method"}:
        return "aim"
    return None


def standing(text: str, tree: Tree, frame: Frame, names: Sequence[Named]) -> tuple[Outcome, str]:
    """What becomes of a frame, and its hedge: "read" where the sentence says it."""
    around = _around(text, *(names[t.mention] for t in (frame.cause, frame.effect)))
    said = [w.casefold().replace("’", "'") for w in _WORD.findall(around)]
    if _negated(said):
        return "negated", ""
    if not words.kind("rejecting").isdisjoint(said) or _ONCE_THOUGHT.search(text):
        return "not_asserted", ""
    if outcome := _of_place(around, frame):
        return outcome, ""
    return _of_clauses(tree, frame, said)


def silent(text: str) -> Outcome:
    """Why a sentence in which nothing was found to act on anything makes no claim."""
    if _NO_EFFECT.search(text):
        return "no_effect"
    if _TIED.search(text):
        return "association"
    denied = _negated([w.casefold().replace("’", "'") for w in _WORD.findall(text)])
    return "negated" if denied else "says_nothing_causal"


def _negated(said: Sequence[str]) -> bool:
    """Whether a word that denies stands among these; "not only" denies nothing."""
    for at, word in enumerate(said):
        denies = word in words.kind("negation") or word.endswith("n't")
        if denies and (at + 1 == len(said) or said[at + 1] not in words.kind("not with not")):
            return True
    return False


def _of_place(around: str, frame: Frame) -> Outcome | None:
    if _TOO_LITTLE.search(around):
        return "negated"
    if _SAYING.search(around):
        return "not_asserted"
    if _SUPPOSED.search(around):
        return "conditional"
    if _UNLESS.search(around) and frame.form not in ("after", "when"):
        return "conditional"
    if _COMPARED.search(around) or (_LESS.search(around) and frame.form not in ("verb", "passive")):
        return "comparison"
    if frame.sense == "any":
        return "association" if _TIED.search(around) else "no_direction"
    return None


def _around(text: str, *names: Named) -> str:
    """The parts of a sentence that some names stand in, and those between; "but" and the like part them."""
    first, last = min(n.start for n in names), max(n.end for n in names)
    cuts = [m.span() for m in _APART.finditer(text)]
    start = max((end for _, end in cuts if end <= first), default=0)
    end = min((start for start, _ in cuts if start >= last), default=len(text))
    return text[start:end]


def _of_clauses(tree: Tree, frame: Frame, said: Sequence[str]) -> tuple[Outcome, str]:
    """By the clauses that a frame stands in, from within outwards; a relative clause stands by itself."""
    whole = f" {' '.join(said)} "
    hedges = [h for h in ("possible", "typical") if any(f" {word} " in whole for word in words.kind(h))]
    before = -1
    for at in tree.up(frame.at):
        joined = before >= 0 and tree.deps[before] == "conj"
        if outcome := _here(tree, at, before, frame):
            return outcome, ""
        if before >= 0 and not joined:
            lemma = {tree.lemmas[at], tree.texts[at]}
            aside = tree.texts[at : at + 2] in (("compared", "with"), ("compared", "to"))
            if not lemma.isdisjoint(words.kind("given to")) and tree.tags[before] == "VB":
                return "aim", ""
            if not aside and not lemma.isdisjoint(words.kind("unasserted")):
                return "not_asserted", ""
            hedges += [h for h in ("possible", "typical") if not lemma.isdisjoint(words.kind(f"matrix {h}"))]
        if tree.deps[at] in ("relcl", "appos"):
            break
        before = at
    hedges += _beside(tree, frame)
    sure = "definition" if frame.form == "definition" else "categorical"
    return "read", min(hedges, key=_ORDER.index, default=sure)


def _beside(tree: Tree, frame: Frame) -> Iterable[str]:
    """The hedges of a participle or adjective beside the word that says it: "is thought to", "tends to"."""
    for at in tree.up(frame.at):
        if tree.texts[at] in ("potential", "possible", "putative"):
            yield "possible"


def _here(tree: Tree, at: int, before: int, frame: Frame) -> Outcome | None:
    """What one word on the way out of a frame says of it."""
    below = {
        tree.texts[c] for c in tree.under(at, "neg", "mark", "aux", "advmod", "det", "preconj", "cc") if c != before
    }
    if any(tree.deps[c] == "neg" for c in tree.children[at]) or tree.texts[at] in words.kind("negation"):
        return "negated"
    if tree.texts[at] == "without" and frame.form not in ("after",):
        return "negated"
    if not below.isdisjoint(("if", "unless", "whether", "lest", "supposing", "assuming")) and frame.form != "when":
        return "conditional"
    if "would" in below and any(tree.texts[c] == "if" for v in tree.under(at, "advcl") for c in tree.under(v, "mark")):
        return "conditional"
    if tree.texts[tree.heads[at]] in ABLE:
        return None
    purpose = tree.deps[at] in ("advcl", "relcl", "acl") and tree.tags[at] == "VB" and "to" in below
    return "aim" if purpose else None
