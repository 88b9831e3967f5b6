"""A township office for each test that asks for it."""

import pytest

from tests.correction.scene import Scene, make_scene
from tests.support.stack import Stack


@pytest.fixture
async def scene(stack: Stack) -> Scene:
    """Two offices, an officer in each, and a person not yet registered."""
    return await make_scene(stack)
