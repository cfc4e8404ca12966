"""Fixtures become rows; an editor's change stays; a fixture that cannot be loaded writes nothing."""

import shutil
import tomllib
from pathlib import Path

import pytest

from conditions.models import Autoantibody, Condition, Term
from config.seeding import seed_all
from sources.models import SeededRow, Source
from sources.seeding import SeedError, Tally, read_fixture, seed_table
from tests.builders import make_condition, make_source
from tests.records import study
from tests.trials.syncing import bring_in, every_row
from trials.models import Trial, TrialCondition

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixtures(settings, tmp_path):
    """A copy of the project's fixtures, which a test may change."""
    shutil.copytree(Path(settings.BASE_DIR) / "fixtures", tmp_path / "fixtures")
    settings.BASE_DIR = tmp_path
    return tmp_path / "fixtures"


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lupus(**more):
    return {"slug": "lupus", "name": "Lupus", "plain": "Our words.", "source": "finder", **more}


@pytest.fixture
def finder():
    return make_source("finder")


def seed(*rows):
    return seed_table(Condition, ["slug"], rows)


@pytest.mark.usefixtures("finder")
class TestOneTable:
    def test_rows_are_made_with_their_links(self):
        assert seed(lupus(), {**lupus(), "slug": "kind", "name": "A kind", "parent": "lupus"}) == Tally(made=2)
        assert Condition.objects.get(slug="kind").parent.slug == "lupus"

    def test_a_row_may_come_before_the_row_it_links_to(self):
        seed({**lupus(), "slug": "kind", "name": "A kind", "parent": "lupus"}, lupus())
        assert Condition.objects.get(slug="kind").parent.slug == "lupus"

    def test_seeding_twice_changes_nothing(self):
        seed(lupus())
        before = every_row()
        assert seed(lupus()) == Tally()
        assert every_row() == before

    def test_a_field_that_nobody_touched_follows_the_fixture(self):
        seed(lupus())
        assert seed(lupus(plain="Better words.")) == Tally(updated=1)
        assert Condition.objects.get().plain == "Better words."

    def test_an_editors_change_stays_and_the_rest_of_the_row_follows(self):
        seed(lupus())
        Condition.objects.update(plain="An editor's words.")
        assert seed(lupus(plain="Better words.", name="Lupus (SLE)")) == Tally(updated=1, kept=1)
        row = Condition.objects.get()
        assert (row.plain, row.name) == ("An editor's words.", "Lupus (SLE)")

    def test_an_editors_change_stays_however_often_the_fixture_changes(self):
        seed(lupus())
        Condition.objects.update(plain="An editor's words.")
        for words in ("Second words.", "Third words.", "Our words."):
            seed(lupus(plain=words))
        assert Condition.objects.get().plain == "An editor's words."

    def test_a_row_that_an_editor_deleted_stays_deleted(self):
        seed(lupus())
        Condition.objects.all().delete()
        assert seed(lupus()) == Tally()
        assert seed(lupus(plain="Better words.")) == Tally()
        assert not Condition.objects.exists()

    def test_a_row_that_an_editor_made_before_us_is_left_alone(self):
        make_condition("Lupus", plain="An editor's words.")
        assert seed(lupus()) == Tally()
        assert seed(lupus(plain="Better words.")) == Tally(kept=1)
        assert Condition.objects.get().plain == "An editor's words."

    def test_a_list_of_links_follows_the_fixture_unless_an_editor_changed_it(self):
        seed(lupus(), lupus(slug="other", name="Other"))
        row = {"slug": "ana", "name": "ANA", "antigen": "DNA", "source": "finder"}
        seed_table(Autoantibody, ["slug"], [{**row, "conditions": ["lupus"]}])
        assert seed_table(Autoantibody, ["slug"], [{**row, "conditions": ["other", "lupus"]}]) == Tally(updated=1)
        ana = Autoantibody.objects.get()
        assert {one.slug for one in ana.conditions.all()} == {"lupus", "other"}
        ana.conditions.clear()
        assert seed_table(Autoantibody, ["slug"], [{**row, "conditions": ["lupus"]}]) == Tally(kept=1)
        assert not ana.conditions.exists()

    @pytest.mark.parametrize("link", [{"source": "nobody"}, {"parent": "nothing"}])
    def test_a_link_to_nothing_is_an_error_that_names_the_row(self, link):
        with pytest.raises(SeedError, match=r"conditions.condition 'lupus' names \w+ '(nobody|nothing)': no such row"):
            seed(lupus(**link))

    def test_a_new_name_of_a_row_that_an_editor_deleted_is_left_out(self):
        names = [{"condition": "lupus", "text": "SLE", "use": "name"}]
        seed(lupus())
        seed_table(Term, ["condition", "text"], names)
        Condition.objects.all().delete()
        more = [*names, {"condition": "lupus", "text": "lupus erythematosus", "use": "name"}]
        assert seed_table(Term, ["condition", "text"], more) == Tally()
        assert not Term.objects.exists()

    def test_a_list_leaves_out_a_row_that_an_editor_deleted(self):
        seed(lupus(), lupus(slug="other", name="Other"))
        Condition.objects.filter(slug="other").delete()
        row = {"slug": "ana", "name": "ANA", "antigen": "DNA", "source": "finder", "conditions": ["lupus", "other"]}
        assert seed_table(Autoantibody, ["slug"], [row]) == Tally(made=1)
        assert [one.slug for one in Autoantibody.objects.get().conditions.all()] == ["lupus"]


@pytest.mark.usefixtures("fixtures")
class TestTheProjectsFixtures:
    def test_all_of_them_load_and_a_second_time_nothing_changes(self):
        assert seed_all().made > 2000
        before = every_row()
        SeededRow.objects.filter(table="fixtures").delete()
        assert seed_all() == Tally()
        assert every_row().keys() == before.keys()
        assert {name: rows for name, rows in every_row().items() if name != "SeededRow"} == {
            name: rows for name, rows in before.items() if name != "SeededRow"
        }

    def test_files_that_have_not_changed_are_not_read_again(self, django_assert_max_num_queries):
        seed_all()
        with django_assert_max_num_queries(4):
            assert seed_all() == Tally()

    def test_a_changed_file_is_followed_where_nobody_touched_the_row(self, fixtures):
        seed_all()
        change(fixtures / "targets.toml", "A marker on almost all B cells", "A sign on almost all B cells")
        assert seed_all() == Tally(updated=1)

    def test_a_dangling_link_in_the_last_file_leaves_nothing_written(self, fixtures):
        with (fixtures / "guide.toml").open("a", encoding="utf-8") as guide:
            guide.write('\n[[section]]\npage = "nowhere"\nanchor = "a"\nheading = "A"\nbody = "A."\n')
            guide.write('position = 1\nsource = "finder"\n')
        with pytest.raises(SeedError, match="'nowhere': no such row"):
            seed_all()
        assert not Source.objects.exists()
        assert not Condition.objects.exists()
        assert not SeededRow.objects.exists()

    def test_a_file_that_is_no_toml_is_named(self, fixtures):
        change(fixtures / "targets.toml", "[[target]]", "[[target]")
        with pytest.raises(SeedError, match=r"targets\.toml is not valid TOML"):
            seed_all()

    def test_a_synced_trial_keeps_what_the_registry_said_of_it(self, fixtures, tmp_path):
        seed_all()
        bring_in(tmp_path, study("NCT06279923", designModule={"phases": ["PHASE1"]}))
        before = Trial.objects.filter(nct_id="NCT06279923").values().get()
        labels = set(TrialCondition.objects.filter(trial=before["id"]).values_list("condition__slug", "origin"))
        change(
            fixtures / "article.toml",
            'stage = "phase-1"\nfield_by_rule = true',
            'stage = "phase-3"\nfield_by_rule = true',
        )
        change(
            fixtures / "article.toml",
            'conditions = ["autoimmune-disease-unspecified"]',
            'conditions = ["autoimmune-disease-unspecified", "vasculitis"]',
        )
        seed_all()
        assert Trial.objects.filter(nct_id="NCT06279923").values().get() == before
        assert set(TrialCondition.objects.filter(trial=before["id"]).values_list("condition__slug", "origin")) == labels


@pytest.mark.parametrize("name", ["conditions", "autoantibodies", "targets", "modalities", "therapies", "sources"])
def test_no_slug_stands_in_a_fixture_twice(name):
    for rows in read_fixture(name).values():
        slugs = [row["slug"] for row in rows]
        assert len(slugs) == len(set(slugs))


def test_every_fixture_is_toml_and_is_loaded_by_somebody(settings):
    files = {path.stem for path in (Path(settings.BASE_DIR) / "fixtures").glob("*.toml")}
    assert files == {
        "article", "autoantibodies", "burden", "cell_sources", "conditions", "glossary", "guide", "modalities",
        "places", "queries", "sources", "targets", "therapies",
    }  # fmt: skip
    for name in files:
        assert tomllib.loads((Path(settings.BASE_DIR) / "fixtures" / f"{name}.toml").read_text(encoding="utf-8"))
