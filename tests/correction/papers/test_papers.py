"""Papers of correction: asked for in a transaction, sealed by the worker, opened by person and office."""

import hashlib
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.correction.orders.models import CorrectionOrder
from app.correction.papers import issuing
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind as Kind
from tests.correction.scene import Json, Scene

pytestmark = pytest.mark.anyio
FACTS = {"facts": "2026年12月3日未经批准离开杭州市两日"}


async def ask(scene: Scene, order_id: str, kind: Kind, fields: dict[str, str]) -> UUID:
    """A paper about the order itself."""
    async with scene.stack.services.database.transaction() as session:
        order = await session.get_one(CorrectionOrder, UUID(order_id))
        return await ask_paper(session, order, kind, fields, about=order.id, at=scene.stack.clock.now())


async def papers(scene: Scene, order_id: str, client: httpx.AsyncClient) -> dict[str, Json]:
    """Papers of the order by kind."""
    answer = await client.get(f"/correction/orders/{order_id}/papers")
    assert answer.status_code == 200, answer.text
    return {paper["kind"]: paper for paper in answer.json()["items"]}


async def test_paper_is_sealed_once_and_opened_by_person_and_office(scene: Scene) -> None:
    order = await scene.register()
    first = await ask(scene, order["id"], Kind.ADMONITION, FACTS)
    assert await ask(scene, order["id"], Kind.ADMONITION, FACTS) == first
    path = f"/correction/orders/{order['id']}/papers/{first}"
    assert (await scene.subject.client.post(f"{path}/open")).json()["code"] == "paper_not_issued"

    await scene.stack.drain()
    paper = (await papers(scene, order["id"], scene.subject.client))["admonition"]
    assert (paper["status"], paper["title"], paper["allowed_actions"]) == ("issued", "训诫决定书", ["open"])
    assert paper["number"].endswith("矫训字第00001号")
    assert (await scene.other_officer.client.post(f"{path}/open")).status_code == 404
    opened = await scene.officer.client.post(f"{path}/open")
    async with httpx.AsyncClient(trust_env=False) as client:
        content = (await client.get(opened.json()["url"])).content
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == paper["sha256"]

    looks = (await scene.subject.client.get("/me/access-log")).json()["items"]
    assert any(look["object_type"] == "correction_paper" for look in looks)
    with pytest.raises(DBAPIError, match="never changes"):
        async with scene.stack.services.database.transaction() as session:
            await session.execute(text("UPDATE correction_paper SET number = 'x'"))


async def test_failed_paper_is_made_again_by_the_office(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    order = await scene.register()
    with monkeypatch.context() as broken:
        broken.setattr(issuing, "template", lambda: "#let x =")
        paper_id = await ask(scene, order["id"], Kind.WARNING, FACTS)
        await scene.stack.drain()
    failed = (await papers(scene, order["id"], scene.officer.client))["warning"]
    assert (failed["status"], failed["allowed_actions"]) == ("failed", ["reissue"])
    assert failed["failure"]
    assert (await papers(scene, order["id"], scene.subject.client))["warning"]["failure"] is None
    path = f"/correction/orders/{order['id']}/papers/{paper_id}/reissue"
    assert (await scene.subject.client.post(path)).status_code == 403
    assert (await scene.officer.client.post(path)).json()["status"] == "requested"
    await scene.stack.drain()
    assert (await papers(scene, order["id"], scene.officer.client))["warning"]["status"] == "issued"
