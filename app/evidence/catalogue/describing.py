"""Say what a file is about: its kind, what it proves, over which period, which amount."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository
from app.evidence.catalogue.changing import open_item
from app.evidence.catalogue.schemas import CatalogueEntry
from app.evidence.enums import SIGNING
from app.evidence.errors import SameFileAlready
from app.evidence.models import Evidence
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid, PreconditionFailed
from app.kernel.states import WrongState

EARLIEST_YEAR, LATEST_YEAR = 1949, 2200


async def describe(
    session: AsyncSession, actor: Actor, evidence_id: UUID, entry: CatalogueEntry, *, version: int, at: datetime
) -> Evidence:
    """Replace what is said of a file that counts, or may come to count.

    Raises:
        NotFound: none that the caller may change.
        MatterEnded: its case has ended.
        WrongState: it was refused, lapsed or was withdrawn.
        PreconditionFailed: somebody else changed it since ``version``.
        Invalid: with every problem.
        SameFileAlready: the matter has the same content under that kind.
    """
    item = await open_item(session, actor, evidence_id, at=at)
    if item.status not in repository.LIVE:
        raise WrongState(state=str(item.status))
    if item.version != version:
        raise PreconditionFailed()
    if problems := list(_problems(item, entry)):
        raise Invalid(fields=problems)
    if entry.kind is not item.kind:
        await _require_sole(session, item, entry)
    for field, value in entry.model_dump().items():
        setattr(item, field, value)
    item.version += 1
    item.updated_at = max(at, item.updated_at)
    audit.add_entry(
        session,
        actor,
        Action.EVIDENCE_CATALOGUE,
        object_type="evidence",
        object_id=item.id,
        owner_id=await repository.owner_of_matter(session, item.matter_id),
        at=at,
    )
    await session.flush()
    return item


def _problems(item: Evidence, entry: CatalogueEntry) -> Iterator[FieldError]:
    if entry.kind is not item.kind and SIGNING & {entry.kind, item.kind}:
        yield FieldError("kind", "signature", "签名、指印不能改成别的材料，别的材料也不能改成签名")
    for field, day in (("period_from", entry.period_from), ("period_to", entry.period_to)):
        if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            yield FieldError(field, "plausible", "日期不对，请检查年份")
    if entry.period_from and entry.period_to and entry.period_to < entry.period_from:
        yield FieldError("period_to", "order", "结束的日期不能早于开始的日期")


async def _require_sole(session: AsyncSession, item: Evidence, entry: CatalogueEntry) -> None:
    twins = await repository.twins(
        session, item.matter_id, sha256=item.sha256, size_bytes=item.size_bytes, media_type=item.media_type
    )
    if any(twin.kind is entry.kind for twin in twins):
        raise SameFileAlready()
