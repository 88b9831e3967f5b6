"""A case in the hands of a lawyer."""

from typing import Any

import pytest

from tests.legal_aid.handling.desk import Desk
from tests.legal_aid.scene import make
from tests.support.prepared import Builder
from tests.support.stack import Stack


async def make_desk(stack: Stack) -> Desk:
    """One lawyer with one case."""
    scene = await make(stack)
    lawyer = await scene.roster.lawyer("李律师")
    return Desk(scene, lawyer, await scene.handled(lawyer))


@pytest.fixture
def preparation() -> tuple[str, str, Builder[Any]]:
    return "desk", "handling desk", make_desk


@pytest.fixture
def desk(play: tuple[Stack, Desk]) -> Desk:
    return play[1]
