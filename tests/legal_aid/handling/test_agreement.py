"""委托协议: signed within its days, excused with a reason, never dated wrongly or without its scans."""

from datetime import timedelta

import pytest

from app.evidence.enums import EvidenceStatus
from app.kernel.clock import local_date
from tests.legal_aid.handling.desk import Desk, errors
from tests.legal_aid.scene import act, ok, problem

pytestmark = pytest.mark.anyio
SIGN = "legal_aid.sign_agreement"
EXCUSE = {"ground": "recipient", "reason": "受援人在外地打工，下周三回来后当面签订。"}


async def test_days_to_sign_run_for_the_lawyer_from_the_taking(desk: Desk) -> None:
    clock = (await desk.clocks())[SIGN]
    assert (clock["holder_role"], clock["article"], clock["binding"]) == ("lawyer", "第二十七条", False)
    assert clock["started_on"] == desk.today
    path = "/handling/deadlines"
    (line,) = (await desk.lawyer.client.get(path)).json()["items"]
    assert (line["application_id"], line["clock"]["rule_code"]) == (str(desk.case), SIGN)
    other = await desk.scene.roster.lawyer("周律师")
    assert (await other.client.get(path)).json()["items"] == []


async def test_signing_stops_the_clock_and_is_shown(desk: Desk) -> None:
    answer = await desk.sign()
    assert answer.status_code == 200, answer.text
    assert answer.json()["authority"] == "special"
    assert SIGN not in await desk.clocks()
    assert await desk.outcome_of_clock(SIGN) == ["met"]
    for who in (desk.scene.worker, desk.scene.officer):
        seen = await who.client.get(f"/applications/{desk.case}/agreement")
        assert seen.json()["signed_on"] == desk.today
    assert problem(await desk.sign()) == (409, "agreement_exists")


async def test_nothing_signed_is_shown_as_nothing(desk: Desk) -> None:
    answer = await desk.scene.worker.client.get(f"/applications/{desk.case}/agreement")
    assert (answer.status_code, answer.json()) == (200, None)


async def test_everything_wrong_with_an_agreement_is_told_at_once(desk: Desk) -> None:
    today = local_date(desk.now)
    other = await desk.scene.draft()
    foreign, raw = await desk.file(other), await desk.file(status=EvidenceStatus.ARRIVED)
    answer = await desk.sign(signed_on=str(today + timedelta(days=1)), evidence_ids=[foreign, raw])
    assert errors(answer) == [
        ("signed_on", "not_future"),
        ("evidence_ids.0", "not_verified"),
        ("evidence_ids.1", "not_verified"),
    ]
    answer = await desk.sign(signed_on=str(today - timedelta(days=1)))
    assert errors(answer) == [("signed_on", "before_taking")]
    assert SIGN in await desk.clocks()


async def test_agreement_without_its_scans_is_refused(desk: Desk) -> None:
    assert errors(await desk.sign(evidence_ids=[])) == [("evidence_ids", "too_short")]


async def test_excuse_ends_the_counting_and_the_signing_may_follow(desk: Desk) -> None:
    excused = await ok(act(desk.lawyer.person, desk.case, "agreement/excused", EXCUSE))
    assert (excused["excuse"], excused["signed_on"]) == ("recipient", None)
    assert await desk.outcome_of_clock(SIGN) == ["cancelled"]
    assert problem(await act(desk.lawyer.person, desk.case, "agreement/excused", EXCUSE)) == (
        409,
        "agreement_exists",
    )
    signed = await desk.sign()
    assert (signed.json()["signed_on"], signed.json()["excuse"]) == (desk.today, "recipient")


async def test_late_signing_counts_as_late_and_everyone_concerned_is_told(desk: Desk) -> None:
    await desk.scene.stack.advance(days=20)
    assert {"clock_at_risk", "clock_overdue"} <= set(await desk.told(desk.lawyer.person))
    assert "lawyer_overdue" in await desk.told(desk.scene.officer)
    to_worker = await desk.told(desk.scene.worker)
    assert "agreement_due" in to_worker
    assert "application_overdue" not in to_worker
    assert (await desk.sign()).status_code == 200
    assert await desk.outcome_of_clock(SIGN) == ["late"]


async def test_only_the_lawyer_of_the_case_signs(desk: Desk) -> None:
    other = await desk.scene.roster.lawyer("周律师")
    body = {"signed_on": desk.today, "authority": "general", "evidence_ids": [await desk.file()]}
    assert (await act(other.person, desk.case, "agreement", body)).status_code == 404
    assert problem(await act(desk.scene.officer, desk.case, "agreement", body)) == (403, "forbidden")
