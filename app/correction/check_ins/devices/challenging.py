"""Gives out the challenge of the window that is open now, and never of one that is not."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.check_ins.challenges import nonce_of, phrase_of
from app.correction.check_ins.devices.schemas import ChallengeOut
from app.correction.check_ins.errors import NoWindow
from app.correction.check_ins.judging import LONGEST_WINDOW
from app.correction.enums import DutyKind, DutyStatus
from app.correction.schedule.models import CheckInDuty
from app.kernel.vault import Vault


class OpenWindow(NamedTuple):
    """A window that is open."""

    id: UUID
    kind: DutyKind
    opens_at: datetime
    closes_at: datetime


async def current_challenge(session: AsyncSession, vault: Vault, person_id: UUID, *, at: datetime) -> ChallengeOut:
    """The challenge of the open window that closes first; asked again it is the same.

    Raises:
        NoWindow: nothing is owed now.
    """
    statement = (
        select(CheckInDuty)
        .where(
            col(CheckInDuty.person_id) == person_id,
            col(CheckInDuty.opens_at) <= at,
            col(CheckInDuty.opens_at) > at - LONGEST_WINDOW,
            col(CheckInDuty.closes_at) > at,
            col(CheckInDuty.status).in_((DutyStatus.WAITING, DutyStatus.ATTEMPTED)),
        )
        .order_by(col(CheckInDuty.closes_at), col(CheckInDuty.id))
        .limit(1)
    )
    duty = (await session.scalars(statement)).one_or_none()
    if duty is None:
        raise NoWindow()
    window = OpenWindow(duty.id, duty.kind, duty.opens_at, duty.closes_at)
    return challenge_of(vault, person_id, window, at=at)


def challenge_of(vault: Vault, person_id: UUID, duty: OpenWindow, *, at: datetime) -> ChallengeOut:
    """What the person is given for one window."""
    return ChallengeOut(
        duty_id=duty.id,
        kind=duty.kind,
        nonce=nonce_of(vault, duty.id, person_id),
        phrase=phrase_of(vault, duty.id, person_id),
        opens_at=duty.opens_at,
        closes_at=duty.closes_at,
        now=at,
    )
