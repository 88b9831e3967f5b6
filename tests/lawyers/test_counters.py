"""Whatever happens at once and in whichever order, what is counted of lawyers and matters stays true."""

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app.contracts.matching import Choice, Need, OverrideReason
from app.kernel.errors import DomainError
from app.lawyers.assigning import asking
from tests.lawyers.scene import LawyerRef, Scene

pytestmark = pytest.mark.anyio

STEPS, AT_ONCE = 10, 6
NEVER = {
    "the load is not what is open, or more than the capacity": """
        SELECT l.id FROM lawyer l LEFT JOIN offer o
            ON o.lawyer_id = l.id AND o.status IN ('offered', 'viewed', 'accepted')
        GROUP BY l.id HAVING l.open_cases <> count(o.id) OR l.open_cases > l.capacity""",
    "the last offer is not the last": """
        SELECT id FROM lawyer l WHERE last_offered_at IS DISTINCT FROM
            (SELECT max(offered_at) FROM offer WHERE lawyer_id = l.id)""",
    "taken by none or by two": """
        SELECT id FROM assignment a WHERE status = 'taken' AND 1 <>
            (SELECT count(*) FROM offer WHERE assignment_id = a.id AND status IN ('accepted', 'completed'))""",
    "somebody is asked of a matter that is settled": """
        SELECT o.id FROM offer o JOIN assignment a ON a.id = o.assignment_id
        WHERE o.status IN ('offered', 'viewed') AND a.status <> 'asking'""",
    "nobody is asked, and nobody will be": """
        SELECT id FROM assignment a WHERE status = 'asking' AND name_by IS NULL AND NOT EXISTS
            (SELECT 1 FROM offer WHERE assignment_id = a.id AND status IN ('offered', 'viewed'))""",
    "a silence that nobody will notice": """
        SELECT id FROM offer o WHERE status IN ('offered', 'viewed') AND NOT EXISTS
            (SELECT 1 FROM timer WHERE key = o.id::text)""",
    "the parties are kept of a matter never taken": """
        SELECT id FROM matter_party_name p WHERE NOT EXISTS (SELECT 1 FROM offer o WHERE o.matter_id = p.matter_id
            AND o.lawyer_id = p.lawyer_id AND (o.status IN ('offered', 'viewed', 'accepted')
                OR o.answered_at IS NOT NULL))""",
}
"""What must never be found, each as a query for it."""


class Centre:
    """Officers, lawyers and the head of a firm who all do something at once."""

    def __init__(self, scene: Scene, lawyers: list[LawyerRef], needs: list[Need]) -> None:
        self.scene, self.lawyers, self.needs = scene, lawyers, needs
        self.rng = random.Random(5)

    def something(self) -> Coroutine[Any, Any, None]:
        """Any of the things that people do, as often as they do."""
        rng = self.rng
        need, lawyer = rng.choice(self.needs), rng.choice(self.lawyers)
        acts = [
            lambda: self.assign(need),
            lambda: self.answer(lawyer, "accept"),
            lambda: self.answer(lawyer, "decline"),
            self.name,
            lambda: self.scene.withdraw(need),
            lambda: self.close(need),
        ]
        (act,) = rng.choices(acts, weights=(6, 6, 3, 5, 1, 2))
        return act()

    async def assign(self, need: Need) -> None:
        listed = [one.lawyer_id for one in await self.scene.shortlist(need, 3)]
        together = need.is_urgent and len(listed) > 1
        to_firm = self.rng.random() < 0.25
        choice = Choice(
            () if to_firm else tuple(listed),
            self.scene.officer.id,
            None,
            firm_id=self.scene.firm_id if to_firm else None,
            is_together=together and not to_firm,
            override_reason=OverrideReason.NEARER,
        )
        try:
            await self.scene.assign(need, choice)
        except (DomainError, IntegrityError):  # two at once; an application's row would keep one waiting
            return

    async def answer(self, lawyer: LawyerRef, how: str) -> None:
        for offer in (await lawyer.client.get("/offers")).json()["items"]:
            if how in offer["allowed_actions"]:
                body = {"reason": "busy"} if how == "decline" else None
                answered = await lawyer.client.post(f"/offers/{offer['id']}/{how}", json=body)
                assert answered.status_code in {200, 409}, answered.text
                return

    async def name(self) -> None:
        client = self.lawyers[0].client
        for request in (await client.get("/firm-assignments")).json()["items"]:
            path = f"/firm-assignments/{request['id']}"
            for candidate in (await client.get(path)).json()["candidates"][:1]:
                named = await client.post(f"{path}/name", json={"lawyer_id": candidate["lawyer_id"]})
                assert named.status_code in {200, 409}, named.text

    async def close(self, need: Need) -> None:
        """The case is over, and another one comes."""
        async with self.scene.stack.services.database.transaction() as session:
            await asking.complete(session, need.matter_id, self.scene.now)
        self.needs.append(replace(await self.scene.need(), is_urgent=self.rng.random() < 0.5))


async def test_counts_and_states_stay_true_whatever_happens_at_once(scene: Scene) -> None:
    names = ["黄主任", "李律师", "周律师", "吴律师"]
    lawyers = [await scene.lawyer(name, capacity=2, heads_firm=name == "黄主任") for name in names]
    needs = [replace(await scene.need(), is_urgent=number % 2 == 0) for number in range(4)]
    centre = Centre(scene, lawyers, needs)
    for step in range(STEPS):
        await asyncio.gather(*(centre.something() for _ in range(AT_ONCE)))
        await scene.stack.advance(hours=25 if step % 4 == 3 else 1)
        async with scene.stack.services.database.autocommit() as connection:
            for what, sql in NEVER.items():
                assert (await connection.exec_driver_sql(sql)).all() == [], f"{what} (step {step})"
    async with scene.stack.services.database.autocommit() as connection:
        reached = (await connection.exec_driver_sql("SELECT DISTINCT status FROM offer")).all()
    assert len(reached) > 3, "the play reaches most states"
