"""What is known of a cause and an effect as sentences: the verdict, whose word it is, and the steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.answer import build
from kg.answer.build import Citations
from kg.causal import CausalGraph, Claim, Edge, Finding, Link, Loop, ModifierState, Path, Standing
from kg.english import inflect, say
from kg.english.say import Clause, Noun
from kg.model import Concept, Effect, Goal, Hedge, Population, Sign, Statement

MOST_STATED = 3
MOST_LOOPS = 2


def stated_statements(finding: Finding) -> list[Statement]:
    """What is stated of exactly this pair, also of settings that the one asked about rules out."""
    links = (*finding.links, *finding.elsewhere)
    return list({s.id: s for s in (*(link.statement for link in links), *finding.reported)}.values())


def steps_of(path: Path) -> list[Statement]:
    """The statements that a path goes by, the best of each step."""
    return [edge.best.statement for edge in path.edges]


def verdict_sentences(graph: CausalGraph, finding: Finding, level: int, citations: Citations) -> Iterator[str]:
    """What is found, whose word it is and how surely: the first sentences of an answer."""
    cause, effect = graph.concepts[acting(graph, finding.cause)], graph.concepts[finding.effect]
    name = say.noun(cause, level)
    if finding.kinds:
        for kind in finding.kinds:
            said = f"{brief(graph, kind, level)}{build.by(kind)} {citations.mark(kind.support)}"
            yield say.sentence(f"of kinds of {cause.label}, {said}")
        return
    match finding.turned(level), finding.standing:
        case None, _ if finding.limits and isinstance(effect, Goal):
            yield from map(citations.detailed, finding.limits)
        case None, _ if finding.aims:
            yield from _aims(graph, finding, name, effect, citations)
        case None, _:
            yield _silence(graph, finding, name)
            yield from map(citations.detailed, (*compared(finding), *finding.associations))
        case _, Standing.sources_disagree:
            yield from _disagreement(graph, finding, name, effect, level, citations)
        case _, _ if finding.cause == finding.effect and finding.loops:
            yield from (loop_sentence(graph, loop, citations) for loop in finding.loops[:MOST_LOOPS])
        case _, Standing.by_definition if not finding.stated:
            yield say.sentence(
                f"{name.text} and {effect.label} are levels of one thing, so the one follows from the other"
            )
        case Sign.UNKNOWN, Standing.stated | Standing.by_mechanism if not finding.decided:
            yield _undecided(graph, finding, name, effect, citations)
        case Sign() as direction, Standing.by_mechanism:
            yield _by_mechanism(graph, finding, name, effect, direction, citations)
        case _ if edge := finding.deciding:
            yield from _stated(graph, finding, edge, level, citations)
        case _:
            yield from map(citations.detailed, finding.reported)


def _undecided(graph: CausalGraph, finding: Finding, name: Noun, effect: Concept, citations: Citations) -> str:
    """That there is an effect whose direction nothing settles."""
    if finding.standing is Standing.stated:
        said = say.clause(name, effect, Sign.UNKNOWN, Hedge.categorical)
        what, marks = f"{source_of(graph)} says that {said}, but the direction", citations.mark(finding.support)
    elif finding.paths:
        return _opposed(finding, name, effect, citations)
    else:
        said = say.clause(name, effect, Sign.UNKNOWN, Hedge.possible)
        what, marks = f"{said}, but the direction of one link", citations.mark(steps_of(finding.unsigned[0]))
    return say.sentence(f"{what} is not stated {marks}")


def compared(finding: Finding) -> list[Statement]:
    """The comparisons that name the cause itself, and not only a class of it."""
    return [s for s in finding.comparisons if finding.cause in (s.subject, s.object)][:MOST_STATED]


def acting(graph: CausalGraph, cause: str) -> str:
    """What acts where a population is named as a cause: what holds in it."""
    implied = graph.implied_by(cause) if isinstance(graph.concepts[cause], Population) else ()
    return implied[0] if implied else cause


def source_of(graph: CausalGraph) -> str:
    """What the statements are from, as the subject of "says"."""
    return "the source" if len(graph.documents) < 2 else "a source"


def brief(graph: CausalGraph, finding: Finding, level: int = 1) -> Clause:
    """The finding in one clause, as sure as it is: no surer than the weakest step of the path it stands on."""
    name, effect = say.noun(graph.concepts[acting(graph, finding.cause)], level), graph.concepts[finding.effect]
    direction = finding.turned(level)
    if finding.standing is Standing.sources_disagree:
        return Clause(f"sources disagree on what {name.text} {inflect.agreeing('do', name.plural)} to {effect.label}")
    if direction is None:
        no_outcome = f"no outcome of {name.text} is reported for {effect.label}"
        return Clause(no_outcome if finding.aims else _silence(graph, finding, name))
    if finding.standing is not Standing.by_mechanism and (edge := finding.deciding):
        if is_plain(finding):
            link = _spoken_of(finding, edge)
            said, where = _clause_of(graph, finding, link, name, effect, level), setting(graph, link)
        else:
            said, where = _span(name, effect, direction), _where(graph, edge)
        return replace(said, subject=f"{where}{said.subject}")
    if direction is Sign.UNKNOWN and finding.paths:
        return Clause(f"the net direction from {name.text} to {effect.label} is not settled")
    return say.clause(name, effect, direction, hedge_of(finding))


def _where(graph: CausalGraph, edge: Edge) -> str:
    """The setting that statements which differ speak of, in front of what they say."""
    one = len({link.statement.setting for link in edge.links}) == 1
    return setting(graph, edge.best) if one else "depending on the setting, "


def hedge_of(finding: Finding) -> Hedge:
    """The hedge of the weakest step that the finding stands on."""
    if finding.paths and not finding.decided:
        return _shown(finding).hedge
    weakest = max((s.hedge for s in finding.support), default=Hedge.categorical)
    return max(weakest, Hedge.possible) if finding.direction is Sign.UNKNOWN else weakest


def is_plain(finding: Finding) -> bool:
    """Whether the statements that decide it agree, so that one clause says it all; what weakens it is told beside."""
    signs = {link.sign for link in finding.links if not link.statement.unsigned}
    return len(signs) == 1 or finding.sign.definite


def _span(name: Noun, effect: Concept, direction: Sign) -> Clause:
    return Clause(f"findings on {name.text} and {effect.label}", "range", say.SPANS[direction])


def _aims(graph: CausalGraph, finding: Finding, name: Noun, effect: Concept, citations: Citations) -> Iterator[str]:
    marks = citations.mark(finding.aims)
    only, verb = "only " if finding.aim_only else "", "are" if name.plural else "is"
    yield say.sentence(
        f"{source_of(graph)} states {only}what {name.text} {verb} meant to do, and reports no outcome for"
        f" {effect.label} {marks}"
    )
    yield from map(citations.detailed, finding.aims)


def _silence(graph: CausalGraph, finding: Finding, name: Noun) -> str:
    effect, source = graph.concepts[finding.effect], source_of(graph).replace("a source", "no source")
    if any(s.subject == finding.cause for s in finding.limits):
        return say.sentence(f"{source_of(graph)} gives no direction for {name.text} and {effect.label}, only a limit")
    said = f"{name.text} {inflect.agreeing('affect', name.plural)} {effect.label}"
    if not finding.settled:
        return say.sentence(f"whether and how {said} is not settled within the limits of the search")
    verb = "does not say" if source == "the source" else "says"
    if finding.reverse:
        return say.sentence(f"{source} {verb} that {said}; only the other way round is said")
    return say.sentence(f"{source} {verb} how {said}")


def _opposed(finding: Finding, name: Noun, effect: Concept, citations: Citations) -> str:
    sides = [next((p for p in finding.paths if p.sign is sign), None) for sign in (Sign.PLUS, Sign.MINUS)]
    shown = [side for side in sides if side] or finding.paths[:1]
    marks = citations.mark(edge.best.statement for side in shown for edge in side.edges)
    if all(sides):
        return say.sentence(
            f"routes from {name.text} to {effect.label} point both ways, so the net direction is unknown {marks}"
        )
    if not finding.settled:
        return say.sentence(
            f"the direction between {name.text} and {effect.label} is not settled within the limits of the search"
            f" {marks}"
        )
    return say.sentence(
        f"a step from {name.text} to {effect.label} is said to go both ways, so the net direction is unknown {marks}"
    )


def _by_mechanism(
    graph: CausalGraph, finding: Finding, name: Noun, effect: Concept, direction: Sign, citations: Citations
) -> str:
    """The sum over the paths, no surer than the weakest step of the one shown, and whose the steps are."""
    shown = [finding.deciding.best.statement] if finding.deciding else steps_of(_shown(finding))
    said = say.clause(name, effect, direction, max(s.hedge for s in shown))
    ours, theirs = [s for s in shown if s.bridge], [s for s in shown if not s.bridge]
    if not ours:
        only = "" if finding.whole else ", not this outcome"
        whose = f"{source_of(graph)} gives the steps{only} {citations.mark(theirs)}"
        whose = whose.replace("a source gives", "the sources give")
    elif not theirs:
        link = "a link" if len(ours) == 1 else "links"
        whose = f"this rests on {link} of our own, which no source states {citations.mark(ours)}"
    else:
        marks = citations.mark(theirs)
        links = "step {} is a link" if len(ours) == 1 else "steps {} are links"
        whose = f"some steps are stated {marks}, and {links.format(citations.mark(ours))} of our own"
    notes = [whose]
    if finding.blunted:
        where = "on every route" if finding.blunted_everywhere else "on some of the routes"
        notes.append(f"{where} {_weakening(graph, finding, citations)}")
    if finding.partly_unsigned:
        unsigned = [edge.best.statement for edge in finding.unsigned[0].edges if edge.unsigned]
        notes.append(f"on a further route the direction of a link is not stated {citations.mark(unsigned)}")
    return say.sentence(f"by mechanism, {said}; {'; '.join(notes)}")


_WEAKENS = {Effect.attenuates: ("weaken", "this"), Effect.gates: ("hold", "this back")}


def _weakening(graph: CausalGraph, finding: Finding, citations: Citations) -> str:
    """What weakens the effect here, as a clause: "estrogen deficiency may weaken this here [3]"."""
    by_subject: dict[str, ModifierState] = {}
    for state in sorted(finding.blunted, key=lambda m: (m.statement.hedge, m.statement.id)):
        by_subject.setdefault(state.statement.subject, state)
    parts = []
    for id, state in by_subject.items():
        subject, (verb, rest) = graph.concepts[id], _WEAKENS[state.effect]
        verb = say.hedged(verb, state.statement.hedge, say.is_plural(subject))
        parts.append(f"{subject.label} {verb} {rest} here {citations.mark([state.statement])}")
    return say.listed(parts)


def _shown(finding: Finding) -> Path:
    """The path that stands for the sum: the best of those that have its sign, else the best."""
    sign = finding.turned(finding.level)
    return next((path for path in finding.paths if path.sign is sign), finding.paths[0])


def _stated(graph: CausalGraph, finding: Finding, edge: Edge, level: int, citations: Citations) -> Iterator[str]:
    """A stated effect: in one clause where its statements agree, else with what it ranges over and each statement."""
    stated = [link.statement for link in edge.links[:MOST_STATED]]
    plain = is_plain(finding)
    best = [_spoken_of(finding, edge).statement] if plain else []
    marks = citations.mark(dict.fromkeys([*best, *stated]))
    note = f", and {_weakening(graph, finding, citations)}" if finding.blunted else ""
    yield say.sentence(f"{brief(graph, finding, level)}{_agreement(finding) if plain else ''} {marks}{note}")
    yield from map(citations.detailed, best or stated)


def _clause_of(graph: CausalGraph, finding: Finding, link: Link, name: Noun, effect: Concept, level: int) -> Clause:
    """What is stated as a clause between the concepts asked about; a claim about a low level in its own terms."""
    s, worded = link.statement, link.worded
    subject, object, asked = (graph.concepts[id] for id in (s.subject, s.object, finding.cause))
    same = subject.level == asked.level * level and object.level == effect.level
    relation = say.own_words(graph.relation(s.relation)) if s.worded_sign in ("+", "-") and worded.definite else None
    if not link.inherited and not same and -1 in (subject.level, object.level):
        return say.clause(say.noun(subject), object, worded, s.hedge, relation)
    kind = f", as a kind of {graph.concepts[link.subject_class].label}," if link.subject_class else ""
    marker = f", as a {graph.concepts[link.object_class].label}" if link.object_class else ""
    plain = same and subject.level == object.level == 1
    sign = link.sign.times(asked.level * level * effect.level)
    hedge = max(s.hedge, Hedge.possible) if finding.blunted else s.hedge
    said = say.clause(Noun(name.text + kind, name.plural), effect, sign, hedge, relation if plain else None)
    return replace(said, rest=said.rest + marker) if said.rest else said


def _agreement(finding: Finding) -> str:
    """How many sources say so, where there are several; what one source repeats counts once."""
    count = sum(claim.stated for claim in finding.claims)
    return f"; {_COUNTS.get(count, str(count))} sources say so" if count > 1 else ""


_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _disagreement(
    graph: CausalGraph, finding: Finding, name: Noun, effect: Concept, level: int, citations: Citations
) -> Iterator[str]:
    """What each source comes to, one after the other, and what sets them apart."""
    marks = citations.mark(s for claim in finding.claims for s in _support(claim))
    yield say.sentence(f"{brief(graph, finding, level)} {marks}")
    for claim in finding.claims:
        document = graph.documents.get(claim.source)
        title = document.title if document else "a note without a document"
        if claim.stated:
            links = claim.links[:MOST_STATED]
            told = "; ".join(citations.detailed(link.statement).rstrip(".") for link in links)
            yield say.sentence(f"“{title}” says: {told}")
        else:
            shown = next((p for p in claim.paths if p.sign is claim.sign), claim.paths[0])
            said = say.clause(name, effect, claim.sign.times(finding.level * level), shown.hedge)
            yield say.sentence(f"“{title}” gives steps by which {said} {citations.mark(steps_of(shown))}")
    if apart := build.set_apart(graph, [link.statement for claim in finding.claims for link in claim.links]):
        marks = citations.mark(link.statement for claim in finding.claims for link in claim.links)
        yield say.sentence(f"they differ in {say.listed(list(apart))} {marks}")


def _support(claim: Claim) -> list[Statement]:
    return [link.statement for link in claim.links[:MOST_STATED]] or steps_of(claim.paths[0])


def loop_sentence(graph: CausalGraph, loop: Loop, citations: Citations) -> str:
    """A loop by name and polarity, and that the course after the first response is open."""
    around = list(pairwise((*loop.nodes, loop.nodes[0])))
    way = " → ".join(graph.concepts[n].label for n in (*loop.nodes, loop.nodes[0]))
    marks = citations.mark(graph.by_pair[pair][0].statement for pair in around)
    open_ = "; which way it acts back is not settled" if loop.polarity == "open" else ""
    kind = "a loop" if open_ else f"a {loop.polarity} loop"
    return say.sentence(
        f"{way} is {kind}{open_}: directions are those of the first response, and the later course is not settled"
        f" {marks}"
    )


def _spoken_of(finding: Finding, edge: Edge) -> Link:
    """The best link that has the sign of the whole, and before it one that speaks of the very concepts asked about."""
    plain = [link for link in edge.links if link.sign is edge.sign]
    links = plain or [link for link in edge.links if link.sign.directions <= edge.sign.directions] or edge.links
    asked = (finding.cause, finding.effect)
    exact = [link for link in links if (link.statement.subject, link.statement.object) == asked]
    return (exact or links)[0]


def setting(graph: CausalGraph, link: Link) -> str:
    """In which context a link is stated, to stand before what it says; empty where it is stated in any."""
    labels = [_context_name(graph.concepts[c]) for c in link.statement.context]
    return f"{say.listed(labels)}, " if labels else ""


def _context_name(concept: Concept) -> str:
    if isinstance(concept, Population):
        return f"in {concept.label}"
    return f"during {concept.label}" if concept.kind == "process" or concept.level > 0 else f"with {concept.label}"


def explaining_path(finding: Finding) -> Path | None:
    """The path of more than one step that shows how, where there is one."""
    longer = [p for p in finding.paths if len(p.edges) > 1]
    return (_shown(finding) if not finding.decided else longer[0]) if longer else None


def steps(graph: CausalGraph, path: Path, finding: Finding, level: int, citations: Citations) -> str:
    """The path in words, each step with its citation and every level as it follows from the one before."""
    view = build.path_view(graph, path, finding.cause, finding.effect, level)
    told = []
    for i, edge in enumerate(path.edges):
        here, after = graph.concepts[view.nodes[i].id], graph.concepts[view.nodes[i + 1].id]
        change = -1 if view.nodes[i].change == "down" else 1
        told.append(f"{_step(graph, edge, here, after, change, first=i == 0)} {citations.mark([edge.best.statement])}")
    word = "The steps" if not finding.decided else "How"
    if finding.aim_only:
        word = "The steps that it would go by"
    return f"{word}: {'; '.join(told)}."


def _step(graph: CausalGraph, edge: Edge, here: Concept, after: Concept, change: int, *, first: bool) -> str:
    """One step as a clause; what is stated of a low level is told of that level."""
    s = edge.best.statement
    subject, object = graph.concepts[s.subject], graph.concepts[s.object]
    low = subject.level < 0 and here.level * change > 0 and not edge.best.inherited
    if low:
        here, change = subject, 1
    name = say.noun(here, change) if first or low else Noun(say.changed(here, change), say.is_plural(here))
    sign = edge.best.sign.times(here.level * change * after.level)
    hedge = max(s.hedge, Hedge.possible) if edge.blunted else s.hedge
    relation = None
    if (subject.id, object.id) == (here.id, after.id) and change > 0 and sign.definite and sign is s.sign:
        relation = say.own_words(graph.relation(s.relation))
    return str(say.clause(name, after, sign, hedge, relation))
