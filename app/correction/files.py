"""Files that records of an order refer to: of the order's own matter, and not refused."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.kernel.errors import FieldError, Invalid


async def require_files(
    session: AsyncSession, order_id: UUID, evidence_ids: Sequence[UUID], *, field: str = "evidence_ids"
) -> list[UUID]:
    """The ids, each once, of files collected under the order; one that is still being verified counts.

    Raises:
        Invalid: a file of another matter, unknown, withdrawn or refused; which of these is not told.
    """
    wanted = list(dict.fromkeys(evidence_ids))
    known = await matters.files(session, wanted)
    wrong = [
        FieldError(f"{field}.{place}", "unknown_file", "找不到这份材料，请重新上传后再选")
        for place, evidence_id in enumerate(wanted)
        if (facts := known.get(evidence_id)) is None or facts.matter_id != order_id or facts.is_refused
    ]
    if wrong:
        raise Invalid(fields=wrong)
    return wanted
