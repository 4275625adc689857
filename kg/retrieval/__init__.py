"""The statements whose meaning is nearest to a text: what to show, never a verdict, for nearness knows no sign."""

from kg.retrieval.nearest import FLOOR, Near, Nearest

__all__ = ["FLOOR", "Near", "Nearest"]
