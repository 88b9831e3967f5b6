"""What there is to do, as the API shows it."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.desk.counting import counts, headcount, sources
from app.correction.desk.gathering import gather, until
from app.correction.desk.schemas import Desk, DeskItem, MyOrder, TierCount, ToDoOut
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.views import order_detail
from app.kernel.actor import Actor
from app.kernel.geo import Datum


async def my_order(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime, datum: Datum
) -> MyOrder:
    """The caller's own order with what there is to do."""
    detail = await order_detail(session, actor, order, at=at, datum=datum)
    to_do = [
        ToDoOut.model_validate(asdict(one) | {"is_late": until(one) <= at})
        for one in await gather(session, order, at=at)
    ]
    return MyOrder.model_validate(detail.model_dump() | {"to_do": to_do})


async def desk(session: AsyncSession, actor: Actor, *, at: datetime) -> Desk:
    """Everything that waits for the offices in reach."""
    paths = {kind: source.path for kind, source in sources(at).items()}
    found = await counts(session, actor, at=at)
    items = [DeskItem(kind=kind, count=number, path=paths[kind]) for kind, number in found.items() if number]
    people, ending = await headcount(session, actor, at=at)
    return Desk(
        at=at, items=items, people=[TierCount(tier=tier, count=n) for tier, n in people.items()], ending=ending
    )
