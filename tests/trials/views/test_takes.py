"""What joining takes, on a trial's page: a sentence for each value, its reason beside it, and what is not stated."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.seeding import read_fixture
from tests.builders import make_autoantibody, make_burden, make_modality, make_programme, make_trial
from tests.trials.views.reading import read
from trials.models import BurdenKind, Origin, TrialAutoantibody
from trials.templatetags.burden import takes, way
from trials.templatetags.burden_words import MOMENTS, SAID

START = "Sources and dates Who can join"  # the end of the list of parts, which names each section, too


def amount(minimum, maximum=None, unit="day"):
    return {"minimum": minimum, "maximum": maximum, "unit": unit}


def section(client, trial) -> str:
    """The words of the section, without the rest of the page."""
    words = read(client, trial.get_absolute_url()).words
    body = words[words.index(START) :]
    return body[body.index("What it takes") : body.index(" Where ")]


def said(kind, value, **columns) -> str:
    """The one sentence that a row is shown as."""
    (part,) = takes([make_burden(kind=kind, value=value, **columns)]).parts
    (line,) = part.lines
    return line.sentence


SENTENCES = [
    ("prior-treatment", {"amount": amount(2, unit="treatment")}, "You must have tried at least 2 treatments before."),
    (
        "prior-treatment",
        {"amount": amount(1, unit="line"), "subjects": ["rituximab", "nsaid"]},
        "You must have tried at least 1 line of treatment before. The registry names: rituximab, NSAIDs.",
    ),
    ("prior-treatment", {"amount": amount(1, 3, "line")}, "You must have tried 1 to 3 lines of treatment before."),
    (
        "wash-out",
        {"amount": amount(6, unit="month"), "subjects": ["rituximab"], "before": "enrolment"},
        "No rituximab for at least 6 months before you join.",
    ),
    (
        "wash-out",
        {"amount": amount(4, unit="week"), "subjects": ["b-cell-depletion", "rituximab"]},
        "No rituximab or treatment that depletes B cells for at least 4 weeks beforehand.",
    ),
    (
        "wash-out",
        {
            "amount": amount(30),
            "subjects": ["jak-inhibitor"],
            "before": "leukapheresis",
            "half_lives": 5,
            "whichever": "longer",
        },
        "No JAK inhibitors for at least 5 half-lives of the medicine or 30 days, whichever is longer, before the cells "
        "are collected.",
    ),
    (
        "wash-out",
        {"amount": amount(3, 6, "week"), "subjects": ["azathioprine", "methotrexate", "nsaid", "sirolimus"]},
        "None of these for 3 to 6 weeks beforehand: azathioprine, methotrexate, NSAIDs, sirolimus.",
    ),
    ("live-vaccine", {"amount": amount(28), "before": "treatment"},
     "No live vaccine for at least 28 days before you get the treatment."),
    ("leukapheresis", {"said": "yes"}, "Cells are collected from your blood (leukapheresis)."),
    ("leukapheresis", {"said": "no"}, "No cells are collected from your blood to make the treatment."),
    ("lymphodepletion", {"said": "yes"}, "You get medicines that make room for the new cells (lymphodepletion)."),
    ("lymphodepletion", {"said": "no"}, "You get no medicines to make room for the new cells (no lymphodepletion)."),
    ("lymphodepletion", {"said": "some"}, "Some people, not all, get medicines that make room (lymphodepletion)."),
    ("lymphodepletion-drug", {"subjects": ["fludarabine"]}, "Medicines that make room for the new cells: fludarabine."),
    ("hospital-stay", {"amount": amount(7)}, "At least 7 days in hospital."),
    ("hospital-stay", {"amount": amount(None, 10)}, "Up to 10 days in hospital."),
    ("hospital-stay", {"amount": amount(7, 14)}, "7 to 14 days in hospital."),
    ("hospital-stay", {"amount": amount(7, 7)}, "7 days in hospital."),
    ("hospital-stay", {"amount": amount(1, 1)}, "1 day in hospital."),
    ("hospital-stay", {"amount": {"minimum": 2, "unit": "night"}}, "At least 2 nights in hospital."),
    ("outpatient", {"said": "yes"}, "At least a part of the treatment needs no night in hospital (outpatient)."),
    ("near-centre", {"amount": amount(4, 4, "week")}, "You stay near the treatment centre for 4 weeks."),
    (
        "near-centre",
        {"amount": amount(1, unit="month"), "distance": amount(None, 2, "hour")},
        "You stay within 2 hours of travel of the treatment centre for at least 1 month.",
    ),
    ("near-centre", {"distance": amount(None, 50, "km")}, "You stay within 50 km of the treatment centre."),
    ("contraception", {"amount": amount(12, unit="month"), "subjects": ["women", "men"]},
     "Women and men: birth control for at least 12 months after the treatment."),
    ("contraception", {"amount": amount(1, unit="year")}, "Birth control for at least 1 year after the treatment."),
    ("follow-up", {"amount": amount(2, 2, "year")}, "Visits for 2 years."),
    ("follow-up", {"amount": amount(104, 104, "week")}, "Visits for 104 weeks (about 2 years)."),
    ("long-term-follow-up", {"amount": amount(None, 15, "year")}, "Long-term visits for up to 15 years."),
    ("costs", {"subjects": ["free"]}, "At least a part of the trial is free of charge for you."),
    ("costs", {"subjects": ["sponsor"]}, "The sponsor or the trial pays at least a part of the costs."),
    ("costs", {"subjects": ["insurance"]}, "Insurance is asked to pay at least a part of the costs."),
    ("costs", {"subjects": ["not-covered"]}, "The trial does not pay for everything."),
    ("travel", {"said": "yes"}, "There is some help with travel or lodging."),
    ("travel", {"said": "no"}, "There is no help with travel or lodging."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "sentence"), SENTENCES)
def test_a_value_is_a_sentence(db, kind, value, sentence):
    assert said(kind, value) == sentence


def test_every_kind_has_a_sentence_of_its_own_in_one_part_of_the_way(db):
    assert {kind for kind, _, _ in SENTENCES} == set(BurdenKind.values)
    rows = [make_burden(kind=kind, value=value) for kind, value, _ in {one[0]: one for one in SENTENCES}.values()]
    shown = [row.kind for part in takes(rows).parts for line in part.lines for row in line.rows]
    assert shown == BurdenKind.values


def test_every_moment_and_name_of_the_fixture_has_words(db):
    rows = read_fixture("burden")
    assert {row["slug"] for row in rows["moment"]} <= MOMENTS.keys()
    slugs = [row["slug"] for row in rows["treatment"]]
    for slug in slugs:
        assert said("wash-out", {"subjects": [slug]}).startswith("No ")
    assert {kind for kind, _ in SAID} == {"leukapheresis", "lymphodepletion", "outpatient", "travel"}


@pytest.mark.parametrize("value", [{}, [], 7, {"amount": "7 days"}, {"said": "maybe"}, {"amount": amount(None)},
                                   {"said": "no"}, {"subjects": [1]}])  # fmt: skip
def test_what_an_editor_wrote_in_no_known_form_names_its_kind_alone(client, db, value):
    trial = make_trial()
    make_burden(trial, "hospital-stay", value=value, origin=Origin.CURATOR)
    assert "Days in hospital: see “Why?”." in section(client, trial)


def test_names_and_moments_that_the_fixture_does_not_have_are_shown_as_written(db):
    value = {"amount": amount(1), "subjects": ["gold-salts"], "before": "second-dose"}
    assert said("wash-out", value) == "No gold salts for at least 1 day before second dose."


def test_the_way_is_told_step_by_step_in_a_patients_order(client, db):
    trial = make_trial()
    for kind, value in (
        ("travel", {"said": "yes"}),
        ("follow-up", {"amount": amount(2, 2, "year")}),
        ("hospital-stay", {"amount": amount(7)}),
        ("leukapheresis", {"said": "yes"}),
        ("live-vaccine", {"amount": amount(28)}),
    ):
        make_burden(trial, kind, value=value)
    page = read(client, trial.get_absolute_url())
    names = [words for tag, words in page.headings if tag == "h3"]
    first = names.index("Before you join")
    assert names[first : first + 10] == [
        "Before you join",
        "Collecting cells",
        "Making the cells",
        "Medicines that make room",
        "The treatment",
        "In hospital",
        "Staying near",
        "Visits afterwards",
        "Long-term visits",
        "Money and travel",
    ]
    assert "takes" in page.ids


def test_a_step_that_the_record_does_not_tell_is_not_stated(client, db):
    trial = make_trial()
    make_burden(trial, "hospital-stay", value={"amount": amount(7)})
    words = section(client, trial)
    assert "In hospital At least 7 days in hospital." in words
    assert "Collecting cells not stated" in words
    assert "Making the cells how long this takes: ask the site" in words
    assert "Long-term visits not stated" in words


def test_a_step_says_what_other_labels_know_of_it(db):
    kind = make_modality("CAR-NK", plain_name="engineered killer cells")
    steps = {
        str(one.name): str(one.known) for one in way(make_trial(cell_source="allogeneic", modalities=[kind])).steps
    }
    assert steps["Collecting cells"] == "The cells of the treatment come from a donor."
    assert steps["The treatment"] == "The trial tests: engineered killer cells (CAR-NK, a donor's cells)."
    assert "Making the cells" not in steps
    inside = {str(one.name): str(one.known) for one in way(make_trial(cell_source="in-vivo")).steps}
    assert inside["Collecting cells"] == "The treatment changes cells inside the body."
    assert "Making the cells" not in inside


def test_the_medicines_stand_in_one_sentence_with_the_words_for_each(client, db):
    trial = make_trial()
    make_burden(trial, "lymphodepletion")
    make_burden(trial, "lymphodepletion-drug", value={"subjects": ["fludarabine"]}, evidence="Flu 30 mg")
    make_burden(trial, "lymphodepletion-drug", value={"subjects": ["cyclophosphamide"]}, evidence="CTX 300 mg")
    words = section(client, trial)
    assert words.count("Its medicines: fludarabine, cyclophosphamide.") == 1
    assert words.index("Its medicines") < words.index("Flu 30 mg") < words.index("CTX 300 mg")


def test_medicines_of_a_trial_that_says_it_has_none_are_not_called_its_own(db):
    trial = make_trial()
    rows = [
        make_burden(trial, "lymphodepletion", value={"said": "no"}),
        make_burden(trial, "lymphodepletion-drug", value={"subjects": ["fludarabine"]}),
    ]
    lines = [line.sentence for part in takes(rows).parts for line in part.lines]
    assert lines[1] == "Medicines that make room for the new cells: fludarabine."


def test_two_rows_that_say_the_same_are_one_sentence_with_both_reasons(client, db):
    trial = make_trial()
    make_burden(trial, "hospital-stay", value={"amount": amount(7)}, evidence="first words")
    make_burden(trial, "hospital-stay", value={"amount": {"minimum": 7, "unit": "day"}}, evidence="second words")
    words = section(client, trial)
    assert words.count("At least 7 days in hospital.") == 1
    assert "first words" in words
    assert "second words" in words


def test_a_list_cut_short_says_that_there_may_be_more(db):
    subjects = [row["slug"] for row in read_fixture("burden")["treatment"]][:8]
    assert said("wash-out", {"subjects": subjects}).endswith(". There may be more on the registry’s list.")
    assert "There may be more" not in said("wash-out", {"subjects": subjects[:7]})


def test_exceptions_are_pointed_at(client, db):
    trial = make_trial()
    value = {"amount": amount(14), "subjects": ["glucocorticoid"], "partial": True}
    make_burden(trial, "wash-out", value=value)
    sentence = "No cortisone medicines (glucocorticoids) for at least 14 days beforehand. There may be exceptions: "
    assert sentence in section(client, trial)


def test_nobody_is_told_to_stop_a_medicine_alone_and_a_half_life_is_explained(client, db):
    trial, other = make_trial(), make_trial()
    value = {"amount": amount(30), "subjects": ["rituximab"], "half_lives": 5, "whichever": "longer"}
    make_burden(trial, "wash-out", value=value)
    make_burden(other, "live-vaccine", value={"amount": amount(30)})
    assert "Never stop a medicine on your own." in section(client, trial)
    assert "A half-life is the time" in section(client, trial)
    assert "Never stop" not in section(client, other)
    assert "half-life" not in section(client, other)


def test_every_sentence_says_why_in_the_registrys_words(client, db):
    trial = make_trial()
    make_burden(trial, "hospital-stay", value={"amount": amount(7)}, field="arms", evidence=r"Stay \>= 7 days")
    assert "Why? Our rules; from: arms. The words: Stay >= 7 days" in section(client, trial)


def test_an_editors_row_without_words_says_whose_it_is(client, db):
    trial = make_trial()
    make_burden(trial, "travel", origin=Origin.CURATOR, field="", evidence="")
    assert "Why? An editor of this finder added this." in section(client, trial)


def test_a_quotation_is_escaped(client, db):
    trial = make_trial()
    make_burden(trial, "wash-out", value={"subjects": ["<b>gold</b>"]}, evidence="<script>alert(1)</script> & more")
    html = read(client, trial.get_absolute_url()).html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html
    assert "<script>alert" not in html
    assert "No &lt;b&gt;gold&lt;/b&gt; beforehand." in html


def test_what_is_not_stated_of_what_a_patient_would_ask_is_named(client, db):
    trial = make_trial()
    rows = [
        make_burden(trial, "leukapheresis"),
        make_burden(trial, "lymphodepletion-drug", value={"subjects": ["fludarabine"]}),
        make_burden(trial, "near-centre", value={"amount": amount(28)}),
        make_burden(trial, "long-term-follow-up", value={"amount": amount(15, 15, "year")}),
    ]
    words = section(client, trial)
    assert [str(one) for one in takes(rows).missing] == ["days in hospital", "who pays", "help with travel"]
    assert "In hospital not stated" in words
    assert "Money and travel Not stated: who pays, help with travel." in words


def test_where_all_is_stated_nothing_is_missing(db):
    trial = make_trial()
    kinds = ("leukapheresis", "lymphodepletion", "hospital-stay", "near-centre", "follow-up", "costs", "travel")
    assert takes([make_burden(trial, kind) for kind in kinds]).missing == []


def test_where_nothing_is_known_one_sentence_says_so(client, db):
    words = section(client, make_trial())
    assert "The registry’s record does not say what it takes" in words
    assert "Ask the" in words
    assert "Not stated" not in words
    assert "What it takes is not stated." in section(client, make_trial(nct_id=None))


def test_laboratory_work_takes_nothing_of_anybody(client, db):
    assert "takes" not in read(client, make_programme().get_absolute_url()).ids


def test_a_vetoed_row_is_not_shown(client, db):
    trial = make_trial()
    make_burden(trial, "hospital-stay", value={"amount": amount(7)}, origin=Origin.CURATOR, vetoed=True)
    words = section(client, trial)
    assert "At least 7 days" not in words
    assert "does not say what it takes" in words


def test_ten_rows_need_no_more_queries_than_one(client, db):
    def queries(trial) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(trial.get_absolute_url())
        return len(asked)

    one, ten = make_trial(), make_trial()
    make_burden(one)
    for days in range(1, 11):
        make_burden(ten, "hospital-stay", value={"amount": amount(days)})
    assert queries(ten) == queries(one)


# --- autoantibodies


def asked(client, *roles) -> str:
    trial = make_trial()
    for number, role in enumerate(roles):
        antibody = make_autoantibody(f"Anti-{number}")
        TrialAutoantibody.objects.create(trial=trial, autoantibody=antibody, role=role)
    words = read(client, trial.get_absolute_url()).words
    body = words[words.index(START) :]
    return body[: body.index("What it takes")]


def test_the_one_antibody_that_is_asked_for_is_needed(client, db):
    words = asked(client, "required")
    assert "You need this antibody Anti-0" in words
    assert "The trial asks for" not in words
    assert "One of them" not in words


def test_of_several_that_are_asked_for_one_may_be_enough(client, db):
    words = asked(client, "required", "required")
    assert "The trial asks for One of them may be enough: read the registry’s words. Anti-0" in words
    assert "You need this antibody" not in words


def test_antibodies_stand_under_what_the_trial_asks_of_them(client, db):
    words = asked(client, "excluded", "allowed", "required")
    places = [words.index(one) for one in (
        "You need this antibody", "Anti-2", "With it or without it", "Anti-1", "With it you cannot join", "Anti-0",
    )]  # fmt: skip
    assert places == sorted(places)


def test_a_trial_that_names_no_antibody_has_no_heading_for_them(client, db):
    assert "utoantibod" not in asked(client)
