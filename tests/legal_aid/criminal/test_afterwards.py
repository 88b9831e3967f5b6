"""After the notice: a lawyer is assigned, the authority is told, and tells what happens next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.contracts.categories import CaseGroup
from app.kernel.actor import Role
from tests.legal_aid.criminal.notices import defender, taken, told
from tests.legal_aid.intake.counter import Json, intake_of, notified
from tests.legal_aid.scene import Scene, act, chosen, fields, ok, problem, view

pytestmark = pytest.mark.anyio


def today(scene: Scene, **ago: int) -> str:
    return (scene.stack.clock.now() - timedelta(**ago)).date().isoformat()


async def test_notified_case_is_taken_by_a_lawyer_and_the_authority_told_in_time(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    await taken(scene, case, lawyer)
    assert (await view(scene.officer, case))["status"] == "in_handling"
    body = {"informed_on": today(scene), "lawyer_person_id": str(lawyer.person.id)}
    await ok(act(scene.officer, case, "authority-informed", body))
    seen = (await intake_of(scene, case))["notice"]
    assert seen["informed"] == [body | {"is_late": False}]
    ended = {clock["rule_code"]: clock["outcome"] for clock in seen["clocks"]}
    assert ended["legal_aid.assign_notified"] == "met"


async def test_telling_the_authority_after_three_days_is_late(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    await taken(scene, case, lawyer)
    await scene.stack.advance(days=12)
    body = {"informed_on": today(scene), "lawyer_person_id": str(lawyer.person.id)}
    await ok(act(scene.officer, case, "authority-informed", body))
    assert [row["is_late"] for row in (await intake_of(scene, case))["notice"]["informed"]] == [True]


async def test_authority_is_told_once_of_the_lawyer_who_has_the_case(scene: Scene) -> None:
    lawyer, other = await defender(scene), await defender(scene, "吕律师")
    case = await notified(scene)
    body = {"informed_on": today(scene), "lawyer_person_id": str(lawyer.person.id)}
    early = await act(scene.officer, case, "authority-informed", body)
    assert problem(early) == (409, "lawyer_not_settled")
    await taken(scene, case, lawyer)
    wrong = await act(scene.officer, case, "authority-informed", body | {"lawyer_person_id": str(other.person.id)})
    assert problem(wrong) == (409, "lawyer_not_settled")
    await ok(act(scene.officer, case, "authority-informed", body))
    again = await act(scene.officer, case, "authority-informed", body)
    assert problem(again) == (409, "informed_already")


async def test_refuses_days_to_come_and_days_before_the_notice(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    await taken(scene, case, lawyer)
    for days in (2, -2):
        body = {"informed_on": today(scene, days=days), "lawyer_person_id": str(lawyer.person.id)}
        answer = await act(scene.officer, case, "authority-informed", body)
        assert fields(answer) == ["informed_on"]


async def test_case_nobody_notified_has_no_authority_to_tell(scene: Scene) -> None:
    case = await scene.granted()
    body = {"kind": "own_counsel", "told_on": today(scene)}
    assert problem(await act(scene.officer, case, "authority-follow-ups", body)) == (409, "not_notified")


async def test_own_counsel_is_noted_and_a_decider_asked_to_end_aid(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    await taken(scene, case, lawyer)
    body = {"kind": "own_counsel", "told_on": today(scene), "note": "家属委托了律师"}
    await ok(act(scene.officer, case, "authority-follow-ups", body))
    await scene.stack.drain()
    (noted,) = (await intake_of(scene, case))["notice"]["follow_ups"]
    assert (noted["kind"], noted["ends_aid_on"]) == ("own_counsel", "48-6")
    assert "authority_ends_case" in await told(scene.decider)
    assert "authority_followed_up" in await told(lawyer.person)
    ended = {"ground": noted["ends_aid_on"], "reasons": "家属为其自行委托了辩护律师。"}
    assert (await ok(act(scene.decider, case, "terminate", ended)))["status"] == "terminated"


async def test_next_stage_is_told_to_the_lawyer_and_ends_nothing(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    await taken(scene, case, lawyer)
    body = {"kind": "next_stage", "told_on": today(scene), "stage": "first_instance"}
    await ok(act(scene.officer, case, "authority-follow-ups", body))
    await scene.stack.drain()
    assert "authority_ends_case" not in await told(scene.decider)
    assert "authority_followed_up" in await told(lawyer.person)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "next_stage"}, "stage"),
        ({"kind": "next_stage", "stage": "investigation"}, "stage"),
        ({"kind": "own_counsel", "stage": "first_instance"}, "stage"),
        ({"kind": "own_counsel", "told_on": "2099-01-01"}, "told_on"),
        ({"kind": "nothing"}, "kind"),
    ],
)
async def test_refuses_a_follow_up_that_cannot_be(scene: Scene, changes: Json, expected: str) -> None:
    case = await notified(scene)
    body = {"told_on": today(scene)} | changes
    answer = await act(scene.officer, case, "authority-follow-ups", body)
    assert (answer.status_code, fields(answer)) == (422, [expected])


async def test_case_that_has_ended_takes_no_follow_up(scene: Scene) -> None:
    case = await notified(scene)
    await ok(act(scene.decider, case, "terminate", {"ground": "48-5", "reasons": "检察机关决定撤销案件。"}))
    body = {"kind": "case_ended", "told_on": today(scene)}
    assert (await act(scene.officer, case, "authority-follow-ups", body)).status_code == 409


async def test_another_centre_enters_nothing_about_it(scene: Scene) -> None:
    case = await notified(scene)
    stranger = await scene.world.person(Role.OFFICER, agency=await scene.world.agency())
    body = {"kind": "case_ended", "told_on": today(scene)}
    assert (await act(stranger, case, "authority-follow-ups", body)).status_code == 404


async def test_minors_name_is_cut_in_lists_and_absent_from_the_offer_line(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    for path in ("/applications", "/applications/queue"):
        listed = await scene.officer.client.get(path)
        assert "林小军" not in listed.text
        assert "林某" in listed.text
    await ok(act(scene.officer, case, "assign", chosen(lawyer)))
    offers = await lawyer.client.get("/offers")
    assert str(case) in offers.text
    assert "林小军" not in offers.text


async def test_minors_name_is_cut_for_a_lawyer_who_is_only_asked(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    await ok(act(scene.officer, case, "assign", chosen(lawyer)))
    offer = f"/offers/{await scene.offer_of(case)}"
    shown = await ok(lawyer.client.get(offer))
    assert shown["parties"] == [{"side": "client", "name": "林某"}]
    await ok(lawyer.client.post(f"{offer}/accept"))
    await scene.stack.drain()
    assert (await view(lawyer.person, case))["applicant_name"] == "林小军"


async def test_lawyer_once_against_a_minor_is_found_by_the_whole_name(scene: Scene) -> None:
    """The name is cut where it is shown, not where it is compared (律师法 39)."""
    lawyer = await defender(scene)
    need = replace(await scene.roster.need(opponents=("林小军",)), category="criminal_defence")
    await scene.roster.accepted(lawyer, need)
    case = await notified(scene)
    refused = await act(scene.officer, case, "assign", chosen(lawyer))
    assert problem(refused) == (409, "lawyer_excluded")


async def test_three_days_run_on_until_the_authority_was_told(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    await taken(scene, case, lawyer)
    (task,) = (await scene.officer.client.get("/applications/queue")).json()["items"]
    assert task["task"]["rule_code"] == "legal_aid.assign_notified"
    await scene.stack.advance(days=5)
    assert "clock_overdue" in await told(scene.officer)
    body = {"informed_on": today(scene), "lawyer_person_id": str(lawyer.person.id)}
    await ok(act(scene.officer, case, "authority-informed", body))
    ended = {clock["rule_code"]: clock["outcome"] for clock in (await intake_of(scene, case))["notice"]["clocks"]}
    assert ended["legal_aid.assign_notified"] == "late"
    assert (await scene.officer.client.get("/applications/queue")).json()["items"] == []


async def test_telling_the_authority_counts_on_its_own_day_whenever_it_is_entered(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    await taken(scene, case, lawyer)
    body = {"informed_on": today(scene), "lawyer_person_id": str(lawyer.person.id)}
    await scene.stack.advance(days=6)
    await ok(act(scene.officer, case, "authority-informed", body))
    ended = {clock["rule_code"]: clock["outcome"] for clock in (await intake_of(scene, case))["notice"]["clocks"]}
    assert ended["legal_aid.assign_notified"] == "met"


async def test_minors_case_goes_to_who_knows_minors_or_with_a_reason(scene: Scene) -> None:
    plain = await scene.roster.lawyer("唐律师", group=CaseGroup.CRIMINAL, years=20, knows_minors=False)
    await scene.roster.lawyer("何律师", group=CaseGroup.CRIMINAL, years=1)
    case = await notified(scene)
    found = (await scene.officer.client.get(f"/applications/{case}/candidates")).json()["items"]
    assert [row["name"] for row in found] == ["何律师", "唐律师"]
    assert [row["reasons"][0]["value"] for row in found] == [1.0, 0.0]
    assert found[0]["reasons"][0]["code"] == "knows_minors"
    body: Json = chosen(plain)
    answer = await act(scene.officer, case, "assign", body)
    assert (problem(answer), answer.json()["constraints"]) == ((409, "lawyer_excluded"), ["not_for_minors"])
    assert "说明理由" in answer.json()["detail"]
    reason = "熟悉未成年人的律师都有利害关系"
    await ok(act(scene.officer, case, "assign", body | {"reason": reason}))
    steps = (await scene.officer.client.get(f"/applications/{case}/history")).json()["items"]
    assert [step["reason"] for step in steps if step["transition"] == "assign"] == [reason]
