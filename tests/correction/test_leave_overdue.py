"""Leave that ran out: waiting for an answer is no silence, and an order to come back answers a wish to stay."""

from datetime import timedelta
from typing import Any

import pytest

from app.kernel.clock import start_of
from tests.correction.scene import Scene
from tests.correction.test_leave import alarms, areas, ask, begun, in_days, post, until
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def away(scene: Scene, last: int) -> Json:
    """A leave from tomorrow on, and the person away."""
    leave = await ask(scene, await begun(scene), 1, last)
    assert (await post(scene.officer, leave, "approve"))[0] == 200
    await until(scene, start_of(in_days(scene, 1)) + timedelta(hours=9))
    return leave


async def longer(scene: Scene, leave: Json, days: int) -> Json:
    told = {"last_on": in_days(scene, days).isoformat(), "told": "车坏了，回不来"}
    status, asked = await post(scene.subject, leave, "extensions", **told)
    assert status == 201, asked
    return asked


async def seen(who: PersonRef, leave: Json) -> Json:
    return (await who.client.get(f"/correction/leaves/{leave['id']}")).json()


async def test_who_asked_to_stay_after_the_end_is_not_alarmed_while_nobody_decides(scene: Scene) -> None:
    leave = await away(scene, 3)
    await until(scene, start_of(in_days(scene, 3)) + timedelta(hours=9))
    now = scene.stack.clock.now()
    assert (await seen(scene.subject, leave))["status"] == "overdue"
    asked = await longer(scene, leave, 1)
    await until(scene, now + timedelta(hours=30))
    assert (await seen(scene.subject, leave))["clocks"] == []
    past = {"reason": "没有材料", "return_by": now.isoformat()}
    status, refused = await post(scene.officer, asked, "refuse", **past)
    assert (status, refused["errors"][0]["field"]) == (422, "return_by")
    assert (await post(scene.officer, asked, "refuse", reason="没有材料"))[0] == 200
    await until(scene, now + timedelta(hours=50))
    await scene.stack.drain()
    assert await alarms(scene) == []
    await until(scene, now + timedelta(hours=72))
    await scene.stack.drain()
    assert [alarm.cause for alarm in await alarms(scene)] == ["leave_not_returned"]


async def test_an_order_to_come_back_ends_a_wish_to_stay_and_names_a_time_within_the_term(scene: Scene) -> None:
    leave = await away(scene, 5)
    asked = await longer(scene, leave, 8)
    back_by = scene.stack.clock.now() + timedelta(hours=20)
    never = {"reason": "没有去医院", "return_by": "9999-12-31T23:59:59Z"}
    assert (await post(scene.officer, leave, "recall", **never))[0] == 422
    recalled = {"reason": "没有去医院", "return_by": back_by.isoformat()}
    assert (await post(scene.officer, leave, "recall", **recalled))[0] == 200
    assert (await seen(scene.subject, asked))["status"] == "withdrawn"
    for area in await areas(scene):
        assert area.valid_to is not None
        assert area.valid_to <= back_by or area.valid_from == area.valid_to
    await until(scene, back_by + timedelta(hours=4))
    assert (await seen(scene.subject, leave))["status"] == "overdue"
