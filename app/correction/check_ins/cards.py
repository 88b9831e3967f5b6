"""What a process keeps of a person between check-ins: order, areas ready to judge by, keys, the last fixes.

A card is only as good as its ``stamp`` and ``last_id``, and the statement that writes compares both
(:mod:`app.correction.check_ins.statement`): whatever changed since it was read makes the attempt be judged again.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.areas.loading import expected_of
from app.correction.check_ins.expected import Expected, Fix
from app.correction.check_ins.keys import Verify, verifier
from app.correction.check_ins.models import CheckIn, CheckInDevice, CheckInFix, CheckInSubject
from app.correction.check_ins.sealed_fixes import earlier_fixes
from app.correction.enums import CorrectionStatus
from app.correction.errors import NoOrder, NotBegun
from app.correction.orders.models import CorrectionOrder
from app.kernel.vault import Vault

OLDEST_ATTEMPT = timedelta(days=31)
"""How long an attempt may wait in a phone without network."""
EARLIER_CHECK_INS = 5
"""So many are compared with a new one."""
MOST_PREVIOUS = 10


@dataclass(slots=True)
class Card:
    """One person under correction; changed only by :meth:`add` and replaced when it is stale."""

    person_id: UUID
    order_id: UUID
    agency_id: UUID
    stamp: int
    last_id: UUID | None
    expected: Expected
    devices: Mapping[UUID, Verify]

    def add(self, check_in_id: UUID, fix: Fix | None) -> None:
        """Note what was just written, so that the next attempt is judged beside it."""
        self.last_id = check_in_id
        if fix is not None:
            earlier = self.expected.previous[-MOST_PREVIOUS + 1 :]
            self.expected = replace(self.expected, previous=(*earlier, fix))


class Cards:
    """The cards of one process, the least recently used dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[UUID, Card] = OrderedDict()

    def get(self, person_id: UUID) -> Card | None:
        """The card, if it is kept."""
        card = self._kept.get(person_id)
        if card is not None:
            self._kept.move_to_end(person_id)
        return card

    def put(self, card: Card) -> None:
        """Keep a card."""
        self._kept[card.person_id] = card
        self._kept.move_to_end(card.person_id)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def drop(self, person_id: UUID) -> None:
        """Forget a card."""
        self._kept.pop(person_id, None)


async def read_card(session: AsyncSession, vault: Vault, person_id: UUID, *, at: datetime) -> Card:
    """Read a person's card; the stamp first, so that a change meanwhile makes it stale and never wrong.

    Raises:
        NoOrder: nothing runs for the person.
        NotBegun: correction has not begun.
    """
    subject = await session.get(CheckInSubject, person_id)
    if subject is None or not subject.is_watched:
        raise await _why_not(session, subject)
    expected = await expected_of(session, subject.order_id, since=at - OLDEST_ATTEMPT)
    devices = await session.scalars(
        select(CheckInDevice).where(
            col(CheckInDevice.person_id) == person_id, col(CheckInDevice.revoked_at).is_(None)
        )
    )
    return Card(
        person_id=person_id,
        order_id=subject.order_id,
        agency_id=subject.agency_id,
        stamp=subject.stamp,
        last_id=subject.last_check_in_id,
        expected=replace(expected, previous=await _previous(session, vault, person_id, at=at)),
        devices={device.id: verifier(device.algorithm, device.public_key) for device in devices},
    )


async def _previous(session: AsyncSession, vault: Vault, person_id: UUID, *, at: datetime) -> tuple[Fix, ...]:
    """Fixes of the last check-ins, oldest first."""
    statement = (
        select(CheckIn, CheckInFix.location_sealed)
        .join(
            CheckInFix,
            (col(CheckInFix.id) == col(CheckIn.id)) & (col(CheckInFix.made_at) == col(CheckIn.made_at)),
        )
        .where(col(CheckIn.person_id) == person_id, col(CheckIn.made_at) > at - OLDEST_ATTEMPT)
        .order_by(col(CheckIn.made_at).desc())
        .limit(EARLIER_CHECK_INS)
    )
    rows = (await session.execute(statement)).all()
    found = [fix for row, sealed in reversed(rows) for fix in earlier_fixes(vault, sealed, row)]
    return tuple(found[-MOST_PREVIOUS:])


async def _why_not(session: AsyncSession, subject: CheckInSubject | None) -> Exception:
    order = None if subject is None else await session.get(CorrectionOrder, subject.order_id)
    is_waiting = order is not None and order.status is CorrectionStatus.REGISTERED
    return NotBegun() if is_waiting else NoOrder()
