import pytest

from guide.seed import seed
from tests.guide.builders import make_sources


@pytest.fixture
def guide(db):
    """The guide as the fixtures write it."""
    make_sources()
    return seed()
