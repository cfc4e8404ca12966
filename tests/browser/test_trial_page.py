"""A trial's page and its sheet in a real browser: the way to the doctor, and one side of paper."""

import re

import pytest
from playwright.sync_api import expect

# One served finder for all: one worker runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
TRIAL = "/trials/NCT05451212/"


def sides(page, paper: str) -> int:
    """How many sides of paper the page takes in print."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format=paper)))


def test_a_place_typed_on_the_page_goes_along_to_the_sheet_and_its_way_back(open_page):
    page = open_page(TRIAL, 390, java_script_enabled=False)
    page.get_by_label("How far from you?").fill("Philadelphia")
    page.get_by_role("button", name="Show distance").click()
    expect(page).to_have_url(re.compile(r"\?near=Philadelphia$"))
    page.get_by_role("link", name="Take the sheet to your doctor").click()
    expect(page).to_have_url(re.compile(r"/sheet/\?near=Philadelphia$"))
    expect(page.get_by_text("Print this page, or show it on your phone.")).to_be_visible()
    expect(page.get_by_role("button", name="Print this page")).to_have_count(0)
    page.get_by_role("link", name="Back to the trial").click()
    expect(page).to_have_url(re.compile(rf"{TRIAL}\?near=Philadelphia$"))


def test_the_button_prints(open_page):
    page = open_page(f"{TRIAL}sheet/")
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Print this page").click()
    assert page.title() == "printed"


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_every_sheet_is_one_side_of_paper(open_page, paper, language):
    page = open_page("/trials/")
    addresses = page.eval_on_selector_all("article h2 a, article h3 a", "links => links.map(link => link.pathname)")
    assert addresses
    for address in addresses:
        page.goto(f"{language}{address}sheet/?near=Philadelphia&age=14")
        assert sides(page, paper) == 1, address


def test_nothing_of_the_sheet_is_cut_off_in_print(open_page):
    page = open_page(f"{TRIAL}sheet/", 725)
    page.emulate_media(media="print")
    assert page.eval_on_selector(".sheet", "one => one.scrollHeight <= one.clientHeight + 1")
    assert page.eval_on_selector(".sheet .criteria", "one => one.scrollHeight <= one.clientHeight + 1")
    expect(page.get_by_role("navigation").first).to_be_hidden()


def test_folded_criteria_open_with_a_tap_and_the_registrys_text_is_whole(open_page):
    page = open_page(TRIAL, 390)
    whole = page.get_by_text("The registry’s own text, whole")
    if whole.count():  # a text without two sides is not folded at all
        whole.click()
    expect(page.locator(".registry-text.boxed").first).to_be_visible()


def test_a_patient_may_take_the_sheet_in_the_doctors_language(open_page):
    page = open_page(f"/es{TRIAL}sheet/")
    page.locator(".tools a[href*='in=en']").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(rf"/es{TRIAL}sheet/\?in=en$"))
    assert page.context.cookies() == []
