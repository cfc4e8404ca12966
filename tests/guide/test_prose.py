"""Plain text taken apart: nothing lost, nothing marked safe."""

import pytest

from guide.prose import Block, Item, Kind, blocks


def test_an_empty_line_starts_a_new_paragraph():
    assert [block.items[0].text for block in blocks("One.\n\nTwo.")] == ["One.", "Two."]


def test_a_line_broken_by_hand_stays_in_its_paragraph():
    assert blocks("One\ntwo.") == [Block(Kind.PARAGRAPH, (Item("One two."),))]


def test_lines_with_a_dash_make_a_list_even_right_below_a_paragraph():
    assert blocks("Signs are:\n- fever\n- tremor") == [
        Block(Kind.PARAGRAPH, (Item("Signs are:"),)),
        Block(Kind.LIST, (Item("fever"), Item("tremor"))),
    ]


def test_a_broken_list_line_goes_on_with_its_point():
    assert blocks("- a high\n  fever") == [Block(Kind.LIST, (Item("a high fever"),))]


def test_two_lists_with_an_empty_line_between_stay_two():
    assert [len(block.items) for block in blocks("- a\n- b\n\n- c")] == [2, 1]


def test_a_step_has_a_name_before_its_colon():
    assert blocks("1. Make: in weeks\n2. Wait") == [Block(Kind.STEPS, (Item("in weeks", "Make"), Item("Wait")))]


def test_a_year_at_the_start_of_a_line_is_not_a_step():
    assert blocks("2023. A study.")[0].kind is Kind.PARAGRAPH


@pytest.mark.parametrize("body", ["", "  \n\n ", "\n"])
def test_an_empty_body_has_no_blocks(body):
    assert blocks(body) == []


def test_markup_stays_the_text_that_it_is():
    assert blocks("<b>bold</b>")[0].items[0].text == "<b>bold</b>"
