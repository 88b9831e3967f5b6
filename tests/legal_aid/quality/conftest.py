"""A case whose closing file was handed in."""

from typing import Any

import pytest

from tests.legal_aid.handling.desk import Desk
from tests.legal_aid.quality.cabinet import Cabinet
from tests.legal_aid.scene import make
from tests.support.prepared import Builder
from tests.support.stack import Stack


async def make_cabinet(stack: Stack) -> Cabinet:
    """One lawyer with one case, its file handed in."""
    scene = await make(stack)
    lawyer = await scene.roster.lawyer("李律师")
    filed = Cabinet(Desk(scene, lawyer, await scene.handled(lawyer)))
    await filed.hand_in()
    return filed


@pytest.fixture
def preparation() -> tuple[str, str, Builder[Any]]:
    return "cabinet", "closing cabinet", make_cabinet


@pytest.fixture
def cabinet(play: tuple[Stack, Cabinet]) -> Cabinet:
    return play[1]
