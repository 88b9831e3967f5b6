"""The access table: which role may do what, and on whose objects. Deny by default.

One row an action: a title (what a button or an audit entry says), the purpose recorded when personal data
is read under it, and the scope each role has. Routes name an action through ``http.allowed``; transitions
name one too. Nothing else in the product grants anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.kernel.actor import Actor, Role, Scope

A, L, S = Role.APPLICANT, Role.LAWYER, Role.SUBJECT
OFFICER, DECIDER, APPROVER, AUDITOR, ADMIN = (
    Role.OFFICER,
    Role.DECIDER,
    Role.APPROVER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
EVERYONE: Mapping[Role, Scope] = dict.fromkeys(Role, Scope.SELF)


class Action(StrEnum):
    """Every permission, ``domain.object.verb``."""

    # kernel
    CALENDAR_ENTER = "kernel.calendar.enter"
    AGENCY_MANAGE = "kernel.agency.manage"
    # identity
    ACCOUNT_USE = "identity.account.use"
    STAFF_MANAGE = "identity.staff.manage"
    # evidence
    EVIDENCE_UPLOAD = "evidence.item.upload"
    EVIDENCE_READ = "evidence.item.read"
    # lawyers
    ROSTER_READ = "lawyers.roster.read"
    ROSTER_MANAGE = "lawyers.roster.manage"
    OFFER_READ = "lawyers.offer.read"
    OFFER_ANSWER = "lawyers.offer.answer"
    # legal aid
    APPLICATION_DRAFT = "legal_aid.application.draft"
    APPLICATION_READ = "legal_aid.application.read"
    APPLICATION_CONTACT = "legal_aid.application.contact"
    APPLICATION_SUBMIT = "legal_aid.application.submit"
    APPLICATION_WITHDRAW = "legal_aid.application.withdraw"
    APPLICATION_QUEUE = "legal_aid.application.queue"
    APPLICATION_ACCEPT = "legal_aid.application.accept"
    APPLICATION_DECIDE = "legal_aid.application.decide"
    APPLICATION_ASSIGN = "legal_aid.application.assign"
    # correction
    CHECK_IN = "correction.check_in.make"
    CHECK_IN_READ = "correction.check_in.read"
    SUBJECT_READ = "correction.subject.read"
    SUBJECT_MANAGE = "correction.subject.manage"
    # notices
    INBOX_READ = "notices.inbox.read"


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the access table."""

    title: str
    purpose: str
    scopes: Mapping[Role, Scope]


ACCESS: Mapping[Action, Permission] = {
    Action.CALENDAR_ENTER: Permission(
        "录入放假安排", "计算法定期限", {ADMIN: Scope.ANY, OFFICER: Scope.ANY, DECIDER: Scope.ANY}
    ),
    Action.AGENCY_MANAGE: Permission("管理机构", "维护机构名录", {ADMIN: Scope.AGENCY}),
    Action.ACCOUNT_USE: Permission("使用自己的账号", "本人使用", EVERYONE),
    Action.STAFF_MANAGE: Permission("管理工作人员账号", "管理工作人员账号", {ADMIN: Scope.AGENCY}),
    Action.EVIDENCE_UPLOAD: Permission("上传证据", "办理法律援助申请", {A: Scope.OWN}),
    Action.EVIDENCE_READ: Permission(
        "查看证据",
        "办理法律援助申请",
        {A: Scope.OWN, L: Scope.HELD, OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY},
    ),
    Action.ROSTER_READ: Permission(
        "查看律师名册", "指派律师", {OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY, ADMIN: Scope.AGENCY}
    ),
    Action.ROSTER_MANAGE: Permission("维护律师名册", "维护律师名册", {ADMIN: Scope.AGENCY}),
    Action.OFFER_READ: Permission("查看派案", "承办法律援助案件", {L: Scope.HELD}),
    Action.OFFER_ANSWER: Permission("答复派案", "承办法律援助案件", {L: Scope.HELD}),
    Action.APPLICATION_DRAFT: Permission("填写申请", "申请法律援助", {A: Scope.OWN}),
    Action.APPLICATION_READ: Permission(
        "查看申请",
        "办理法律援助申请",
        {A: Scope.OWN, L: Scope.HELD, OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY},
    ),
    Action.APPLICATION_CONTACT: Permission(
        "查看联系方式",
        "联系申请人",
        {A: Scope.OWN, L: Scope.HELD, OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY},
    ),
    Action.APPLICATION_SUBMIT: Permission("提交申请", "申请法律援助", {A: Scope.OWN}),
    Action.APPLICATION_WITHDRAW: Permission("撤回申请", "申请法律援助", {A: Scope.OWN}),
    Action.APPLICATION_QUEUE: Permission(
        "查看待办申请", "办理法律援助申请", {OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY}
    ),
    Action.APPLICATION_ACCEPT: Permission(
        "受理申请", "办理法律援助申请", {OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY}
    ),
    Action.APPLICATION_DECIDE: Permission("审查决定", "办理法律援助申请", {DECIDER: Scope.AGENCY}),
    Action.APPLICATION_ASSIGN: Permission("指派律师", "指派律师", {OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY}),
    Action.CHECK_IN: Permission("签到", "社区矫正信息化核查", {S: Scope.OWN}),
    Action.CHECK_IN_READ: Permission("查看签到记录", "社区矫正监督管理", {S: Scope.OWN, OFFICER: Scope.AGENCY}),
    Action.SUBJECT_READ: Permission("查看矫正对象", "社区矫正监督管理", {S: Scope.OWN, OFFICER: Scope.AGENCY}),
    Action.SUBJECT_MANAGE: Permission("登记矫正对象", "社区矫正监督管理", {OFFICER: Scope.AGENCY}),
    Action.INBOX_READ: Permission("查看通知", "本人使用", EVERYONE),
}


def can(actor: Actor, action: Action) -> bool:
    """Whether any of the actor's roles includes the action, on whatever objects."""
    return not actor.roles.isdisjoint(ACCESS[action].scopes)


def has_scope(actor: Actor, action: Action, scope: Scope) -> bool:
    """Whether one of the actor's roles reaches this kind of object under the action."""
    scopes = ACCESS[action].scopes
    return any(scopes.get(role) is scope for role in actor.roles)


def agency_paths(actor: Actor, action: Action) -> tuple[str, ...]:
    """Paths of the agencies whose subtrees the actor reaches under the action; empty where none."""
    scopes = ACCESS[action].scopes
    return tuple(
        grant.agency_path
        for grant in actor.grants
        if grant.agency_path is not None and scopes.get(grant.role) is Scope.AGENCY
    )


def reaches_agency(actor: Actor, action: Action, agency_path: str) -> bool:
    """Whether an object of the agency at ``agency_path`` is within the actor's reach under the action."""
    return any(agency_path.startswith(path) for path in agency_paths(actor, action))
