"""What every command has: the knowledge base it opens, its options, and errors told in words."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any, TypeVar

import click
import orjson

from kg.knowledge_base import KnowledgeBase
from kg.model import CausewayError
from kg.rdf import Violation
from kg.settings import Settings

T = TypeVar("T")
JSON = click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
CONTEXT = click.option("--context", multiple=True, metavar="NAME", help="A population or state; repeatable.")
AT = click.option("--at", type=click.IntRange(min=0), help="As of this change of the history; 0 as shipped.")
LIMIT = click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True)
BY = click.option("--by", default=getpass.getuser, show_default="your login", help="The name for the history.")
WHY = click.option("--why", default="", help="A reason for the history.")


class Group(click.Group):
    """Commands that tell what is wrong in a line, and each violation in one before it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of the service, or of a file, is told in words."""
        try:
            return super().invoke(ctx)
        except CausewayError as error:
            for v in error.fields.get("violations", ()):
                click.echo(violation_text(v))
            raise click.ClickException(error.detail) from error
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'a file'}: {error.strerror or error}") from error


def opened() -> KnowledgeBase:
    """The knowledge base of the environment."""
    return KnowledgeBase(Settings.from_environment())


def show(value: T, as_json: bool, text: Callable[[T], str]) -> None:
    """Print a value as JSON, or as its text."""
    if as_json:
        click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(text(value))


def violation_text(v: Violation) -> str:
    """A violation in a line: where, which field, what it was, and what would be right."""
    return " ".join(part for part in (v.node, v.field, f"({v.value})" if v.value else "") if part) + f": {v.message}"
