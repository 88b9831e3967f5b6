from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.kernel.clock import local_date
from tests.lawyers.scene import LawyerRef, Scene, code_of, make_scene

pytestmark = pytest.mark.anyio


def days_from(scene: Scene, *ahead: int) -> list[str]:
    """Days from the next Monday on, as ISO dates."""
    today = local_date(scene.now)
    monday = today + timedelta(days=7 - today.weekday())
    return [(monday + timedelta(days=one)).isoformat() for one in ahead]


async def on_duty(scene: Scene, lawyer: LawyerRef, days: list[str], **changes: Any) -> httpx.Response:
    body = {"lawyer_id": str(lawyer.id), "days": days, "place": "看守所法律援助工作站"} | changes
    return await scene.officer.client.post("/duty-shifts", json=body)


async def leave(client: httpx.AsyncClient, lawyer: LawyerRef, from_on: str, to_on: str) -> httpx.Response:
    return await client.post(f"/lawyers/{lawyer.id}/leave", json={"from_on": from_on, "to_on": to_on})


async def test_the_week_shows_who_is_on_duty_and_each_lawyer_the_own_days(scene: Scene) -> None:
    lawyer, other = await scene.lawyer(), await scene.lawyer("周律师")
    monday, tuesday, next_week = days_from(scene, 0, 1, 7)
    made = await on_duty(scene, lawyer, [tuesday, monday, next_week])
    assert made.status_code == 201, made.text
    assert [one["on_day"] for one in made.json()["items"]] == [monday, tuesday, next_week]
    assert (await on_duty(scene, other, [monday])).status_code == 201
    week = (await scene.officer.client.get(f"/duty-shifts?week_of={tuesday}")).json()["items"]
    assert [(one["on_day"], one["lawyer"]) for one in week] == [
        (monday, "李律师"),
        (monday, "周律师"),
        (tuesday, "李律师"),
    ]
    own = (await lawyer.client.get(f"/duty-shifts?week_of={monday}")).json()["items"]
    assert [one["on_day"] for one in own] == [monday, tuesday]
    elsewhere = await make_scene(scene.stack, scene.world)
    assert (await elsewhere.officer.client.get(f"/duty-shifts?week_of={monday}")).json()["items"] == []
    await scene.stack.drain()
    (notice,) = (await lawyer.client.get("/me/notices")).json()["items"][:1]
    assert (notice["template"], "安排" in notice["body"]) == ("duty_changed", True)
    gone = f"/duty-shifts/{own[0]['id']}/cancel"
    assert code_of(await elsewhere.officer.client.post(gone)) == (404, "not_found")
    assert code_of(await lawyer.client.post(gone)) == (403, "forbidden")
    assert (await scene.officer.client.post(gone)).json()["on_day"] == monday
    assert code_of(await scene.officer.client.post(gone)) == (409, "duty_past")
    assert [
        one["on_day"] for one in (await lawyer.client.get(f"/duty-shifts?week_of={monday}")).json()["items"]
    ] == [tuesday]


async def test_days_that_cannot_be_are_named_and_none_is_entered(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    monday, tuesday, wednesday, far = days_from(scene, 0, 1, 2, 800)
    assert (await on_duty(scene, lawyer, [monday])).status_code == 201
    assert (await leave(lawyer.client, lawyer, tuesday, tuesday)).status_code == 201
    refused = await on_duty(scene, lawyer, [monday, tuesday, wednesday, "2020-01-01", far])
    assert code_of(refused) == (422, "invalid")
    assert [(error["field"], error["rule"]) for error in refused.json()["errors"]] == [
        ("days.0", "taken"),
        ("days.1", "on_leave"),
        ("days.3", "past"),
        ("days.4", "too_far"),
    ]
    assert len((await scene.officer.client.get(f"/duty-shifts?week_of={monday}")).json()["items"]) == 1
    elsewhere = await make_scene(scene.stack, scene.world)
    assert code_of(await on_duty(elsewhere, lawyer, [wednesday])) == (404, "not_found")
    async with scene.stack.services.database.transaction() as session:
        sql = "UPDATE lawyer SET suspended_at = now(), suspension_reason = '未年检' WHERE id = $1"
        await (await session.connection()).exec_driver_sql(sql, (lawyer.id,))
    suspended = await on_duty(scene, lawyer, [wednesday])
    assert suspended.json()["errors"][0]["rule"] == "suspended"


async def test_leave_is_entered_by_the_lawyer_or_the_centre_and_uncovered_duty_is_told(scene: Scene) -> None:
    lawyer, other = await scene.lawyer(), await scene.lawyer("周律师")
    monday, tuesday, friday = days_from(scene, 0, 1, 4)
    assert (await on_duty(scene, lawyer, [tuesday])).status_code == 201
    made = await leave(lawyer.client, lawyer, monday, friday)
    assert made.status_code == 201, made.text
    assert made.json()["duty_days"] == [tuesday]
    await scene.stack.drain()
    told = [notice["template"] for notice in (await scene.officer.client.get("/me/notices")).json()["items"]]
    assert "leave_on_duty" in told
    (shift,) = (await scene.officer.client.get(f"/duty-shifts?week_of={monday}")).json()["items"]
    assert shift["on_leave"]
    assert code_of(await leave(scene.officer.client, lawyer, friday, friday)) == (409, "leave_overlaps")
    assert code_of(await leave(other.client, lawyer, friday, friday)) == (404, "not_found")
    path = f"/lawyers/{lawyer.id}/leave"
    cancelled = await scene.officer.client.post(f"{path}/{made.json()['id']}/cancel")
    assert cancelled.json()["cancelled_at"] is not None
    assert (await lawyer.client.get(path)).json()["items"] == []
    again = await lawyer.client.post(f"{path}/{made.json()['id']}/cancel")
    assert code_of(again) == (409, "leave_over")


async def test_leave_that_has_begun_ends_early_and_what_cannot_be_is_refused(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    today = local_date(scene.now)
    soon = (today + timedelta(days=5)).isoformat()
    yesterday = (today - timedelta(days=1)).isoformat()
    begun = await leave(lawyer.client, lawyer, (today - timedelta(days=3)).isoformat(), soon)
    ended = await lawyer.client.post(f"/lawyers/{lawyer.id}/leave/{begun.json()['id']}/cancel")
    assert (ended.json()["to_on"], ended.json()["cancelled_at"]) == (yesterday, None)
    kept = (await lawyer.client.get(f"/lawyers/{lawyer.id}/leave")).json()["items"]
    assert [one["to_on"] for one in kept] == [yesterday]
    far = (date.fromisoformat(soon) + timedelta(days=800)).isoformat()
    for from_on, to_on, rule in (
        (soon, today.isoformat(), "order"),
        (yesterday, yesterday, "past"),
        (soon, far, "too_long"),
    ):
        refused = await leave(lawyer.client, lawyer, from_on, to_on)
        assert refused.json()["errors"][0]["rule"] == rule, refused.text
