"""What changed: on a trial's own page, and in the list of all changes."""

import re
from datetime import UTC, datetime

import pytest

from tests.builders import make_condition, make_programme, make_site, make_snapshot, make_trial
from tests.trials.views.changing import change_everything, make_change, place
from tests.trials.views.reading import Page, read
from tests.trials.views.test_query_counts import queries
from trials.models import ChangeKind, OldNumber
from trials.templatetags.changes import told

CHARITE = "Charité, Berlin, Germany"
SENTENCES = {
    "new trial": ("new", None, "RECRUITING", "New in the registry: with the status “recruiting”"),
    "status": (
        "status",
        "RECRUITING",
        "ACTIVE_NOT_RECRUITING",
        "Status: recruiting → under way, taking nobody new",
    ),
    "status not known before": ("status", None, "COMPLETED", "Status: not stated → finished"),
    "site added": ("site-added", None, place(status="RECRUITING"), f"A site was added: {CHARITE} (recruiting)"),
    "site without status": ("site-added", None, place(), f"A site was added: {CHARITE}"),
    "site of which only the town is known": (
        "site-added",
        None,
        place(facility="", country=""),
        "A site was added: Berlin",
    ),
    "site removed": ("site-removed", place(status="RECRUITING"), None, f"A site was removed: {CHARITE}"),
    "site status": (
        "site-status",
        place(status="RECRUITING"),
        place(),
        f"A site’s status: {CHARITE}: recruiting → not stated",
    ),
    "stage": ("stage", "phase-1", "phase-1-2", "Stage: Phase 1 → Phase 1/2"),
    "stage not known before": ("stage", None, "not-applicable", "Stage: not stated → No phase applies"),
    "start": ("dates", {"start": "2026-03"}, {"start": "2026-06"}, "Start: March 2026 → June 2026"),
    "a date more exact": ("dates", {"start": "2026"}, {"start": "2026-06-05"}, "Start: 2026 → 5 June 2026"),
    "a date taken out": ("dates", {"completion": "2026-03"}, {"completion": None}, "End: March 2026 → not stated"),
    "sponsor": ("sponsor", "Kyverna", "Cabaletta Bio", "Sponsor: Kyverna → Cabaletta Bio"),
    "number of people": ("enrolment", 12, 24, "Number of people: 12 → 24"),
    "nobody any more": ("enrolment", 12, 0, "Number of people: 12 → 0"),
    "an age": (
        "eligibility",
        {"maximum_age": "69 Years"},
        {"maximum_age": "74 Years"},
        "Highest age to join: 69 years → 74 years",
    ),
    "an age no longer asked for": (
        "eligibility",
        {"minimum_age": "18 Years"},
        {"minimum_age": None},
        "Lowest age to join: 18 years → no limit stated",
    ),
    "sex": ("eligibility", {"sex": "FEMALE"}, {"sex": "ALL"}, "Sex of those who can join: women and girls → all"),
    "text": ("eligibility", {"text": "Old"}, {"text": "New"}, "Who can join: the registry’s text has changed"),
    "gone": ("vanished", None, "2026-08-22", "Gone: the registry no longer lists this trial (since 22 August 2026)"),
    "back": (
        "vanished",
        "2026-08-22",
        None,
        "Back: the registry lists this trial again (gone since 22 August 2026)",
    ),
}


def sentences(page) -> str:
    """The page's words, without the space that a change of language leaves before a colon."""
    return page.words.replace(" :", ":")


def test_every_kind_of_change_has_a_sentence_here():
    assert {kind for kind, *_ in SENTENCES.values()} == set(ChangeKind.values)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_change_reads_as_one_plain_sentence_on_both_pages(client, db, name):
    kind, before, after, sentence = SENTENCES[name]
    trial = make_trial()
    make_change(trial, kind, before, after)
    assert sentence in sentences(read(client, trial.get_absolute_url()))
    assert sentence in sentences(read(client, "/changes/"))


def test_each_date_that_moved_has_its_own_sentence(db):
    moved = {"start": "2026-03", "primary_completion": "2027-03", "completion": "2028-03"}
    change = make_change(make_trial(), "dates", moved, dict.fromkeys(moved))
    assert [line.lead for line in told(change)] == ["Start", "Main measurements until", "End"]


@pytest.mark.parametrize(
    ("kind", "before", "after", "marked"),
    [
        ("sponsor", "Kyverna", "A & <b>", ["Kyverna", "A &amp; &lt;b&gt;"]),
        ("site-added", None, place(), [CHARITE]),
        ("status", "PAUSED_FOR_NOW", "RECRUITING", ["paused for now"]),
        ("eligibility", {"minimum_age": "Newborn"}, {"minimum_age": "18 Years"}, ["Newborn"]),
        ("stage", "phase-1", "phase-2", []),
    ],
)
def test_the_registrys_own_words_in_a_sentence_are_escaped_and_marked_as_english(db, kind, before, after, marked):
    words = "".join(line.words for line in told(make_change(make_trial(), kind, before, after)))
    assert re.findall(r'<bdi lang="en">(.*?)</bdi>', words) == marked


def test_the_list_names_conditions_and_days_in_the_language_of_the_page(client, db):
    lupus = make_condition("Lupus", name_es="Lupus en español")
    make_change(make_trial(conditions=[lupus, make_condition("Myositis")]), "enrolment", 1, 2)
    page = read(client, "/es/changes/?condition=lupus&since=2020-01-05")
    assert '<option value="lupus" selected>Lupus en español</option>' in page.html
    assert '<option value="myositis">Myositis</option>' in page.html
    assert re.search(r"\b5 (de )?enero (de )?2020\b", page.words)


# --- on a trial's page


def changed_part(page) -> str:
    start = page.html.index('<section aria-labelledby="changed">')
    return Page(page.html[start : page.html.index("</section>", start)]).words


def test_a_trials_changes_stand_by_the_registrys_days_newest_first(client, db):
    trial = make_trial()
    make_change(trial, "enrolment", 1, 2, registry_date="2026-03-05")
    make_change(trial, "stage", "phase-1", "phase-2", registry_date="2026-06-07")
    make_change(trial, "status", "RECRUITING", "COMPLETED", registry_date="2026-06-07")
    make_change(trial, "enrolment", 2, 3, registry_date=None, found=datetime(2026, 1, 2, tzinfo=UTC))
    page = read(client, trial.get_absolute_url())
    days = [words for tag, words in page.headings if tag == "h3" and "2026" in words]
    assert days == ["7 June 2026", "5 March 2026", "No date given; seen by us on 2 January 2026"]
    assert "changed" in page.ids


def test_what_the_registry_says_of_who_can_join_is_shown_as_it_stood_with_what_differs(client, db):
    trial = make_trial()
    old = "Inclusion:\n\n* Age \\>= 18\n* Lupus"
    new = "Inclusion:\n\n* Age \\>= 16\n* Lupus\n* No infection"
    make_change(trial, "eligibility", {"text": old}, {"text": new})
    page = read(client, trial.get_absolute_url())
    words = changed_part(page)
    assert (
        "What differs, line by line Taken out: * Age >= 18 Added: * Age >= 16 Added: * No infection The old text"
        in words
    )
    assert "The old text Inclusion: * Age >= 18 * Lupus The new text Inclusion: * Age >= 16 * Lupus" in words
    assert "Inclusion:\n\n* Age &gt;= 18\n* Lupus</div>" in page.html


@pytest.mark.parametrize(("old", "new"), [(None, "New"), ("Old", None)])
def test_a_text_that_came_or_went_is_said_to_have(client, db, old, new):
    trial = make_trial()
    make_change(trial, "eligibility", {"text": old}, {"text": new})
    words = changed_part(read(client, trial.get_absolute_url()))
    assert ("No text was stated." in words) is (old is None)
    assert ("No text is stated now." in words) is (new is None)
    assert "None" not in words


def test_texts_of_thousands_of_lines_are_shown_and_not_compared(client, db):
    trial = make_trial()
    old, new = ("\n".join(f"{letter} {n}" for n in range(5_000)) for letter in "ab")
    make_change(trial, "eligibility", {"text": old}, {"text": new})
    words = changed_part(read(client, trial.get_absolute_url()))
    assert "line by line" not in words
    assert "b 4999" in words


def test_a_long_list_of_sites_folds_behind_what_it_holds(client, db):
    trial = make_trial()
    make_change(trial, "status", "RECRUITING", "COMPLETED")
    for number in range(12):
        make_change(trial, "site-added", None, place(f"Clinic {number}"))
    make_change(trial, "site-removed", place("Clinic X"), None)
    page = read(client, trial.get_absolute_url())
    assert re.search(r"<details><summary>\s*<b>Sites:</b> 12 added, 1 removed</summary>", page.html)
    assert "Clinic 11" in page.words
    listed = read(client, "/changes/").words
    assert "Status: recruiting → finished Sites: 12 added, 1 removed" in listed
    assert "Clinic 11" not in listed


def test_earlier_changes_of_a_long_history_fold(client, db):
    trial = make_trial()
    for day in range(1, 21):
        make_change(trial, "enrolment", day, day + 1, registry_date=f"2026-03-{day:02}")
    page = read(client, trial.get_absolute_url())
    assert "Earlier changes (8 days)" in page.words
    assert (
        page.words.index("20 → 21") < page.words.index("Earlier changes") < page.words.index("Number of people: 1 → 2")
    )


def test_nothing_changed_is_said_with_the_day_from_which_we_know(client, db):
    trial = make_trial()
    make_snapshot(trial, fetched=datetime(2026, 2, 3, tzinfo=UTC))
    make_snapshot(trial, {"other": 1}, fetched=datetime(2026, 4, 5, tzinfo=UTC))
    assert "No change since we first read it on 3 February 2026." in read(client, trial.get_absolute_url()).words


@pytest.mark.parametrize(
    ("make", "words"),
    [(make_trial, "No change is known."), (make_programme, "it has not been compared with the registry")],
)
def test_where_no_version_is_held_no_day_is_claimed(client, db, make, words):
    page = read(client, make().get_absolute_url())
    assert words in page.words
    assert "first read" not in page.words


# --- a trial that the registry dropped


def test_a_trial_that_is_gone_keeps_its_page_and_does_not_say_that_it_recruits(client, finder):
    trial = finder.add_trial(title="Cells", vanished="2026-05-01", status="RECRUITING")
    page = read(client, trial.get_absolute_url())
    assert "Gone from the registry: it no longer lists this trial, since 1 May 2026." in page.words
    assert "Do not travel because of it. Ask the sponsor, Sponsor of Cells, or your doctor first." in page.words
    assert "Ask before you go anywhere." in page.words
    assert "The registry’s last word: recruiting" in page.words
    assert page.html.count('class="state shut"') == 1 + trial.trial_sites.count()
    assert not re.search(r'class="state (open|soon|doubt)"', page.html)
    assert "See the sites" not in page.words
    assert "Official record" not in page.words


def test_a_trial_that_is_gone_is_in_no_result_and_at_no_place(client, db):
    place_ = make_site("Charité")
    trial = make_trial(sites=[place_], vanished="2026-05-01")
    assert trial.slug not in read(client, "/trials/").ids
    assert trial.get_absolute_url() not in read(client, place_.get_absolute_url()).links


def test_a_trial_that_is_gone_names_the_one_that_the_registry_answers_with(client, db):
    gone, successor = make_trial(vanished="2026-05-01"), make_trial()
    assert successor.get_absolute_url() not in read(client, gone.get_absolute_url()).links
    OldNumber.objects.create(nct_id=gone.nct_id, trial=successor)
    assert successor.get_absolute_url() in read(client, gone.get_absolute_url()).links


def test_a_trial_that_is_there_has_no_such_notice(client, finder):
    words = read(client, finder.add_trial().get_absolute_url()).words
    assert "Gone from the registry" not in words
    assert "Do not travel" not in words


# --- an editor's ruling on the field


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"field_ruling": False, "field_ruling_reason": "It is a registry of results."},
            "It is a registry of results.",
        ),
        ({"in_field": False}, "By the rule."),
    ],
)
def test_outside_the_field_the_reason_is_that_of_whoever_decided(client, db, columns, said):
    words = read(client, make_trial(field_reason="By the rule.", **columns).get_absolute_url()).words
    assert f"Outside this finder’s field: {said}" in words
    assert ("By the rule." in words) is ("field_ruling" not in columns)


def test_within_the_field_an_editors_reason_stands_for_the_rules(client, db):
    trial = make_trial(
        in_field=False, field_ruling=True, field_ruling_reason="CAR-NK cells.", field_reason="By the rule."
    )
    words = read(client, trial.get_absolute_url()).words
    assert "Why it is in this finder: an editor put it there. CAR-NK cells." in words
    assert "By the rule." not in words


# --- all changes


def titles(client, search: str = "") -> list[str]:
    return [words for tag, words in read(client, f"/changes/?{search}").headings if tag == "h2"]


def test_all_changes_stand_newest_first_and_lead_to_the_trials_own(client, db):
    first, second = make_trial(title="First"), make_trial(title="Second")
    make_change(first, "enrolment", 1, 2, registry_date="2026-03-05")
    make_change(second, "enrolment", 1, 2, registry_date="2026-06-07")
    make_change(first, "enrolment", 2, 3, registry_date=None)
    page = read(client, "/changes/")
    assert titles(client) == ["Second", "First", "First"]
    assert page.links[f"{first.get_absolute_url()}#changed"]
    assert "7 June 2026" in page.words


def test_what_changed_of_a_trial_on_one_day_is_one_entry(client, db):
    trial = make_trial(title="Trial")
    change_everything(trial)
    make_change(trial, "enrolment", 24, 30, registry_date="2026-01-01")
    assert titles(client) == ["Trial", "Trial"]


def test_changes_of_trials_outside_the_field_are_not_listed_and_those_of_gone_ones_are(client, db):
    make_change(make_trial(title="Outside", in_field=False), "enrolment", 1, 2)
    make_change(make_trial(title="Gone", vanished="2026-05-01"), "vanished", None, "2026-05-01")
    assert titles(client) == ["Gone"]


def test_fifty_entries_stand_on_a_page(client, db):
    for number in range(51):
        make_change(make_trial(title=f"Trial {number}"), "enrolment", 1, 2)
    assert len(titles(client)) == 50
    assert len(titles(client, "page=2")) == 1
    page = read(client, "/changes/?kind=enrolment")
    assert page.links["?kind=enrolment&page=2"]
    assert "Page 1 of 2" in page.words


@pytest.mark.parametrize("kind", ChangeKind.values)
def test_a_kind_finds_its_changes_alone(client, db, kind):
    change_everything(make_trial())
    page = read(client, f"/changes/?kind={kind}")
    entry = page.html[page.html.index('<ul class="told">') :]
    assert entry[: entry.index("</ul>")].count("<li>") == (3 if kind == "eligibility" else 1)


def test_a_condition_finds_the_changes_of_its_kinds_by_any_of_its_names(client, db):
    lupus = make_condition("Lupus", slug="lupus", terms=["SLE"])
    nephritis = make_condition("Lupus nephritis", parent=lupus)
    make_change(make_trial(title="Kidneys", conditions=[nephritis]), "enrolment", 1, 2)
    make_change(make_trial(title="Gone", conditions=[lupus], vanished="2026-05-01"), "enrolment", 1, 2)
    make_change(make_trial(title="Muscles", conditions=[make_condition("Myositis")]), "enrolment", 1, 2)
    vetoed = make_trial(title="Vetoed", conditions=[lupus], origin="curator")
    vetoed.condition_labels.update(vetoed=True)
    make_change(vetoed, "enrolment", 1, 2)
    assert sorted(titles(client, "condition=lupus")) == ["Gone", "Kidneys"]
    assert sorted(titles(client, "condition=sle")) == ["Gone", "Kidneys"]
    assert titles(client, "condition=lupus-nephritis") == ["Kidneys"]
    assert len(titles(client, "condition=lupus&condition=myositis")) == 3


def test_since_finds_what_the_registry_dates_on_that_day_or_later_and_what_we_saw_without_a_date(client, db):
    trial = make_trial()
    seen = datetime(2026, 3, 6, tzinfo=UTC)
    for day in ("2026-03-04", "2026-03-05", None):
        make_change(trial, "enrolment", 1, 2, registry_date=day, found=seen)
    assert len(titles(client, "since=2026-03-05")) == 2
    assert len(titles(client, "since=2026-03-07")) == 0
    assert len(titles(client, "since=")) == 3


def test_all_filters_hold_together(client, db):
    lupus = make_condition("Lupus")
    trial = make_trial(conditions=[lupus])
    make_change(trial, "enrolment", 1, 2, registry_date="2026-03-05")
    make_change(trial, "stage", "phase-1", "phase-2", registry_date="2026-03-05")
    make_change(make_trial(), "enrolment", 1, 2, registry_date="2026-03-05")
    page = read(client, "/changes/?kind=enrolment&condition=lupus&since=2026-03-05")
    assert "1 update." in page.words
    assert "Stage:" not in page.words
    assert "since 5 March 2026" in page.words
    assert "?kind=enrolment&condition=lupus" in page.links
    assert '<option value="enrolment" selected>' in page.html
    assert '<option value="lupus" selected>' in page.html
    assert '<input id="since" name="since" type="date" value="2026-03-05">' in page.html


def test_a_second_value_is_kept_when_the_form_is_sent_again(client, db):
    page = read(client, "/changes/?kind=stage&kind=status")
    assert {"type": "hidden", "name": "kind", "value": "status"} in page.fields
    assert "?kind=stage" in page.links


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("kind=colour", "We know no kind of change called “colour”."),
        ("condition=measles", "We know no condition called “measles”."),
        ("since=yesterday", "“yesterday” is not a day that we can read."),
        ("since=2026-13-40", "“2026-13-40” is not a day that we can read."),
        ("since=06/15/2026", "Write year, month and day, like 2026-06-15."),
    ],
)
def test_a_value_that_is_not_known_is_named_and_finds_nothing(client, finder, search, said):
    finder.add_trial()
    page = read(client, f"/changes/?{search}&page=1")
    assert said in page.words
    assert "→" not in page.words
    assert page.links["?"] == "Take it out"
    assert page.links["/changes/"]


@pytest.mark.parametrize(("search", "said"), [("", "No change is known yet."), ("kind=stage", "No change fits")])
def test_an_empty_list_says_so_and_leads_on(client, db, search, said):
    page = read(client, f"/changes/?{search}")
    assert said in page.words
    assert page.links["/trials/"]


@pytest.mark.parametrize("search", ["", "kind=status", "kind=status&condition=sle&since=2020-01-01", "kind=colour"])
def test_the_list_of_changes_needs_at_most_six_queries_however_long_it_is(client, finder, search):
    finder.add_trial()
    few = queries(client, f"/changes/?{search}")
    for _ in range(20):
        finder.add_trial()
    assert queries(client, f"/changes/?{search}") == few <= 6


@pytest.mark.parametrize("address", ["/", "/data/", "/trials/"])
def test_the_list_of_changes_can_be_reached(client, db, address):
    assert "/changes/" in read(client, address).links
