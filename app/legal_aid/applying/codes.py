"""Codes of the form: its sections, and what they may say that eligibility has no name for. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class Section(StrEnum):
    """A part of the form; the name is that of its route and of its member in the answer."""

    APPLICANT = "applicant"
    REPRESENTATION = "representation"
    CLAIM = "claim"
    MATTER = "matter"
    CRIMINAL = "criminal"
    PLACE = "place"
    FORUM = "forum"
    HARDSHIP = "hardship"
    URGENCY = "urgency"


class SideKind(StrEnum):
    """What the other side is."""

    PERSON = "person"
    ORGANISATION = "organisation"


class ForumStage(StrEnum):
    """How far the body that handles a dispute has come."""

    NOT_FILED = "not_filed"
    FILED = "filed"
    ARBITRATION = "arbitration"
    FIRST_INSTANCE = "first_instance"
    SECOND_INSTANCE = "second_instance"
    RETRIAL = "retrial"
    ENFORCEMENT = "enforcement"


class HardshipVerification(StrEnum):
    """How hardship is checked, at the applicant's choice (法律援助法 41)."""

    PLEDGE = "pledge"
    DATA_SHARING = "data_sharing"


labels(
    Section,
    {
        Section.APPLICANT: "我的情况",
        Section.REPRESENTATION: "为谁申请",
        Section.CLAIM: "拖欠工资的情况",
        Section.MATTER: "事情的经过和请求",
        Section.CRIMINAL: "刑事案件的情况",
        Section.PLACE: "事情发生的地方",
        Section.FORUM: "现在由哪个机关处理",
        Section.HARDSHIP: "经济困难状况说明",
        Section.URGENCY: "是不是紧急",
    },
)
labels(SideKind, {SideKind.PERSON: "个人", SideKind.ORGANISATION: "单位"})
labels(
    ForumStage,
    {
        ForumStage.NOT_FILED: "还没有提交",
        ForumStage.FILED: "已经提交，还没有开始处理",
        ForumStage.ARBITRATION: "仲裁",
        ForumStage.FIRST_INSTANCE: "一审",
        ForumStage.SECOND_INSTANCE: "二审",
        ForumStage.RETRIAL: "再审",
        ForumStage.ENFORCEMENT: "执行",
    },
)
labels(
    HardshipVerification,
    {
        HardshipVerification.PLEDGE: "我承诺说明的情况真实",
        HardshipVerification.DATA_SHARING: "我同意查询政府部门共享的信息",
    },
)
