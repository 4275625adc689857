"""Questions as people put them, with what a right answer must show; `python -m tests.asked FILE` grades the service.

`tune.jsonl` is for working on the reader, `held.jsonl` is only ever counted, `garden.jsonl` is of another subject. A
row's `status`, `verdict` and `direction` are the ones allowed; of each group of `mention` one stands in the answer,
and none of `never` in its text.
"""

import json
from dataclasses import asdict
from pathlib import Path

from kg.knowledge_base import KnowledgeBase
from kg.settings import Settings

FOLDER = Path(__file__).parent
GARDEN = FOLDER.parent / "garden"
YES_NO = ("yes", "no")
DEFINITE = ("increases", "decreases", "no_effect")
SHOWN = ("text", "paths", "caveats", "quantities", "modifiers", "items")


def rows(file):
    return [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]


def knowledge_for(file):
    """What a bank is asked of: the shipped ontology, or that of its own name."""
    return KnowledgeBase(Settings(ontology=GARDEN) if Path(file).stem == GARDEN.name else Settings())


def graded(row, answer):
    """What falls short, and whether it is wrong: a yes, no or direction not allowed, or a thing not to be said."""
    said, text = answer.verdict, answer.text.lower()
    whole = asdict(answer)
    shown = json.dumps({key: whole[key] for key in SHOWN}, ensure_ascii=False, default=str).lower()
    status = list(row.get("status", [answer.status]))
    if "answered" in status and not row.keys() & {"verdict", "direction"}:
        status.append("related")
    short = [f"status {answer.status}"] if answer.status not in status else []
    short += [f"none of {group}" for group in row.get("mention", ()) if not any(a.lower() in shown for a in group)]
    wrong = [f"says {words!r}" for words in row.get("never", ()) if words.lower() in text]
    for key, value, firm in (("verdict", said.answer, YES_NO), ("direction", said.direction, DEFINITE)):
        if key in row and value not in row[key]:
            (wrong if value in firm else short).append(f"{key} {value}, not {row[key]}")
    return short + wrong, bool(wrong)
