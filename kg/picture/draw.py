"""A picture as SVG: signs by colour, end and badge; kinds by shape; hedges by line. No style attribute, no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from types import MappingProxyType

from kg.english.labels import HERE, LOOPS, MODIFIES
from kg.english.signs import SIGNS as WORDS
from kg.model import ConceptKind, Sign
from kg.picture import lettering, looks
from kg.picture.looks import BORDER, CHANGES, FONT, HEDGES, INK, PAPER, SIGNS, SOFT, STYLE, KindLook, Line, SignLook
from kg.picture.parts import CHANGE_ROOM, Box, Curve, Note, Picture, Point
from kg.picture.route import BADGE

_SMALL = 12.5
_ROW = 24
_EDGE = 24
_NARROWEST = 460

KindLooks = Mapping[str, KindLook]


def svg(
    picture: Picture, *, title: str, kinds: Mapping[str, ConceptKind] = MappingProxyType({}), standalone: bool = True
) -> str:
    """The picture as an SVG document; `kinds` are those of its concepts by id, each else drawn by itself.

    Without `standalone` it has no style sheet, paper or legend of its own.
    """
    drawn_as = {k: looks.kind_look(kinds.get(k) or ConceptKind(id=k, label=k)) for k in {n.kind for n in picture.nodes}}
    name = escape(lettering.clean(title))
    notes = list(_notes(picture))
    legend = list(_legend(picture, drawn_as)) if standalone else []
    width = max(picture.width, _NARROWEST) if standalone or notes else max(picture.width, 200)
    below = picture.height
    parts = [f'<g transform="translate({(width - picture.width) / 2:g} 0)">', *_drawing(picture, drawn_as), "</g>"]
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


def _drawing(picture: Picture, drawn_as: KindLooks) -> Iterator[str]:
    labels = {node.id: node.label for node in picture.nodes}
    marks = {mark.edge: _chip(mark.letters, mark.at) for mark in picture.marks}
    for i, edge in enumerate(picture.edges):
        yield _edge(edge, labels, marks.get(i, ""))
    for node in picture.nodes:
        yield _node(node, drawn_as[node.kind])
    for edge in picture.edges:
        if edge.back:
            yield _loop(edge)


def _edge(edge: Curve, labels: dict[str, str], mark: str) -> str:
    look, line = SIGNS[edge.sign], HEDGES[edge.hedge]
    loop = f", closing a {LOOPS[edge.polarity]}" if edge.back else ""
    said = escape(f"{labels[edge.source]} {WORDS[Sign(edge.sign)].verb} {labels[edge.target]}{loop}")
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
    return escape(lettering.clean(id))


def _all(ids: tuple[str, ...]) -> str:
    return " ".join(map(_one, ids))


def _line(path: str, look: SignLook, line: Line) -> str:
    dashes = f' stroke-dasharray="{line.dashes}"' if line.dashes else ""
    return (
        f'<path class="line" d="{path}" fill="none" stroke="{look.colour}" stroke-width="{line.width:g}" '
        f'stroke-linecap="round"{dashes}/>'
    )


def _end(look: SignLook, at: Point) -> str:
    place = f'transform="translate({at[0]:g} {at[1]:g})"'
    end = f'<path class="{look.end.name}" d="{look.end.path}" {place}'
    if look.end.filled:
        return f'{end} fill="{look.colour}"/>'
    return f'{end} fill="{look.end.inside}" stroke="{look.colour}" stroke-width="2.4"/>'


def _badge(look: SignLook, at: Point, own: bool) -> str:
    disc, sign = (PAPER, look.colour) if own else (look.colour, PAPER)
    return (
        f'<g class="badge" transform="translate({at[0]:g} {at[1]:g})">'
        f'<circle class="disc" r="{BADGE - 1}" fill="{disc}" stroke="{look.colour}" stroke-width="1.6"/>'
        f'<path class="sign" d="{look.badge}" fill="none" stroke="{sign}" stroke-width="1.8" stroke-linecap="round"/>'
        "</g>"
    )


def _loop(edge: Curve) -> str:
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


def _text(
    line: str,
    at: Point,
    name: str,
    size: float,
    fill: str,
    *,
    anchor: str = "middle",
    weight: int = 400,
    more: str = "",
) -> str:
    return (
        f'<text class="{name}" x="{at[0]:g}" y="{at[1]:g}" text-anchor="{anchor}" font-size="{size:g}" '
        f'font-weight="{weight}" fill="{fill}" textLength="{lettering.width(line, size):.1f}" '
        f'lengthAdjust="spacingAndGlyphs"{more}>{escape(line)}</text>'
    )


def _node(node: Box, look: KindLook) -> str:
    fill, ink = (INK, PAPER) if node.role else (PAPER, INK)
    colour = (looks.COLOURS_ON_INK if node.role else looks.COLOURS)[node.change]
    first = node.h / 2 - lettering.LINE / 2 * (len(node.lines) - 1) + 4.8
    middle = (node.w - CHANGE_ROOM) / 2
    lines = [
        _text(line, (middle, first + lettering.LINE * i), "label", lettering.SIZE, ink, weight=600)
        for i, line in enumerate(node.lines)
    ]
    widest = max(lettering.width(line) for line in node.lines)
    turn = f'transform="translate({middle + widest / 2 + 13:g} {node.h / 2:g})"'
    border = PAPER if node.role else BORDER
    return "".join(
        [
            f'<g class="{" ".join(filter(None, ("node", _one(look.name), node.role)))}" data-concept="{_one(node.id)}" '
            f'data-kind="{_one(node.kind)}" data-change="{node.change}" tabindex="0" role="link" '
            f'aria-label="{escape(node.label)}" transform="translate({node.x:g} {node.y:g})">',
            *_shape(look, node.w, node.h, fill, INK if node.role else BORDER, border),
            *lines,
            f'<path class="{node.change}" d="{CHANGES[node.change]}" {turn} fill="{colour}"/></g>',
        ]
    )


def _shape(look: KindLook, w: float, h: float, fill: str, border: str, inner: str) -> Iterator[str]:
    line = 'stroke-width="1.3" stroke-linejoin="round"'
    yield f'<path class="shape" d="{look.shape(w, h)}" fill="{fill}" stroke="{border}" {line}/>'
    if look.framed:
        inset = f'transform="translate(3.5 3.5)" fill="none" stroke="{inner}" stroke-width="1"'
        yield f'<path class="inner" d="{looks.box(w - 7, h - 7)}" {inset}/>'


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
    return drawing + said, room + 8 + lettering.width(words, _SMALL)


def _notes(picture: Picture) -> Iterator[Entry]:
    for note in picture.notes:
        yield _entry(_chip((note.letter,), (8, 12)), 16, _note(note))
    if picture.hidden:
        count = f"{picture.hidden} more concepts are" if picture.hidden > 1 else "1 more concept is"
        yield _entry("", -8, f"{count} not drawn: these are the best paths")
    if not picture.nodes:
        yield _entry("", -8, "The source gives no path.")


def _note(note: Note) -> str:
    return f"{lettering.clean(note.label)} {MODIFIES[note.effect]}{HERE[note.active]}"


def _legend(picture: Picture, drawn_as: KindLooks) -> Iterator[Entry]:
    """What the picture uses, and no more."""
    for look in {SIGNS[edge.sign].legend: SIGNS[edge.sign] for edge in picture.edges}.values():
        drawing = _line("M0 12H48", look, looks.SURE) + _badge(look, (22, 12), False)
        yield _sample(look, drawing, 58, look.legend)
    for line in dict.fromkeys(HEDGES[edge.hedge] for edge in picture.edges):
        yield _entry(f'<g class="unsigned">{_line("M0 12H40", looks.PLAIN, line)}</g>', 40, line.legend)
    if any(edge.bridge for edge in picture.edges):
        yield _entry(f'<g class="unsigned own">{_badge(looks.PLAIN, (8, 12), True)}</g>', 16, "link added by us")
    for kind in dict.fromkeys(drawn_as[node.kind] for node in picture.nodes):
        shape = "".join(_shape(kind, 34, 18, PAPER, BORDER, BORDER))
        yield _entry(f'<g transform="translate(0 3)">{shape}</g>', 34, lettering.clean(kind.legend))
    if picture.nodes:
        arrows = (
            f'<path class="up" d="{CHANGES["up"]}" transform="translate(6 12)" fill="{looks.RAISES.colour}"/>'
            f'<path class="down" d="{CHANGES["down"]}" transform="translate(19 12)" fill="{looks.LOWERS.colour}"/>'
        )
        yield _entry(arrows, 26, "what follows from the cause")


def _sample(look: SignLook, drawing: str, room: float, words: str) -> Entry:
    end = f'<g transform="translate(48 12) rotate(-90)">{_end(look, (0, 0))}</g>'
    return _entry(f'<g class="{look.name}">{drawing}{end}</g>', room, words)
