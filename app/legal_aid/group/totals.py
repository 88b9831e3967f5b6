"""What other parts of legal aid ask of the ledger."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.errors import FieldError
from app.legal_aid.group import repository
from app.legal_aid.group.figures import yuan


async def ledger_total(session: AsyncSession, application_id: UUID) -> int | None:
    """What is owed to those who joined, in fen; ``None`` where no ledger is kept."""
    return await repository.owed_by_joined(session, application_id)


async def claim_warnings(session: AsyncSession, application_id: UUID, claimed_fen: int) -> Sequence[FieldError]:
    """That the ledger adds up to something else than the claim: shown before submission, never a reason to
    refuse it.
    """
    total = await ledger_total(session, application_id)
    if total is None or total == claimed_fen:
        return []
    text = f"台账合计 {yuan(total)} 元，申请书上写的是 {yuan(claimed_fen)} 元，请核对"
    return [FieldError("claim.amount_fen", "differs_from_ledger", text)]
