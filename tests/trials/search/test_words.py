"""Words that no filter stands for, found in the trials' texts."""

import pytest
from django.db import connection
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import make_condition, make_trial
from tests.trials.search.searching import found
from trials.models import Trial
from trials.search.words import HELD_WORDS, Hits, Texts, plainly_spelled


def titles(address: str) -> list[str]:
    return sorted(trial.title for trial in found(address))


def holding(*words: str, phrase: bool = False) -> Hits | None:
    return Texts().holding((word, phrase) for word in words)


def test_words_are_found_in_title_summary_eligibility_and_search_terms(db):
    trials = [
        make_trial(title="Nephron study"),
        make_trial(title="A", summary="for the nephron"),
        make_trial(title="B", search_terms="nephron"),
        make_trial(title="C", eligibility="with a nephron"),
    ]
    make_trial(title="D")
    assert {trial.pk for trial in found("q=nephron")} == {trial.pk for trial in trials}


def test_each_place_where_words_stand_includes_the_weightier_ones(db):
    title = make_trial(title="Nephron study").pk
    summary = make_trial(title="A", summary="for the nephron").pk
    terms = make_trial(title="B", search_terms="nephron").pk
    criteria = make_trial(title="C", eligibility="with a nephron").pk
    hits = holding("nephron")
    assert set(hits.title) == {title}
    assert set(hits.said) == {title, summary, terms}
    assert set(hits.anywhere) == {title, summary, terms, criteria}


def test_of_several_words_each_must_be_there_and_the_title_counts_only_if_it_holds_them_all(db):
    partly = make_trial(title="nephron of the spleen", search_terms="children").pk
    wholly = make_trial(title="spleen nephron in children").pk
    make_trial(title="spleen and nephron")
    hits = holding("nephron", "spleen", "children")
    assert set(hits.title) == {wholly}
    assert set(hits.anywhere) == {partly, wholly}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("KYV-101", "KYV 101 cells in lupus"),
        ("KYV 101", "KYV-101 cells in lupus"),
        ("Guérin", "bacillus guerin"),
        ("guerin", "bacillus Calmette–Guérin"),
        ("Gue\u0301rin", "bacillus Guérin"),
        ("O'Brien's", "OBriens score"),
        ("O’Brien", "O'Brien score"),
        ("liver/spleen", "liver and spleen"),
        ("CALMETTE", "bacillus calmette"),
    ],
)
def test_accents_hyphens_apostrophes_and_slashes_do_not_keep_a_trial_from_being_found(db, typed, written):
    by_title = make_trial(title=written).pk
    by_summary = make_trial(title="plain", summary=written).pk
    by_criteria = make_trial(title="plain", eligibility=written).pk
    make_trial(title="another")
    assert set(holding(typed).anywhere) == {by_title, by_summary, by_criteria}


def test_words_are_found_in_their_other_forms(db):
    make_trial(title="relapsing nephrons")
    assert titles("q=relapse+nephron") == ["relapsing nephrons"]


def test_words_in_quotation_marks_are_found_together_and_in_their_order(db):
    make_trial(title="spleen and nephron")
    make_trial(title="nephron of the spleen")
    make_trial(title="the nephron-spleen axis")
    assert titles('q="spleen and nephron"') == ["spleen and nephron"]
    assert titles('q="nephron-spleen"') == ["the nephron-spleen axis"]
    assert titles('q="nephron spleen"') == ["the nephron-spleen axis"]
    assert len(titles("q=nephron+spleen")) == 3


def test_a_phrase_does_not_reach_from_one_text_into_the_next(db):
    make_trial(title="spleen", summary="nephron of the spleen", eligibility="nephron")
    assert titles('q="spleen nephron"') == []


def test_a_minus_leaves_out_what_holds_the_word_in_any_text(db):
    make_trial(title="spleen")
    make_trial(title="spleen and nephron")
    make_trial(title="spleen, too", eligibility="no nephron")
    assert titles("q=spleen+-nephron") == ["spleen"]
    assert titles("q=-nephron") == ["spleen"]
    assert titles('q=spleen+-"spleen+and+nephron"') == ["spleen", "spleen, too"]
    assert titles("q=spleen+-unheard") == ["spleen", "spleen and nephron", "spleen, too"]


def test_a_word_that_stands_for_nothing_narrows_nothing(db):
    make_trial(title="spleen")
    assert holding("the") is None
    assert titles("q=the+spleen") == ["spleen"]
    assert titles("q=-the+spleen") == ["spleen"]


@pytest.mark.parametrize(
    "text",
    ['"', '"lupus', "lupus OR", "-", "- -lupus", ":*", "a & b", "| !c", "(((", "'", "\\", "%", "the", "مرض", "🙂", "‮x"],
)
def test_any_text_can_be_searched_for(db, text):
    make_trial()
    assert found(urlencode({"q": text})) in ([], list(Trial.objects.all()))


def test_words_and_filters_hold_together(words):
    trial = make_trial(title="Nephron study", conditions=[words.lupus])
    make_trial(title="Nephron study", conditions=[words.myositis])
    assert found("q=nephron&condition=sle") == [trial]


def test_words_follow_their_trial_whatever_is_written(db):
    trial = make_trial(title="Nephron study", summary="of the spleen")
    Trial.objects.filter(pk=trial.pk).update(title="Thyroid study")
    assert holding("nephron").anywhere == holding("unheard").anywhere
    assert set(holding("thyroid", "spleen").anywhere) == {trial.pk}
    Trial.objects.bulk_create([Trial(slug="one", title="Pancreas"), Trial(slug="two", title="Pancreas")])
    assert len(holding("pancreas").title) == 2
    Trial.objects.bulk_update([Trial(pk=trial.pk, search_terms="adrenal")], ["search_terms"])
    assert set(holding("adrenal", "thyroid", "spleen").said) == {trial.pk}
    Trial.objects.filter(pk=trial.pk).delete()
    assert not holding("thyroid").anywhere


def test_a_changed_status_does_not_write_the_words_anew(db):
    trial = make_trial(title="Nephron study")
    version = "SELECT xmin::text || ctid::text FROM trials_trialwords"
    before = _value(version)
    Trial.objects.filter(pk=trial.pk).update(status="COMPLETED")
    assert _value(version) == before
    Trial.objects.filter(pk=trial.pk).update(eligibility="no nephron")
    assert _value(version) != before


def _value(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_a_word_is_asked_for_once_however_it_is_spelled(db, django_assert_num_queries):
    make_trial(title="Nephron study")
    texts = Texts()
    with django_assert_num_queries(1):
        first = texts.holding([("Néphron", False), ("study", False)])
    with django_assert_num_queries(0):
        assert texts.holding([("nephron", False), ("STUDY", False)]) == first
        assert texts.rarity("nephron") == 1
    with django_assert_num_queries(1):
        assert texts.rarity("unheard") == 0


def test_no_more_words_are_held_than_the_limit(db):
    texts = Texts()
    texts.holding((f"word{n}", False) for n in range(HELD_WORDS + 50))
    assert len(texts._held) == HELD_WORDS


def test_what_a_label_is_called_is_understood_and_not_looked_for(words):
    labelled = make_trial(title="A", conditions=[words.lupus])
    mentioning = make_trial(title="B", eligibility="no Libman-Sacks disease")
    assert found("q=Libman-Sacks+disease") == [labelled]
    assert mentioning not in found("q=lupus")
    make_condition("Nephron disease")
    assert found("q=nephron+disease") == []


@given(st.text(max_size=40))
def test_a_plain_spelling_stays_as_it_is(text):
    plain = plainly_spelled(text)
    assert plainly_spelled(plain) == plain
    assert "\0" not in plain
