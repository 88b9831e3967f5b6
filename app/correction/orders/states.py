"""The life of a correction order as one table.

The end of the term is a fact of law, not a favour: the system ends the order on the day after the last day,
so that nobody is watched longer than the judgement allows (社区矫正法 44).
"""

from app.correction.enums import CorrectionStatus as Status
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.policies import may_check_in, may_set_area, permits
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition

CHECK_IN = "check_in"
SET_AREA = "set_area"
TRANSITIONS: tuple[Transition[CorrectionOrder], ...] = (
    Transition(
        name="begin",
        title="办理入矫",
        sources=frozenset({Status.REGISTERED}),
        target=Status.UNDER_CORRECTION,
        action=Action.SUBJECT_MANAGE,
        basis="社区矫正法 22",
    ),
    Transition(
        name="end",
        title="期满解除",
        sources=frozenset({Status.UNDER_CORRECTION}),
        target=Status.ENDED,
        action=None,
        basis="社区矫正法 44",
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
    other_actions={CHECK_IN: "签到", SET_AREA: "修改活动区域"},
)


def allowed_actions(actor: Actor, order: CorrectionOrder) -> list[str]:
    """What this caller may do to the order now: transitions, and what leaves the state as it is."""
    actions = correction_machine.allowed_actions(actor, order)
    if may_check_in(actor, order):
        actions.append(CHECK_IN)
    if may_set_area(actor, order):
        actions.append(SET_AREA)
    return actions
