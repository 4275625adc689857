"""What a proposal says in a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.curation.views import ProposalView


@dataclass(frozen=True, slots=True)
class Title:
    """A sign between two names, or a name alone."""

    first: str
    sign: str | None = None
    second: str = ""


def title_of(proposal: ProposalView, label: Callable[[str], str]) -> Title:
    """The title of a proposal; `label` gives that of a concept by what names it."""
    fields = proposal.proposal
    match proposal.kind:
        case "statement":
            return Title(label(fields["subject"]), fields.get("sign") or None, label(fields["object"]))
        case "retraction":
            return Title(f"Take out {fields['statement']}")
        case "synonym":
            return Title(f"{label(fields['concept'])}, also called {fields['name']}")
    return Title(fields.get("label") or fields.get("text") or f"A {proposal.kind}")
