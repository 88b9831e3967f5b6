"""The life of a permit for recurring crossings: asked, decided by the county, in force until its last day."""

from app.contracts.correction_leave import (
    CrossingPermitApproved,
    CrossingPermitEnded,
    CrossingPermitEvent,
    CrossingPermitRefused,
)
from app.correction.leave.codes import CrossingPermitStatus as Status
from app.correction.leave.codes import LeaveLevel
from app.correction.leave.errors import LevelTooLow
from app.correction.leave.models import CrossingPermit
from app.correction.leave.policies import RANK, level_of, permits
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.errors import DomainError
from app.kernel.states import Machine, Transition

RENEW = "renew"
ASKED = frozenset({Status.REQUESTED})
IN_FORCE = frozenset({Status.APPROVED})
BASIS = "社区矫正法 27；社区矫正法实施办法 29"


def decides(permit: CrossingPermit, actor: Actor | None) -> DomainError | None:
    """The county decides (办法 29)."""
    held = None if actor is None else level_of(actor, permit)
    if held is not None and RANK[held] < RANK[LeaveLevel.COUNTY]:
        return LevelTooLow(level=str(LeaveLevel.COUNTY))
    return None


def told(kind: type[CrossingPermitEvent], permit: CrossingPermit, **more: object) -> CrossingPermitEvent:
    """An event about the permit."""
    facts = {
        "permit_id": permit.id,
        "order_id": permit.order_id,
        "person_id": permit.person_id,
        "agency_id": permit.agency_id,
    }
    return kind.model_validate(facts | more)


permit_machine = Machine[CrossingPermit](
    name="crossing_permit",
    title="经常往返许可",
    states=Status,
    initial=Status.REQUESTED,
    owners={Status.REQUESTED: Role.DECIDER, Status.APPROVED: Role.SUBJECT},
    ends=frozenset({Status.REFUSED, Status.WITHDRAWN, Status.EXPIRED, Status.REVOKED, Status.GIVEN_UP}),
    transitions=(
        Transition(
            "approve",
            "批准经常往返",
            ASKED,
            Status.APPROVED,
            Action.LEAVE_DECIDE,
            BASIS,
            guard=decides,
            event=lambda permit, _: told(CrossingPermitApproved, permit),
        ),
        Transition(
            "refuse",
            "不批准经常往返",
            ASKED,
            Status.REFUSED,
            Action.LEAVE_DECIDE,
            BASIS,
            guard=decides,
            event=lambda permit, _: told(CrossingPermitRefused, permit),
        ),
        Transition("withdraw", "撤回申请", ASKED, Status.WITHDRAWN, Action.LEAVE_APPLY, "内部：本人不再申请"),
        Transition(
            "revoke",
            "取消许可",
            IN_FORCE,
            Status.REVOKED,
            Action.LEAVE_DECIDE,
            BASIS,
            guard=decides,
            event=lambda permit, _: told(CrossingPermitEnded, permit),
        ),
        Transition("give_up", "不再需要许可", IN_FORCE, Status.GIVEN_UP, Action.LEAVE_APPLY, "内部：本人不再需要"),
        Transition(
            "expire",
            "许可到期",
            IN_FORCE | ASKED,
            Status.EXPIRED,
            None,
            "社区矫正法实施办法 29",
            event=lambda permit, _: told(CrossingPermitEnded, permit),
        ),
    ),
    permits=permits,
    other_actions={RENEW: "申请续期"},
)


def allowed_actions(actor: Actor, permit: CrossingPermit) -> list[str]:
    """What this caller may do to the permit now."""
    actions = permit_machine.allowed_actions(actor, permit)
    if permit.status in {Status.APPROVED, Status.EXPIRED} and permits(actor, Action.LEAVE_APPLY, permit):
        actions.append(RENEW)
    return actions
