"""A name or number of the client's side was put right: the conflict check compares the right one from then on."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.lawyers.assigning.needs import NeedPort
from app.lawyers.assigning.rows import party_names
from app.lawyers.conflicts.models import MatterPartyName
from app.lawyers.roster.models import Lawyer


async def correct_parties(session: AsyncSession, needs: NeedPort, matter_id: UUID) -> None:
    """Write the parties as they are called now over those kept of this matter. Rows are changed, never added: what
    a lawyer who declines at the same time forgets stays forgotten.
    """
    need = await needs.known(session, matter_id)
    if need is None:
        return
    statement = select(MatterPartyName).where(col(MatterPartyName.matter_id) == matter_id)
    kept: dict[UUID, list[MatterPartyName]] = defaultdict(list)
    for row in await session.scalars(statement.order_by(col(MatterPartyName.id)).with_for_update()):
        kept[row.lawyer_id].append(row)
    for lawyer_id, rows in kept.items():
        right = list(party_names(need, await session.get_one(Lawyer, lawyer_id)))
        wrong = [row for row in rows if not any(_same(row, one) for one in right)]
        for one in right:
            if any(_same(row, one) for row in rows):
                continue
            row = next((row for row in wrong if (row.side, row.person_id) == (one.side, one.person_id)), None)
            if row is not None:
                wrong.remove(row)
                row.name, row.name_key, row.number_index = one.name, one.name_key, one.number_index


def _same(row: MatterPartyName, other: MatterPartyName) -> bool:
    """Whether they say the same of a party."""
    return all(
        getattr(row, name) == getattr(other, name) for name in ("side", "person_id", "name_key", "number_index")
    )
