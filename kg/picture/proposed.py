"""A link that is only proposed, as a path of one step to draw."""

from __future__ import annotations

from kg.answer.values import Node, PathEdge, PathView
from kg.english.signs import tone
from kg.model import Sign

OTHER = "process"
"""The kind of what has none yet."""


def proposed(name: str, cause: tuple[str, str], effect: tuple[str, str], sign: str, hedge: str) -> tuple[PathView, ...]:
    """The path from cause to effect, each a label with its kind; none where the sign is no direction."""
    if sign not in (Sign.PLUS.value, Sign.MINUS.value):
        return ()
    edge = PathEdge(
        statement=name,
        statements=(name,),
        sign=sign,
        relation="",
        hedge=hedge,
        basis="asserted",
        bridge=False,
        as_kind_of=None,
        context=(),
    )
    nodes = (
        Node(id="subject", label=cause[0], kind=cause[1], change="up"),
        Node(id="object", label=effect[0], kind=effect[1], change=tone(sign)),
    )
    return (PathView(nodes=nodes, edges=(edge,), sign=sign, hedge=hedge, basis="asserted", text=""),)
