"""The verbs of the knowledge base for a terminal: readable text, or JSON with --json.

`shared` holds what every command has, `asking` those that read the graph, `curating` those that change it, `taking`
the one that takes files in, `reading` the one that reads documents, `watching` the one that follows a question,
`keeping` those for whoever runs it, `storing` those for a graph on a store, `machines` those for programs that ask.
"""

from __future__ import annotations

import click

from kg import __version__
from kg.cli import asking, curating, keeping, machines, reading, storing, taking, watching
from kg.cli.shared import Group


@click.group(cls=Group)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Ask causal questions of the graph, look into it, and check it."""


for command in (
    *asking.COMMANDS,
    *curating.COMMANDS,
    *taking.COMMANDS,
    *reading.COMMANDS,
    *watching.COMMANDS,
    *keeping.COMMANDS,
    *storing.COMMANDS,
    *machines.COMMANDS,
):
    main.add_command(command)
