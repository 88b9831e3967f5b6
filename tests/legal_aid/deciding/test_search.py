"""Finding a case: by number, name or document number, within one's own agencies, with a trace."""

from typing import Any

import pytest

from app.kernel.actor import Role
from tests.legal_aid.scene import Scene, act, fields, ok
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio


async def search(who: PersonRef, **wanted: Any) -> list[str]:
    answer = await who.client.post("/applications/search", json=wanted)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_by_number_as_written_and_as_said(scene: Scene) -> None:
    case = await scene.submitted()
    number = (await ok(act(scene.officer, case, "accept")))["number"]
    year = scene.stack.clock.now().year
    for text in (number, f"{year}-1", f"{year}-00001"):
        assert await search(scene.officer, number=text) == [str(case)]
    assert await search(scene.officer, number=f"{year}-2") == []
    answer = await scene.officer.client.post("/applications/search", json={"number": "第一号"})
    assert fields(answer) == ["number"]


async def test_by_the_beginning_of_a_name(scene: Scene) -> None:
    other = await scene.world.person(Role.APPLICANT, name="欧阳建国")
    first, second = await scene.submitted(), await scene.submitted(other)
    assert await search(scene.officer, name="张建") == [str(first)]
    assert await search(scene.officer, name="欧阳建国") == [str(second)]
    assert await search(scene.officer, name="建国") == []
    assert await search(scene.officer) == [str(second), str(first)]


async def test_by_document_number_leaves_a_trace(scene: Scene) -> None:
    case = await scene.submitted()
    assert await search(scene.officer, document_number=scene.worker.number.lower()) == [str(case)]
    rows = await scene.rows(
        "SELECT object_type, owner_id FROM audit_entry"
        " WHERE actor_id = $1 AND note = '按证件号码查找' ORDER BY id",
        scene.officer.id,
    )
    assert [(row["object_type"], row["owner_id"]) for row in rows] == [
        ("application_search", None),
        ("application", scene.worker.id),
    ]
    answer = await scene.officer.client.post(
        "/applications/search", json={"document_number": "330106198501010000"}
    )
    assert answer.json()["code"] == "document_number_invalid"


async def test_by_state_and_day(scene: Scene) -> None:
    case = await scene.submitted()
    day = scene.stack.clock.now().date().isoformat()
    assert await search(scene.officer, status="submitted", submitted_from=day, submitted_to=day) == [str(case)]
    assert await search(scene.officer, status="accepted") == []
    wrong = {"submitted_from": day, "submitted_to": "2020-01-01"}
    assert fields(await scene.officer.client.post("/applications/search", json=wrong)) == ["submitted_to"]


async def test_pages(scene: Scene) -> None:
    cases = [str(await scene.submitted()) for _ in range(3)]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        params = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        answer = await scene.officer.client.post("/applications/search", json={"name": "张"}, params=params)
        seen += [item["id"] for item in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
    assert (seen, cursor) == (cases[::-1], None)


async def test_drafts_and_other_counties_are_not_found(scene: Scene) -> None:
    await scene.filled()
    await scene.submitted()
    elsewhere = await scene.world.person(Role.OFFICER, agency=await scene.world.agency(), name="外地经办")
    assert await search(elsewhere, name="张") == []
    assert await search(elsewhere, document_number=scene.worker.number) == []
    assert len(await search(scene.officer, name="张")) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_days_no_office_knows_are_refused(scene: Scene, day: str) -> None:
    for name in ("submitted_from", "submitted_to"):
        answer = await scene.officer.client.post("/applications/search", json={name: day})
        assert (answer.status_code, fields(answer)) == (422, [name])
    for name in ("issued_from", "issued_to"):
        answer = await scene.officer.client.get("/legal-aid/notice-statistics", params={name: day})
        assert (answer.status_code, fields(answer)) == (422, [name])
