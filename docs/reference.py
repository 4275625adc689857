"""The reference of the code, made of its docstrings: a page for each module, and every link between them checked."""

from __future__ import annotations

import pkgutil
import sys
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pdoc

import kg

OPENAPI = "kg.web.schema"
"""What the service tells of itself, at /docs."""


class Page(HTMLParser):
    """What a page links to, what it loads, and the places in it that can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in what a tag links to, loads or marks."""
        for name, value in attrs:
            if name == "href" and value:
                (self.loaded if tag == "link" else self.links).add(value)
            elif name == "src" and value:
                self.loaded.add(value)
            elif name == "id" and value:
                self.places.add(value)


def modules() -> list[str]:
    """Every module, as pdoc is to be told: those that it does not reach by itself from what was named before."""
    inside = (module.name for module in pkgutil.walk_packages(kg.__path__, "kg."))
    named: list[str] = []
    reached: set[str] = set()
    for name in ("kg", *inside):
        if name not in reached and name.rpartition(".")[2] != "__main__":
            named.append(name)
            reached |= set(pdoc.extract.walk_specs([name]))
    return [*named, f"!{OPENAPI}"]


def written(folder: Path) -> None:
    """Write the pages into a folder; nothing is fetched."""
    pdoc.render.configure(docformat="markdown", show_source=False)
    with warnings.catch_warnings():
        # A value that a package shows of one of its modules has its types as they are written there.
        warnings.filterwarnings("ignore", "Error parsing type annotation")
        pdoc.pdoc(*modules(), output_directory=folder)


def broken(folder: Path) -> Iterator[str]:
    """Each link that leads nowhere, and whatever a page would load from another address."""
    pages = {file.resolve(): Page(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.html"))}
    for file, page in pages.items():
        name = file.relative_to(folder.resolve())
        yield from (f"{name} loads {address}" for address in sorted(page.loaded) if not address.startswith("data:"))
        for link in sorted(page.links):
            address, place = urldefrag(link)
            if urlsplit(address).scheme:
                continue
            target = (file.parent / unquote(address)).resolve() if address else file
            if target not in pages:
                yield f"{name} links to {link}, which is no page"
            elif place and unquote(place) not in pages[target].places:
                yield f"{name} links to {link}, which is no place in that page"


def main(folder: Path) -> None:
    """Write the pages and tell what is broken in them."""
    written(folder)
    if found := list(broken(folder)):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
