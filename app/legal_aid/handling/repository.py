"""SQL of handling. Queries made for a person begin at ``app.legal_aid.repository.visible_to``."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, select

from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_models import StatutoryClock
from app.kernel.errors import NotFound
from app.kernel.paging import PageRequest, keyset
from app.kernel.states import StateChange, WrongState
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling.enums import EntryKind, ReplacementOutcome
from app.legal_aid.handling.models import (
    CaseOutcome,
    HandlingAgreement,
    HandlingEntry,
    OutcomeShare,
    ReplacementRequest,
)
from app.legal_aid.models import Application
from app.legal_aid.repository import get_visible, visible_to

AT_WORK = frozenset({ApplicationStatus.IN_HANDLING, ApplicationStatus.CONCLUDED})
"""States in which the lawyer may still write in the log and set the outcome right."""


async def at_work(
    session: AsyncSession, actor: Actor, application_id: UUID, *states: ApplicationStatus
) -> Application:
    """The case the lawyer works on, locked until commit.

    Raises:
        NotFound: not theirs.
        WrongState: not taken yet, or handed in; with ``states``, in none of them.
    """
    case = await get_visible(session, actor, Action.CASE_HANDLE, application_id, lock=True)
    if case.status not in (states or AT_WORK):
        raise WrongState(state=case.status.value)
    return case


async def taken_at(session: AsyncSession, application_id: UUID) -> datetime:
    """When the lawyer who has the case took it.

    Raises:
        NotFound: nobody took it.
    """
    statement = (
        select(StateChange.at)
        .where(col(StateChange.object_id) == application_id, col(StateChange.transition) == "take")
        .order_by(col(StateChange.at).desc())
        .limit(1)
    )
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


async def first_taken_at(session: AsyncSession, application_id: UUID) -> datetime:
    """When a lawyer first took the case; who was replaced may have left a matter that ended before the change.

    Raises:
        NotFound: nobody took it.
    """
    statement = select(func.min(StateChange.at)).where(
        col(StateChange.object_id) == application_id, col(StateChange.transition) == "take"
    )
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def offer_of(case: Application) -> UUID:
    """The offer by which the lawyer got the case.

    Raises:
        NotFound: no lawyer has it.
    """
    if case.offer_id is None:
        raise NotFound()
    return case.offer_id


def lawyer_of(case: Application) -> UUID:
    """The lawyer who has the case.

    Raises:
        NotFound: nobody.
    """
    if case.lawyer_person_id is None:
        raise NotFound()
    return case.lawyer_person_id


async def agreement_of(session: AsyncSession, case: Application) -> HandlingAgreement | None:
    """The agreement of the lawyer who has the case."""
    return await session.get(HandlingAgreement, case.offer_id) if case.offer_id else None


async def entry_of(session: AsyncSession, application_id: UUID, entry_id: UUID) -> HandlingEntry | None:
    """An entry of the case's log."""
    entry = await session.get(HandlingEntry, entry_id)
    return entry if entry is not None and entry.application_id == application_id else None


async def entries(
    session: AsyncSession, application_id: UUID, page: PageRequest, *, visible_only: bool
) -> Sequence[HandlingEntry]:
    """A page of the log, newest first, and one more."""
    statement = select(HandlingEntry).where(col(HandlingEntry.application_id) == application_id)
    if visible_only:
        statement = statement.where(col(HandlingEntry.visible_to_recipient))
    return (await session.scalars(keyset(statement, page, col(HandlingEntry.id)))).all()


async def corrections_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Which entry puts each of these right."""
    statement = select(HandlingEntry.corrects_id, HandlingEntry.id).where(col(HandlingEntry.corrects_id).in_(ids))
    return {old: new for old, new in (await session.execute(statement)).all() if old is not None}


async def standing_kinds(session: AsyncSession, application_id: UUID, at: datetime) -> frozenset[EntryKind]:
    """Kinds of the entries that no later one puts right; a hearing still ahead does not count."""
    later = aliased(HandlingEntry)
    statement = select(HandlingEntry.kind).where(
        col(HandlingEntry.application_id) == application_id,
        ~exists().where(col(later.corrects_id) == col(HandlingEntry.id)),
        or_(col(HandlingEntry.kind) != EntryKind.HEARING, col(HandlingEntry.happened_at) <= at),
    )
    return frozenset(EntryKind(kind) for kind in (await session.scalars(statement.distinct())).all())


async def count_entries(session: AsyncSession, application_id: UUID) -> int:
    """How long the log is."""
    statement = select(func.count()).where(col(HandlingEntry.application_id) == application_id)
    return (await session.execute(statement)).scalar_one()


async def open_replacement(session: AsyncSession, application_id: UUID) -> ReplacementRequest | None:
    """The request that waits for a decision."""
    statement = select(ReplacementRequest).where(
        col(ReplacementRequest.application_id) == application_id, col(ReplacementRequest.decided_at).is_(None)
    )
    return (await session.scalars(statement)).one_or_none()


async def replacements(
    session: AsyncSession, application_id: UUID, *, by: UUID | None = None
) -> Sequence[ReplacementRequest]:
    """Requests of a case, newest first; with ``by`` those of one person. There are only ever a few."""
    statement = select(ReplacementRequest).where(col(ReplacementRequest.application_id) == application_id)
    if by is not None:
        statement = statement.where(col(ReplacementRequest.requested_by) == by)
    return (await session.scalars(statement.order_by(col(ReplacementRequest.id).desc()))).all()


async def replaced_lawyers(session: AsyncSession, application_id: UUID) -> tuple[UUID, ...]:
    """Persons who had the case and were replaced; they are not asked again."""
    return (await replaced_lawyers_of(session, [application_id]))[application_id]


async def replaced_lawyers_of(
    session: AsyncSession, application_ids: Collection[UUID]
) -> dict[UUID, tuple[UUID, ...]]:
    """As :func:`replaced_lawyers` for many cases."""
    request = ReplacementRequest
    statement = select(request.application_id, request.lawyer_person_id).where(
        col(request.application_id).in_(application_ids), col(request.outcome) == ReplacementOutcome.APPROVED
    )
    found: dict[UUID, list[UUID]] = {application_id: [] for application_id in application_ids}
    for application_id, person_id in (await session.execute(statement)).all():
        found[application_id].append(person_id)
    return {application_id: tuple(people) for application_id, people in found.items()}


async def lapse_replacement(session: AsyncSession, application_id: UUID, at: datetime) -> None:
    """The case ended: what was not decided is decided no more; nothing open is no error."""
    request = ReplacementRequest
    statement = update(request).where(
        col(request.application_id) == application_id, col(request.decided_at).is_(None)
    )
    await session.execute(statement.values(decided_at=at, outcome=ReplacementOutcome.LAPSED))


async def outcome_of(session: AsyncSession, application_id: UUID) -> CaseOutcome | None:
    """How the case ended."""
    return await session.get(CaseOutcome, application_id)


async def shares_of(session: AsyncSession, application_id: UUID) -> Sequence[OutcomeShare]:
    """What each member got."""
    statement = select(OutcomeShare).where(col(OutcomeShare.application_id) == application_id)
    return (await session.scalars(statement.order_by(col(OutcomeShare.member_id)))).all()


async def forget_shares(session: AsyncSession, application_id: UUID) -> None:
    """Make room for the shares given anew."""
    await session.execute(delete(OutcomeShare).where(col(OutcomeShare.application_id) == application_id))


async def lawyer_clocks_between(
    session: AsyncSession, actor: Actor, since: date, until: date
) -> list[tuple[Application, str, date, datetime | None]]:
    """Periods that run for the lawyer in cases they hold and end within these days, both included."""
    statement = (
        visible_to(actor, Action.CASE_HANDLE)
        .join(StatutoryClock, col(StatutoryClock.object_id) == col(Application.id))
        .where(
            col(StatutoryClock.stopped_at).is_(None),
            col(StatutoryClock.holder_id) == actor.person_id,
            col(StatutoryClock.due_on).between(since, until),
        )
        .add_columns(col(StatutoryClock.rule_code), col(StatutoryClock.due_on), col(StatutoryClock.due_at))
        .order_by(col(StatutoryClock.due_on), col(StatutoryClock.id))
    )
    return [tuple(row) for row in (await session.execute(statement)).all()]


async def hearings_between(
    session: AsyncSession, actor: Actor, begin: datetime, end: datetime
) -> list[tuple[Application, HandlingEntry]]:
    """Hearings in cases the lawyer works on, from ``begin`` to before ``end``, as they were last set."""
    later = aliased(HandlingEntry)
    corrected = select(later.id).where(col(later.corrects_id) == col(HandlingEntry.id)).exists()
    statement = (
        visible_to(actor, Action.CASE_HANDLE)
        .join(HandlingEntry, col(HandlingEntry.application_id) == col(Application.id))
        .where(
            col(Application.status).in_(AT_WORK),
            col(HandlingEntry.kind) == EntryKind.HEARING,
            col(HandlingEntry.happened_at) >= begin,
            col(HandlingEntry.happened_at) < end,
            ~corrected,
        )
        .add_columns(HandlingEntry)
        .order_by(col(HandlingEntry.happened_at), col(HandlingEntry.id))
    )
    return [(case, entry) for case, entry in (await session.execute(statement)).all()]


async def lawyer_clocks(
    session: AsyncSession, actor: Actor, page: PageRequest
) -> Sequence[tuple[Application, StatutoryClock]]:
    """A page of the periods that run for the lawyer in cases they hold, the earliest last day first."""
    statement = (
        visible_to(actor, Action.CASE_HANDLE)
        .join(StatutoryClock, col(StatutoryClock.object_id) == col(Application.id))
        .where(col(StatutoryClock.stopped_at).is_(None), col(StatutoryClock.holder_id) == actor.person_id)
        .add_columns(StatutoryClock)
    )
    ordered = keyset(statement, page, col(StatutoryClock.due_on), col(StatutoryClock.id), descending=False)
    return [(case, clock) for case, clock in (await session.execute(ordered)).all()]
