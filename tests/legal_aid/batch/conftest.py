"""Three cases that wait for a lawyer, and two lawyers with little room."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.lawyers.scene import LawyerRef
from tests.legal_aid.scene import Answer, Scene, make, ok
from tests.support.prepared import Builder
from tests.support.stack import Stack


@dataclass
class Queue:
    """Cases in the order of their filing; the first lawyer fits better than the second."""

    scene: Scene
    cases: list[UUID]
    better: LawyerRef
    other: LawyerRef

    @property
    def path(self) -> str:
        return f"/agencies/{self.scene.centre.id}/batch-assignments"

    async def planned(self, **body: str) -> str:
        """The path of a plan that was made."""
        answer = await self.scene.officer.client.post(self.path, json=body)
        assert answer.status_code == 201, answer.text
        assert (answer.json()["status"], answer.json()["allowed_actions"]) == ("planning", ["discard"])
        await self.scene.stack.drain()
        return f"{self.path}/{answer.json()['id']}"

    async def lines(self, path: str, **query: str) -> list[Answer]:
        """Lines of a plan, in order."""
        answer = await self.scene.officer.client.get(f"{path}/lines", params=query)
        return (await ok_of(answer))["items"]

    async def view(self, path: str) -> Answer:
        """A plan."""
        return await ok(self.scene.officer.client.get(path))


async def ok_of(answer: Any) -> Answer:
    """The body of an answer that must be a success."""
    assert answer.status_code == 200, answer.text
    return answer.json()


async def make_queue(stack: Stack) -> Queue:
    scene = await make(stack)
    better = await scene.roster.lawyer("李律师", capacity=2, years=10)
    other = await scene.roster.lawyer("周律师", capacity=2, years=1)
    cases = [await scene.granted() for _ in range(3)]
    async with stack.services.database.transaction() as session:
        await session.execute(text("DELETE FROM pgqueuer"))  # papers of the grants, which no test here reads
    return Queue(scene, cases, better, other)


@pytest.fixture
def preparation() -> tuple[str, str, Builder[Any]]:
    return "queue", "waiting queue", make_queue


@pytest.fixture
def queue(play: tuple[Stack, Queue]) -> Queue:
    return play[1]
