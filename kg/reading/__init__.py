"""A reader of causal language: the sentences of a text to claims that it makes, and for each other sentence why not.

`sentences` cuts the text, `mentions` finds what a sentence names, also by what the text itself abbreviates and by "it",
`masks` puts stand-ins in for the names, `trees` has the sentence parsed, `nouns` tells what a noun phrase speaks of,
`frames` finds who does what to what, `standing` whether that is said, hedged, denied or asked, `details` the numbers
and the people, `plain` reads by rules where there is no parser, `read` lets the readings vote, `confidence` tells how
surely, and `words` has the words for all of them.
"""

from kg.reading.read import Reader
from kg.reading.trees import installed
from kg.reading.values import Claim, Outcome, Read

__all__ = ["Claim", "Outcome", "Read", "Reader", "installed"]
