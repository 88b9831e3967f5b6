"""Workers of one building site: a representative with a draft, others who come by code, and their ledger."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType
from app.evidence.models import Evidence
from app.kernel.actor import Role
from app.kernel.database import new_id
from tests.legal_aid.scene import Answer, Scene, act, ok
from tests.support.world import PersonRef

MONTHS = ("2026-03", "2026-04", "2026-05")
CONSENT = 1


@dataclass
class Crew:
    """One application of several workers."""

    scene: Scene
    case: UUID
    code: str

    @property
    def path(self) -> str:
        return f"/applications/{self.case}"

    @property
    def boss(self) -> httpx.AsyncClient:
        """The representative, who is the applicant."""
        return self.scene.worker.client

    async def worker(self, name: str = "王小强") -> PersonRef:
        """Someone who has not joined."""
        return await self.scene.world.person(Role.APPLICANT, name=name)

    async def come(self, who: PersonRef, **body: object) -> Answer:
        """Start a membership with the code."""
        answer = await who.client.post("/memberships", json={"code": self.code} | body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def sign(self, who: PersonRef, member: str, **body: object) -> httpx.Response:
        """Agree and sign."""
        signature = await self.scene.signature(UUID(member), who)
        given = {"consent_version": CONSENT, "signature_evidence_id": str(signature)} | body
        return await who.client.post(f"/memberships/{member}/join", json=given)

    async def joined(self, name: str = "王小强", **body: object) -> tuple[PersonRef, str]:
        """A worker who joined, and the member's id."""
        who = await self.worker(name)
        member = (await self.come(who))["id"]
        answer = await self.sign(who, member, **body)
        assert answer.status_code == 200, answer.text
        return who, member

    async def ledger(self, client: httpx.AsyncClient | None = None) -> Answer:
        """The grid."""
        answer = await (client or self.boss).get(f"{self.path}/ledger")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def boss_id(self) -> str:
        """Member no. 1."""
        return (await self.ledger())["members"][0]["member_id"]

    async def put(self, rows: list[Answer], version: int | None = None) -> httpx.Response:
        """Replace the whole grid."""
        known: int = version or (await self.ledger())["version"]
        return await self.boss.put(f"{self.path}/ledger", json={"rows": rows}, headers=match(known))

    async def photo(self, matter: UUID, owner: PersonRef, **changes: Any) -> str:
        """A verified photo in a matter, as if uploaded."""
        at = self.scene.stack.clock.now()
        values: dict[str, Any] = {
            "matter_id": matter,
            "owner_id": owner.id,
            "kind": EvidenceKind.WAGE_RECORD,
            "name": "工资条.jpg",
            "media_type": MediaType.JPEG,
            "size_bytes": 2048,
            "sha256": new_id().hex * 2,
            "object_key": f"e/{new_id()}",
            "status": EvidenceStatus.VERIFIED,
            "declared_at": at,
            "arrived_at": at,
            "verified_at": at,
            "updated_at": at,
        }
        item = Evidence(**values | changes)
        async with self.scene.stack.services.database.transaction() as session:
            session.add(item)
        return str(item.id)


async def crew(scene: Scene, case: UUID | None = None, **limits: object) -> Crew:
    """A filled draft with a join code for eleven others."""
    case = case or await scene.filled(
        period_from=MONTHS[0], period_to=MONTHS[-1], amount_fen=18_600_000, employer_name="宏远建筑有限公司"
    )
    body = {"max_uses": 11} | limits
    answer = await scene.worker.client.post(f"/applications/{case}/join-code", json=body)
    assert answer.status_code == 201, answer.text
    return Crew(scene, case, answer.json()["code"])


def row(member: str, month: str = "2026-03", agreed: int = 700_000, paid: int = 0, **more: object) -> Answer:
    """A row of the grid."""
    return {"member_id": member, "month": month, "agreed_fen": agreed, "paid_fen": paid} | more


def match(version: int) -> dict[str, str]:
    """The precondition."""
    return {"If-Match": f'"{version}"'}


def told(answer: httpx.Response) -> list[tuple[str, str]]:
    """Fields and rules of a problem."""
    return [(error["field"], error["rule"]) for error in answer.json()["errors"]]


async def submit(group: Crew) -> None:
    """Hand the group's application in."""
    signature = await group.scene.signature(group.case)
    await ok(act(group.scene.worker, group.case, "submit", {"signature_evidence_id": str(signature)}))
    await group.scene.stack.drain()
