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
CENTRE: dict[Role, Scope] = {OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY}
"""Staff of a legal-aid centre, on the objects of their agency and those below it."""
OWN_OR_HELD: dict[Role, Scope] = {A: Scope.OWN, S: Scope.OWN, L: Scope.HELD}
"""Whose matter it is, and the lawyer who holds it."""
OFFICE: dict[Role, Scope] = {OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY}
"""Staff of a township office, and who decides at the county's correction agency above it."""


class Action(StrEnum):
    """Every permission, ``domain.object.verb``."""

    # kernel
    CALENDAR_ENTER = "kernel.calendar.enter"
    AGENCY_MANAGE = "kernel.agency.manage"
    # identity
    ACCOUNT_USE = "identity.account.use"
    STAFF_MANAGE = "identity.staff.manage"
    COLLEAGUE_READ = "identity.colleague.read"
    PERSON_ENROL = "identity.person.enrol"
    # evidence
    EVIDENCE_UPLOAD = "evidence.item.upload"
    EVIDENCE_CATALOGUE = "evidence.item.catalogue"
    EVIDENCE_READ = "evidence.item.read"
    EVIDENCE_OPENINGS = "evidence.item.openings"
    EVIDENCE_SHARE = "evidence.matter.share"
    EVIDENCE_BUNDLE = "evidence.matter.bundle"
    # lawyers
    ROSTER_READ = "lawyers.roster.read"
    ROSTER_MANAGE = "lawyers.roster.manage"
    ROSTER_PROPOSE = "lawyers.roster.propose"
    ROSTER_APPROVE = "lawyers.roster.approve"
    LEAVE_ENTER = "lawyers.leave.enter"
    ROTA_READ = "lawyers.rota.read"
    ROTA_MANAGE = "lawyers.rota.manage"
    CONFLICT_DECLARE = "lawyers.conflict.declare"
    WEIGHTS_SET = "lawyers.weights.set"
    FAIRNESS_READ = "lawyers.fairness.read"
    FIRM_NAME_LAWYER = "lawyers.firm.name_lawyer"
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
    APPLICATION_ENTER = "legal_aid.application.enter"
    APPLICATION_SUPPLEMENT = "legal_aid.application.supplement"
    APPLICATION_OBJECT = "legal_aid.application.object"
    APPLICATION_RECUSE = "legal_aid.application.recuse"
    APPLICATION_REASSIGN = "legal_aid.application.reassign"
    NOTICE_OVERRIDE = "legal_aid.notice.override"
    OBJECTION_REVIEW = "legal_aid.objection.review"
    CASE_HANDLE = "legal_aid.case.handle"
    FILE_REVIEW = "legal_aid.file.review"
    PEER_REVIEW = "legal_aid.file.peer_review"
    CASE_REPLACE = "legal_aid.case.replace"
    CASE_RATE = "legal_aid.case.rate"
    RETURN_VISIT = "legal_aid.case.return_visit"
    SUBSIDY_SET = "legal_aid.subsidy.set"
    SUBSIDY_READ = "legal_aid.subsidy.read"
    HARDSHIP_LINE_SET = "legal_aid.hardship_line.set"
    LEDGER_READ = "legal_aid.ledger.read"
    LEDGER_EDIT = "legal_aid.ledger.edit"
    MEMBERSHIP = "legal_aid.membership.use"
    PAPER_READ = "legal_aid.paper.read"
    PAPER_TEMPLATE_SET = "legal_aid.paper.set_template"
    DUTY_HELP = "legal_aid.duty_help.record"
    DUTY_HELP_READ = "legal_aid.duty_help.read"
    # correction
    CHECK_IN = "correction.check_in.make"
    CHECK_IN_READ = "correction.check_in.read"
    CHECK_IN_RECORD = "correction.check_in.record"
    DEVICE_ENROL = "correction.device.enrol"
    SUBJECT_READ = "correction.subject.read"
    SUBJECT_MANAGE = "correction.subject.manage"
    MINOR_FILE_OPEN = "correction.minor_file.open"
    MINOR_STAFF_ASSIGN = "correction.minor_file.assign"
    WARD_READ = "correction.ward.read"
    TIER_DECIDE = "correction.tier.decide"
    SCALE_READ = "correction.scale.read"
    ORDER_TAKE_OVER = "correction.order.take_over"
    ORDER_END_DECIDE = "correction.order.decide_end"
    SCHEDULE_SET = "correction.schedule.set"
    LEAVE_APPLY = "correction.leave.apply"
    LEAVE_READ = "correction.leave.read"
    LEAVE_DECIDE = "correction.leave.decide"
    MOVE_APPLY = "correction.move.apply"
    MOVE_READ = "correction.move.read"
    MOVE_DECIDE = "correction.move.decide"
    REPORT_MAKE = "correction.report.make"
    REPORT_READ = "correction.report.read"
    REPORT_REVIEW = "correction.report.review"
    REPORT_INTERVAL_DECIDE = "correction.report.decide_interval"
    VISIT_READ = "correction.visit.read"
    DESK_READ = "correction.desk.read"
    ACTIVITY_MANAGE = "correction.activity.manage"
    PLACE_ENTRY_DECIDE = "correction.place_entry.decide"
    ALARM_READ = "correction.alarm.read"
    ALARM_VERIFY = "correction.alarm.verify"
    ALARM_STATE = "correction.alarm.state"
    BREACH_CONFIRM = "correction.breach.confirm"
    SANCTION_READ = "correction.sanction.read"
    SANCTION_PROPOSE = "correction.sanction.propose"
    SANCTION_DECIDE = "correction.sanction.decide"
    SANCTION_OBJECT = "correction.sanction.object"
    SANCTION_REVIEW = "correction.sanction.review"
    POSITIONING_READ = "correction.positioning.read"
    POSITIONING_PROPOSE = "correction.positioning.propose"
    POSITIONING_APPROVE = "correction.positioning.approve"
    CORRECTION_PAPER_READ = "correction.paper.read"
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
    Action.COLLEAGUE_READ: Permission("查找同事", "分配办理工作", {APPROVER: Scope.AGENCY} | CENTRE),
    Action.PERSON_ENROL: Permission("对照证件登记身份", "核对身份", CENTRE),
    Action.EVIDENCE_UPLOAD: Permission("上传证据", "办理法律援助申请", OWN_OR_HELD | CENTRE),
    Action.EVIDENCE_CATALOGUE: Permission("整理、撤回证据", "办理法律援助申请", OWN_OR_HELD | CENTRE),
    Action.EVIDENCE_READ: Permission(
        "查看证据",
        "办理法律援助申请",
        OWN_OR_HELD | {APPROVER: Scope.AGENCY} | CENTRE,
    ),
    Action.EVIDENCE_OPENINGS: Permission(
        "查看谁打开过证据",
        "监督证据的使用",
        {A: Scope.OWN, S: Scope.OWN, DECIDER: Scope.AGENCY, APPROVER: Scope.AGENCY},
    ),
    Action.EVIDENCE_SHARE: Permission("与其他机构共享证据", "异地协作办理案件", {DECIDER: Scope.AGENCY}),
    Action.EVIDENCE_BUNDLE: Permission(
        "制作证据卷宗", "向法院、仲裁机构提交证据", {A: Scope.OWN, L: Scope.HELD} | CENTRE
    ),
    Action.ROSTER_READ: Permission(
        "查看律师名册", "指派律师", {OFFICER: Scope.AGENCY, DECIDER: Scope.AGENCY, ADMIN: Scope.AGENCY}
    ),
    Action.ROSTER_MANAGE: Permission("维护律师名册", "维护律师名册", {ADMIN: Scope.AGENCY}),
    Action.ROSTER_PROPOSE: Permission("申请修改自己的登记", "维护律师名册", {L: Scope.OWN}),
    Action.ROSTER_APPROVE: Permission(
        "审核律师提出的修改", "维护律师名册", {OFFICER: Scope.AGENCY, ADMIN: Scope.AGENCY}
    ),
    Action.LEAVE_ENTER: Permission(
        "登记休假", "安排律师休假", {L: Scope.OWN, OFFICER: Scope.AGENCY, ADMIN: Scope.AGENCY}
    ),
    Action.ROTA_READ: Permission("查看值班表", "安排律师值班", {L: Scope.OWN, ADMIN: Scope.AGENCY} | CENTRE),
    Action.ROTA_MANAGE: Permission("安排值班", "安排律师值班", {OFFICER: Scope.AGENCY, ADMIN: Scope.AGENCY}),
    Action.CONFLICT_DECLARE: Permission(
        "申报利益冲突信息", "检查利益冲突", {L: Scope.OWN, OFFICER: Scope.AGENCY, ADMIN: Scope.AGENCY}
    ),
    Action.WEIGHTS_SET: Permission("设定派案权重", "指派律师", {ADMIN: Scope.AGENCY}),
    Action.FAIRNESS_READ: Permission(
        "查看派案公平情况",
        "监督派案公平",
        {L: Scope.OWN, APPROVER: Scope.AGENCY, AUDITOR: Scope.AGENCY, ADMIN: Scope.AGENCY} | CENTRE,
    ),
    Action.FIRM_NAME_LAWYER: Permission("为本所安排承办律师", "承办法律援助案件", {L: Scope.HELD}),
    Action.OFFER_READ: Permission("查看派案", "承办法律援助案件", {L: Scope.HELD}),
    Action.OFFER_ANSWER: Permission("答复派案", "承办法律援助案件", {L: Scope.HELD}),
    Action.APPLICATION_DRAFT: Permission("填写申请", "申请法律援助", {A: Scope.OWN} | CENTRE),
    Action.APPLICATION_READ: Permission(
        "查看申请", "办理法律援助申请", {A: Scope.OWN, L: Scope.HELD, APPROVER: Scope.AGENCY} | CENTRE
    ),
    Action.APPLICATION_CONTACT: Permission("查看联系方式", "联系申请人", {A: Scope.OWN, L: Scope.HELD} | CENTRE),
    Action.APPLICATION_SUBMIT: Permission("提交申请", "申请法律援助", {A: Scope.OWN} | CENTRE),
    Action.APPLICATION_WITHDRAW: Permission("撤回申请", "申请法律援助", {A: Scope.OWN}),
    Action.APPLICATION_QUEUE: Permission("查看待办申请", "办理法律援助申请", {APPROVER: Scope.AGENCY} | CENTRE),
    Action.APPLICATION_ACCEPT: Permission("受理申请", "办理法律援助申请", CENTRE),
    Action.APPLICATION_DECIDE: Permission("审查决定", "办理法律援助申请", {DECIDER: Scope.AGENCY}),
    Action.APPLICATION_ASSIGN: Permission("指派律师", "指派律师", CENTRE),
    Action.APPLICATION_ENTER: Permission("代为登记申请", "登记口头、转交和通知的申请", CENTRE),
    Action.APPLICATION_SUPPLEMENT: Permission("补充材料", "申请法律援助", {A: Scope.OWN} | CENTRE),
    Action.APPLICATION_OBJECT: Permission(
        "提出异议", "对不予援助、终止援助提出异议", {A: Scope.OWN, APPROVER: Scope.AGENCY}
    ),
    Action.APPLICATION_RECUSE: Permission("回避", "保证公正办理", {A: Scope.OWN, APPROVER: Scope.AGENCY} | CENTRE),
    Action.APPLICATION_REASSIGN: Permission("更换承办人员", "分配办理工作", {DECIDER: Scope.AGENCY}),
    Action.NOTICE_OVERRIDE: Permission("准许再次要求补正", "监督一次性告知", {DECIDER: Scope.AGENCY}),
    Action.OBJECTION_REVIEW: Permission("审查异议", "审查对法律援助决定的异议", {APPROVER: Scope.AGENCY}),
    Action.CASE_HANDLE: Permission("办理案件", "承办法律援助案件", {L: Scope.HELD}),
    Action.FILE_REVIEW: Permission("审查结案材料", "审查法律援助案件质量", CENTRE),
    Action.PEER_REVIEW: Permission("同行评估", "评估法律援助案件质量", {L: Scope.HELD}),
    Action.CASE_REPLACE: Permission("申请更换律师", "决定是否更换律师", {A: Scope.OWN, L: Scope.HELD}),
    Action.CASE_RATE: Permission("评价律师", "评价法律援助服务", {A: Scope.OWN}),
    Action.RETURN_VISIT: Permission("回访", "回访受援人", CENTRE),
    Action.SUBSIDY_SET: Permission("设定补贴标准", "计算办案补贴", {ADMIN: Scope.AGENCY}),
    Action.SUBSIDY_READ: Permission("查看办案补贴", "发放办案补贴", {L: Scope.HELD} | CENTRE),
    Action.HARDSHIP_LINE_SET: Permission("设定经济困难标准", "审查经济困难状况", {ADMIN: Scope.AGENCY}),
    Action.LEDGER_READ: Permission("查看欠薪明细", "办理法律援助申请", {A: Scope.OWN, L: Scope.HELD} | CENTRE),
    Action.LEDGER_EDIT: Permission("填写欠薪明细", "申请法律援助", {A: Scope.OWN} | CENTRE),
    Action.MEMBERSHIP: Permission("参加集体申请", "申请法律援助", {A: Scope.OWN}),
    Action.PAPER_READ: Permission(
        "查看文书", "办理法律援助申请", {A: Scope.OWN, L: Scope.HELD, APPROVER: Scope.AGENCY} | CENTRE
    ),
    Action.PAPER_TEMPLATE_SET: Permission("更换文书模板", "制作法律援助文书", {ADMIN: Scope.AGENCY}),
    Action.DUTY_HELP: Permission("登记值班律师帮助", "值班律师法律帮助", {L: Scope.OWN}),
    Action.DUTY_HELP_READ: Permission("查看值班律师帮助", "值班律师法律帮助", {L: Scope.OWN} | CENTRE),
    Action.CHECK_IN: Permission("签到", "社区矫正信息化核查", {S: Scope.OWN}),
    Action.CHECK_IN_READ: Permission("查看签到记录", "社区矫正监督管理", {S: Scope.OWN} | OFFICE),
    Action.CHECK_IN_RECORD: Permission("登记当面、电话签到", "社区矫正信息化核查", {OFFICER: Scope.AGENCY}),
    Action.DEVICE_ENROL: Permission("登记、停用签到手机", "社区矫正信息化核查", {OFFICER: Scope.AGENCY}),
    Action.SUBJECT_READ: Permission(
        "查看矫正对象", "社区矫正监督管理", {S: Scope.OWN, APPROVER: Scope.AGENCY} | OFFICE
    ),
    Action.SUBJECT_MANAGE: Permission("登记矫正对象", "社区矫正监督管理", {OFFICER: Scope.AGENCY}),
    Action.MINOR_FILE_OPEN: Permission("打开未成年人档案", "未成年人社区矫正", OFFICE),
    Action.MINOR_STAFF_ASSIGN: Permission("指定未成年人的承办人员", "未成年人社区矫正", {DECIDER: Scope.AGENCY}),
    Action.WARD_READ: Permission("查看被监护人的矫正情况", "监护人履行监护责任", {A: Scope.OWN, S: Scope.OWN}),
    Action.SCALE_READ: Permission("查看评估表", "社区矫正分类管理", {ADMIN: Scope.AGENCY} | OFFICE),
    Action.TIER_DECIDE: Permission("决定管理类别", "社区矫正分类管理", {DECIDER: Scope.AGENCY}),
    Action.ORDER_TAKE_OVER: Permission("接收转来的矫正对象", "社区矫正监督管理", {OFFICER: Scope.AGENCY}),
    Action.ORDER_END_DECIDE: Permission("决定解除、终止矫正", "解除社区矫正", {DECIDER: Scope.AGENCY}),
    Action.SCHEDULE_SET: Permission(
        "设定签到安排", "社区矫正信息化核查", {DECIDER: Scope.AGENCY, ADMIN: Scope.AGENCY}
    ),
    Action.LEAVE_APPLY: Permission("申请外出", "社区矫正外出管理", {S: Scope.OWN, OFFICER: Scope.AGENCY}),
    Action.LEAVE_READ: Permission(
        "查看外出申请", "社区矫正外出管理", {S: Scope.OWN, APPROVER: Scope.AGENCY} | OFFICE
    ),
    Action.LEAVE_DECIDE: Permission("审批外出", "社区矫正外出管理", {APPROVER: Scope.AGENCY} | OFFICE),
    Action.MOVE_APPLY: Permission("申请变更执行地", "变更社区矫正执行地", {S: Scope.OWN, OFFICER: Scope.AGENCY}),
    Action.MOVE_READ: Permission(
        "查看变更执行地", "变更社区矫正执行地", {S: Scope.OWN, APPROVER: Scope.AGENCY} | OFFICE
    ),
    Action.MOVE_DECIDE: Permission("决定变更执行地", "变更社区矫正执行地", OFFICE),
    Action.REPORT_MAKE: Permission("报告", "社区矫正监督管理", {S: Scope.OWN, OFFICER: Scope.AGENCY}),
    Action.REPORT_READ: Permission("查看报告", "社区矫正监督管理", {S: Scope.OWN} | OFFICE),
    Action.REPORT_REVIEW: Permission("审阅报告", "社区矫正监督管理", {OFFICER: Scope.AGENCY}),
    Action.REPORT_INTERVAL_DECIDE: Permission("批准延长报告间隔", "暂予监外执行监督管理", {DECIDER: Scope.AGENCY}),
    Action.VISIT_READ: Permission("查看实地查访记录", "社区矫正监督管理", OFFICE),
    Action.DESK_READ: Permission("查看矫正工作台", "社区矫正监督管理", {APPROVER: Scope.AGENCY} | OFFICE),
    Action.ACTIVITY_MANAGE: Permission("组织教育学习和公益活动", "社区矫正教育帮扶", {OFFICER: Scope.AGENCY}),
    Action.PLACE_ENTRY_DECIDE: Permission(
        "审批进入特定场所、接触特定人员", "社区矫正监督管理", {DECIDER: Scope.AGENCY}
    ),
    Action.ALARM_READ: Permission("查看提醒核实", "社区矫正监督管理", {S: Scope.OWN} | OFFICE),
    Action.ALARM_VERIFY: Permission("核实提醒", "社区矫正监督管理", OFFICE),
    Action.ALARM_STATE: Permission("说明情况", "听取本人说明", {S: Scope.OWN, OFFICER: Scope.AGENCY}),
    Action.BREACH_CONFIRM: Permission("认定违规", "社区矫正监督管理", {DECIDER: Scope.AGENCY}),
    Action.SANCTION_READ: Permission(
        "查看奖惩", "社区矫正考核奖惩", {S: Scope.OWN, APPROVER: Scope.AGENCY} | OFFICE
    ),
    Action.SANCTION_PROPOSE: Permission("提出奖惩建议", "社区矫正考核奖惩", {OFFICER: Scope.AGENCY}),
    Action.SANCTION_DECIDE: Permission("决定奖惩", "社区矫正考核奖惩", {DECIDER: Scope.AGENCY}),
    Action.SANCTION_OBJECT: Permission("对奖惩提出异议", "社区矫正考核奖惩", {S: Scope.OWN}),
    Action.SANCTION_REVIEW: Permission("审查奖惩异议", "社区矫正考核奖惩", {APPROVER: Scope.AGENCY}),
    Action.POSITIONING_READ: Permission(
        "查看电子定位", "社区矫正电子定位", {S: Scope.OWN, APPROVER: Scope.AGENCY} | OFFICE
    ),
    Action.POSITIONING_PROPOSE: Permission("提请使用电子定位", "社区矫正电子定位", {OFFICER: Scope.AGENCY}),
    Action.POSITIONING_APPROVE: Permission("批准使用电子定位", "社区矫正电子定位", {APPROVER: Scope.AGENCY}),
    Action.CORRECTION_PAPER_READ: Permission(
        "查看矫正文书", "社区矫正监督管理", {S: Scope.OWN, APPROVER: Scope.AGENCY} | OFFICE
    ),
    Action.INBOX_READ: Permission("查看通知", "本人使用", EVERYONE),
}


def can(actor: Actor, action: Action) -> bool:
    """Whether any of the actor's roles includes the action, on whatever objects."""
    return not actor.roles.isdisjoint(ACCESS[action].scopes)


def has_scope(actor: Actor, action: Action, scope: Scope) -> bool:
    """Whether one of the actor's roles reaches this kind of object under the action."""
    scopes = ACCESS[action].scopes
    return any(scopes.get(role) is scope for role in actor.roles)


def agency_paths(actor: Actor, action: Action, *, without: Role | None = None) -> tuple[str, ...]:
    """Paths of the agencies whose subtrees the actor reaches under the action; empty where none.

    ``without`` leaves out what is reached by that role.
    """
    scopes = ACCESS[action].scopes
    return tuple(
        grant.agency_path
        for grant in actor.grants
        if grant.agency_path is not None and scopes.get(grant.role) is Scope.AGENCY and grant.role is not without
    )


def reaches_agency(actor: Actor, action: Action, agency_path: str, *, without: Role | None = None) -> bool:
    """Whether an object of the agency at ``agency_path`` is within the actor's reach under the action."""
    return any(agency_path.startswith(path) for path in agency_paths(actor, action, without=without))
