"""The one way by which firms and lawyers come onto a roster or change there, with the history of it.

Whoever calls has asked before whether they may: staff (:mod:`.keeping`), an import, a lawyer whose wish the
centre approved (:mod:`.proposing`), the demonstration.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from app.contracts.categories import CaseGroup
from app.contracts.languages import Language
from app.identity import people, roles
from app.identity.errors import RoleHeldAlready
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound, PreconditionFailed
from app.lawyers.enums import FirmKind, FormerOffice, Skill
from app.lawyers.errors import PersonWithoutName, UnknownFirm
from app.lawyers.names import firm_name
from app.lawyers.roster import credentials, facts, repository, writing
from app.lawyers.roster.credentials import Certificate, Credentials
from app.lawyers.roster.facts import Changes, FirmFacts, FirmRef, LawyerFacts
from app.lawyers.roster.models import Firm, Lawyer
from app.lawyers.roster.repository import RosterRow
from app.lawyers.roster.writing import SETUP, Source

__all__ = ["SETUP", "Certificate", "Entry", "Source"]


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
    session: AsyncSession,
    *,
    agency_id: UUID,
    name: str,
    credit_code: str | None,
    at: datetime,
    kind: FirmKind = FirmKind.LAW_FIRM,
    source: Source = SETUP,
) -> Firm:
    """Put a firm, or another place of work, on a centre's roster.

    Raises:
        Invalid: the credit code fails its check (GB 32100).
        FirmTaken: the centre has a firm of this name, or another has the code.
    """
    entered = FirmFacts(name=firm_name(name), kind=kind, credit_code=_credit_code(credit_code))
    firm = Firm(agency_id=agency_id, created_at=at, **entered.model_dump())
    session.add(firm)
    await session.flush()
    session.add(writing.change(facts.first_entry(entered), source, at, firm_id=firm.id))
    return firm


async def edit_firm(
    session: AsyncSession,
    firm_id: UUID,
    *,
    name: str,
    kind: FirmKind,
    credit_code: str | None,
    at: datetime,
    source: Source,
    version: int | None = None,
) -> Firm:
    """Change name, kind or credit code of a firm; nothing is written where nothing differs.

    Raises:
        NotFound: no such firm.
        PreconditionFailed: changed since ``version``.
        Invalid, FirmTaken: as on entry.
    """
    firm = await repository.lock_firm(session, firm_id)
    if firm is None:
        raise NotFound()
    if version not in (None, firm.version):
        raise PreconditionFailed()
    before = FirmFacts.model_validate(firm, from_attributes=True)
    after = FirmFacts(name=firm_name(name), kind=kind, credit_code=_credit_code(credit_code))
    if changes := facts.differences(before, after):
        for column, value in after.model_dump().items():
            setattr(firm, column, value)
        firm.version += 1
        session.add(writing.change(changes, source, at, firm_id=firm.id))
        await session.flush()
    return firm


async def create_lawyer(
    session: AsyncSession,
    *,
    person_id: UUID,
    entry: Entry,
    at: datetime,
    licence_number: str | None = None,
    certificate: Certificate | None = None,
    source: Source = SETUP,
) -> Lawyer:
    """Enter a person as a lawyer by licence number, or as another worker by certificate, and give them the role.

    Exactly one of ``licence_number`` and ``certificate`` is given.

    Raises:
        UnknownFirm: no such firm.
        PersonWithoutName: no such person, or no name given yet.
        LicenceInvalid: the number is none.
        LicenceTaken, CertificateTaken, AlreadyLawyer: the serial, the certificate or the person is on a roster.
        UnknownArea: a division served is not in force.
        Invalid: a day or a year that cannot be.
    """
    firm = await _firm(session, entry.firm_id)
    name = (await people.names(session, [person_id])).get(person_id)
    if name is None:
        raise PersonWithoutName(fields=[FieldError("person_id", "no_name", PersonWithoutName.title)])
    shown = credentials.read(licence_number, certificate, today=local_date(at))
    wanted = _wanted(entry, shown, firm=firm, name=name, at=at)
    lawyer = await writing.insert(
        session, wanted, person_id=person_id, agency_id=firm.agency_id, source=source, at=at
    )
    with suppress(RoleHeldAlready):
        await roles.grant_role(
            session, person_id, Role.LAWYER, agency_id=firm.agency_id, at=at, granted_by=source.by
        )
    return lawyer


async def edit(
    session: AsyncSession,
    lawyer_id: UUID,
    entry: Entry,
    *,
    source: Source,
    at: datetime,
    version: int | None = None,
    licence_number: str | None = None,
    certificate: Certificate | None = None,
) -> Lawyer:
    """Change an entry to what ``entry`` says; nothing is written where nothing differs. Offers made stand.

    Without ``licence_number`` and ``certificate`` these stay as they are. With another kind's, the kind changes:
    a legal worker who became a lawyer stays the same entry.

    Raises:
        NotFound: no such lawyer.
        PreconditionFailed: changed since ``version``.
        SerialDiffers: the number is another lawyer's.
        UnknownFirm, LicenceInvalid, LicenceTaken, CertificateTaken, UnknownArea, Invalid: as on entry.
    """
    row = await repository.locked_row(session, lawyer_id)
    if row is None:
        raise NotFound()
    if version not in (None, row.lawyer.version):
        raise PreconditionFailed()
    before = facts_of(row)
    firm = await _firm(session, entry.firm_id)
    name = (await people.names(session, [row.lawyer.person_id])).get(row.lawyer.person_id, row.lawyer.name)
    shown = credentials.kept(before)
    if licence_number is not None or certificate is not None:
        shown = credentials.read(licence_number, certificate, today=local_date(at), before=before)
    wanted = _wanted(entry, shown, firm=firm, name=name, at=at)
    return await writing.update(
        session, row.lawyer, before, wanted, agency_id=firm.agency_id, source=source, at=at
    )


async def apply(
    session: AsyncSession, lawyer_id: UUID, changes: Changes, *, source: Source, at: datetime
) -> Lawyer:
    """Change some fields of an entry alone, as :func:`~app.lawyers.roster.facts.amended` says; the row is locked.

    Raises:
        NotFound, SerialDiffers, LicenceInvalid, UnknownArea, Invalid: as :func:`edit`.
    """
    row = await repository.locked_row(session, lawyer_id)
    if row is None:
        raise NotFound()
    before = facts_of(row)
    after = facts.amended(before, changes)
    if after.licence_number is not None and after.licence_number != before.licence_number:
        shown = credentials.read(after.licence_number, None, today=local_date(at), before=before)
        after = after.model_copy(update=shown.columns())
    return await writing.update(
        session, row.lawyer, before, after, agency_id=row.lawyer.agency_id, source=source, at=at
    )


def facts_of(row: RosterRow) -> LawyerFacts:
    """An entry as it stands."""
    one = row.lawyer
    columns = {name: getattr(one, name) for name in LawyerFacts.model_fields if name in Lawyer.model_fields}
    return LawyerFacts(
        **columns,
        firm=FirmRef(id=one.firm_id, name=row.firm_name),
        specialties=dict(sorted(row.specialties.items())),
        languages=sorted(row.languages),
        skills=sorted(row.skills),
        areas=sorted(row.areas),
    )


async def firm_of(session: AsyncSession, person_id: UUID) -> str | None:
    """The name of the firm a lawyer works at, by person; none for somebody who is no lawyer."""
    statement = (
        select(Firm.name)
        .join(Lawyer, col(Lawyer.firm_id) == col(Firm.id))
        .where(col(Lawyer.person_id) == person_id)
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def _firm(session: AsyncSession, firm_id: UUID) -> Firm:
    firm = await session.get(Firm, firm_id)
    if firm is None:
        raise UnknownFirm(fields=[FieldError("firm_id", "unknown", UnknownFirm.title)])
    return firm


def _credit_code(raw: str | None) -> str | None:
    try:
        return None if raw is None else uscc.validate(raw)
    except ValidationError:
        message = "统一社会信用代码不对，请核对"
        raise Invalid(fields=[FieldError("credit_code", "checksum", message)]) from None


def _wanted(entry: Entry, shown: Credentials, *, firm: Firm, name: str, at: datetime) -> LawyerFacts:
    """The entry as it should stand, lists sorted and without repetitions."""
    this_year = local_date(at).year
    return LawyerFacts(
        **shown.columns(),
        name=name,
        firm=FirmRef(id=firm.id, name=firm.name),
        capacity=entry.capacity,
        weekly_capacity=entry.weekly_capacity,
        specialties={group: this_year - years for group, years in sorted(entry.specialties.items())},
        languages=sorted(set(entry.languages)),
        skills=sorted(set(entry.skills)),
        areas=list(entry.areas),
        knows_minors=entry.knows_minors,
        defence_since=entry.defence_since,
        former_office=entry.former_office,
        left_office_on=entry.left_office_on,
        heads_firm=entry.heads_firm,
        suspension_reason=entry.suspension_reason,
    )
