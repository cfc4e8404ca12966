"""What a patient does, in a real browser, on a phone and at a desk."""

import re

import pytest
from playwright.sync_api import expect

# One served finder for all: one worker runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
PHONE, DESK = 390, 1280


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_recruiting_cd19_trial_for_lupus_is_found_from_the_front_page(open_page, width):
    page = open_page("/", width)
    page.get_by_role("combobox").fill("lupus")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/trials/\?q=lupus"))
    if width == PHONE:
        page.get_by_text(re.compile(r"^Filters")).first.click()
    page.get_by_role("checkbox", name=re.compile("^CD19")).first.check()
    expect(page).to_have_url(re.compile("target=cd19"))
    first = page.locator("article").first
    expect(first).to_contain_text("Recruiting")
    expect(first).to_contain_text("CD19")
    first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lupus")


def test_a_caar_t_trial_for_pemphigus_is_found_through_its_door(open_page):
    page = open_page("/")
    page.get_by_role("link", name=re.compile("Pemphigus")).first.click()
    page.locator("#NCT04422912").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/trials/NCT04422912/"))
    expect(page.locator("main")).to_contain_text("CAAR-T")


def test_both_sponsors_of_a_trial_are_told_apart(open_page):
    page = open_page("/trials/NCT05451212/")
    expect(page.locator("main")).to_contain_text("Cabaletta Bio")
    page.locator("details", has_text="lenzax").first.locator("summary").click()
    expect(page.locator("main")).to_contain_text("lenzax")


def test_a_preclinical_programme_says_that_there_is_nothing_to_join(open_page):
    page = open_page("/trials/?stage=preclinical")
    page.locator("article").first.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("no trial to join", re.IGNORECASE))


def test_everything_works_with_javascript_off(open_page):
    page = open_page("/trials/?q=lupus", java_script_enabled=False)
    page.get_by_role("checkbox", name=re.compile("^CD19")).first.check()
    page.get_by_role("button", name=re.compile("Show results")).click()
    expect(page).to_have_url(re.compile("target=cd19"))
    page.get_by_role("link", name=re.compile("Next")).first.click()
    expect(page).to_have_url(re.compile("page=2"))
    assert page.locator("article").count() > 0


def test_a_filter_answers_without_a_new_page_and_keeps_the_keyboards_place(open_page):
    page = open_page("/trials/")
    page.evaluate("window.stillHere = true")
    box = page.get_by_role("checkbox", name=re.compile("^CD19")).first
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("target=cd19"))
    assert page.evaluate("window.stillHere") is True
    expect(page.get_by_role("checkbox", name=re.compile("^CD19")).first).to_be_focused()


def test_a_search_that_finds_nothing_offers_a_way_on(open_page):
    page = open_page("/trials/?q=lupus&stage=phase-4")
    expect(page.locator("article")).to_have_count(0)
    page.locator("#found").get_by_role("link", name=re.compile("^Without")).first.click()
    assert page.locator("article").count() > 0


def test_the_skip_link_leads_to_the_content(open_page):
    page = open_page("/trials/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "main"


def test_a_sheet_for_the_doctor_is_a_few_taps_away_in_spanish(open_page):
    """ "I have MuSK+ myasthenia, live near Philadelphia, speak Spanish." """
    page = open_page("/", PHONE)
    page.get_by_role("link", name="Español").click()
    page.get_by_role("combobox").fill("tengo miastenia anti-MuSK, vivo cerca de Filadelfia")
    page.get_by_role("button", name="Buscar").click()
    understood = page.locator(".said")
    expect(understood).to_contain_text("MuSK")
    expect(understood).to_contain_text("Philadelphia")
    page.locator("#NCT05451212").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("University of Pennsylvania")
    page.get_by_role("link", name=re.compile("[Hh]oja")).first.click()
    expect(page).to_have_url(re.compile(r"/es/trials/NCT05451212/sheet/\?near="))
    expect(page.locator("main")).to_contain_text("Philadelphia")
    expect(page.locator("main img")).to_have_attribute("src", re.compile("^data:image/svg"))
    page.get_by_role("link", name=re.compile("Inglés")).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_what_is_open_to_a_child_is_said_honestly(open_page):
    """ "My daughter, 14, lupus, near Boston": nothing fits, and the page says what stands in the way."""
    page = open_page("/", PHONE)
    page.get_by_role("combobox").fill("my daughter, 14, lupus, near Boston")
    page.get_by_role("button", name="Search").click()
    understood = page.locator(".said")
    for part in ("14", "Lupus", "Boston"):
        expect(understood).to_contain_text(part)
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 trials")
    page.get_by_role("link", name=re.compile("Without ‘.*Boston")).first.click()
    expect(page).not_to_have_url(re.compile("near"))
    open_at_14 = page.locator("article").count()
    page.goto("/trials/NCT06279923/?age=14")
    expect(page.locator("main")).to_contain_text(re.compile(r"At age 14, you \(or your child\) cannot join it"))
    assert open_at_14 == 0 or not page.locator("#NCT06279923").count()
