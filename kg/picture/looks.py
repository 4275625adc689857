"""How signs, hedges and concepts look: the one table behind pictures, neighbourhoods, the map and the marks on pages.

A sign is told by colour, end and badge, a hedge by the line, a concept by its shape; the words for them are English's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.causal import CausalGraph
from kg.english.signs import SIGNS as WORDS
from kg.model import Concept, ConceptKind, Entity, Family, Hedge, Population, Sign, State

FONT = "'Source Sans 3', 'Source Sans Pro', Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
INK, SOFT, BORDER, PAPER = "#1a1d1f", "#565e63", "#7f8684", "#ffffff"


@dataclass(frozen=True, slots=True)
class End:
    """What a line ends in, pointing down at (0, 0); `filled` with its colour, else drawn as a line around `inside`."""

    name: str
    path: str
    filled: bool = False
    inside: str = "none"


ARROW = End("arrow", "M-5.5 0H5.5L0 10Z", filled=True)
BAR = End("bar", "M0 0V7.5M-7.5 8H7.5")
RING = End("ring", "M-4 4.5a4 4 0 1 0 8 0a4 4 0 1 0-8 0", inside=PAPER)
_PLUS, _MINUS = "M-4 0H4M0-4V4", "M-4 0H4"
_ASK = "M-2.6-2.2a2.6 2.6 0 1 1 3.9 2.2Q0 .8 0 2M0 4.4V4.6"
_NONE = "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0"


@dataclass(frozen=True, slots=True)
class SignLook:
    """How a sign is drawn; `name` is its class in style sheets, `legend` how it is explained."""

    name: str
    colour: str
    badge: str
    end: End
    legend: str = ""


def _open(sign: Sign, badge: str) -> SignLook:
    return SignLook("unsigned", "#5F676B", badge, RING, WORDS[sign].legend)


RAISES = SignLook("raises", "#0072B2", _PLUS, ARROW, WORDS[Sign.PLUS].legend)
LOWERS = SignLook("lowers", "#BD5200", _MINUS, BAR, WORDS[Sign.MINUS].legend)
SIGNS = {
    "+": RAISES,
    "-": LOWERS,
    "0": _open(Sign.ZERO, _NONE),
    "0+": _open(Sign.WEAK_PLUS, _ASK),
    "0-": _open(Sign.WEAK_MINUS, _ASK),
    "?": _open(Sign.UNKNOWN, _ASK),
}
PLAIN = SignLook("unsigned", SOFT, _PLUS, RING)
"""For what tells of no direction."""


@dataclass(frozen=True, slots=True)
class Line:
    """How surely worded a link is, as a line."""

    name: str
    width: float
    dashes: str
    legend: str


SURE = Line("sure", 2.4, "", "stated plainly")
_USUAL = Line("usual", 1.7, "", "“usually”")
_MAY = Line("may", 2, "8 5", "“may”")
_UNSETTLED = Line("open", 2.2, "0.1 5.5", "mixed findings, or an aim")
HEDGES = {
    Hedge.definition.name: SURE,
    Hedge.categorical.name: SURE,
    Hedge.typical.name: _USUAL,
    Hedge.possible.name: _MAY,
    Hedge.mixed.name: _UNSETTLED,
    Hedge.aim.name: _UNSETTLED,
}

CHANGES = {"up": "M-4.5 4L0-4L4.5 4Z", "down": "M-4.5-4H4.5L0 4Z", "mixed": "M-4.5 0L0-4.5L4.5 0L0 4.5Z"}
COLOURS = {"up": RAISES.colour, "down": LOWERS.colour, "mixed": SOFT}
COLOURS_ON_INK = {"up": "#7cc6f2", "down": "#ffad76", "mixed": "#c2c5c4"}


def _pill(w: float, h: float) -> str:
    r = min(h / 2, 18)
    return f"M{r:g} 0H{w - r:g}A{r:g} {r:g} 0 0 1 {w:g} {r:g}V{h - r:g}A{r:g} {r:g} 0 0 1 {w - r:g} {h:g}H{r:g}" + (
        f"A{r:g} {r:g} 0 0 1 0 {h - r:g}V{r:g}A{r:g} {r:g} 0 0 1 {r:g} 0Z"
    )


def box(w: float, h: float) -> str:
    """A rectangle as a path."""
    return f"M0 0H{w:g}V{h:g}H0Z"


def _hexagon(w: float, h: float) -> str:
    return f"M10 0H{w - 10:g}L{w:g} {h / 2:g}L{w - 10:g} {h:g}H10L0 {h / 2:g}Z"


def _octagon(w: float, h: float) -> str:
    c = min(8, h / 4)
    return f"M{c:g} 0H{w - c:g}L{w:g} {c:g}V{h - c:g}L{w - c:g} {h:g}H{c:g}L0 {h - c:g}V{c:g}Z"


def _barrel(w: float, h: float) -> str:
    return f"M7 0H{w - 7:g}Q{w + 5:g} {h / 2:g} {w - 7:g} {h:g}H7Q-5 {h / 2:g} 7 0Z"


def _slanted(w: float, h: float) -> str:
    return f"M10 0H{w:g}L{w - 10:g} {h:g}H0Z"


@dataclass(frozen=True, slots=True)
class KindLook:
    """How the concepts of some kinds are drawn; `framed` where a second line runs inside the shape."""

    name: str
    shape: Callable[[float, float], str]
    legend: str
    framed: bool = False


_SHAPES = {"hexagon": _hexagon, "octagon": _octagon, "barrel": _barrel, "slanted": _slanted}
DONE = KindLook("intervention", _pill, "done or taken")
OUTCOME = KindLook("outcome", box, "outcome", framed=True)


def kind_look(kind: ConceptKind) -> KindLook:
    """The look of a kind: of what a person can do, of an outcome, else of its family; by itself it is a box."""
    if kind.intervention:
        return DONE
    if kind.outcome:
        return OUTCOME
    family = kind.family or Family(id="other", label=kind.label)
    return KindLook(family.id, _SHAPES.get(family.shape, box), family.label)


@dataclass(frozen=True, slots=True)
class Symbol:
    """What stands for a concept in a text or on the map: SVG of 14 by 14, and what it says."""

    drawing: str
    legend: str


SYMBOLS = {
    "intervention": Symbol('<path d="M7 .8 13.200 7 7 13.200.8 7Z"/>', DONE.legend),
    "outcome": Symbol('<path d="M2 1h2v12H2ZM4 1.500h8.500L10 5l2.500 3.500H4Z"/>', OUTCOME.legend),
    "state": Symbol('<path d="M7 1.200 13.200 12.500H.8Z"/>', "state"),
    "population": Symbol('<path d="M7 .8l5.600 3.100v6.200L7 13.200 1.400 10.100V3.900Z"/>', "group of people"),
    "entity": Symbol('<path d="M1.500 1.500h11v11h-11Z"/>', "thing"),
    "variable": Symbol('<circle cx="7" cy="7" r="5.800"/>', "quantity"),
}
_SYMBOLS_OF = ((State, "state"), (Population, "population"), (Entity, "entity"))


def symbol(graph: CausalGraph, concept: Concept | str) -> str:
    """The name of the symbol of a concept: by what it is to a person, else by what it is in the graph."""
    concept = graph.concepts[concept] if isinstance(concept, str) else concept
    if graph.is_intervention(concept.id):
        return "intervention"
    if graph.is_outcome(concept.id):
        return "outcome"
    return next((name for cls, name in _SYMBOLS_OF if isinstance(concept, cls)), "variable")


_DARK = """
.paper{fill:#14171a}.halo{stroke:#14171a}
.shape{fill:#1c2023;stroke:#858d8d}.label,.legend text,.note text{fill:#f0efeb}
.cause .shape,.effect .shape{fill:#f0efeb;stroke:#f0efeb}.cause .label,.effect .label{fill:#14171a}
.inner{stroke:#858d8d}.cause .inner,.effect .inner{stroke:#14171a}
.raises .line,.raises .bar{stroke:#56b4e9}.raises .arrow{fill:#56b4e9}.raises .disc{fill:#56b4e9;stroke:#56b4e9}
.lowers .line,.lowers .bar{stroke:#f58b45}.lowers .disc{fill:#f58b45;stroke:#f58b45}
.unsigned .line{stroke:#a3abab}.unsigned .disc{fill:#a3abab;stroke:#a3abab}.unsigned .ring{stroke:#a3abab;fill:#14171a}
.disc+.sign{stroke:#14171a}.own .disc{fill:#14171a}
.raises.own .sign{stroke:#56b4e9}.lowers.own .sign{stroke:#f58b45}.unsigned.own .sign{stroke:#a3abab}
.up{fill:#56b4e9}.down{fill:#f58b45}.mixed{fill:#a3abab}
.cause .up,.effect .up{fill:#00649c}.cause .down,.effect .down{fill:#a8420a}.cause .mixed,.effect .mixed{fill:#565e63}
.mark rect{fill:#1c2023;stroke:#c2c5c4}.mark text{fill:#f0efeb}.rule{stroke:#3c4448}.loop{fill:#c2c5c4;stroke:#14171a}
"""
STYLE = (
    f".picture text{{font-family:{FONT}}}"
    ".edge,.node{outline:none}.edge:focus-visible .halo,.node:focus-visible .shape{stroke:#7a3ff2;stroke-width:4}"
    f"@media (prefers-color-scheme:dark){{{_DARK.replace(chr(10), '')}}}"
)
"""The style sheet of a picture that stands alone: its dark theme, and where the keyboard is."""
