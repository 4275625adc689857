"""Other people's graphs, read as they come: concepts, claims, mappings and faults, in blocks of columns."""

from kg.importing.formats import FORMATS, Format, Sniffed, blocks_of, named, sniffed
from kg.importing.gather import Concepts, Gathered, Known, Meeting, gather, gathered
from kg.importing.kinds import same_id, side
from kg.importing.opened import Limits
from kg.importing.options import Options
from kg.importing.tally import Progress, Tally, watched
from kg.importing.values import Block, Claim, Claims, Concept, Evidence, Fault, Mapping, Place, Row, Unsaid, Wording

__all__ = [
    "FORMATS",
    "Block",
    "Claim",
    "Claims",
    "Concept",
    "Concepts",
    "Evidence",
    "Fault",
    "Format",
    "Gathered",
    "Known",
    "Limits",
    "Mapping",
    "Meeting",
    "Options",
    "Place",
    "Progress",
    "Row",
    "Sniffed",
    "Tally",
    "Unsaid",
    "Wording",
    "blocks_of",
    "gather",
    "gathered",
    "named",
    "same_id",
    "side",
    "sniffed",
    "watched",
]
