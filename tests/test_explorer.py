"""The pages in a real browser, against the real server with the real graph."""

import re
import time
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

import kg.web
from benchmarks.pages import large_map
from tests.conftest import TOKEN, running
from tests.shots import ANSWER, VIEWS, WIDTHS, browser, propose

STATIC = Path(kg.web.__file__).parent / "static"
QUESTION = ANSWER.partition("=")[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running(KG_DATA=str(tmp_path_factory.mktemp("explored")), KG_TOKEN=TOKEN) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture
def context(chromium, site, request):
    options = getattr(request, "param", {})
    made = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=site, **options)
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context, site):
    """A page that fails the test for an error on the console, or a request to another address."""
    opened = context.new_page()
    troubles = []
    opened.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: troubles.append(str(e)))
    opened.on("dialog", lambda d: (troubles.append(d.message), d.dismiss()))
    opened.on("request", lambda r: troubles.append(r.url) if not r.url.startswith((site, "data:", "blob:")) else None)
    opened.troubles = troubles
    yield opened
    assert troubles == []


def until(page, condition):
    """Wait until a condition holds; the policy of the pages lets no script evaluate one, so it is asked from here."""
    deadline = time.monotonic() + 10
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"it never came to {condition}"
        page.wait_for_timeout(30)
    page.wait_for_load_state()


def expected(page):
    """This page answers with an error on purpose: its line on the console does not count."""
    page.wait_for_load_state("networkidle")
    page.troubles[:] = [t for t in page.troubles if not t.startswith("Failed to load resource")]


bare = pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)


# The answer


def test_the_answer_is_in_the_page_before_any_script_runs(site, client):
    html = httpx.get(site, params={"q": QUESTION}).text
    answer = client.get("/api/v1/ask", query_string={"question": QUESTION}).json
    said = re.sub(r"<[^>]+>", "", html)
    assert "Resistance training raises" in re.sub(r"\s+", " ", said)
    assert all(f'id="source-{c["number"]}"' in html for c in answer["citations"])
    assert all(f'id="path-{n}"' in html for n in range(1, len(answer["paths"]) + 1))
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="picture"' in html


def test_a_question_is_asked_and_the_back_button_goes_back(page):
    page.goto("/")
    page.fill("#q", "What lowers fracture risk?")
    page.press("#q", "Enter")
    page.wait_for_selector(".items")
    assert "q=What" in page.url
    page.go_back()
    page.wait_for_selector(".home")
    page.go_forward()
    page.wait_for_selector(".items")


def test_a_question_can_be_edited_on_its_answer(page):
    page.goto(ANSWER)
    page.fill("textarea#q", "What is osteoporosis?")
    page.press("textarea#q", "Enter")
    until(page, "document.title.startsWith('What is osteoporosis?')")
    assert page.evaluate("document.activeElement.id") == "verdict"


def test_a_switch_asks_again_at_once_and_tells_what_changed(page):
    page.goto(ANSWER)
    page.check("#in-postmenopausal_women")
    page.wait_for_selector(".changes")
    assert "context=postmenopausal_women" in page.url
    assert "is at work" in page.inner_text(".changes")
    assert page.evaluate("document.activeElement.id") == "in-postmenopausal_women"
    page.click("text=take it out again")
    page.wait_for_selector(".changes", state="detached")


def test_contexts_that_exclude_each_other_are_never_both_on(page):
    page.goto(f"{ANSWER}&context=postmenopausal_women")
    page.locator(".switches summary").click()
    page.check("#in-premenopausal_women")
    until(page, "!location.search.includes('context=postmenopausal_women')")
    assert "context=premenopausal_women" in page.url


def test_a_reading_can_be_changed_from_its_chip(page):
    page.goto(ANSWER)
    page.locator(".chip-menu summary").nth(1).click()
    page.locator(".chip-menu[open] a", has_text="Read it as").first.click()
    until(page, f"document.querySelector('textarea#q').value !== {QUESTION!r}")


def test_a_number_opens_its_evidence_and_escape_goes_back_to_it(page):
    page.goto(ANSWER)
    page.locator(".prose .cite").first.click()
    page.wait_for_selector(".drawer[open] .evidence-sheet")
    assert "#evidence=S" in page.url
    page.keyboard.press("Escape")
    assert page.locator(".drawer[open]").count() == 0
    assert page.evaluate("document.activeElement.className").startswith("cite")
    until(page, "location.hash === ''")


def test_the_back_button_closes_the_evidence_and_stays_on_the_answer(page):
    page.goto(ANSWER)
    before = page.url
    page.locator(".prose .cite").first.click()
    page.wait_for_selector(".drawer[open] .evidence-sheet")
    page.go_back()
    until(page, "!document.querySelector('.drawer[open]')")
    assert page.url == before
    page.go_forward()
    page.wait_for_selector(".drawer[open] .evidence-sheet")


def test_evidence_has_an_address_of_its_own(page):
    page.goto(f"{ANSWER}#evidence=S070a")
    page.wait_for_selector(".drawer[open]")
    assert "S070a" in page.inner_text(".drawer")


def test_a_line_of_the_picture_opens_its_evidence_by_key(page):
    page.goto(ANSWER)
    edge = page.locator(".picture .edge").first
    edge.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".drawer[open] .evidence-sheet")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('edge')")


def test_a_path_lights_up_in_the_picture_and_a_line_in_the_paths(page):
    page.goto(ANSWER)
    page.locator(".balance a").nth(1).focus()
    steps = page.locator("#path-2").get_attribute("data-statements").split()
    assert page.locator(".picture .edge.lit").count() == len(steps)
    page.locator(".picture .edge").first.focus()
    assert page.locator("li.path.lit").count() >= 1
    page.locator(".balance a").nth(1).click()
    assert page.url.endswith("#path-2")
    page.reload()
    assert page.locator("li.path.lit").get_attribute("id") == "path-2"


def test_the_picture_zooms_fits_and_has_a_table(page):
    page.goto(ANSWER)
    page.wait_for_selector(".host.live")
    page.wait_for_timeout(150)
    whole = page.get_attribute(".host svg", "viewBox")
    page.click("[data-zoom=in]")
    near = page.get_attribute(".host svg", "viewBox")
    assert float(near.split()[2]) < float(whole.split()[2])
    box = page.locator(".host").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=4)
    page.mouse.up()
    assert page.get_attribute(".host svg", "viewBox").split()[0] != near.split()[0]
    page.locator(".host").focus()
    page.keyboard.press("0")
    assert page.get_attribute(".host svg", "viewBox") == whole
    page.click("[data-view=table]")
    assert page.locator(".as-table tbody tr").first.is_visible()
    assert not page.locator(".host svg").is_visible()


def test_the_picture_can_be_taken_away(page, site):
    page.goto(ANSWER)
    page.locator(".canvas .menu summary").click()
    assert httpx.get(site + page.get_attribute("a[href*='paths.svg']", "href")).text.startswith("<svg")
    with page.expect_download() as taken:
        page.click("text=Picture (PNG)")
    assert Path(taken.value.path()).read_bytes().startswith(b"\x89PNG")


def test_signs_are_told_apart_without_colour(page):
    page.goto("/?q=how does estrogen deficiency affect bone strength?")
    shapes = {
        sign: page.evaluate(
            "s => ['.arrow, .bar', '.sign'].map(part =>"
            " document.querySelector(`.picture .edge[data-sign='${s}']`).querySelector(part).getAttribute('d'))",
            sign,
        )
        for sign in "+-"
    }
    assert shapes["+"][0] != shapes["-"][0]
    assert shapes["+"][1] != shapes["-"][1]


# Where there is no answer


def test_an_ambiguous_word_is_picked_from_a_list(page):
    page.goto(VIEWS["ambiguous"])
    page.locator(".opts a").first.click()
    page.wait_for_selector(".grid")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_how_it_was_read_is_closed_and_opens_by_key(page, width):
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    page.set_viewport_size(size)
    page.goto("/?q=does less estrogen lower bone resorption via RANKL, please?")
    block = page.locator(".why")
    assert not block.locator(".gloss").is_visible()
    block.locator("summary").focus()
    page.keyboard.press("Enter")
    assert block.locator(".gloss").is_visible()
    assert "through RANKL?" in block.locator(".scored").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    trouble = Axe().run(page, context=".why").response["violations"]
    assert [v["id"] for v in trouble] == []


@bare
def test_how_it_was_read_opens_without_scripts(page):
    page.goto(ANSWER)
    page.click(".why summary")
    assert page.locator(".why .gloss").is_visible()


def test_a_reading_is_clicked(page):
    page.goto("/?q=what can I do about osteoporosis?")
    page.click(".or a")
    until(page, "document.title.startsWith('what is osteoporosis?')")


def test_silence_is_not_called_no_effect(page):
    page.goto(VIEWS["no-path"])
    assert "No evidence here is not evidence of no effect" in page.inner_text("main")
    page.locator(".next a").first.click()
    page.wait_for_selector(".grid")


@pytest.mark.parametrize("view", ["unknown", "not-understood", "out-of-scope"])
def test_what_cannot_be_answered_says_so_and_keeps_the_question(page, view):
    page.goto(VIEWS[view])
    assert page.input_value("textarea#q") == VIEWS[view].partition("=")[2]
    assert page.locator(".eyebrow").first.is_visible()


def test_a_question_that_is_too_long_is_kept(page):
    page.goto(VIEWS["too-long"])
    expected(page)
    assert "too long" in page.inner_text("h1")
    assert page.input_value("textarea#q").startswith("why why")


def test_a_misspelt_concept_leads_to_the_right_one(page):
    page.goto("/explore?from=estrogn&to=bonestrenght")
    expected(page)
    assert page.locator("h1").is_visible()


def test_loading_can_be_stopped(page):
    page.goto(ANSWER)
    page.route("**/?q=What*", lambda _: None)
    page.fill("textarea#q", "What lowers fracture risk?")
    page.press("textarea#q", "Enter")
    page.click("#stop")
    page.wait_for_selector("#progress", state="hidden")
    assert page.input_value("textarea#q") == "What lowers fracture risk?"
    assert page.locator("#verdict").inner_text().startswith("Resistance training")


def test_a_lost_connection_offers_another_try(page):
    page.goto(ANSWER)
    page.route("**/?q=What*", lambda route: route.abort())
    page.fill("textarea#q", "What lowers fracture risk?")
    page.press("textarea#q", "Enter")
    page.wait_for_selector(".toast")
    page.unroute("**/?q=What*")
    page.click(".toast button")
    page.wait_for_selector(".items")
    expected(page)


# Without scripts


@bare
def test_without_scripts_a_question_is_asked_and_put_in_context(page):
    page.goto("/")
    page.fill("#q", QUESTION)
    page.click(".bigq .btn")
    assert page.locator("#verdict").inner_text().startswith("Resistance training")
    page.check("#in-postmenopausal_women")
    page.click(".switches .apply")
    assert page.locator(".changes").is_visible()
    page.locator(".prose .cite").first.click()
    assert "#source-1" in page.url


@bare
def test_without_scripts_a_scenario_is_set(page):
    page.goto("/scenario")
    page.locator("label:has(#high-estrogen_therapy)").click()
    page.click(".rail > .apply")
    assert page.locator(".result").count() > 3


# Explore


def test_a_concept_is_found_as_one_types(page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.locator("body").press("/")
    page.keyboard.type("osteocl")
    page.wait_for_selector("#find ~ .options [role=option]")
    assert page.get_attribute("#find", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#find", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_selector(".side h1")
    assert "concept=" in page.url


def test_words_of_a_question_are_completed(page):
    page.goto("/")
    page.locator("#q").press_sequentially("how does calcitr")
    page.wait_for_selector(".bigq [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#q") == "how does calcitriol "


def test_a_neighbourhood_grows_and_the_growth_is_undone(page):
    page.goto("/explore?concept=rankl")
    before = page.locator(".picture .node").count()
    hidden = page.locator(".expand").first
    promised = int(hidden.text_content())
    hidden.click()
    until(page, "location.search.includes('also=')")
    assert before < page.locator(".picture .node").count() <= before + promised
    page.click("[aria-label='Undo the last expansion']")
    until(page, "!location.search.includes('also=')")
    assert page.locator(".picture .node").count() == before


def test_a_neighbourhood_is_filtered(page):
    page.goto("/explore?concept=bmd")
    page.click(".filters summary")
    page.check("#sign-2")
    until(page, "location.search.includes('sign=-')")
    assert page.locator(".picture .edge[data-sign='+']").count() == 0
    assert page.locator(".picture .edge[data-sign='-']").count() > 0


def test_a_node_of_a_picture_leads_to_its_sheet(page):
    page.goto(ANSWER)
    page.locator(".picture .node").nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".concept-page .side")
    assert page.locator(".kv code").first.is_visible()


def test_paths_between_two_are_turned_round(page):
    page.goto("/explore")
    page.fill("#f-from", "estrogen deficiency")
    page.fill("#f-to", "fracture risk")
    page.locator("form:has(#f-from) .btn").click()
    page.wait_for_selector(".paths li")
    page.click("[aria-label='The other way round']")
    until(page, "location.search.includes('from=fracture_risk')")


def test_two_are_compared_side_by_side(page):
    page.goto("/compare")
    for field, words in {"a": "walking", "b": "resistance training", "effect": "bone strength"}.items():
        page.fill(f"#f-{field}", words)
    page.click("#compare .btn")
    page.wait_for_selector(".columns article")
    assert page.locator(".columns article").count() == 2


def test_a_scenario_follows_its_switches(page):
    page.goto("/scenario")
    page.locator("label:has(#high-estrogen_therapy)").click()
    page.wait_for_selector(".result")
    page.locator("label:has(#low-estrogen_therapy)").click()
    until(page, "location.search === '?low=estrogen_therapy'")
    assert not page.is_checked("#high-estrogen_therapy")
    page.fill("#narrow", "walk")
    assert page.locator("li:has(#high-walking)").is_visible()
    assert not page.locator("li:has(#high-estrogen_therapy)").is_visible()


def test_the_map_finds_a_concept_and_opens_it(page):
    page.goto("/map")
    page.wait_for_selector("#map[data-ready]")
    page.fill("#on-map", "bone mineral density")
    page.keyboard.press("Enter")
    page.wait_for_selector(".side h1")
    assert "concept=bmd" in page.url


def test_what_narrows_the_map_is_in_its_address_and_comes_back_with_it(page):
    def links():
        return page.get_attribute("#map", "data-links")

    page.goto("/map")
    page.wait_for_selector("#map[data-ready]")
    page.click(".filters summary")
    for tick in ("[name=kind][value=state]", "[name=sign][value='']", "[name=own]"):
        page.uncheck(f"#map-filter {tick}")
    page.select_option("#map-hedge", index=1)
    narrowed = links()
    assert int(narrowed) > 0
    assert "no-kind=state" in page.url
    page.reload()
    page.wait_for_selector("#map[data-ready]")
    assert links() == narrowed
    assert page.inner_text("#map-count") == "4"
    page.fill("#on-map", "bone mineral density")
    page.keyboard.press("Enter")
    page.wait_for_selector(".side h1")
    page.go_back()
    page.wait_for_selector("#map[data-ready]")
    assert links() == narrowed


def test_the_map_of_five_thousand_concepts_stays_usable(page):
    page.route("**/map.json", lambda route: route.fulfill(json=large_map()))
    page.goto("/map")
    page.wait_for_selector("#map[data-ready]")
    page.click("[data-zoom=in]")
    page.wait_for_timeout(300)
    assert int(page.get_attribute("#map", "data-frame")) < 150


# Extend


def test_a_statement_is_proposed_accepted_by_key_and_taken_back(page):
    page.goto("/extend?show=add")
    assert page.locator("#draft .btn").is_disabled()
    page.fill("#token", TOKEN)
    page.click(".sign-in .btn")
    page.fill("#a-subject", "yoga")
    page.fill("#a-object", "no such thing at all")
    page.fill("#a-text", "Yoga lowers the risk of a fall in this group.")
    page.wait_for_selector(".wrong[data-for=object]:not([hidden])")
    expected(page)
    page.fill("#a-object", "fall risk")
    page.select_option("#a-sign", "-")
    until(page, "document.querySelector('#impact li')")
    page.click("#draft .btn")
    page.wait_for_selector("[data-proposal]")
    page.locator("h2.big").click()
    page.keyboard.press("a")
    until(page, "document.querySelector('#live').textContent === 'Accepted.'")
    page.goto("/explore?from=yoga&to=fall_risk")
    assert "Yoga" in page.inner_text("#verdict")
    page.goto("/extend?show=history")
    page.click("[data-revert]")
    page.wait_for_selector("text=Taken back by change")


def test_a_token_that_is_nobodys_is_told(page, site):
    propose(page.request, site, "walking", "-", "fall_risk", "Walking lowers the risk of a fall.")
    page.goto("/extend")
    page.fill("#token", "not-the-token-of-anyone")
    page.click(".sign-in .btn")
    page.wait_for_selector("#token-wrong:not([hidden])")
    expected(page)
    assert page.locator("[data-verdict=accept]").is_disabled()
    assert page.locator(".sign-in").is_visible()


@pytest.mark.parametrize(
    "label",
    [
        "<img src=x onerror=alert(1)> pill",
        "a <script>alert(2)</script> tonic",
        "شرب الماء يوميا",
        "very " * 30 + "long",
    ],
    ids=["image", "script", "right-to-left", "long"],
)
def test_a_hostile_label_is_shown_as_text(page, site, label):
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    concept = {
        "label": label.strip(),
        "kind": "therapy",
        "variable_type": "presence",
        "id": f"hostile_{abs(hash(label))}",
    }
    made = page.request.post(f"{site}/api/v1/proposals", headers=bearer, data={"kind": "concept", "concept": concept})
    if made.status == 422:
        pytest.skip("the graph does not take such a label at all")
    page.goto("/extend")
    assert label.strip() in page.inner_text("main")
    page.request.post(
        f"{site}/api/v1/proposals/{made.json()['id']}/decision", headers=bearer, data={"verdict": "accept"}
    )
    page.goto(f"/explore?concept={concept['id']}")
    assert page.inner_text("h1").casefold() == label.strip().casefold()
    page.goto("/scenario")
    assert page.locator(f"#set-{concept['id']}").text_content() == label.strip()
    page.fill("#find", label.split()[-1])
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_hostile_question_is_shown_as_text(page):
    question = "does <script>alert(3)</script> \u202e raise \"bone' strength?"
    page.goto(f"/?q={question}")
    assert page.input_value("textarea#q") == question


# Every view


@pytest.mark.parametrize("width", WIDTHS)
def test_every_view_is_accessible_and_fits(chromium, site, width):
    wide, high = WIDTHS[width]
    context = chromium.new_context(viewport={"width": wide, "height": high}, base_url=site)
    page, axe, found = context.new_page(), Axe(), []
    for name, address in VIEWS.items():
        page.goto(address)
        page.wait_for_timeout(250)
        for theme, options in {"light": {}, "dark": {"runOnly": ["color-contrast"]}}.items():
            page.emulate_media(color_scheme=theme)
            for violation in axe.run(page, options=options).response["violations"]:
                where = [node["target"] for node in violation["nodes"][:2]]
                found.append(f"{name}, {theme}: {violation['id']} at {where}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name}: scrolls sideways")
    context.close()
    assert found == []


def test_the_theme_is_chosen_and_kept(page):
    page.goto("/")
    page.click("#theme")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.goto(ANSWER)
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.get_attribute("#theme", "aria-pressed") == "true"


def test_on_a_phone_one_path_is_open_at_a_time(chromium, site):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=site)
    page = context.new_page()
    page.goto(ANSWER)
    until(page, "document.querySelectorAll('li.path > details[open]').length === 1")
    page.locator("#path-2 summary").click()
    until(page, "document.querySelector('#path-2 > details').open && !document.querySelector('#path-1 > details').open")
    context.close()


def test_every_control_is_reached_by_tab(page):
    page.goto(ANSWER)
    reached = set()
    for _ in range(220):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('[class]')?.getAttribute('class') || ''"))
    assert {"skip", "switch", "host live", "cite"} <= {part for name in reached for part in (name, *name.split())}
    assert any(name.startswith("edge ") for name in reached)


def test_scripts_and_styles_are_light(site):
    files = [*STATIC.glob("*.js"), *STATIC.glob("*.css")]
    assert sum(file.stat().st_size for file in files) < 200_000


def test_the_first_view_of_an_answer_comes_within_a_second(chromium, site):
    times = []
    for _ in range(3):
        context = chromium.new_context(base_url=site)
        page = context.new_page()
        page.goto(ANSWER)
        times.append(
            page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()")
        )
        context.close()
    assert min(times) < 1000


@pytest.mark.parametrize("path", ["/", "/explore", "/api/v1/documents", "/static/app.js"])
def test_pages_carry_the_security_headers(client, path):
    with client.get(path) as reply:
        headers = reply.headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_holds_a_script_or_style_of_its_own(client):
    for view in VIEWS.values():
        html = client.get(view.partition("#")[0]).get_data(as_text=True)
        assert not re.search(r"<script(?! type=.application/ld.json.)(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html), (
            view
        )
