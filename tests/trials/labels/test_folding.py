"""Texts are folded the quick way where they can be, and it makes no difference."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trials.labels.folding import BAR, BLANK, fold, fold_all, fold_word, level, words

patiently = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])

TEXTS = st.text(st.sampled_from("abSE19xX -/'’`´éα×²_|.\x1e\x1f\u0301"), max_size=24) | st.text(max_size=24)


def word_by_word(text):
    return " ".join(fold_word(word[0]) for word in words(text))


@patiently
@given(TEXTS)
def test_a_text_folded_as_a_whole_is_the_text_folded_word_by_word(text):
    assert fold(text) == word_by_word(text)


@patiently
@given(st.lists(TEXTS, max_size=4))
def test_texts_folded_together_are_the_texts_folded_one_by_one(texts):
    assert fold_all(texts) == [word_by_word(text) for text in texts]


@patiently
@given(TEXTS.map(lambda text: text.replace("\x1f", "")))
def test_a_level_text_is_as_long_as_the_text_and_holds_its_folded_words(text):
    flat = level(text)
    if flat is not None:
        assert len(flat) == len(text)
        assert flat.replace(BLANK, "").strip(BAR).replace(BAR, " ") == word_by_word(text)


@pytest.mark.parametrize("text", ["TNF-α", "sjo\u0308gren", "Straße", "中", "½", "ﬁ"])
def test_a_letter_that_no_plain_one_stands_for_leaves_a_text_to_be_read_by_words(text):
    assert level(text) is None


@pytest.mark.parametrize("text", ["Sjögren’s", "CD19×BCMA", "10² – “as” needed™", "(CAR‑T)", "ｌｕｐｕｓ"])
def test_a_text_with_a_plain_letter_for_each_of_its_own_is_read_in_its_place(text):
    assert len(level(text)) == len(text)
