"""The county that the tests of identity play in."""

import pytest

from tests.identity.world import World, make_world
from tests.support.stack import Stack


@pytest.fixture
async def world(stack: Stack) -> World:
    return await make_world(stack)
