"""Check-ins that an officer takes in: they answer what is owed exactly as a phone's do.

Locks: the person's ``check_in_subject``, where a phone's attempt of the same moment waits and then looks again.
"""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.check_ins import judging
from app.correction.check_ins.attempt_codes import CheckInChannel
from app.correction.check_ins.cards import read_card
from app.correction.check_ins.channels.schemas import CheckInRecordCreate, FaceLook
from app.correction.check_ins.errors import FaceLooked
from app.correction.check_ins.judging import Sent
from app.correction.check_ins.models import CheckIn, CheckInFace, CheckInRecord, CheckInSubject
from app.correction.check_ins.recording import open_window, refusal, write_in
from app.correction.check_ins.repository import check_in_for
from app.correction.check_ins.schemas import CheckInCreate
from app.correction.check_ins.statement import Attempt, Outcome
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import order_for
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.vault import Vault


async def record_check_in(
    session: AsyncSession, vault: Vault, actor: Actor, order_id: UUID, new: CheckInRecordCreate, *, at: datetime
) -> CheckIn:
    """Write down a check-in for a person; the same attempt entered again is the same check-in.

    Raises:
        NotFound: beyond the actor's reach.
        NotBegun: correction has not begun.
        Invalid: a moment that is not past, or longer ago than a phone may keep an attempt.
        AttemptDiffers: the attempt was entered before with other content.
    """
    order = await order_for(session, actor, Action.CHECK_IN_RECORD, order_id)
    if not at - judging.OLDEST_ATTEMPT <= new.made_at <= at:
        raise Invalid(fields=[FieldError("made_at", "past", "签到时间不能晚于现在，也不能太早")])
    await session.get(CheckInSubject, order.person_id, with_for_update=True, populate_existing=True)
    attempt = await _attempt(session, vault, actor, order, new, at=at)
    outcome = await write_in(session, attempt, at=at)
    if outcome is Outcome.LATE:
        attempt = attempt._replace(is_late=True)
        outcome = await write_in(session, attempt, at=at)
    if outcome is Outcome.STORED:
        session.add(_record(attempt, actor, new))
    elif outcome is not Outcome.SAME:
        raise refusal(outcome)
    await session.flush()
    return await session.get_one(CheckIn, (attempt.id, attempt.made_at))


async def look_at_face(
    session: AsyncSession, actor: Actor, check_in_id: UUID, look: FaceLook, *, at: datetime
) -> CheckInFace:
    """Write down what the photo of a check-in shows. It changes nothing else: whoever doubts asks the person.

    Raises:
        NotFound: no photo, or beyond the actor's reach.
        FaceLooked: somebody looked before.
    """
    check_in = await check_in_for(session, actor, Action.CHECK_IN_RECORD, check_in_id)
    face = await session.get(CheckInFace, check_in.id, with_for_update=True)
    if face is None:
        raise NotFound()
    if face.looked_at is not None:
        raise FaceLooked()
    face.finding, face.note = look.finding, look.note
    face.looked_by, face.looked_at = actor.person_id, at
    await session.flush()
    return face


async def _attempt(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    order: CorrectionOrder,
    new: CheckInRecordCreate,
    *,
    at: datetime,
) -> Attempt:
    card = await read_card(session, vault, order.person_id, at=at)
    duty_id = await open_window(session, order.person_id, new.made_at)
    came = Sent(
        body=CheckInCreate.model_construct(
            attempt_id=new.attempt_id,
            made_at=new.made_at,
            fixes=new.fixes,
            failures=[],
            challenge=None,
            device=None,
            photo_id=None,
            voice_id=None,
            signature=None,
            borrowed=None,
        ),
        text=b"",
        digest=sha256(new.model_dump_json().encode()).digest(),
        person_id=order.person_id,
        received_at=at,
        login_id=None,
        channel=new.channel,
        recorded_by=actor.person_id,
    )
    judgement = judging.judged(card, came)
    attempt = judging.prepare(vault, card, came, judgement, duty_id=duty_id, is_late=False)
    attempt = attempt._replace(counted_at=new.made_at, is_awaited=True)
    if new.channel is CheckInChannel.HELPER:
        return attempt
    return attempt._replace(verdict=None, distance_m=None, reasons=(), marks=(), sealed=None, is_answer=True)


def _record(attempt: Attempt, actor: Actor, new: CheckInRecordCreate) -> CheckInRecord:
    return CheckInRecord(
        check_in_id=attempt.id,
        made_at=attempt.made_at,
        order_id=attempt.order_id,
        recorded_by=actor.person_id,
        verified_by=new.verified_by,
        note=new.note,
        helper_name=new.helper_name,
        consent=new.consent,
    )
