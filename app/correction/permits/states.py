"""The life of a special permit as a table: the county decides (办法 25, 39), within 社区矫正法 23."""

from app.correction.permits.codes import SpecialPermitStatus as Status
from app.correction.permits.models import SpecialPermit
from app.correction.reports.policies import permits
from app.kernel.access import Action
from app.kernel.actor import Role
from app.kernel.states import Machine, Transition

BASIS = "社区矫正法 23；社区矫正法实施办法 25、39"

permit_machine = Machine[SpecialPermit](
    name="special_permit",
    title="进入特定场所、接触特定人员的申请",
    states=Status,
    initial=Status.ASKED,
    owners={Status.ASKED: Role.DECIDER},
    ends=frozenset({Status.GRANTED, Status.REFUSED, Status.WITHDRAWN, Status.REVOKED}),
    transitions=(
        Transition(
            name="grant",
            title="同意",
            sources=frozenset({Status.ASKED}),
            target=Status.GRANTED,
            action=Action.PLACE_ENTRY_DECIDE,
            basis=BASIS,
        ),
        Transition(
            name="refuse",
            title="不同意",
            sources=frozenset({Status.ASKED}),
            target=Status.REFUSED,
            action=Action.PLACE_ENTRY_DECIDE,
            basis=BASIS,
        ),
        Transition(
            name="withdraw",
            title="撤回申请",
            sources=frozenset({Status.ASKED}),
            target=Status.WITHDRAWN,
            action=Action.REPORT_MAKE,
            basis="内部：申请人可以撤回",
        ),
        Transition(
            name="lapse",
            title="不再办理",
            sources=frozenset({Status.ASKED}),
            target=Status.WITHDRAWN,
            action=None,
            basis="内部：矫正已经结束",
        ),
        Transition(
            name="revoke",
            title="收回批准",
            sources=frozenset({Status.GRANTED}),
            target=Status.REVOKED,
            action=Action.PLACE_ENTRY_DECIDE,
            basis=BASIS,
            reopens=True,
        ),
    ),
    permits=permits,
)
