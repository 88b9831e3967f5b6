"""A rhythm without chance, and what tests ask of windows."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.correction.check_ins.challenges import nonce_of
from app.correction.schedule.models import CheckInDuty, SupervisionEntry
from app.correction.schedule.moments import GAPS, TICK
from app.kernel import jobs
from app.kernel.clock import local_date
from tests.correction.scene import Scene

Json = dict[str, Any]
RHYTHM: Json = {
    "period": "week",
    "checks": 3,
    "spots": 0,
    "windows": [{"begin": 720, "end": 900}],
    "spot_hours": {"begin": 510, "end": 1050},
    "spot_minutes": 60,
    "on_rest_days": True,
    "checks_on_leave": True,
    "spots_on_leave": False,
    "explain_hours": 24,
    "gap_hours": 30,
    "lost_hours": 240,
    "lost_misses": 9,
}
"""Three times a week at noon, weekends too, and silence means little: each test says what it is about."""


async def set_rhythm(scene: Scene, tier: str = "red", **changes: object) -> None:
    """The county sets a tier's rhythm from tomorrow."""
    tomorrow = local_date(scene.stack.clock.now()) + timedelta(days=1)
    path = f"/agencies/{scene.bureau.id}/check-in-schedules/{tier}"
    body = RHYTHM | {"effective_from": tomorrow.isoformat()} | changes
    answer = await (await scene.decider()).client.put(path, json=body)
    assert answer.status_code == 200, answer.text


async def begin_red(scene: Scene, **changes: object) -> Json:
    """The subject is under correction in the red tier, by the rhythm without chance."""
    await set_rhythm(scene, "red", **changes)
    return await scene.begin(tier="red")


async def my_duties(scene: Scene, *, past: bool = False) -> list[Json]:
    """What the subject sees of what they owe."""
    query = "?past=true" if past else ""
    answer = await scene.stack.new_client(scene.subject.token).get(f"/correction/me/duties{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def my_ledger(scene: Scene) -> list[Json]:
    """The subject's lines, newest first."""
    return (await scene.subject.client.get("/correction/me/ledger")).json()["items"]


async def pass_to(scene: Scene, at: datetime) -> None:
    """Go to a moment and do what is due by then about windows; other alarms of the clock are passed over."""
    scene.stack.clock.move_to(at)
    async with scene.stack.services.database.transaction() as session:
        for name in (TICK, GAPS):
            await jobs.enqueue(session, name, {}, since=at)
    await scene.stack.drain()


async def pass_window(scene: Scene, duty: Json) -> None:
    """Let the window close and be swept."""
    await pass_to(scene, moment(duty["closes_at"]) + timedelta(minutes=6))


async def miss_next(scene: Scene) -> Json:
    """Let the next window close without a sign; the duty as it is then."""
    [duty, *_] = await my_duties(scene)
    await pass_window(scene, duty)
    return next(one for one in await my_duties(scene, past=True) if one["id"] == duty["id"])


async def alarms(scene: Scene) -> list[Json]:
    """Causes and confidence of the office's alarms, oldest first."""
    items = (await scene.officer.client.get("/correction/alarms")).json()["items"]
    return items[::-1]


async def told(scene: Scene) -> list[str]:
    """Titles in the subject's inbox, newest first, about check-ins alone."""
    items = (await scene.subject.client.get("/me/notices?limit=100")).json()["items"]
    return [item["title"] for item in items if "签到" in item["title"]]


async def rows(scene: Scene, order_id: str) -> list[CheckInDuty]:
    """Every window of an order as it is stored, the unannounced too."""
    async with scene.stack.services.database.session() as session:
        statement = select(CheckInDuty).where(col(CheckInDuty.order_id) == UUID(order_id))
        return list((await session.scalars(statement.order_by(col(CheckInDuty.opens_at)))).all())


async def lines(scene: Scene, order_id: str) -> list[SupervisionEntry]:
    """Every line of an order's ledger."""
    async with scene.stack.services.database.session() as session:
        statement = select(SupervisionEntry).where(col(SupervisionEntry.order_id) == UUID(order_id))
        return list((await session.scalars(statement.order_by(col(SupervisionEntry.recorded_at)))).all())


def challenge(scene: Scene, duty: Json) -> Json:
    """What the phone answers a window with."""
    return {
        "duty_id": duty["id"],
        "nonce": nonce_of(scene.stack.services.vault, UUID(duty["id"]), scene.subject.id),
    }


def moment(text: str) -> datetime:
    """A moment in an answer."""
    return datetime.fromisoformat(text)
