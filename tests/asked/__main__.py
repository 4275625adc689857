import sys

from kg.model import CausewayError
from tests.asked import graded, knowledge_for, rows

for name in sys.argv[1:]:
    knowledge = knowledge_for(name)
    counts = {"right": 0, "short": 0, "wrong": 0}
    for row in rows(name):
        try:
            answer = knowledge.ask(row["q"])
            found, wrong = graded(row, answer)
            text = answer.text
        except CausewayError as error:
            found, wrong, text = [f"raises {error!r}"], True, ""
        outcome = "wrong" if wrong else "short" if found else "right"
        counts[outcome] += 1
        if found:
            print(row["id"], outcome.upper(), row["q"], "|", "; ".join(found), "|", text[:160].replace("\n", " "))
    print(name, counts)
