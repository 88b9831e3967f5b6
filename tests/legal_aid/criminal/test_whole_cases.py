"""Criminal cases from the first paper to the end: a minor's notified case, and help that became a case."""

import pytest

from app.evidence.enums import EvidenceKind
from app.kernel.clock import local_date
from tests.legal_aid.criminal.notices import defender, helped, taken, told
from tests.legal_aid.handling.desk import Desk, made
from tests.legal_aid.intake.counter import intake_of, notified
from tests.legal_aid.scene import Scene, act, ok, put, view
from tests.support.world import resident_number, serial

pytestmark = pytest.mark.anyio
REPORT = "本律师接受指派后会见阅卷，提交书面意见，检察机关作出附条件不起诉的决定。"


async def test_minors_case_from_the_notice_to_the_closing_file(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    offered = await view(scene.officer, case)
    assert {"assign", "record_follow_up"} <= set(offered["allowed_actions"])
    assert "inform_authority" not in offered["allowed_actions"]
    await taken(scene, case, lawyer)
    handled = await view(scene.officer, case)
    assert "inform_authority" in handled["allowed_actions"]
    today = local_date(scene.stack.clock.now()).isoformat()
    body = {"informed_on": today, "lawyer_person_id": str(lawyer.person.id)}
    await ok(act(scene.officer, case, "authority-informed", body))
    desk = Desk(scene, lawyer, case)
    assert (await desk.sign()).status_code == 200
    await desk.first_meeting()
    await desk.progress("已经会见，并查阅了案卷。")
    made(await desk.write("client_meeting", place="西湖区看守所", text="会见一次。", files=(await desk.file(),)))
    made(await desk.write("written_opinion", body="西湖区人民检察院", text="建议附条件不起诉。"))
    ended = await desk.end(
        kind="not_prosecuted",
        basis="prosecution_review",
        recovered_fen=0,
        summary="检察机关决定附条件不起诉。",
    )
    assert ended.status_code == 200, ended.text
    await ok(act(lawyer.person, case, "conclude"))
    assert (await ok(act(lawyer.person, case, "hand-in", {"report": REPORT})))["status"] == "file_review"
    listed = await scene.officer.client.get("/applications")
    assert "林小军" not in listed.text
    outcomes = {
        clock["rule_code"]: clock["outcome"] for clock in (await intake_of(scene, case))["notice"]["clocks"]
    }
    assert outcomes == {"legal_aid.notify_by_authority": "met", "legal_aid.assign_notified": "met"}


async def test_duty_help_becomes_an_application_that_a_lawyer_takes(scene: Scene) -> None:
    duty, defence = await defender(scene), await defender(scene, "吕律师")
    document = {"kind": "resident_id", "number": resident_number(next(serial))}
    given = await helped(scene, duty, kinds=["guidance", "forwarding"], document=document)
    await scene.stack.drain()
    assert "help_forwarded" in await told(scene.officer)
    opened = await scene.officer.client.post(
        f"/intake/from-duty-help/{given['id']}", json={"category": "criminal_defence"}
    )
    assert opened.status_code == 201, opened.text
    case = (await scene.rows("SELECT id FROM application"))[0]["id"]
    for version, (name, body) in enumerate(scene.parts("criminal_defence", grounds=[]).items(), start=1):
        await ok(put(scene.officer.client, case, name, body, version))
    print_id = await scene.upload(case, EvidenceKind.THUMBPRINT, scene.officer)
    shown = await ok(act(scene.officer, case, "submit", {"signature_evidence_id": str(print_id)}))
    assert (shown["status"], shown["applicant_name"]) == ("submitted", "孙志强")
    await ok(act(scene.officer, case, "accept"))
    await ok(act(scene.decider, case, "grant"))
    await taken(scene, case, defence)
    assert (await view(defence.person, case))["status"] == "in_handling"


async def test_lawyer_of_the_case_reads_the_notice_and_files_of_staff(scene: Scene) -> None:
    lawyer = await defender(scene)
    case = await notified(scene)
    paper = await scene.upload(case, EvidenceKind.OTHER, scene.officer)
    await taken(scene, case, lawyer)
    came = await lawyer.client.get(f"/applications/{case}/intake")
    assert came.json()["notice"]["case_number"] == "杭西检刑受〔2026〕88号"
    assert (await lawyer.client.get(f"/evidence/{paper}")).status_code == 200
    (owner,) = await scene.rows("SELECT applicant_id FROM application WHERE id = $1", case)
    looks = await scene.rows(
        "SELECT owner_id FROM audit_entry WHERE object_id = $1 AND action = 'evidence.item.read'", paper
    )
    assert [row["owner_id"] for row in looks] == [owner["applicant_id"]]
