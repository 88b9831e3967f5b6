"""The roster: firms and lawyers entered, changed and read by the staff of a centre."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, delete, select
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from app.contracts.categories import CaseGroup
from app.contracts.languages import Language
from app.identity import people, roles
from app.identity.errors import RoleHeldAlready
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.lookups import require_area
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound, PreconditionFailed
from app.lawyers.enums import FormerOffice, Sex, Skill
from app.lawyers.errors import LicenceInvalid, PersonWithoutName, UnknownFirm
from app.lawyers.roster import licence, repository
from app.lawyers.roster.models import Firm, Lawyer, LawyerArea, LawyerLanguage, LawyerSkill, LawyerSpecialty
from app.lawyers.roster.repository import RosterRow


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a lawyer's work, as :class:`~app.lawyers.roster.models.Lawyer` says; ``specialties`` in
    years up to today.
    """

    firm_id: UUID
    capacity: int
    specialties: Mapping[CaseGroup, int]
    areas: Sequence[str]
    suspension_reason: str | None = None
    knows_minors: bool = False
    weekly_capacity: int | None = None
    languages: Sequence[Language] = ()
    skills: Sequence[Skill] = ()
    defence_since: date | None = None
    former_office: FormerOffice | None = None
    left_office_on: date | None = None
    heads_firm: bool = False


async def create_firm(
    session: AsyncSession, *, agency_id: UUID, name: str, credit_code: str | None, at: datetime
) -> Firm:
    """Put a firm on a centre's roster; whether the caller may is the caller's policy.

    Raises:
        Invalid: the credit code fails its check (GB 32100).
        FirmTaken: the centre has a firm of this name, or another has the code.
    """
    if credit_code is not None:
        try:
            credit_code = uscc.validate(credit_code)
        except ValidationError:
            message = "统一社会信用代码不对，请核对"
            raise Invalid(fields=[FieldError("credit_code", "checksum", message)]) from None
    firm = Firm(agency_id=agency_id, name=name.strip(), credit_code=credit_code, created_at=at)
    session.add(firm)
    await session.flush()
    return firm


async def create_lawyer(
    session: AsyncSession,
    *,
    person_id: UUID,
    licence_number: str,
    entry: Entry,
    at: datetime,
    by: UUID | None = None,
) -> Lawyer:
    """Enter a person as a lawyer of a firm and give them the role; the caller's policy came before.

    Raises:
        UnknownFirm: no such firm.
        PersonWithoutName: no such person, or no name given yet.
        LicenceInvalid: the number is none.
        LicenceTaken, AlreadyLawyer: the serial, or the person, is on a roster already.
        UnknownArea: a division served is not in force.
    """
    firm = await session.get(Firm, entry.firm_id)
    if firm is None:
        raise _unknown_firm()
    name = (await people.names(session, [person_id])).get(person_id)
    if name is None:
        raise PersonWithoutName(fields=[FieldError("person_id", "no_name", PersonWithoutName.title)])
    try:
        parsed = licence.parse(licence_number, today=local_date(at))
    except licence.LicenceRefused as refused:
        raise LicenceInvalid(fields=[FieldError("licence_number", refused.rule, refused.message)]) from None
    lawyer = Lawyer(
        person_id=person_id,
        firm_id=firm.id,
        agency_id=firm.agency_id,
        name=name,
        licence_number=parsed.number,
        licence_serial=parsed.serial,
        licence_kind=parsed.kind,
        practising_since=parsed.year,
        sex=Sex.WOMAN if parsed.is_woman else Sex.MAN,
        capacity=entry.capacity,
        created_at=at,
        updated_at=at,
    )
    _write_standing(lawyer, entry)
    session.add(lawyer)
    await session.flush()
    await _write_work(session, lawyer, entry, at)
    with suppress(RoleHeldAlready):
        await roles.grant_role(session, person_id, Role.LAWYER, agency_id=firm.agency_id, at=at, granted_by=by)
    return lawyer


async def enter_firm(
    session: AsyncSession, actor: Actor, *, agency_id: UUID, name: str, credit_code: str | None, at: datetime
) -> Firm:
    """As :func:`create_firm`, by an administrator within their own subtree.

    Raises:
        NotFound: the agency is outside it.
    """
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.ROSTER_MANAGE, agency.tree_path):
        raise NotFound()
    firm = await create_firm(session, agency_id=agency_id, name=name, credit_code=credit_code, at=at)
    _audit(session, actor, object_type="firm", object_id=firm.id, owner_id=None, at=at)
    return firm


async def enter_lawyer(
    session: AsyncSession, actor: Actor, *, person_id: UUID, licence_number: str, entry: Entry, at: datetime
) -> RosterRow:
    """As :func:`create_lawyer`, by an administrator on a roster they keep.

    Raises:
        UnknownFirm: the firm is on no roster they keep.
    """
    await _kept_firm(session, actor, entry.firm_id)
    lawyer = await create_lawyer(
        session, person_id=person_id, licence_number=licence_number, entry=entry, at=at, by=actor.person_id
    )
    _audit(session, actor, object_type="lawyer", object_id=lawyer.id, owner_id=lawyer.person_id, at=at)
    return await roster_row(session, actor, lawyer.id, Action.ROSTER_MANAGE)


async def edit_lawyer(
    session: AsyncSession, actor: Actor, lawyer_id: UUID, entry: Entry, *, version: int, at: datetime
) -> RosterRow:
    """Change firm, capacity, specialties, areas or suspension. Offers already made stand.

    Raises:
        NotFound: not on a roster the caller keeps.
        PreconditionFailed: changed since ``version``.
        UnknownFirm, UnknownArea: as on entry.
    """
    await roster_row(session, actor, lawyer_id, Action.ROSTER_MANAGE)
    firm = await _kept_firm(session, actor, entry.firm_id)
    lawyer = await repository.lock_lawyer(session, lawyer_id)
    if lawyer is None:
        raise NotFound()
    if lawyer.version != version:
        raise PreconditionFailed()
    lawyer.firm_id, lawyer.agency_id = firm.id, firm.agency_id
    _write_standing(lawyer, entry)
    lawyer.suspension_reason = entry.suspension_reason
    lawyer.suspended_at = None if entry.suspension_reason is None else lawyer.suspended_at or at
    lawyer.version += 1
    lawyer.updated_at = at
    await _write_work(session, lawyer, entry, at)
    _audit(session, actor, object_type="lawyer", object_id=lawyer.id, owner_id=lawyer.person_id, at=at)
    return await roster_row(session, actor, lawyer_id, Action.ROSTER_MANAGE)


async def roster_row(session: AsyncSession, actor: Actor, lawyer_id: UUID, action: Action) -> RosterRow:
    """A lawyer on a roster the caller reaches.

    Raises:
        NotFound: none, or elsewhere.
    """
    statement = repository.roster_visible_to(actor, action).where(col(Lawyer.id) == lawyer_id)
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return (await repository.roster_rows(session, [found]))[0]


async def read_lawyer(session: AsyncSession, actor: Actor, lawyer_id: UUID, *, at: datetime) -> RosterRow:
    """As :func:`roster_row`, for a member of staff to look at; the lawyer can see that it was read."""
    row = await roster_row(session, actor, lawyer_id, Action.ROSTER_READ)
    await audit.record_access(
        session,
        actor,
        Action.ROSTER_READ,
        object_type="lawyer",
        object_id=lawyer_id,
        owner_id=row.lawyer.person_id,
        at=at,
    )
    return row


async def firm_of(session: AsyncSession, person_id: UUID) -> str | None:
    """The name of the firm a lawyer works at, by person; none for somebody who is no lawyer."""
    statement = (
        select(Firm.name)
        .join(Lawyer, col(Lawyer.firm_id) == col(Firm.id))
        .where(col(Lawyer.person_id) == person_id)
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def _kept_firm(session: AsyncSession, actor: Actor, firm_id: UUID) -> Firm:
    statement = repository.firms_visible_to(actor, Action.ROSTER_MANAGE).where(col(Firm.id) == firm_id)
    if (firm := (await session.scalars(statement)).one_or_none()) is None:
        raise _unknown_firm()
    return firm


def _unknown_firm() -> UnknownFirm:
    return UnknownFirm(fields=[FieldError("firm_id", "unknown", UnknownFirm.title)])


def _write_standing(lawyer: Lawyer, entry: Entry) -> None:
    """What is in the lawyer's own row."""
    lawyer.capacity, lawyer.weekly_capacity = entry.capacity, entry.weekly_capacity
    lawyer.knows_minors, lawyer.defence_since = entry.knows_minors, entry.defence_since
    lawyer.former_office, lawyer.left_office_on = entry.former_office, entry.left_office_on
    lawyer.heads_firm = entry.heads_firm


async def _write_work(session: AsyncSession, lawyer: Lawyer, entry: Entry, at: datetime) -> None:
    """Replace specialties and areas."""
    areas = [
        (await require_area(session, code, local_date(at), field=f"areas.{index}")).code
        for index, code in enumerate(entry.areas)
    ]
    for table in (LawyerSpecialty, LawyerArea, LawyerLanguage, LawyerSkill):
        await session.execute(delete(table).where(col(table.lawyer_id) == lawyer.id))
    this_year = local_date(at).year
    session.add_all(
        LawyerSpecialty(lawyer_id=lawyer.id, specialty=specialty, since_year=this_year - years)
        for specialty, years in entry.specialties.items()
    )
    session.add_all(LawyerLanguage(lawyer_id=lawyer.id, language=one) for one in dict.fromkeys(entry.languages))
    session.add_all(LawyerSkill(lawyer_id=lawyer.id, skill=one) for one in dict.fromkeys(entry.skills))
    session.add_all(LawyerArea(lawyer_id=lawyer.id, area_code=code) for code in dict.fromkeys(areas))
    await session.flush()


def _audit(
    session: AsyncSession,
    actor: Actor,
    *,
    object_type: str,
    object_id: UUID,
    owner_id: UUID | None,
    at: datetime,
) -> None:
    audit.add_entry(
        session,
        actor,
        Action.ROSTER_MANAGE,
        object_type=object_type,
        object_id=object_id,
        owner_id=owner_id,
        at=at,
    )
