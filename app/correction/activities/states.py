"""The life of an activity as a table."""

from app.correction.activities.codes import ActivityStatus as Status
from app.correction.activities.models import Activity
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition

BASIS = "社区矫正法 36、42"


def permits(actor: Actor, action: Action, activity: Activity) -> bool:
    """The office that holds it, and those above."""
    return access.reaches_agency(actor, action, activity.agency_path)


activity_machine = Machine[Activity](
    name="activity",
    title="教育学习和公益活动",
    states=Status,
    initial=Status.PLANNED,
    owners={Status.PLANNED: Role.OFFICER},
    ends=frozenset({Status.HELD, Status.CALLED_OFF}),
    transitions=(
        Transition(
            name="close",
            title="活动结束",
            sources=frozenset({Status.PLANNED}),
            target=Status.HELD,
            action=Action.ACTIVITY_MANAGE,
            basis=BASIS,
        ),
        Transition(
            name="call_off",
            title="取消活动",
            sources=frozenset({Status.PLANNED}),
            target=Status.CALLED_OFF,
            action=Action.ACTIVITY_MANAGE,
            basis="内部：活动没有举行",
        ),
    ),
    permits=permits,
)
