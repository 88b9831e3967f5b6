"""What malware and withdrawal keep back from bundles: nobody gets in a bundle what they could not open alone.

A file that no scanner has looked at may leave by its owner's hand; index and README name it then.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.bundles.models import EvidenceBundle, EvidenceBundleItem
from app.evidence.enums import EvidenceStatus, ScanStatus
from app.evidence.errors import Infected, Withdrawn
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.scanning.gate import UNSCANNED, is_open_to, require_scanned
from app.evidence.sharing.capacity import capacity_of
from app.evidence.sharing.opening import SEES_WITHDRAWN
from app.kernel.actor import Actor
from app.kernel.errors import FieldError

UNSEEN = UNSCANNED | {ScanStatus.TOO_LARGE}
"""A scanner is set up, and has not looked at the file."""


def refusal(actor: Actor, item: Evidence, field: str) -> FieldError | None:
    """Why ``item`` cannot go into a bundle that ``actor`` asks for; none where it counts."""
    if item.status is EvidenceStatus.WITHDRAWN:
        return FieldError(field, "withdrawn", f"“{item.name}”已经撤回，不能放进卷宗")
    if item.scan is ScanStatus.INFECTED:
        return FieldError(field, "infected", f"“{item.name}”查出病毒，不能放进卷宗")
    if item.status is not EvidenceStatus.VERIFIED:
        return FieldError(field, "not_verified", f"“{item.name}”没有核验通过，不能放进卷宗")
    if not is_open_to(actor, item):
        return FieldError(field, "not_scanned", f"“{item.name}”还没有查过病毒，查完才能放进卷宗")
    return None


def stopped_counting(item: Evidence) -> str:
    """What happened to a file that counted when it was to leave, and no longer does."""
    return "查出病毒" if item.scan is ScanStatus.INFECTED else "已经撤回"


async def require_open(session: AsyncSession, actor: Actor, bundle: EvidenceBundle, *, at: datetime) -> None:
    """Go on only where the actor may still have everything that is in the bundle.

    Raises:
        Infected: malware was found in a file since.
        NotScannedYet: a scan is still to come, and the actor did not hand the file in.
        Withdrawn: a file was taken back since, and the actor is neither its owner nor of the agency.
    """
    for item in await _items(session, bundle):
        if item.status is EvidenceStatus.REJECTED:
            raise Infected()
        require_scanned(actor, item)
        if item.status is EvidenceStatus.WITHDRAWN:
            matter = await session.get_one(EvidenceMatter, bundle.matter_id)
            capacity = await capacity_of(session, actor, matter, at=at)
            if capacity.reach not in SEES_WITHDRAWN:
                raise Withdrawn()


async def _items(session: AsyncSession, bundle: EvidenceBundle) -> Sequence[Evidence]:
    one = EvidenceBundleItem
    statement = (
        select(Evidence)
        .join(EvidenceBundleItem, col(one.evidence_id) == col(Evidence.id))
        .where(col(one.bundle_id) == bundle.id)
        .order_by(col(one.position))
    )
    return (await session.scalars(statement)).all()
