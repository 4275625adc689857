"""Causeway: a knowledge graph of signed causal statements that answers causal questions."""

__version__ = "0.1.0"
