"""Everybody who may act on a case, in two centres with a bureau each: where random sequences are played."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.contracts.categories import CaseGroup
from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType
from app.evidence.models import Evidence
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.lawyers.roster.entering import Entry, create_firm, create_lawyer
from app.legal_aid.quality.enums import RateCode
from app.legal_aid.quality.models import SubsidyRate
from tests.evidence.uploading import SIGNATURE
from tests.lawyers.scene import LawyerRef, licence_number
from tests.legal_aid.deciding.helpers import bureau_of
from tests.legal_aid.group.crew import CONSENT
from tests.legal_aid.scene import Scene, make
from tests.support.areas import COUNTY, NEIGHBOUR
from tests.support.stack import Stack
from tests.support.world import AgencyRef, PersonRef

Row = dict[str, Any]
NO_FILE = UUID(int=0)
"""What a command names where the case takes no files in."""


@dataclass(frozen=True)
class House:
    """One centre, its staff, the bureau above it, and the lawyers on its roster."""

    centre: AgencyRef
    bureau: AgencyRef
    officers: Sequence[PersonRef]
    deciders: Sequence[PersonRef]
    approvers: Sequence[PersonRef]
    lawyers: Sequence[LawyerRef]

    @property
    def staff(self) -> list[PersonRef]:
        return [*self.officers, *self.deciders, *self.approvers]


@dataclass
class Stage:
    """The cast and the cases of one example."""

    scene: Scene
    home: House
    away: House
    workers: Sequence[PersonRef]
    colleague: PersonRef
    cases: list[UUID] = field(default_factory=list[UUID])
    employers: dict[UUID, str] = field(default_factory=dict[UUID, str])
    notified: int = 0

    @property
    def stack(self) -> Stack:
        return self.scene.stack

    @property
    def today(self) -> date:
        return local_date(self.stack.clock.now())

    def day(self, days: int) -> str:
        """A day from today on, as the API takes it."""
        return (self.today + timedelta(days=days)).isoformat()

    @property
    def lawyers(self) -> list[LawyerRef]:
        return [*self.home.lawyers, *self.away.lawyers]

    @property
    def everybody(self) -> list[PersonRef]:
        lawyers = [lawyer.person for lawyer in self.lawyers]
        return [*self.workers, self.colleague, *self.home.staff, *self.away.staff, *lawyers]

    def house(self, row: Row) -> House:
        """The centre that has the case now; a draft's is the one that would get it."""
        return self.away if row["agency_id"] == self.away.centre.id else self.home

    async def row(self, case: UUID) -> Row:
        """The application as the database has it, and ``asked_id``, who was asked last."""
        asked = "SELECT lawyer_person_id FROM offer WHERE matter_id = $1 ORDER BY id DESC LIMIT 1"
        (row,) = await self.scene.rows("SELECT * FROM application WHERE id = $1", case)
        offers = await self.scene.rows(asked, case)
        return row | {"asked_id": offers[0]["lawyer_person_id"] if offers else None}

    async def draft(self, worker: PersonRef, like: UUID | None = None) -> UUID:
        """A filled draft of this worker about an employer of its own, or about that of another application."""
        if like is None:
            case = await self.scene.filled(worker)
        else:
            case = await self.scene.filled(worker, employer_name=self.employers[like])
        (claim,) = await self.scene.rows("SELECT employer_name FROM wage_claim WHERE application_id = $1", case)
        self.employers[case] = claim["employer_name"]
        self.cases.append(case)
        return case

    async def crew(self, case: UUID, owner: PersonRef) -> None:
        """Make a draft a claim of two: the colleague comes by code, agrees and signs."""
        path = f"/applications/{case}/join-code"
        code = (await owner.client.post(path, json={"max_uses": 3})).json()["code"]
        member = (await self.colleague.client.post("/memberships", json={"code": code})).json()["id"]
        signature = await self.file({"id": UUID(member)}, EvidenceKind.SIGNATURE)
        body = {"consent_version": CONSENT, "signature_evidence_id": str(signature)}
        answer = await self.colleague.client.post(f"/memberships/{member}/join", json=body)
        assert answer.status_code == 200, answer.text

    async def file(self, row: Row, kind: EvidenceKind = EvidenceKind.OTHER) -> UUID:
        """A verified file of the case with its bytes in object storage; none where nothing is taken in."""
        taking = "SELECT owner_id FROM evidence_matter WHERE matter_id = $1 AND closed_at IS NULL"
        matters = await self.scene.rows(taking, row["id"])
        if not matters:
            return NO_FILE
        is_picture = kind is EvidenceKind.SIGNATURE
        # Bytes after the end of a picture are no part of it, and make every file another.
        data = (SIGNATURE.data if is_picture else b"%PDF-1.4 ") + secrets.token_bytes(64)
        at = self.stack.clock.now()
        item = Evidence(
            matter_id=row["id"],
            owner_id=matters[0]["owner_id"],
            kind=kind,
            name="签名.png" if is_picture else "扫描件.pdf",
            media_type=MediaType.PNG if is_picture else MediaType.PDF,
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            object_key=f"e/{secrets.token_hex(16)}",
            status=EvidenceStatus.VERIFIED,
            declared_at=at,
            arrived_at=at,
            verified_at=at,
            updated_at=at,
        )
        store = self.stack.services.object_store
        item.object_version = await store.put(item.object_key, data, media_type=item.media_type.value)
        async with self.stack.services.database.transaction() as session:
            session.add(item)
        return item.id


async def set_up(stack: Stack) -> Stage:
    """Two centres: the one that is competent for every claim, and a smaller one next to it."""
    scene = await make(stack)
    world = scene.world
    bureau = await bureau_of(scene)
    next_bureau = await world.agency("justice_bureau", area_code=NEIGHBOUR)
    next_centre = await world.agency(area_code=NEIGHBOUR, parent=next_bureau)
    home = House(
        centre=scene.centre,
        bureau=bureau,
        officers=[scene.officer, await world.person(Role.OFFICER, agency=scene.centre, name="李敏")],
        deciders=[scene.decider, await world.person(Role.DECIDER, agency=scene.centre, name="沈副主任")],
        approvers=[
            await world.person(Role.APPROVER, agency=bureau, name="周局长"),
            await world.person(Role.APPROVER, Role.DECIDER, agency=bureau, name="吴副局长"),
        ],
        lawyers=[await _lawyer(scene, scene.roster.firm_id, name) for name in ("李律师", "何律师", "吕律师")],
    )
    firm = await _firm(scene, next_centre)
    away = House(
        centre=next_centre,
        bureau=next_bureau,
        officers=[await world.person(Role.OFFICER, agency=next_centre, name="孙芳")],
        deciders=[await world.person(Role.DECIDER, agency=next_centre, name="钱主任")],
        approvers=[await world.person(Role.APPROVER, agency=next_bureau, name="郑局长")],
        lawyers=[await _lawyer(scene, firm, name) for name in ("施律师", "曹律师")],
    )
    workers = [scene.worker, await world.person(Role.APPLICANT, name="李桂英")]
    await _rates(scene, home.centre, away.centre)
    return Stage(scene, home, away, workers, await world.person(Role.APPLICANT, name="王小强"))


async def _firm(scene: Scene, centre: AgencyRef) -> UUID:
    async with scene.stack.services.database.transaction() as session:
        firm = await create_firm(
            session, agency_id=centre.id, name="拱墅律师事务所", credit_code=None, at=scene.stack.clock.now()
        )
    return firm.id


async def _lawyer(scene: Scene, firm_id: UUID, name: str) -> LawyerRef:
    person = await scene.world.person(name=name)
    skills = {CaseGroup.LABOUR: 8, CaseGroup.CRIMINAL: 8}
    async with scene.stack.services.database.transaction() as session:
        lawyer = await create_lawyer(
            session,
            person_id=person.id,
            licence_number=licence_number(),
            entry=Entry(firm_id, 10, skills, [COUNTY, NEIGHBOUR]),
            at=scene.stack.clock.now(),
        )
    return LawyerRef(lawyer.id, person)


async def _rates(scene: Scene, *centres: AgencyRef) -> None:
    async with scene.stack.services.database.transaction() as session:
        session.add_all(
            SubsidyRate(
                agency_id=centre.id,
                code=RateCode.LABOUR_ARBITRATION,
                effective_from=date(2020, 1, 1),
                value=120_000,
                source="某省〔2020〕1号",
                set_by=scene.officer.id,
                set_at=scene.stack.clock.now(),
            )
            for centre in centres
        )
