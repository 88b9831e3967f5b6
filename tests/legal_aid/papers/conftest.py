"""The desk that the tests of papers work at."""

import pytest

from tests.legal_aid.papers.desk import Desk
from tests.legal_aid.scene import Scene


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene)
