"""What an answer is made of, in words: what it rests on, what parts its concepts play, what modifies it and how."""

from __future__ import annotations

BASES = {
    "stated": "stated in the source",
    "by_mechanism": "worked out from steps",
    "by_definition": "by definition",
    "sources_disagree": "sources disagree",
    "not_in_source": "not in the source",
}
EVIDENCE = {
    "ECO:0000303": "an author’s statement, with no work cited for it",
    "ECO:0000304": "an author’s statement that cites its work",
    "ECO:0006017": "an author’s statement that cites a clinical study",
    "ECO:0000305": "a curator’s inference",
    "ECO:0000363": "worked out by a program",
}
ROLES = {
    "through": "through",
    "avoid": "other than through",
    "excluded": "besides",
    "cause": "cause",
    "effect": "effect",
    "context": "in",
    "modifier": "changed by",
    "topic": "about",
    "other": "and",
    "kind": "kind",
}
MODIFIES = {
    "attenuates": "weakens it",
    "amplifies": "strengthens it",
    "gates": "switches it",
    "unspecified": "changes it",
}
AT_WORK = {True: "at work", False: "not at work", None: "may apply"}
"""Whether a modifier acts in what is asked about: none where that is not known."""
IS_AT_WORK = {True: "is at work", False: "is not at work", None: "may be at work"}
HERE = {True: ", as it is here", False: ", but not here", None: ""}
LOOPS = {"reinforcing": "reinforcing loop", "balancing": "balancing loop", "open": "loop"}
