"""The life of an application as one table: who may move it, on what legal basis, and who is told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.contracts import legal_aid as contract
from app.kernel.access import Action
from app.kernel.actor import Role
from app.kernel.bus import Event
from app.kernel.states import Machine, Transition
from app.legal_aid.enums import ApplicationStatus as Status
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own, permits

BEFORE_HANDLING = frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.GRANTED, Status.OFFERED})


def _facts(case: Application) -> dict[str, Any]:
    """What every event of a case that was handed in says."""
    return {"application_id": case.id, "applicant_id": case.applicant_id, "agency_id": case.agency_id}


def _tells(event: type[Event]) -> Callable[[Application, datetime], Event]:
    return lambda case, at: event.model_validate(_facts(case))


def _tells_with_lawyer(event: type[Event]) -> Callable[[Application, datetime], Event]:
    return lambda case, at: event.model_validate(_facts(case) | {"lawyer_person_id": case.lawyer_person_id})


TRANSITIONS: tuple[Transition[Application], ...] = (
    Transition(
        name="submit",
        title="提交申请",
        sources=frozenset({Status.DRAFT}),
        target=Status.SUBMITTED,
        action=Action.APPLICATION_SUBMIT,
        basis="法律援助法 38、43",
        event=_tells(contract.ApplicationSubmitted),
    ),
    Transition(
        name="discard",
        title="删除草稿",
        sources=frozenset({Status.DRAFT}),
        target=Status.DISCARDED,
        action=Action.APPLICATION_DRAFT,
        basis="内部",
    ),
    Transition(
        name="withdraw",
        title="撤回申请",
        sources=BEFORE_HANDLING,
        target=Status.WITHDRAWN,
        action=Action.APPLICATION_WITHDRAW,
        basis="法律援助法 43、48(7)",
        event=_tells(contract.ApplicationWithdrawn),
    ),
    Transition(
        name="accept",
        title="受理",
        sources=frozenset({Status.SUBMITTED}),
        target=Status.ACCEPTED,
        action=Action.APPLICATION_ACCEPT,
        basis="148号令 13",
        guard=not_own,
        event=_tells(contract.ApplicationAccepted),
    ),
    Transition(
        name="grant",
        title="给予援助",
        sources=frozenset({Status.ACCEPTED}),
        target=Status.GRANTED,
        action=Action.APPLICATION_DECIDE,
        basis="法律援助法 43",
        guard=not_own,
        event=_tells(contract.ApplicationGranted),
    ),
    Transition(
        name="refuse",
        title="不予援助",
        sources=frozenset({Status.ACCEPTED}),
        target=Status.REFUSED,
        action=Action.APPLICATION_DECIDE,
        basis="法律援助法 43、49",
        guard=not_own,
        event=_tells(contract.ApplicationRefused),
    ),
    Transition(
        name="assign",
        title="选定律师",
        sources=frozenset({Status.GRANTED}),
        target=Status.OFFERED,
        action=Action.APPLICATION_ASSIGN,
        basis="法律援助法 43；148号令 24、25",
        guard=not_own,
        event=_tells_with_lawyer(contract.ApplicationAssigned),
    ),
    Transition(
        name="take",
        title="律师接受",
        sources=frozenset({Status.OFFERED}),
        target=Status.IN_HANDLING,
        action=None,
        basis="法律援助法 43；148号令 25",
        event=_tells_with_lawyer(contract.ApplicationTaken),
    ),
    Transition(
        name="hand_back",
        title="律师没有接受，重新选定",
        sources=frozenset({Status.OFFERED}),
        target=Status.GRANTED,
        action=None,
        basis="法律援助法 43；148号令 25",
        event=_tells(contract.ApplicationReturned),
    ),
    Transition(
        name="terminate",
        title="终止援助",
        sources=frozenset({Status.IN_HANDLING}),
        target=Status.TERMINATED,
        action=Action.APPLICATION_DECIDE,
        basis="法律援助法 48、49",
        guard=not_own,
        event=_tells_with_lawyer(contract.ApplicationTerminated),
    ),
)

DUTIES: dict[Status, str] = {
    Status.DRAFT: "填完并提交申请",
    Status.SUBMITTED: "受理申请",
    Status.ACCEPTED: "审查并决定是否给予援助",
    Status.GRANTED: "选定律师",
    Status.OFFERED: "答复是否承办",
    Status.IN_HANDLING: "办理案件",
}
"""What whoever must act has to do, in plain Chinese."""

application_machine = Machine[Application](
    name="application",
    title="法律援助申请",
    states=Status,
    initial=Status.DRAFT,
    owners={
        Status.DRAFT: Role.APPLICANT,
        Status.SUBMITTED: Role.OFFICER,
        Status.ACCEPTED: Role.DECIDER,
        Status.GRANTED: Role.OFFICER,
        Status.OFFERED: Role.LAWYER,
        Status.IN_HANDLING: Role.LAWYER,
    },
    ends=frozenset({Status.REFUSED, Status.TERMINATED, Status.WITHDRAWN, Status.DISCARDED}),
    transitions=TRANSITIONS,
    permits=permits,
)
