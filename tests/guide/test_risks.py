"""What kinds of therapy typically risk, as a trial's page shows it."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Template

from guide.models import TypicalRisks

TEMPLATE = Template("{% load glossary %}{% typical_risks kinds=kinds cell_source=cell_source %}")


def shown(kinds: list[str], cell_source: str = "") -> str:
    return TEMPLATE.render(Context({"request": HttpRequest(), "kinds": kinds, "cell_source": cell_source}))


@pytest.mark.parametrize(
    ("kinds", "cell_source", "headings"),
    [
        (["car-t"], "autologous", ["engineered-t-cells"]),
        (["car-t", "caar-t"], "", ["engineered-t-cells"]),
        (["car-nk"], "allogeneic", ["nk-cells", "donor-cells"]),
        (["car-t"], "in-vivo", ["engineered-t-cells", "in-vivo"]),
        (["car-treg"], "unknown", ["regulatory-t-cells"]),
        (["msc"], "", ["repair-cells"]),
        ([], "allogeneic", ["donor-cells"]),
    ],
)
def test_a_trial_shows_the_risks_of_its_kinds_and_of_whose_cells_they_are(guide, kinds, cell_source, headings):
    html = shown(kinds, cell_source)
    assert [one.slug for one in TypicalRisks.objects.all() if f'id="risks-{one.slug}"' in html] == headings
    assert html.count("What doctors do") == html.count("<summary>Source</summary>") == len(headings)
    assert 'href="/guide/risks/"' in html
    assert "not what this trial has seen" in html


def test_a_kind_of_which_nothing_is_said_shows_nothing(guide):
    assert shown(["islet"]).strip() == shown([]).strip() == ""


def test_the_risks_of_a_trial_are_one_query_beside_the_glossary(guide, django_assert_max_num_queries):
    shown(["car-t"])
    with django_assert_max_num_queries(2):
        shown(["car-t", "hsct"], "allogeneic")


@pytest.mark.parametrize(
    ("field", "fixture", "table"),
    [("kinds", "modalities", "modality"), ("cell_sources", "cell_sources", "cell_source")],
)
def test_risks_name_only_slugs_that_the_vocabulary_has(guide, field, fixture, table):
    path = Path(settings.BASE_DIR) / "fixtures" / f"{fixture}.toml"
    known = {row["slug"] for row in tomllib.loads(path.read_text("utf-8"))[table]}
    named = {slug for one in TypicalRisks.objects.all() for slug in getattr(one, field)}
    assert named
    assert named <= known
