"""A stranger's graph made into a folder that the service serves: concepts, statements, documents and their texts.

`reading` reads files whole, `kinds` and `names` say what a concept becomes and what it is called, `concepts`,
`sources` and `statements` make values of the graph, `whole` all of them, `folder` writes them, all or nothing, and
`report` tells what came of it.
"""

from kg.imported.concepts import Cast, cast, known_of
from kg.imported.folder import TEXTS, FolderTaken, check_free, written
from kg.imported.kinds import SORTS, Sort
from kg.imported.names import Ids, sound
from kg.imported.reading import MOST_CLAIMS, Heard, Read, TooMuch, format_of, read
from kg.imported.report import Report, file_report, report
from kg.imported.statements import kind_of, sentence, statement, study_of
from kg.imported.whole import QUOTED, Made, made

__all__ = [
    "MOST_CLAIMS",
    "QUOTED",
    "SORTS",
    "TEXTS",
    "Cast",
    "FolderTaken",
    "Heard",
    "Ids",
    "Made",
    "Read",
    "Report",
    "Sort",
    "TooMuch",
    "cast",
    "check_free",
    "file_report",
    "format_of",
    "kind_of",
    "known_of",
    "made",
    "read",
    "report",
    "sentence",
    "sound",
    "statement",
    "study_of",
    "written",
]
