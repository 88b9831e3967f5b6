"""The wage ledger goes in with a group's application; the closing report comes out when the file is approved."""

from typing import Any
from uuid import UUID

import pytest

from app.legal_aid.papers import issuing
from app.legal_aid.papers.models import OfficialPaper
from tests.evidence.uploading import SIGNATURE
from tests.legal_aid.group.crew import MONTHS, crew
from tests.legal_aid.handling.desk import Desk as LawyersDesk
from tests.legal_aid.papers.desk import Desk
from tests.legal_aid.quality.cabinet import Cabinet
from tests.legal_aid.scene import act, ok, problem

pytestmark = pytest.mark.anyio


async def contents_of(desk: Desk, paper: Any) -> dict[str, Any]:
    services = desk.scene.stack.services
    async with services.database.session() as session:
        row = await session.get_one(OfficialPaper, UUID(paper["id"]))
    return issuing.read_contents(services.vault, row).model_dump(mode="json")


async def test_a_groups_ledger_is_an_annex_of_who_joined(desk: Desk) -> None:
    group = await crew(desk.scene)
    _, member = await group.joined("王小强")
    boss = await group.boss_id()
    rows = [{"member_id": boss, "month": month, "agreed_fen": 700_000, "paid_fen": 0} for month in MONTHS] + [
        {"member_id": member, "month": MONTHS[0], "agreed_fen": 600_000, "paid_fen": 100_000}
    ]
    await ok(group.put(rows))

    draft = await desk.scene.worker.client.get(f"{group.path}/papers/preview/wage_ledger")
    assert draft.status_code == 200, draft.text
    signature = await desk.upload(group.case, SIGNATURE, "signature")
    await ok(act(desk.scene.worker, group.case, "submit", {"signature_evidence_id": signature}))
    await desk.scene.stack.drain()
    papers = await desk.papers(group.case)
    assert papers["wage_ledger"]["status"] == "issued"
    ledger = await contents_of(desk, papers["wage_ledger"])
    assert ledger["months"] == list(MONTHS)
    assert [row["owed_fen"] for row in ledger["rows"]] == [[700_000] * 3, [500_000, None, None]]
    assert ledger["total_fen"] == 2_600_000
    assert await desk.bytes_of(group.case, papers["wage_ledger"])

    await ok(act(desk.scene.officer, group.case, "accept"))
    await ok(act(desk.scene.decider, group.case, "grant"))
    await desk.scene.stack.drain()
    grant = await contents_of(desk, (await desk.papers(group.case))["grant"])
    assert grant["matter"]["claimants"] == 2


async def test_the_closing_report_tells_outcome_and_work(desk: Desk) -> None:
    scene = desk.scene
    lawyer = await scene.roster.lawyer("李律师")
    cabinet = Cabinet(LawyersDesk(scene, lawyer, await scene.handled(lawyer)))
    await cabinet.hand_in()
    await cabinet.closed()
    papers = await desk.papers(cabinet.case, scene.officer)
    assert papers["closing_report"]["status"] == "issued"
    report = await contents_of(desk, papers["closing_report"])
    assert report["lawyer"] == "李律师"
    assert report["firm"]
    assert report["grade"] == "良好"
    assert report["subsidy_fen"] == 120_000
    assert report["work"]
    assert report["outcome"]
    assert report["granted_on"] is not None
    assert report["assigned_on"] is not None
    for who in (scene.officer, lawyer.person):
        assert await desk.bytes_of(cabinet.case, papers["closing_report"], who)
    assert "closing_report" not in await desk.papers(cabinet.case)
    assert problem(await desk.open(cabinet.case, papers["closing_report"])) == (404, "not_found")
