"""Questions of polarity and restriction over every signed concept, each with the outcome that the graph demands.

`python -m tests.probes [--sample N]` asks them and prints, a family a line, how many were read right, withheld, wrong.
An outcome is worked out from the graph alone, never by reading: the level of the words around a cause, times the sign
of the pair, times the direction asked, times the polarity of the asking.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import count

from kg.causal import effect_of
from kg.knowledge_base import KnowledgeBase
from kg.model import CausewayError, Goal, Sign, State, Variable
from kg.settings import Settings

UP, DOWN = 1, -1
NAMES = {UP: "increases", DOWN: "decreases"}
DEFINITE = ("increases", "decreases", "no_effect")

# Words in front of and behind a cause: the phrase, the level that it means, and whether it is a plural.
CHANGE = [
    ("a drop in {}", DOWN, False),
    ("falling {}", DOWN, None),
    ("reduced {}", DOWN, None),
    ("lower {}", DOWN, None),
    ("a decline in {}", DOWN, False),
    ("lowering {}", DOWN, False),
    ("not lowering {}", UP, False),
    ("not raising {}", DOWN, False),
    ("diminished {}", DOWN, None),
    ("a rise in {}", UP, False),
    ("rising {}", UP, None),
    ("elevated {}", UP, None),
    ("increased {}", UP, None),
    ("higher {}", UP, None),
    ("boosting {}", UP, False),
    ("a surge in {}", UP, False),
]
MASS = [
    ("loss of {}", DOWN, False),
    ("a lack of {}", DOWN, False),
    ("too little {}", DOWN, None),
    ("less {}", DOWN, None),
    ("not enough {}", DOWN, None),
    ("insufficient {}", DOWN, None),
    ("more {}", UP, None),
    ("an excess of {}", UP, False),
    ("extra {}", UP, None),
]
STUFF = [
    ("{} deficiency", DOWN, False),
    ("{} depletion", DOWN, False),
    ("{} shortage", DOWN, False),
    ("the absence of {}", DOWN, False),
    ("being short of {}", DOWN, False),
    ("abundant {}", UP, None),
]
HORMONE = [
    ("{} withdrawal", DOWN, False),
    ("{} suppression", DOWN, False),
    ("blocking {}", DOWN, False),
    ("not blocking {}", UP, False),
    ("drugs that block {}", DOWN, True),
    ("{} inhibition", DOWN, False),
    ("inhibition of {}", DOWN, False),
]
MOLECULE = [
    ("{} inhibition", DOWN, False),
    ("inhibition of {}", DOWN, False),
    ("{} inhibitors", DOWN, True),
    ("{} blockade", DOWN, False),
    ("{} blockers", DOWN, True),
    ("{} antagonists", DOWN, True),
    ("drugs that block {}", DOWN, True),
    ("drugs which suppress {}", DOWN, True),
    ("blocking {}", DOWN, False),
    ("not blocking {}", UP, False),
    ("{}-neutralising antibodies", DOWN, True),
    ("anti-{} antibodies", DOWN, True),
    ("an antibody against {}", DOWN, False),
    ("{} knock-out", DOWN, False),
    ("knocking out {}", DOWN, False),
    ("{} knockdown", DOWN, False),
    ("silencing {}", DOWN, False),
    ("downregulation of {}", DOWN, False),
    ("{} overexpression", UP, False),
    ("upregulation of {}", UP, False),
    ("overproduction of {}", UP, False),
]
ACTIVITY = [
    ("inhibition of {}", DOWN, False),
    ("suppressing {}", DOWN, False),
    ("suppression of {}", DOWN, False),
    ("blocking {}", DOWN, False),
    ("not blocking {}", UP, False),
    ("impaired {}", DOWN, None),
    ("less {}", DOWN, None),
    ("drugs that suppress {}", DOWN, True),
    ("more {}", UP, None),
    ("stimulating {}", UP, False),
    ("stimulation of {}", UP, False),
    ("enhanced {}", UP, None),
]
PRACTICE = [
    ("a lack of {}", DOWN, False),
    ("too little {}", DOWN, None),
    ("not enough {}", DOWN, None),
    ("less {}", DOWN, None),
    ("more {}", UP, None),
    ("doing more {}", UP, False),
    ("increased {}", UP, None),
]
TERMS = {
    "cytokine": CHANGE + MASS + STUFF + MOLECULE,
    "receptor": CHANGE + MASS + STUFF + MOLECULE,
    "hormone": CHANGE + MASS + STUFF + HORMONE,
    "nutrient": CHANGE[:-1] + MASS + STUFF,
    "material": CHANGE + MASS,
    "process": CHANGE + ACTIVITY,
    "outcome": CHANGE,
    "stimulus": CHANGE + MASS,
    "exercise": PRACTICE,
    "lifestyle": PRACTICE,
    "condition": CHANGE,
    "therapy": [],
    "biomarker": [],
}
"""What can be said of each kind of concept; of others (therapies, people, states of a thing) nothing in front."""
TERMS_OF_TYPE = {
    "abundance": CHANGE + MASS,
    "count": CHANGE,
    "rate": CHANGE + [term for term in ACTIVITY if "drugs" not in term[0]],
    "activity": CHANGE + [term for term in ACTIVITY if "drugs" not in term[0]],
    "intake": PRACTICE,
    "probability": CHANGE,
}
"""The same for kinds of another subject, by the type of the variable."""

# Verbs and phrases for what happens to an effect, and the direction that they ask about.
VERBS = {
    UP: ["raise", "increase", "boost", "promote", "stimulate", "elevate", "enhance", "drive up", "push up"],
    DOWN: ["lower", "reduce", "decrease", "suppress", "inhibit", "dampen", "curb", "bring down", "hold back"],
}
ILL_VERBS = {
    UP: ["cause", "lead to", "contribute to", "bring on", "worsen"],
    DOWN: ["prevent", "reduce", "protect against", "counteract", "guard against"],
}
PARTICIPLES = {
    UP: ["raised", "increased", "boosted", "stimulated", "elevated", "enhanced", "driven up"],
    DOWN: ["lowered", "reduced", "decreased", "suppressed", "inhibited", "dampened", "brought down"],
}
AROUND = [
    ("cause a drop in {}", DOWN),
    ("lead to a reduction in {}", DOWN),
    ("bring about a decline in {}", DOWN),
    ("result in lower {}", DOWN),
    ("prevent a rise in {}", DOWN),
    ("stop {} from rising", DOWN),
    ("counteract the rise in {}", DOWN),
    ("keep {} from going up", DOWN),
    ("protect against a surge in {}", DOWN),
    ("cause a rise in {}", UP),
    ("lead to an increase in {}", UP),
    ("bring about a surge in {}", UP),
    ("result in higher {}", UP),
    ("prevent the loss of {}", UP),
    ("prevent a drop in {}", UP),
    ("stop {} from falling", UP),
    ("counteract the fall in {}", UP),
    ("keep {} from going down", UP),
    ("protect against a decline in {}", UP),
]
NOMINAL = [
    ("Is there a reduction in {e} with {c}?", DOWN),
    ("Is there an increase in {e} with {c}?", UP),
    ("Is a drop in {e} seen with {c}?", DOWN),
    ("Is a rise in {e} an effect of {c}?", UP),
    ("{Are} {e} lower with {c}?", DOWN),
    ("{Are} {e} higher with {c}?", UP),
    ("{Do} {e} go down with {c}?", DOWN),
    ("{Do} {e} rise with {c}?", UP),
    ("Is a decline in {e} what {c} would lead to?", DOWN),
    ("Can we expect a gain in {e} from {c}?", UP),
]
# A clause on a cause that changes, the level it means, and the kinds that it is said of.
CLAUSES = [
    ("When {} falls", DOWN),
    ("If {} drops", DOWN),
    ("Once {} goes down", DOWN),
    ("When {} rises", UP),
    ("If {} goes up", UP),
    ("As {} declines", DOWN),
    ("When there is less {}", DOWN),
    ("When there is more {}", UP),
]
BLOCKED = [("Once {} is blocked", DOWN), ("If {} is silenced", DOWN), ("When {} is overexpressed", UP)]
MOVES = [("fall", DOWN), ("rise", UP), ("go down", DOWN), ("go up", UP), ("drop", DOWN), ("increase", UP)]

# The asking: {s} is "C raises E"; -1 turns yes to no.
ASKING = [
    ("Is it true that {s}?", UP),
    ("Is it false that {s}?", DOWN),
    ("Isn't it so that {s}?", UP),
    ("Am I wrong that {s}?", DOWN),
    ("Am I right that {s}?", UP),
    ("Is it a myth that {s}?", DOWN),
    ("Isn't it true that {s}?", UP),
    ("Is it wrong to say that {s}?", DOWN),
    ("Is it correct that {s}?", UP),
    ("Is it incorrect that {s}?", DOWN),
    ("Would it be a mistake to think that {s}?", DOWN),
    ("Is it untrue that {s}?", DOWN),
    ("{S}, right?", UP),
    ("I read that {s}. Is that true?", UP),
    ("I read that {s}. Is that false?", DOWN),
    ("{Does} {c} fail to {v} {e}?", DOWN),
    ("{Doesn't} {c} {v} {e}?", UP),
]
HOW = [
    "How {does} {c} affect {e}?",
    "What {does} {c} do to {e}?",
    "What is the effect of {c} on {e}?",
    "What happens to {e} with {c}?",
    "In which direction {does} {c} move {e}?",
]
THROUGH = ["through", "via", "by way of", "by means of"]
AVOID = [
    "other than through",
    "independently of",
    "without",
    "bypassing",
    "but not through",
    "without involving",
    "by a route that leaves out",
]
OTHER = [
    "What other than {x} {vs} {e}?",
    "Apart from {x}, what {vs} {e}?",
    "What {vs} {e} besides {x}?",
    "Which things except {x} {v} {e}?",
    "What {vs} {e}, not counting {x}?",
    "Leaving {x} aside, what {vs} {e}?",
]
ONLY = ["Is {x} the only thing that {vs} {e}?", "{Does} only {x} {v} {e}?", "Is it only {x} that {vs} {e}?"]
ALONE = ["{Does} {x} alone {v} {e}?", "{Does} {x} on its own {v} {e}?", "{Does} {x} by itself {v} {e}?"]
BOTH = ["Do both {x} and {y} {v} {e}?", "Do {x} and {y} both {v} {e}?"]
COMMON = [
    "What do {x} and {y} have in common?",
    "What do {x} and {y} both act on?",
    "Which effects do {x} and {y} share?",
]
ROLES = [
    "{Are} {e} {p} by {c}?",
    "{Does} {c} {v} {e} when {z} is low?",
    "When {z} is low, {does} {c} {v} {e}?",
    "{Does} {c} {v} {e} or leave it as it is?",
    "{Does} {c} {v} {e}, or is it the other way round?",
]
RESTRICTING = re.compile(
    r"\b(?:other than(?: through)?|apart from|besides|except|not counting|leaving (?:out|aside)|leaves? out|without"
    r"(?: involving)?|independent(?:ly)? of|bypass\w*|(?:but )?not (?:through|via)|excluding)\W+$",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A question and what is right: `answers` among yes, no, unknown, withheld; `direction` of the effect, none where
    not held to; `members` the concepts that a list may name; `through` and `avoid` what paths must and must not pass.
    Where the opposite of what is worked out is asked about, `turned` is the direction that may be told with no verdict.
    """

    family: str
    question: str
    cause: str
    effect: str = ""
    answers: frozenset = frozenset()
    direction: str | None = None
    turned: str | None = None
    silent: bool = False
    through: str = ""
    avoid: str = ""
    members: frozenset = frozenset()
    roles: bool = False


def third(phrase):
    """A verb phrase as one thing does it: "push up" to "pushes up"."""
    verb, *rest = phrase.split(" ")
    ending = "es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else "s"
    return " ".join([verb + ending, *rest])


class Makes:
    """The questions over one graph."""

    def __init__(self, graph):
        self.graph = graph
        self.findings, self.acts_on, self.stated = {}, defaultdict(set), set()
        named = [c for c in graph.concepts.values() if isinstance(c, Variable | State) and not isinstance(c, Goal)]
        for cause in named:
            for effect in named:
                if cause.variable != effect.variable and (found := self.definite(cause.id, effect.id)):
                    self.findings[cause.id, effect.id] = found
        self.effects_of, self.causes_of = defaultdict(list), defaultdict(list)
        for cause, effect in self.findings:
            self.effects_of[cause].append(effect)
            self.causes_of[effect].append(cause)
        self._turns = defaultdict(count)

    def definite(self, cause, effect):
        """1 or -1 where what is known of the pair points one way and nothing is left open, else 0."""
        found = effect_of(self.graph, cause, effect)
        if found.known:
            self.acts_on[cause].add(effect)
            self.stated |= {(cause, effect)} if found.decided else set()
        whole = found.known and found.direction.definite and found.settled
        if not whole or found.partly_unsigned or found.kinds or found.limits or found.aims:
            return 0
        return UP if found.direction is Sign.PLUS else DOWN

    def turn(self, options, key=""):
        """The options one after the other, so that all are used, whatever the number of questions."""
        return options[next(self._turns[key or id(options)]) % len(options)]

    def name(self, id):
        c = self.graph.concepts[id]
        plain = [n for n in (c.label, *c.synonyms) if not re.search(r" and |\(", n)]
        short = [n for n in c.synonyms if re.fullmatch(r"[A-Z][A-Z0-9α-]{2,}", n)]
        return self.turn([(plain or [c.label])[0], *short[:1]], id)

    def plural(self, id, name):
        c = self.graph.concepts[id]
        plain = re.search(r"[^siu]s$", name) and not re.match(r"\w+ing ", name)
        return bool(plain) if name != c.label or c.plural is None else c.plural

    def terms(self, id):
        """The lowering and raising words that make sense in front of a concept, the plain concept first."""
        c = self.graph.concepts[id]
        event = c.kind == "process" and id not in self.causes_of
        illness = c.kind == "condition" and getattr(c, "variable_type", "") != "rate"
        if isinstance(c, State) or event or illness:
            return []
        return TERMS.get(c.kind, TERMS_OF_TYPE.get(c.variable_type, []))

    def ill(self, id):
        """Whether an effect is something that happens or befalls: it is caused or prevented, and not raised."""
        c = self.graph.concepts[id]
        return isinstance(c, State) or (c.kind == "condition" and c.variable_type != "rate")

    def verb(self, effect, way):
        return self.turn((ILL_VERBS if self.ill(effect) else VERBS)[way], (self.ill(effect), way))

    def parts(self, cause, effect, way, term=("{}", UP, None)):
        """The pieces of a question."""
        text, _, plural = term
        bare = self.name(cause)
        plural = self.plural(cause, bare) if plural is None else plural
        if text.startswith(("{}", "anti-")) and text != "{}" and self.plural(cause, bare):
            bare = bare.removesuffix("s")
        c, e, v = text.format(bare), self.name(effect), self.verb(effect, way)
        vs, many = v if plural else third(v), self.plural(effect, e)
        does = "do" if plural else "does"
        s = f"{c} {vs} {e}"
        return {
            "c": c,
            "e": e,
            "v": v,
            "vs": vs,
            "s": s,
            "S": s[:1].upper() + s[1:],
            "does": does,
            "Does": does.capitalize(),
            "Doesn't": "Don't" if plural else "Doesn't",
            "Are": "Are" if many else "Is",
            "Do": "Do" if many else "Does",
        }

    def probe(self, family, question, cause, effect, way, level=UP, polarity=UP, direct=True, **more):
        """A yes-no question on the pair: whether its effect goes the way asked."""
        happens = self.findings[cause, effect] * level
        right = "yes" if happens * way * polarity > 0 else "no"
        question = question[:1].upper() + question[1:]
        more.setdefault("answers", frozenset([right]))
        return Probe(
            family=family,
            question=question,
            cause=cause,
            effect=effect,
            direction=NAMES[happens] if direct else None,
            turned=NAMES[happens] if happens * way < 0 else None,
            **more,
        )

    def cover(self, times=1):
        """Pairs with every concept as cause and as effect, each at least so often."""
        for _ in range(times):
            for cause, effects in self.effects_of.items():
                yield cause, self.turn(effects, ("of", cause))
            for effect, causes in self.causes_of.items():
                yield self.turn(causes, ("by", effect)), effect

    def way(self):
        return self.turn([UP, DOWN, DOWN, UP], "way")

    def all(self):
        for make in (
            self.around_causes,
            self.around_effects,
            self.verbs,
            self.passive,
            self.nominal,
            self.clauses,
            self.asking,
            self.all_at_once,
            self.how,
            self.restricted,
            self.lists,
            self.alone,
            self.both,
            self.common,
            self.roles,
        ):
            yield from make()

    def around_causes(self):
        for cause, effects in self.effects_of.items():
            for term in self.terms(cause):
                effect, way = self.turn(effects, ("of", cause)), self.way()
                parts = self.parts(cause, effect, way, term)
                where = "before" if term[0].endswith("{}") else "behind"
                yield self.probe(
                    f"words {where} a cause", "{Does} {c} {v} {e}?".format(**parts), cause, effect, way, term[1]
                )

    def around_effects(self):
        for effect, causes in self.causes_of.items():
            lost = "loss" in self.graph.concepts[effect].label
            for phrase, way in [] if self.ill(effect) else AROUND:
                if lost and "loss" in phrase:
                    continue
                cause = self.turn(causes, ("by", effect))
                parts = self.parts(cause, effect, way)
                question = "{Does} {c} ".format(**parts) + phrase.format(parts["e"]) + "?"
                yield self.probe("words around an effect", question, cause, effect, way, direct=False)

    def verbs(self):
        for cause, effect in self.cover():
            for way in (UP, DOWN):
                parts = self.parts(cause, effect, way)
                yield self.probe("active verbs", "{Does} {c} {v} {e}?".format(**parts), cause, effect, way)

    def passive(self):
        for cause, effect in self.cover():
            if not self.ill(effect):
                way = self.way()
                parts = self.parts(cause, effect, way)
                question = f"{parts['Are']} {parts['e']} {self.turn(PARTICIPLES[way])} by {parts['c']}?"
                yield self.probe("passive", question, cause, effect, way)

    def nominal(self):
        for cause, effect in self.cover():
            if not self.ill(effect):
                text, way = self.turn(NOMINAL)
                question = text.format(**self.parts(cause, effect, way))
                yield self.probe("nominal", question, cause, effect, way, direct=False)

    def clauses(self):
        for cause, effect in self.cover(4):
            terms = self.terms(cause)
            if terms and not self.ill(effect) and terms is not PRACTICE:
                lead, level = self.turn(CLAUSES + BLOCKED if terms is TERMS["cytokine"] else CLAUSES, "clause")
                move, way = self.turn(MOVES)
                lead, e = lead.format(self.name(cause)), self.name(effect)
                does = "do" if self.plural(effect, e) else "does"
                front = f"{lead}, {does} {e} {move}?"
                behind = f"{does} {e} {move} {lead[:1].lower()}{lead[1:]}?"
                yield self.probe("clauses", self.turn([front, behind], "order"), cause, effect, way, level)

    def asking(self):
        for cause, effect in self.cover(3):
            (text, polarity), way = self.turn(ASKING), self.way()
            question = text.format(**self.parts(cause, effect, way))
            yield self.probe("polarity of the asking", question, cause, effect, way, polarity=polarity)

    def all_at_once(self):
        """Words before the cause, around the effect, and a negated asking together."""
        for cause, effect in self.cover(3):
            if (terms := self.terms(cause)) and not self.ill(effect):
                term, (phrase, way) = self.turn(terms, ("all", cause)), self.turn(AROUND, "all")
                text, polarity = self.turn([a for a in ASKING if "{s}" in a[0]], "all asking")
                parts = self.parts(cause, effect, way, term)
                phrase = phrase if parts["does"] == "do" else third(phrase)
                said = f"{parts['c']} {phrase.format(parts['e'])}"
                yield self.probe(
                    "all at once", text.format(s=said), cause, effect, way, term[1], polarity, direct=False
                )

    def how(self):
        for cause, effect in self.cover(2):
            term = self.turn([("{}", UP, None), *self.terms(cause)], ("how", cause))
            question = self.turn(HOW).format(**self.parts(cause, effect, UP, term))
            yield self.probe("how", question, cause, effect, UP, term[1], answers=frozenset())

    def routes(self, cause, effect):
        """The variables on each way between, with the direction of that way."""
        found = effect_of(self.graph, cause, effect)
        ends = {self.graph.concepts[cause].variable, self.graph.concepts[effect].variable}
        return [({*p.nodes} - ends, p.sign.times(found.level)) for p in found.paths]

    def restricted(self):
        """Through and not through something between, and through something that lies on no way."""
        for cause, effect in self.cover():
            routes, whole = self.routes(cause, effect), self.findings[cause, effect]
            between = sorted({middle for nodes, _ in routes for middle in nodes})
            middles = set(self.causes_of) & set(self.effects_of) - {cause, effect, *between}
            aside = [m for m in sorted(middles) if m not in self.acts_on[cause] or effect not in self.acts_on[m]]
            for family, options in (("through", between), ("not through", between), ("through what is aside", aside)):
                ends = {self.graph.concepts[id].variable for id in (cause, effect)}
                options = [m for m in options if isinstance(self.graph.concepts[m], Variable) and m not in ends]
                if not options:
                    continue
                middle = self.turn(options, family)
                passing = [sign for nodes, sign in routes if (middle in nodes) == (family != "not through")]
                sign = sum(passing[1:], passing[0]) if passing else None
                if sign and not sign.definite:
                    continue
                held = {"avoid": middle} if family == "not through" else {"through": middle}
                way = whole if family == "through what is aside" else self.way()
                right = "unknown" if not sign else "yes" if whole == way else "no"
                by = self.turn(AVOID if family == "not through" else THROUGH)
                question = "{Does} {c} {v} {e}".format(**self.parts(cause, effect, way))
                question = f"{question} {by} {self.name(middle)}?"
                right = frozenset([right])
                yield self.probe(family, question, cause, effect, way, answers=right, silent=not sign, **held)

    def lists(self):
        for effect, causes in self.causes_of.items():
            for way in (UP, DOWN):
                able = [c for c in causes if self.findings[c, effect] == way]
                for text in (self.turn(OTHER), self.turn(OTHER), self.turn(ONLY)) if len(able) > 2 else ():
                    x = self.turn(able, ("other", effect, way))
                    parts = self.parts(x, effect, way)
                    question = text.format(x=parts["c"], **(parts | {"vs": third(parts["v"])}))
                    variable = self.graph.concepts[x].variable
                    others = {c for c in able if self.graph.concepts[c].variable != variable}
                    others -= {*self.graph.descendants(x)}
                    if text in ONLY:
                        right = frozenset(["no"]) if others else frozenset(["yes", "no"])
                        yield self.probe("only", question, x, effect, way, answers=right)
                    elif others:
                        yield Probe(
                            family="other than",
                            question=question,
                            cause=x,
                            effect=effect,
                            avoid=x,
                            direction=NAMES[way],
                            members=frozenset(others),
                        )

    def alone(self):
        """Nothing tells that a cause needs no other, so no yes is right, and silence is."""
        for cause, effect in self.cover():
            way = self.way()
            parts = self.parts(cause, effect, way)
            question = self.turn(ALONE).format(x=parts["c"], **parts)
            right = {"unknown", "withheld"} | (set() if self.findings[cause, effect] == way else {"no"})
            yield self.probe("alone", question, cause, effect, way, answers=frozenset(right))

    def both(self):
        for effect, causes in self.causes_of.items():
            for _ in range(4 if len(causes) > 1 else 0):
                x, y = self.turn(causes, ("both", effect)), self.turn(causes, ("both", effect))
                if self.graph.concepts[x].variable != self.graph.concepts[y].variable:
                    way = self.way()
                    question = self.turn(BOTH).format(x=self.name(x), y=self.name(y), **self.parts(x, effect, way))
                    signs = {self.findings[x, effect], self.findings[y, effect]}
                    right = frozenset(["yes" if signs == {way} else "no"])
                    yield Probe(family="both", question=question, cause=x, effect=effect, answers=right)

    def near(self, x, y):
        """Whether two are of one variable, or one a kind of the other."""
        of_one = self.graph.concepts[x].variable == self.graph.concepts[y].variable
        return of_one or x in self.graph.ancestors(y) or y in self.graph.ancestors(x)

    def common(self):
        named = list(self.effects_of)
        for n, x in enumerate(named):
            others = (y for y in named[n + 7 :] + named[: n + 7] if self.acts_on[x] & self.acts_on[y])
            y = next((y for y in others if not self.near(x, y)), None)
            if y:
                text = self.turn(COMMON)
                shared = self.acts_on[x] & self.acts_on[y]
                if "have in common" in text:
                    shared |= set(self.graph.ancestors(x)) & set(self.graph.ancestors(y))
                    shared |= {c for c, reached in self.acts_on.items() if {x, y} <= reached}
                question = text.format(x=self.name(x), y=self.name(y))
                yield Probe(family="in common", question=question, cause=x, members=frozenset(shared))

    def roles(self):
        for cause, effect in self.cover():
            if not self.ill(effect):
                way, text = self.way(), self.turn(ROLES)
                z = next(
                    z
                    for z in self.turn([list(self.causes_of), list(self.causes_of)[::-1]], "z")
                    if z not in (cause, effect) and not self.ill(z) and self.terms(z)
                )
                parts = self.parts(cause, effect, way) | {"z": self.name(z), "p": self.turn(PARTICIPLES[way], "roles")}
                right = "yes" if self.findings[cause, effect] == way else "no"
                more = {}
                if "{z}" in text:
                    more["answers"] = frozenset([right, "mixed", "unknown"])
                elif " or " in text:
                    more["answers"] = frozenset(["yes", "no"])
                yield self.probe("roles", text.format(**parts), cause, effect, way, roles=True, **more)


class Judge:
    """Whether an answer is right, wrong or withheld, and why it is wrong."""

    def __init__(self, graph):
        self.graph = graph

    def __call__(self, probe, answer):
        reason = self.fault(probe, answer)
        if reason:
            return "wrong", reason
        return ("right" if self.reached(probe, answer) else "withheld"), ""

    def reached(self, probe, answer):
        said = answer.verdict
        if probe.members:
            return bool(self.listed(probe, answer))
        if not probe.answers:
            return said.direction == probe.direction
        if probe.answers == {"unknown"}:
            return answer.status in ("answered", "no_known_path") and said.answer == "unknown"
        if "withheld" in probe.answers and said.answer is None:
            return True
        if probe.turned and said.answer == "unknown" and said.direction == probe.turned and said.basis != "stated":
            return True
        return said.answer in probe.answers

    def listed(self, probe, answer):
        """The right members that an answer names, in its items or its text."""
        items = {i.id for i in answer.items} & probe.members
        return items or {m for m in probe.members if answer.status == "answered" and self.speaks_of(m, answer.text)}

    def fault(self, probe, answer):
        said = answer.verdict
        if answer.status not in ("answered", "no_known_path"):
            return ""
        if probe.members:
            return self.fault_of_list(probe, answer)
        gives = said.answer in ("yes", "no") or said.direction in DEFINITE
        if probe.answers and said.answer in ("yes", "no") and said.answer not in probe.answers:
            return f"says {said.answer}, right is {'/'.join(sorted(probe.answers))}"
        if probe.silent and gives:
            return f"gives {said.answer} {said.direction} where no such way is known"
        if probe.direction and said.direction in DEFINITE and said.direction != probe.direction:
            return f"says {said.direction}, right is {probe.direction}"
        nodes = [{node.id for node in path.nodes} for path in answer.paths]
        if probe.roles and answer.paths:
            first, start = answer.paths[0].nodes[0].id, self.graph.concepts[probe.cause].variable
            if first == self.graph.concepts[probe.effect].variable and first != start:
                return "cause and effect are swapped"
        if probe.through and gives and not (nodes and all(probe.through in path for path in nodes)):
            return "gives a verdict by ways that do not pass " + probe.through
        if probe.avoid and gives and any(probe.avoid in path for path in nodes):
            return "gives a verdict by ways that pass " + probe.avoid
        if probe.avoid and gives and self.speaks_of(probe.avoid, answer.text):
            return "speaks of what is left out, " + probe.avoid
        return ""

    def fault_of_list(self, probe, answer):
        items = {i.id for i in answer.items}
        if not probe.avoid:
            if answer.verdict.answer in ("yes", "no"):
                return f"says {answer.verdict.answer} to what is shared"
            if items - probe.members:
                return "lists what is not shared: " + ", ".join(sorted(items - probe.members)[:3])
            told = self.listed(probe, answer) or answer.status != "answered"
            return "" if told else "tells nothing that is shared"
        left_out = {probe.avoid, *self.graph.descendants(probe.avoid)}
        if items & left_out:
            return "lists what is left out: " + ", ".join(sorted(items & left_out))
        passing = any(i.path and probe.avoid in {n.id for n in i.path.nodes} for i in answer.items)
        if not passing and self.speaks_of(probe.avoid, answer.text):
            return "speaks of what is left out, " + probe.avoid
        turned = {i.id for i in answer.items if i.direction in DEFINITE and i.direction != probe.direction}
        return "lists what does the opposite: " + ", ".join(sorted(turned)[:3]) if turned else ""

    def speaks_of(self, id, text):
        """Whether a text names a concept by its label, not as a part of another's, nor to say that it is left out."""
        label = self.graph.concepts[id].label
        longer = sorted((c.label for c in self.graph.concepts.values() if label in c.label), key=len, reverse=True)
        for other in longer[: longer.index(label)]:
            text = re.sub(re.escape(other), "…", text, flags=re.I)
        found = re.finditer(rf"(?<![\w-]){re.escape(label)}(?![\w-])", text, re.I)
        return any(not RESTRICTING.search(text[: m.start()]) for m in found)


# Words around a question that change nothing, and words in its middle.
FILLERS = [
    "Quick sanity check: {}",
    "{} Thanks a lot in advance!",
    "Hello everyone, {}",
    "Bit of a random one, but {}",
    "So I was wondering: {}",
    "New here, so forgive me if this is obvious. {}",
    "My sister swears by the opposite, so: {}",
    "Could somebody please tell me: {}",
    "OK here goes. {}",
    "{} Asking for a friend.",
    "{} Any pointers are welcome.",
    "{} I have looked everywhere and found nothing.",
    "{} Cheers, Dave",
    "Question for the experts: {}",
    "I have an exam tomorrow. {}",
    "Long-time lurker here. {} Many thanks.",
    "Not sure whether this is the right place, but {}",
    "Out of curiosity, {}",
    "For my own peace of mind: {}",
    "{} A short answer is fine.",
    "Hi doc! {}",
    "{} Be honest with me.",
]
MIDDLES = [
    "{does} {c}, as far as anyone knows, {v} {e}?",
    "{does} {c} really {v} {e}?",
    "{does} {c} actually, you know, {v} {e}?",
    "{does} {c}, in your opinion, {v} {e}?",
    "{does} {c} in fact {v} {e}?",
    "{does} {c}, generally speaking, {v} {e}?",
]


def varied(graph):
    """Plain questions, each with the same in words that change nothing."""
    makes = Makes(graph)
    for n, (cause, effect) in enumerate(makes.cover()):
        parts = makes.parts(cause, effect, makes.way())
        plain = "{does} {c} {v} {e}?".format(**parts)
        shown = [FILLERS[(3 * n + k) % len(FILLERS)].format(plain) for k in range(3)]
        yield plain, [*shown, MIDDLES[n % len(MIDDLES)].format(**parts)]


def made(graph):
    return list(Makes(graph).all())


def asked(knowledge, probes):
    """Each probe with how its answer was judged, and why."""
    judge = Judge(knowledge.snapshot.graph)
    for probe in probes:
        try:
            yield probe, *judge(probe, knowledge.ask(probe.question))
        except CausewayError as error:
            yield probe, "wrong", f"raises {type(error).__name__}"


def counted(judged):
    """How many came out which way, by family and of all, and the questions got wrong, each with why."""
    table, wrong = defaultdict(Counter), defaultdict(list)
    for probe, outcome, reason in judged:
        table[probe.family][outcome] += 1
        table["all"][outcome] += 1
        if outcome == "wrong":
            wrong[probe.family].append(f"{probe.question}  [{reason}]")
    return table, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="ask about so many, spread over all")
    parser.add_argument("--examples", type=int, default=5)
    options = parser.parse_args()
    knowledge = KnowledgeBase(Settings())
    probes = made(knowledge.snapshot.graph)
    step = max(1, len(probes) // options.sample) if options.sample else 1
    table, wrong = counted(asked(knowledge, probes[::step]))
    print(f"{'':28}{'right':>8}{'withheld':>10}{'wrong':>8}")
    for family, n in table.items():
        if family != "all":
            print(f"{family:28}{n['right']:8}{n['withheld']:10}{n['wrong']:8}")
            for example in wrong[family][:: max(1, len(wrong[family]) // max(1, options.examples))][: options.examples]:
                print("    ", example)
    n = table["all"]
    print(f"{'all':28}{n['right']:8}{n['withheld']:10}{n['wrong']:8}")


if __name__ == "__main__":
    main()
