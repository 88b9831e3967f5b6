"""A lawyer at work on one case, with what the tests of handling do again and again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType
from app.evidence.models import Evidence
from app.kernel.clock import local_date
from app.kernel.database import new_id
from tests.lawyers.scene import LawyerRef
from tests.legal_aid.scene import Answer, Scene, act, view
from tests.support.world import PersonRef

REPORT = "本律师接受指派后约见受援人、调查取证、代理仲裁，裁决支持全部请求，工资已全部追回。"
TOLD = ["role", "judicial_assistance", "main_risks", "rights_and_duties"]


@dataclass
class Desk:
    """One case in the hands of one lawyer."""

    scene: Scene
    lawyer: LawyerRef
    case: UUID

    @property
    def now(self) -> datetime:
        return self.scene.stack.clock.now()

    @property
    def today(self) -> str:
        return local_date(self.now).isoformat()

    async def file(self, case: UUID | None = None, *, status: EvidenceStatus = EvidenceStatus.VERIFIED) -> str:
        """A file of the case, as if uploaded by the worker."""
        at = self.now
        item = Evidence(
            matter_id=case or self.case,
            owner_id=self.scene.worker.id,
            kind=EvidenceKind.OTHER,
            name="扫描件.pdf",
            media_type=MediaType.PDF,
            size_bytes=4096,
            sha256=new_id().hex * 2,
            object_key=f"e/{new_id()}",
            status=status,
            declared_at=at,
            arrived_at=at,
            verified_at=at if status is EvidenceStatus.VERIFIED else None,
            updated_at=at,
        )
        async with self.scene.stack.services.database.transaction() as session:
            session.add(item)
        return str(item.id)

    async def write(
        self, kind: str, *, at: datetime | None = None, files: tuple[str, ...] = (), **content: Any
    ) -> httpx.Response:
        """An entry of the log."""
        corrects = content.pop("corrects_id", None)
        body = {
            "happened_at": (at or self.now).isoformat(),
            "content": {"kind": kind} | content,
            "evidence_ids": list(files),
            "corrects_id": corrects,
        }
        return await self.lawyer.client.post(f"/applications/{self.case}/entries", json=body)

    async def progress(self, text: str = "已经提交仲裁申请。") -> Answer:
        return made(await self.write("progress", text=text))

    async def first_meeting(self) -> Answer:
        return made(await self.write("first_meeting", place="中心接待室", told=TOLD))

    async def sign(self, **changes: Any) -> httpx.Response:
        """Record the agreement, signed today."""
        body = {"signed_on": self.today, "authority": "special", "evidence_ids": [await self.file()]} | changes
        return await act(self.lawyer.person, self.case, "agreement", body)

    async def end(self, *, version: int | None = None, **changes: Any) -> httpx.Response:
        """Say how the case ended: an award of everything, today."""
        if version is None:
            version = (await view(self.lawyer.person, self.case))["version"]
        body = {
            "kind": "arbitration_award",
            "recovered_fen": 2_800_000,
            "basis": "arbitration_document",
            "closing_on": self.today,
            "evidence_ids": [await self.file()],
            "summary": "仲裁裁决支持全部请求，工资已经付清。",
        } | changes
        path = f"/applications/{self.case}/outcome"
        return await self.lawyer.client.put(path, json=body, headers={"If-Match": f'"{version}"'})

    async def complete(self) -> None:
        """Everything a closing file of a wage claim needs but the report."""
        for answer in (await self.sign(), await self.end()):
            assert answer.status_code == 200, answer.text
        await self.first_meeting()
        await self.progress()
        made(await self.write("written_opinion", body="西湖区仲裁委", text="应当支付拖欠的工资。"))

    async def log(self, who: PersonRef) -> list[Answer]:
        """The log as this person sees it."""
        answer = await who.client.get(f"/applications/{self.case}/entries", params={"limit": 100})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def clocks(self) -> dict[str, Answer]:
        """Open clocks of the case by rule."""
        return {clock["rule_code"]: clock for clock in (await view(self.scene.officer, self.case))["clocks"]}

    async def outcome_of_clock(self, rule_code: str) -> list[str | None]:
        """How the clocks of a rule ended."""
        sql = "SELECT outcome FROM statutory_clock WHERE object_id = $1 AND rule_code = $2 ORDER BY id"
        return [row["outcome"] for row in await self.scene.rows(sql, self.case, rule_code)]

    async def told(self, who: PersonRef) -> list[str]:
        """Templates of the notices this person got."""
        await self.scene.stack.drain()
        answer = await who.client.get("/me/notices", params={"limit": 100})
        return [notice["template"] for notice in answer.json()["items"]]

    def later(self, **delta: float) -> datetime:
        return self.now + timedelta(**delta)


def made(answer: httpx.Response) -> Answer:
    """What a POST that must succeed created."""
    assert answer.status_code == 201, answer.text
    return answer.json()


def errors(answer: httpx.Response) -> list[tuple[str, str]]:
    """Fields and rules of a refusal."""
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["rule"]) for error in answer.json()["errors"]]
