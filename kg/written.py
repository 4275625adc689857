"""The running service: the graph written out as a file."""

from __future__ import annotations

from kg import export
from kg.causal import CausalGraph, Neighbourhood, Wanted, neighbourhood
from kg.export import Report
from kg.in_step import InStep
from kg.model import CausewayError
from kg.settings import VOCABULARY


class NotWhole(CausewayError):
    """What cannot be had of a large graph as a whole, and can of a part of it."""


class Written(InStep):
    """The verbs that write the graph out, whole or what is around a concept, as it is or as it was."""

    def export(self, format: str, concept: str | None = None, depth: int = 1, *, at: int | None = None) -> str:
        """The graph, or what is around a concept, in one of `export.FORMATS`; made once a snapshot.

        With `at`, as it was after that change of the history.
        """
        now = self.at(at)
        id = now.about(concept).lexicon.resolve(concept) if concept else None
        now = now.bearing_on(Wanted(around=(id,), depth=depth)) if id else now
        if id is None and now.large:
            raise NotWhole("a graph of this size is not written whole; name a concept, and how far around it")
        write = lambda: export.FORMATS[format].write(now.graph, _part(now.graph, id, depth))  # noqa: E731
        return now.exports.get((format, id, depth if id else 0), write)

    def export_report(
        self, format: str, concept: str | None = None, depth: int = 1, *, at: int | None = None
    ) -> Report:
        """What of the same the format cannot say, counted."""
        now = self.at(at)
        return export.report(
            export.FORMATS[format], now.graph, _part(now.graph, concept and now.lexicon.resolve(concept), depth)
        )

    def turtle_files(self, at: int | None = None) -> dict[str, str]:
        """The Turtle files of an ontology that holds all that the graph does, changes folded in, by name.

        What has not changed is written as it was, byte for byte; with `at`, as of that change of the history.
        """
        vocabulary_file = next(file for file in self.settings.files if file.name == VOCABULARY)
        files = export.ontology(self.at(at).graph, vocabulary_file.read_bytes())
        kept = {file.name: file.read_text(encoding="utf-8") for file in (vocabulary_file, self.settings.shapes)}
        return kept | files


def _part(graph: CausalGraph, concept: str | None, depth: int) -> Neighbourhood:
    return neighbourhood(graph, concept, depth) if concept else export.whole(graph)
