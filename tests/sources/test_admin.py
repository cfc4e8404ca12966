"""Editors see where facts are from; what our code leans on stays, and big tables are not counted."""

from django.core.paginator import Paginator
from django.db import connection
from django.urls import reverse

from sources.editing import EstimatingPaginator
from sources.models import SeededRow, Source
from tests.builders import make_condition, make_source, make_trial
from tests.forms import post, shown
from trials.models import Trial


def delete(client, source: Source):
    return client.post(reverse("admin:sources_source_delete", args=[source.pk]), {"post": "yes"})


def test_a_second_source_of_editors_words_is_refused(admin_client):
    make_source("editor")
    address = reverse("admin:sources_source_add")
    values = {**shown(admin_client, address), "name": "Two", "slug": "two", "kind": "editor"}
    response = admin_client.post(address, values)
    assert response.status_code == 200
    assert "already" in response.text


def test_a_source_is_added_and_keeps_its_kind_and_slug(admin_client):
    post(admin_client, reverse("admin:sources_source_add"), name="MeSH", slug="mesh", kind="vocabulary")
    mesh = Source.objects.get(slug="mesh")
    post(admin_client, reverse("admin:sources_source_change", args=[mesh.pk]), kind="article", slug="x", note="n")
    mesh.refresh_from_db()
    assert (mesh.kind, mesh.slug, mesh.note) == ("vocabulary", "mesh", "n")


def test_the_registry_and_the_editors_cannot_be_deleted_as_sources(admin_client):
    assert delete(admin_client, make_source("registry")).status_code == 403
    assert delete(admin_client, make_source("editor")).status_code == 403


def test_a_source_that_facts_are_from_is_not_deleted(admin_client):
    source = make_source("vocabulary")
    make_condition("Lupus", source=source)
    text = delete(admin_client, source).text
    assert "1 condition:" in text
    assert "Lupus" in text
    assert Source.objects.filter(pk=source.pk).exists()


def test_what_a_fixture_wrote_is_shown_readable(admin_client):
    row = SeededRow.objects.create(table="conditions.Condition", key="lupus", values={"name": "<Lupus>"})
    text = admin_client.get(reverse("admin:sources_seededrow_change", args=[row.pk])).text
    assert "&quot;name&quot;: &quot;&lt;Lupus&gt;&quot;" in text


def set_estimate(rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = %s WHERE relname = 'trials_trial'", [rows])


def test_a_big_table_is_not_counted_where_nothing_is_filtered(db, django_assert_num_queries):
    set_estimate(100_000)
    with django_assert_num_queries(1) as queries:
        assert EstimatingPaginator(Trial.objects.order_by("slug").defer("summary"), 50).count == 100_000
    assert "reltuples" in queries[0]["sql"]


def test_what_is_filtered_or_small_is_counted_exactly(db):
    make_trial(stage="phase-1")
    make_trial(stage="phase-2")
    set_estimate(100_000)
    assert EstimatingPaginator(Trial.objects.filter(stage="phase-1"), 50).count == 1
    set_estimate(9_000)
    assert EstimatingPaginator(Trial.objects.all(), 50).count == Paginator(Trial.objects.all(), 50).count == 2


def test_the_list_of_trials_takes_the_estimate(admin_client):
    make_trial()
    set_estimate(100_000)
    assert admin_client.get("/admin/trials/trial/").context["cl"].result_count == 100_000
