"""A causal answer as a layered picture: cause on top, effect at the bottom, loops drawn back."""

from kg.picture.draw import STYLE, svg
from kg.picture.layout import MOST_NODES, picture
from kg.picture.values import Edge, Mark, Node, Note, Picture

__all__ = ["MOST_NODES", "STYLE", "Edge", "Mark", "Node", "Note", "Picture", "picture", "svg"]
