"""Objections: the person's, reviewed by the head of the county's bureau, who did not decide."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.correction import SanctionObjected, SanctionObjectionDecided
from app.correction.discipline import repository
from app.correction.discipline.announcing import announce, note_change
from app.correction.discipline.codes import SanctionStatus
from app.correction.discipline.deciding import revoke
from app.correction.discipline.errors import NoObjection
from app.correction.discipline.models import Sanction, SanctionObjection
from app.correction.discipline.states import may_object, objection_machine
from app.correction.files import require_files
from app.kernel.access import Action
from app.kernel.actor import Actor


async def object_to(
    session: AsyncSession,
    actor: Actor,
    sanction_id: UUID,
    words: str,
    evidence_ids: Sequence[UUID],
    *,
    at: datetime,
) -> Sanction:
    """The person objects to a measure; there is no last day for it in law, so there is none here.

    Raises:
        NotFound: not theirs.
        NoObjection: nothing stands, or a reward.
        ObjectionOpen: one is being reviewed.
        Invalid: a file of another matter.
    """
    sanction = await repository.sanction_for(session, actor, Action.SANCTION_OBJECT, sanction_id, lock=True)
    if not may_object(sanction) or sanction.decided_by is None:
        raise NoObjection()
    session.add(
        SanctionObjection(
            sanction_id=sanction.id,
            person_id=sanction.person_id,
            agency_path=sanction.agency_path,
            decided_by=sanction.decided_by,
            words=words,
            evidence_ids=await require_files(session, sanction.order_id, evidence_ids),
            filed_at=at,
            updated_at=at,
        )
    )
    note_change(session, actor, sanction, Action.SANCTION_OBJECT, "提出异议", at=at)
    await session.flush()
    await announce(session, SanctionObjected, sanction, at=at)
    return sanction


async def review(
    session: AsyncSession, actor: Actor, objection_id: UUID, reason: str, *, is_granted: bool, at: datetime
) -> SanctionObjection:
    """Decide an objection; one that is granted ends the measure, which counts no longer.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: decided already, or the measure was answered meanwhile.
        TwoPeopleNeeded: the actor decided what is objected to.
    """
    objection = await repository.objection_for(session, actor, Action.SANCTION_REVIEW, objection_id)
    sanction = await repository.sanction_for(
        session, actor, Action.SANCTION_REVIEW, objection.sanction_id, lock=True
    )
    changes = {"reviewed_by": actor.person_id, "review_reason": reason, "closed_at": at}
    name = "grant" if is_granted else "uphold"
    await objection_machine.fire(session, objection, name, actor=actor, at=at, reason=reason, changes=changes)
    if is_granted:
        fired = "overturn_proposal" if sanction.status is SanctionStatus.SUBMITTED else "overturn"
        await revoke(session, actor, sanction, fired, reason, at=at)
    await session.flush()
    await announce(session, SanctionObjectionDecided, sanction, at=at)
    return objection


async def withdraw_objection(
    session: AsyncSession, actor: Actor, objection_id: UUID, *, at: datetime
) -> SanctionObjection:
    """The person takes the objection back.

    Raises:
        NotFound: not theirs.
        WrongState: decided already.
    """
    objection = await repository.objection_for(session, actor, Action.SANCTION_OBJECT, objection_id)
    changes = {"closed_at": at}
    return await objection_machine.fire(session, objection, "withdraw", actor=actor, at=at, changes=changes)
