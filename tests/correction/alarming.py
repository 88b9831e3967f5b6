"""Alarms as whatever notices something raises them, and how people bring one to an end."""

from typing import Any
from uuid import UUID, uuid4

from app.correction.alarms.raising import Ground, raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence
from app.correction.orders.models import CorrectionOrder
from app.kernel.areas.models import Agency
from tests.correction.scene import Scene
from tests.support.world import AgencyRef, PersonRef

Json = dict[str, Any]
STEP: Json = {"kind": "visit", "reached": True, "result": "到家里看过，人不在，邻居说去了外地"}
SAID: Json = {"kind": "recorded", "words": "本人电话里说去看朋友，没有请假"}
BREACH: Json = {"finding": "没有请假离开本县，本人承认", "kind": "leave", "gravity": "minor"}


async def raised(
    scene: Scene,
    order_id: str | None,
    cause: AlarmCause = AlarmCause.CHECK_IN_MISSED,
    *,
    key: str | None = None,
    office: AgencyRef | None = None,
) -> str:
    """Raise an alarm about an order, or about an office, and tell whom it concerns."""
    at = scene.stack.clock.now()
    key = key or f"{cause}:{uuid4()}"
    async with scene.stack.services.database.transaction() as session:
        about: CorrectionOrder | Agency
        if order_id is not None:
            about = await session.get_one(CorrectionOrder, UUID(order_id))
        else:
            assert office is not None
            about = await session.get_one(Agency, office.id)
        evidence = [Ground("duty", uuid4(), at)]
        alarm_id = await raise_alarm(
            session, about, cause, key=key, confidence=AlarmConfidence.MEDIUM, evidence=evidence, at=at
        )
    assert alarm_id is not None
    return str(alarm_id)


async def post(person: PersonRef, path: str, body: Json | None = None, *, status: int = 200) -> Json:
    """One POST that must answer ``status``."""
    answer = await person.client.post(path, json=body or {})
    assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text}"
    return answer.json()


async def breach(scene: Scene, order_id: str, **found: object) -> str:
    """An alarm that was verified, heard and found a breach."""
    alarm_id = await raised(scene, order_id)
    await post(scene.officer, f"/correction/alarms/{alarm_id}/steps", STEP, status=201)
    await post(scene.officer, f"/correction/alarms/{alarm_id}/statements", SAID, status=201)
    decider = await scene.decider()
    await post(decider, f"/correction/alarms/{alarm_id}/confirm-breach", BREACH | found)
    return alarm_id
