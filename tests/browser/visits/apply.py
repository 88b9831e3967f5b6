"""Coming in, testing oneself, applying."""

import secrets

from tests.browser.visits import Visit, World
from tests.journeys.people import Someone
from tests.journeys.telling import Json
from tests.support.world import resident_number

TOWN = "330112104"
CLAIM = {
    "employer_name": "杭州宏图建筑劳务有限公司（於潜镇安置房二期项目部）",
    "period_from": "2026-03",
    "period_to": "2026-06",
    "amount_fen": 2_800_000,
    "description": "在於潜镇工地做钢筋工，说好每月七千元，三月到六月一分没发。",
}
SECTIONS = {
    "labour_remuneration": ("claim", "place", "applicant", "representation", "forum", "urgency", "hardship"),
    "marriage_family": ("matter",),
    "criminal_defence": ("criminal",),
}


def draft(world: World, category: str) -> str:
    """A draft of the worker's in this category, without anything."""

    def make(world: World) -> str:
        return str(world.persona("worker").post("/applications", {"category": category}, 201)["id"])

    return world.once(f"draft of {category}", make)


def _ready(world: World) -> str:
    """A draft that lacks the signature alone."""
    worker: Someone = world.persona("neighbour")
    case = worker.post("/applications", {"category": "labour_remuneration"}, 201)
    path = f"/applications/{case['id']}"
    case = worker.put(f"{path}/claim", CLAIM, case["version"])
    case = worker.put(f"{path}/place", {"area_code": TOWN, "address": "二期工地"}, case["version"])
    worker.put(f"{path}/applicant", {"is_migrant_worker": True}, case["version"])
    return str(case["id"])


def ready(world: World) -> dict[str, str]:
    """A draft that lacks the signature alone."""
    return {"id": world.once("ready draft", _ready)}


def _handed_in(world: World) -> str:
    worker = world.persona("neighbour")
    case = _ready(world)
    signature = worker.upload(case, "signature.png", "image/png", "signature")
    worker.wait_for(f"/evidence/{signature['id']}", lambda found: found["status"] == "verified")
    worker.post(f"/applications/{case}/submit", {"signature_evidence_id": signature["id"]})
    return case


def handed_in(world: World) -> dict[str, str]:
    """An application that the centre has."""
    return {"id": world.once("handed in", _handed_in)}


def new_person(base_url: str, name: str = "王大山") -> tuple[Someone, Json]:
    """Somebody with a telephone number and a name, and nothing else; and their tokens."""
    person = Someone(base_url)
    tokens = person.log_in_by_wechat(f"visit{secrets.token_hex(6)}")
    phone = f"139{secrets.randbelow(10**8):08d}"
    person.post("/me/phone", {"code": f"phone-{phone}.{secrets.token_hex(4)}"})
    number = resident_number(20000 + secrets.randbelow(30000))
    person.put("/me/real-name", {"name": name, "kind": "resident_id", "number": number}, 1)
    return person, tokens


VISITS = [
    Visit("pages/home/home"),
    *(
        Visit("pages/home/home", persona)
        for persona in (
            "worker",
            "subject",
            "lawyer",
            "officer",
            "correction_officer",
            "approver",
            "administrator",
        )
    ),
    Visit("pages/login/login"),
    Visit("pages/login/identity", "worker"),
    Visit("pages/check/check"),
    Visit("pages/check/near"),
    Visit("pages/apply/start", "worker"),
    Visit("pages/apply/list", "worker"),
    Visit("pages/apply/apply", "worker", lambda world: {"id": draft(world, "labour_remuneration")}),
    *(
        Visit(
            "pages/apply/section",
            "worker",
            lambda world, category=category, section=section: {"id": draft(world, category), "section": section},
        )
        for category, sections in SECTIONS.items()
        for section in sections
    ),
    Visit("pages/apply/materials", "neighbour", ready),
    Visit("pages/apply/sign", "neighbour", ready),
    Visit("pages/apply/done", "neighbour", handed_in),
]
