"""What someone who moves has to do now."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.moving.asking import REPORT_IN
from app.correction.moving.codes import MoveStatus
from app.correction.moving.repository import open_move
from app.correction.moving.states import move_machine
from app.correction.orders.models import CorrectionOrder
from app.correction.todo import ToDo, ToDoKind
from app.kernel.clock_store import open_clocks


async def due_now(session: AsyncSession, order: CorrectionOrder, at: datetime) -> list[ToDo]:
    """Report in at the new place."""
    move = await open_move(session, order.id, frozenset({MoveStatus.APPROVED}))
    if move is None or move.decided_at is None or move.decided_at > at:
        return []
    ends = [clock.due_on for clock in await open_clocks(session, move.id) if clock.rule_code == REPORT_IN]
    return [ToDo(ToDoKind.MOVE, move_machine.name, move.id, due_on=next(iter(ends), None))]
