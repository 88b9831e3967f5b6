"""The pages of a township office that supervises people under correction."""

import time

from tests.browser.visits import Visit, World
from tests.journeys.phone import fix, later
from tests.journeys.supervised import FAR, Supervised
from tests.journeys.telling import Json, Unexpected

HOSPITAL: Json = {"circle": {"latitude_deg": 29.87, "longitude_deg": 121.55, "radius_m": 3_000}, "datum": "wgs84"}
"""In another city."""
NAME = "阿卜杜热合曼·买买提依明·托合提"
PATIENCE_S = 60


def outside(base_url: str, name: str) -> dict[str, str]:
    """Somebody whose first check-in lay outside and who said on the telephone that it was so: order and alarm."""
    one = Supervised(base_url, name)
    one.register("yellow")
    one.begin()
    one.phone.register(one.office.post(f"{one.path}/device-codes", {}, 201)["code"])
    attempt = one.phone.attempt(one.now(), [fix(FAR, one.now())])
    one.person.post("/correction/check-ins", attempt, 201)
    question = _waited_for(one, "/correction/location-questions?status=asked&limit=100")
    call = {"finding": "outside", "note": "电话接通，本人说在外地看病。"}
    one.office.post(f"/correction/location-questions/{question['id']}/calls", call, 201)
    alarm = _waited_for(one, f"/correction/alarms?order_id={one.order['id']}")
    return {"order": one.order["id"], "alarm": alarm["id"]}


def ask_for_leave(base_url: str, order_id: str) -> str:
    """The office enters somebody's request to go away for three days."""
    one = Supervised(base_url, "无")
    first = later(one.now(), days=9)
    body = {
        "first_on": first[:10],
        "last_on": later(first, days=2)[:10],
        "reason": "medical",
        "explanation": "到宁波复查，已经约好医生。",
        "places": [{"name": "宁波市第一医院", "area": HOSPITAL}],
    }
    return str(one.office.post(f"/correction/orders/{order_id}/leaves", body, 201)["id"])


def _person(world: World) -> dict[str, str]:
    found = outside(world.base_url, NAME)
    office, path = world.persona("correction_officer"), f"/correction/orders/{found['order']}"
    report = {"kind": "other", "channel": "phone", "body": "这个月在服装厂上班，没有外出。"}
    praise: Json = {"measure": "commendation", "reason": "半年来表现稳定，参加公益活动。", "alarm_ids": []}
    return found | {
        "leave": ask_for_leave(world.base_url, found["order"]),
        "report": office.post(f"{path}/reports", report, 201)["id"],
        "sanction": office.post(f"{path}/sanctions", praise, 201)["id"],
    }


def person(world: World) -> dict[str, str]:
    """Somebody with everything: ids of the order and of what stands with it."""
    return world.once("office person", _person)


def _search(world: World) -> dict[str, str]:
    """Somebody who never reported in is looked for from the morning after."""
    one = Supervised(world.base_url, "黄不见")
    registration = one.registration("yellow") | {"starts_on": later(one.now(), days=-30)[:10]}
    order = one.office.post("/correction/orders", registration, 201)
    one.wait_until(one.now(), days=2)
    one.order = order
    return {"id": str(_waited_for(one, "/correction/searches?limit=100")["id"])}


def _waited_for(one: Supervised, path: str) -> Json:
    """What the workers make of something about the person, in a list."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        for found in one.office.get(path)["items"]:
            if found["order_id"] == one.order["id"]:
                return dict(found)
        time.sleep(0.2)
    raise Unexpected(f"nothing came: {path}")


def of(page: str, key: str, name: str = "id", who: str = "correction_officer") -> Visit:
    """A page about one of the person's things."""
    return Visit(f"office/{page}/{page}", who, lambda world: {name: person(world)[key]})


VISITS = [
    of("alarm", "alarm"),
    of("person", "order"),
    of("leave", "leave"),
    of("report", "report"),
    of("sanction", "sanction"),
    of("sanctions", "order", "order"),
    of("checkins", "order", "order"),
    of("duties", "order", "order"),
    of("tiers", "order", "order"),
    of("tier", "order", "order"),
    of("devices", "order", "order"),
    of("positions", "order", "order"),
    *(
        Visit(f"office/{page}/{page}", "correction_officer")
        for page in ("desk", "people", "alarms", "checks", "leaves", "reports", "minors", "map", "searches")
    ),
    Visit("office/schedule/schedule", "correction_decider"),
    Visit("office/search/search", "correction_officer", lambda world: world.once("office search", _search)),
]
