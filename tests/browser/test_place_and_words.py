"""How a search was understood, and where: by keyboard, by touch, without JavaScript, with the browser's position."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
PHILADELPHIA = {"latitude": 39.9523, "longitude": -75.1638}


def test_what_was_understood_can_be_taken_out_by_keyboard(open_page):
    page = open_page("/trials/?q=recruiting+lupus+near+philadelphia")
    chips = page.get_by_role("list", name="Understood as").get_by_role("listitem")
    expect(chips).to_have_count(3)
    page.get_by_role("link", name=re.compile("^Remove within 100 miles")).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=recruiting\+lupus$"))
    expect(page.locator("#q")).to_have_value("recruiting lupus")


def test_a_corrected_word_can_be_searched_for_as_it_was_typed(open_page):
    page = open_page("/trials/?q=pemphigas")
    assert page.locator("article").count() > 0
    page.get_by_role("link", name="Search for exactly “pemphigas” instead").click()
    expect(page.locator("#q")).to_have_value('"pemphigas"')
    expect(page.locator("article")).to_have_count(0)


def test_a_place_and_an_age_are_filters_without_javascript_and_leave_nothing_empty_in_the_address(open_page):
    page = open_page("/trials/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Use my position")).to_be_hidden()
    page.get_by_label("Near", exact=True).fill("Philadelphia")
    page.get_by_label("Within").select_option("50 miles")
    page.get_by_label("Age in years").fill("40")
    page.get_by_role("button", name="Show results").click()
    expect(page).to_have_url(re.compile(r"/trials/\?near=Philadelphia&within=50\+miles&age=40$"))
    expect(page.locator("article").first).to_contain_text(re.compile(r"(about \d+|under 2) miles"))
    page.get_by_role("link", name="Nearest", exact=True).click()
    expect(page).to_have_url(re.compile("sort=nearest"))


def test_the_browsers_position_is_asked_for_by_its_button_and_leaves_the_page_rounded(open_page):
    page = open_page("/trials/", geolocation=PHILADELPHIA, permissions=["geolocation"])
    page.get_by_role("button", name="Use my position").click()
    expect(page.get_by_label("Near", exact=True)).to_have_value("39.95, -75.16")
    expect(page).to_have_url(re.compile(r"near=39\.95%2C\+-75\.16"))
    expect(page.locator("#found")).to_contain_text("within 100 miles of 39.95, -75.16")


def test_where_the_browser_gives_no_position_the_page_says_what_else_to_do(open_page):
    page = open_page("/trials/", permissions=[])
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("#position-told")).to_contain_text("Type a town or a ZIP code instead")


def test_a_place_that_is_not_known_keeps_what_was_typed_and_says_what_helps(open_page):
    page = open_page("/trials/?near=nowhereville")
    expect(page.get_by_role("alert")).to_contain_text("We know no place called “nowhereville”")
    expect(page.get_by_label("Near", exact=True)).to_have_value("nowhereville")
    page.get_by_role("link", name="take it out").click()
    assert page.locator("article").count() > 0
