"""Cases that look for a lawyer, as the lawyers' domain reads them when it asks the next one."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.matching import Need
from app.legal_aid import repository
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.handling.needs import need_of
from app.legal_aid.models import Application


class LegalAidNeeds:
    """Needs of applications for which lawyers are being asked."""

    async def need(self, session: AsyncSession, matter_id: UUID, *, lock: bool) -> Need | None:
        """None once the case is over or a lawyer has it. With ``lock`` its row stays locked until commit."""
        case = await (repository.locked(session, matter_id) if lock else session.get(Application, matter_id))
        if case is None or case.status is not ApplicationStatus.OFFERED:
            return None
        return await need_of(session, case)

    async def known(self, session: AsyncSession, matter_id: UUID) -> Need | None:
        """The need of an application in any state."""
        case = await session.get(Application, matter_id)
        return None if case is None else await need_of(session, case)
