"""A case in the hands of a lawyer."""

import pytest

from tests.legal_aid.handling.desk import Desk
from tests.legal_aid.scene import Scene


@pytest.fixture
async def desk(scene: Scene) -> Desk:
    lawyer = await scene.roster.lawyer("李律师")
    return Desk(scene, lawyer, await scene.handled(lawyer))
