"""Closed files: a minor's and a sealed record's, for those who handle them alone, opened for a purpose."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.correction.orders.test_receiving import judgment
from tests.correction.scene import AREA, INSIDE, Scene, document
from tests.correction.test_leave import HOSPITAL
from tests.correction.test_leave import request as leave
from tests.correction.test_moving import request as move
from tests.evidence.uploading import WAGES

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def young(scene: Scene) -> None:
    """The scene's subject is sixteen."""
    today = local_date(scene.stack.clock.now())
    scene.subject = await scene.world.person(name="王小明", born=date(today.year - 16, 1, 1))


async def test_a_minors_file_is_seen_by_those_who_handle_it_and_each_opening_is_told(scene: Scene) -> None:
    await young(scene)
    colleague = await scene.world.person(Role.OFFICER, agency=scene.office)
    order = await scene.register()
    path, file = f"/correction/orders/{order['id']}", f"/correction/minor-files/{order['id']}"
    assert (order["is_minor"], order["is_sealed"]) == (True, True)
    for client in (scene.officer.client, colleague.client):
        assert (await client.get("/correction/orders")).json()["items"] == []
        for part in ("", "/file"):
            assert (await client.get(path + part)).status_code == 404
    for part in ("/begin", "/group", "/check-ins", "/plans"):
        method = "POST" if part == "/begin" else "GET"
        assert (await colleague.client.request(method, path + part)).status_code == 404, part
    assert (await colleague.client.get("/correction/minor-files")).json()["items"] == []
    photo = WAGES.declaration(order["id"], "other")
    declared = [await who.client.post("/evidence", json=photo) for who in (colleague, scene.officer)]
    assert [answer.status_code for answer in declared] == [404, 201]
    listed = (await scene.officer.client.get("/correction/minor-files")).json()["items"]
    assert [(row["initial"], row["staff_ids"]) for row in listed] == [("王某", [str(scene.officer.id)])]

    aim = {"purpose": "supervision", "note": "准备谈话"}
    assert (await scene.officer.client.post(f"{file}/openings", json={"purpose": "curiosity"})).status_code == 422
    assert (await colleague.client.post(f"{file}/openings", json=aim)).status_code == 404
    opened = await scene.officer.client.post(f"{file}/openings", json=aim)
    assert (opened.status_code, opened.json()["order"]["person_name"]) == (200, "王小明")
    seen = (await scene.subject.client.get("/me/access-log")).json()["items"]
    assert ("打开未成年人档案", "监督管理、教育帮扶") in {(e["action_title"], e["purpose"]) for e in seen}
    assert (await scene.subject.client.get("/correction/me")).json()["id"] == order["id"]
    assert (await scene.subject.client.get(path)).status_code == 200


async def test_the_county_gives_a_closed_file_to_other_officers(scene: Scene) -> None:
    await young(scene)
    decider, colleague = await scene.decider(), await scene.world.person(Role.OFFICER, agency=scene.office)
    order = await scene.register()
    path, file = f"/correction/orders/{order['id']}", f"/correction/minor-files/{order['id']}"
    staff = {"staff_ids": [str(colleague.id)]}
    assert (await scene.officer.client.put(f"{file}/staff", json=staff)).status_code == 403
    for wrong in (scene.other_officer.id, scene.subject.id, decider.id):
        bad = await decider.client.put(f"{file}/staff", json={"staff_ids": [str(wrong)]})
        assert [(e["field"], e["rule"]) for e in bad.json()["errors"]] == [("staff_ids.0", "not_on_duty")]
    assert (await decider.client.put(f"{file}/staff", json=staff)).json()["staff_ids"] == staff["staff_ids"]
    assert (await colleague.client.get(f"{path}/group")).status_code == 200
    assert (await scene.officer.client.get(f"{path}/group")).status_code == 404
    assert (await decider.client.get(path)).status_code == 404, "who decides opens it for a purpose too"
    aim = {"purpose": "judicial", "note": "法院来函"}
    assert (await decider.client.post(f"{file}/openings", json=aim)).status_code == 200


async def test_a_minors_correction_begins_quietly_with_somebody_who_knows_minors(scene: Scene) -> None:
    await young(scene)
    order = await scene.register()
    path = f"/correction/orders/{order['id']}"
    woman: Json = {"kind": "staff", "name": "沈敏", "sex": "woman"}
    lacking = await scene.set_group(order["id"], woman)
    assert [lack["rule"] for lack in lacking.json()["lacks"]] == ["no_minors_expert"]
    await scene.set_group(order["id"], woman | {"knows_minors": True})
    loud = await scene.officer.client.post(f"{path}/begin", json={"is_public": True})
    assert [(e["field"], e["rule"]) for e in loud.json()["errors"]] == [("is_public", "sealed")]
    begun = await scene.officer.client.post(f"{path}/begin", json={"guardian_present": True})
    assert begun.status_code == 200, begun.text
    assert (await scene.check_in(scene.fix(INSIDE))).status_code == 201
    changed = await scene.officer.client.put(
        f"{path}/area", json=AREA, headers={"If-Match": str(begun.json()["version"])}
    )
    assert changed.status_code == 200


async def test_growing_up_opens_no_file(scene: Scene) -> None:
    today = local_date(scene.stack.clock.now())
    born = date(today.year - 18, today.month, 1) - timedelta(days=1)
    grown = await scene.world.person(name="周某", born=born)
    started = date(today.year - 1, today.month, 1)
    order = await scene.register(person=document(grown), starts_on=started.isoformat())
    assert order["is_minor"] is True
    adult = await scene.world.person(name="吴某", born=born)
    assert (await scene.register(person=document(adult)))["is_minor"] is False


async def test_a_sealed_record_closes_the_file_of_an_adult_and_names_no_one_tried_with_them(scene: Scene) -> None:
    sealed = await scene.register(judgment=judgment(scene, was_minor=True))
    assert (sealed["is_minor"], sealed["is_sealed"]) == (False, True)
    colleague = await scene.world.person(Role.OFFICER, agency=scene.office)
    other = await scene.world.person(name="赵某")
    order = await scene.register(person=document(other), judgment=judgment(scene), co_defendants=["王某"])
    file = (await colleague.client.get(f"/correction/orders/{order['id']}/file")).json()
    assert [doubt for doubt in file["doubts"] if "co_" in doubt["code"]] == []
    guardian = {"person": document(other)}
    refused = await scene.officer.client.put(f"/correction/minor-files/{sealed['id']}/guardian", json=guardian)
    assert (refused.status_code, refused.json()["code"]) == (409, "guardian_not_needed")


async def test_a_guardian_sees_the_ward_and_nobody_elses(scene: Scene) -> None:
    await young(scene)
    order = await scene.register()
    path = f"/correction/minor-files/{order['id']}/guardian"
    mother = await scene.world.person(Role.APPLICANT, name="李兰")
    assert (await mother.client.get("/correction/wards")).json() == []
    own = await scene.officer.client.put(path, json={"person": document(scene.subject)})
    assert [(e["field"], e["rule"]) for e in own.json()["errors"]] == [("person.number", "own")]
    assert (await scene.other_officer.client.put(path, json={"person": document(mother)})).status_code == 404
    assert (await scene.officer.client.put(path, json={"person": document(mother)})).status_code == 200
    [ward] = (await mother.client.get("/correction/wards")).json()
    assert (ward["id"], ward["person_name"], ward["allowed_actions"]) == (order["id"], "王小明", [])
    seen = (await scene.subject.client.get("/me/access-log")).json()["items"]
    assert "查看矫正对象" in {entry["action_title"] for entry in seen}


async def test_a_colleague_sees_no_request_and_no_handover_of_a_closed_file(scene: Scene) -> None:
    await young(scene)
    colleague = await scene.world.person(Role.OFFICER, agency=scene.office)
    order = await scene.begin()
    asked = await scene.subject.client.post(f"/correction/orders/{order['id']}/leaves", json=leave(scene, 4, 6))
    assert asked.status_code == 201, asked.text
    crossing = {
        "first_on": local_date(scene.stack.clock.now()).isoformat(),
        "reason": "study",
        "explanation": "在宁波上学",
        "frequency": "每周往返",
        "places": [HOSPITAL],
    }
    for kind, wish in (("crossing-permits", crossing), ("moves", move(scene, receiver="拱墅区社区矫正中心"))):
        answer = await scene.subject.client.post(f"/correction/orders/{order['id']}/{kind}", json=wish)
        assert answer.status_code == 201, answer.text
    body = {"agency_id": str(scene.other_office.id), "reason": "搬到那边去住"}
    proposed = await scene.officer.client.post(f"/correction/orders/{order['id']}/handovers", json=body)
    assert proposed.status_code == 201, proposed.text
    named = {"order_id": order["id"]}
    for who, handovers, leaves in ((scene.officer, 1, 1), (colleague, 0, 0), (scene.other_officer, 1, 0)):
        assert len((await who.client.get("/correction/handovers")).json()["items"]) == handovers
        for kind in ("leaves", "crossing-permits", "moves"):
            assert (await who.client.get(f"/correction/{kind}")).json()["items"] == []
            assert len((await who.client.get(f"/correction/{kind}", params=named)).json()["items"]) == leaves
    withdrawn = await colleague.client.post(f"/correction/handovers/{proposed.json()['id']}/withdraw")
    assert withdrawn.status_code == 404
