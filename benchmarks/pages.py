"""The pages in a browser: the first view of an answer with nothing cached, and frames a second while pictures move.

The first view is held against that of the API's documentation, frames against those of the page at rest.
"""

import random
import statistics
import tempfile
from pathlib import Path

import kg.web
from tests.conftest import running
from tests.shots import ANSWER, browser

ROUNDS = 9
SECONDS = 3
PICTURE = "/explore?from=menopause&to=fracture_risk&most=50"
CONCEPTS, LINKS = 5_000, 12_000
_COUNT = """() => {
    const mine = window.seen = [];
    const count = now => { mine.push(now); if (window.seen === mine) requestAnimationFrame(count); };
    requestAnimationFrame(count);
}"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def first_view(opened, address: str) -> float:
    """Milliseconds to the first text on the screen, the median of some visits, each by a new browser profile."""
    times = []
    for _ in range(ROUNDS):
        context = opened.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(300)
        times.append(page.evaluate(_PAINT))
        context.close()
    return statistics.median(times)


def frames(page, box, *, moving: bool) -> float:
    """Frames a second while the pointer drags to and fro and zooms, or while nothing happens."""
    page.evaluate(_COUNT)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    start = page.evaluate("performance.now()")
    now = start
    if moving:
        page.mouse.down()
    while now - start < SECONDS * 1000:
        if moving:
            for step in range(0, 100, 5):
                page.mouse.move(x + step, y + step / 2)
        else:
            page.wait_for_timeout(100)
        now = page.evaluate("performance.now()")
    page.mouse.up()
    seen = [t for t in page.evaluate("window.seen") if start <= t <= now]
    return 1000 * (len(seen) - 1) / (seen[-1] - seen[0])


def large_map() -> dict:
    """The data of a map of generated concepts, always the same."""
    dice = random.Random(7)
    nodes = [
        [f"c{i}", f"concept {i}", "variable", dice.randrange(9000), dice.randrange(3000), 5] for i in range(CONCEPTS)
    ]
    edges = [[dice.randrange(CONCEPTS), dice.randrange(CONCEPTS), dice.choice("+-"), 0] for _ in range(LINKS)]
    return {"nodes": nodes, "edges": edges}


def main() -> None:
    static = Path(kg.web.__file__).parent / "static"
    size = sum(file.stat().st_size for file in static.iterdir() if file.suffix in (".js", ".css"))
    print(f"scripts and styles: {size / 1000:.0f} kB in all")
    with tempfile.TemporaryDirectory() as data, running(KG_DATA=data) as address, browser() as opened:
        ours, peer = first_view(opened, address + ANSWER), first_view(opened, address + "/docs/scalar")
        print(f"first view of an answer: {ours:.0f} ms, {ours / peer:.2f} of that of the API's documentation")
        page = opened.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address + PICTURE)
        page.wait_for_selector(".host.live")
        count = page.locator(".picture .node").count()
        report(f"a picture of {count} concepts", page, page.locator(".host").bounding_box())
        page.route("**/map.json", lambda route: route.fulfill(json=large_map()))
        page.goto(address + "/map")
        page.wait_for_selector("#map[data-ready]")
        report(f"the map of {CONCEPTS:,} concepts", page, page.locator("#map").bounding_box())


def report(what: str, page, box) -> None:
    rest, moved = frames(page, box, moving=False), frames(page, box, moving=True)
    print(f"{what}: {moved:.0f} frames a second while it moves, {moved / rest:.2f} of those at rest")


if __name__ == "__main__":
    main()
