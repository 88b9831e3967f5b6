"""The life of a proposal to change a tier: decided by the county, or taken back by the office."""

from datetime import datetime

from app.contracts.correction_orders import TierChanged, TierProposed
from app.correction.orders.codes import TierChangeStatus as Status
from app.correction.orders.tiers.models import TierChange
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition

OPEN = frozenset({Status.PROPOSED.value})


def permits(actor: Actor, action: Action, change: TierChange) -> bool:
    """The office withdraws, the county decides; not about oneself, and not on one's own proposal."""
    if change.person_id == actor.person_id:
        return False
    if action is Action.TIER_DECIDE and change.proposed_by == actor.person_id:
        return False
    return access.reaches_agency(actor, action, change.agency_path)


def _changed(change: TierChange, at: datetime) -> TierChanged:
    return TierChanged(
        order_id=change.order_id,
        person_id=change.person_id,
        agency_id=change.agency_id,
        tier_change_id=change.id,
        from_tier=change.from_tier,
        to_tier=change.to_tier,
        effective_at=at,
    )


def proposed(change: TierChange) -> TierProposed:
    """What is told when a proposal is made."""
    return TierProposed(
        order_id=change.order_id,
        person_id=change.person_id,
        agency_id=change.agency_id,
        tier_change_id=change.id,
        from_tier=change.from_tier,
        to_tier=change.to_tier,
    )


tier_machine = Machine[TierChange](
    name="tier_change",
    title="调整管理类别",
    states=Status,
    initial=Status.PROPOSED,
    owners={Status.PROPOSED: Role.DECIDER},
    ends=frozenset({Status.APPROVED, Status.REFUSED, Status.WITHDRAWN}),
    transitions=(
        Transition("approve", "同意", OPEN, Status.APPROVED, Action.TIER_DECIDE, "社区矫正法 24", event=_changed),
        Transition("refuse", "不同意", OPEN, Status.REFUSED, Action.TIER_DECIDE, "社区矫正法 24"),
        Transition("withdraw", "撤回", OPEN, Status.WITHDRAWN, Action.SUBJECT_MANAGE, "内部：重新评估"),
    ),
    permits=permits,
)
