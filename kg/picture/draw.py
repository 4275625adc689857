"""A picture as SVG: signs by colour, end and badge; kinds by shape; hedges by line. No style attribute, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from kg.picture import text
from kg.picture.route import BADGE
from kg.picture.values import CHANGE_ROOM, Edge, Node, Note, Picture, Point

FONT = "'Source Sans 3', 'Source Sans Pro', Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
INK, SOFT, BORDER, PAPER = "#1a1d1f", "#565e63", "#7f8684", "#ffffff"

_SMALL = 12.5
_ROW = 24
_EDGE = 24
_NARROWEST = 460


@dataclass(frozen=True, slots=True)
class Look:
    """How a sign is drawn and read."""

    name: str
    colour: str
    badge: str
    end: str
    verb: str
    legend: str


_PLUS, _MINUS = "M-4 0H4M0-4V4", "M-4 0H4"
_ASK = "M-2.6-2.2a2.6 2.6 0 1 1 3.9 2.2Q0 .8 0 2M0 4.4V4.6"
_NONE = "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0"
_ARROW, _BAR, _RING = "M-5.5 0H5.5L0 10Z", "M0 0V7.5M-7.5 8H7.5", "M-4 4.5a4 4 0 1 0 8 0a4 4 0 1 0-8 0"
RAISES = Look("raises", "#0072B2", _PLUS, _ARROW, "raises", "raises")
LOWERS = Look("lowers", "#BD5200", _MINUS, _BAR, "lowers", "lowers")
SIGNS = {
    "+": RAISES,
    "-": LOWERS,
    "0": Look("unsigned", "#5F676B", _NONE, _RING, "does not change", "no effect"),
    "0+": Look("unsigned", "#5F676B", _ASK, _RING, "raises or does not change", "direction open"),
    "0-": Look("unsigned", "#5F676B", _ASK, _RING, "lowers or does not change", "direction open"),
    "?": Look("unsigned", "#5F676B", _ASK, _RING, "affects", "direction open"),
}
_PLAIN = Look("unsigned", SOFT, _PLUS, _RING, "", "")


@dataclass(frozen=True, slots=True)
class Line:
    """How surely worded a link is, as a line."""

    name: str
    width: float
    dashes: str
    legend: str


_SURE = Line("sure", 2.4, "", "stated plainly")
_USUAL = Line("usual", 1.7, "", "“usually”")
_MAY = Line("may", 2, "8 5", "“may”")
_OPEN = Line("open", 2.2, "0.1 5.5", "mixed findings, or an aim")
HEDGES = {"definition": _SURE, "categorical": _SURE, "typical": _USUAL, "possible": _MAY, "mixed": _OPEN, "aim": _OPEN}


def _pill(w: float, h: float) -> str:
    r = min(h / 2, 18)
    return f"M{r:g} 0H{w - r:g}A{r:g} {r:g} 0 0 1 {w:g} {r:g}V{h - r:g}A{r:g} {r:g} 0 0 1 {w - r:g} {h:g}H{r:g}" + (
        f"A{r:g} {r:g} 0 0 1 0 {h - r:g}V{r:g}A{r:g} {r:g} 0 0 1 {r:g} 0Z"
    )


def _box(w: float, h: float) -> str:
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
class Family:
    """Kinds of concept that share a shape."""

    name: str
    shape: Callable[[float, float], str]
    legend: str


_DONE = Family("intervention", _pill, "done or taken")
_MOLECULE = Family("molecule", _hexagon, "molecule or material")
_CONDITION = Family("condition", _octagon, "condition or group")
_TISSUE = Family("tissue", _barrel, "cell or tissue")
_MEASURE = Family("measure", _slanted, "measure")
_OUTCOME = Family("outcome", _box, "outcome")
_PROCESS = Family("process", _box, "process")
FAMILIES = {
    "exercise": _DONE,
    "food": _DONE,
    "lifestyle": _DONE,
    "nutrient": _DONE,
    "therapy": _DONE,
    "cytokine": _MOLECULE,
    "hormone": _MOLECULE,
    "material": _MOLECULE,
    "receptor": _MOLECULE,
    "condition": _CONDITION,
    "population": _CONDITION,
    "anatomy": _TISSUE,
    "cell": _TISSUE,
    "biomarker": _MEASURE,
    "measurement": _MEASURE,
    "outcome": _OUTCOME,
}
CHANGES = {"up": "M-4.5 4L0-4L4.5 4Z", "down": "M-4.5-4H4.5L0 4Z", "mixed": "M-4.5 0L0-4.5L4.5 0L0 4.5Z"}
LOOPS = {"reinforcing": "reinforcing loop", "balancing": "balancing loop", "open": "loop"}
MODIFIES = {
    "attenuates": "weakens it",
    "amplifies": "strengthens it",
    "gates": "switches it",
    "unspecified": "changes it",
}

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


def svg(picture: Picture, *, title: str, standalone: bool = True) -> str:
    """The picture as an SVG document. Without `standalone` it has no style sheet, paper or legend of its own."""
    name = escape(text.clean(title))
    notes = list(_notes(picture))
    legend = list(_legend(picture)) if standalone else []
    width = max(picture.width, _NARROWEST) if standalone or notes else max(picture.width, 200)
    below = picture.height
    parts = [f'<g transform="translate({(width - picture.width) / 2:g} 0)">', *_drawing(picture), "</g>"]
    for kind, items in (("note", notes), ("legend", legend)):
        if items:
            parts.append(f'<path class="rule" d="M{_EDGE} {below:g}H{width - _EDGE:g}" stroke="#d2ccbf"/>')
            flowed, below = _flowed(items, kind, width, below + 12)
            parts += flowed
            below += 8
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="group" aria-label="{name}" '
        f'viewBox="0 0 {width:g} {below:g}" width="{width:g}" height="{below:g}" font-family="{escape(FONT)}">'
    )
    frame = [f"<style>{STYLE}</style>", f'<rect class="paper" width="100%" height="100%" fill="{PAPER}"/>']
    described = f"<title>{name}</title><desc>{escape(_description(picture))}</desc>"
    return "\n".join([head, described, *(frame if standalone else []), *parts, "</svg>"]) + "\n"


def _description(picture: Picture) -> str:
    if not picture.nodes:
        return "The source gives no path."
    ends = {role: [n.label for n in picture.nodes if n.role == role] for role in ("cause", "effect")}
    return (
        f"{len(picture.nodes)} concepts and {len(picture.edges)} links, from {', '.join(ends['cause'])} at the top "
        f"to {', '.join(ends['effect'])} at the bottom."
    )


def _drawing(picture: Picture) -> Iterator[str]:
    labels = {node.id: node.label for node in picture.nodes}
    marks = {mark.edge: _chip(mark.letters, mark.at) for mark in picture.marks}
    for i, edge in enumerate(picture.edges):
        yield _edge(edge, labels, marks.get(i, ""))
    for node in picture.nodes:
        yield _node(node)
    for edge in picture.edges:
        if edge.back:
            yield _loop(edge)


def _edge(edge: Edge, labels: dict[str, str], mark: str) -> str:
    look, line = SIGNS[edge.sign], HEDGES[edge.hedge]
    loop = f", closing a {LOOPS[edge.polarity]}" if edge.back else ""
    said = escape(f"{labels[edge.source]} {look.verb} {labels[edge.target]}{loop}")
    path = "M{:g} {:g}".format(*edge.points[0])
    for i in range(1, len(edge.points), 3):
        path += "C" + " ".join(f"{x:g} {y:g}" for x, y in edge.points[i : i + 3])
    classes = " ".join(["edge", look.name, line.name, *["own"] * edge.bridge, *["back"] * edge.back])
    return "".join(
        [
            f'<g class="{classes}" data-statements="{_all(edge.statements)}" data-from="{_one(edge.source)}" '
            f'data-to="{_one(edge.target)}" data-sign="{edge.sign}" tabindex="0" role="link" aria-label="{said}">',
            f'<path class="halo" d="{path}" fill="none" stroke="{PAPER}" stroke-width="{line.width + 4:g}"/>',
            f'<path class="hit" d="{path}" fill="none" stroke="transparent" stroke-width="16"/>',
            _line(path, look, line),
            _end(look, edge.points[-1]),
            _badge(look, edge.badge, edge.bridge),
            mark,
            "</g>",
        ]
    )


def _one(id: str) -> str:
    return escape(text.clean(id))


def _all(ids: tuple[str, ...]) -> str:
    return " ".join(map(_one, ids))


def _line(path: str, look: Look, line: Line) -> str:
    dashes = f' stroke-dasharray="{line.dashes}"' if line.dashes else ""
    return (
        f'<path class="line" d="{path}" fill="none" stroke="{look.colour}" stroke-width="{line.width:g}" '
        f'stroke-linecap="round"{dashes}/>'
    )


def _end(look: Look, at: Point) -> str:
    place = f'transform="translate({at[0]:g} {at[1]:g})"'
    if look.end is _ARROW:
        return f'<path class="arrow" d="{look.end}" {place} fill="{look.colour}"/>'
    name, fill = ("bar", "none") if look.end is _BAR else ("ring", PAPER)
    return f'<path class="{name}" d="{look.end}" {place} fill="{fill}" stroke="{look.colour}" stroke-width="2.4"/>'


def _badge(look: Look, at: Point, own: bool) -> str:
    disc, sign = (PAPER, look.colour) if own else (look.colour, PAPER)
    return (
        f'<g class="badge" transform="translate({at[0]:g} {at[1]:g})">'
        f'<circle class="disc" r="{BADGE - 1}" fill="{disc}" stroke="{look.colour}" stroke-width="1.6"/>'
        f'<path class="sign" d="{look.badge}" fill="none" stroke="{sign}" stroke-width="1.8" stroke-linecap="round"/>'
        "</g>"
    )


def _loop(edge: Edge) -> str:
    """The loop's name, upright beside its lane."""
    x = max(x for x, _ in edge.points) + 13
    y = edge.badge[1]
    turn = f' transform="rotate(90 {x:g} {y:g})" stroke="{PAPER}" stroke-width="5" paint-order="stroke"'
    return _text(LOOPS[edge.polarity], (x, y), "loop", 12, SOFT, more=turn)


def _chip(letters: tuple[str, ...], at: Point) -> str:
    x, y = at
    wide = 15 + 9 * (len(letters) - 1)
    said = " ".join(letters)
    return (
        f'<g class="mark" data-notes="{said}"><rect x="{x - wide / 2:g}" y="{y - 7.5:g}" width="{wide}" height="15" '
        f'rx="7.5" fill="#f3f0e9" stroke="{SOFT}"/>{_text(said, (x, y + 3.8), "letter", 11.5, INK, weight=600)}</g>'
    )


def _text(line: str, at: Point, name: str, size: float, fill: str, *, anchor="middle", weight=400, more="") -> str:
    return (
        f'<text class="{name}" x="{at[0]:g}" y="{at[1]:g}" text-anchor="{anchor}" font-size="{size:g}" '
        f'font-weight="{weight}" fill="{fill}" textLength="{text.width(line, size):.1f}" '
        f'lengthAdjust="spacingAndGlyphs"{more}>{escape(line)}</text>'
    )


def _node(node: Node) -> str:
    family = FAMILIES.get(node.kind, _PROCESS)
    fill, ink = (INK, PAPER) if node.role else (PAPER, INK)
    colour = {"up": RAISES.colour, "down": LOWERS.colour, "mixed": SOFT}[node.change]
    if node.role:
        colour = {"up": "#7cc6f2", "down": "#ffad76", "mixed": "#c2c5c4"}[node.change]
    first = node.h / 2 - text.LINE / 2 * (len(node.lines) - 1) + 4.8
    middle = (node.w - CHANGE_ROOM) / 2
    lines = [
        _text(line, (middle, first + text.LINE * i), "label", text.SIZE, ink, weight=600)
        for i, line in enumerate(node.lines)
    ]
    widest = max(text.width(line) for line in node.lines)
    turn = f'transform="translate({middle + widest / 2 + 13:g} {node.h / 2:g})"'
    border = PAPER if node.role else BORDER
    return "".join(
        [
            f'<g class="{" ".join(filter(None, ("node", family.name, node.role)))}" data-concept="{_one(node.id)}" '
            f'data-kind="{_one(node.kind)}" data-change="{node.change}" tabindex="0" role="link" '
            f'aria-label="{escape(node.label)}" transform="translate({node.x:g} {node.y:g})">',
            *_shape(family, node.w, node.h, fill, INK if node.role else BORDER, border),
            *lines,
            f'<path class="{node.change}" d="{CHANGES[node.change]}" {turn} fill="{colour}"/></g>',
        ]
    )


def _shape(family: Family, w: float, h: float, fill: str, border: str, inner: str) -> Iterator[str]:
    line = 'stroke-width="1.3" stroke-linejoin="round"'
    yield f'<path class="shape" d="{family.shape(w, h)}" fill="{fill}" stroke="{border}" {line}/>'
    if family is _OUTCOME:
        inset = f'transform="translate(3.5 3.5)" fill="none" stroke="{inner}" stroke-width="1"'
        yield f'<path class="inner" d="{_box(w - 7, h - 7)}" {inset}/>'


Entry = tuple[str, float]


def _flowed(entries: Iterable[Entry], kind: str, width: float, top: float) -> tuple[list[str], float]:
    """Entries set in rows that fit the width, and where the last row ends."""
    parts, x, y = [f'<g class="{kind}s">'], float(_EDGE), top
    for drawing, wide in entries:
        if x > _EDGE and x + wide > width - _EDGE:
            x, y = float(_EDGE), y + _ROW
        parts.append(f'<g class="{kind}" transform="translate({x:.1f} {y:g})">{drawing}</g>')
        x += wide + 20
    return [*parts, "</g>"], y + _ROW


def _entry(drawing: str, room: float, words: str) -> Entry:
    said = _text(words, (room + 8, 16), "words", _SMALL, INK, anchor="start")
    return drawing + said, room + 8 + text.width(words, _SMALL)


def _notes(picture: Picture) -> Iterator[Entry]:
    for note in picture.notes:
        yield _entry(_chip((note.letter,), (8, 12)), 16, _note(note))
    if picture.hidden:
        count = f"{picture.hidden} more concepts are" if picture.hidden > 1 else "1 more concept is"
        yield _entry("", -8, f"{count} not drawn: these are the best paths")
    if not picture.nodes:
        yield _entry("", -8, "The source gives no path.")


def _note(note: Note) -> str:
    here = {True: ", as it is here", False: ", but not here", None: ""}[note.active]
    return f"{text.clean(note.label)} {MODIFIES[note.effect]}{here}"


def _legend(picture: Picture) -> Iterator[Entry]:
    """What the picture uses, and no more."""
    for look in {SIGNS[edge.sign].legend: SIGNS[edge.sign] for edge in picture.edges}.values():
        drawing = _line("M0 12H48", look, _SURE) + _badge(look, (22, 12), False)
        yield _sample(look, drawing, 58, look.legend)
    for line in dict.fromkeys(HEDGES[edge.hedge] for edge in picture.edges):
        yield _entry(f'<g class="unsigned">{_line("M0 12H40", _PLAIN, line)}</g>', 40, line.legend)
    if any(edge.bridge for edge in picture.edges):
        yield _entry(f'<g class="unsigned own">{_badge(_PLAIN, (8, 12), True)}</g>', 16, "link added by us")
    for family in dict.fromkeys(FAMILIES.get(node.kind, _PROCESS) for node in picture.nodes):
        shape = "".join(_shape(family, 34, 18, PAPER, BORDER, BORDER))
        yield _entry(f'<g transform="translate(0 3)">{shape}</g>', 34, family.legend)
    if picture.nodes:
        arrows = (
            f'<path class="up" d="{CHANGES["up"]}" transform="translate(6 12)" fill="{RAISES.colour}"/>'
            f'<path class="down" d="{CHANGES["down"]}" transform="translate(19 12)" fill="{LOWERS.colour}"/>'
        )
        yield _entry(arrows, 26, "what follows from the cause")


def _sample(look: Look, drawing: str, room: float, words: str) -> Entry:
    end = f'<g transform="translate(48 12) rotate(-90)">{_end(look, (0, 0))}</g>'
    return _entry(f'<g class="{look.name}">{drawing}{end}</g>', room, words)
