"""The centre that the tests of lawyers play in, built once a process and cloned for each test."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta

import pytest

from app.kernel.clock import local_date, start_of
from tests.lawyers.scene import Scene, make_scene
from tests.support.prepared import prepared
from tests.support.stack import Stack

BUILT_WITHIN = timedelta(minutes=5)
"""After this the centre is there; nobody works in it before they were employed."""


@pytest.fixture
async def scene() -> AsyncGenerator[Scene]:
    """By day: at night nobody is told of an offer until the morning."""
    async with prepared("centre of the lawyers", _by_day) as (stack, made):
        stack.clock.move_to(next_morning(stack.clock.now()) + BUILT_WITHIN)
        yield made


@pytest.fixture
def stack(scene: Scene) -> Stack:
    return scene.stack


async def _by_day(stack: Stack) -> Scene:
    stack.clock.move_to(next_morning(stack.clock.now()))
    return await make_scene(stack)


def next_morning(at: datetime) -> datetime:
    """Ten o'clock in China on the day after."""
    return start_of(local_date(at)) + timedelta(days=1, hours=10)
