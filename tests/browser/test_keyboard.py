"""A patient's way with the keyboard alone: from the front page to the paper for the doctor."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_quality import FOCUS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
MOST_STOPS = 60  # presses of Tab until what is wanted has the focus, from the main part on


def tab_to(page, matches: str) -> None:
    """Press Tab until the focus is on what the selector names; it is seen at every stop on the way."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        assert at, f"{page.url}: the focus left the page before {matches}"
        assert at[1], f"{page.url}: the focus is not seen at {at[0]}"
        if page.evaluate("matches => document.activeElement.matches(matches)", matches):
            return
    pytest.fail(f"{matches} is more than {MOST_STOPS} presses of Tab away")


def skip_to_main(page) -> None:
    """The first stop of a page leads past its head."""
    tab_to(page, "a.skip")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("language", ["", "/es"])
def test_from_a_search_to_the_sheet_for_the_doctor(open_page, language):
    page = open_page(f"{language}/")
    skip_to_main(page)
    tab_to(page, "#q")
    page.keyboard.type("musk")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{language}/trials/\?q=musk"))

    skip_to_main(page)
    tab_to(page, "article a[href*='/trials/NCT05451212/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{language}/trials/NCT05451212/"))
    trial = page.url

    skip_to_main(page)
    tab_to(page, "a[href*='/compare/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{language}/compare/\?.*NCT05451212"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("NCT05451212")

    page.goto(trial)
    skip_to_main(page)
    tab_to(page, "a[href*='/sheet/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{language}/trials/NCT05451212/sheet/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("NCT05451212")


def test_the_way_back_to_the_results_keeps_the_search(open_page):
    page = open_page("/trials/?q=musk")
    skip_to_main(page)
    tab_to(page, "article a[href*='/trials/NCT05451212/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/trials/NCT05451212/"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/trials/\?q=musk"))
    expect(page.locator("#q")).to_have_value("musk")
