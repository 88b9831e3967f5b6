"""The life of a correction order as one table.

The end of the term is a fact of law, not a favour: the system ends the order on the day after the last day,
so that nobody is watched longer than the judgement allows (社区矫正法 44).
"""

from datetime import datetime

from app.contracts.correction_orders import CorrectionBegun
from app.correction.enums import CorrectionStatus as Status
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.policies import may_check_in, may_set_area, permits
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition

CHECK_IN = "check_in"
SET_AREA = "set_area"
HAND_IN_SUMMARY = "hand_in_summary"
APPRAISE = "appraise"
CHANGE_TERM = "change_term"
HAND_OVER = "hand_over"
LINK_RESETTLEMENT = "link_resettlement"


def _begun(order: CorrectionOrder, at: datetime) -> CorrectionBegun:
    return CorrectionBegun(order_id=order.id, person_id=order.person_id, agency_id=order.agency_id)


TRANSITIONS: tuple[Transition[CorrectionOrder], ...] = (
    Transition(
        name="begin",
        title="办理入矫",
        sources=frozenset({Status.REGISTERED}),
        target=Status.UNDER_CORRECTION,
        action=Action.SUBJECT_MANAGE,
        basis="社区矫正法 22",
        event=_begun,
    ),
    Transition(
        name="end",
        title="期满解除",
        sources=frozenset({Status.REGISTERED, Status.UNDER_CORRECTION}),
        target=Status.ENDED,
        action=None,
        basis="社区矫正法 44",
    ),
    Transition(
        name="end_early",
        title="提前终止",
        sources=frozenset({Status.REGISTERED, Status.UNDER_CORRECTION}),
        target=Status.ENDED,
        action=Action.ORDER_END_DECIDE,
        basis="社区矫正法 44、45",
    ),
)

correction_machine = Machine[CorrectionOrder](
    name="correction_order",
    title="社区矫正",
    states=Status,
    initial=Status.REGISTERED,
    owners={Status.REGISTERED: Role.OFFICER, Status.UNDER_CORRECTION: Role.OFFICER},
    ends=frozenset({Status.ENDED}),
    transitions=TRANSITIONS,
    permits=permits,
    other_actions={
        CHECK_IN: "签到",
        SET_AREA: "修改活动区域",
        HAND_IN_SUMMARY: "提交个人总结",
        APPRAISE: "作出书面鉴定",
        CHANGE_TERM: "变更矫正期",
        HAND_OVER: "移交给另一个司法所",
        LINK_RESETTLEMENT: "登记安置帮教衔接",
    },
)


def allowed_actions(actor: Actor, order: CorrectionOrder) -> list[str]:
    """What this caller may do to the order now: transitions, and what leaves the state as it is."""
    actions = correction_machine.allowed_actions(actor, order)
    if may_check_in(actor, order):
        actions.append(CHECK_IN)
    if may_set_area(actor, order):
        actions.append(SET_AREA)
    return actions
