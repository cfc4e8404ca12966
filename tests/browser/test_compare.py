"""Trials side by side and the pipeline in a real browser: on a narrow phone, at a desk, in both schemes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# One served finder for all: one worker runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
THREE = "/compare/?trial=NCT05451212&trial=NCT04422912&trial=NCT06279923&near=Boston"
PATHS = ["/compare/", "/compare/?trial=NCT05451212", THREE, f"{THREE}&trial=NCT99999999&differs=yes",
         "/pipeline/", "/pipeline/?status=recruiting"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_the_page_has_no_fault_and_scrolls_nowhere_sideways(open_page, path, width, scheme):
    page = open_page(path, width, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    violations = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "scrolls sideways"
    assert page.foreign == []
    assert page.context.cookies() == []


def test_on_a_phone_each_row_is_a_block_and_still_a_row_of_a_table(open_page):
    page = open_page(THREE, 320)
    row = page.get_by_role("row", name=re.compile("^Targets"))
    expect(row.get_by_role("rowheader")).to_be_visible()
    expect(row.get_by_role("cell")).to_have_count(3)
    tops = [row.get_by_role("cell").nth(at).bounding_box()["y"] for at in range(3)]
    assert tops[0] < tops[1] < tops[2]


def test_another_trial_is_added_by_its_number_and_one_is_taken_out(open_page):
    page = open_page("/compare/?trial=NCT05451212")
    page.get_by_label("Add a trial by its registry number").fill("nct04422912")
    page.get_by_role("button", name="Add or update").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 trials side by side")
    page.get_by_role("link", name=re.compile("^Take out.*NCT05451212")).click()
    expect(page).to_have_url(re.compile(r"/compare/\?trial=NCT04422912$"))


def test_only_what_differs_is_shown_without_javascript(open_page):
    page = open_page(THREE, java_script_enabled=False)
    rows = page.locator(".compare tbody tr").count()
    page.get_by_role("link", name="Show only what differs").click()
    assert page.locator(".compare tbody tr").count() < rows
    expect(page.get_by_role("row", name=re.compile("^Targets"))).to_be_visible()


def test_a_box_of_the_picture_leads_to_its_trials_by_keyboard(open_page):
    page = open_page("/pipeline/")
    box = page.locator(".strip svg a").first
    words = box.locator("title").text_content()
    box.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/trials/\?condition=.+&target="))
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.search(r"\d+ trial", words)[0])


def test_on_a_phone_the_picture_scrolls_in_its_own_place_and_the_diseases_stay(open_page):
    page = open_page("/pipeline/", 320)
    picture, disease = page.locator(".pipeline"), page.locator(".disease").first
    assert picture.evaluate("(one) => one.scrollWidth > one.clientWidth")
    before = disease.bounding_box()["x"]
    picture.evaluate("(one) => { one.scrollLeft = 300; }")
    assert abs(disease.bounding_box()["x"] - before) <= 1
    picture.focus()
    expect(picture).to_be_focused()
