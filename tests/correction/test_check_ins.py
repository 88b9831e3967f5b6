"""Check-ins: what is said, what is kept, what is refused, and who sees the place."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import anyio
import httpx
import pytest
from sqlmodel import col, select

from app.correction.check_ins.models import CheckIn
from app.kernel.actor import Role
from app.kernel.events import EventRecord
from app.kernel.geo import Datum, Point
from tests.correction.scene import IN_THE_HOLE, INSIDE, NEAR_BORDER, OUTSIDE, Scene

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def stored(scene: Scene) -> list[CheckIn]:
    async with scene.stack.services.database.session() as session:
        return list((await session.scalars(select(CheckIn))).all())


async def looks(scene: Scene) -> list[Json]:
    """The looks at their locations that the subject can see."""
    log = (await scene.subject.client.get("/me/access-log")).json()["items"]
    return [entry for entry in log if entry["action_title"] == "查看签到记录"]


async def test_inside_the_area(scene: Scene) -> None:
    await scene.begin()
    answer = await scene.check_in(scene.fix(INSIDE))
    assert answer.status_code == 201, answer.text
    assert answer.json()["verdict"] == "inside"
    assert answer.json()["distance_m"] < -1000
    assert answer.json()["message"] == "签到成功。定位显示您在规定区域内。"


async def test_outside_is_told_as_no_breach(scene: Scene) -> None:
    await scene.begin()
    for place in (OUTSIDE, IN_THE_HOLE):
        await scene.stack.advance(minutes=20)
        answer = (await scene.check_in(scene.fix(place))).json()
        assert (answer["verdict"], answer["reasons"]) == ("outside", [])
        assert "单凭一次定位不会认定违规" in answer["message"]
        assert "离边界约" in answer["message"]


UNCLEAR: list[tuple[tuple[float, float], Json, str]] = [
    (NEAR_BORDER, {}, "near_border"),
    (INSIDE, {"accuracy_m": 0}, "accuracy_missing"),
    (INSIDE, {"accuracy_m": 50_000}, "accuracy_too_coarse"),
    ((0, 0), {}, "no_position"),
    (INSIDE, {"fixed_at": "2020-01-01T00:00:00Z"}, "fix_stale"),
    (INSIDE, {"fixed_at": "2190-01-01T00:00:00+08:00"}, "fix_from_future"),
    ((120.02, 30.22), {}, "swapped"),
    ((95.0, 120.02), {}, "out_of_range"),
]


async def test_an_unclear_fix_is_recorded_with_its_reason(scene: Scene) -> None:
    await scene.begin()
    for place, changes, reason in UNCLEAR:
        answer = await scene.check_in(scene.fix(place, **changes))
        assert answer.status_code == 201, answer.text
        assert (answer.json()["verdict"], answer.json()["reasons"]) == ("indeterminate", [reason])
        assert "单凭一次定位不会认定违规" in answer.json()["message"]
    assert len(await stored(scene)) == len(UNCLEAR)


NO_FIX: list[tuple[Json, str, str]] = [
    ({"latitude_deg": 1e9}, "fixes.0.latitude_deg", "less_than_equal"),
    ({"latitude_deg": "NaN"}, "fixes.0.latitude_deg", "finite_number"),
    ({"datum": "bd09"}, "fixes.0.datum", "enum"),
    ({"accuracy_m": -1}, "fixes.0.accuracy_m", "greater_than_equal"),
    ({"fixed_at": "2026-01-01T00:00:00"}, "fixes.0.fixed_at", "timezone_aware"),
    ({"fixed_at": "9999-12-31T23:59:59-12:00"}, "fixes.0.fixed_at", "value_error"),
    ({"altitude_m": 3}, "fixes.0.altitude_m", "extra_forbidden"),
]


async def test_refuses_what_cannot_be_a_fix(scene: Scene) -> None:
    await scene.begin()
    for changes, field, rule in NO_FIX:
        answer = await scene.check_in(scene.fix(**changes))
        assert answer.status_code == 422, (changes, answer.text)
        assert (field, rule) in {(e["field"], e["rule"]) for e in answer.json()["errors"]}
    assert await stored(scene) == []


async def test_refuses_numbers_that_are_none(scene: Scene) -> None:
    await scene.begin()
    made_at = scene.stack.clock.now().isoformat()
    fixes = [scene.fix(latitude_deg=0.125)]
    text = json.dumps({"attempt_id": str(uuid4()), "made_at": made_at, "fixes": fixes})
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        answer = await scene.subject.client.post(
            "/correction/check-ins",
            content=text.replace("0.125", number),
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 422, (number, answer.text)


async def test_the_same_attempt_gives_the_same_answer_and_one_check_in(scene: Scene) -> None:
    await scene.begin()
    attempt_id, fix = uuid4(), scene.fix(INSIDE)
    first = await scene.check_in(fix, attempt_id=attempt_id)
    await scene.stack.advance(days=1)
    client = scene.stack.new_client(scene.subject.token)
    again = await scene.check_in(fix, attempt_id=attempt_id, client=client)
    assert first.json() == again.json()
    assert len(await stored(scene)) == 1


async def test_one_attempt_sent_five_times_at_once_is_one_check_in(scene: Scene) -> None:
    await scene.begin()
    attempt_id, fix = uuid4(), scene.fix(INSIDE)
    answers: list[httpx.Response] = []

    async def send() -> None:
        answers.append(await scene.check_in(fix, attempt_id=attempt_id))

    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(send)
    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await stored(scene)) == 1


async def test_an_attempt_keeps_its_first_fix(scene: Scene) -> None:
    await scene.begin()
    attempt_id = uuid4()
    await scene.check_in(scene.fix(OUTSIDE), attempt_id=attempt_id)
    changed = await scene.check_in(scene.fix(INSIDE), attempt_id=attempt_id)
    assert (changed.status_code, changed.json()["code"]) == (422, "attempt_differs")


async def test_the_same_attempt_id_of_two_people_is_two_attempts(scene: Scene) -> None:
    await scene.begin()
    attempt_id, fix, first = uuid4(), scene.fix(INSIDE), scene.subject
    one = await scene.check_in(fix, attempt_id=attempt_id)
    scene.subject = await scene.world.person(name="李某")
    await scene.begin()
    other = await scene.check_in(fix, attempt_id=attempt_id)
    assert one.json()["id"] != other.json()["id"]
    assert {row.person_id for row in await stored(scene)} == {first.id, scene.subject.id}


async def test_no_check_in_without_an_order_or_before_correction_begins(scene: Scene) -> None:
    stranger = await scene.world.person(Role.SUBJECT)
    without = await scene.check_in(scene.fix(), client=stranger.client)
    assert (without.status_code, without.json()["code"]) == (404, "no_order")
    await scene.register()
    early = await scene.check_in(scene.fix())
    assert (early.status_code, early.json()["code"]) == (409, "correction_not_begun")
    assert await stored(scene) == []


async def test_a_refused_attempt_can_be_sent_again_later(scene: Scene) -> None:
    order = await scene.register()
    attempt_id = uuid4()
    assert (await scene.check_in(scene.fix(), attempt_id=attempt_id)).status_code == 409
    await scene.start(order["id"])
    assert (await scene.check_in(scene.fix(), attempt_id=attempt_id)).status_code == 201


async def test_a_chinese_map_position_is_converted_before_it_is_judged(scene: Scene) -> None:
    await scene.begin()
    place = Point(30.2008, 120.02, Datum.WGS84).to_gcj02()
    fix = scene.fix((place.latitude_deg, place.longitude_deg), datum="gcj02")
    assert (await scene.check_in(fix)).json()["verdict"] == "inside"
    assert (await scene.check_in(fix | {"datum": "wgs84"})).json()["verdict"] != "inside"


async def test_events_carry_neither_place_nor_verdict(scene: Scene) -> None:
    await scene.begin()
    await scene.check_in(scene.fix(OUTSIDE))
    async with scene.stack.services.database.session() as session:
        wanted = select(EventRecord).where(col(EventRecord.name) == "CheckInDoubtful")
        payload = (await session.scalars(wanted)).one().payload
    ids = {"check_in_id", "order_id", "person_id", "agency_id", "duty_id"}
    assert set(payload) == ids | {"made_at", "is_late", "is_offline"}


async def test_the_office_on_duty_sees_the_place_and_the_person_sees_that_it_looked(scene: Scene) -> None:
    order = await scene.begin()
    made = (await scene.check_in(scene.fix(INSIDE))).json()
    listed = await scene.officer.client.get(f"/correction/orders/{order['id']}/check-ins")
    assert listed.status_code == 200, listed.text
    [item] = listed.json()["items"]
    [fix] = item["fixes"]
    assert (fix["latitude_deg"], fix["longitude_deg"], fix["datum"]) == (30.22, 120.02, "wgs84")
    one = await scene.officer.client.get(f"/correction/check-ins/{made['id']}")
    assert one.json() == item
    assert [entry["purpose"] for entry in await looks(scene)] == ["社区矫正监督管理"] * 2


async def test_another_office_gets_404(scene: Scene) -> None:
    order = await scene.begin()
    made = (await scene.check_in(scene.fix(INSIDE))).json()
    for path in (f"/correction/check-ins/{made['id']}", f"/correction/orders/{order['id']}/check-ins"):
        assert (await scene.other_officer.client.get(path)).status_code == 404
        assert (await scene.officer.client.get(path)).status_code == 200


async def test_another_subject_gets_404(scene: Scene) -> None:
    await scene.begin()
    made = (await scene.check_in(scene.fix(INSIDE))).json()
    other = await scene.world.person(Role.SUBJECT)
    assert (await other.client.get(f"/correction/check-ins/{made['id']}")).status_code == 404


async def test_own_history_is_cut_by_cursor_and_leaves_no_entry(scene: Scene) -> None:
    await scene.begin()
    made = [(await scene.check_in(scene.fix(INSIDE))).json()["id"] for _ in range(3)]
    first = (await scene.subject.client.get("/correction/check-ins?limit=2")).json()
    cursor = first["next_cursor"]
    rest = (await scene.subject.client.get(f"/correction/check-ins?limit=2&cursor={cursor}")).json()
    assert [item["id"] for item in [*first["items"], *rest["items"]]] == made[::-1]
    assert "fixes" not in first["items"][0]
    own = await scene.subject.client.get(f"/correction/check-ins/{made[0]}")
    assert own.json()["fixes"][0]["latitude_deg"] == 30.22
    assert await looks(scene) == []
    shown = (await scene.subject.client.get("/correction/me")).json()
    assert shown["last_check_in_at"] is not None


async def test_a_phone_clock_a_minute_ahead_still_checks_in(scene: Scene) -> None:
    await scene.begin()
    ahead = (scene.stack.clock.now() + timedelta(seconds=60)).isoformat()
    assert (await scene.check_in(scene.fix(fixed_at=ahead))).json()["verdict"] == "inside"


async def test_newest_places_are_shown_for_a_reason_that_the_person_sees(scene: Scene) -> None:
    await scene.begin()
    await scene.check_in(scene.fix(INSIDE))
    await scene.stack.advance(minutes=20)
    last = (await scene.check_in(scene.fix(OUTSIDE))).json()
    body = {"since": "2000-01-01T00:00:00Z", "reason": "核对今天的签到"}
    shown = (await scene.officer.client.post("/correction/check-ins/look", json=body)).json()
    assert [place["check_in"]["id"] for place in shown["items"]] == [last["id"]]
    assert shown["items"][0]["check_in"]["fixes"]
    assert (shown["without"], shown["is_cut"]) == (0, False)
    assert "核对今天的签到" in json.dumps(await looks(scene), ensure_ascii=False)
    later = body | {"since": "2190-01-01T00:00:00Z"}
    assert (await scene.officer.client.post("/correction/check-ins/look", json=later)).json()["without"] == 1
    stranger = (await scene.other_officer.client.post("/correction/check-ins/look", json=body)).json()
    assert (stranger["items"], stranger["without"]) == ([], 0)


async def test_places_are_not_shown_without_a_reason(scene: Scene) -> None:
    for reason in ("", " ", "a\nb"):
        body = {"since": "2000-01-01T00:00:00Z", "reason": reason}
        assert (await scene.officer.client.post("/correction/check-ins/look", json=body)).status_code == 422
