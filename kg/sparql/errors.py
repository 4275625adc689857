"""What can be wrong with a query, and what may stop it."""

from __future__ import annotations

from kg.model import CausewayError


class QueryUnreadable(CausewayError):
    """A text that is no SPARQL query; `line` and `column` count from 1 and say where it breaks off."""


class QueryRefused(CausewayError):
    """A query that asks for what is not done here: to fetch something, or to change something."""


class QueryTooLarge(CausewayError):
    """A query that is longer or nested deeper than is taken, or whose answer is larger than is given."""


class QueryStopped(CausewayError):
    """A query that was stopped on its way: it took too long, too much memory, or broke the process that ran it."""
