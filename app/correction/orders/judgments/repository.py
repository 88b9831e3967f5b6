"""SQL of judgements and the papers received; every caller has the order within reach already."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.correction.enums import CorrectionStatus
from app.correction.orders.judgments.models import CoDefendant, CorrectionJudgment, ReceivedDocument
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import visible_to
from app.identity.models import Person
from app.kernel.access import Action
from app.kernel.actor import Actor


async def documents(session: AsyncSession, order_id: UUID) -> Sequence[ReceivedDocument]:
    """Papers received with an order, oldest entry first."""
    statement = select(ReceivedDocument).where(col(ReceivedDocument.order_id) == order_id)
    return (await session.scalars(statement.order_by(col(ReceivedDocument.id)))).all()


async def co_defendants(session: AsyncSession, order_id: UUID) -> list[str]:
    """Names of co-defendants."""
    statement = select(CoDefendant.name).where(col(CoDefendant.order_id) == order_id)
    return list((await session.scalars(statement.order_by(col(CoDefendant.name)))).all())


async def companions(
    session: AsyncSession, actor: Actor, order: CorrectionOrder, *, case_number: str | None, names: Sequence[str]
) -> int:
    """How many others under correction at the same office were tried with the person: by case or by name.

    Counted among what the caller may see, so that nothing is learnt of a closed file.
    """
    same_case = col(CorrectionJudgment.case_number) == (case_number or "")
    others = (
        visible_to(actor, Action.SUBJECT_READ)
        .join(Person, col(Person.id) == col(CorrectionOrder.person_id))
        .outerjoin(CorrectionJudgment, col(CorrectionJudgment.order_id) == col(CorrectionOrder.id))
        .where(
            col(CorrectionOrder.agency_id) == order.agency_id,
            col(CorrectionOrder.person_id) != order.person_id,
            col(CorrectionOrder.status) != CorrectionStatus.ENDED,
            or_(same_case, col(Person.name).in_(names)),
        )
        .with_only_columns(func.count())
    )
    return (await session.execute(others)).scalar_one()
