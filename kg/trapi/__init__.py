"""The Translator Reasoner API: a query graph in Biolink's words to a message with what the graph says to it.

`biolink` is what is used of the Biolink model, `asked` a query as it is sent, `edges` statements as edges and what
cannot be said in that form, `catalogue` all of them by concept and public id, `matching` which of them a query means,
`lookup` one hop, `inferred` what follows by mechanism, `pathfinder` paths, `message` the reply, `meta` what could be
asked. Pure: a graph and a query give a reply without the time, which whoever sends it adds.
"""

from kg.trapi.answer import answered
from kg.trapi.asked import MOST_IDS, Misshapen, Query, TooManyIds, Unanswerable
from kg.trapi.biolink import BIOLINK_VERSION
from kg.trapi.message import INFORES, TRAPI_VERSION, versions
from kg.trapi.meta import meta_knowledge_graph

__all__ = [
    "BIOLINK_VERSION",
    "INFORES",
    "MOST_IDS",
    "TRAPI_VERSION",
    "Misshapen",
    "Query",
    "TooManyIds",
    "Unanswerable",
]
__all__ += ["answered", "meta_knowledge_graph", "versions"]
