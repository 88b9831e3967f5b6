"""The life of an application as one machine: its table of transitions, who must act in each state, its ends."""

from app.kernel.actor import Role
from app.kernel.states import Machine
from app.legal_aid.enums import ApplicationStatus as Status
from app.legal_aid.models import Application
from app.legal_aid.other_actions import OTHER_ACTIONS
from app.legal_aid.policies import permits
from app.legal_aid.transitions import TRANSITIONS

DUTIES: dict[Status, str] = {
    Status.DRAFT: "填完并提交申请",
    Status.SUBMITTED: "受理申请",
    Status.SUPPLEMENTING: "按告知书补充材料",
    Status.ACCEPTED: "审查并决定是否给予援助",
    Status.GRANTED: "选定律师",
    Status.OFFERED: "答复是否承办",
    Status.IN_HANDLING: "办理案件",
    Status.CONCLUDED: "整理并提交结案材料",
    Status.FILE_REVIEW: "审查结案材料",
    Status.CLOSED: "立卷归档",
    Status.REFUSAL_OBJECTED: "审查异议",
    Status.TERMINATION_OBJECTED: "审查异议",
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
        Status.SUPPLEMENTING: Role.APPLICANT,
        Status.ACCEPTED: Role.DECIDER,
        Status.GRANTED: Role.OFFICER,
        Status.OFFERED: Role.LAWYER,
        Status.IN_HANDLING: Role.LAWYER,
        Status.CONCLUDED: Role.LAWYER,
        Status.FILE_REVIEW: Role.OFFICER,
        Status.CLOSED: Role.OFFICER,
        Status.REFUSAL_OBJECTED: Role.APPROVER,
        Status.TERMINATION_OBJECTED: Role.APPROVER,
    },
    ends=frozenset(
        {
            Status.ARCHIVED,
            Status.REFUSED,
            Status.TERMINATED,
            Status.WITHDRAWN,
            Status.DEEMED_WITHDRAWN,
            Status.DUPLICATE,
            Status.DISCARDED,
        }
    ),
    transitions=TRANSITIONS,
    permits=permits,
    other_actions={name: other.title for name, other in OTHER_ACTIONS.items()},
)
