"""Activities by ability, visits that keep the secret, help by age."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.kernel.agency_rules import set_rule
from app.kernel.clock import local_date
from tests.correction.scene import Scene, document

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def activity(scene: Scene, **changes: object) -> Json:
    now = scene.stack.clock.now()
    body: Json = {
        "agency_id": str(scene.office.id),
        "kind": "public_benefit",
        "title": "河道清洁",
        "place": "滨江公园",
        "starts_at": (now + timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(hours=3)).isoformat(),
        "capacity": 1,
    } | changes
    answer = await scene.officer.client.post("/correction/activities", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_activities_are_offered_declined_without_consequence_and_timed(scene: Scene) -> None:
    order = await scene.begin()
    now = scene.stack.clock.now()
    held = await activity(scene)
    minors = await activity(scene, is_for_minors=True)
    own, office = scene.subject.client, scene.officer.client
    listed = (await own.get("/correction/activities")).json()["items"]
    assert [one["id"] for one in listed] == [held["id"]]
    path = f"/correction/orders/{order['id']}/participations"
    apart = await office.post(path, json={"activity_id": minors["id"]})
    assert (apart.status_code, apart.json()["code"]) == (409, "minors_apart")
    offered = (await office.post(path, json={"activity_id": held["id"], "suits": "身体好"})).json()
    twice = await own.post(path, json={"activity_id": held["id"]})
    assert (twice.status_code, twice.json()["code"]) == (409, "activity_full")
    mine = (await own.get("/correction/me")).json()
    assert "activity" in {one["kind"] for one in mine["to_do"]}
    one = f"/correction/participations/{offered['id']}"
    declined = (await own.post(f"{one}/decline", json={"reason": "腰伤没好"})).json()
    assert (declined["status"], declined["declined_for"]) == ("declined", "腰伤没好")
    early: Json = {"arrived_at": now.isoformat(), "left_at": now.isoformat()}
    assert (await office.post(f"{one}/attendance", json=early)).json()["errors"][0]["rule"] == "not_begun"
    assert (await office.post(f"/correction/activities/{held['id']}/close")).status_code == 422
    scene.stack.clock.move_to(now + timedelta(hours=4))
    seen: Json = {
        "arrived_at": (now + timedelta(hours=1)).isoformat(),
        "left_at": (now + timedelta(hours=2, minutes=30)).isoformat(),
    }
    far = {"arrived_at": (now - timedelta(days=2)).isoformat(), "left_at": now.isoformat()}
    assert (await office.post(f"{one}/attendance", json=far)).json()["errors"][0]["rule"] == "far"
    came = (await office.post(f"{one}/attendance", json=seen)).json()
    assert (came["status"], came["minutes"]) == ("attended", 90)
    month = local_date(now + timedelta(hours=1)).strftime("%Y-%m")
    hours = (await own.get(f"/correction/orders/{order['id']}/activity-hours?month={month}")).json()
    assert hours["items"] == [{"kind": "public_benefit", "minutes": 90, "agency_hours": None}]
    async with scene.stack.services.database.transaction() as session:
        await set_rule(
            session,
            agency_id=scene.bureau.id,
            code="correction.public_benefit_hours",
            value=2,
            effective_from=local_date(now),
            set_by=scene.officer.id,
            at=now,
        )
    following = (local_date(now).replace(day=1) + timedelta(days=31)).strftime("%Y-%m")
    later = (await own.get(f"/correction/orders/{order['id']}/activity-hours?month={following}")).json()
    assert later["items"] == [{"kind": "public_benefit", "minutes": 0, "agency_hours": 2}]
    closed = (await office.post(f"/correction/activities/{held['id']}/close")).json()
    assert (closed["status"], closed["allowed_actions"]) == ("held", [])
    called_off = await office.post(f"/correction/activities/{minors['id']}/call-off")
    assert called_off.json()["status"] == "called_off"
    neighbour = await scene.other_officer.client.get(f"/correction/activities/{held['id']}")
    assert neighbour.status_code == 404


async def test_visits_keep_the_secret_and_children_go_to_school_not_to_work(scene: Scene) -> None:
    born = local_date(scene.stack.clock.now()).replace(day=1) - timedelta(days=15 * 365)
    scene.subject = await scene.world.person(name="孙小明", born=date(born.year, born.month, 1))
    order = await scene.register(person=document(scene.subject))
    path, office = f"/correction/orders/{order['id']}", scene.officer.client
    now = scene.stack.clock.now()
    visit: Json = {
        "visited_at": now.isoformat(),
        "place": "home",
        "met_person": True,
        "discretion": "person_alone",
        "findings": "在家，情况正常",
    }
    bad: list[tuple[Json, str]] = [
        ({"visited_at": (now + timedelta(hours=1)).isoformat()}, "future"),
        ({"visited_at": "0001-01-01T00:00:00+14:00"}, "value_error"),
        ({"visited_at": "1950-01-01T00:00:00+08:00"}, "before_term"),
        ({"discretion": "revealed"}, "missing"),
        ({"corrects_id": str(uuid4())}, "unknown"),
    ]
    for changes, rule in bad:
        answer = await office.post(f"{path}/visits", json=visit | changes)
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, rule)
    first = (await office.post(f"{path}/visits", json=visit)).json()
    again = visit | {"corrects_id": first["id"], "findings": "本人在家，母亲也在"}
    assert (await office.post(f"{path}/visits", json=again)).status_code == 201
    decider = (await scene.decider()).client
    assert len((await decider.get(f"{path}/visits")).json()["items"]) == 2
    assert (await scene.subject.client.get(f"{path}/visits")).status_code == 403
    assert (await scene.other_officer.client.get(f"{path}/visits")).status_code == 404
    given: Json = {"kind": "schooling", "given_at": now.isoformat(), "content": "联系学校，下周一复学"}
    long_ago = given | {"given_at": "1950-01-01T00:00:00Z"}
    assert (await office.post(f"{path}/help-records", json=long_ago)).json()["errors"][0]["rule"] == "before_term"
    assert (await office.post(f"{path}/help-records", json=given)).status_code == 201
    work = await office.post(f"{path}/help-records", json=given | {"kind": "job"})
    assert (work.status_code, work.json()["code"]) == (409, "too_young_for_job_help")
    read = (await scene.subject.client.get(f"{path}/help-records")).json()["items"]
    assert [record["kind"] for record in read] == ["schooling"]
    assert (await office.get("/correction/reports")).json()["items"] == []
