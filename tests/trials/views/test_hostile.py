"""Whatever an address holds, the page answers, and says what to do about the parts that it does not understand."""

import pytest

from tests.builders import make_condition, make_site, make_target, make_trial
from tests.hostile import HOSTILE


@pytest.fixture
def some_trials(db):
    lupus = make_condition("Lupus", slug="systemic-lupus-erythematosus", terms=["SLE"])
    make_trial(title="Lupus & <b>more</b>", conditions=[lupus], targets=[make_target("CD19")], sites=[make_site()])
    make_trial(status="COMPLETED")


def test_there_are_two_hundred_of_them():
    assert len({*HOSTILE}) >= 200


@pytest.mark.parametrize("path", ["/trials/", "/suggest/"])
def test_no_search_of_two_hundred_hostile_ones_is_an_error_of_ours(client, some_trials, path):
    for query in HOSTILE:
        answer = client.get(f"{path}?{query}", follow=True)
        assert answer.status_code == 200, (query[:80], answer.status_code)
        assert b"<script>alert" not in answer.content
        assert b"<img src=x" not in answer.content
