"""The first page: the box, the doors, and what is tested at which stage."""

from datetime import UTC, datetime

from tests.builders import make_condition, make_programme, make_run, make_target, make_trial
from tests.trials.views.reading import read
from trials.views import search_for, target_table


def test_the_search_box_leads_to_the_search(client, db):
    page = read(client, "/")
    assert [field["name"] for field in page.fields] == ["q"]
    assert 'action="/trials/"' in page.html


def test_the_doors_stand_in_their_order_and_other_conditions_do_not(client, db):
    make_condition("Behind", door=3)
    make_condition("Front", door=1)
    make_condition("Without a door")
    page = read(client, "/")
    assert page.html.index('href="/conditions/front/"') < page.html.index('href="/conditions/behind/"')
    assert "/conditions/without-a-door/" not in page.links


def test_the_numbers_are_those_of_the_trials_that_patients_see(client, db):
    make_trial()
    make_trial(status="COMPLETED")
    make_trial(in_field=False)
    links = read(client, "/").links
    assert links["/trials/"].endswith("2 trials")
    assert any(words.startswith("1 ") and "recruit" in words for words in links.values())


def test_the_number_that_recruit_is_what_its_link_finds(client, db):
    make_trial()
    make_trial(status="AVAILABLE")
    page = read(client, "/")
    address, words = next(link for link in page.links.items() if "recruit" in link[1])
    assert read(client, address).first_headings[0].startswith(words.split()[0])


def test_the_table_counts_trials_by_antigen_and_stage(db):
    cd19, bcma = make_target("CD19"), make_target("BCMA")
    make_trial(targets=[cd19, bcma], stage="phase-1")
    make_trial(targets=[cd19], stage="phase-1")
    make_trial(targets=[cd19], stage="phase-2")
    make_trial(targets=[cd19], stage="")
    make_trial(targets=[cd19], stage="phase-3", in_field=False)
    make_trial(stage="phase-2")
    make_programme()
    vetoed = make_trial(targets=[bcma], stage="phase-2", origin="curator")
    vetoed.target_labels.update(vetoed=True)
    table = target_table(search_for())
    assert table["stages"] == [
        ("preclinical", "Preclinical"),
        ("phase-1", "Phase 1"),
        ("phase-2", "Phase 2"),
        ("unknown", "Not stated"),
    ]
    assert [(row["name"], [count for _, count in row["cells"]], row["total"]) for row in table["rows"]] == [
        ("CD19", [0, 2, 1, 1], 4),
        ("BCMA", [0, 1, 0, 0], 1),
        ("Not stated", [1, 0, 2, 0], 3),
    ]


def test_every_number_of_the_table_is_what_its_link_finds(client, finder):
    finder.add_trial(stage="phase-2")
    finder.add_trial(targets=[], stage="phase-2")
    page = read(client, "/")
    cells = {address: words for address, words in page.links.items() if "target=" in address}
    assert len(cells) >= 6
    for address, words in cells.items():
        if words.isdigit():
            assert read(client, address).first_headings[0].startswith(f"{words} trial"), address


def test_it_says_when_the_registry_was_last_looked_at(client, db):
    make_run(finished=None, outcome="running")
    assert "Not yet compared with the registry" in read(client, "/").words
    make_run(finished=datetime(2026, 3, 5, 4, tzinfo=UTC))
    assert "5 March 2026" in read(client, "/").words


def test_an_empty_finder_still_answers(client, db):
    assert len(read(client, "/").first_headings) == 1
