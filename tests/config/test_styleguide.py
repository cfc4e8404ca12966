"""The page for developers that shows every piece."""

import pytest
from django.urls import path

from config.styleguide import styleguide
from config.urls import urlpatterns as house
from tests.builders import make_trial

pytestmark = pytest.mark.django_db
urlpatterns = [*house, path("styleguide/", styleguide, name="styleguide")]


@pytest.mark.urls(__name__)
def test_the_style_guide_shows_the_four_standings_and_a_trial(client):
    trial = make_trial(status="RECRUITING")
    page = client.get("/styleguide/").content.decode()
    for standing in ("open", "soon", "shut", "doubt"):
        assert f'class="state {standing}"' in page
    assert trial.title in page


def test_visitors_do_not_get_it(client):
    assert client.get("/styleguide/").status_code == 404
