"""Firms that were asked to name a lawyer, as those who head them answer."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.contracts.matching import Candidate, Need
from app.kernel.actor import Actor
from app.kernel.bus import Payload
from app.kernel.errors import FieldError, NotFound
from app.kernel.states import WrongState
from app.lawyers.assigning import naming, repository
from app.lawyers.assigning.asking import ask, fail, fits
from app.lawyers.assigning.models import Assignment, Offer
from app.lawyers.assigning.needs import NeedPort
from app.lawyers.enums import AssignmentStatus
from app.lawyers.errors import NotOfFirm, OfferLapsed, OfferOver


async def visible(session: AsyncSession, actor: Actor, assignment_id: UUID) -> Assignment:
    """A matter assigned to a firm that the caller heads.

    Raises:
        NotFound: none, or another firm's.
    """
    statement = repository.firm_requests_visible_to(actor).where(col(Assignment.id) == assignment_id)
    if (found := (await session.scalars(statement)).one_or_none()) is None:
        raise NotFound()
    return found


def is_naming(assignment: Assignment, at: datetime) -> bool:
    """Whether the firm may name somebody now."""
    waits = assignment.status is AssignmentStatus.ASKING and assignment.name_by is not None
    return waits and at < (assignment.name_by or at)


async def asked_of(
    session: AsyncSession, needs: NeedPort, assignment: Assignment, *, at: datetime
) -> tuple[Need | None, list[Candidate]]:
    """What the matter asks for and whom the firm may name, best first; nothing once it has, or it is over."""
    if not is_naming(assignment, at) or assignment.firm_id is None:
        return None, []
    need = await needs.need(session, assignment.matter_id, lock=False)
    if need is None:
        return None, []
    need = replace(need, is_minors_reason_given=assignment.minors_reason_given)
    return need, await naming.fitting(session, need, assignment.firm_id, assignment.relaxed, at=at)


async def name_lawyer(
    session: AsyncSession, needs: NeedPort, actor: Actor, assignment_id: UUID, lawyer_id: UUID, *, at: datetime
) -> Offer:
    """The head names a lawyer of the firm, who is asked and still accepts or declines.

    Raises:
        NotFound: another firm's, or not headed by the caller.
        OfferLapsed: too late.
        OfferOver: the matter is looking for nobody any more.
        WrongState: somebody was named, or it is over.
        NotOfFirm: the lawyer is not of the firm.
        LawyerExcluded: a hard constraint is in the way.
    """
    known = await visible(session, actor, assignment_id)
    need = await needs.need(session, known.matter_id, lock=True)
    assignment = await _open(session, known, at)
    if need is None:
        raise OfferOver()
    lawyers = await repository.lock_lawyers(session, [lawyer_id])
    lawyer = lawyers.get(lawyer_id)
    if lawyer is None or lawyer.firm_id != assignment.firm_id:
        raise NotOfFirm(fields=[FieldError("lawyer_id", "not_of_firm", NotOfFirm.title)])
    need = replace(need, is_minors_reason_given=assignment.minors_reason_given)
    candidate = await fits(session, need, assignment, lawyers, lawyer_id, at=at)
    await naming.end_naming(session, assignment)
    assignment.planned = [*assignment.planned, lawyer_id]
    assignment.updated_at = at
    return await ask(session, need, assignment, lawyer, candidate, at=at)


async def decline(session: AsyncSession, actor: Actor, assignment_id: UUID, *, at: datetime) -> Assignment:
    """The firm has nobody: the matter goes back to the centre.

    Raises:
        NotFound, OfferLapsed, WrongState: as :func:`name_lawyer`.
    """
    assignment = await _open(session, await visible(session, actor, assignment_id), at)
    await naming.end_naming(session, assignment)
    await fail(session, assignment, at=at, is_silent=False)
    return assignment


async def expire(session: AsyncSession, payload: Payload, at: datetime) -> None:
    """Alarm at ``name_by``: a firm that named nobody gives the matter back; one that did is left alone."""
    assignment = await repository.lock_assignment(session, UUID(str(payload["assignment_id"])))
    is_open = assignment.status is AssignmentStatus.ASKING
    if not is_open or assignment.name_by is None or at < assignment.name_by:
        return
    await naming.end_naming(session, assignment)
    await fail(session, assignment, at=at, is_silent=True)


async def _open(session: AsyncSession, known: Assignment, at: datetime) -> Assignment:
    """The assignment, locked, while the firm may name somebody."""
    assignment = await repository.lock_assignment(session, known.id)
    if assignment.status is not AssignmentStatus.ASKING or assignment.name_by is None:
        raise WrongState(state=assignment.status.value)
    if at >= assignment.name_by:
        raise OfferLapsed()
    return assignment
