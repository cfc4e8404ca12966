"""Every kind of page, in both languages: it is there, no accessibility fault, nothing sideways, nothing from elsewhere,
nothing kept of a visitor."""

import pytest

from tests.browser.axe import OF_COLOUR, OF_WIDTH, axe_faults
from tests.browser.conftest import ZOOMED

# One served finder for all: one worker runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
WIDTHS = pytest.mark.parametrize("width", [320, ZOOMED])


def test_the_page_is_there(visit):
    assert visit.status == visit.expected_status


@WIDTHS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(visit, scheme, width):
    first = (scheme, width) == ("light", 320)
    assert axe_faults(visit.seen(width, scheme), () if first else (*OF_COLOUR, *OF_WIDTH)) == []


@WIDTHS
def test_nothing_is_wider_than_the_window(visit, width):
    page = visit.seen(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width + 1


def test_nothing_is_asked_of_another_host_and_nothing_is_kept(visit):
    assert visit.foreign == []
    assert visit.cookies == []
    assert "set-cookie" not in visit.headers


def test_its_headers_let_in_nothing_foreign_and_let_out_no_address(visit):
    policy = visit.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert visit.headers["referrer-policy"] == "same-origin"


def test_the_browser_complains_of_nothing(visit):
    unexpected = [line for line in visit.complaints if "404" not in line or visit.expected_status != 404]
    assert unexpected == []


def test_no_search_is_in_what_the_server_says(served, open_page):
    open_page("/trials/?q=zebrafish").goto("/no-such-page/?q=zebrafish")
    assert "zebrafish" not in served.said
