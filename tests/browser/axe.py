"""Accessibility faults of a page, as axe-core finds them."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
OF_WIDTH = ("target-size", "scrollable-region-focusable")  # the rules whose answer the window's width can change
OF_COLOUR = ("color-contrast", "link-in-text-block")  # the rules whose answer the colour scheme can change
RUN = """async rules => {
  const options = {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}};
  if (rules.length) Object.assign(options, {runOnly: rules, rules: {}});
  const {violations} = await axe.run(options);
  return violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(" ")]));
}"""


def axe_faults(page: Page, rules: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Each broken rule with the element that breaks it: of `rules`, or of all, WCAG 2.2's size of targets included."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    return [tuple(fault) for fault in page.evaluate(RUN, list(rules))]
