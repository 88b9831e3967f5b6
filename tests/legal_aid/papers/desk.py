"""Applications signed with a real picture, and their papers through the API."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from tests.evidence.uploading import SIGNATURE, WAGES, Sample, send
from tests.legal_aid.scene import Scene, act, ok
from tests.support.world import PersonRef

Json = dict[str, Any]


@dataclass
class Desk:
    """A scene whose signatures are real files in object storage."""

    scene: Scene

    async def upload(self, case: UUID, sample: Sample, kind: str) -> str:
        """A file of the case, verified."""
        client = self.scene.worker.client
        declared = (await client.post("/evidence", json=sample.declaration(case, kind))).json()
        sent = await send(declared["upload"]["url"], declared["upload"]["fields"], sample.data)
        assert sent.status_code == 201, sent.text
        evidence_id: str = declared["evidence"]["id"]
        await ok(client.post(f"/evidence/{evidence_id}/complete"))
        await self.scene.stack.drain()
        return evidence_id

    async def submitted(self) -> UUID:
        """An application handed in with a signature and a wage record; its papers are made."""
        case = await self.scene.filled()
        await self.upload(case, WAGES, "wage_record")
        signature = await self.upload(case, SIGNATURE, "signature")
        await ok(act(self.scene.worker, case, "submit", {"signature_evidence_id": signature}))
        await self.scene.stack.drain()
        return case

    async def papers(self, case: UUID, who: PersonRef | None = None) -> dict[str, Json]:
        """The papers of a case by kind."""
        answer = await (who or self.scene.worker).client.get(f"/applications/{case}/papers")
        assert answer.status_code == 200, answer.text
        return {paper["kind"]: paper for paper in answer.json()["items"]}

    async def open(self, case: UUID, paper: Json, who: PersonRef | None = None) -> httpx.Response:
        """Ask for the link to a paper."""
        return await (who or self.scene.worker).client.post(f"/applications/{case}/papers/{paper['id']}/open")

    async def bytes_of(self, case: UUID, paper: Json, who: PersonRef | None = None) -> bytes:
        """The paper as object storage gives it, checked against its SHA-256."""
        url = (await ok(self.open(case, paper, who)))["url"]
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(url)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        assert hashlib.sha256(answer.content).hexdigest() == paper["sha256"]
        assert len(answer.content) == paper["size_bytes"]
        return answer.content
