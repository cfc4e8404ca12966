"""What a query can be understood with, from the database and from the fixtures."""

import pytest

from conditions import seed as conditions_seed
from sources import seed as sources_seed
from tests.builders import make_autoantibody, make_condition, make_country, make_target, make_therapy
from tests.trials.search.understanding import COUNTRIES, fixture_lexicon, fixture_spellings
from trials import seed as trials_seed
from trials.labels.folding import fold
from trials.search.lexicon import Lexicon, Spelling
from trials.search.understand import understand
from trials.search.understanding.speller import Speller


@pytest.fixture
def vocabulary(db):
    """The vocabulary of fixtures/ in the database."""
    sources_seed.seed()
    conditions_seed.seed()
    trials_seed._vocabulary()
    for slug, name in COUNTRIES.items():
        make_country(name, slug=slug)


def test_the_database_gives_the_lexicon_of_the_fixtures_in_one_query(vocabulary, django_assert_num_queries):
    with django_assert_num_queries(1):
        lexicon = Lexicon.load()
    expected = fixture_lexicon()
    assert {key: {(one.name, frozenset(one.values)) for one in senses} for key, senses in lexicon.senses.items()} == {
        key: {(one.name, frozenset(one.values)) for one in senses} for key, senses in expected.senses.items()
    }
    assert lexicon.kinds == expected.kinds
    assert lexicon.countries == expected.countries


def test_what_an_editor_adds_is_understood(db):
    make_condition("Marigold disease", terms=["MGD"])
    make_therapy("LND-19")
    lexicon = Lexicon.load()
    found = understand("lnd 19 for mgd", lexicon).parts
    assert [(one.name, one.values) for one in found] == [("therapy", ("lnd-19",)), ("condition", ("marigold-disease",))]


def test_an_antigen_alone_is_its_antibody_where_there_is_one(db):
    make_target("MuSK", autoantigen=True)
    make_target("MBP", autoantigen=True)
    make_autoantibody("Anti-MuSK", antigen="MuSK")
    make_autoantibody("Anti-insulin", antigen="insulin")
    lexicon = Lexicon.load()

    def axes(query: str) -> list[str]:
        return [one.name for one in understand(query, lexicon).parts]

    assert axes("musk") == ["autoantibody"]
    assert axes("mbp") == ["target"]
    assert axes("insulin") == []


def test_every_spelling_alone_is_understood_as_its_entry():
    """But for products without a name; for what another axis calls so, an antigen by its antibody; and for the CAR
    against an antigen, which is understood as the antigen."""
    lexicon, wrong = fixture_lexicon(), []
    for spelling in fixture_spellings():
        found = understand(spelling.text, lexicon).parts
        said = {(one.name, value) for one in found for value in one.values}
        senses = lexicon.senses.get(fold(spelling.text).replace(" ", ""), ())
        elsewhere = senses and senses[0].name != spelling.axis and (senses[0].name, senses[0].values[0]) in said
        described = "(no product name)" in spelling.about or spelling.text == "CD19CAR"
        if (spelling.axis, spelling.slug) not in said and not elsewhere and not described:
            wrong.append((spelling.axis, spelling.slug, spelling.text, said))
    assert wrong == []


def test_two_entries_with_one_spelling_are_both_meant():
    lexicon = Lexicon.of(
        [Spelling("condition", "one", "Marigold"), Spelling("condition", "other", "marigold", "search")]
    )
    (part,) = understand("marigold", lexicon).parts
    assert part.values == ("one", "other")


def test_a_name_comes_before_a_patients_word_of_another_axis():
    lexicon = Lexicon.of([Spelling("condition", "one", "Marigold", "search"), Spelling("target", "other", "marigold")])
    (part,) = understand("marigold", lexicon).parts
    assert (part.name, part.values) == ("target", ("other",))


SPELLER = Speller(["myasthenia gravis", "lupus", "systemic lupus", "scleroderma", "pemphigus"])


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("lupsu", ["lupus"]),  # neighbours swapped: one fault
        ("lupis", ["lupus"]),
        ("mupus", []),  # a short word's first letter is right
        ("lupiss", []),  # two faults in a short word
        ("sclerodrema", ["scleroderma"]),
        ("skleroderma", ["scleroderma"]),
        ("cleroderma", ["scleroderma"]),
        ("sclrodrma", ["scleroderma"]),
        ("slcrodrma", []),  # three faults
        ("lups", []),
        ("lupus7", []),
    ],
)
def test_a_misspelled_word_has_few_faults(word, meant):
    assert SPELLER.candidates(word) == meant
