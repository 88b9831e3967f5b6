"""The self-test and an application with the same facts get the same answer, section by section."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from app.kernel.clock import local_date
from app.legal_aid.eligibility.models import HardshipLine
from tests.legal_aid.scene import CRIMINAL, HARDSHIP, MATTER, Answer, Scene, put
from tests.support.areas import COUNTY, NEIGHBOUR, PROVINCE

pytestmark = pytest.mark.anyio

FORUM: Answer = {"kind": "court", "name": "西湖区人民法院", "area_code": COUNTY, "stage": "first_instance"}
BORN = date(2015, 3, 7)
CHILD: Answer = {
    "capacity": "legal_representative",
    "relation": "母亲",
    "recipient_name": "王小宝",
    "recipient_document_kind": "resident_id",
    "recipient_number": "330106201503070010",
}
INCOME: Answer = {
    "household_size": HARDSHIP["household_size"],
    "household_income_fen": HARDSHIP["household_income_fen"],
    "own_income_fen": HARDSHIP["own_income_fen"],
    "opponent_in_household": False,
    "pledges_hardship": True,
    "agrees_to_data_sharing": False,
}


@dataclass(frozen=True)
class Twin:
    """Sections of an application, and the same facts as the self-test takes them."""

    category: str
    sections: dict[str, Answer]
    facts: Answer
    expected: str
    lawyer: list[str] = field(default_factory=list[str])


TWINS = {
    "injury with a hardship statement": Twin(
        "traffic_injury",
        {
            "applicant": {"statuses": ["disabled", "service_family"], "has_counsel": False},
            "hardship": HARDSHIP,
            "matter": MATTER,
            "place": {"area_code": COUNTY},
        },
        INCOME | {"statuses": ["disabled", "service_family"], "has_counsel": False, "event_area_code": COUNTY},
        "likely_granted",
    ),
    "income above the line, data sharing": Twin(
        "medical_injury",
        {
            "applicant": {"statuses": []},
            "hardship": HARDSHIP
            | {"household_size": 1, "household_income_fen": 900_000, "own_income_fen": 900_000}
            | {"verification": "data_sharing"},
            "place": {"area_code": NEIGHBOUR},
            "forum": FORUM,
        },
        {
            "statuses": [],
            "household_size": 1,
            "household_income_fen": 900_000,
            "own_income_fen": 900_000,
            "opponent_in_household": False,
            "pledges_hardship": False,
            "agrees_to_data_sharing": True,
            "event_area_code": NEIGHBOUR,
            "forum": {"kind": "court", "area_code": COUNTY},
        },
        "likely_refused",
    ),
    "support asked of somebody in the household": Twin(
        "support_payments",
        {
            "applicant": {"statuses": ["elderly"]},
            "hardship": HARDSHIP
            | {"household_income_fen": 5_000_000, "own_income_fen": 0, "opponent_in_household": True},
            "place": {"area_code": COUNTY},
        },
        INCOME
        | {"household_income_fen": 5_000_000, "own_income_fen": 0, "opponent_in_household": True}
        | {"statuses": ["elderly"], "event_area_code": COUNTY},
        "likely_granted",
    ),
    "victim of violence divorcing": Twin(
        "marriage_family",
        {"applicant": {"statuses": ["abuse_victim"]}, "matter": MATTER, "place": {"area_code": COUNTY}},
        {"statuses": ["abuse_victim"], "event_area_code": COUNTY},
        "likely_granted",
    ),
    "mother for her child, retrial ordered": Twin(
        "contract_debt",
        {
            "applicant": {"statuses": ["minor", "no_fixed_income"]},
            "representation": CHILD,
            "forum": FORUM | {"stage": "retrial"},
        },
        {
            "statuses": ["minor", "no_fixed_income"],
            "capacity": "legal_representative",
            "is_detained": False,
            "is_retrial_ordered": True,
            "forum": {"kind": "court", "area_code": COUNTY},
        },
        "likely_granted",
        ["knows_minors"],
    ),
    "grave criminal case in custody": Twin(
        "criminal_defence",
        {"applicant": {"statuses": []}, "criminal": CRIMINAL | {"grounds": ["25-4"]}},
        {
            "statuses": [],
            "criminal": {"role": "suspect", "stage": "investigation", "grounds": ["25-4"]},
            "forum": {"kind": "police", "area_code": COUNTY},
            "is_detained": True,
        },
        "likely_granted",
        ["capital_defence"],
    ),
    "nothing filled in yet": Twin("environment", {}, {}, "needs_check"),
}


def age_of_the_child(scene: Scene) -> int:
    today = local_date(scene.stack.clock.now())
    return today.year - BORN.year - ((today.month, today.day) < (BORN.month, BORN.day))


async def fill(scene: Scene, twin: Twin) -> UUID:
    case = await scene.draft(category=twin.category)
    for version, (name, body) in enumerate(twin.sections.items(), start=1):
        answer = await put(scene.worker.client, case, name, body, version)
        assert answer.status_code == 200, answer.text
    return case


@pytest.mark.parametrize("twin", TWINS.values(), ids=TWINS)
async def test_same_facts_same_answer(scene: Scene, twin: Twin) -> None:
    line = HardshipLine(
        area_code=PROVINCE,
        effective_from=date(2022, 1, 1),
        monthly_fen=228_000,
        document="测试用的标准",
        set_at=scene.stack.clock.now(),
    )
    async with scene.stack.services.database.transaction() as session:
        session.add(line)
    case = await fill(scene, twin)
    own = await scene.worker.client.get(f"/applications/{case}/eligibility")
    body: dict[str, Any] = {"category": twin.category} | twin.facts
    if "representation" in twin.sections:
        body["age_years"] = age_of_the_child(scene)
    told = await scene.stack.new_client(None).post("/legal-aid/eligibility", json=body)
    assert told.status_code == 200, told.text
    assert own.json() == told.json()
    assert own.json()["summary"]["code"] == twin.expected
    assert [requirement["code"] for requirement in own.json()["lawyer"]] == twin.lawyer
    asked = await scene.worker.client.get(f"/applications/{case}/materials")
    shown = [{k: v for k, v in item.items() if k != "evidence_ids"} for item in asked.json()["items"]]
    assert shown == told.json()["materials"]
