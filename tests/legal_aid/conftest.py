"""The centre that the tests of legal aid play in, built once a process and cloned for each test."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from tests.legal_aid.scene import Scene, make
from tests.support.prepared import Builder, prepared
from tests.support.stack import Stack, running


@pytest.fixture
def preparation() -> tuple[str, str, Builder[Any]]:
    """The fixture a test may ask for, and the name and builder of what it gives."""
    return "scene", "legal-aid scene", make


@pytest.fixture
async def play(
    request: pytest.FixtureRequest, preparation: tuple[str, str, Builder[Any]]
) -> AsyncGenerator[tuple[Stack, Any]]:
    """The stack with what was prepared, where the test asks for it; else with the centre, or an empty one."""
    asked, name, build = preparation
    if asked in request.fixturenames:
        async with prepared(name, build) as made:
            yield made
    elif "scene" in request.fixturenames:
        async with prepared("legal-aid scene", make) as made:
            yield made
    else:
        async with running() as stack:
            yield stack, None


@pytest.fixture
def stack(play: tuple[Stack, Any]) -> Stack:
    return play[0]


@pytest.fixture
def scene(play: tuple[Stack, Any]) -> Scene:
    return play[1] if isinstance(play[1], Scene) else play[1].scene
