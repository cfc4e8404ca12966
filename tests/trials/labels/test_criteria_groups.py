"""What a criterion is about: the first of its words that says it, if it is not said by the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trials.labels.criteria import Kind, criteria
from trials.labels.criteria_groups import Group, diseases_in, group
from trials.labels.criteria_headings import Role

IN, OUT = Role.INCLUSION, Role.EXCLUSION


@pytest.mark.parametrize(
    ("words", "role", "about"),
    [
        ("Age \\>= 18 years", IN, Group.AGE),
        ("Men or women, 18 to 65 years", IN, Group.AGE),
        ("Younger than 12", OUT, Group.AGE),
        ("Onset of the illness before the age of 50: age at onset below 50", IN, Group.DIAGNOSIS),
        ("Diagnosis of lupus", IN, Group.DIAGNOSIS),
        ("SLEDAI ≥ 8 despite treatment with 2 immunosuppressants", IN, Group.DIAGNOSIS),
        ("Refractory disease", IN, Group.DIAGNOSIS),
        ("Life expectancy of half a year", IN, Group.DIAGNOSIS),
        ("Cohort A only: EDSS of 3.0 or more", IN, Group.DIAGNOSIS),
        ("Failed at least two immunosuppressants", IN, Group.TREATMENTS),
        ("Rituximab within 6 months", OUT, Group.TREATMENTS),
        ("Unable to interrupt autoimmune disease therapy before apheresis", OUT, Group.TREATMENTS),
        ("A live vaccine within 4 weeks", OUT, Group.TREATMENTS),
        ("COVID-19 vaccination is complete", IN, Group.TREATMENTS),
        ("Major surgery within 4 weeks", OUT, Group.TREATMENTS),
        ("Any investigational drug within 30 days", OUT, Group.TREATMENTS),
        ("Positive anti-dsDNA", IN, Group.ANTIBODIES),
        ("Autoantibodies to AChR or MuSK", IN, Group.ANTIBODIES),
        ("ANCA-associated vasculitis", IN, Group.DIAGNOSIS),
        ("Creatinine clearance ≥ 30 mL/min", IN, Group.ORGANS),
        ("Absolute neutrophil count ≥ 1.0 x 10^9/L", IN, Group.ORGANS),
        ("Heart failure, NYHA class III", OUT, Group.ORGANS),
        ("Active hepatitis B or C", OUT, Group.INFECTIONS),
        ("Positive serology for HIV", OUT, Group.INFECTIONS),
        ("No active infection", IN, Group.INFECTIONS),
        ("Women of childbearing potential must have a negative serum pregnancy test", IN, Group.PREGNANCY),
        ("Men agree to use condoms and give no sperm", IN, Group.PREGNANCY),
        ("History of cancer", OUT, Group.ILLNESSES),
        ("No other cancer within 5 years", IN, Group.ILLNESSES),
        ("Stroke or seizures", OUT, Group.ILLNESSES),
        ("Known allergy to fludarabine", OUT, Group.ILLNESSES),
        ("Any serious medical condition that the investigator thinks unsafe", OUT, Group.ILLNESSES),
        ("Another autoimmune disease", OUT, Group.ILLNESSES),
        ("Prior treatment with anti-CD19 CAR-T", OUT, Group.CELL_THERAPY),
        ("Earlier gene therapy", OUT, Group.CELL_THERAPY),
        ("History of allogeneic stem cell transplant", OUT, Group.CELL_THERAPY),
        ("Able to give informed consent", IN, Group.CONSENT),
        ("Participation in another trial with an investigational drug", OUT, Group.CONSENT),
        ("Inadequate venous access for leukapheresis", OUT, Group.CONSENT),
        ("Willing to come back for follow-up visits", IN, Group.CONSENT),
        ("Owns a bicycle", IN, Group.OTHER),
    ],
)
def test_a_criterion_is_about(words, role, about):
    assert group(words, role) is about


def test_a_part_is_about_what_its_list_is_about_unless_it_clearly_says_otherwise():
    assert group("Dementia", OUT, above=Group.ILLNESSES) is Group.ILLNESSES
    assert group("Something of the kind", OUT, above=Group.ORGANS) is Group.ORGANS
    assert group("Active bacterial infection", OUT, above=Group.ILLNESSES) is Group.INFECTIONS
    assert group("Failed methotrexate", IN, above=Group.AGE) is Group.TREATMENTS


def test_a_list_that_stands_under_words_that_do_not_lead_in_speaks_for_itself():
    assert group("Able to consent", IN, above=Group.DIAGNOSIS, leads_in=False) is Group.CONSENT


def test_a_heading_is_read_where_the_words_say_nothing():
    assert group("Value above 3", IN, heading="Kidney function:") is Group.ORGANS
    assert group("Age 18", IN, heading="Kidney function:") is Group.AGE


def test_an_illness_is_the_trials_own_if_its_inclusion_criteria_name_it():
    own = diseases_in(["Systemic lupus erythematosus", "No history of stroke"])
    assert group("Drug-induced lupus", OUT, own) is Group.DIAGNOSIS
    assert group("Drug-induced lupus", OUT) is Group.ILLNESSES
    assert group("Stroke", OUT, own) is Group.ILLNESSES


@given(st.text(), st.sampled_from(Role), st.sampled_from(Group), st.text())
@settings(deadline=None)
def test_any_words_are_about_something(words, role, above, heading):
    assert group(words, role, frozenset(), above, heading) in Group


def test_words_that_only_lead_in_are_about_what_their_parts_are_about():
    found = criteria(
        "Inclusion Criteria:\n\n* At least one of the following:\n\n  * ANA positive\n  * anti-Smith positive"
    )
    assert found[0].kind is Kind.LEAD_IN
    assert found[0].group is Group.ANTIBODIES


def test_the_trials_own_illness_is_no_other_in_its_exclusion_criteria():
    found = criteria(
        "Inclusion Criteria:\n\n* Lupus\n\nExclusion Criteria:\n\n* Drug-induced lupus\n* Myasthenia gravis"
    )
    assert [one.group for one in found] == [Group.DIAGNOSIS, Group.DIAGNOSIS, Group.ILLNESSES]
