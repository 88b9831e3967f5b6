"""How a plan for a whole queue moves."""

from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition
from app.lawyers.batch.enums import BatchStatus
from app.lawyers.batch.models import BatchAssignment

PLANNING, READY, COMMITTING = (
    frozenset({one.value}) for one in (BatchStatus.PLANNING, BatchStatus.READY, BatchStatus.COMMITTING)
)
BASIS = "法律援助法 43；148号令 25"


def _may_act(actor: Actor, action: Action, batch: BatchAssignment) -> bool:
    """Plans are read from ``batches_visible_to`` alone: whoever has one in hand reaches its centre."""
    return True


BATCH = Machine[BatchAssignment](
    name="batch_assignment",
    title="批量指派",
    states=BatchStatus,
    initial=BatchStatus.PLANNING,
    owners={
        BatchStatus.PLANNING: Role.OFFICER,
        BatchStatus.READY: Role.OFFICER,
        BatchStatus.COMMITTING: Role.OFFICER,
    },
    ends=frozenset({BatchStatus.DONE, BatchStatus.FAILED, BatchStatus.DISCARDED}),
    transitions=(
        Transition(
            "propose",
            "方案做好",
            PLANNING,
            BatchStatus.READY,
            None,
            "内部：计算方案",
        ),
        Transition("fail", "没有做成", PLANNING, BatchStatus.FAILED, None, "内部：计算方案"),
        Transition(
            "commit",
            "按方案指派",
            READY,
            BatchStatus.COMMITTING,
            Action.APPLICATION_ASSIGN,
            BASIS,
        ),
        Transition("finish", "指派完", COMMITTING, BatchStatus.DONE, None, BASIS),
        Transition(
            "discard",
            "放弃方案",
            PLANNING | READY,
            BatchStatus.DISCARDED,
            Action.APPLICATION_ASSIGN,
            "内部：不采用方案",
        ),
    ),
    permits=_may_act,
    other_actions={"change_line": "换律师，或者去掉一件"},
)
