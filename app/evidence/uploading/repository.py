"""SQL of uploads in parts, for the system itself."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.enums import EvidenceStatus
from app.evidence.models import Evidence


async def sharing(session: AsyncSession, item: Evidence) -> Sequence[Evidence]:
    """Files of its matter that wait for the same stored object, itself among them; locked, as they stand now."""
    statement = (
        select(Evidence)
        .where(
            col(Evidence.matter_id) == item.matter_id,
            col(Evidence.object_key) == item.object_key,
            col(Evidence.status) == EvidenceStatus.DECLARED,
        )
        .order_by(col(Evidence.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()


async def is_awaited(session: AsyncSession, matter_id: UUID, upload_id: str) -> bool:
    """Whether a file of the matter still waits for this upload in parts."""
    statement = select(Evidence.id).where(
        col(Evidence.matter_id) == matter_id,
        col(Evidence.upload_id) == upload_id,
        col(Evidence.status) == EvidenceStatus.DECLARED,
    )
    return (await session.execute(statement.limit(1))).first() is not None


async def awaited_uploads(session: AsyncSession) -> set[str]:
    """Every upload in parts that a file waits for."""
    statement = select(Evidence.upload_id).where(
        col(Evidence.status) == EvidenceStatus.DECLARED, col(Evidence.upload_id).is_not(None)
    )
    return {upload_id for upload_id in (await session.scalars(statement)).all() if upload_id is not None}
