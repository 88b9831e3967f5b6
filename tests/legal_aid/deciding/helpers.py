"""What the tests of deciding share: a bureau above the centre, files as if uploaded, two commands at once."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import anyio
import httpx

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType
from app.evidence.models import Evidence
from app.kernel.actor import Role
from app.kernel.areas.models import Agency
from app.kernel.database import new_id
from tests.legal_aid.scene import Scene, act, ok
from tests.support.world import AgencyRef, PersonRef

REASONS = "申请事项已经由劳动监察部门处理完毕，工资已经全部付清。"
MISSING = {"code": "missing_material", "material": "matter_claim"}
UNCLEAR = {"code": "unclear_fact", "section": "claim"}
Answer = dict[str, Any]


async def file_of(scene: Scene, case: UUID, kind: EvidenceKind = EvidenceKind.WAGE_RECORD) -> UUID:
    """A verified file of the case, as if uploaded now."""
    at = scene.stack.clock.now()
    item = Evidence(
        matter_id=case,
        owner_id=scene.worker.id,
        kind=kind,
        name="工资条.jpg",
        media_type=MediaType.PNG,
        size_bytes=2048,
        sha256=new_id().hex * 2,
        object_key=f"e/{new_id()}",
        status=EvidenceStatus.VERIFIED,
        declared_at=at,
        arrived_at=at,
        verified_at=at,
        updated_at=at,
    )
    async with scene.stack.services.database.transaction() as session:
        session.add(item)
    return item.id


async def bureau_of(scene: Scene) -> AgencyRef:
    """The bureau above the centre of the scene."""
    async with scene.stack.services.database.transaction() as session:
        centre = await session.get_one(Agency, scene.centre.id)
        bureau = await session.get_one(Agency, centre.parent_id)
        return AgencyRef(bureau.id, bureau.tree_path, bureau.area_code)


async def approver(scene: Scene, name: str = "周局长", *more: Role) -> PersonRef:
    """Someone of the bureau who reviews objections."""
    return await scene.world.person(Role.APPROVER, *more, agency=await bureau_of(scene), name=name)


async def noticed(scene: Scene, case: UUID, *items: Answer, **more: object) -> Answer:
    """The open notice after the officer issued one with these items."""
    await ok(act(scene.officer, case, "notices", {"items": list(items or (MISSING,)), **more}))
    return await notice(scene, case)


async def notice(scene: Scene, case: UUID) -> Answer:
    """The last notice as the applicant sees it."""
    answer = await scene.worker.client.get(f"/applications/{case}/notices")
    return answer.json()["items"][-1]


def answers(notice: Answer, text: str = "工资条已经丢了，班组长可以作证。") -> Answer:
    """Words for every item."""
    return {"answers": [{"item_id": item["id"], "explanation": text} for item in notice["items"]]}


async def refused(scene: Scene) -> UUID:
    """An application that the decider refused."""
    case = await scene.accepted()
    await ok(act(scene.decider, case, "refuse", {"reasons": REASONS}))
    return case


async def at_once(*calls: Callable[[], Awaitable[httpx.Response]]) -> list[httpx.Response]:
    """The answers of calls sent at the same moment, in order."""
    found: dict[int, httpx.Response] = {}

    async def send(number: int, call: Callable[[], Awaitable[httpx.Response]]) -> None:
        found[number] = await call()

    async with anyio.create_task_group() as group:
        for number, call in enumerate(calls):
            group.start_soon(send, number, call)
    return [found[number] for number in sorted(found)]


async def clocks(scene: Scene, case: UUID) -> dict[str, Answer]:
    """Every clock of a case by its rule, the last one where there are several."""
    rows = await scene.rows("SELECT * FROM statutory_clock WHERE object_id = $1 ORDER BY id", case)
    return {row["rule_code"]: row for row in rows}
