"""The officer's desk: queue, review, decisions, lawyers, the closing file, figures."""

from tests.browser.visits import Visit, World
from tests.journeys.desk import TOWN, Applicant
from tests.journeys.people import Someone

CLAIM = {
    "employer_name": "杭州临安於潜建筑劳务分包有限公司（安置房二期三标段项目部）",
    "period_from": "2026-03",
    "period_to": "2026-06",
    "amount_fen": 2_800_000,
    "description": "在於潜镇安置房工地做木工，说好每月七千元，三月到六月一分没发，找过几次都说等总包付款。",
}


def _applied(world: World) -> Applicant:
    worker = Applicant(world.base_url, "欧阳德高望重")
    worker.fill_in(
        "labour_remuneration",
        {"applicant": {"is_migrant_worker": True}, "claim": CLAIM, "place": {"area_code": TOWN}},
    )
    worker.upload(worker.case["id"], "wage_sheet.jpg", "image/jpeg", "wage_record")
    worker.hand_in()
    return worker


def submitted(world: World) -> dict[str, str]:
    """A wage claim that waits to be taken on."""
    return {"id": str(world.once("desk submitted", _applied).case["id"])}


def _granted(world: World) -> str:
    path = _applied(world).path
    world.persona("officer").post(f"{path}/accept")
    world.persona("decider").post(f"{path}/grant")
    return path.rsplit("/", 1)[1]


def granted(world: World) -> dict[str, str]:
    """A case that waits for a lawyer."""
    return {"id": world.once("desk granted", _granted)}


def centre_of(officer: Someone) -> str:
    """The centre this officer works at."""
    return str(officer.get("/me")["roles"][0]["agency_id"])


def _plan(world: World) -> str:
    granted(world)
    officer = world.persona("officer")
    plans = f"/agencies/{centre_of(officer)}/batch-assignments"
    made = officer.post(plans, {"method": "optimal"}, 201)
    officer.wait_for(f"{plans}/{made['id']}", lambda found: found["status"] == "ready")
    return str(made["id"])


def _closed(world: World) -> dict[str, str]:
    found = world.persona("officer").post("/applications/search", {"status": "closed"})["items"]
    return {"id": str(found[0]["id"])} if found else granted(world)


VISITS = [
    Visit("desk/queue/queue", "officer"),
    Visit("desk/queue/queue", "approver"),
    Visit("desk/search/search", "officer"),
    Visit("desk/case/case", "officer", submitted),
    Visit("desk/case/case", "approver", granted),
    Visit("desk/act/act", "officer", lambda world: submitted(world) | {"action": "transfer"}),
    Visit("desk/act/act", "decider", lambda world: granted(world) | {"action": "terminate"}),
    Visit("desk/assign/assign", "officer", granted),
    Visit("desk/batch/batch", "officer"),
    Visit("desk/plan/plan", "officer", lambda world: {"id": world.once("desk plan", _plan)}),
    Visit("desk/file/file", "officer", _closed),
    Visit("desk/figures/figures", "officer"),
    Visit("desk/figures/figures", "auditor"),
    Visit("desk/intake/intake", "officer"),
    Visit("desk/notified/notified", "officer"),
    Visit("desk/roster/roster", "officer"),
]
