"""The roster as the staff of a centre read and keep it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.sexes import Sex
from app.identity import people_shown
from app.identity.numbers import is_woman
from app.identity.people import Declaration
from app.kernel import access, audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.errors import FieldError, NotFound
from app.kernel.vault import Vault
from app.lawyers.enums import ChangeSource, FirmKind
from app.lawyers.errors import OwnEntry, UnknownFirm
from app.lawyers.roster import entering, repository
from app.lawyers.roster.entering import Certificate, Entry, Source
from app.lawyers.roster.models import Firm, Lawyer
from app.lawyers.roster.repository import RosterRow


@dataclass(frozen=True, slots=True)
class Shown:
    """Who is entered, as the identity document and the licence or certificate say; ``phone`` for somebody new."""

    declaration: Declaration
    phone: str | None
    licence_number: str | None
    certificate: Certificate | None


async def enter_firm(
    session: AsyncSession,
    actor: Actor,
    *,
    agency_id: UUID,
    name: str,
    kind: FirmKind,
    credit_code: str | None,
    at: datetime,
) -> Firm:
    """As :func:`.entering.create_firm`, by an administrator within their own subtree.

    Raises:
        NotFound: the agency is outside it.
    """
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, Action.ROSTER_MANAGE, agency.tree_path):
        raise NotFound()
    firm = await entering.create_firm(
        session, agency_id=agency_id, name=name, kind=kind, credit_code=credit_code, at=at, source=_staff(actor)
    )
    _audit(session, actor, object_type="firm", object_id=firm.id, owner_id=None, at=at)
    return firm


async def edit_firm(
    session: AsyncSession,
    actor: Actor,
    firm_id: UUID,
    *,
    name: str,
    kind: FirmKind,
    credit_code: str | None,
    version: int,
    at: datetime,
) -> Firm:
    """As :func:`.entering.edit_firm`, by an administrator on a roster they keep.

    Raises:
        NotFound: on no roster they keep.
    """
    await read_firm(session, actor, firm_id, Action.ROSTER_MANAGE)
    firm = await entering.edit_firm(
        session,
        firm_id,
        name=name,
        kind=kind,
        credit_code=credit_code,
        version=version,
        at=at,
        source=_staff(actor),
    )
    _audit(session, actor, object_type="firm", object_id=firm.id, owner_id=None, at=at)
    return firm


async def read_firm(session: AsyncSession, actor: Actor, firm_id: UUID, action: Action) -> Firm:
    """A firm on a roster the caller reaches.

    Raises:
        NotFound: none, or elsewhere.
    """
    statement = repository.firms_visible_to(actor, action).where(col(Firm.id) == firm_id)
    if (firm := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return firm


async def enter_lawyer(
    session: AsyncSession, vault: Vault, actor: Actor, shown: Shown, entry: Entry, *, at: datetime
) -> RosterRow:
    """As :func:`.entering.create_lawyer`, by an administrator who saw the person's documents.

    Raises:
        UnknownFirm: the firm is on no roster they keep.
        NumberInvalid, NameDiffers, OwnDocument, DocumentContested: as :func:`app.identity.people_shown.enrol`.
    """
    await _kept_firm(session, actor, entry.firm_id)
    person = await people_shown.enrol(
        session, vault, actor, shown.declaration, phone=shown.phone, field="person", at=at
    )
    lawyer = await entering.create_lawyer(
        session,
        person_id=person.id,
        licence_number=shown.licence_number,
        certificate=shown.certificate,
        entry=entry,
        at=at,
        source=_staff(actor),
    )
    _audit(session, actor, object_type="lawyer", object_id=lawyer.id, owner_id=lawyer.person_id, at=at)
    return await roster_row(session, actor, lawyer.id, Action.ROSTER_MANAGE)


async def edit_lawyer(
    session: AsyncSession,
    actor: Actor,
    lawyer_id: UUID,
    entry: Entry,
    *,
    licence_number: str | None,
    certificate: Certificate | None,
    version: int,
    at: datetime,
) -> RosterRow:
    """As :func:`.entering.edit`, by an administrator, from one roster they keep to another.

    Raises:
        NotFound: not on a roster they keep.
        OwnEntry: it is the caller's.
        UnknownFirm: the firm is on none.
    """
    row = await roster_row(session, actor, lawyer_id, Action.ROSTER_MANAGE)
    if row.lawyer.person_id == actor.person_id:
        raise OwnEntry()
    await _kept_firm(session, actor, entry.firm_id)
    lawyer = await entering.edit(
        session,
        lawyer_id,
        entry,
        licence_number=licence_number,
        certificate=certificate,
        version=version,
        at=at,
        source=_staff(actor),
    )
    _audit(session, actor, object_type="lawyer", object_id=lawyer.id, owner_id=lawyer.person_id, at=at)
    return await roster_row(session, actor, lawyer_id, Action.ROSTER_MANAGE)


async def roster_row(session: AsyncSession, actor: Actor, lawyer_id: UUID, action: Action) -> RosterRow:
    """A lawyer within the caller's reach: on a roster, or the caller where the action is for oneself.

    Raises:
        NotFound: none, or elsewhere.
    """
    statement = repository.roster_visible_to(actor, action).where(col(Lawyer.id) == lawyer_id)
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return (await repository.roster_rows(session, [found]))[0]


async def own_row(session: AsyncSession, actor: Actor) -> RosterRow:
    """The caller's own entry.

    Raises:
        NotFound: the caller is on no roster.
    """
    statement = repository.roster_visible_to(actor, Action.ROSTER_PROPOSE)
    found = (await session.execute(statement.where(col(Lawyer.person_id) == actor.person_id))).one_or_none()
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


def sex_on(declaration: Declaration) -> Sex | None:
    """What an identity document says of it, where its number says anything."""
    woman = is_woman(declaration.kind, declaration.number)
    return None if woman is None else Sex.WOMAN if woman else Sex.MAN


async def _kept_firm(session: AsyncSession, actor: Actor, firm_id: UUID) -> None:
    statement = repository.firms_visible_to(actor, Action.ROSTER_MANAGE).where(col(Firm.id) == firm_id)
    if (await session.scalars(statement)).one_or_none() is None:
        raise UnknownFirm(fields=[FieldError("firm_id", "unknown", UnknownFirm.title)])


def _staff(actor: Actor) -> Source:
    return Source(ChangeSource.STAFF, actor.person_id)


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
