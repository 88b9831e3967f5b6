"""A case as the evidence domain sees it, and the steps of an upload through the API."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from app.evidence import matters
from app.kernel.actor import Role
from app.kernel.database import new_id
from tests.evidence.uploading import Sample, send
from tests.support.stack import Stack
from tests.support.world import PersonRef, World

Json = dict[str, Any]


@dataclass
class Case:
    """One matter and its owner, in a running product."""

    stack: Stack
    world: World
    owner: PersonRef
    matter_id: UUID

    async def post(self, path: str, body: Json | None = None, **headers: str) -> httpx.Response:
        """POST as the owner."""
        return await self.owner.client.post(path, json=body, headers=headers)

    async def declare(self, sample: Sample, kind: str = "wage_record", **changes: object) -> Json:
        """Declare a sample; the answer must be a success."""
        answer = await self.post("/evidence", sample.declaration(self.matter_id, kind, **changes))
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def upload(self, sample: Sample, kind: str = "wage_record", **changes: object) -> str:
        """Declare, send and complete a sample; returns its id. Verification is still queued."""
        declared = await self.declare(sample, kind, **changes)
        sent = await send(declared["upload"]["url"], declared["upload"]["fields"], sample.data)
        assert sent.status_code == 201, sent.text
        evidence_id: str = declared["evidence"]["id"]
        completed = await self.post(f"/evidence/{evidence_id}/complete")
        assert completed.status_code == 200, completed.text
        return evidence_id

    async def verified(self, sample: Sample, kind: str = "wage_record") -> str:
        """Upload a sample and have it verified; returns its id."""
        evidence_id = await self.upload(sample, kind)
        await self.stack.drain()
        assert await self.status(evidence_id) == "verified"
        return evidence_id

    async def read(self, evidence_id: str) -> Json:
        """An item as its owner sees it."""
        answer = await self.owner.client.get(f"/evidence/{evidence_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def status(self, evidence_id: str) -> str:
        return (await self.read(evidence_id))["status"]

    async def rows(self, statement: str, **parameters: object) -> list[Any]:
        """Look into the database."""
        async with self.stack.services.database.autocommit() as connection:
            return list((await connection.execute(text(statement), parameters)).all())


async def opened(stack: Stack, owner: PersonRef | None = None) -> Case:
    """A new matter of a new applicant, or of ``owner``."""
    world = World(stack)
    owner = owner or await world.person(Role.APPLICANT)
    matter_id = new_id()
    async with stack.services.database.transaction() as session:
        await matters.open_matter(session, matter_id, owner.id, stack.clock.now())
    return Case(stack, world, owner, matter_id)
