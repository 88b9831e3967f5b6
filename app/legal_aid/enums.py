"""Codes of legal aid that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class ApplicationStatus(StrEnum):
    """Where an application stands; who must act in each state is in ``states``."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SUPPLEMENTING = "supplementing"
    ACCEPTED = "accepted"
    GRANTED = "granted"
    OFFERED = "offered"
    IN_HANDLING = "in_handling"
    CONCLUDED = "concluded"
    FILE_REVIEW = "file_review"
    CLOSED = "closed"
    ARCHIVED = "archived"
    REFUSED = "refused"
    REFUSAL_OBJECTED = "refusal_objected"
    TERMINATED = "terminated"
    TERMINATION_OBJECTED = "termination_objected"
    WITHDRAWN = "withdrawn"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    DUPLICATE = "duplicate"
    DISCARDED = "discarded"


class ApplicationChannel(StrEnum):
    """How an application reached the centre."""

    SELF_SERVICE = "self_service"
    COUNTER = "counter"
    CUSTODY = "custody"
    DUTY_LAWYER = "duty_lawyer"
    AUTHORITY_NOTICE = "authority_notice"


class UrgencyGround(StrEnum):
    """法律援助法 art. 44: when aid comes first and formalities afterwards."""

    LIMITATION = "44-1"
    PRESERVATION = "44-2"
    OTHER = "44-3"


class DecisionOutcome(StrEnum):
    """What the centre decided (法律援助法 43, 44, 48), or gave because the bureau ordered it (49)."""

    GRANTED = "granted"
    ADVANCED = "advanced"
    REFUSED = "refused"
    TERMINATED = "terminated"
    CORRECTED = "corrected"


class TerminationGround(StrEnum):
    """法律援助法 art. 48: when the centre must end legal aid."""

    OBTAINED_BY_FRAUD = "48-1"
    FACTS_CONCEALED = "48-2"
    USED_FOR_OFFENCE = "48-3"
    NO_LONGER_IN_HARDSHIP = "48-4"
    CASE_ENDED = "48-5"
    OWN_COUNSEL = "48-6"
    RECIPIENT_ASKED = "48-7"
    OTHER = "48-8"


class ConditionCode(StrEnum):
    """What an officer checks before a decision (148号令 14)."""

    MATTER = "matter"
    HARDSHIP = "hardship"
    HARDSHIP_CHECK = "hardship_check"
    COUNSEL = "counsel"
    COMPETENCE = "competence"
    LAWYER = "lawyer"


class ConditionOutcome(StrEnum):
    """How a condition stands on the facts given."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_NEEDED = "not_needed"
    TO_CHECK = "to_check"


labels(
    ApplicationStatus,
    {
        ApplicationStatus.DRAFT: "草稿",
        ApplicationStatus.SUBMITTED: "已提交，等待受理",
        ApplicationStatus.SUPPLEMENTING: "等待补充材料",
        ApplicationStatus.ACCEPTED: "已受理，正在审查",
        ApplicationStatus.GRANTED: "给予援助，正在安排律师",
        ApplicationStatus.OFFERED: "已选定律师，等待律师答复",
        ApplicationStatus.IN_HANDLING: "律师正在办理",
        ApplicationStatus.CONCLUDED: "案件已办完，律师正在整理材料",
        ApplicationStatus.FILE_REVIEW: "正在审查结案材料",
        ApplicationStatus.CLOSED: "已结案，等待归档",
        ApplicationStatus.ARCHIVED: "已归档",
        ApplicationStatus.REFUSED: "不予援助",
        ApplicationStatus.REFUSAL_OBJECTED: "对不予援助有异议，司法局正在审查",
        ApplicationStatus.TERMINATED: "已终止援助",
        ApplicationStatus.TERMINATION_OBJECTED: "对终止援助有异议，司法局正在审查",
        ApplicationStatus.WITHDRAWN: "已撤回",
        ApplicationStatus.DEEMED_WITHDRAWN: "没有按时补充材料，视为撤回",
        ApplicationStatus.DUPLICATE: "已由先收到的机构办理",
        ApplicationStatus.DISCARDED: "草稿已删除",
    },
)
labels(
    ApplicationChannel,
    {
        ApplicationChannel.SELF_SERVICE: "自己在手机上申请",
        ApplicationChannel.COUNTER: "到窗口申请，工作人员代为填写",
        ApplicationChannel.CUSTODY: "办案机关、监管场所转交",
        ApplicationChannel.DUTY_LAWYER: "值班律师转交",
        ApplicationChannel.AUTHORITY_NOTICE: "办案机关通知",
    },
)
labels(
    UrgencyGround,
    {
        UrgencyGround.LIMITATION: "时效或者期限马上就要到了",
        UrgencyGround.PRESERVATION: "需要马上申请财产保全、证据保全或者先予执行",
        UrgencyGround.OTHER: "法律、法规、规章规定的其他紧急情形",
    },
)
labels(
    DecisionOutcome,
    {
        DecisionOutcome.GRANTED: "给予法律援助",
        DecisionOutcome.ADVANCED: "先行提供法律援助",
        DecisionOutcome.REFUSED: "不予法律援助",
        DecisionOutcome.TERMINATED: "终止法律援助",
        DecisionOutcome.CORRECTED: "按司法局的决定改正，给予法律援助",
    },
)
labels(
    TerminationGround,
    {
        TerminationGround.OBTAINED_BY_FRAUD: "以欺骗或者其他不正当手段获得法律援助",
        TerminationGround.FACTS_CONCEALED: "故意隐瞒重要事实或者提供虚假证据",
        TerminationGround.USED_FOR_OFFENCE: "利用法律援助从事违法活动",
        TerminationGround.NO_LONGER_IN_HARDSHIP: "经济状况变化，不再符合条件",
        TerminationGround.CASE_ENDED: "案件终止审理或者已被撤销",
        TerminationGround.OWN_COUNSEL: "自行委托律师或者其他代理人",
        TerminationGround.RECIPIENT_ASKED: "受援人有正当理由要求终止",
        TerminationGround.OTHER: "法律法规规定的其他情形",
    },
)
labels(
    ConditionCode,
    {
        ConditionCode.MATTER: "申请事项",
        ConditionCode.HARDSHIP: "经济困难",
        ConditionCode.HARDSHIP_CHECK: "核查经济状况",
        ConditionCode.COUNSEL: "没有委托律师",
        ConditionCode.COMPETENCE: "受理地点",
        ConditionCode.LAWYER: "对律师的要求",
    },
)
labels(
    ConditionOutcome,
    {
        ConditionOutcome.MET: "符合",
        ConditionOutcome.NOT_MET: "不符合",
        ConditionOutcome.NOT_NEEDED: "不需要",
        ConditionOutcome.TO_CHECK: "需要核查",
    },
)
