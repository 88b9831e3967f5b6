"""A case whose closing file was handed in."""

import pytest

from tests.legal_aid.handling.desk import Desk
from tests.legal_aid.quality.cabinet import Cabinet
from tests.legal_aid.scene import Scene


@pytest.fixture
async def cabinet(scene: Scene) -> Cabinet:
    lawyer = await scene.roster.lawyer("李律师")
    filed = Cabinet(Desk(scene, lawyer, await scene.handled(lawyer)))
    await filed.hand_in()
    return filed
