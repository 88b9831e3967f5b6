"""The life of an authorisation of electronic positioning (社区矫正法 29)."""

from app.correction.positioning.codes import AuthorisationStatus as Status
from app.correction.positioning.models import PositioningAuthorisation
from app.kernel import access
from app.kernel.access import ACCESS, Action
from app.kernel.actor import Actor, Role
from app.kernel.states import Machine, Transition


def permits(actor: Actor, action: Action, authorisation: PositioningAuthorisation) -> bool:
    """Only the head of the county's own bureau decides; whoever proposed it, or wears it, does not."""
    if actor.person_id == authorisation.person_id:
        return False
    if action is not Action.POSITIONING_APPROVE:
        return access.can(actor, action)  # the order, which was reached first, says whose office
    scopes = ACCESS[action].scopes
    heads = {grant.agency_id for grant in actor.grants if grant.role in scopes}
    return authorisation.bureau_id in heads and actor.person_id != authorisation.proposed_by


positioning_machine = Machine[PositioningAuthorisation](
    name="positioning",
    title="使用电子定位装置",
    states=Status,
    initial=Status.PROPOSED,
    owners={Status.PROPOSED: Role.APPROVER, Status.IN_FORCE: Role.OFFICER},
    ends=frozenset({Status.REJECTED, Status.WITHDRAWN, Status.LIFTED, Status.EXPIRED}),
    transitions=(
        Transition(
            name="approve",
            title="批准",
            sources=frozenset({Status.PROPOSED}),
            target=Status.IN_FORCE,
            action=Action.POSITIONING_APPROVE,
            basis="社区矫正法 29",
        ),
        Transition(
            name="reject",
            title="不批准",
            sources=frozenset({Status.PROPOSED}),
            target=Status.REJECTED,
            action=Action.POSITIONING_APPROVE,
            basis="社区矫正法 29",
        ),
        Transition(
            name="withdraw",
            title="撤回申请",
            sources=frozenset({Status.PROPOSED}),
            target=Status.WITHDRAWN,
            action=Action.POSITIONING_PROPOSE,
            basis="内部",
        ),
        Transition(
            name="lapse",
            title="矫正结束，申请作废",
            sources=frozenset({Status.PROPOSED}),
            target=Status.WITHDRAWN,
            action=None,
            basis="社区矫正法 44、45",
        ),
        Transition(
            name="lift",
            title="不再需要，解除",
            sources=frozenset({Status.IN_FORCE}),
            target=Status.LIFTED,
            action=Action.POSITIONING_PROPOSE,
            basis="社区矫正法 29(2)",
        ),
        Transition(
            name="order_lift",
            title="决定解除",
            sources=frozenset({Status.IN_FORCE}),
            target=Status.LIFTED,
            action=Action.POSITIONING_APPROVE,
            basis="社区矫正法 29(2)",
        ),
        Transition(
            name="end",
            title="矫正结束，解除",
            sources=frozenset({Status.IN_FORCE}),
            target=Status.LIFTED,
            action=None,
            basis="社区矫正法 44、45",
        ),
        Transition(
            name="expire",
            title="期限届满",
            sources=frozenset({Status.IN_FORCE}),
            target=Status.EXPIRED,
            action=None,
            basis="社区矫正法 29(2)",
        ),
    ),
    permits=permits,
)
