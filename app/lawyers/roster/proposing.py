"""What lawyers ask to have changed in their own entries, and the centre's answer.

Locked in this order by everybody: the lawyer, then the proposal.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.lawyers import RosterProposalMade
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, NotFound, PreconditionFailed
from app.lawyers.enums import ChangeSource, ProposalStatus, RosterField
from app.lawyers.errors import NothingToChange, ProposalOutdated
from app.lawyers.roster import credentials, entering, facts, keeping, repository, writing
from app.lawyers.roster.entering import Source
from app.lawyers.roster.facts import Changes, LawyerFacts
from app.lawyers.roster.models import Lawyer, RosterProposal
from app.lawyers.roster.repository import RosterRow
from app.lawyers.roster.states import ROSTER_PROPOSAL


async def propose(
    session: AsyncSession,
    actor: Actor,
    wanted: Mapping[str, object],
    *,
    note: str | None,
    version: int,
    at: datetime,
) -> tuple[RosterProposal, Lawyer]:
    """Ask the centre to change the caller's own entry; until it agrees everything stays as it is.

    Args:
        wanted: fields of :data:`~app.lawyers.roster.facts.OWN_FIELDS` as they should stand; others stay.
        version: of the entry the caller saw.

    Raises:
        NotFound: the caller is on no roster.
        PreconditionFailed: changed since ``version``.
        ProposalWaiting: one waits already.
        NothingToChange: all of it stands there already.
        LicenceInvalid, SerialDiffers, UnknownArea, Invalid: what cannot be, told at once rather than on approval.
    """
    row = await _own_locked(session, actor)
    if row.lawyer.version != version:
        raise PreconditionFailed()
    changes = await _wish(session, entering.facts_of(row), wanted, at)
    proposal = RosterProposal(
        lawyer_id=row.lawyer.id,
        person_id=row.lawyer.person_id,
        fields_changed=changes,
        note=note,
        made_at=at,
        updated_at=at,
    )
    session.add(proposal)
    await session.flush()
    told = RosterProposalMade(
        proposal_id=proposal.id,
        lawyer_id=row.lawyer.id,
        lawyer_person_id=row.lawyer.person_id,
        agency_id=row.lawyer.agency_id,
    )
    await events.record(session, told, at=at)
    audit.add_entry(
        session,
        actor,
        Action.ROSTER_PROPOSE,
        object_type="roster_proposal",
        object_id=proposal.id,
        owner_id=proposal.person_id,
        at=at,
    )
    return proposal, row.lawyer


async def approve(
    session: AsyncSession, actor: Actor, proposal_id: UUID, *, at: datetime
) -> tuple[RosterProposal, Lawyer]:
    """Agree: the fields that were asked for change, others stay as they are now.

    Raises:
        NotFound: none within the caller's reach.
        WrongState, Forbidden: answered or taken back already; the caller's own.
        ProposalOutdated: what should change was changed since by somebody else.
        SerialDiffers, LicenceInvalid, LicenceTaken, UnknownArea, Invalid: it can no longer be so.
    """
    proposal, lawyer = await find(session, actor, proposal_id, Action.ROSTER_APPROVE)
    row = await repository.locked_row(session, lawyer.id)
    if row is None:
        raise NotFound()
    decided = {"decided_by": actor.person_id, "decided_at": at}
    await ROSTER_PROPOSAL.fire(session, proposal, "approve", actor=actor, at=at, changes=decided)
    wish: Changes = proposal.fields_changed
    if moved := facts.moved_since(entering.facts_of(row), wish):
        errors = [FieldError(name, "moved", ProposalOutdated.title) for name in moved]
        raise ProposalOutdated(fields=errors)
    source = Source(ChangeSource.SELF, by=proposal.person_id, approved_by=actor.person_id)
    return proposal, await entering.apply(session, lawyer.id, wish, source=source, at=at)


async def reject(
    session: AsyncSession, actor: Actor, proposal_id: UUID, *, reason: str, at: datetime
) -> tuple[RosterProposal, Lawyer]:
    """Disagree, with a reason that the lawyer reads.

    Raises:
        NotFound, WrongState, Forbidden: as :func:`approve`.
    """
    proposal, lawyer = await find(session, actor, proposal_id, Action.ROSTER_APPROVE)
    decided = {"decided_by": actor.person_id, "decided_at": at, "reason": reason}
    await ROSTER_PROPOSAL.fire(session, proposal, "reject", actor=actor, at=at, reason=reason, changes=decided)
    return proposal, lawyer


async def withdraw(
    session: AsyncSession, actor: Actor, proposal_id: UUID, *, at: datetime
) -> tuple[RosterProposal, Lawyer]:
    """Take back what the caller asked for.

    Raises:
        NotFound: none of the caller's.
        WrongState: answered already.
    """
    proposal, lawyer = await find(session, actor, proposal_id, Action.ROSTER_PROPOSE)
    await ROSTER_PROPOSAL.fire(session, proposal, "withdraw", actor=actor, at=at)
    return proposal, lawyer


async def waiting(session: AsyncSession, lawyer_id: UUID) -> RosterProposal | None:
    """What a lawyer asked for and nobody answered yet."""
    statement = select(RosterProposal).where(
        col(RosterProposal.lawyer_id) == lawyer_id, col(RosterProposal.status) == ProposalStatus.WAITING
    )
    return (await session.scalars(statement)).one_or_none()


async def find(
    session: AsyncSession, actor: Actor, proposal_id: UUID, action: Action
) -> tuple[RosterProposal, Lawyer]:
    """A proposal within the caller's reach, with its lawyer.

    Raises:
        NotFound: none.
    """
    statement = repository.proposals_visible_to(actor, action).where(col(RosterProposal.id) == proposal_id)
    found = (await session.execute(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


async def read(
    session: AsyncSession, actor: Actor, proposal_id: UUID, *, at: datetime
) -> tuple[RosterProposal, Lawyer]:
    """As :func:`find`, for a member of staff to look at; the lawyer can see that it was read."""
    proposal, lawyer = await find(session, actor, proposal_id, Action.ROSTER_APPROVE)
    await audit.record_access(
        session,
        actor,
        Action.ROSTER_APPROVE,
        object_type="roster_proposal",
        object_id=proposal.id,
        owner_id=proposal.person_id,
        at=at,
    )
    return proposal, lawyer


async def _own_locked(session: AsyncSession, actor: Actor) -> RosterRow:
    own = await keeping.own_row(session, actor)
    row = await repository.locked_row(session, own.lawyer.id)
    if row is None:
        raise NotFound()
    return row


async def _wish(session: AsyncSession, before: LawyerFacts, wanted: Mapping[str, object], at: datetime) -> Changes:
    """What differs, checked as it would be written."""
    assert facts.OWN_FIELDS.issuperset(wanted)
    after = LawyerFacts.model_validate(before.model_dump() | dict(wanted))
    number = after.licence_number
    if number is not None and number != before.licence_number:
        shown = credentials.read(number, None, today=local_date(at), before=before)
        after = after.model_copy(update={RosterField.LICENCE_NUMBER.value: shown.licence_number})
    after = await writing.checked(session, after, before.areas, at)
    changes = facts.differences(before, after)
    if not changes:
        raise NothingToChange()
    return changes
