"""A list of trials kept by the browser alone: saved on one page, opened, compared, shared and forgotten."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# One served finder for all: one worker runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
KEPT = "Object.keys(localStorage)"
BLOCKED = """
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


def buttons(page):
    return page.locator("button[data-shortlist]")


def link(page):
    return page.locator("a[data-shortlist=link]")


def slugs(page, number):
    return [buttons(page).nth(at).get_attribute("data-shortlist") for at in range(number)]


def test_trials_are_saved_listed_compared_and_taken_out(open_page):
    page = open_page("/trials/?q=lupus")
    expect(link(page)).to_be_hidden()
    assert page.evaluate(KEPT) == []
    first, second = slugs(page, 2)
    for at in range(2):
        buttons(page).nth(at).click()
        expect(buttons(page).nth(at)).to_have_text("Saved")
        expect(buttons(page).nth(at)).to_have_attribute("aria-pressed", "true")
        expect(link(page)).to_contain_text(str(at + 1))
    page.reload()
    expect(buttons(page).first).to_have_text("Saved")
    link(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 trials on this list")
    page.get_by_role("button", name="Compare the ticked trials").click()
    expect(page).to_have_url(re.compile(f"/compare/\\?trial={first}&trial={second}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("2 trials side by side")
    link(page).click()
    page.get_by_role("link", name=f"Take out {first}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 trial on this list")
    expect(link(page)).to_contain_text("1")
    page.get_by_role("link", name=f"Take out {second}").click()
    expect(page.locator("main")).to_contain_text("Nothing is saved in this browser yet")
    expect(link(page)).to_be_hidden()
    assert page.evaluate(KEPT) == []


def test_a_second_press_takes_the_trial_out_again(open_page):
    page = open_page("/trials/?q=lupus")
    buttons(page).first.click()
    expect(buttons(page).first).to_have_attribute("aria-pressed", "true")
    buttons(page).first.click()
    expect(buttons(page).first).to_have_text("Save")
    expect(buttons(page).first).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(KEPT) == []


def test_results_that_a_filter_brought_can_be_saved_too(open_page):
    page = open_page("/trials/")
    page.get_by_role("checkbox", name=re.compile("^CD19")).first.check()
    expect(page).to_have_url(re.compile("target=cd19"))
    expect(buttons(page).first).to_be_visible()
    buttons(page).first.click()
    expect(link(page)).to_contain_text("1")


def test_the_page_without_an_address_opens_the_saved_list(open_page):
    page = open_page("/trials/?q=lupus")
    (first,) = slugs(page, 1)
    buttons(page).first.click()
    page.goto("/shortlist/")
    expect(page).to_have_url(re.compile(f"/shortlist/\\?trial={first}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("1 trial on this list")


def test_nothing_is_sent_before_the_list_is_opened(open_page):
    page = open_page("/trials/?q=lupus")
    (first,) = slugs(page, 1)
    sent = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    buttons(page).first.click()
    expect(buttons(page).first).to_have_text("Saved")
    page.get_by_role("link", name="Guide").first.click()
    expect(page).to_have_url(re.compile("/guide/$"))
    assert sent != []
    assert [one for one in sent if first in one] == []
    assert page.context.cookies() == []


def test_a_shared_list_is_saved_only_when_its_reader_wants_it(open_page):
    page = open_page("/shortlist/?trial=NCT05451212&trial=NCT04422912")
    assert page.evaluate(KEPT) == []
    expect(link(page)).to_be_hidden()
    page.get_by_role("button", name="Save these in this browser").click()
    expect(page.get_by_role("status")).to_contain_text("saved in this browser")
    expect(link(page)).to_contain_text("2")
    expect(page.get_by_role("button", name="Save these in this browser")).to_be_hidden()


def test_the_list_is_forgotten_on_demand(open_page):
    page = open_page("/shortlist/?trial=NCT05451212")
    page.get_by_role("button", name="Save these in this browser").click()
    page.get_by_role("button", name="Forget the list in this browser").click()
    expect(page.locator("main")).to_contain_text("Nothing is saved in this browser yet")
    assert page.evaluate(KEPT) == []


def test_the_address_is_copied(open_page):
    page = open_page("/shortlist/?trial=NCT05451212", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_contain_text("copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_where_the_browser_does_not_copy_the_address_is_marked_and_it_is_said_how(open_page):
    page = open_page("about:blank")
    refuses = "{ writeText: () => Promise.reject(new Error()) }"
    page.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {{ value: {refuses} }})")
    page.goto("/shortlist/?trial=NCT05451212")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_contain_text("press Ctrl and C")
    box = page.get_by_label("Address of this list")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)") == page.url


def test_a_browser_that_keeps_nothing_says_so_and_nothing_breaks(open_page):
    page = open_page("about:blank")
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.add_init_script(BLOCKED)
    page.goto("/trials/?q=lupus")
    buttons(page).first.click()
    expect(buttons(page).first).to_contain_text("does not let us keep it")
    expect(link(page)).to_be_hidden()
    assert faults == []


def test_a_list_that_is_full_says_so(open_page):
    page = open_page("/trials/?q=lupus")
    page.evaluate("localStorage.setItem('shortlist', JSON.stringify([...Array(30)].map((_, n) => `NCT${n}`)))")
    page.reload()
    buttons(page).first.click()
    expect(buttons(page).first).to_contain_text("it holds 30 trials")
    expect(link(page)).to_contain_text("30")


def test_what_something_else_wrote_into_the_storage_does_no_harm(open_page):
    page = open_page("/trials/?q=lupus")
    for written in ("{", '"NCT05451212"', "null", "[[1], {}]"):
        page.evaluate("(text) => localStorage.setItem('shortlist', text)", written)
        page.reload()
        expect(buttons(page).first).to_be_visible()


def test_without_javascript_the_buttons_stay_away_and_the_list_still_shows(open_page):
    page = open_page("/trials/?q=lupus", java_script_enabled=False)
    expect(buttons(page).first).to_be_hidden()
    expect(link(page)).to_be_hidden()
    page.goto("/shortlist/")
    expect(page.locator("noscript .notice")).to_be_visible()
    page.goto("/shortlist/?trial=NCT05451212&trial=NCT04422912")
    page.get_by_role("button", name="Compare the ticked trials").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 trials side by side")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/shortlist/", "/shortlist/?trial=NCT05451212&trial=NCT04422912&trial=NCT99999999"])
def test_the_page_has_no_fault_and_scrolls_nowhere_sideways(open_page, path, width, scheme):
    page = open_page(path, width, color_scheme=scheme, bypass_csp=True)
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "scrolls sideways"
    assert page.foreign == []
