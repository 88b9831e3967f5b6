"""Leave, a permit for recurring crossings and a move asked for by the estate's subject, for the matrix."""

from datetime import timedelta
from typing import Any

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.support.areas import COUNTY, NEIGHBOUR
from tests.support.world import PersonRef, World

Json = dict[str, Any]
RING = [[121.5, 29.8], [121.6, 29.8], [121.6, 29.9], [121.5, 29.9], [121.5, 29.8]]
PLACE: Json = {
    "name": "宁波市某医院",
    "area": {"geometry": {"type": "Polygon", "coordinates": [RING]}, "datum": "wgs84"},
}


async def leave(world: World, people: dict[Role, PersonRef], county: str, order_id: str) -> dict[str, str]:
    """One of each; nobody has decided any of them."""
    subject, path = people[Role.SUBJECT].client, f"/correction/orders/{order_id}"
    today = local_date(world.stack.clock.now())
    shared = {"reason": "work", "explanation": "到宁波上班", "first_on": (today + timedelta(days=5)).isoformat()}
    asked = shared | {"last_on": (today + timedelta(days=6)).isoformat(), "places": [PLACE]}
    to_area = NEIGHBOUR if county == COUNTY else COUNTY
    moving = {
        "to_area_code": to_area,
        "to_place": "某街道某小区",
        "receiver": "那边的社区矫正中心",
        "move_on": (today + timedelta(days=40)).isoformat(),
        "reason": "work",
        "explanation": "换了工作",
    }
    found: dict[str, str] = {}
    for name, what, body in (
        ("leave_request_id", "leaves", asked),
        ("crossing_permit_id", "crossing-permits", shared | {"frequency": "每天", "places": [PLACE]}),
        ("move_id", "moves", moving),
    ):
        answer = await subject.post(f"{path}/{what}", json=body)
        assert answer.is_success, answer.text
        found[name] = answer.json()["id"]
    return found
