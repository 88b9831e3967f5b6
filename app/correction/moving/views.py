"""Moves as the API shows them; every look at another's leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.leave.answers import FilingOut
from app.correction.leave.views import filings
from app.correction.moving.codes import MoveStatus
from app.correction.moving.models import Relocation
from app.correction.moving.schemas import MoveDetail, MoveOut
from app.correction.moving.states import allowed_actions, move_machine
from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_views import clock_views


async def move_list(
    session: AsyncSession, actor: Actor, moves: Sequence[Relocation], *, at: datetime
) -> list[MoveOut]:
    """Moves as a list shows them."""
    names = await people.names(session, {move.person_id for move in moves})
    for move in moves:
        await audit.record_access(
            session,
            actor,
            Action.MOVE_READ,
            object_type=move_machine.name,
            object_id=move.id,
            owner_id=move.person_id,
            at=at,
        )
    shown = set(MoveOut.model_fields) - {"person_name", "allowed_actions"}
    return [
        MoveOut(
            **move.model_dump(include=shown),
            person_name=names.get(move.person_id),
            allowed_actions=allowed_actions(actor, move),
        )
        for move in moves
    ]


async def move_detail(session: AsyncSession, actor: Actor, move: Relocation, *, at: datetime) -> MoveDetail:
    """One move with all that belongs to it."""
    [line] = await move_list(session, actor, [move], at=at)
    more = set(MoveDetail.model_fields) - set(MoveOut.model_fields) - {"clocks", "filings", "advice"}
    return MoveDetail(
        **line.model_dump(),
        **move.model_dump(include=more),
        clocks=await clock_views(session, move.id, at=at),
        filings=[FilingOut.model_validate(row) for row in await filings(session, move.id)],
        advice=_advice(move),
    )


def _advice(move: Relocation) -> list[str]:
    said: list[str] = []
    if move.is_short_notice and move.status is MoveStatus.REQUESTED:
        said.append(
            "一般要提前一段时间申请变更执行地。时间紧的，请和司法所联系；批准以前请不要搬走，确有急事可以先请假。"
        )
    if move.status is MoveStatus.APPROVED:
        said.append(
            f"请按时到{move.receiver}报到，地址和日期写在决定书里。报到以前仍由原来的司法所管理，照常签到。"
        )
    return said
