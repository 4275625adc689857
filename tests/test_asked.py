"""The questions as people put them: the banks are sound, and nothing in them is answered wrongly."""

import pytest

from tests.asked import FOLDER, graded, knowledge_for, rows

ROWS = {name: rows(FOLDER / f"{name}.jsonl") for name in ("tune", "held", "garden")}
KEYS = {"id", "q", "status", "verdict", "direction", "mention", "never"}


def test_no_question_is_in_two_banks():
    asked = [row["q"].lower() for bank in ROWS.values() for row in bank]
    assert len(set(asked)) == len(asked) >= 300
    assert len({row["id"] for bank in ROWS.values() for row in bank}) == len(asked)


def test_every_row_says_what_is_right():
    for row in (row for bank in ROWS.values() for row in bank):
        assert row.keys() <= KEYS
        assert row.keys() - {"id", "q", "never"}, row["q"]
        assert set(row.get("verdict", ())) <= {"yes", "no", "mixed", "unknown", None}


@pytest.mark.parametrize("bank", ROWS)
def test_nothing_asked_in_public_is_answered_wrongly(bank):
    knowledge, wrong = knowledge_for(FOLDER / bank), []
    for row in ROWS[bank]:
        found, bad = graded(row, knowledge.ask(row["q"]))
        wrong += [f"{row['id']} {row['q']}: {'; '.join(found)}"] if bad else []
    assert not wrong, "\n".join(wrong)
