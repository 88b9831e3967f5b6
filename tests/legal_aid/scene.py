"""A legal-aid centre with its people, and applications brought to the state a test begins from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType
from app.evidence.models import Evidence
from app.kernel.actor import Role
from app.kernel.database import new_id
from app.legal_aid.applying.codes import Section
from app.legal_aid.applying.drafting import reopen_sections
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine
from tests.lawyers.scene import LawyerRef, make_scene
from tests.lawyers.scene import Scene as LawyerScene
from tests.support.areas import COUNTY, NEIGHBOUR
from tests.support.stack import Stack
from tests.support.world import AgencyRef, PersonRef, World

EMPLOYER = "宏远建筑有限公司"
Answer = dict[str, Any]
HARDSHIP: Answer = {
    "household_size": 3,
    "household_income_fen": 450_000,
    "own_income_fen": 200_000,
    "reason": "家里有病人",
    "verification": "pledge",
}
"""A hardship statement of somebody who earns little."""
MATTER: Answer = {
    "other_sides": [{"kind": "person", "name": "赵大力"}],
    "facts": "去年九月三日晚上，对方酒后打我，邻居报了警，我住院六天。",
    "request": "请求离婚，并申请人身安全保护令。",
    "event_on": "2025-09-03",
}
CRIMINAL: Answer = {
    "stage": "investigation",
    "role": "suspect",
    "charges": "盗窃",
    "authority_kind": "police",
    "authority_name": "西湖公安分局",
    "area_code": COUNTY,
    "is_in_custody": True,
    "custody_place": "西湖区看守所",
    "grounds": ["25-7"],
}
CRIMINAL_CATEGORIES = {"criminal_defence", "criminal_victim", "compulsory_treatment"}


@dataclass
class Scene:
    """One centre with an officer, a decider, a roster, and a worker with unpaid wages."""

    world: World
    roster: LawyerScene
    centre: AgencyRef
    officer: PersonRef
    decider: PersonRef
    worker: PersonRef
    claims: int = 0

    @property
    def stack(self) -> Stack:
        return self.world.stack

    def claim(self, **changes: object) -> Answer:
        """Three months of wages, the last one the month before this; every claim is against another employer, the
        first against :data:`EMPLOYER`, so that each is a matter of its own.
        """
        self.claims += 1
        now = self.stack.clock.now()
        last = now.year * 12 + now.month - 2
        months = [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(last - 2, last + 1)]
        return {
            "employer_name": EMPLOYER if self.claims == 1 else f"{EMPLOYER}第{self.claims}分公司",
            "period_from": months[0],
            "period_to": months[2],
            "amount_fen": 2_800_000,
            "description": "钢筋工，三个月没有发工资",
        } | changes

    async def draft(self, worker: PersonRef | None = None, category: str = "labour_remuneration") -> UUID:
        """A new draft."""
        client = (worker or self.worker).client
        answer = await client.post("/applications", json={"category": category})
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    def parts(self, category: str, **changes: object) -> dict[str, Answer]:
        """The sections that are enough for a category, its own with ``changes``."""
        if category == "labour_remuneration":
            main: dict[str, Answer] = {"applicant": {"is_migrant_worker": True}, "claim": self.claim(**changes)}
        elif category in CRIMINAL_CATEGORIES:
            return {"applicant": {"statuses": []}, "hardship": HARDSHIP, "criminal": CRIMINAL | changes}
        else:
            main = {"applicant": {"statuses": []}, "hardship": HARDSHIP, "matter": MATTER | changes}
        return main | {"place": {"area_code": COUNTY, "address": "三墩镇某工地"}}

    async def filled(
        self, worker: PersonRef | None = None, category: str = "labour_remuneration", **main: object
    ) -> UUID:
        """A draft with every section that its category needs; ``main`` changes what it is about."""
        who = worker or self.worker
        case = await self.draft(who, category)
        parts = self.parts(category, **main)
        for version, (name, body) in enumerate(parts.items(), start=1):
            answer = await put(who.client, case, name, body, version)
            assert answer.status_code == 200, answer.text
        return case

    async def signature(self, case: UUID, worker: PersonRef | None = None) -> UUID:
        """A verified image of the worker's signature, as if uploaded."""
        return await self.upload(case, EvidenceKind.SIGNATURE, worker)

    async def upload(self, case: UUID, kind: EvidenceKind, who: PersonRef | None = None) -> UUID:
        """A verified image of this kind, as if uploaded."""
        at = self.stack.clock.now()
        item = Evidence(
            matter_id=case,
            owner_id=(who or self.worker).id,
            kind=kind,
            name="图片.png",
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
        async with self.stack.services.database.transaction() as session:
            session.add(item)
        return item.id

    async def submitted(self, worker: PersonRef | None = None) -> UUID:
        """An application handed in."""
        who = worker or self.worker
        case = await self.filled(who)
        body = {"signature_evidence_id": str(await self.signature(case, who))}
        answer = await act(who, case, "submit", body)
        assert answer.status_code == 200, answer.text
        return case

    async def neighbour(self) -> AgencyRef:
        """The centre of the neighbouring county."""
        bureau = await self.world.agency("justice_bureau", area_code=NEIGHBOUR)
        return await self.world.agency(area_code=NEIGHBOUR, parent=bureau)

    async def supplementing(self, case: UUID, *sections: str) -> None:
        """As after a notice that asked for these sections."""
        async with self.stack.services.database.transaction() as session:
            row = await session.get_one(Application, case)
            at = self.stack.clock.now()
            await application_machine.fire(session, row, "request_supplement", actor=None, at=at)
            await reopen_sections(session, row, [Section(section) for section in sections])

    async def accepted(self) -> UUID:
        """An application the officer took on."""
        case = await self.submitted()
        await ok(act(self.officer, case, "accept"))
        return case

    async def granted(self) -> UUID:
        """An application granted by the decider."""
        case = await self.accepted()
        await ok(act(self.decider, case, "grant"))
        return case

    async def offered(self, lawyer: LawyerRef) -> UUID:
        """A granted application for which this lawyer was chosen."""
        case = await self.granted()
        await ok(act(self.officer, case, "assign", chosen(lawyer)))
        return case

    async def handled(self, lawyer: LawyerRef) -> UUID:
        """An application that the lawyer took."""
        case = await self.offered(lawyer)
        await ok(lawyer.client.post(f"/offers/{await self.offer_of(case)}/accept"))
        await self.stack.drain()
        return case

    async def offer_of(self, case: UUID) -> str:
        """The latest offer of an application."""
        return (await self.rows("SELECT id FROM offer WHERE matter_id = $1 ORDER BY id DESC", case))[0]["id"]

    async def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Rows straight from the database."""
        async with self.stack.services.database.autocommit() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            assert raw is not None
            return [dict(row) for row in await raw.fetch(sql, *values)]


async def make(stack: Stack) -> Scene:
    """The centre and its people."""
    world = World(stack)
    roster = await make_scene(stack, world)
    return Scene(
        world=world,
        roster=roster,
        centre=roster.centre,
        officer=roster.officer,
        decider=await world.person(Role.DECIDER, agency=roster.centre, name="陈主任"),
        worker=await world.person(Role.APPLICANT, name="张建国"),
    )


async def put(client: httpx.AsyncClient, case: UUID, part: str, body: Answer, version: int) -> httpx.Response:
    """Save one part of a draft."""
    return await client.put(f"/applications/{case}/{part}", json=body, headers={"If-Match": f'"{version}"'})


async def act(who: PersonRef, case: UUID, name: str, body: Answer | None = None) -> httpx.Response:
    """Fire a command on an application."""
    return await who.client.post(f"/applications/{case}/{name}", json=body)


async def view(who: PersonRef, case: UUID) -> Answer:
    """The application as this person sees it."""
    answer = await who.client.get(f"/applications/{case}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def ok(call: Any) -> Answer:
    """The answer of a call that must succeed."""
    answer: httpx.Response = await call
    assert answer.status_code == 200, answer.text
    return answer.json()


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    return answer.status_code, answer.json()["code"]


def fields(answer: httpx.Response) -> list[str]:
    """The fields a problem names."""
    return [error["field"] for error in answer.json().get("errors", [])]


def chosen(lawyer: LawyerRef) -> dict[str, str]:
    """The body that asks this lawyer, whoever is proposed first."""
    return {"lawyer_id": str(lawyer.id), "override_reason": "knows_case"}
