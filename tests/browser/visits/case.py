"""The pages of a case from its applicant's side, in the states in which each has most on it."""

import itertools
import secrets

from tests.browser.visits import Visit, World
from tests.journeys.desk import TOWN
from tests.journeys.lawyering import Handling
from tests.journeys.objection import HARDSHIP, MATTER
from tests.journeys.people import Someone
from tests.journeys.telling import Json, Unexpected

NOTICE = [
    {"code": "missing_material", "material": "identity"},
    {"code": "unclear_fact", "section": "claim", "text": "请写明每个月约定多少、实际发了多少。"},
]
EMPLOYER = "杭州临安湖畔建筑劳务分包有限公司於潜镇安置房项目部"
NUMBERS = itertools.count(secrets.randbelow(10_000) * 100)


def handed_in(worker: Someone, category: str, sections: dict[str, Json]) -> str:
    """An application of the worker's, signed and handed in; its id."""
    case = worker.post("/applications", {"category": category}, 201)
    path = f"/applications/{case['id']}"
    for section, body in sections.items():
        case = worker.put(f"{path}/{section}", body, case["version"])
    signature = worker.upload(case["id"], "signature.png", "image/png", "signature")
    worker.wait_for(f"/evidence/{signature['id']}", lambda found: found["status"] == "verified")
    worker.post(f"{path}/submit", {"signature_evidence_id": signature["id"]})
    return str(case["id"])


def wages(worker: Someone, name: str) -> str:
    """A wage claim against an employer of this name; its id."""
    claim = {
        "employer_name": f"{EMPLOYER}{next(NUMBERS)}号{name}",
        "period_from": "2026-03",
        "period_to": "2026-06",
        "amount_fen": 2_800_000,
    }
    sections = {"applicant": {"is_migrant_worker": True}, "claim": claim, "place": {"area_code": TOWN}}
    return handed_in(worker, "labour_remuneration", sections)


def noticed(world: World) -> str:
    """A case that waits for what was asked for."""

    def make(world: World) -> str:
        case = wages(world.persona("worker"), "一")
        world.persona("officer").post(f"/applications/{case}/notices", {"items": NOTICE})
        return case

    return world.once("case noticed", make)


def refused(world: World) -> str:
    """A case that was refused."""

    def make(world: World) -> str:
        sections = {
            "applicant": {"is_migrant_worker": False},
            "matter": MATTER
            | {"other_sides": [{"kind": "organisation", "name": f"临安第{next(NUMBERS)}物流有限公司"}]},
            "place": {"area_code": TOWN},
            "hardship": HARDSHIP,
        }
        case = handed_in(world.persona("worker"), "traffic_injury", sections)
        world.persona("officer").post(f"/applications/{case}/accept")
        reasons = {"reasons": "家庭月收入高于本省经济困难标准，不符合经济困难条件。"}
        world.persona("decider").post(f"/applications/{case}/refuse", reasons)
        return case

    return world.once("case refused", make)


def asked(world: World, name: str) -> str:
    """A wage case that was offered to the lawyer."""
    return _offered(world, wages(world.persona("worker"), name), "李明")


def asked_of_another(world: World) -> str:
    """A divorce that was offered to the second lawyer, so that the first has hands free."""
    sections = {
        "applicant": {"is_migrant_worker": False},
        "matter": {
            "other_sides": [{"kind": "person", "name": "陈建军"}],
            "facts": "结婚十二年，分居两年，孩子一直由我带。",
            "request": "请求离婚，孩子由我抚养。",
            "amount_fen": None,
            "event_on": None,
        },
        "place": {"area_code": TOWN},
        "hardship": HARDSHIP,
    }
    return _offered(world, handed_in(world.persona("worker"), "marriage_family", sections), "周晓燕")


def _offered(world: World, case: str, lawyer: str) -> str:
    officer = world.persona("officer")
    officer.post(f"/applications/{case}/accept")
    world.persona("decider").post(f"/applications/{case}/grant")
    candidates = officer.get(f"/applications/{case}/candidates")["items"]
    found = next((row for row in candidates if row["name"] == lawyer), None)
    if found is None:
        raise Unexpected(f"{lawyer} is not proposed: {candidates}")
    choice = {"lawyer_id": found["lawyer_id"]}
    if found is not candidates[0]:
        choice["override_reason"] = "agreed_before"
    officer.post(f"/applications/{case}/assign", choice)
    return case


def offer_of(world: World, case: str, lawyer: str = "lawyer") -> str:
    """Id of a lawyer's offer of this case."""
    return str(
        next(row["id"] for row in world.persona(lawyer).get("/offers")["items"] if row["matter_id"] == case)
    )


def taken(world: World, name: str) -> str:
    """A case that the lawyer took."""
    case = asked(world, name)
    world.persona("lawyer").post(f"/offers/{offer_of(world, case)}/accept")
    world.persona("worker").wait_for(f"/applications/{case}", lambda found: found["status"] == "in_handling")
    return case


def handled(world: World) -> str:
    """A case the lawyer works on."""
    return world.once("case handled", lambda world: taken(world, "二"))


def concluded(world: World) -> str:
    """A case that ended well, with everything in its file but the report."""

    def make(world: World) -> str:
        case = taken(world, "三")
        work = Handling(world.persona("lawyer"), f"/applications/{case}")
        work.sign()
        work.meet()
        work.write("progress", text="已向劳动人事争议仲裁委员会递交仲裁申请，等待立案。")
        body = "杭州市临安区劳动人事争议仲裁委员会"
        work.write("written_opinion", body=body, text="欠条和考勤记录可以证明欠薪。")
        work.finish(
            {
                "kind": "arbitration_award",
                "recovered_fen": 2_800_000,
                "basis": "arbitration_document",
                "summary": "仲裁裁决公司支付工资两万八千元。",
            }
        )
        return case

    return world.once("case concluded", make)


VISITS = [
    Visit("case/status/status", "worker", lambda world: {"id": noticed(world)}),
    Visit("case/supplement/supplement", "worker", lambda world: {"id": noticed(world)}),
    Visit("case/recuse/recuse", "worker", lambda world: {"id": noticed(world)}),
    Visit("case/status/status", "worker", lambda world: {"id": refused(world)}),
    Visit("case/objection/objection", "worker", lambda world: {"id": refused(world)}),
    Visit("case/replace/replace", "worker", lambda world: {"id": handled(world)}),
    Visit("case/rate/rate", "worker", lambda world: {"id": concluded(world)}),
    Visit("case/papers/papers", "worker", lambda world: {"id": concluded(world)}),
    Visit("case/log/log", "worker", lambda world: {"id": concluded(world)}),
    Visit("case/facts/facts", "worker", lambda world: {"id": concluded(world)}),
    Visit("case/history/history", "worker", lambda world: {"id": concluded(world)}),
]
