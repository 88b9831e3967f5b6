"""The centre that the tests of legal aid play in."""

import pytest

from tests.legal_aid.scene import Scene, make
from tests.support.stack import Stack


@pytest.fixture
async def scene(stack: Stack) -> Scene:
    return await make(stack)
