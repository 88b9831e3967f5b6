"""What comes after an offer that came to nothing: the next lawyer, the firm again, or back to the centre.

The next one is asked by a job in a transaction of its own: what the matter asks for is read anew, and its row is
locked before the assignment's, as everybody does. A firm is asked again only while somebody there could be named.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import Need
from app.kernel import jobs
from app.kernel.bus import Payload
from app.kernel.errors import DomainError
from app.lawyers.assigning import naming, repository
from app.lawyers.assigning.asking import ask, fail, fits
from app.lawyers.assigning.models import Assignment
from app.lawyers.assigning.needs import NeedPort
from app.lawyers.enums import AssignmentMode, AssignmentStatus
from app.lawyers.errors import LawyerExcluded, NotOnRoster

NEXT = "lawyers.ask_next"

logger = structlog.get_logger(__name__)


async def go_on(session: AsyncSession, assignment: Assignment, *, at: datetime, is_silent: bool) -> None:
    """An offer of a locked assignment came to nothing; ``is_silent`` where its lawyer did not answer."""
    if assignment.status is not AssignmentStatus.ASKING or await repository.is_anyone_asked(
        session, assignment.id
    ):
        return
    is_firm_left = assignment.mode is AssignmentMode.FIRM and naming.has_time(assignment, at)
    if is_firm_left or assignment.next_position < len(assignment.planned):
        await go_on_later(session, assignment.id, at=at, is_silent=is_silent)
    else:
        await fail(session, assignment, at=at, is_silent=is_silent)


async def go_on_later(session: AsyncSession, assignment_id: UUID, *, at: datetime, is_silent: bool) -> None:
    """Have :meth:`Continuation.ask_next` run in a transaction of its own."""
    payload: Payload = {"assignment_id": str(assignment_id), "is_silent": is_silent}
    await jobs.enqueue(session, NEXT, payload, since=at)


class Continuation:
    """Asks the next planned lawyer, or the firm again; ``needs`` reads what a matter asks for."""

    def __init__(self, needs: NeedPort) -> None:
        self._needs = needs

    async def ask_next(self, session: AsyncSession, payload: Payload, at: datetime) -> None:
        """Ask the first of those left whom nothing excludes by now; the others are kept with the reasons.

        Run twice, or when the matter is no longer looking for a lawyer, it changes nothing.
        """
        known = await session.get_one(Assignment, UUID(str(payload["assignment_id"])))
        need = await self._needs.need(session, known.matter_id, lock=True)
        assignment = await repository.lock_assignment(session, known.id)
        is_over = assignment.status is not AssignmentStatus.ASKING
        if need is None or is_over or await repository.is_anyone_asked(session, assignment.id):
            logger.info("nobody is asked next", assignment_id=str(assignment.id))
            return
        need = replace(need, is_minors_reason_given=assignment.minors_reason_given)
        if assignment.mode is AssignmentMode.FIRM:
            await _ask_firm(session, need, assignment, at=at, is_silent=bool(payload["is_silent"]))
            return
        left = assignment.planned[assignment.next_position :]
        lawyers = await repository.lock_lawyers(session, left)
        for lawyer_id in left:
            try:
                candidate = await fits(session, need, assignment, lawyers, lawyer_id, at=at)
            except (LawyerExcluded, NotOnRoster) as refused:
                _skip(assignment, lawyer_id, refused)
                continue
            await ask(session, need, assignment, lawyers[lawyer_id], candidate, at=at)
            return
        await fail(session, assignment, at=at, is_silent=bool(payload["is_silent"]))


async def _ask_firm(
    session: AsyncSession, need: Need, assignment: Assignment, *, at: datetime, is_silent: bool
) -> None:
    """The firm names another; where nobody answers for it, or fits, any more, the centre need not wait for it."""
    assert assignment.firm_id is not None
    can_name = await naming.heads(session, assignment.firm_id) and await naming.fitting(
        session, need, assignment.firm_id, assignment.relaxed, at=at
    )
    if not can_name:
        await naming.end_naming(session, assignment)
        await fail(session, assignment, at=at, is_silent=is_silent)
    elif assignment.name_by is None:
        await naming.begin_naming(session, assignment, at=at)


def _skip(assignment: Assignment, lawyer_id: UUID, refused: DomainError) -> None:
    noted = {
        "lawyer_id": str(lawyer_id),
        "constraints": refused.extra.get("constraints", [refused.code]),
        "text": refused.detail or refused.title,
    }
    assignment.skipped = [*assignment.skipped, noted]
    assignment.next_position += 1
