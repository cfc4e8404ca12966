"""Eligibility texts taken apart: nothing is lost, and each form that registries use is read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trials.labels.criteria import Criterion, Group, Kind, Role, criteria, split

FRAGMENTS = (
    "Inclusion Criteria:", "EXCLUSION CRITERIA", "Key inclusion criteria for lupus:", "Inclusion: ", "Exclusion: ",
    "**Inclusion**", "Main criteria:", "Cohort A", "For controls:", "Note: ", "AND", "Not applicable", "None",
    "* ", "- ", "• ", "· ", "● ", "– ", "\\* ", "\\- ", "1. ", "2) ", "(3) ", "4、", "（5）", "a. ", "b) ",
    "(c) ", "i. ",
    "II. ", "1\\. ", "1.1 ", "①", "# ", "|a|b|", "<!-- -->", "o ",
    "\n", "\n\n", "\r\n", "\r", "  ", "   ", "    ", "\t", " ", "\u3000", "；", "。", "; ", ". ",
    "Age 18 to 70 years", "ANC \\> 1.5 x 10^9/L", "e.g. ", "i.e. ", "vs. ", "any of the following:",
    "as defined below:",
    "pregnant", "≥ 2", "E. coli", "\\[", "(", ")", "&gt; 3", "__x__", "\u0130", "\x00", "\ud7ff",
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
MARK = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5}|[①-⒛])$")
HOSTILE = (
    "* a\n",
    "1. ",
    "1) a ",
    "(a) ",
    "(",
    "Inclusion: ",
    "(Inclusion: ",
    "\n",
    " ",
    "  * a\n",
    "a. b. ",
    "\\",
    "e.g. ",
)


def words(text: str) -> list[str]:
    """The words of all pieces that say something, without the headings of a role."""
    return [piece.body for piece in split(text) if piece.kind is not Kind.HEADING]


def told(found: list[Criterion]) -> list[tuple]:
    return [(one.body, told(list(one.children))) if one.children else one.body for one in found]


def everything(found: list[Criterion]) -> list[Criterion]:
    return [one for above in found for one in (above, *everything(list(above.children)))]


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_the_pieces_joined_are_the_text(text):
    pieces = split(text)
    assert "".join(piece.text for piece in pieces) == text
    places = [place for piece in pieces for place in (piece.start, piece.end)]
    assert places == sorted(places)
    for number, piece in enumerate(pieces):
        assert piece.start <= piece.body_start <= piece.body_end <= piece.end
        assert piece.body == text[piece.body_start : piece.body_end]
        assert piece.body == piece.body.strip()
        assert piece.parent is None or (piece.parent < number and pieces[piece.parent].depth < piece.depth)
        assert all(pieces[heading].kind is Kind.HEADING for heading in piece.headings)


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_no_word_is_left_out_but_bullets_and_numbers(text):
    place = 0
    for piece in split(text):
        left_out = re.findall(r"[^\W_]+", text[place : piece.body_start])
        assert all(MARK.match(token) for token in left_out), left_out
        place = piece.body_end
    assert not re.search(r"[^\W_]", text[place:])


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_all_that_is_said_is_in_a_criterion_a_note_or_a_heading(text):
    found = everything(criteria(text))
    shown = {one.body for one in found} | {heading for one in found for heading in one.headings}
    for piece in split(text):
        bare = piece.kind is Kind.HEADING and re.search(r"inclu|exclu|criteri", piece.body, re.IGNORECASE)
        assert piece.body in shown or bare or not piece.body
    assert all(one.body == text[one.start : one.end] for one in found)


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_of_two_hundred_thousand_letters_is_given_back(unit):
    text = (unit * (200_000 // len(unit) + 1))[:200_000]
    assert "".join(piece.text for piece in split(text)) == text
    assert criteria(text) or not text.strip()


def test_lists_nested_more_deeply_than_any_text_are_read():
    text = "".join(" " * deep + "* a\n" for deep in range(0, 400, 2))
    assert "".join(piece.text for piece in split(text)) == text
    assert max(piece.depth for piece in split(text)) < 10


def test_a_text_without_words_has_no_criteria():
    assert criteria("") == criteria(" \n\n") == criteria("---\n\n***") == []


@pytest.mark.parametrize(
    "bullet",
    ["* ", "- ", "• ", "· ", "● ", "– ", "\\* ", "\\- ", "\\*", "-", "+ ", "o ", "1. ", "1) ", "(1) ", "1、", "1\\. ",
     "1\\) ", "（1）", "１．", "(a) ", "a. ", "a) ", "i. ", "i)", "I. ", "A. ", "① ", "* 1. ", "1. 1\\. ", "1.1 ",
     "1.1. "],
)  # fmt: skip
def test_a_bullet_or_number_is_no_word_of_the_criterion(bullet):
    text = f"Inclusion Criteria:\n\n{bullet}Lupus for a year"
    assert words(text) == ["Lupus for a year"]
    assert "".join(piece.text for piece in split(text)) == text


@pytest.mark.parametrize(
    "line",
    ["1.5 x 10^9/L neutrophils", "E. coli infection", "e.g. lupus", "≥ 18 years", "\\> 2 flares",
    "-2.5 SD bone density",
     "Dr. A. Smith agrees, i.e. the doctor", "Protocol ver. 2 vs. ver. 3, No. 4",
     "Prednisone 7.5 mg (1. line) and more"],
)  # fmt: skip
def test_a_number_or_short_form_that_is_no_mark_stays(line):
    assert words(f"Inclusion Criteria:\n\n* {line}\n* Age") == [line, "Age"]


@pytest.mark.parametrize(
    ("heading", "role"),
    [("Inclusion Criteria:", Role.INCLUSION), ("INCLUSION:", Role.INCLUSION), ("Key Inclusion Criteria",
    Role.INCLUSION),
     ("**Inclusion**", Role.INCLUSION), ("__Inclusion Criteria__:", Role.INCLUSION), ("* INCLUSION CRITERIA:",
     Role.INCLUSION),
     ("Criteria for inclusion:", Role.INCLUSION), ("Exclusion criteria", Role.EXCLUSION), ("Exclusion：",
     Role.EXCLUSION),
     ("Non-inclusion criteria:", Role.EXCLUSION), ("# Exclusion Criteria", Role.EXCLUSION),
     ("The main exclusion criteria include the following:", Role.EXCLUSION), ("Main criteria:", Role.UNKNOWN)],
)  # fmt: skip
def test_a_heading_sets_the_role(heading, role):
    found = criteria(f"{heading}\n\n* Lupus for a year\n")
    assert [(one.role, one.body) for one in found if one.kind is not Kind.NOTE] == [(role, "Lupus for a year")]


@pytest.mark.parametrize(
    "line", ["Inclusion in another trial", "Exclusion of other causes of weakness", "Included in a registry"]
)
def test_an_item_of_a_list_that_begins_with_the_word_of_a_role_is_a_criterion(line):
    found = criteria(f"Exclusion criteria:\n\n* Pregnancy\n* {line}\n* Infection")
    assert [(one.role, one.body) for one in found] == [
        (Role.EXCLUSION, "Pregnancy"), (Role.EXCLUSION, line), (Role.EXCLUSION, "Infection")
    ]  # fmt: skip


def test_an_introduction_that_names_both_roles_sets_none():
    found = criteria(
        "To be eligible, a person must meet all inclusion criteria and none of the exclusion criteria:\n\n* Lupus"
    )
    assert {one.role for one in found} == {Role.UNKNOWN}


def test_an_introduction_sets_the_role_where_no_heading_does():
    found = criteria("Patients who meet any of the following criteria will be excluded:\n\n* Pregnancy\n* Lupus")
    assert [(one.kind, one.role) for one in found] == [
        (Kind.NOTE, Role.EXCLUSION), (Kind.CRITERION, Role.EXCLUSION), (Kind.CRITERION, Role.EXCLUSION)
    ]  # fmt: skip


def test_what_stands_above_the_only_heading_of_exclusions_is_inclusion():
    found = criteria("* Lupus for a year\n\nExclusion Criteria:\n\n* Pregnancy")
    assert [one.role for one in found] == [Role.INCLUSION, Role.EXCLUSION]


def test_a_text_that_never_says_has_no_role():
    assert [one.role for one in criteria("* Lupus for a year\n* Age over 18")] == [Role.UNKNOWN, Role.UNKNOWN]


def test_a_heading_for_some_is_kept_with_their_criteria():
    found = criteria(
        "Inclusion Criteria for lupus:\n\n* Age 18\n\nCohort B\n\n* Age 30\n\nExclusion Criteria:\n\n* Pregnant"
    )
    assert [(one.headings, one.body) for one in found] == [
        (("Inclusion Criteria for lupus:",), "Age 18"),
        (("Inclusion Criteria for lupus:", "Cohort B"), "Age 30"),
        ((), "Pregnant"),
    ]


def test_a_cohort_that_stands_above_both_roles_is_kept_with_both():
    text = "Cohort 1\n\nInclusion Criteria:\n\n* Age 18\n\nExclusion Criteria:\n\n* Pregnant"
    assert [(one.headings, one.role) for one in criteria(text)] == [
        (("Cohort 1",), Role.INCLUSION), (("Cohort 1",), Role.EXCLUSION)
    ]  # fmt: skip


def test_a_heading_with_nothing_under_it_is_kept_as_a_note():
    found = criteria("Inclusion Criteria:\n\n* Age 18\n\nCohort B:\n\nExclusion Criteria:\n\n* Pregnant")
    assert "Cohort B:" in {text for one in found for text in (one.body, *one.headings)}


def test_a_bullet_that_names_a_cohort_is_a_heading_of_its_list():
    found = criteria("Inclusion Criteria:\n\n* Lupus - Cohort 1\n\n  1. SLEDAI 8\n  2. Age 18\n* Able to consent")
    assert [(one.headings, one.body) for one in found] == [
        (("Lupus - Cohort 1",), "SLEDAI 8"), (("Lupus - Cohort 1",), "Age 18"), ((), "Able to consent")
    ]  # fmt: skip


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t"])
def test_an_indented_list_belongs_to_the_criterion_above(indent):
    text = f"Inclusion Criteria:\n\n1. Any of:\n\n{indent}* ANA\n{indent}* anti-Sm\n2. Age 18"
    assert told(criteria(text)) == [("Any of:", ["ANA", "anti-Sm"]), "Age 18"]


def test_a_list_that_is_not_indented_belongs_to_the_criterion_that_leads_in():
    text = "Inclusion Criteria:\n\n7. Lupus\n\n8. Adequate organs:\n\na) ANC 1.5\n\nb) Platelets 50\n\n9. Age 18"
    assert told(criteria(text)) == ["Lupus", ("Adequate organs:", ["ANC 1.5", "Platelets 50"]), "Age 18"]


def test_a_count_goes_on_after_a_list_of_another_kind():
    text = "Inclusion Criteria:\n\n1. Lupus\n\nOne of the organs:\n\n* Skin\n* Kidney\n\n2. Age 18"
    assert told(criteria(text)) == ["Lupus", ("One of the organs:", ["Skin", "Kidney"]), "Age 18"]


def test_nine_and_ten_are_of_one_list_though_their_indents_differ():
    assert told(criteria("Inclusion Criteria:\n\n 9. Lupus\n10. Age 18")) == ["Lupus", "Age 18"]


def test_criteria_that_are_counted_within_a_line_are_apart():
    text = "Inclusion Criteria:\n\n1. Age 18-70; 2. Lupus for 1.5 years; 3. ANC ≥ 1.5 x 10^9/L.\n\nExclusion: None"
    assert words(text) == ["Age 18-70;", "Lupus for 1.5 years;", "ANC ≥ 1.5 x 10^9/L.", "None"]


def test_a_list_counted_within_a_criterion_belongs_to_it():
    text = "Inclusion Criteria:\n\n* Organs work: 1) ANC 1.5; 2) creatinine 1.2 (grade 1)\n* Age 18"
    assert told(criteria(text)) == [("Organs work:", ["ANC 1.5;", "creatinine 1.2 (grade 1)"]), "Age 18"]


def test_numbers_within_brackets_do_not_part_a_criterion():
    line = "Active disease (meaning 1) a flare, 2) a new lesion) at screening"
    assert words(f"Inclusion Criteria:\n\n* {line}\n* Age") == [line, "Age"]


def test_a_bracket_that_is_never_closed_holds_no_criteria_back():
    text = "Inclusion Criteria:\n\n* 1. Lupus (for a year; 2. Age 18; 3. Able to consent"
    assert words(text) == ["Lupus (for a year;", "Age 18;", "Able to consent"]


def test_inclusion_criteria_within_a_sentence_are_no_heading():
    found = criteria(
        "Inclusion Criteria:\n\n* Age 18\n* Must not meet any of the additional exclusion criteria: cancer"
    )
    assert [one.role for one in found] == [Role.INCLUSION, Role.INCLUSION]


def test_both_roles_in_one_paragraph_are_told_apart():
    found = criteria("Inclusion: age over 18. Diagnosis of lupus, e.g. by a doctor. Exclusion: pregnancy.")
    assert [(one.role, one.body) for one in found] == [
        (Role.INCLUSION, "age over 18."),
        (Role.INCLUSION, "Diagnosis of lupus, e.g. by a doctor."),
        (Role.EXCLUSION, "pregnancy."),
    ]


@pytest.mark.parametrize(("stop", "blank"), [(";", " "), ("；", ""), ("。", "")])
def test_a_role_that_is_one_line_is_parted_at_its_stops(stop, blank):
    parts = ["Age 18 to 70 years, any sex", "Lupus for at least a year", "Able to sign and to come back"]
    text = "Inclusion Criteria:\n\n* " + (stop + blank).join(parts) + "\n\nExclusion Criteria:\n\n* Pregnant\n* Cancer"
    assert [body.rstrip(stop) for body in words(text)] == [*parts, "Pregnant", "Cancer"]


def test_a_list_item_of_several_sentences_stays_whole():
    text = "Inclusion Criteria:\n\n* Lupus for a year. A doctor must have seen it.\n* Age 18"
    assert words(text) == ["Lupus for a year. A doctor must have seen it.", "Age 18"]


def test_a_line_that_goes_on_is_one_criterion():
    text = "Inclusion Criteria:\r\n\r\n* Lupus for at least\r\n  one year, and\r\nactive now\r\n* Age 18"
    assert words(text) == ["Lupus for at least\r\n  one year, and\r\nactive now", "Age 18"]


def test_lines_without_bullets_are_criteria():
    assert words("Inclusion Criteria:\n\nAge 18\n\nLupus\n\nAble to consent") == ["Age 18", "Lupus", "Able to consent"]


def test_a_note_belongs_to_the_criterion_before_it():
    found = criteria("Inclusion Criteria:\n\n* ANC 1.5\n\n  Note: without growth factors\n* Age 18")
    assert told(found) == [("ANC 1.5", ["Note: without growth factors"]), "Age 18"]
    assert found[0].children[0].kind is Kind.NOTE
    assert found[0].children[0].group is found[0].group


def test_words_about_the_whole_list_are_a_note_of_their_own():
    found = criteria("Exclusion Criteria:\n\n* Cancer\n* Other protocol-defined criteria may apply.")
    assert [(one.kind, one.body) for one in found][1:] == [(Kind.NOTE, "Other protocol-defined criteria may apply.")]


def test_the_rows_of_a_table_are_lines():
    assert words("Inclusion Criteria:\n\n|Age|Dose|\n|---|---|\n|18|5 mg|") == ["|Age|Dose|", "|18|5 mg|"]


def test_the_escapes_and_signs_of_the_record_stay_in_the_words():
    line = "SLEDAI \\>= 8 \\[clinical\\], ANC &gt; 1 &ge; 2 => 3 ，全角 １８"
    assert words(f"Inclusion Criteria:\n\n* {line}\n* Age") == [line, "Age"]


def test_parts_of_a_list_are_about_what_the_list_is_about():
    found = criteria("Inclusion Criteria:\n\n1. Adequate organ function:\n\n   * Value A above 3\n   * Value B above 4")
    assert [one.group for one in everything(found)] == [Group.ORGANS] * 3
