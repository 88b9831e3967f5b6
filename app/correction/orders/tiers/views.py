"""Proposals and scales as the API shows them; every look at another's assessment leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.orders.tiers.models import AssessmentScale, TierChange
from app.correction.orders.tiers.scale import DEFAULT, to_data
from app.correction.orders.tiers.schemas import AnswerOut, ItemBody, ScaleOut, TierChangeOut
from app.correction.orders.tiers.states import tier_machine
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor


def scale_out(row: AssessmentScale | None) -> ScaleOut:
    """The scale in force."""
    scale = row.scale if row else DEFAULT
    return ScaleOut(
        items=[ItemBody.model_validate(item) for item in to_data(scale)],
        yellow_from=scale.yellow_from,
        red_from=scale.red_from,
        effective_from=row.effective_from if row else None,
        is_default=row is None,
    )


async def change_list(
    session: AsyncSession, actor: Actor, changes: Sequence[TierChange], *, at: datetime
) -> list[TierChangeOut]:
    """Proposals as a list shows them."""
    return [await change_out(session, actor, change, at=at) for change in changes]


async def change_out(session: AsyncSession, actor: Actor, change: TierChange, *, at: datetime) -> TierChangeOut:
    """One proposal, with the look at it recorded."""
    await audit.record_access(
        session,
        actor,
        Action.SUBJECT_READ,
        object_type=tier_machine.name,
        object_id=change.id,
        owner_id=change.person_id,
        at=at,
    )
    return TierChangeOut(
        **change.model_dump(include=set(TierChangeOut.model_fields) - {"answers"}),
        answers=[AnswerOut.model_validate(answer) for answer in change.answers],
        allowed_actions=tier_machine.allowed_actions(actor, change),
    )
