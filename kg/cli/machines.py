"""Commands for programs that ask."""

from __future__ import annotations

import click

from kg.cli.shared import opened

INSTALL = "pip install 'causeway-kg[mcp]'"


@click.command("mcp")
@click.option("--http", metavar="HOST:PORT", help="Over HTTP at this address and /mcp; else over stdin and stdout.")
def serve_models(http: str | None) -> None:
    """Serve language models by the Model Context Protocol."""
    try:
        from kg.mcp import server
    except ModuleNotFoundError as missing:
        raise click.ClickException(f"{missing.name} is not installed; {INSTALL} installs it") from missing
    host, _, port = (http or "").rpartition(":")
    if http and not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise click.BadParameter("is an address and a port, such as 127.0.0.1:8001", param_hint="--http")
    knowledge = opened()
    if http:
        server.over_http(knowledge, host.strip("[]"), int(port))
    else:
        server.over_stdio(knowledge)


COMMANDS = (serve_models,)
