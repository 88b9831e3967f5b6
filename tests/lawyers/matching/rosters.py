"""Rosters drawn at random: every value that a constraint or a term reads, written straight into the tables."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory, CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.identity.models import Person
from app.kernel.clock import local_date
from app.lawyers.enums import FormerOffice, WorkerKind
from app.lawyers.records.models import LawyerRecord
from app.lawyers.roster.licence import LicenceKind
from app.lawyers.roster.models import Lawyer, LawyerArea, LawyerLanguage, LawyerLeave, LawyerSpecialty
from tests.lawyers.scene import Scene, licence_number
from tests.support.areas import CITY, COUNTY, NEIGHBOUR, PROVINCE, TOWNSHIPS

GROUPS = (CaseGroup.LABOUR, CaseGroup.CRIMINAL, CaseGroup.FAMILY)
CATEGORIES = (
    CaseCategory.LABOUR_REMUNERATION,
    CaseCategory.LABOUR_CONTRACT,
    CaseCategory.CRIMINAL_DEFENCE,
    CaseCategory.TRAFFIC_INJURY,
)
PLACES = (PROVINCE, CITY, COUNTY, NEIGHBOUR, TOWNSHIPS[0])


async def draw(scene: Scene, chance: random.Random, count: int) -> list[UUID]:
    """Enter ``count`` lawyers of the scene's centre; their ids."""
    async with scene.stack.services.database.transaction() as session:
        return [await _lawyer(session, scene, chance) for _ in range(count)]


async def _lawyer(session: AsyncSession, scene: Scene, chance: random.Random) -> UUID:
    today, at = local_date(scene.now), scene.now
    person = Person(name="陈律师", created_at=at)
    session.add(person)
    await session.flush()
    is_lawyer = chance.random() < 0.8
    number = licence_number()
    left = _day(chance, today, 900) if chance.random() < 0.2 else None
    lawyer = Lawyer(
        person_id=person.id,
        firm_id=scene.firm_id,
        agency_id=scene.centre.id,
        kind=WorkerKind.LAWYER if is_lawyer else WorkerKind.LEGAL_WORKER,
        name="陈律师",
        licence_number=number if is_lawyer else None,
        licence_serial=number[-6:] if is_lawyer else None,
        licence_kind=LicenceKind.FULL_TIME if is_lawyer else None,
        certificate_number=None if is_lawyer else f"证{number}",
        practising_since=2010,
        sex=chance.choice(list(Sex)),
        capacity=chance.choice([0, 2, 3, 5]),
        weekly_capacity=chance.choice([None, None, 0, 1]),
        open_cases=chance.randint(0, 3),
        last_offered_at=None if chance.random() < 0.3 else at - timedelta(hours=chance.randint(0, 24 * 120)),
        knows_minors=chance.random() < 0.3,
        defence_since=_day(chance, today, 1800) if chance.random() < 0.5 else None,
        former_office=FormerOffice.JUDGE if left else None,
        left_office_on=left,
        suspended_at=at if (suspended := chance.random() < 0.1) else None,
        suspension_reason="核实情况" if suspended else None,
        created_at=at,
        updated_at=at,
    )
    session.add(lawyer)
    await session.flush()
    session.add_all(_work(chance, lawyer.id, today.year))
    if chance.random() < 0.2:
        begins = _day(chance, today, 10)
        days: dict[str, Any] = {"from_on": begins, "to_on": begins + timedelta(days=chance.randint(0, 15))}
        gone = at if chance.random() < 0.3 else None
        session.add(
            LawyerLeave(lawyer_id=lawyer.id, entered_by=person.id, entered_at=at, cancelled_at=gone, **days)
        )
    for category in chance.sample(CATEGORIES, chance.randint(0, 3)):
        rated = chance.randint(0, done := chance.randint(1, 20))
        quality: dict[str, Any] = {"quality_sum": chance.uniform(0, rated), "quality_count": rated}
        session.add(
            LawyerRecord(lawyer_id=lawyer.id, category=category, cases_done=done, updated_at=at, **quality)
        )
    await session.flush()
    return lawyer.id


def _work(chance: random.Random, lawyer_id: UUID, year: int) -> list[Any]:
    groups = chance.sample(GROUPS, chance.randint(0, 2))
    return [
        *(
            LawyerSpecialty(lawyer_id=lawyer_id, specialty=one, since_year=year - chance.randint(0, 25))
            for one in groups
        ),
        *(LawyerArea(lawyer_id=lawyer_id, area_code=one) for one in chance.sample(PLACES, chance.randint(1, 2))),
        *(
            LawyerLanguage(lawyer_id=lawyer_id, language=one)
            for one in (Language.UYGHUR,)
            if chance.random() < 0.3
        ),
    ]


def _day(chance: random.Random, today: date, most: int) -> date:
    return today - timedelta(days=chance.randint(0, most))
