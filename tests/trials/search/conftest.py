"""A small vocabulary: two diseases of which one has a kind, and antigens of which two have a hyphen."""

from types import SimpleNamespace

import pytest

from tests.builders import make_condition, make_modality, make_target


@pytest.fixture
def words(db):
    """The vocabulary by short names: `words.lupus`, `words.cd19`, `words.caar_t`."""
    lupus = make_condition(
        "Lupus", slug="systemic-lupus-erythematosus", terms=["SLE", "lupus erythematosus", "Libman-Sacks disease"]
    )
    return SimpleNamespace(
        lupus=lupus,
        nephritis=make_condition("Lupus nephritis", parent=lupus),
        myositis=make_condition("Myositis"),
        sjogren=make_condition("Sjögren's disease", terms=["Gougerot-Sjögren's syndrome"]),
        cd19=make_target("CD19"),
        bcma=make_target("BCMA"),
        cd20=make_target("CD20"),
        baff=make_target("BAFF"),
        baff_r=make_target("BAFF-R"),
        citrulline=make_target("citrullinated protein"),
        musk=make_target("MuSK"),
        car_t=make_modality("CAR-T"),
        caar_t=make_modality("CAAR-T"),
    )
