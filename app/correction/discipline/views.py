"""Measures and objections as the API shows them; every look at another's leaves an entry."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.alarms.schemas import StatementOut
from app.correction.discipline import repository
from app.correction.discipline.models import Sanction, SanctionObjection
from app.correction.discipline.schemas import (
    DeliveryOut,
    LadderOut,
    LadderPage,
    ObjectionOut,
    SanctionDetail,
    SanctionOut,
)
from app.correction.discipline.states import allowed_actions, may_deliver, objection_actions, sanction_machine
from app.correction.discipline.weighing import weigh
from app.correction.discipline.wording import ADVICE, OBJECTION, still_to_hand
from app.correction.orders.models import CorrectionOrder
from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock_views import clock_views

KEPT = {
    "reason",
    "evidence_ids",
    "addressee",
    "arrest_asked",
    "arrest_answer",
    "decision_reason",
    "paper_id",
    "answer",
    "answered_on",
    "answer_document",
    "revoked_at",
}


async def ladder_page(session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime) -> LadderPage:
    """What the rules lead to for an order now, shown to whoever may read its measures."""
    weighed = await weigh(session, order, at=at)
    await _looked(session, actor, "correction_order", order.id, order.person_id, at=at)
    shown = LadderOut.model_validate(weighed.snapshot())
    cautions = {one.value: weighed.cautions(order, one, at=at) for one in weighed.available}
    return LadderPage(
        **shown.model_dump(),
        message=ADVICE,
        available=weighed.available,
        cautions={measure: words for measure, words in cautions.items() if words},
    )


async def sanction_list(
    session: AsyncSession, actor: Actor, sanctions: Sequence[Sanction], *, at: datetime
) -> list[SanctionOut]:
    """Measures as a list shows them."""
    names = await people.names(session, {one.person_id for one in sanctions})
    for sanction in sanctions:
        await _looked(session, actor, sanction_machine.name, sanction.id, sanction.person_id, at=at)
    return [
        SanctionOut(
            **one.model_dump(include=set(SanctionOut.model_fields) - {"person_name", "allowed_actions"}),
            person_name=names.get(one.person_id),
            allowed_actions=allowed_actions(actor, one),
        )
        for one in sanctions
    ]


async def sanction_detail(
    session: AsyncSession, actor: Actor, sanction: Sanction, *, at: datetime
) -> SanctionDetail:
    """One measure with its grounds, what was said, decided, delivered, answered and objected."""
    [shown] = await sanction_list(session, actor, [sanction], at=at)
    statements = await repository.statements_of(session, sanction.id)
    deliveries = await repository.deliveries_of(session, sanction.id)
    objections = await repository.objections_of(session, sanction.id)
    named = {one.recorded_by for one in statements} | {sanction.proposed_by}
    named |= {sanction.decided_by} if sanction.decided_by else set[UUID]()
    names = await people.names(session, named)
    handed = {one.recipient for one in deliveries}
    missing = still_to_hand(sanction.measure, handed, is_publicised=sanction.is_publicised)
    return SanctionDetail(
        **shown.model_dump(),
        **sanction.model_dump(include=KEPT),
        alarm_ids=await repository.alarms_of(session, sanction.id),
        ladder=LadderOut.model_validate(sanction.ladder),
        proposed_by_name=names.get(sanction.proposed_by),
        decided_by_name=names.get(sanction.decided_by) if sanction.decided_by else None,
        statements=[
            StatementOut(
                **one.model_dump(include=set(StatementOut.model_fields) - {"recorded_by_name"}),
                recorded_by_name=names.get(one.recorded_by),
            )
            for one in statements
        ],
        deliveries=[DeliveryOut.model_validate(one) for one in deliveries],
        objections=await objection_list(session, actor, objections),
        clocks=await clock_views(session, sanction.id, at=at),
        missing=missing if may_deliver(sanction) else [],
    )


async def objection_list(
    session: AsyncSession, actor: Actor, objections: Sequence[SanctionObjection]
) -> list[ObjectionOut]:
    """Objections as shown with their measure or in the reviewer's list."""
    names = await people.names(session, {one.reviewed_by for one in objections if one.reviewed_by is not None})
    computed = {"reviewed_by_name", "message", "allowed_actions"}
    return [
        ObjectionOut(
            **one.model_dump(include=set(ObjectionOut.model_fields) - computed),
            reviewed_by_name=names.get(one.reviewed_by) if one.reviewed_by else None,
            message=OBJECTION[one.status],
            allowed_actions=objection_actions(actor, one),
        )
        for one in objections
    ]


async def objection_page(
    session: AsyncSession, actor: Actor, objections: Sequence[SanctionObjection], *, at: datetime
) -> list[ObjectionOut]:
    """Objections by themselves: each look is recorded."""
    for one in objections:
        await _looked(session, actor, "sanction_objection", one.id, one.person_id, at=at)
    return await objection_list(session, actor, objections)


async def _looked(
    session: AsyncSession, actor: Actor, object_type: str, object_id: UUID, owner_id: UUID, *, at: datetime
) -> None:
    await audit.record_access(
        session,
        actor,
        Action.SANCTION_READ,
        object_type=object_type,
        object_id=object_id,
        owner_id=owner_id,
        at=at,
    )
