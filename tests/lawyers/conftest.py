"""The centre that the tests of lawyers play in."""

from datetime import datetime, timedelta

import pytest

from app.kernel.clock import local_date, start_of
from tests.lawyers.scene import Scene, make_scene
from tests.support.stack import Stack


@pytest.fixture
async def scene(stack: Stack) -> Scene:
    """By day: at night nobody is told of an offer until the morning."""
    stack.clock.move_to(next_morning(stack.clock.now()))
    return await make_scene(stack)


def next_morning(at: datetime) -> datetime:
    """Ten o'clock in China on the day after."""
    return start_of(local_date(at)) + timedelta(days=1, hours=10)
