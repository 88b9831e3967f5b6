"""Orders: registered within the office's reach, begun, given an area, ended by time."""

import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.correction.orders.rules import LONGEST_TERM
from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.correction.scene import AREA, HOLE, INSIDE, RING, Scene, document
from tests.support.areas import COUNTY, NEIGHBOUR, seed_boundaries

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


def polygon(*rings: list[list[float]], datum: str = "wgs84") -> Json:
    return {"geometry": {"type": "Polygon", "coordinates": list(rings)}, "datum": datum}


async def test_registration_starts_the_clock_to_report_in_and_opens_the_subjects_own_page(scene: Scene) -> None:
    order = await scene.register()
    today = local_date(scene.stack.clock.now())
    assert order["status"] == "registered"
    assert order["allowed_actions"] == ["begin", "set_area"]
    [clock] = order["clocks"]
    assert (clock["rule_code"], clock["holder_role"]) == ("correction.report_in", "subject")
    assert clock["due_on"] >= (today + timedelta(days=10)).isoformat()
    assert "二十一条" in clock["article"]
    mine = (await scene.subject.client.get("/correction/me")).json()
    assert (mine["id"], mine["person_name"], mine["allowed_actions"]) == (order["id"], "王某", [])
    assert mine["area"]["geometry"]["type"] == "Polygon"


async def test_temporary_release_waits_for_the_hand_over(scene: Scene) -> None:
    order = await scene.register(category="temporary_release")
    assert [(c["rule_code"], c["holder"]) for c in order["clocks"]] == [("correction.hand_over", "移送机关")]


async def test_a_judgement_older_than_the_law_starts_no_clock_and_correction_begins(scene: Scene) -> None:
    order = await scene.begin(starts_on="2019-05-01")
    assert (order["status"], order["clocks"]) == ("under_correction", [])


async def test_the_longest_term_there_is_begins(scene: Scene) -> None:
    today = local_date(scene.stack.clock.now())
    order = await scene.begin(ends_on=(today + LONGEST_TERM).isoformat())
    assert order["status"] == "under_correction"


async def test_beginning_stops_the_clock_and_allows_check_ins(scene: Scene) -> None:
    order = await scene.begin()
    assert (order["status"], order["clocks"], order["version"]) == ("under_correction", [], 3)
    assert order["began_at"] is not None
    assert (await scene.subject.client.get("/correction/me")).json()["allowed_actions"] == ["check_in"]
    again = await scene.officer.client.post(f"/correction/orders/{order['id']}/begin")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


async def test_nobody_is_supervised_beyond_the_last_day(scene: Scene) -> None:
    today = local_date(scene.stack.clock.now())
    order = await scene.begin(ends_on=(today + timedelta(days=3)).isoformat())
    await scene.stack.advance(days=2)
    assert (await scene.subject.client.get("/correction/me")).json()["status"] == "under_correction"
    await scene.stack.advance(days=2)
    client = scene.stack.new_client(scene.subject.token)
    mine = (await client.get("/correction/me")).json()
    assert (mine["id"], mine["status"], mine["allowed_actions"]) == (order["id"], "ended", [])
    late = await scene.check_in(scene.fix())
    assert (late.status_code, late.json()["code"]) == (404, "no_order")
    edit = await scene.officer.client.put(
        f"/correction/orders/{order['id']}/area", json=AREA, headers={"If-Match": str(mine["version"])}
    )
    assert (edit.status_code, edit.json()["code"]) == (409, "order_ended")


async def test_a_person_has_one_order_at_a_time(scene: Scene) -> None:
    await scene.register()
    second = await scene.officer.client.post("/correction/orders", json=scene.registration())
    assert (second.status_code, second.json()["code"]) == (409, "already_under_correction")


NEWCOMER: Json = {"name": "钱某", "number": "11010519491231002x", "phone": "13800138000"}


async def test_someone_new_is_registered_by_the_document_shown(scene: Scene) -> None:
    order = await scene.register(person=NEWCOMER)
    assert order["person_name"] == "钱某"
    assert order["person_id"] != str(scene.subject.id)
    again = await scene.officer.client.post(
        "/correction/orders", json=scene.registration(person=NEWCOMER | {"number": "11010519491231002X"})
    )
    assert (again.status_code, again.json()["code"]) == (409, "already_under_correction")


async def test_a_checked_name_stands_and_is_not_told(scene: Scene) -> None:
    await scene.register()
    body = scene.registration(person=document(scene.subject, name="赵某"), agency_id=str(scene.other_office.id))
    refused = await scene.other_officer.client.post("/correction/orders", json=body)
    assert refused.status_code == 422
    assert [(e["field"], e["rule"]) for e in refused.json()["errors"]] == [("person.name", "differs")]
    assert scene.subject.name not in refused.text
    assert str(scene.subject.id) not in refused.text
    assert (await scene.subject.client.get("/correction/me")).json()["person_name"] == scene.subject.name


async def test_lists_and_shows_the_orders_of_ones_own_office_alone(scene: Scene) -> None:
    order = await scene.register()
    page = (await scene.officer.client.get("/correction/orders")).json()
    assert [(item["id"], item["person_name"]) for item in page["items"]] == [(order["id"], "王某")]
    assert (await scene.officer.client.get("/correction/orders?status=ended")).json()["items"] == []
    assert (await scene.other_officer.client.get("/correction/orders")).json()["items"] == []
    for method, path in [("GET", ""), ("POST", "/begin"), ("GET", "/check-ins")]:
        answer = await scene.other_officer.client.request(method, f"/correction/orders/{order['id']}{path}")
        assert answer.status_code == 404, path
    edit = await scene.other_officer.client.put(
        f"/correction/orders/{order['id']}/area", json=AREA, headers={"If-Match": "1"}
    )
    assert edit.status_code == 404


async def test_list_is_cut_by_cursor(scene: Scene) -> None:
    orders: list[str] = []
    for _ in range(3):
        scene.subject = await scene.world.person(name="李某")
        orders.append((await scene.register())["id"])
    first = await scene.officer.client.get("/correction/orders?limit=2")
    assert 'rel="next"' in first.headers["link"]
    cursor = first.json()["next_cursor"]
    rest = (await scene.officer.client.get(f"/correction/orders?limit=2&cursor={cursor}")).json()
    assert [o["id"] for o in [*first.json()["items"], *rest["items"]]] == orders[::-1]
    assert rest["next_cursor"] is None


async def test_an_officer_does_not_handle_their_own_order(scene: Scene) -> None:
    own = await scene.officer.client.post(
        "/correction/orders", json=scene.registration(person=document(scene.officer))
    )
    assert (own.status_code, own.json()["errors"][0]["rule"]) == (422, "self")
    colleague = await scene.world.person(Role.OFFICER, agency=scene.office)
    order = await scene.register(person=document(colleague))
    client = scene.stack.new_client(colleague.token)
    shown = (await client.get(f"/correction/orders/{order['id']}")).json()
    assert shown["allowed_actions"] == []
    assert (await client.post(f"/correction/orders/{order['id']}/begin")).status_code == 404


async def test_the_person_can_see_who_looked(scene: Scene) -> None:
    order = await scene.register()
    await scene.officer.client.get(f"/correction/orders/{order['id']}")
    answer = await scene.subject.client.get("/me/access-log")
    assert answer.status_code == 200, answer.text
    entries = answer.json()["items"]
    assert ("查看矫正对象", "社区矫正监督管理") in {(e["action_title"], e["purpose"]) for e in entries}


BAD: list[tuple[Json, str, str]] = [
    ({"agency_id": str(uuid4())}, "agency_id", "office"),
    ({"person": {"name": "王某", "number": "110105194912310021"}}, "person.number", "checksum"),
    ({"person": {"name": "王某", "kind": "passport", "number": "E12345678"}}, "person", "value_error"),
    (
        {"person": {"name": "王某", "number": "11010519491231002X", "phone": "110"}},
        "person.phone",
        "string_pattern_mismatch",
    ),
    ({"person_id": str(uuid4())}, "person_id", "extra_forbidden"),
    ({"ends_on": "2000-01-01"}, "ends_on", "order"),
    ({"starts_on": "2019-01-01", "ends_on": "2020-01-01"}, "ends_on", "over"),
    ({"ends_on": "9999-12-31"}, "ends_on", "year"),
    ({"starts_on": "0001-01-01"}, "starts_on", "year"),
    ({"ends_on": "2060-01-01"}, "ends_on", "too_long"),
    ({"category": "detention"}, "category", "enum"),
    ({"court": "  "}, "court", "string_too_short"),
    ({"area": {}}, "area", "value_error"),
    ({"area": AREA | {"area_code": COUNTY}}, "area", "value_error"),
    ({"area": {"geometry": AREA["geometry"]}}, "area", "value_error"),
    ({"area": {"area_code": "999999"}}, "area.area_code", "unknown_area"),
    ({"area": {"area_code": COUNTY}}, "area.area_code", "no_outline"),
    ({"area": AREA | {"datum": "bd09"}}, "area.datum", "enum"),
    (
        {"area": {"geometry": {"type": "Point", "coordinates": [120, 30]}, "datum": "wgs84"}},
        "area.geometry",
        "union_tag_invalid",
    ),
    ({"area": polygon([[lat, lon] for lon, lat in RING])}, "area.geometry.coordinates", "swapped"),
    ({"area": polygon([[0, 0], [0, 1], [1, 1], [0, 0]])}, "area.geometry.coordinates", "outside_china"),
    ({"area": polygon([[500, 30], [501, 30], [501, 31]])}, "area.geometry.coordinates", "outside_china"),
    ({"area": polygon([RING[0], RING[1], RING[0]])}, "area.geometry.coordinates", "too_few_corners"),
]


async def test_refuses_a_bad_registration(scene: Scene) -> None:
    for changes, field, rule in BAD:
        answer = await scene.officer.client.post("/correction/orders", json=scene.registration(**changes))
        assert answer.status_code == 422, (changes, answer.text)
        assert (field, rule) in {(error["field"], error["rule"]) for error in answer.json()["errors"]}


async def test_refuses_the_office_next_door(scene: Scene) -> None:
    body = scene.registration(agency_id=str(scene.other_office.id))
    answer = await scene.officer.client.post("/correction/orders", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "office"


async def test_a_crossing_area_is_repaired_and_says_so(scene: Scene) -> None:
    bow_tie = [[120.0, 30.2], [120.1, 30.3], [120.1, 30.2], [120.0, 30.3]]
    order = await scene.register(area=polygon(bow_tie))
    assert order["area"]["repairs"] == ["ring_closed", "crossing_repaired"]
    assert order["area"]["geometry"]["type"] == "MultiPolygon"


async def test_a_long_crossing_border_is_to_be_drawn_again(scene: Scene) -> None:
    draw = random.Random(1)
    scribble = [[draw.uniform(120.0, 120.1), draw.uniform(30.2, 30.3)] for _ in range(15_000)]
    body = scene.registration(area=polygon([*scribble, scribble[0]]))
    refused = await scene.officer.client.post("/correction/orders", json=body)
    assert refused.status_code == 422
    assert [error["rule"] for error in refused.json()["errors"]] == ["crossing"]
    assert "请重新画" in refused.json()["errors"][0]["message"]
    order = await scene.register()
    changed = await scene.officer.client.put(
        f"/correction/orders/{order['id']}/area", json=body["area"], headers={"If-Match": str(order["version"])}
    )
    assert [error["rule"] for error in changed.json()["errors"]] == ["crossing"]


async def test_a_county_serves_as_area_with_the_error_of_its_outline(scene: Scene) -> None:
    await seed_boundaries(scene.stack.services.database)
    order = await scene.begin(area={"area_code": COUNTY})
    assert (order["area"]["source"], order["area"]["area_code"]) == ("area", COUNTY)
    assert order["area"]["accuracy_m"] == 20
    assert (await scene.check_in(scene.fix(INSIDE))).json()["verdict"] == "inside"


async def test_an_area_drawn_on_a_chinese_map_comes_back_as_drawn(scene: Scene) -> None:
    order = await scene.register(area=polygon(RING, HOLE, datum="gcj02"))
    there = f"/correction/orders/{order['id']}"
    drawn = (await scene.officer.client.get(there, params={"datum": "gcj02"})).json()["area"]
    stored = (await scene.officer.client.get(there)).json()["area"]
    assert drawn["datum"] == "gcj02"
    west_deg = min(lon for lon, _ in drawn["geometry"]["coordinates"][0])
    assert west_deg == pytest.approx(120.0, abs=1e-6)
    assert min(lon for lon, _ in stored["geometry"]["coordinates"][0]) != pytest.approx(120.0, abs=1e-4)


async def test_a_new_area_takes_over_and_a_lost_race_is_told(scene: Scene) -> None:
    order = await scene.begin()
    path = f"/correction/orders/{order['id']}/area"
    assert (await scene.officer.client.put(path, json=AREA)).status_code == 428
    east = polygon([[lon + 0.15, lat] for lon, lat in RING])
    changed = await scene.officer.client.put(path, json=east, headers={"If-Match": f'"{order["version"]}"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, f'"{order["version"] + 1}"')
    assert changed.json()["area"]["id"] != order["area"]["id"]
    late = await scene.officer.client.put(path, json=AREA, headers={"If-Match": f'"{order["version"]}"'})
    assert late.status_code == 412
    assert (await scene.check_in(scene.fix(INSIDE))).json()["verdict"] == "outside"


async def test_other_roles_may_not_use_correction(scene: Scene) -> None:
    applicant = await scene.world.person(Role.APPLICANT)
    for method, path in [
        ("GET", "/correction/me"),
        ("GET", "/correction/check-ins"),
        ("POST", "/correction/check-ins"),
        ("GET", "/correction/orders"),
        ("POST", "/correction/orders"),
    ]:
        answer = await applicant.client.request(method, path, json={} if method == "POST" else None)
        assert answer.status_code == 403, path


async def test_neighbouring_county_without_outline_is_told_plainly(scene: Scene) -> None:
    body = scene.registration(area={"area_code": NEIGHBOUR})
    answer = await scene.officer.client.post("/correction/orders", json=body)
    assert "在地图上画出区域" in answer.json()["errors"][0]["message"]


async def test_people_are_found_by_tier_and_name_and_counted_on_the_desk(scene: Scene) -> None:
    order = await scene.begin()

    async def found(**query: str) -> list[str]:
        answer = await scene.officer.client.get("/correction/orders", params=query)
        return [one["id"] for one in answer.json()["items"]]

    tiers = {"red", "yellow", "blue"} - {order["tier"]}
    assert await found(tier=order["tier"]) == await found(name=order["person_name"][:1]) == [order["id"]]
    assert await found(tier=tiers.pop()) == await found(name="%") == []
    stranger = await scene.other_officer.client.get("/correction/orders", params={"name": order["person_name"]})
    assert stranger.json()["items"] == []
    desk = (await scene.officer.client.get("/correction/desk")).json()
    assert {one["tier"]: one["count"] for one in desk["people"]}[order["tier"]] == 1
    assert sum(one["count"] for one in desk["people"]) == 1
    elsewhere = (await scene.other_officer.client.get("/correction/desk")).json()
    assert (sum(one["count"] for one in elsewhere["people"]), elsewhere["ending"]) == (0, 0)
