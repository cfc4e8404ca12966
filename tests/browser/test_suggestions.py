"""Suggestions while somebody types, in a real browser: by keys, by touch, by mouse, and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# One served finder for all: one worker runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]


FIRST_ANSWER = 30_000  # milliseconds on a busy machine: a process reads the vocabulary and all towns for its first one


def box_of(page):
    return page.get_by_role("search").get_by_role("combobox")


def options_of(page):
    return page.get_by_role("listbox").get_by_role("option")


@pytest.fixture
def typing(open_page):
    """Opens a page, types into its search box, and waits for the list."""

    def type_words(words, path="/", width=1280, **options):
        page = open_page(path, width, **options)
        box = box_of(page)
        box.press("End")
        box.press_sequentially(words)
        expect(page.get_by_role("listbox")).to_be_visible(timeout=FIRST_ANSWER)
        return page

    return type_words


def active(page):
    """The option that the keys are at, as a screen reader is told of it."""
    at = box_of(page).get_attribute("aria-activedescendant")
    return page.locator(f"#{at}") if at else None


def test_a_disease_is_chosen_with_the_keys_alone(open_page):
    page = open_page("/")
    box = box_of(page)
    while page.evaluate("document.activeElement.id") != "q":
        page.keyboard.press("Tab")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("recruiting scler")
    expect(box).to_have_attribute("aria-expanded", "true", timeout=FIRST_ANSWER)
    first = options_of(page).first
    expect(first).to_have_attribute("aria-label", "Systemic sclerosis, also called scleroderma, Condition")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_value("recruiting scler")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/trials/\?q=recruiting\+systemic\+sclerosis"))
    expect(box_of(page)).to_have_value("recruiting systemic sclerosis")


def test_enter_without_a_chosen_suggestion_searches_for_what_was_typed(typing):
    page = typing("lup")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/trials/\?q=lup$"))


def test_up_and_down_go_round_through_the_box(typing):
    page = typing("lup")
    options = options_of(page)
    page.keyboard.press("ArrowUp")
    assert active(page).get_attribute("id") == options.last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    assert active(page).get_attribute("id") == options.first.get_attribute("id")


@pytest.mark.parametrize(("key", "place"), [("Home", 0), ("End", 3), ("ArrowLeft", 2)])
def test_keys_of_a_text_stay_keys_of_the_text(typing, key, place):
    page = typing("lup")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(key)
    assert active(page) is None
    assert page.evaluate("document.getElementById('q').selectionStart") == place


def test_escape_closes_the_list_and_a_second_one_clears_the_box(typing):
    page = typing("lup")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box_of(page)).to_have_value("lup")
    page.keyboard.press("Escape")
    expect(box_of(page)).to_have_value("")


def test_down_opens_a_closed_list_again(typing):
    page = typing("lup")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible(timeout=FIRST_ANSWER)
    expect(box_of(page)).to_have_attribute("aria-expanded", "true")


def test_tab_leaves_the_box_and_takes_nothing(typing):
    page = typing("lup")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box_of(page)).to_have_value("lup")
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_the_number_of_suggestions_is_told(typing):
    page = typing("musk")
    number = options_of(page).count()
    expect(page.get_by_role("search").get_by_role("status")).to_have_text(
        re.compile(rf"^{number} suggestions?\. Down arrow to choose\.$")
    )
    box_of(page).fill("qqqqqqqqqq")
    expect(page.get_by_role("search").get_by_role("status")).to_have_text("No suggestions.")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_suggestion_is_taken_by_touch_on_a_phone(typing):
    page = typing("cd19 lup", width=390, has_touch=True, is_mobile=True)
    options_of(page).first.tap()
    expect(page).to_have_url(re.compile(r"/trials/\?q=CD19\+lupus"))


def test_a_suggestion_is_taken_by_mouse_among_the_results(typing):
    page = typing(" neph", "/trials/?q=lupus")
    options_of(page).filter(has_text="Lupus nephritis").first.click()
    expect(page).to_have_url(re.compile(r"/trials/\?q=Lupus\+nephritis"))


def test_the_box_asks_once_the_keys_rest_and_only_for_the_last_words(open_page):
    page = open_page("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    box_of(page).press_sequentially("scleroderma", delay=5)
    expect(page.get_by_role("listbox")).to_be_visible(timeout=FIRST_ANSWER)
    assert [url.partition("?")[2] for url in asked] == ["q=scleroderma"]
    assert page.foreign == []


def test_a_late_answer_does_not_replace_a_newer_one(open_page):
    page = open_page("/")
    held = []
    page.route(re.compile(r"/suggest/\?q=lup$"), lambda route: held.append(route))
    box = box_of(page)
    with page.expect_request(re.compile(r"/suggest/\?q=lup$")):
        box.fill("lup")
    with page.expect_event("requestfailed"):  # it is given up as soon as there is another
        box.fill("scler")
    expect(options_of(page).first).to_contain_text("Systemic sclerosis")


def test_the_box_stays_a_box_where_no_answer_comes(open_page):
    page = open_page("/")
    page.route("**/suggest/**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        box_of(page).fill("lup")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/trials/\?q=lup$"))


def test_without_javascript_the_box_is_a_plain_one(open_page):
    page = open_page("/", java_script_enabled=False)
    expect(box_of(page)).to_have_count(0)
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_role("searchbox").fill("lupus")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/trials/\?q=lupus"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/", "/trials/?q=lupus"])
def test_the_open_list_has_no_fault_and_moves_nothing(typing, path, width, scheme):
    page = typing(" scler", path, width, color_scheme=scheme, bypass_csp=True)
    footer = page.locator("footer").bounding_box()
    page.keyboard.press("ArrowDown")
    violations = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "scrolls sideways"
    heights = options_of(page).evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 44
    page.keyboard.press("Escape")
    assert page.locator("footer").bounding_box() == footer


@pytest.mark.parametrize("mode", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_the_active_option_is_told_from_the_others_in_every_mode(typing, mode):
    page = typing("scler", **mode)
    page.keyboard.press("ArrowDown")
    first, second = options_of(page).all()[:2]
    ground = "one => getComputedStyle(one).backgroundColor"
    assert first.evaluate(ground) != second.evaluate(ground)


def test_the_browser_refuses_nothing_of_the_list(open_page):
    page = open_page("about:blank")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/")
    box_of(page).press_sequentially("lup")
    expect(page.get_by_role("listbox")).to_be_visible(timeout=FIRST_ANSWER)
    page.keyboard.press("ArrowDown")
    assert complaints == []
