"""What the form asks so that the right lawyer is found: numbers of the other side, language, a woman."""

from typing import Any
from uuid import UUID

import pytest

from app.contracts.languages import Language
from app.contracts.matching import Need, Party
from app.identity.parties import read_number
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.legal_aid.handling.needs import need_of
from app.legal_aid.models import Application
from tests.legal_aid.scene import MATTER, Scene, ok, problem, put, view
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
Json = dict[str, Any]
CODE, NUMBER, PERMIT = "91330106MA2B3C4D5D", "11010519491231002X", "330106198001011235"
REPRESENTATION: Json = {
    "capacity": "legal_representative",
    "relation": "母亲",
    "recipient_name": "王小宝",
    "recipient_document_kind": "resident_id",
    "recipient_number": "330106201503070010",
}


def side(name: str, number: str | None = None, kind: str = "person") -> Json:
    return {"kind": kind, "name": name, "number": number}


def index(scene: Scene, number: str) -> bytes:
    services = scene.stack.services
    today = local_date(scene.stack.clock.now())
    return read_number(services.vault, number, is_organisation=number == CODE, today=today).index


async def need(scene: Scene, case: UUID) -> Need:
    """As it will be when the centre has it: a draft has no centre yet."""
    async with scene.stack.services.database.transaction() as session:
        found = await session.get_one(Application, case)
        session.expunge(found)
        found.agency_id = scene.centre.id
        return await need_of(session, found)


async def put_sides(scene: Scene, case: UUID, version: int, *sides: Json) -> list[Json]:
    body = MATTER | {"other_sides": list(sides)}
    return (await ok(put(scene.worker.client, case, "matter", body, version)))["matter"]["other_sides"]


async def test_numbers_of_the_other_side_are_kept_masked_and_compared(scene: Scene) -> None:
    case = await scene.draft(category="domestic_violence")
    company, husband = side("某公司", CODE.lower(), "organisation"), side("赵大力", f" {NUMBER.lower()} ")
    shown = await put_sides(scene, case, 1, husband, company)
    assert [one["number_masked"] for one in shown] == ["1101***********02X", "9133***********D5D"]
    assert (await need(scene, case)).opponents == (
        Party("赵大力", index(scene, NUMBER)),
        Party("某公司", index(scene, CODE)),
    )
    stored = await scene.rows("SELECT number_sealed FROM other_side WHERE application_id = $1", case)
    assert all(row["number_sealed"].startswith("v1.") for row in stored)

    again = await put(scene.worker.client, case, "matter", MATTER | {"other_sides": [husband, company]}, 1)
    assert (again.status_code, again.json()["version"]) == (200, 2), "the same once more is no change"
    kept = await put_sides(scene, case, 2, side("某公司", None, "organisation"), side("赵大力"))
    assert [one["number_masked"] is not None for one in kept] == [True, True]
    renamed = await put_sides(scene, case, 3, side("赵大利"), side("某公司", "", "organisation"))
    assert [one["number_masked"] for one in renamed] == [None, None]
    assert (await need(scene, case)).opponents == (Party("赵大利"), Party("某公司"))


BAD_SIDES: list[tuple[list[Json], str, str]] = [
    ([side("赵大力", NUMBER[:-1] + "1")], "other_sides.0.number", "checksum"),
    ([side("赵大力", CODE)], "other_sides.0.number", "format"),
    ([side("某公司", CODE[:-1] + "X", "organisation")], "other_sides.0.number", "credit_code"),
    ([side("赵大力", NUMBER), side("赵二力", NUMBER)], "other_sides.1.number", "repeated"),
]


async def test_numbers_that_can_be_none_are_refused_by_field(scene: Scene) -> None:
    case = await scene.draft(category="domestic_violence")
    own = (await scene.rows("SELECT number_sealed FROM real_name WHERE person_id = $1", scene.worker.id))[0]
    number = scene.stack.services.vault.open(own["number_sealed"], "real_name.number_sealed")
    mine = ([side("赵大力", number)], "other_sides.0.number", "own_number")
    for sides, field, rule in [*BAD_SIDES, mine]:
        answer = await put(scene.worker.client, case, "matter", MATTER | {"other_sides": sides}, 1)
        assert problem(answer) == (422, "invalid")
        assert [(error["field"], error["rule"]) for error in answer.json()["errors"]] == [(field, rule)]
    wages = await scene.draft()
    answer = await put(scene.worker.client, wages, "claim", scene.claim(employer_credit_code=CODE[:-1]), 1)
    assert [(error["field"], error["rule"]) for error in answer.json()["errors"]] == [
        ("employer_credit_code", "credit_code")
    ]
    await ok(put(scene.worker.client, wages, "claim", scene.claim(employer_credit_code=CODE.lower()), 1))
    assert (await view(scene.worker, wages))["claim"]["employer_credit_code"] == CODE
    assert (await need(scene, wages)).opponents[0].number == index(scene, CODE)


async def test_need_has_everybodys_documents_and_what_the_recipient_asks_of_a_lawyer(scene: Scene) -> None:
    mother = await scene.world.person(Role.APPLICANT, name="王小红")
    case = await scene.filled(mother, category="domestic_violence")
    await ok(put(mother.client, case, "representation", REPRESENTATION, 5))
    asked: Json = {"statuses": [], "only_language": "uyghur", "asks_for_woman": True}
    shown = await ok(put(mother.client, case, "applicant", asked, 6))
    assert (shown["applicant"]["only_language"], shown["applicant"]["asks_for_woman"]) == ("uyghur", True)
    signature = await scene.signature(case, mother)
    await ok(mother.client.post(f"/applications/{case}/submit", json={"signature_evidence_id": str(signature)}))
    found = await need(scene, case)
    applicant, recipient = found.clients
    assert (applicant.name, applicant.person_id) == ("王小红", mother.id)
    assert applicant.number == await document_of(scene, mother)
    assert (recipient.name, recipient.number) == ("王小宝", index(scene, "330106201503070010"))
    assert (found.language, found.asks_for_woman) == (Language.UYGHUR, True)


async def test_request_for_a_woman_binds_in_sensitive_matters_alone(scene: Scene) -> None:
    for category, binds in {"marriage_family": True, "traffic_injury": False}.items():
        case = await scene.draft(category=category)
        asked: Json = {"statuses": [], "asks_for_woman": True}
        await ok(put(scene.worker.client, case, "applicant", asked, 1))
        assert (await need(scene, case)).asks_for_woman is binds


async def document_of(scene: Scene, person: PersonRef) -> bytes:
    (row,) = await scene.rows("SELECT number_index FROM real_name WHERE person_id = $1", person.id)
    return row["number_index"]
