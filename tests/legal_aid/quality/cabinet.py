"""A case whose closing file is in, and what the tests of closing do with it again and again."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import httpx

from app.evidence import matters
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.kernel.database import new_id
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.models import GroupMember
from app.legal_aid.quality.enums import RateCode
from app.legal_aid.quality.models import SubsidyRate
from tests.lawyers.scene import LawyerRef
from tests.legal_aid.handling.desk import REPORT, Desk, made
from tests.legal_aid.scene import Answer, Scene, act, ok, view
from tests.support.world import PersonRef

APPROVAL = {"notes": "材料齐全，办理及时。", "grade": "good", "service": "labour_arbitration"}
RETURN = {"items": ["仲裁裁决书"], "reasons": "卷内没有仲裁裁决书，请补齐后再提交。"}
VISIT = {
    "visited_on": "2026-01-01",
    "way": "phone",
    "is_reached": True,
    "satisfaction": "satisfied",
    "knows_result": True,
    "was_asked_for_money": False,
}
NO_VISIT = {"no_visit_reason": "受援人的电话已经停机，多次联系不上。"}
LONG_AGO = date(2020, 1, 1)
TOLD_TOO_MUCH = "张建国的电话是13812345678，已经替他提交申请。"
"""An entry of the log that names the recipient."""


@dataclass
class Cabinet:
    """The desk of the lawyer who handled one case, and the centre that closes it."""

    desk: Desk

    @property
    def scene(self) -> Scene:
        return self.desk.scene

    @property
    def case(self) -> UUID:
        return self.desk.case

    @property
    def lawyer(self) -> LawyerRef:
        return self.desk.lawyer

    @property
    def today(self) -> date:
        return local_date(self.scene.stack.clock.now())

    @property
    def path(self) -> str:
        return f"/applications/{self.case}"

    async def hand_in(self) -> None:
        """The lawyer completes the file and hands it in."""
        await self.desk.complete()
        await self.desk.progress(TOLD_TOO_MUCH)
        await ok(act(self.lawyer.person, self.case, "conclude"))
        await ok(act(self.lawyer.person, self.case, "hand-in", {"report": REPORT}))

    async def rate(self, code: str, value: int, *, since: date = LONG_AGO) -> None:
        """A number of the centre's subsidy table, as if set long ago."""
        async with self.scene.stack.services.database.transaction() as session:
            session.add(
                SubsidyRate(
                    agency_id=self.scene.centre.id,
                    code=RateCode(code),
                    effective_from=since,
                    value=value,
                    source="某省〔2020〕1号",
                    set_by=self.scene.officer.id,
                    set_at=self.scene.stack.clock.now(),
                )
            )

    async def close(self, **changes: Any) -> Answer:
        """The officer approves the file."""
        return await ok(act(self.scene.officer, self.case, "file/close", APPROVAL | changes))

    async def closed(self, **changes: Any) -> None:
        """The case closed, with a rate in force, every job done."""
        await self.rate("labour_arbitration", 120_000)
        await self.close(**changes)
        await self.scene.stack.drain()

    async def archived(self) -> None:
        """The case put away, its file built."""
        await self.closed()
        await self.fill()
        await self.issue()
        await ok(act(self.scene.officer, self.case, "archive", NO_VISIT))
        await self.scene.stack.drain()

    async def fill(self, matter: UUID | None = None) -> None:
        """Give every file that a test entered as a row the bytes it stands for."""
        store = self.scene.stack.services.object_store
        sql = "SELECT id, object_key FROM evidence WHERE matter_id = $1"
        for row in await self.scene.rows(sql, matter or self.case):
            content = str(row["id"]).encode() * 40
            version = await store.put(row["object_key"], content, media_type="application/pdf")
            await self.execute(
                "UPDATE evidence SET sha256 = $2, size_bytes = $3, object_version = $4 WHERE id = $1",
                row["id"],
                hashlib.sha256(content).hexdigest(),
                len(content),
                version,
            )

    async def issue(self) -> None:
        """Give every paper that could not be drawn (the signature is a row without a picture) some bytes."""
        store = self.scene.stack.services.object_store
        sql = "SELECT id, object_key FROM official_paper WHERE application_id = $1 AND status <> 'issued'"
        for row in await self.scene.rows(sql, self.case):
            content = f"paper {row['id']}".encode()
            version = await store.put(row["object_key"], content, media_type="application/pdf")
            await self.execute(
                "UPDATE official_paper SET status = 'issued', failure = NULL, issued_at = requested_at,"
                " sha256 = $2, size_bytes = $3, object_version = $4, template_source = 'builtin',"
                " template_version = $2 WHERE id = $1",
                row["id"],
                hashlib.sha256(content).hexdigest(),
                len(content),
                version,
            )

    async def execute(self, sql: str, *values: object) -> None:
        """A statement straight to the database."""
        await self.scene.rows(f"{sql} RETURNING 1", *values)

    async def get(self, who: PersonRef, part: str) -> Any:
        """A part of the case as this person sees it."""
        answer = await who.client.get(f"{self.path}/{part}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, who: PersonRef, part: str, body: Answer | None = None) -> httpx.Response:
        return await who.client.post(f"{self.path}/{part}", json=body)

    async def visit(self, **changes: Any) -> httpx.Response:
        """A return visit of today."""
        body = VISIT | {"visited_on": self.today.isoformat()} | changes
        return await self.post(self.scene.officer, "return-visits", body)

    async def actions(self, who: PersonRef) -> list[str]:
        return (await view(who, self.case))["allowed_actions"]

    async def download(self) -> bytes:
        """The archive, over the link the officer gets."""
        opened = await ok(self.post(self.scene.officer, "archive/open"))
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(opened["url"])
        assert answer.status_code == 200, answer.text
        return answer.content


__all__ = ["APPROVAL", "NO_VISIT", "RETURN", "VISIT", "Cabinet", "made"]


async def member_with_a_file(cabinet: Cabinet) -> UUID:
    """A second worker of the claim, whose signature is kept under the member's own id."""
    stack, member, who = (
        cabinet.scene.stack,
        new_id(),
        await cabinet.scene.world.person(Role.APPLICANT, name="王小强"),
    )
    at = stack.clock.now()
    async with stack.services.database.transaction() as session:
        await matters.open_matter(session, member, who.id, at)
    signature = await cabinet.scene.signature(member, who)
    joined = GroupMember(
        id=member,
        application_id=cabinet.case,
        number=2,
        person_id=who.id,
        status=MemberStatus.JOINED,
        display_name=who.name,
        number_sealed="sealed",
        consent_version=1,
        consented_at=at,
        joined_at=at,
        signature_evidence_id=signature,
        created_at=at,
        updated_at=at,
    )
    async with stack.services.database.transaction() as session:
        session.add(joined)
    await cabinet.execute("UPDATE application SET is_group = true WHERE id = $1", cabinet.case)
    return member
