"""Every kind of page: no accessibility fault, nothing sideways, nothing from elsewhere, no cookie."""

import pytest
from axe_playwright_python.sync_playwright import Axe

# One served finder for all: one worker runs them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
PATHS = [
    "/",
    "/trials/",
    "/trials/?q=lupus&target=cd19",
    "/trials/?stage=banana",
    "/trials/?q=nothing+at+all&stage=phase-4",
    "/trials/NCT05451212/",
    "/trials/hpi2-car-treg-type-1-diabetes/",
    "/conditions/",
    "/conditions/systemic-lupus-erythematosus/",
    "/autoantibodies/anti-musk/",
    "/therapies/",
    "/therapies/caba-201/",
    "/sites/1/",
    "/guide/",
    "/guide/how-it-works/",
    "/guide/treatments-compared/",
    "/guide/questions/",
    "/data/",
    "/changes/",
    "/changes/?kind=banana&since=yesterday",
    "/no-such-page/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_page(open_page, path, width, scheme):
    page = open_page(path, width, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    violations = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "scrolls sideways"
    assert page.foreign == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", PATHS)
def test_the_browser_refuses_nothing_that_a_page_asks_for(open_page, path):
    page = open_page("about:blank")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(path)
    expected = ["404"] if path == "/no-such-page/" else []
    assert [text for text in complaints if not any(word in text for word in expected)] == []
