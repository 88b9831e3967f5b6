"""What an ended case still takes in, and who still sees it."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest

from app.legal_aid.models import Application
from app.legal_aid.states import application_machine
from tests.legal_aid.scene import Answer, Scene, act, ok, problem

pytestmark = pytest.mark.anyio

TERMINATION = {"ground": "48-6", "reasons": "申请人自行委托了律师。"}


def photo(case: UUID, content: bytes = b"late") -> Answer:
    return {
        "matter_id": str(case),
        "kind": "wage_record",
        "name": "工资条.jpg",
        "media_type": "image/jpeg",
        "size_bytes": 2048,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


async def ended(scene: Scene, how: str) -> UUID:
    if how == "discard":
        case = await scene.draft()
        await ok(act(scene.worker, case, "discard"))
    elif how == "withdraw":
        case = await scene.submitted()
        await ok(act(scene.worker, case, "withdraw"))
    elif how == "refuse":
        case = await scene.accepted()
        await ok(act(scene.decider, case, "refuse", {"reasons": "不符合法律援助的条件。"}))
    else:
        case = await scene.handled(await scene.roster.lawyer())
        await ok(act(scene.decider, case, "terminate", TERMINATION))
    return case


@pytest.mark.parametrize("how", ["discard", "withdraw", "refuse", "terminate"])
async def test_ended_case_takes_no_more_files(scene: Scene, how: str) -> None:
    case = await ended(scene, how)
    assert problem(await scene.worker.client.post("/evidence", json=photo(case))) == (409, "matter_closed")


async def test_file_declared_before_the_end_is_not_taken_in_after_it(scene: Scene) -> None:
    case = await scene.submitted()
    declared = await scene.worker.client.post("/evidence", json=photo(case))
    assert declared.status_code == 201, declared.text
    await ok(act(scene.worker, case, "withdraw"))
    item = declared.json()["evidence"]["id"]
    assert problem(await scene.worker.client.post(f"/evidence/{item}/form")) == (409, "matter_closed")
    assert (await scene.worker.client.get(f"/evidence/{item}")).status_code == 200


async def test_case_under_way_takes_files(scene: Scene) -> None:
    case = await scene.handled(await scene.roster.lawyer())
    assert (await scene.worker.client.post("/evidence", json=photo(case))).status_code == 201


async def test_lawyer_of_a_terminated_case_keeps_only_the_history_of_offers(scene: Scene) -> None:
    lawyer = await scene.roster.lawyer()
    case = await scene.handled(lawyer)
    assert (await lawyer.client.get(f"/applications/{case}/contact")).status_code == 200
    await ok(act(scene.decider, case, "terminate", TERMINATION))
    for path in ("", "/history", "/contact"):
        assert (await lawyer.client.get(f"/applications/{case}{path}")).status_code == 404
    assert (await lawyer.client.get("/applications")).json()["items"] == []
    assert (await lawyer.client.get("/evidence", params={"matter_id": str(case)})).status_code == 404
    assert len((await lawyer.client.get("/offers")).json()["items"]) == 1


async def test_history_never_goes_back(scene: Scene) -> None:
    """Who waited for the row's lock may have read the clock before the one who held it."""
    case = await scene.submitted()
    earlier = scene.stack.clock.now() - timedelta(seconds=5)
    async with scene.stack.services.database.transaction() as session:
        row = await session.get_one(Application, case)
        await application_machine.fire(session, row, "withdraw", actor=None, at=earlier)
    steps = await scene.rows("SELECT transition, at FROM state_change WHERE object_id = $1 ORDER BY at, id", case)
    assert [step["transition"] for step in steps] == ["submit", "withdraw"]
