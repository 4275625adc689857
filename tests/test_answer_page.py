"""The page of an answer in a real browser: at first sight, on paper, on a phone, and where little works."""

import re

import httpx
import pytest
from click.testing import CliRunner

from kg.cli import main
from tests.conftest import running
from tests.shots import VIEWS, browser

WHY = "/?q=why does menopause cause bone loss"
LEAST = 11
SCREENS = 3
CAUSE, EFFECT = "Cause".ljust(40, "w"), "Effect".ljust(40, "w")


@pytest.fixture(scope="module")
def site():
    with running() as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


def opened(chromium, site, *, wide=1440, high=900, script="", **more):
    """A page with room for one view; a script runs in it before any other."""
    context = chromium.new_context(viewport={"width": wide, "height": high}, base_url=site, **more)
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda e: page.troubles.append(str(e)))
    if script:
        page.add_init_script(script)
    return page


def smallest_label(page):
    """The size on screen, in pixels, of the labels of the picture."""
    return page.evaluate(
        "(() => { const svg = document.querySelector('.host svg'); const label = svg.querySelector('.label');"
        " return parseFloat(getComputedStyle(label).fontSize) * svg.getScreenCTM().a; })()"
    )


@pytest.fixture(scope="module")
def desk(chromium, site):
    page = opened(chromium, site)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def phone(chromium, site):
    page = opened(chromium, site, wide=390, high=844)
    yield page
    page.context.close()


def test_the_first_page_names_the_mechanism_and_takes_at_most_three_screens(desk):
    for _ in range(2):  # the second time in the typeface that the first has brought
        desk.goto(WHY)
        desk.wait_for_selector(".host.live")
    assert "RANKL" in desk.inner_text(".below")
    assert desk.evaluate("document.documentElement.scrollHeight") <= SCREENS * 900
    names = desk.locator(".path .name").all_inner_texts()
    assert len(names) == len(set(names)) == 10


@pytest.mark.parametrize("view", [WHY, VIEWS["between-many"], VIEWS["answer-turns"]])
def test_labels_are_read_at_first_sight_wherever(desk, phone, view):
    for page in (desk, phone):
        page.goto(view)
        page.wait_for_selector(".host.live")
        page.wait_for_timeout(100)
        assert smallest_label(page) >= LEAST - 0.01


def test_on_a_phone_the_picture_comes_before_the_paths_and_fifty_of_them_need_no_sideways_scroll(phone):
    phone.goto(VIEWS["between-many"])
    phone.wait_for_selector(".host.live")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    top = {part: phone.locator(part).first.bounding_box()["y"] for part in (".canvas", ".paths")}
    assert top[".canvas"] < top[".paths"]
    assert all(b["width"] >= 24 for b in (a.bounding_box() for a in phone.locator(".balance a").all()[:50:7]))


def test_what_opens_stays_inside_the_window(phone):
    phone.goto(WHY)
    phone.wait_for_selector(".host.live")
    for menu in phone.locator("details.menu > summary").all():
        menu.click()
        box = menu.evaluate(
            "s => s.parentElement.querySelector(':scope > :not(summary)').getBoundingClientRect().toJSON()"
        )
        assert box["left"] >= 0
        assert box["right"] <= 390
        phone.keyboard.press("Escape")


def test_a_path_that_is_pointed_at_is_unfolded(desk):
    desk.goto(f"{VIEWS['between-many']}#path-30")
    desk.wait_for_selector("#path-30 .chain", state="visible")


def test_what_would_turn_an_answer_is_one_click_away(desk):
    desk.goto("/?q=does jumping strengthen bones after menopause?")
    desk.click(".turns .btn")
    desk.wait_for_selector(".turns .lost")
    assert "This rests on one statement alone." in desk.inner_text(".turns")
    assert "turns=1" in desk.url


def test_without_this_on_the_way_is_in_the_address_and_in_words(desk):
    desk.goto(WHY)
    desk.locator(".way li", has_text="estrogen").first.locator("a", has_text="without this").click()
    desk.wait_for_selector(".narrow .chip")
    assert "avoid=estrogen" in desk.url
    assert "other than through estrogen" in desk.inner_text(".narrow")
    assert "Every route that is known" in desk.inner_text(".note")
    desk.click(".narrow .chip")
    desk.wait_for_selector(".narrow .chip", state="detached")
    assert "avoid" not in desk.url


def test_what_the_words_say_of_whom_is_ticked_in_its_box(desk):
    desk.goto("/?q=does jumping strengthen bones in postmenopausal women?")
    assert desk.is_checked("#in-postmenopausal_women")


def test_a_link_of_our_own_is_never_said_without_reserve(desk):
    desk.goto(VIEWS["between-many"])
    for path in desk.locator("li.path:has(.edge.bridge) .net").all():
        assert "of our own" in path.inner_text(timeout=2000) or not path.is_visible()
    assert desk.locator("li.path:has(.edge.bridge) .bars").count() == 0


def test_the_picture_is_skipped_to_by_keyboard(desk):
    desk.goto(WHY)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.getAttribute('href')") == "#picture"
    desk.keyboard.press("Enter")
    desk.wait_for_timeout(50)
    assert desk.evaluate("document.activeElement.id") == "picture"


def test_an_input_method_chooses_its_words_with_enter_and_asks_nothing(desk):
    desk.goto(WHY)
    desk.evaluate(
        "document.getElementById('q').dispatchEvent("
        "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))"
    )
    desk.fill("textarea#q", "What is osteoporosis?")
    desk.wait_for_timeout(300)
    assert "menopause" in desk.title()


def test_a_broken_fragment_and_a_browser_that_keeps_nothing_stop_no_script(chromium, site):
    blocked = "for (const name of ['localStorage', 'sessionStorage'])"
    blocked += " Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });"
    page = opened(chromium, site, script=blocked)
    for view in (f"{WHY}#%", "/extend?show=add"):
        page.goto(view)
        page.wait_for_selector("html.scripts")
        page.click("#theme")
    page.goto(f"{WHY}#%E0%A4%A")
    page.wait_for_selector(".host.live")
    assert page.troubles == []
    page.context.close()


def test_an_answer_is_printed_on_two_pages_with_its_sources_and_the_clinic_on_one(desk):
    for view, most in ((WHY, 2), (VIEWS["clinic"], 1)):
        desk.goto(view)
        paper = desk.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= most, view


def test_nothing_moves_while_a_page_comes(chromium, site):
    watch = "window.moved = 0; new PerformanceObserver(list => { for (const e of list.getEntries())"
    watch += " if (!e.hadRecentInput) window.moved += e.value; }).observe({ type: 'layout-shift', buffered: true });"
    for wide, high in ((1440, 900), (390, 844)):
        page = opened(chromium, site, wide=wide, high=high, script=watch)
        for view in (WHY, VIEWS["between-narrowed"], VIEWS["scenario"], VIEWS["map"], VIEWS["clinic"]):
            page.goto(view)
            page.wait_for_timeout(300)
            assert page.evaluate("window.moved") < 0.05, (wide, view)
        page.context.close()


def test_a_scenario_tells_what_is_settled_first_and_what_is_not_by_a_sign_of_its_own(desk):
    desk.goto(VIEWS["scenario"])
    marks = ["?" if li.locator(".open-sign").count() else "!" for li in desk.locator("li.result").all()]
    assert marks == sorted(marks)
    assert desk.locator(".outcomes .chip").count() == 2
    desk.locator(".outcomes .chip").first.click()
    desk.wait_for_selector(".outcomes .chip >> nth=1", state="detached")


def test_the_map_shows_what_is_ticked_and_what_was_found_stays_lit(desk):
    desk.goto("/map")
    desk.wait_for_selector("#map[data-ready]")
    desk.click(".filters summary")
    desk.uncheck("#map-filter input[name=sign][value='-']")
    desk.wait_for_selector("#map[data-links]")
    without_lowering = int(desk.get_attribute("#map", "data-links"))
    desk.uncheck("#map-filter input[name=kind][value=outcome]")
    desk.wait_for_timeout(50)
    assert 0 < int(desk.get_attribute("#map", "data-links")) < without_lowering
    assert desk.inner_text("#map-count") == "2"
    desk.check("#map-filter input[name=kind][value=outcome]")
    desk.fill("#on-map", "RANKL")
    desk.mouse.move(700, 500)
    desk.mouse.move(760, 520)
    desk.press("#on-map", "Enter")
    desk.wait_for_url("**/explore?concept=rankl")


def test_a_program_is_told_in_json_and_a_person_by_a_page(site):
    for path, method, status in (("/nothing-here", "GET", 404), ("/explore", "POST", 405)):
        page = httpx.request(method, site + path, headers={"Accept": "text/html,*/*;q=0.8"})
        program = httpx.request(method, site + path, headers={"Accept": "application/json"})
        assert page.status_code == program.status_code == status
        assert page.headers["content-type"].startswith("text/html")
        assert program.headers["content-type"].startswith("application/problem+json")


@pytest.fixture(scope="module")
def wordy(tmp_path_factory):
    """A server on a graph of fifty ways whose names are words of forty letters."""
    folder = tmp_path_factory.mktemp("wordy")
    ways = [f"Way{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}".ljust(40, "m") for n in range(50)]
    steps = [pair for way in ways for pair in ((CAUSE, way), (way, EFFECT))]
    rows = ["source\ttarget\tsign", *(f"{a}\t{b}\t+" for a, b in steps)]
    (folder / "long.tsv").write_text("\n".join(rows), encoding="utf-8")
    made = CliRunner().invoke(main, ["import", str(folder / "long.tsv"), "--into", str(folder / "graph")])
    assert made.exit_code == 0, made.output
    with running(KG_ONTOLOGY=str(folder / "graph"), KG_DATA=str(folder / "data")) as address:
        yield address


def test_names_of_forty_letters_and_fifty_paths_need_no_sideways_scroll_on_a_phone(chromium, wordy):
    page = opened(chromium, wordy, wide=390, high=844)
    for address in (f"/?q=How does {CAUSE} affect {EFFECT}?&most=50", f"/?q=What raises {EFFECT}?", "/explore"):
        page.goto(address)
        assert EFFECT in page.text_content("main"), address
        assert "?q=How" not in address or page.locator("li.path").count() == 50
        assert page.evaluate("document.documentElement.scrollWidth") == 390, address
    page.context.close()
