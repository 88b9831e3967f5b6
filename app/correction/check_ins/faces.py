"""Faces: who is asked to look at the photo that came with a check-in. A port; by default an officer, later.

A comparison by machine may be plugged in, and may only ask a person to look sooner: a finding needs somebody who
looked (a CHECK of the table), it is never the only way in, and nothing here keeps a check-in from counting
(个人信息保护法 24, 28).
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.check_ins.models import CheckInFace


class FacePort(Protocol):
    """Whoever arranges that a photo is looked at."""

    async def ask(self, session: AsyncSession, check_in_id: UUID, order_id: UUID, *, made_at: datetime) -> None:
        """Ask for a look, in the transaction that writes the check-in; no network call is made here."""
        ...


class HumanReview:
    """Puts the photo on the list of what the office has to look at."""

    async def ask(self, session: AsyncSession, check_in_id: UUID, order_id: UUID, *, made_at: datetime) -> None:
        """See the class."""
        session.add(CheckInFace(check_in_id=check_in_id, made_at=made_at, order_id=order_id))
        await session.flush()
