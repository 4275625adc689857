"""Pictures of every view and state, in both themes and widths: `python -m tests.shots [FOLDER]`."""

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import TOKEN, running

ANSWER = "/?q=How does resistance training affect bone strength?"
VIEWS = {
    "start": "/",
    "answer": ANSWER,
    "answer-in-context": f"{ANSWER}&context=postmenopausal_women",
    "answer-evidence": f"{ANSWER}#evidence=S070a",
    "answer-path": f"{ANSWER}#path-2",
    "answer-turns": "/?q=does jumping strengthen bones after menopause?&turns=1",
    "answer-list": "/?q=What lowers fracture risk?",
    "answer-amount": "/?q=how much calcium should women over 50 get?",
    "answer-definition": "/?q=what is osteoporosis?",
    "ambiguous": "/?q=is T good?",
    "no-path": "/?q=does calcium affect menopause?",
    "unknown": "/?q=does vitamin C help bone?",
    "not-understood": "/?q=does it work?",
    "related": "/?q=can running hurt my joints",
    "out-of-scope": "/?q=what are the side effects of hormone therapy?",
    "too-long": f"/?q={'why ' * 600}",
    "error": "/explore?concept=nothing+of+the+kind",
    "explore": "/explore",
    "search": "/explore?q=estrogen",
    "concept": "/explore?concept=bmd",
    "concept-expanded": "/explore?concept=rankl&also=estrogen",
    "concept-without-links": "/explore?concept=postmenopausal_women",
    "between": "/explore?from=estrogen_deficiency&to=fracture_risk",
    "between-narrowed": "/explore?from=menopause&to=bone_loss&avoid=rankl&hedge=typical&longest=5",
    "between-many": "/explore?from=menopause&to=fracture_risk&most=50",
    "between-nothing": "/explore?from=calcium&to=menopause",
    "compare-start": "/compare",
    "compare": "/compare?a=walking&b=resistance_training&effect=bone_strength",
    "statement": "/statement/S070a",
    "scenario-start": "/scenario",
    "scenario": "/scenario?high=estrogen_therapy&high=resistance_training&context=postmenopausal_women",
    "map": "/map",
    "sparql": "/sparql",
    "sparql-table": "/sparql?query=SELECT * { ?s ?p ?o } LIMIT 20",
    "sparql-graph": "/sparql?query=CONSTRUCT WHERE { ?s ?p ?o } LIMIT 20",
    "sparql-wrong": "/sparql?query=SELECT * { ?s",
    "clinic": "/clinic?q=does estrogen slow bone loss?",
    "embed": "/embed?q=does estrogen slow bone loss?",
    "extend": "/extend",
    "extend-add": "/extend?show=add",
    "extend-history": "/extend?show=history",
}
WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}


@contextmanager
def browser():
    """Debian's chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("the pages are tested in a browser: apt-get install chromium")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def propose(request, address, subject, sign, target, text):
    """A proposal made over the API; its number."""
    reply = request.post(
        f"{address}/api/v1/proposals",
        headers={"Authorization": f"Bearer {TOKEN}"},
        data={
            "kind": "statement",
            "statement": {"subject": subject, "sign": sign, "object": target, "text": text, "hedge": "possible"},
        },
    )
    assert reply.ok, reply.text()
    return reply.json()["id"]


def shoot(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, running(KG_DATA=data, KG_TOKEN=TOKEN) as address, browser() as opened:
        for width, (wide, high) in WIDTHS.items():
            for theme in ("light", "dark"):
                context = opened.new_context(viewport={"width": wide, "height": high}, color_scheme=theme)
                page = context.new_page()
                if (width, theme) == ("desktop", "light"):
                    propose(page.request, address, "walking", "-", "fall_risk", "Walking lowers the risk of a fall.")
                    propose(page.request, address, "yoga", "-", "fall_risk", "Yoga lowers the risk of a fall.")
                for name, view in VIEWS.items():
                    page.goto(address + view)
                    page.wait_for_timeout(400)
                    page.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=width == "phone")
                context.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1] if len(sys.argv) > 1 else "shots"))
