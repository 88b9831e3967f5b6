"""The centre that the tests of lawyers play in."""

import pytest

from tests.lawyers.scene import Scene, make_scene
from tests.support.stack import Stack


@pytest.fixture
async def scene(stack: Stack) -> Scene:
    return await make_scene(stack)
