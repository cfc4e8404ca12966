"""What one record says of a product holds for its sisters that only name it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records import body
from tests.trials.labels.vocabulary import VOCABULARY, said_study
from trials.labels.classify import Classifier
from trials.labels.evidence import Evidence
from trials.labels.sisters import product_facts
from trials.registry.parse import parse_study
from trials.registry.records import StudyRecord

patiently = settings(deadline=None, database=None)
TELLS, SILENT, THIRD = "NCT01000001", "NCT01000002", "NCT01000003"
SAYS = "RXIM002, a CD19-targeting in vivo CAR T-cell therapy, is given."


def record(nct_id: str, title: str, **words) -> StudyRecord:
    one = said_study(title, **words)
    one["protocolSection"]["identificationModule"]["nctId"] = nct_id
    return parse_study(body(one))


def told(*records: StudyRecord) -> dict:
    """The facts by product and axis: what is said, and whether it is used."""
    return {(one.product, one.axis, one.slugs): not one.conflicting for one in product_facts(records, VOCABULARY)}


@pytest.fixture
def sisters():
    return [
        record(TELLS, "RXIM002 in autoimmune disease", given="RXIM002 product", summary=SAYS),
        record(SILENT, "RXIM002 in lupus", given="RXIM002"),
    ]


def test_what_a_record_says_of_a_product_is_a_fact_with_its_words(sisters):
    facts = product_facts(sisters, VOCABULARY)
    assert [(fact.product, fact.axis, fact.slugs) for fact in facts] == [
        ("RXIM002", "target", ("cd19",)),
        ("RXIM002", "modality", ("car-t",)),
        ("RXIM002", "cell_source", ("in-vivo",)),
    ]
    target = facts[0]
    assert (target.therapy, target.named_in, target.conflicting) == ("", (TELLS, SILENT), False)
    assert [(slug, saying.nct_id, saying.evidence) for slug, saying in target.sayings] == [
        ("cd19", TELLS, Evidence("summary", "CD19", 11))
    ]


def test_a_silent_sister_gets_the_labels_and_says_whose_words_they_are(sisters):
    classifier = Classifier(VOCABULARY, product_facts(sisters, VOCABULARY))
    labels = classifier.classify(sisters[1])
    assert labels.targets == {"cd19": Evidence(f"said of RXIM002 in {TELLS}", "CD19", 11)}
    assert list(labels.modalities) == ["car-t"]
    assert (labels.cell_source, labels.cell_source_evidence.field) == ("in-vivo", f"said of RXIM002 in {TELLS}")
    assert labels.in_field
    assert not Classifier(VOCABULARY).classify(sisters[1]).in_field


def test_the_field_of_borrowed_words_fits_its_column():
    name = "LONGNAMES123-ABCDE-12345"
    says = record(TELLS, f"{name}, a CD19 CAR-T, in lupus", given=name)
    silent = record(SILENT, f"{name} in lupus", given=name)
    labels = Classifier(VOCABULARY, product_facts([says, silent], VOCABULARY)).classify(silent)
    assert all(len(evidence.field) <= 40 and TELLS in evidence.field for evidence in labels.targets.values())
    assert labels.targets


def test_a_records_own_words_stand_above_its_sisters(sisters):
    own = record(THIRD, "RXIM002, a BCMA CAR-NK from a healthy donor, in lupus")
    labels = Classifier(VOCABULARY, product_facts(sisters, VOCABULARY)).classify(own)
    assert (list(labels.targets), list(labels.modalities), labels.cell_source) == (["bcma"], ["car-nk"], "allogeneic")


def test_no_record_is_a_sister_of_itself(sisters):
    classifier = Classifier(VOCABULARY, product_facts(sisters, VOCABULARY))
    changed = record(TELLS, "RXIM002 in lupus", given="RXIM002")
    assert classifier.classify(changed).targets == {}


def test_contradictions_are_told_and_not_used(sisters):
    other = record(THIRD, "RXIM002, a BCMA CAR-T, in lupus", given="RXIM002")
    assert told(*sisters, other) == {
        ("RXIM002", "target", ("cd19",)): False,
        ("RXIM002", "target", ("bcma",)): False,
        ("RXIM002", "modality", ("car-t",)): True,
        ("RXIM002", "cell_source", ("in-vivo",)): True,
    }
    labels = Classifier(VOCABULARY, product_facts([*sisters, other], VOCABULARY)).classify(sisters[1])
    assert (labels.targets, list(labels.modalities)) == ({}, ["car-t"])


def test_a_product_of_one_record_is_no_fact(sisters):
    assert told(sisters[0]) == {}


def test_a_product_of_the_vocabulary_is_told_only_what_it_does_not_know():
    says = record(TELLS, "LND-X, an autologous CD19 CAR-T, in lupus", given="LND-X")
    assert told(says, record(SILENT, "LND-X in lupus", given="LND-X")) == {
        ("LND-X", "target", ("cd19",)): True,
        ("LND-X", "modality", ("car-t",)): True,
        ("LND-X", "cell_source", ("autologous",)): True,
    }
    says = record(TELLS, "LND-19, a BCMA CAR-T, in lupus", given="LND-19")
    assert told(says, record(SILENT, "LND-19 in lupus", given="LND-19")) == {}


def test_where_two_products_are_named_only_the_sentence_of_one_tells_of_it():
    both = record(
        TELLS, "RXIM002 and QQ301 in lupus", summary="RXIM002 is a CD19 CAR-T. QQ301 is a BCMA CAR-T.", given="RXIM002"
    )
    asked = [record(SILENT, "RXIM002 in lupus", given="RXIM002"), record(THIRD, "QQ301 in lupus", given="QQ301")]
    facts = told(both, *asked)
    assert facts["RXIM002", "target", ("cd19",)]
    assert facts["QQ301", "target", ("bcma",)]


@pytest.mark.parametrize("drug", ["STK009", "AP1903"])
def test_a_drug_beside_the_cell_is_not_the_cell(drug):
    beside = record(TELLS, f"CD19 CAR-T plus {drug} in lupus", given=drug)
    assert told(beside, record(SILENT, f"{drug} in lupus", given=drug)) == {}


@pytest.mark.parametrize("words", ["IL-15", "CD8", "10mg", "COVID-19", "SLEDAI-2000", "PHASE 12", "177Lu", "1x10^8"])
def test_what_only_looks_like_a_code_is_no_product(words):
    says = record(TELLS, f"CD19 CAR-T {words} in lupus", given=words)
    assert told(says, record(SILENT, f"{words} in lupus", given=words)) == {}


@patiently
@given(st.lists(st.text(st.sampled_from("RXIM02 -.CD19/BCMA"), max_size=20), max_size=4))
def test_any_titles_can_be_read_for_products(titles):
    records = [record(f"NCT0100000{number}", title or "-", given=title) for number, title in enumerate(titles)]
    for fact in product_facts(records, VOCABULARY):
        assert len(fact.named_in) > 1
        assert fact.sayings
    Classifier(VOCABULARY, product_facts(records, VOCABULARY))
