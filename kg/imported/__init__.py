"""A stranger's graph made into a folder that the service serves: concepts, statements, documents and their texts.

`reading` reads files whole, `kinds` and `names` say what a concept becomes and what it is called, `concepts`,
`sources` and `statements` make values of the graph, `whole` all of them, `folder` writes them, all or nothing, and
`report` tells what came of it.
"""

from kg.imported.concepts import known_of
from kg.imported.folder import TEXTS, FolderTaken, check_free, written
from kg.imported.reading import MOST_CLAIMS, Heard, Read, TooMuch, read
from kg.imported.report import Report, report
from kg.imported.whole import Made, made

__all__ = [
    "MOST_CLAIMS",
    "TEXTS",
    "FolderTaken",
    "Heard",
    "Made",
    "Read",
    "Report",
    "TooMuch",
    "check_free",
    "known_of",
    "made",
    "read",
    "report",
    "written",
]
