"""What may be kept of each page, and by whom."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/trials/", "/conditions/", "/guide/", "/es/guide/"])
def test_a_page_without_a_question_is_kept_for_a_minute_and_asked_for_again_by_its_tag(client, path):
    first = client.get(path)
    assert first["Cache-Control"] == "public, max-age=60"
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/trials/?q=lupus", "/es/trials/?near=Boston", "/map/?q=lupus", "/suggest/?q=lu"])
def test_nobody_keeps_what_somebody_looked_for(client, path):
    kept = client.get(path)["Cache-Control"]
    assert "no-store" in kept
    assert "public" not in kept


def test_a_page_that_is_not_there_is_not_kept(client):
    assert "no-store" in client.get("/guide/no-such-page/")["Cache-Control"]
