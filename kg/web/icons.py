"""The line icons of the pages, as inline SVG."""

from __future__ import annotations

from markupsafe import Markup

from kg.picture.looks import SYMBOLS

_LINES = {
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "theme": '<path d="M20 14.5A8.5 8.5 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "minus": '<path d="M5 12h14"/>',
    "fit": '<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>',
    "down": '<path d="M12 4v11M7.500 11 12 15.500 16.500 11M5 20h14"/>',
    "ask": '<path d="M4 5h16v11H9.500L5 20v-4H4Z"/>',
    "explore": '<circle cx="6" cy="6" r="2.500"/><circle cx="18" cy="9" r="2.500"/>'
    '<circle cx="9" cy="18" r="2.500"/><path d="M8.500 6.600l7 1.800M6.700 8.500l1.700 7M16.300 11l-5.500 5.500"/>',
    "scenario": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "extend": '<path d="M12 4v16M4 12h16"/>',
    "tick": '<path d="m5 12.500 4.500 4.500L19 7.500"/>',
    "undo": '<path d="M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4"/>',
    "warn": '<path d="M12 4 2.800 20h18.400Z"/><path d="M12 10v4M12 17v.1"/>',
    "swap": '<path d="M7 4 3.500 7.500 7 11M3.500 7.500H20M17 13l3.500 3.500L17 20M20.500 16.500H4"/>',
}
_FILLED = {name: symbol.drawing for name, symbol in SYMBOLS.items()} | {
    "up": '<path d="M7 1.500 13 12H1Z"/>',
    "down-mark": '<path d="M1 2h12L7 12.500Z"/>',
    "mixed": '<path d="M1 5.500h12v3H1Z"/>',
}


def icon(name: str) -> Markup:
    """An icon that says nothing to a screen reader: the words beside it do."""
    if name in _FILLED:
        return Markup(f'<svg class="mark m-{name}" viewBox="0 0 14 14" aria-hidden="true">{_FILLED[name]}</svg>')
    return Markup(f'<svg class="line-icon" viewBox="0 0 24 24" aria-hidden="true">{_LINES[name]}</svg>')
