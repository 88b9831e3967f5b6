"""Codes of what is registered with an order, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class SentenceKind(StrEnum):
    """The punishment the judgement named (刑法 33)."""

    CONTROL = "control"
    DETENTION = "detention"
    IMPRISONMENT = "imprisonment"
    LIFE = "life"


class ReleaseGround(StrEnum):
    """Why a punishment is served outside for the time being (刑事诉讼法 265)."""

    ILLNESS = "illness"
    CHILD = "child"
    NO_SELF_CARE = "no_self_care"


class ReceivedKind(StrEnum):
    """Legal documents that come with a person (社区矫正法 20, 22)."""

    JUDGMENT = "judgment"
    RULING = "ruling"
    DECISION = "decision"
    ENFORCEMENT_NOTICE = "enforcement_notice"
    PLEDGE = "pledge"
    ASSESSMENT = "assessment"
    MEDICAL = "medical"
    OTHER = "other"


class ReportedHow(StrEnum):
    """How a person came under correction here."""

    CAME = "came"
    VISITED = "visited"
    HANDED_OVER = "handed_over"


class MemberKind(StrEnum):
    """Who can be in a correction group (社区矫正法 25)."""

    STAFF = "staff"
    COMMITTEE = "committee"
    GUARDIAN = "guardian"
    FAMILY = "family"
    EMPLOYER = "employer"
    SCHOOL = "school"
    SOCIAL_WORKER = "social_worker"
    VOLUNTEER = "volunteer"


class TierChangeStatus(StrEnum):
    """Where a proposal to change the tier stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


labels(
    SentenceKind,
    {
        SentenceKind.CONTROL: "管制",
        SentenceKind.DETENTION: "拘役",
        SentenceKind.IMPRISONMENT: "有期徒刑",
        SentenceKind.LIFE: "无期徒刑",
    },
)
labels(
    ReleaseGround,
    {
        ReleaseGround.ILLNESS: "严重疾病，保外就医",
        ReleaseGround.CHILD: "怀孕或者正在哺乳自己的婴儿",
        ReleaseGround.NO_SELF_CARE: "生活不能自理",
    },
)
labels(
    ReceivedKind,
    {
        ReceivedKind.JUDGMENT: "判决书",
        ReceivedKind.RULING: "裁定书",
        ReceivedKind.DECISION: "决定书",
        ReceivedKind.ENFORCEMENT_NOTICE: "执行通知书",
        ReceivedKind.PLEDGE: "社区矫正告知书、保证书",
        ReceivedKind.ASSESSMENT: "调查评估意见",
        ReceivedKind.MEDICAL: "病情诊断、检查材料",
        ReceivedKind.OTHER: "其他文书",
    },
)
labels(
    ReportedHow,
    {
        ReportedHow.CAME: "本人到场",
        ReportedHow.VISITED: "行动不便，上门办理",
        ReportedHow.HANDED_OVER: "由移送机关移交",
    },
)
labels(
    MemberKind,
    {
        MemberKind.STAFF: "司法所人员",
        MemberKind.COMMITTEE: "居民、村民委员会人员",
        MemberKind.GUARDIAN: "监护人",
        MemberKind.FAMILY: "家庭成员",
        MemberKind.EMPLOYER: "所在单位人员",
        MemberKind.SCHOOL: "就读学校人员",
        MemberKind.SOCIAL_WORKER: "社会工作者",
        MemberKind.VOLUNTEER: "志愿者",
    },
)
labels(
    TierChangeStatus,
    {
        TierChangeStatus.PROPOSED: "等待审批",
        TierChangeStatus.APPROVED: "已同意调整",
        TierChangeStatus.REFUSED: "不同意调整",
        TierChangeStatus.WITHDRAWN: "已撤回",
    },
)
