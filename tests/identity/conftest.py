"""The county that the tests of identity play in, built once a process and cloned for each test."""

from collections.abc import AsyncGenerator

import pytest

from tests.identity.world import County, World, make_county, people_of
from tests.support.prepared import prepared
from tests.support.stack import Stack, running


@pytest.fixture
async def play(request: pytest.FixtureRequest) -> AsyncGenerator[tuple[Stack, County | None]]:
    """The stack with the county where the test asks for its people, else an empty one."""
    if "world" in request.fixturenames:
        async with prepared("county of identity", make_county) as made:
            yield made
    else:
        async with running() as stack:
            yield stack, None


@pytest.fixture
def stack(play: tuple[Stack, County | None]) -> Stack:
    return play[0]


@pytest.fixture
def world(play: tuple[Stack, County | None]) -> World:
    stack, county = play
    assert county is not None
    return people_of(stack, county)
