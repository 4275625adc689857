"""Reads the sentences of an answer back, without the code that made them, and holds them against what they cite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Hedge, Kind, Sign

MARK = re.compile(r"\[(\d+)\]")
MARKS = re.compile(r"(?: ?\[\d+\])+")
HEDGES = {"may": Hedge.possible, "can": Hedge.possible, "usually": Hedge.typical}
UP, DOWN = Sign.PLUS, Sign.MINUS
WEAK_UP, WEAK_DOWN = Sign.WEAK_PLUS, Sign.WEAK_MINUS
VERBS = [
    (r"makes? (?P<object>.+) more likely", UP),
    (r"makes? (?P<object>.+) less likely", DOWN),
    (r"keeps? (?P<object>.+) steady or somewhat higher", WEAK_UP),
    (r"keeps? (?P<object>.+) steady or somewhat lower", WEAK_DOWN),
    (r"leaves? (?P<object>.+) as (?:likely|fast) or (?:more likely|faster)", WEAK_UP),
    (r"leaves? (?P<object>.+) as (?:likely|fast) or (?:less likely|slower)", WEAK_DOWN),
    (r"speeds? up (?P<object>.+)", UP),
    (r"slows? (?P<object>.+)", DOWN),
    (r"raises? (?P<object>.+)", UP),
    (r"lowers? (?P<object>.+)", DOWN),
    (r"influences? (?P<object>.+)", Sign.UNKNOWN),
]
RANGES = {"from no clear effect to an increase": WEAK_UP, "from no clear effect to a decrease": WEAK_DOWN}
PLAIN = ("more ", "higher ", "less ", "lower ")


@dataclass(frozen=True)
class Claim:
    """What a clause says: `up` is 1 or -1, how the subject is spoken of; marks are the statements behind it."""

    subject: object
    up: int
    sign: Sign
    hedge: Hedge
    object: object


class Fault(AssertionError):
    pass


class Reader:
    def __init__(self, graph):
        self.graph = graph
        self.by_label = {c.label: c for c in graph.concepts.values()}
        self.texts = {s.text.rstrip("."): s for s in graph.statements.values()}
        own = [(r.label, r) for r in graph.relations.values()]
        bases = [(re.sub(r"^(\w+?)(?:s|ies)\b", "", label), r) for label, r in own]
        self.relations = [(label, r) for label, r in own + bases if label.strip()]
        self.read = 0

    def concept(self, name):
        """The concept that a noun phrase names, and whether it is spoken of as higher (1) or lower (-1)."""
        name = re.sub(r", as an? (?:kind of )?[^,]+,?$", "", name.strip())
        for start in ("", *PLAIN):
            bare = name.removeprefix(start)
            for form in (bare, bare[:1].lower() + bare[1:], bare[:1].upper() + bare[1:]):
                if name.lower().startswith(start) and form in self.by_label:
                    return self.by_label[form], -1 if start in ("less ", "lower ") else 1
        return None, 1

    def claim(self, clause):
        """What a clause claims; none where it is no claim of one thing on another."""
        if match := re.search(r"^(?P<subject>.+?) and (?P<object>.+) range (?P<range>from .+)$", clause):
            for cut in re.finditer(r" and ", clause):
                subject, _ = self.concept(clause[: cut.start()].removeprefix("findings on "))
                rest = clause[cut.end() :]
                object_, _ = self.concept(rest.split(" range ")[0])
                if subject and object_:
                    return Claim(subject, 1, RANGES[match["range"]], Hedge.mixed, object_)
        if match := re.search(r"^no clear effect of (.+) on (.+) was found$", clause):
            for cut in re.finditer(r" on ", clause):
                subject, _ = self.concept(clause[: cut.start()].removeprefix("no clear effect of "))
                object_, _ = self.concept(clause[cut.end() :].removesuffix(" was found"))
                if subject and object_:
                    return Claim(subject, 1, Sign.ZERO, Hedge.categorical, object_)
        for pattern, sign in VERBS:
            for match in re.finditer(rf" (?:(?P<hedge>may|can|usually) )?{pattern}$", clause):
                subject, up = self.concept(clause[: match.start()])
                object_, _ = self.concept(match["object"])
                if subject and object_:
                    return Claim(subject, up, sign, HEDGES.get(match["hedge"], Hedge.categorical), object_)
        return self.own_words(clause)

    def own_words(self, clause):
        """A claim with the word of a relation: between two labels, something that is no verb of the table."""
        for i in range(len(clause)):
            if clause[i] == " ":
                subject, up = self.concept(clause[:i])
                if subject:
                    for j in range(i + 1, len(clause)):
                        if clause[j] == " ":
                            object_, _ = self.concept(clause[j + 1 :])
                            if object_ and clause[j + 1 :] == object_.label:
                                words = clause[i + 1 : j].split(" ")
                                hedge = HEDGES.get(words[0], Hedge.categorical)
                                return Claim(subject, up, UP, hedge, object_)
        return None

    def canonical(self, claim):
        return claim.sign.times(claim.subject.level * claim.up * claim.object.level)

    def supports(self, s, claim):
        """Whether a statement says what a claim says: its ends or classes of them, its sign, no less sure."""
        graph = self.graph
        if s.kind is not Kind.causal:
            return False
        ends = [(s.subject, claim.subject), (s.object, claim.object)]
        for id, concept in ends:
            variable = graph.concepts[id].variable
            if variable != concept.variable and variable not in graph.ancestors(concept.variable):
                return False
        sign = s.sign.times(graph.concepts[s.subject].level * graph.concepts[s.object].level)
        said = self.canonical(claim)
        fits = sign is said or (claim.sign in (WEAK_UP, WEAK_DOWN) and sign.directions <= said.directions)
        return fits and claim.hedge >= min(s.hedge, Hedge.possible)

    def check_clause(self, clause, cited):
        """A clause with one claim, and the statements that it cites: at least one of them must say it."""
        claim = self.claim(clause)
        if claim is None:
            raise Fault(f"not read: {clause!r}")
        exact = [s for s in cited if (s.subject, s.object) == (claim.subject.id, claim.object.id)]
        if not any(self.supports(s, claim) for s in exact or cited):
            raise Fault(f"{clause!r} is not what {[s.id for s in cited]} say")
        said = [self.graph.concepts[s.subject].level for s in cited if self.supports(s, claim)]
        if set(said) == {-1} and claim.subject.level > 0 and claim.up > 0:
            raise Fault(f"{clause!r} tells of a high level what is said of a low one")

    def check(self, explanation, citations, states):
        """Every sentence of an explanation. Raises Fault at the first that says what its statements do not."""
        by_number = {str(c.number): self.graph.statements[c.statement] for c in citations.all()}
        steps = []
        sentences = [*explanation.sentences]
        for sentence in sentences:
            if sentence.startswith(("The steps: ", "How: ", "The steps that it would go by: ")):
                for clause in sentence.split(": ", 1)[1].rstrip(".").split("; "):
                    cited = [by_number[n] for n in MARK.findall(clause)]
                    self.check_clause(MARKS.sub("", clause), cited)
                    steps += cited if sentence.startswith("The steps: ") else []
                    self.read += 1
        for i, sentence in enumerate(sentences):
            self.read += 1
            for part in re.split(r"(?<=\])\. (?=[A-Z])", sentence):
                self.sentence(part, by_number, states, steps, first=i == 0)

    def sentence(self, sentence, by_number, states, steps, *, first):
        if sentence.startswith(("The steps", "How: ")):
            return
        cited = [by_number[n] for n in MARK.findall(sentence)]
        bare = MARKS.sub("", sentence).rstrip(".")
        if " at work here" in bare:
            active = {states(s).active for s in cited}
            if active != {" not at work here" not in bare}:
                raise Fault(f"{bare!r} is not so")
            return
        plain = re.sub(r" \([^()]*(?:\([^()]*\)[^()]*)*\)$", "", bare)
        for text in (bare, plain, *(re.sub(r"^(?:In|With|During) [^:]+: ", "", t) for t in (bare, plain))):
            if text in self.texts and self.texts[text] in cited:
                return
        if not cited and re.match(r"(?:The source|No source)", bare):
            return
        if "the direction is not stated" in bare or "direction of one link is not stated" in bare:
            return self.unsigned(bare, cited)
        if bare.startswith("Of kinds of "):
            return self.kind(sentence, cited)
        if first:
            return self.headline(sentence, by_number, steps)
        raise Fault(f"a sentence that nothing accounts for: {sentence!r}")

    def unsigned(self, bare, cited):
        if not any(s.unsigned for s in cited):
            raise Fault(f"{bare!r} cites only statements with a direction")

    def headline(self, sentence, by_number, steps):
        if "reports no outcome for" in sentence:
            if not all(by_number[n].aim for n in MARK.findall(sentence)):
                raise Fault(f"{sentence!r} cites more than aims")
            return
        if sentence.startswith("By mechanism, "):
            return self.mechanism(sentence, by_number, steps)
        if "point both ways" in sentence:
            return
        if "are levels of one thing" in sentence:
            return
        head = MARKS.split(sentence, maxsplit=1)[0].rstrip(".")
        cited = [by_number[n] for n in MARK.findall(sentence)]
        setting = re.match(r"(?:In|With|During|Depending on the) .+?, ", head)
        for clause in (head, head[setting.end() :] if setting else head):
            clause = re.sub(r"; \w+ sources say so$", "", clause)
            if self.claim(clause):
                return self.check_clause(clause, cited)
        raise Fault(f"not read: {head!r}")

    def kind(self, sentence, cited):
        """What is said of a kind: a statement of it, or the product of the steps that it cites."""
        clause = MARKS.sub("", sentence).rstrip(".")
        label = max((name for name in self.by_label if clause.startswith(f"Of kinds of {name}, ")), key=len)
        clause, _, how = clause.removeprefix(f"Of kinds of {label}, ").partition(", by ")
        setting = re.match(r"(?:in|with|during|depending on the) .+?, ", clause)
        if not how.startswith("mechanism"):
            return self.check_clause(clause[setting.end() :] if setting else clause, cited)
        self.check_product(self.claim(clause), clause, cited)
        if ("our own" in how) != any(s.bridge for s in cited):
            raise Fault(f"{sentence!r}: whose the steps are")

    def check_product(self, claim, clause, steps):
        """A claim that is worked out: no surer than the weakest of its steps, and of the sign of their product."""
        if claim is None:
            raise Fault(f"not read: {clause!r}")
        if claim.hedge < min(max(s.hedge for s in steps), Hedge.possible):
            raise Fault(f"{clause!r} is surer than the weakest of {[s.id for s in steps]}")
        product = Sign.PLUS
        for s in steps:
            levels = self.graph.concepts[s.subject].level * self.graph.concepts[s.object].level
            product = product * s.sign.times(levels)
        if not self.canonical(claim).directions <= product.directions | {0}:
            raise Fault(f"{clause!r} is not the product of its steps")

    def mechanism(self, sentence, by_number, steps):
        """The sum over paths, as the product of the steps of one, and honest on whose they are."""
        clause, _, notes = sentence.removeprefix("By mechanism, ").partition("; ")
        whose = notes.split("; ")[0]
        steps = steps or [by_number[n] for n in MARK.findall(whose)]
        self.check_product(self.claim(MARKS.sub("", clause)), clause, steps)
        ours = {s.id for s in steps if s.bridge}
        if ours:
            of_ours = whose[whose.rindex("step") :] if ours != {s.id for s in steps} else whose
            if "our own" not in whose or {by_number[n].id for n in MARK.findall(of_ours)} != ours:
                raise Fault(f"{whose!r} does not mark {ours} as ours")
        elif "our own" in whose or "the steps, not this outcome" not in whose:
            raise Fault(f"{whose!r}: none of the steps is ours")
