"""A causal answer as a layered picture: cause on top, effect at the bottom, loops drawn back."""

from kg.picture.draw import svg
from kg.picture.layout import MOST_NODES, picture
from kg.picture.looks import STYLE
from kg.picture.parts import Box, Curve, Mark, Note, Picture

__all__ = ["MOST_NODES", "STYLE", "Box", "Curve", "Mark", "Note", "Picture", "picture", "svg"]
