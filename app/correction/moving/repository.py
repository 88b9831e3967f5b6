"""SQL of moves. Every query made for a person begins at :func:`visible_to`."""

from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.correction.moving.models import Relocation
from app.correction.moving.states import RECEIVING
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import ordinary, reach
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import subtree_clause
from app.kernel.errors import NotFound


def visible_to(actor: Actor, action: Action, *, listed: bool = False) -> SelectOfScalar[Relocation]:
    """Moves of orders within reach, from an office within reach, and, to answer and receive, to one.

    The old office keeps seeing a move after the order has left it. A list leaves closed files
    out, unless one is named.
    """
    orders = (
        ordinary(actor, action).with_only_columns(col(CorrectionOrder.id))
        if listed
        else select(CorrectionOrder.id).where(reach(actor, action))
    )
    mine = col(Relocation.order_id).in_(orders)
    paths = access.agency_paths(actor, action)
    of_others = col(Relocation.person_id) != actor.person_id
    is_open = col(Relocation.order_id).in_(select(CorrectionOrder.id).where(~col(CorrectionOrder.is_sealed)))
    left = subtree_clause(col(Relocation.agency_id), paths) & of_others & is_open
    if action not in RECEIVING:
        return select(Relocation).where(or_(mine, left))
    coming = subtree_clause(col(Relocation.to_agency_id), paths) & of_others
    return select(Relocation).where(or_(mine, left, coming & is_open if listed else coming))


async def move_for(session: AsyncSession, actor: Actor, action: Action, move_id: UUID) -> Relocation:
    """One move within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    statement = visible_to(actor, action).where(col(Relocation.id) == move_id)
    move = (await session.scalars(statement)).one_or_none()
    if move is None:
        raise NotFound()
    return move


async def open_move(session: AsyncSession, order_id: UUID, states: frozenset[str]) -> Relocation | None:
    """The move of an order that is open."""
    statement = select(Relocation).where(col(Relocation.order_id) == order_id, col(Relocation.status).in_(states))
    return (await session.scalars(statement)).one_or_none()
