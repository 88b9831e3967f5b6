"""The pages of a group that claims its wages together."""

from tests.browser.visits import Visit, World

CLAIM = {
    "employer_name": "杭州宏图建筑劳务有限公司（於潜镇安置房二期项目部）",
    "period_from": "2026-03",
    "period_to": "2026-06",
    "amount_fen": 2_800_000,
}


def _draft(world: World) -> dict[str, str]:
    worker = world.persona("worker")
    case = worker.post("/applications", {"category": "labour_remuneration"}, 201)
    worker.put(f"/applications/{case['id']}/claim", CLAIM, case["version"])
    worker.post(f"/applications/{case['id']}/members", {"name": "买买提江·阿卜杜热合曼·托合提·依明江"}, 201)
    code = worker.post(f"/applications/{case['id']}/join-code", {"max_uses": 11, "days": 7}, 201)["code"]
    return {"id": str(case["id"]), "code": str(code)}


def draft(world: World) -> dict[str, str]:
    """A group's draft: its id and join code."""
    return world.once("group draft", _draft)


def _member(world: World) -> dict[str, str]:
    started = world.persona("neighbour").post("/memberships", {"code": draft(world)["code"]}, 201)
    return {"id": str(started["id"])}


def _own_rows(world: World) -> dict[str, str]:
    case = draft(world)["id"]
    ledger = world.persona("worker").get(f"/applications/{case}/ledger")
    return {"id": case, "member": ledger["members"][0]["member_id"]}


VISITS = [
    Visit("group/list/list", "neighbour"),
    Visit("group/join/join", "neighbour", lambda world: {"code": draft(world)["code"]}),
    Visit("group/membership/membership", "neighbour", lambda world: world.once("group member", _member)),
    Visit("group/members/members", "worker", lambda world: {"id": draft(world)["id"]}),
    Visit("group/ledger/ledger", "worker", lambda world: {"id": draft(world)["id"]}),
    Visit("group/rows/rows", "worker", _own_rows),
]
