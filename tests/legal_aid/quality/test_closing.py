"""The closing file is sent back or approved; then the lawyer is free and the case waits for the archive."""

import asyncio

import pytest

from app.kernel.actor import Role
from tests.legal_aid.quality.cabinet import APPROVAL, RETURN, Cabinet
from tests.legal_aid.scene import act, fields, ok, problem, view

pytestmark = pytest.mark.anyio


async def clocks(cabinet: Cabinet) -> dict[str, str]:
    shown = await view(cabinet.scene.officer, cabinet.case)
    return {clock["rule_code"]: clock["due_on"] for clock in shown["clocks"] if clock["stopped_at"] is None}


async def test_returned_file_goes_back_to_the_lawyer_with_days_of_its_own(cabinet: Cabinet) -> None:
    officer, lawyer = cabinet.scene.officer, cabinet.lawyer.person
    case = await ok(act(officer, cabinet.case, "file/return", RETURN | {"days": 5}))
    assert case["status"] == "concluded"
    assert list(await clocks(cabinet)) == ["legal_aid.hand_in_file"]
    sql = "SELECT value, holder_id FROM statutory_clock WHERE object_id = $1 AND stopped_at IS NULL"
    [clock] = await cabinet.scene.rows(sql, cabinet.case)
    assert (clock["value"], clock["holder_id"]) == (5, lawyer.id)
    [review] = (await cabinet.get(lawyer, "file/reviews"))["items"]
    assert (review["outcome"], review["items"]) == ("returned", ["仲裁裁决书"])
    assert "file_returned" in await cabinet.desk.told(lawyer)


async def test_returned_file_can_be_handed_in_and_approved(cabinet: Cabinet) -> None:
    await ok(act(cabinet.scene.officer, cabinet.case, "file/return", RETURN))
    report = {"report": "补齐了仲裁裁决书，其他内容与上次报告相同，案件已经办结。"}
    await ok(act(cabinet.lawyer.person, cabinet.case, "hand-in", report))
    await cabinet.close()
    reviews = (await cabinet.get(cabinet.scene.officer, "file/reviews"))["items"]
    assert [review["outcome"] for review in reviews] == ["returned", "approved"]


async def test_closing_starts_the_archive_clock_and_takes_no_more_files(cabinet: Cabinet) -> None:
    case = await cabinet.close()
    assert case["status"] == "closed"
    assert list(await clocks(cabinet)) == ["legal_aid.archive"]
    assert "archive" in case["allowed_actions"]
    [matter] = await cabinet.scene.rows("SELECT closed_at FROM evidence_matter WHERE matter_id = $1", cabinet.case)
    assert matter["closed_at"] is not None


async def test_closing_frees_the_lawyer_and_counts_as_completed(cabinet: Cabinet) -> None:
    async def open_cases() -> int:
        answer = await cabinet.scene.officer.client.get(f"/lawyers/{cabinet.lawyer.id}")
        return answer.json()["open_cases"]

    assert await open_cases() == 1
    await cabinet.close()
    await cabinet.scene.stack.drain()
    assert await open_cases() == 0
    [offer] = (await cabinet.lawyer.client.get("/offers")).json()["items"]
    assert (offer["status"], offer["allowed_actions"]) == ("completed", [])
    assert (await view(cabinet.lawyer.person, cabinet.case))["status"] == "closed"
    parties = (await cabinet.lawyer.client.get(f"/offers/{offer['id']}")).json()["parties"]
    assert len(parties) == 2


async def test_applicant_reads_that_it_was_reviewed_but_not_what_was_said_of_the_work(cabinet: Cabinet) -> None:
    await cabinet.close()
    [review] = (await cabinet.get(cabinet.scene.worker, "file/reviews"))["items"]
    assert (review["outcome"], review["notes"], review["grade"]) == ("approved", None, None)
    [review] = (await cabinet.get(cabinet.lawyer.person, "file/reviews"))["items"]
    assert (review["notes"], review["grade"]) == (APPROVAL["notes"], "good")


async def test_file_is_approved_once(cabinet: Cabinet) -> None:
    await cabinet.close()
    again = await act(cabinet.scene.officer, cabinet.case, "file/close", APPROVAL)
    assert problem(again) == (409, "wrong_state")
    back = await act(cabinet.scene.officer, cabinet.case, "file/return", RETURN)
    assert problem(back) == (409, "wrong_state")


async def test_lawyer_and_applicant_do_not_review(cabinet: Cabinet) -> None:
    for who in (cabinet.lawyer.person, cabinet.scene.worker):
        assert (await act(who, cabinet.case, "file/close", APPROVAL)).status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (RETURN | {"items": []}, "items"),
        (RETURN | {"reasons": "短"}, "reasons"),
        (RETURN | {"days": 0}, "days"),
        (RETURN | {"days": 31}, "days"),
    ],
)
async def test_bad_return_is_refused(cabinet: Cabinet, body: dict[str, object], field: str) -> None:
    answer = await act(cabinet.scene.officer, cabinet.case, "file/return", body)
    assert answer.status_code == 422
    assert fields(answer) == [field]
    assert (await view(cabinet.scene.officer, cabinet.case))["status"] == "file_review"


async def test_service_must_be_a_kind_of_work(cabinet: Cabinet) -> None:
    answer = await act(cabinet.scene.officer, cabinet.case, "file/close", APPROVAL | {"service": "grade_good"})
    assert (answer.status_code, fields(answer)) == (422, ["service"])
    assert await cabinet.scene.rows("SELECT 1 FROM file_review WHERE application_id = $1", cabinet.case) == []


async def test_two_officers_at_once_close_a_case_once(cabinet: Cabinet) -> None:
    second = await cabinet.scene.world.person(Role.OFFICER, agency=cabinet.scene.centre, name="赵敏")
    answers = await asyncio.gather(
        act(cabinet.scene.officer, cabinet.case, "file/close", APPROVAL),
        act(second, cabinet.case, "file/close", APPROVAL | {"grade": "qualified"}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    rows = await cabinet.scene.rows("SELECT 1 FROM file_review WHERE application_id = $1", cabinet.case)
    assert len(rows) == 1


async def test_officer_who_stands_back_does_not_review(cabinet: Cabinet) -> None:
    await cabinet.execute(
        "UPDATE application SET recused_ids = ARRAY[$2::uuid] WHERE id = $1",
        cabinet.case,
        cabinet.scene.officer.id,
    )
    answer = await act(cabinet.scene.officer, cabinet.case, "file/close", APPROVAL)
    assert problem(answer) == (403, "recused")
    assert problem(await cabinet.visit()) == (403, "recused")
