"""The roster given out as a file that can be taken in again; document numbers and phones stay here."""

from datetime import datetime
from uuid import UUID

from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.lawyers.exchange import repository
from app.lawyers.exchange.known import area_names, roster_values
from app.lawyers.exchange.writing import write_csv, write_workbook
from app.lawyers.roster.models import Firm, Lawyer

NOTE = "导出律师名册"


async def export(session: AsyncSession, actor: Actor, agency_id: UUID, *, as_csv: bool, at: datetime) -> bytes:
    """Everybody on a centre's roster, by firm and name; each can see that they were read.

    Raises:
        NotFound: the caller does not keep this centre's roster.
    """
    agency = await repository.kept_agency(session, actor, agency_id)
    statement = (
        select(Lawyer, Firm)
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .where(col(Lawyer.agency_id) == agency.id)
        .order_by(col(Firm.name), col(Lawyer.name), col(Lawyer.id))
    )
    found = [(lawyer, firm) for lawyer, firm in (await session.execute(statement)).all()]
    rows = await roster_values(session, found)
    names = await area_names(session, {code for row in rows for code in row["areas"]})
    for lawyer, _ in found:
        await audit.record_access(
            session,
            actor,
            Action.ROSTER_MANAGE,
            object_type="lawyer",
            object_id=lawyer.id,
            owner_id=lawyer.person_id,
            at=at,
            note=NOTE,
        )
    return await to_thread.run_sync(write_csv if as_csv else write_workbook, rows, names)
