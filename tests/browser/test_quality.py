"""What axe does not look at, on every kind of page: its outline, its language, its targets, its focus, its motion."""

import re
from itertools import pairwise

import pytest

from tests.browser.axe import OF_COLOUR, axe_faults
from tests.browser.conftest import PAGES, VISITS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
IN_ENGLISH = pytest.mark.parametrize("visit", VISITS[: len(PAGES)], indirect=True, ids="-".join)
FOCUSABLE = 12  # how many stops of the Tab key are looked at
SMALLEST_TARGET = 24

HEADINGS = """[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter(one => one.checkVisibility())
  .map(one => [Number(one.tagName[1]), one.textContent.trim()])"""

LANDMARKS = """Object.fromEntries(["main", "body > header", "body > footer"]
  .map(one => [one, document.querySelectorAll(one).length]))"""

NAMES_OF_WAYS = """[...document.querySelectorAll("nav")].map(one => one.getAttribute("aria-label")
  || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent.trim())"""

# A link within a sentence is as high as its line, as WCAG allows; a box's label is its target too.
TARGETS = """smallest => {
  const inSentence = one => {
    const style = getComputedStyle(one);
    if (style.display !== "inline" || one instanceof SVGElement) return false;
    let block = one.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block.innerText.trim().length > one.innerText.trim().length;
  };
  const size = one => {
    const boxes = [one, ...(one.labels || [])].map(each => each.getBoundingClientRect());
    return [Math.max(...boxes.map(box => box.width)), Math.max(...boxes.map(box => box.height))];
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, [role=button]")]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".skip") && !inSentence(one))
    .map(one => [one.outerHTML.slice(0, 100), ...size(one).map(side => Math.round(side * 10) / 10)])
    .filter(([, width, height]) => width < smallest || height < smallest);
}"""

# Where the focus is, if it can be seen: by an outline of it, or of a box around it that shows its focus for it.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const outlined = one => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
      && style.outlineColor !== "rgba(0, 0, 0, 0)";
  };
  const around = [at, at.parentElement, ...(at.labels || [])];
  const box = at.getBoundingClientRect();
  // The button within a date is the browser's own, and so is its focus.
  if (at.matches("input[type=date]:not(:focus-visible)")) return [at.outerHTML.slice(0, 100), true];
  const inWindow = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [at.outerHTML.slice(0, 100), around.some(outlined) && inWindow && box.width > 1 && box.height > 1];
}"""

FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""

MOTION = """() => {
  const seconds = list => Math.max(...list.split(",").map(parseFloat));
  const moves = one => {
    const style = getComputedStyle(one);
    return seconds(style.transitionDuration) > .01
      || style.animationName !== "none" && seconds(style.animationDuration) > .01;
  };
  return [...document.querySelectorAll("body, body *")].filter(moves).map(one => one.outerHTML.slice(0, 100))
    .concat(document.getAnimations().map(one => one.id || "an animation"));
}"""


def stops(page) -> list[tuple[str, bool]]:
    """The first stops of the Tab key from the top of the page, each with whether its focus is seen."""
    page.evaluate(FROM_THE_TOP)
    found = []
    for _ in range(FOCUSABLE):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None:
            break
        found.append(tuple(at))
    return found


@IN_ENGLISH
def test_one_heading_leads_and_no_level_is_left_out(visit):
    headings = visit.seen().evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [after for before, after in pairwise(headings) if after[0] > before[0] + 1] == []
    assert all(text for _, text in headings)


def test_a_screen_reader_finds_the_parts_of_the_page_by_name(visit):
    page = visit.seen()
    assert page.evaluate(LANDMARKS) == {"main": 1, "body > header": 1, "body > footer": 1}
    names = page.evaluate(NAMES_OF_WAYS)
    assert all(names)
    assert len(names) == len(set(names))


def test_it_says_which_language_it_is_in_and_where_the_others_are(visit):
    page = visit.seen()
    assert page.get_attribute("html", "lang") == visit.language
    assert re.search(r"\w", page.title())
    if visit.expected_status == 200:
        others = page.evaluate("[...document.querySelectorAll('link[hreflang]')].map(one => one.hreflang)")
        assert {"en", "es", "x-default"} <= set(others)


def test_what_can_be_pressed_is_large_enough_for_a_finger(visit):
    assert visit.seen(390).evaluate(TARGETS, SMALLEST_TARGET) == []


@IN_ENGLISH
@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_focus_is_seen_at_each_stop_of_the_tab_key(visit, forced):
    found = stops(visit.seen(1280, forced=forced))
    assert len(found) == FOCUSABLE
    assert [what for what, seen in found if not seen] == []


@IN_ENGLISH
def test_forced_colours_keep_text_and_ground_apart(visit):
    assert axe_faults(visit.seen(forced="active"), OF_COLOUR) == []


@IN_ENGLISH
def test_nothing_moves_for_whoever_wants_no_motion(visit):
    assert visit.seen().evaluate(MOTION) == []
