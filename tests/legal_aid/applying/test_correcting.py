"""A slip in a signed name is put right by staff who saw the document; nobody becomes somebody else by it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from stdnum.cn import ric

from app.kernel.actor import Role
from tests.legal_aid.scene import Scene, act, chosen, fields, ok, problem, put, view
from tests.support.world import resident_number

pytestmark = pytest.mark.anyio
REASON = "申请表上写错了一个字，已核对身份证原件"


def right(name: str = "张健国", **changes: object) -> dict[str, Any]:
    """The body of a correction."""
    return {"name": name, "reason": REASON} | changes


def one_digit_off(number: str) -> str:
    """A valid number that differs in the day of birth and the check digit."""
    body = f"{number[:13]}6{number[14:17]}"
    return body + ric.calc_check_digit(body + "0")


async def correct(scene: Scene, case: UUID, body: dict[str, Any], who: Any = None) -> Any:
    return await act(who or scene.officer, case, "name-correction", body)


async def test_slip_is_put_right_kept_sealed_audited_and_told(scene: Scene) -> None:
    case = await scene.submitted()
    before = await view(scene.worker, case)
    shown = await ok(correct(scene, case, right()))
    assert (shown["applicant_name"], shown["submitted_at"]) == ("张健国", before["submitted_at"])
    (row,) = await scene.rows("SELECT * FROM name_correction WHERE application_id = $1", case)
    assert (row["by"], row["reason"], row["old_number_sealed"]) == (scene.officer.id, REASON, None)
    assert "张建国" not in str(row)
    entries = await scene.rows(
        "SELECT note FROM audit_entry WHERE object_id = $1 AND action = 'legal_aid.application.enter'", case
    )
    assert [REASON in entry["note"] for entry in entries] == [True]
    await scene.stack.drain()
    notices = (await scene.worker.client.get("/me/notices")).json()["items"]
    assert "name_corrected" in [notice["template"] for notice in notices]


async def test_wrong_digit_is_put_right_and_found_by(scene: Scene) -> None:
    case = await scene.submitted()
    (before,) = await scene.rows("SELECT applicant_number_index FROM application WHERE id = $1", case)
    number = one_digit_off(scene.worker.number)
    await ok(correct(scene, case, right("张建国", number=number)))
    (row,) = await scene.rows("SELECT * FROM application WHERE id = $1", case)
    assert row["applicant_number_index"] != before["applicant_number_index"]
    assert number not in str(row)


async def test_conflicts_are_looked_for_by_what_was_put_right(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.granted()
    await ok(act(scene.officer, case, "assign", chosen(lawyer)))
    sql = "SELECT name, name_key, number_index FROM matter_party_name WHERE matter_id = $1 AND side = 'client'"
    (before,) = await scene.rows(sql, case)
    await ok(correct(scene, case, right()))
    await scene.stack.drain()
    (renamed,) = await scene.rows(sql, case)
    assert renamed == before | {"name": "张健国", "name_key": "张健国"}
    await ok(correct(scene, case, right(number=one_digit_off(scene.worker.number))))
    await scene.stack.drain()
    (numbered,) = await scene.rows(sql, case)
    (row,) = await scene.rows("SELECT applicant_number_index FROM application WHERE id = $1", case)
    assert numbered == renamed | {"number_index": row["applicant_number_index"]}
    assert numbered["number_index"] != before["number_index"]


async def test_the_recipients_section_follows_what_was_put_right(scene: Scene) -> None:
    case = await scene.filled()
    number = resident_number(80_101)
    father = {
        "capacity": "close_relative",
        "relation": "儿子",
        "recipient_name": "张老三",
        "recipient_document_kind": "resident_id",
        "recipient_number": number,
    }
    await ok(put(scene.worker.client, case, "representation", father, 4))
    await ok(act(scene.worker, case, "submit", {"signature_evidence_id": str(await scene.signature(case))}))
    real = one_digit_off(number)
    await ok(correct(scene, case, right("张老三", number=real, is_recipient=True)))
    (row,) = await scene.rows("SELECT recipient_born_on FROM representation WHERE application_id = $1", case)
    assert f"{row['recipient_born_on']:%Y%m%d}" == real[6:14] != number[6:14]
    await ok(correct(scene, case, right("张老山", is_recipient=True)))
    assert (await view(scene.worker, case))["representation"]["recipient_name"] == "张老山"


async def test_quite_another_number_is_another_person(scene: Scene) -> None:
    case = await scene.submitted()
    body = right("张建国", number=resident_number(80_001, date(1985, 6, 16)))
    assert problem(await correct(scene, case, body)) == (409, "another_person")


async def test_name_and_number_together_are_another_person(scene: Scene) -> None:
    case = await scene.submitted()
    body = right("李四海", number=resident_number(80_002))
    assert problem(await correct(scene, case, body)) == (409, "another_person")
    assert (await view(scene.worker, case))["applicant_name"] == "张建国"


async def test_number_of_somebody_registered_is_another_person(scene: Scene) -> None:
    case = await scene.submitted()
    other = await scene.world.person(Role.APPLICANT, name="张建国")
    assert problem(await correct(scene, case, right("张建国", number=other.number))) == (409, "another_person")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (right("张建国"), []),
        (right("张健国", is_recipient=True), ["is_recipient"]),
        (right("张建国", number="33010619850615001"), ["number"]),
        (right("张3"), ["name"]),
        ({"name": "张健国"}, ["reason"]),
    ],
)
async def test_bad_correction_names_its_field(scene: Scene, body: dict[str, Any], found: list[str]) -> None:
    case = await scene.submitted()
    answer = await correct(scene, case, body)
    assert (answer.status_code, fields(answer)) == (422, found)


async def test_draft_is_edited_not_corrected_and_strangers_correct_nothing(scene: Scene) -> None:
    case = await scene.submitted()
    assert problem(await correct(scene, case, right(), scene.worker)) == (403, "forbidden")
    stranger = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    assert (await correct(scene, case, right(), stranger)).status_code == 404
