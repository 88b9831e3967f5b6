"""What other parts of legal aid ask of the ledger."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.legal_aid.group import repository


async def ledger_total(session: AsyncSession, application_id: UUID) -> int | None:
    """What is owed to those who joined, in fen; ``None`` where no ledger is kept."""
    return await repository.owed_by_joined(session, application_id)
