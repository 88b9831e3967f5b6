"""What every paper of a case is built from, loaded together, and how it is put into words."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.categories import CATEGORIES
from app.identity import people
from app.identity.numbers import DocumentKind, birth_date
from app.identity.people import PersonalData
from app.kernel.areas.lookups import known_area
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.clock_models import StatutoryClock
from app.kernel.dictionaries import dictionaries
from app.kernel.vault import Vault
from app.legal_aid.applying.sections import Sections, load_sections
from app.legal_aid.enums import ApplicationStatus, DecisionOutcome
from app.legal_aid.group import repository as group
from app.legal_aid.models import NUMBER, RECIPIENT_NUMBER, Application
from app.legal_aid.papers.contents import Matter
from app.legal_aid.papers.form_contents import PersonPart
from app.legal_aid.papers.repository import decisions_of
from app.legal_aid.rules import yuan

FirmOf = Callable[[AsyncSession, UUID], Awaitable[str | None]]
"""The name of a lawyer's firm by the lawyer's person id; the lawyers' domain answers through wiring."""

GIVEN = frozenset({DecisionOutcome.GRANTED, DecisionOutcome.ADVANCED, DecisionOutcome.CORRECTED})
UNNAMED = "（姓名未登记）"


@dataclass(frozen=True, slots=True)
class Frame:
    """A case with its sections, its centre and its applicant's data in the clear.

    ``on`` is the day the paper bears.
    """

    case: Application
    sections: Sections
    agency: Agency | None
    applicant: PersonalData
    on: date
    vault: Vault
    firm: str | None = None
    """The firm of the case's lawyer."""
    claimants: int = 1
    """How many claim together, the representative among them."""

    @property
    def applicant_name(self) -> str:
        """As it was signed; before that as identity has it."""
        return self.case.applicant_name or self.applicant.name or UNNAMED

    @property
    def recipient_name(self) -> str:
        """Whom aid is for."""
        represented = self.sections.representation
        stated = represented.recipient_name if represented else None
        return self.case.recipient_name or stated or self.applicant_name

    @property
    def category(self) -> str:
        """The category's title."""
        return CATEGORIES[self.case.category].title_zh

    @property
    def submitted_on(self) -> date | None:
        """The filing date."""
        return local_date(self.case.submitted_at) if self.case.submitted_at else None

    @property
    def is_draft(self) -> bool:
        """Whether it was not handed in yet."""
        return self.case.status is ApplicationStatus.DRAFT

    def matter(self) -> Matter:
        """What the case is about, as letters name it."""
        return Matter(
            applicant=self.applicant_name,
            recipient=self.recipient_name,
            claimants=self.claimants,
            category=self.category,
            request=self.request(),
            opponents=self.sections.opponents,
            submitted_on=self.submitted_on,
        )

    def request(self) -> str | None:
        """What is asked for, in one sentence; the long text of the form stays in the form."""
        if claim := self.sections.claim:
            return f"请求{claim.employer_name}支付劳动报酬{yuan(claim.amount_fen)}元"
        return None

    def applicant_part(self) -> PersonPart:
        """The applicant as a form names one: as they signed, with the telephone of today."""
        case, data, said = self.case, self.applicant, self.sections.applicant
        number = (
            self.vault.open(case.applicant_number_sealed, NUMBER) if case.applicant_number_sealed else data.number
        )
        part = _document(case.applicant_document_kind or data.kind, number)
        return part.model_copy(
            update={
                "name": case.applicant_name or data.name,
                "phone": data.phone,
                "address": said.address if said else None,
            }
        )

    def recipient_part(self) -> PersonPart | None:
        """Whom aid is for, where that is someone else and the application was handed in."""
        case = self.case
        if case.recipient_name is None:
            said = self.sections.representation
            return PersonPart(name=said.recipient_name) if said and said.recipient_name else None
        sealed = case.recipient_number_sealed
        number = self.vault.open(sealed, RECIPIENT_NUMBER) if sealed else None
        return _document(case.recipient_document_kind, number).model_copy(update={"name": case.recipient_name})


def _document(kind: DocumentKind | None, number: str | None) -> PersonPart:
    if kind is None or number is None:
        return PersonPart()
    born = birth_date(kind, number)
    sex = ("女", "男")[int(number[16]) % 2] if born is not None else None
    return PersonPart(
        sex=sex, born_on=born, document=dictionaries()["document_kind"][kind], document_number=number
    )


async def load(
    session: AsyncSession, vault: Vault, case: Application, *, at: datetime, firm_of: FirmOf | None = None
) -> Frame:
    """Load what papers are built from; for the system, whose reading shows in what it issues."""
    return Frame(
        case=case,
        sections=await load_sections(session, case.id),
        agency=await session.get(Agency, case.agency_id) if case.agency_id else None,
        applicant=await people.own_data(session, vault, case.applicant_id),
        on=local_date(at),
        vault=vault,
        firm=await firm_of(session, case.lawyer_person_id) if firm_of and case.lawyer_person_id else None,
        claimants=await group.count_joined(session, case.id) if case.is_group else 1,
    )


async def granted_on(session: AsyncSession, case: Application) -> date | None:
    """When aid was given last."""
    given = [decision for decision in await decisions_of(session, case.id) if decision.outcome in GIVEN]
    return local_date(given[-1].at) if given else None


async def person_name(session: AsyncSession, case: Application) -> str:
    """The lawyer of the case by name."""
    if case.lawyer_person_id is None:
        return UNNAMED
    return (await people.names(session, [case.lawyer_person_id])).get(case.lawyer_person_id, UNNAMED)


async def place_text(session: AsyncSession, frame: Frame) -> str | None:
    """Where it happened, the area's full name and the address."""
    place = frame.sections.place
    if place is None:
        return None
    area = await known_area(session, place.area_code)
    return (area.full_name if area else place.area_code) + (place.address or "")


async def due_on(session: AsyncSession, case: Application, rule_code: str) -> date | None:
    """The last day of a period that runs."""
    statement = select(StatutoryClock).where(
        col(StatutoryClock.object_id) == case.id,
        col(StatutoryClock.rule_code) == rule_code,
        col(StatutoryClock.stopped_at).is_(None),
    )
    clock = (await session.scalars(statement.limit(1))).one_or_none()
    return clock.due_on if clock else None
