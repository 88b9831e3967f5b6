"""Whether the files that are named as proof belong to the case and were verified."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.kernel.errors import FieldError


async def evidence_problems(
    session: AsyncSession, application_id: UUID, evidence_ids: Sequence[UUID]
) -> Sequence[FieldError]:
    """One problem a file, by its place in ``evidence_ids``; files of other cases are simply not the case's."""
    wrong = set(await matters.not_verified(session, application_id, evidence_ids))
    problems = [
        FieldError(f"evidence_ids.{place}", "not_verified", "这份材料不是本案的，或者还没有通过核验")
        for place, evidence_id in enumerate(evidence_ids)
        if evidence_id in wrong
    ]
    if len(set(evidence_ids)) != len(evidence_ids):
        problems.append(FieldError("evidence_ids", "repeated", "同一份材料只选一次"))
    return problems
