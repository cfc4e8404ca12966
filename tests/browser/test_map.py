"""The map in a real browser: what it shows, by mouse, by keys and by touch; and the list that says the same."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# One served finder for all: one worker runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]

ANSWERS = 30_000  # milliseconds on a busy machine: a process reads its index for its first answer


def spots_of(page):
    return page.get_by_role("region", name="Map of the places").locator(".spot")


def spot_of(page, town):
    return page.get_by_role("button", name=re.compile(town))


@pytest.fixture
def open_map(open_page):
    """Opens the map's page and waits for its markers."""

    def open_drawn(path="/map/", width=1280, **options):
        page = open_page(path, width, **options)
        expect(spots_of(page).first).to_be_visible(timeout=ANSWERS)
        return page

    return open_drawn


def test_a_town_is_a_marker_that_tells_its_places_and_leads_to_them(open_map):
    page = open_map()
    spot = spot_of(page, "Philadelphia")
    expect(spot).to_have_accessible_name(re.compile(r"Recruiting. Trials: \d+|Taking people now: \d+"))
    expect(spot.locator("use")).to_have_attribute("href", "#open")
    spot.click()
    told = page.locator(".told-place")
    expect(told).to_contain_text("Philadelphia")
    expect(told).to_contain_text("Recruiting")
    told.get_by_role("link", name="University of Pennsylvania").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("University of Pennsylvania")


def test_the_keys_open_what_a_marker_tells_and_close_it_again(open_map):
    page = open_map()
    spot = spot_of(page, "Philadelphia")
    spot.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".told-place")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".told-place")).to_have_count(0)
    expect(spot).to_be_focused()


def test_places_near_each_other_share_a_marker_that_comes_apart(open_map, finder):
    page = open_map("/map/")
    page.route("**/map/points.json*", lambda route: route.fulfill(json=towns(route)))
    page.reload()
    expect(spots_of(page)).to_have_count(1)
    group = spots_of(page).first
    expect(group).to_have_text("4")
    expect(group).to_have_accessible_name(re.compile("^Around Boston.*Places: 4. Taking people now: 1. Zoom in$"))
    expect(group.locator("use")).to_have_attribute("href", "#open")
    group.focus()
    page.keyboard.press("Enter")
    expect(spots_of(page)).to_have_count(3)
    expect(spot_of(page, "Boston")).to_be_focused()
    expect(spot_of(page, "Albany").locator("use")).to_have_attribute("href", "#shut")


def towns(route):
    """What the finder says, of three towns in the north-east and a far one that keeps the map wide."""
    found = route.fetch().json()
    sites = {
        "Boston": (42.36, -71.06, [(1, 0, 2, "First"), (2, 3, 1, "Second")]),
        "Albany": (42.65, -73.75, [(3, 3, 1, "Third")]),
        "Hartford": (41.76, -72.68, [(4, 1, 1, "Fourth")]),
    }
    wide = [(-40.0, -120.0), (60.0, 150.0)]
    spots = [[latitude, longitude, town, 0, held] for town, (latitude, longitude, held) in sites.items()]
    return found | {"spots": spots, "among": wide}


def test_the_list_has_what_the_map_has(open_map):
    page = open_map()
    told = page.locator(".map-told")
    expect(told).to_have_text(re.compile(r"Places in this part of the map: \d+"))
    on_the_map = int(re.search(r"\d+", told.inner_text())[0])
    listed = page.locator(".map-list .places > li")
    unplaced = page.locator(".map-side").get_by_text("only in the list")
    only_listed = int(unplaced.inner_text().split()[0]) if unplaced.count() else 0
    assert listed.count() == on_the_map + only_listed


def test_without_javascript_the_list_says_it_all(open_page):
    page = open_page("/map/", java_script_enabled=False)
    expect(page.locator("[data-map]")).to_be_hidden()
    expect(page.get_by_role("link", name="University of Pennsylvania").first).to_be_visible()
    assert page.locator(".map-help").is_hidden()


def test_where_the_map_cannot_be_loaded_the_page_says_so(open_page):
    page = open_page("about:blank")
    page.route("**/leaflet*.js", lambda route: route.abort())
    page.goto("/map/")
    expect(page.locator(".map-told")).to_have_text("The map could not be loaded. The list has the same places.")
    expect(page.locator("[data-map]")).to_be_hidden()


def test_the_wheel_scrolls_the_page_and_zooms_only_with_ctrl(open_map):
    page = open_map(width=800)
    box = page.locator("[data-map]")
    box.scroll_into_view_if_needed()
    box.hover(position={"x": 200, "y": 20})
    drawn, scrolled = page.evaluate(OUTLINES), page.evaluate("scrollY")
    page.mouse.wheel(0, 120)
    page.wait_for_function("scrolled => scrollY > scrolled", arg=scrolled)
    assert page.evaluate(OUTLINES) == drawn
    box.hover(position={"x": 200, "y": 20})
    scrolled = page.evaluate("scrollY")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"drawn => ({OUTLINES}) !== drawn", arg=drawn)
    assert page.evaluate("scrollY") == scrolled


OUTLINES = "[...document.querySelectorAll('.land')].map(land => land.getAttribute('d')).join()"


def test_one_finger_scrolls_a_page_over_the_map(open_map):
    page = open_map(width=390, has_touch=True, is_mobile=True)
    assert page.locator("[data-map]").evaluate("box => getComputedStyle(box).touchAction").startswith("pan-")


def test_the_map_can_be_skipped(open_map):
    page = open_map()
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#places")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/map/", "/map/?near=Philadelphia"])
def test_page(open_map, path, width, scheme):
    # Colours are judged at rest, not while a box fades in.
    page = open_map(path, width, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    spot_of(page, "Philadelphia").click()
    expect(page.locator(".told-place")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    violations = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "scrolls sideways"
    assert page.foreign == []
    assert page.context.cookies() == []


def test_the_browser_refuses_nothing_that_the_map_asks_for(open_page):
    page = open_page("about:blank")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/map/")
    spot_of(page, "Philadelphia").click(timeout=ANSWERS)
    expect(page.locator(".told-place")).to_be_visible()
    assert complaints == []


def test_tiles_replace_the_outlines_and_are_credited(open_map):
    page = open_map()
    tiles = {"tiles": "/static/img/favicon.svg?{z}/{x}/{y}", "credit": "Tiles of Example"}
    page.route("**/map/points.json*", lambda route: route.fulfill(json=route.fetch().json() | tiles))
    page.reload()
    expect(page.locator(".map-credit")).to_have_text("Tiles of Example")
    expect(page.locator("img.leaflet-tile").first).to_be_attached()
    expect(page.locator(".land")).to_have_count(0)


@pytest.mark.parametrize("path", ["/trials/?q=lupus", "/trials/NCT05451212/"])
def test_results_and_a_trial_load_a_map_only_when_it_is_opened(open_page, path):
    page = open_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    fold = page.get_by_text("Show on a map")
    expect(fold).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "leaflet" in url or "outlines" in url or "points.json" in url]
    fold.click()
    expect(spot_of(page, "Philadelphia")).to_be_visible(timeout=ANSWERS)
    assert page.foreign == []


def test_an_open_map_shows_the_places_of_results_that_a_filter_brought(open_page):
    page = open_page("/trials/")
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.get_by_text("Show on a map").click()
    expect(spots_of(page).first).to_be_visible(timeout=ANSWERS)
    page.get_by_role("checkbox", name=re.compile("^CD19")).first.check()
    expect(page.locator("[data-map]")).to_have_attribute("data-points", re.compile("target=cd19"))
    expect(spots_of(page).first).to_be_visible(timeout=ANSWERS)
    page.add_script_tag(url=page.locator("script[src*='map']").first.get_attribute("src"))
    assert faults == []


def test_every_link_of_the_list_is_a_target_of_24_pixels(open_page):
    page = open_page("/map/?q=lupus")
    page.evaluate("document.querySelectorAll('.map-list details').forEach(one => { one.open = true; })")
    heights = page.locator(".map-list a").evaluate_all("links => links.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 24
