"""What a trial asks of an autoantibody, read with the vocabulary of fixtures/."""

import pytest

from tests.trials.labels.vocabulary import real_labels_of
from trials.labels.evidence import Role

CRITERIA = "Inclusion Criteria:\n\n* {}\n* Adults\n\nExclusion Criteria:\n\n* {}"


def roles(**words):
    labels = real_labels_of(**{"title": "CAR-T in myasthenia gravis", **words})
    asked = {slug: one.role for slug, one in labels.autoantibody_roles.items()}
    wanted = {slug: one.evidence for slug, one in labels.autoantibody_roles.items() if one.role != Role.EXCLUDED}
    assert labels.autoantibodies == wanted
    return asked


@pytest.mark.parametrize(
    ("included", "excluded", "asked"),
    [
        ("Positive for anti-AChR antibody", "Pregnancy", {"anti-achr": Role.REQUIRED}),
        ("Anti-AChR or anti-MuSK antibody positive", "-", {"anti-achr": Role.REQUIRED, "anti-musk": Role.REQUIRED}),
        ("With or without anti-AChR antibody", "-", {"anti-achr": Role.ALLOWED}),
        ("Anti-dsDNA positive or negative", "-", {"anti-dsdna": Role.ALLOWED}),
        ("Anti-MuSK antibody negative", "-", {"anti-musk": Role.EXCLUDED}),
        ("Negative for anti-MuSK antibody", "-", {"anti-musk": Role.EXCLUDED}),
        ("Adults", "Anti-Jo-1 antibody", {"anti-jo-1": Role.EXCLUDED}),
        ("Adults", "Anti-Jo-1 antibody negative", {}),
    ],
)
def test_criteria_say_what_is_asked(included, excluded, asked):
    assert roles(eligibility=CRITERIA.format(included, excluded)) == asked


def test_a_title_asks_and_a_remark_in_a_summary_does_not():
    assert roles(title="CAR-T in Anti-AQP4 Antibody Positive NMOSD") == {"anti-aqp4": Role.REQUIRED}
    assert roles(summary="CAR-T lowers anti-dsDNA antibodies.") == {}
    assert roles(summary="CAR-T for adults with AQP4-positive disease.") == {"anti-aqp4": Role.REQUIRED}


def test_the_antibody_in_a_diseases_name_is_not_asked_of_the_other_diseases():
    assert roles(title="CAR-T in ANCA-associated vasculitis") == {"anca": Role.REQUIRED}
    assert roles(title="CAR-T", conditions=("ANCA-associated vasculitis", "SLE")) == {"anca": Role.ALLOWED}


def test_only_trials_of_the_field_are_asked_what_they_exclude():
    assert roles(title="Rituximab in lupus", eligibility=CRITERIA.format("Adults", "Anti-Jo-1 antibody")) == {}
