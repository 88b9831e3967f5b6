"""The life of a proposal to hand a person over to another office of the county."""

from app.correction.ending.codes import HandoverStatus as Status
from app.correction.ending.models import OrderHandover
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition


def permits(actor: Actor, action: Action, handover: OrderHandover) -> bool:
    """Who takes over works at the receiving office, who withdraws at the other; nobody moves themselves."""
    path = handover.to_path if action is Action.ORDER_TAKE_OVER else handover.from_path
    return actor.person_id != handover.person_id and access.reaches_agency(actor, action, path)


order_handover_machine = Machine[OrderHandover](
    name="order_handover",
    title="移交矫正对象",
    states=Status,
    initial=Status.PROPOSED,
    owners={Status.PROPOSED: Role.OFFICER},
    ends=frozenset({Status.ACCEPTED, Status.REFUSED, Status.WITHDRAWN}),
    transitions=(
        Transition(
            name="accept",
            title="接收",
            sources=frozenset({Status.PROPOSED}),
            target=Status.ACCEPTED,
            action=Action.ORDER_TAKE_OVER,
            basis="社区矫正法 9、17",
        ),
        Transition(
            name="refuse",
            title="不接收",
            sources=frozenset({Status.PROPOSED}),
            target=Status.REFUSED,
            action=Action.ORDER_TAKE_OVER,
            basis="内部",
        ),
        Transition(
            name="withdraw",
            title="撤回移交",
            sources=frozenset({Status.PROPOSED}),
            target=Status.WITHDRAWN,
            action=Action.SUBJECT_MANAGE,
            basis="内部",
        ),
    ),
    permits=permits,
)
