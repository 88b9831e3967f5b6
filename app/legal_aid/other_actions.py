"""What may be done with a case without moving it: which permission, in which states; buttons for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Scope
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.enums import ApplicationStatus as Status
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own, permits

UNDER_WAY = frozenset({Status.SUBMITTED, Status.SUPPLEMENTING, Status.ACCEPTED, Status.GRANTED, Status.OFFERED})


@dataclass(frozen=True, slots=True)
class OtherAction:
    """One row: the button's label, the permission, the states and the kind of case it is offered in."""

    title: str
    action: Action
    states: frozenset[Status]
    applies: Callable[[Application], bool] = lambda _: True


AT_WORK = frozenset({Status.IN_HANDLING, Status.CONCLUDED})
"""The lawyer still writes in the log and completes the closing file."""
SETTLED = AT_WORK | {Status.FILE_REVIEW}
"""A lawyer has the case, and the authority that notified it may still have to be told."""
FILED = frozenset({Status.FILE_REVIEW, Status.CLOSED, Status.ARCHIVED})
"""The closing file is in."""


def _is_notified(case: Application) -> bool:
    return case.channel is ApplicationChannel.AUTHORITY_NOTICE


OTHER_ACTIONS: Mapping[str, OtherAction] = {
    "recuse": OtherAction("申请回避", Action.APPLICATION_RECUSE, UNDER_WAY | {Status.IN_HANDLING}),
    "set_handler": OtherAction("确定承办人员", Action.APPLICATION_QUEUE, UNDER_WAY | {Status.IN_HANDLING}),
    "complete_formalities": OtherAction(
        "登记手续已经补齐",
        Action.APPLICATION_ACCEPT,
        frozenset({Status.GRANTED, Status.OFFERED, Status.IN_HANDLING}),
        applies=lambda case: case.urgency is not None,
    ),
    "record_termination_sent": OtherAction(
        "登记终止决定已经送达", Action.APPLICATION_ACCEPT, frozenset({Status.TERMINATED})
    ),
    "inform_authority": OtherAction(
        "登记已把律师告知办案机关", Action.APPLICATION_ACCEPT, SETTLED, applies=_is_notified
    ),
    "record_follow_up": OtherAction(
        "登记办案机关后来的通知",
        Action.APPLICATION_ACCEPT,
        SETTLED | {Status.GRANTED, Status.OFFERED, Status.CLOSED},
        applies=_is_notified,
    ),
    "sign_agreement": OtherAction("登记委托协议", Action.CASE_HANDLE, AT_WORK),
    "record_entry": OtherAction("写办案记录", Action.CASE_HANDLE, AT_WORK),
    "set_outcome": OtherAction("填写办理结果", Action.CASE_HANDLE, AT_WORK),
    "request_replacement": OtherAction("申请更换律师", Action.CASE_REPLACE, frozenset({Status.IN_HANDLING})),
    "rate": OtherAction("评价律师", Action.CASE_RATE, FILED - {Status.ARCHIVED} | {Status.CONCLUDED}),
    "appoint_reviewer": OtherAction("安排同行评估", Action.FILE_REVIEW, FILED),
    "record_visit": OtherAction("登记回访", Action.RETURN_VISIT, FILED | AT_WORK),
    "mark_paid": OtherAction("登记发放补贴", Action.APPLICATION_DECIDE, FILED - {Status.FILE_REVIEW}),
    "open_archive": OtherAction("打开电子案卷", Action.FILE_REVIEW, frozenset({Status.ARCHIVED})),
}


def other_actions(actor: Actor, case: Application) -> list[str]:
    """Names of the actions this caller may take now, in table order."""
    if not_own(case, actor) is not None:
        return [name for name, other in OTHER_ACTIONS.items() if _is_own(actor, case, other)]
    return [name for name, other in OTHER_ACTIONS.items() if _may(actor, case, other)]


def _may(actor: Actor, case: Application, other: OtherAction) -> bool:
    may = access.can(actor, other.action) and permits(actor, other.action, case)
    return may and case.status in other.states and other.applies(case)


def _is_own(actor: Actor, case: Application, other: OtherAction) -> bool:
    """The applicant keeps what applicants may do; staff duties are for others."""
    is_theirs = access.has_scope(actor, other.action, Scope.OWN) and actor.person_id == case.applicant_id
    return is_theirs and _may(actor, case, other)
