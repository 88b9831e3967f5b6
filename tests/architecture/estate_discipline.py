"""What the estate has of alarms and discipline: a search, a breach, a measure decided on it, an objection."""

from uuid import UUID

from app.correction.alarms.raising import raise_alarm
from app.correction.enums import AlarmCause, AlarmConfidence
from app.correction.orders.models import CorrectionOrder
from app.kernel.actor import Role
from tests.correction.alarming import BREACH, SAID, STEP, post
from tests.support.world import PersonRef, World


async def discipline(world: World, people: dict[Role, PersonRef], order_id: str) -> dict[str, str]:
    """A person who could not be reached, was found to have left without leave, was warned and objects."""
    officer, decider, subject = people[Role.OFFICER], people[Role.DECIDER], people[Role.SUBJECT]
    at = world.stack.clock.now()
    async with world.stack.services.database.transaction() as session:
        order = await session.get_one(CorrectionOrder, UUID(order_id))
        alarm_id = await raise_alarm(
            session,
            order,
            AlarmCause.LOST_CONTACT,
            key=f"lost:{order_id}",
            confidence=AlarmConfidence.LOW,
            evidence=[],
            at=at,
        )
    path = f"/correction/alarms/{alarm_id}"
    await post(officer, f"{path}/steps", STEP, status=201)
    await post(officer, f"{path}/statements", SAID, status=201)
    search_id = (await officer.client.get(path)).json()["search_id"]
    await post(decider, f"{path}/confirm-breach", BREACH)
    proposal = {"measure": "warning", "reason": "未经批准离开本县", "alarm_ids": [str(alarm_id)]}
    made = await post(officer, f"/correction/orders/{order_id}/sanctions", proposal, status=201)
    path = f"/correction/sanctions/{made['id']}"
    await post(officer, f"{path}/statements", SAID, status=201)
    await post(decider, f"{path}/decide", {"reason": "事实清楚"})
    objected = await post(subject, f"{path}/objections", {"words": "那天在住院"}, status=201)
    return {
        "alarm_id": str(alarm_id),
        "search_id": search_id,
        "sanction_id": made["id"],
        "objection_id": objected["objections"][0]["id"],
    }
