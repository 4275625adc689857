"""Files of documents to their texts: plain text, HTML, JATS XML and PDF, each read in a process of its own.

`formats` tells what a file is, `markup` and `pages` read it, `apart` does so in a child that has no network and is
ended at its limits of time and memory; `child` is what runs there.
"""

from kg.papers.apart import CannotBeRead, read
from kg.papers.formats import ENDINGS, Paper

__all__ = ["ENDINGS", "CannotBeRead", "Paper", "read"]
