"""Areas handed in as a circle, a file of a map tool or several divisions; places closed by an injunction."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.correction.areas.injunctions.opening import close_place, open_place
from app.correction.areas.loading import expected_of
from app.correction.orders.models import CorrectionOrder
from app.kernel.clock import local_date
from tests.correction.scene import AREA, INSIDE, RING, Scene
from tests.support.areas import COUNTY, seed_boundaries

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

CIRCLE: Json = {"latitude_deg": INSIDE[0], "longitude_deg": INSIDE[1], "radius_m": 100}
ALWAYS: Json = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "starts": "00:00", "ends": "00:00"}


def forbidden(scene: Scene, **changes: object) -> Json:
    today = local_date(scene.stack.clock.now())
    return {
        "kind": "place",
        "content": "禁止进入某某酒吧",
        "place": {"circle": CIRCLE, "datum": "wgs84"},
        "hours": [ALWAYS],
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=90)).isoformat(),
    } | changes


async def test_an_area_is_taken_as_a_circle_as_a_map_tools_file_and_as_divisions_joined(scene: Scene) -> None:
    await seed_boundaries(scene.stack.services.database)
    order = await scene.register(area={"circle": CIRCLE | {"radius_m": 5000}, "datum": "gcj02"})
    assert (order["area"]["source"], order["area"]["accuracy_m"]) == ("circle", 0)
    path, version = f"/correction/orders/{order['id']}/area", order["version"]

    surface = AREA["geometry"] | {"bbox": [120.0, 30.2, 120.1, 30.3]}
    features = [{"type": "Feature", "geometry": surface, "properties": {"name": "家"}}]
    file = {"type": "FeatureCollection", "features": features, "name": "export"}
    body: Json = {"geometry": file, "datum": "wgs84"}
    drawn = await scene.officer.client.put(path, json=body, headers={"If-Match": str(version)})
    assert drawn.status_code == 200, drawn.text
    assert drawn.json()["area"]["geometry"]["coordinates"][0][0] == RING[0]

    joined = await scene.officer.client.put(
        path, json={"area_codes": [COUNTY, COUNTY]}, headers={"If-Match": str(version + 1)}
    )
    area = joined.json()["area"]
    assert (area["source"], area["area_code"], area["area_codes"]) == ("area", COUNTY, [COUNTY])


async def test_refuses_areas_of_two_kinds_projected_files_and_circles_abroad(scene: Scene) -> None:
    projected: Json = {"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:3857"}}}
    refused: list[tuple[Json, str]] = [
        (AREA | {"circle": CIRCLE}, "area"),
        ({"circle": CIRCLE}, "area"),
        ({"geometry": projected, "datum": "wgs84"}, "area.geometry.FeatureCollection.crs"),
        ({"circle": CIRCLE | {"latitude_deg": 1.0}, "datum": "wgs84"}, "area.circle"),
        ({"circle": CIRCLE | {"radius_m": 0}, "datum": "wgs84"}, "area.circle.radius_m"),
    ]
    for area, field in refused:
        answer = await scene.officer.client.post("/correction/orders", json=scene.registration(area=area))
        assert answer.status_code == 422, area
        assert field in {error["field"] for error in answer.json()["errors"]}, answer.text


async def test_an_injunction_closes_a_place_until_it_is_opened_or_lifted(scene: Scene) -> None:
    order = await scene.begin()
    there = f"/correction/orders/{order['id']}/injunctions"
    entered = await scene.officer.client.post(there, json=forbidden(scene))
    assert entered.status_code == 201, entered.text
    activity = forbidden(scene, kind="activity", place=None, hours=[], content="禁止从事证券交易")
    assert (await scene.officer.client.post(there, json=activity)).status_code == 201
    shown = (await scene.subject.client.get(there)).json()["items"]
    assert [one["kind"] for one in shown] == ["activity", "place"]
    assert (await scene.other_officer.client.get(there)).status_code == 404
    within = (await scene.check_in(scene.fix(INSIDE))).json()
    assert within["verdict"] == "outside", "judged by it at once"
    assert "禁止您进入" in within["message"]
    assert "不会认定违规" in within["message"]

    injunction_id, at = UUID(entered.json()["id"]), scene.stack.clock.now()
    async with scene.stack.services.database.transaction() as session:
        row = await session.get_one(CorrectionOrder, UUID(order["id"]))
        span = {"opens_at": at, "closes_at": at + timedelta(hours=2)}
        await open_place(session, row, injunction_id, request_id=row.id, at=at, **span)
        expected = await expected_of(session, row.id, since=at)
        assert expected.closed(at) == ()
        assert len(expected.closed(at + timedelta(hours=2))) == 1
        await close_place(session, row, request_id=row.id, at=at + timedelta(hours=1))
        expected = await expected_of(session, row.id, since=at)
        assert len(expected.closed(at + timedelta(hours=1))) == 1

    lift = f"/correction/injunctions/{injunction_id}/lift"
    assert (await scene.other_officer.client.post(lift, json={"reason": "登记错误"})).status_code == 404
    lifted = await scene.officer.client.post(lift, json={"reason": "登记错误"})
    assert (lifted.status_code, lifted.json()["lift_reason"]) == (200, "登记错误")
    again = await scene.officer.client.post(lift, json={"reason": "别的理由"})
    assert (again.status_code, again.json()["code"]) == (409, "injunction_lifted")
    assert (await scene.check_in(scene.fix((30.2201, 120.0201)))).json()["verdict"] == "inside"


async def test_refuses_an_injunction_that_cannot_be(scene: Scene) -> None:
    order = await scene.begin(category="parole")
    there = f"/correction/orders/{order['id']}/injunctions"
    on_parole = await scene.officer.client.post(there, json=forbidden(scene))
    assert [error["rule"] for error in on_parole.json()["errors"]] == ["category"]
    for changes in (
        {"kind": "person"},
        {"place": None},
        {"ends_on": "2020-01-01"},
        {"ends_on": "9999-12-31"},
        {"starts_on": "0001-01-01"},
        {"hours": [ALWAYS | {"weekdays": [8]}]},
        {"hours": [ALWAYS | {"starts": "24:00"}]},
        {"content": " "},
    ):
        answer = await scene.officer.client.post(there, json=forbidden(scene, **changes))
        assert answer.status_code == 422, changes
