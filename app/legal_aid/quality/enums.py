"""Codes of review, grading, visits, subsidy and archive, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class FileOutcome(StrEnum):
    """What the review of a closing file came to (148号令 41)."""

    RETURNED = "returned"
    APPROVED = "approved"


class QualityGrade(StrEnum):
    """How well a case was handled."""

    EXCELLENT = "excellent"
    GOOD = "good"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"


class PeerReviewStatus(StrEnum):
    """How far a peer's assessment has come."""

    APPOINTED = "appointed"
    GRADED = "graded"
    WITHDRAWN = "withdrawn"


class CriterionCode(StrEnum):
    """What a peer looks at."""

    MEETING = "meeting"
    EVIDENCE = "evidence"
    DOCUMENTS = "documents"
    HEARING = "hearing"
    REPORTING = "reporting"
    CLOSING = "closing"


class HelpfulItem(StrEnum):
    """What a recipient found good."""

    EXPLAINED = "explained"
    IN_TIME = "in_time"
    PATIENT = "patient"
    PROFESSIONAL = "professional"
    KEPT_INFORMED = "kept_informed"
    GOOD_RESULT = "good_result"


class VisitWay(StrEnum):
    """How the recipient was asked."""

    PHONE = "phone"
    HOME = "home"
    OFFICE = "office"
    ONLINE = "online"


class Satisfaction(StrEnum):
    """What the recipient says of the service."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class RateUnit(StrEnum):
    """What the number of a rate counts."""

    FEN = "fen"
    PERSONS = "persons"
    PERCENT = "percent"


class RateCode(StrEnum):
    """One number of a subsidy table: what a kind of work is paid, and what adds to it or takes from it."""

    DOCUMENT_DRAFTING = "document_drafting"
    CIVIL_NON_LITIGATION = "civil_non_litigation"
    LABOUR_ARBITRATION = "labour_arbitration"
    CIVIL_FIRST_INSTANCE = "civil_first_instance"
    CIVIL_SECOND_INSTANCE = "civil_second_instance"
    CIVIL_RETRIAL = "civil_retrial"
    CIVIL_ENFORCEMENT = "civil_enforcement"
    ADMINISTRATIVE_REVIEW = "administrative_review"
    ADMINISTRATIVE_FIRST_INSTANCE = "administrative_first_instance"
    ADMINISTRATIVE_SECOND_INSTANCE = "administrative_second_instance"
    STATE_COMPENSATION = "state_compensation"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    CRIMINAL_PROSECUTION = "criminal_prosecution"
    CRIMINAL_FIRST_INSTANCE = "criminal_first_instance"
    CRIMINAL_SECOND_INSTANCE = "criminal_second_instance"
    CRIMINAL_RETRIAL = "criminal_retrial"
    DEATH_REVIEW = "death_review"
    CRIMINAL_REPRESENTATION = "criminal_representation"
    EXTRA_RECIPIENT = "extra_recipient"
    EXTRA_RECIPIENTS_COUNTED = "extra_recipients_counted"
    CROSS_COUNTY = "cross_county"
    GRADE_EXCELLENT = "grade_excellent"
    GRADE_GOOD = "grade_good"
    GRADE_QUALIFIED = "grade_qualified"
    GRADE_UNQUALIFIED = "grade_unqualified"
    FORMER_LAWYER_SHARE = "former_lawyer_share"

    @property
    def unit(self) -> RateUnit:
        """What its number counts."""
        if self is RateCode.EXTRA_RECIPIENTS_COUNTED:
            return RateUnit.PERSONS
        return RateUnit.PERCENT if self in PERCENTAGES else RateUnit.FEN


PERCENTAGES = frozenset(
    {
        RateCode.GRADE_EXCELLENT,
        RateCode.GRADE_GOOD,
        RateCode.GRADE_QUALIFIED,
        RateCode.GRADE_UNQUALIFIED,
        RateCode.FORMER_LAWYER_SHARE,
    }
)
EXTRAS = PERCENTAGES | {RateCode.EXTRA_RECIPIENT, RateCode.EXTRA_RECIPIENTS_COUNTED, RateCode.CROSS_COUNTY}
SERVICES = frozenset(RateCode) - EXTRAS
"""Codes that name a kind of work; the others add to it or take from it."""


class SubsidyStatus(StrEnum):
    """Where the subsidy of a case stands."""

    NO_RATE = "no_rate"
    RECKONED = "reckoned"
    PAID = "paid"


class SubsidyAction(StrEnum):
    """What may be done with the subsidy of a case."""

    RECKON = "reckon"
    MARK_PAID = "mark_paid"


class ArchiveStatus(StrEnum):
    """Where the file of a case stands."""

    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


class ArchiveAction(StrEnum):
    """What may be done with the file of a case."""

    BUILD = "build"
    OPEN = "open"


labels(FileOutcome, {FileOutcome.RETURNED: "退回补齐", FileOutcome.APPROVED: "审查通过"})
labels(
    QualityGrade,
    {
        QualityGrade.EXCELLENT: "优秀",
        QualityGrade.GOOD: "良好",
        QualityGrade.QUALIFIED: "合格",
        QualityGrade.UNQUALIFIED: "不合格",
    },
)
labels(
    PeerReviewStatus,
    {
        PeerReviewStatus.APPOINTED: "等待评估",
        PeerReviewStatus.GRADED: "已评估",
        PeerReviewStatus.WITHDRAWN: "已撤销",
    },
)
labels(
    CriterionCode,
    {
        CriterionCode.MEETING: "会见、约见",
        CriterionCode.EVIDENCE: "调查取证",
        CriterionCode.DOCUMENTS: "法律文书",
        CriterionCode.HEARING: "庭审、仲裁、调解参与",
        CriterionCode.REPORTING: "告知通报",
        CriterionCode.CLOSING: "结案归档",
    },
)
labels(
    HelpfulItem,
    {
        HelpfulItem.EXPLAINED: "把道理讲清楚了",
        HelpfulItem.IN_TIME: "办得及时",
        HelpfulItem.PATIENT: "有耐心",
        HelpfulItem.PROFESSIONAL: "业务熟练",
        HelpfulItem.KEPT_INFORMED: "随时告诉我进展",
        HelpfulItem.GOOD_RESULT: "结果满意",
    },
)
labels(
    VisitWay,
    {VisitWay.PHONE: "电话", VisitWay.HOME: "上门", VisitWay.OFFICE: "到中心面谈", VisitWay.ONLINE: "网上"},
)
labels(
    Satisfaction,
    {
        Satisfaction.VERY_SATISFIED: "很满意",
        Satisfaction.SATISFIED: "满意",
        Satisfaction.NEUTRAL: "一般",
        Satisfaction.DISSATISFIED: "不满意",
        Satisfaction.VERY_DISSATISFIED: "很不满意",
    },
)
labels(RateUnit, {RateUnit.FEN: "分", RateUnit.PERSONS: "人", RateUnit.PERCENT: "%"})
labels(
    RateCode,
    {
        RateCode.DOCUMENT_DRAFTING: "代拟法律文书",
        RateCode.CIVIL_NON_LITIGATION: "民事非诉讼代理（协商、调解）",
        RateCode.LABOUR_ARBITRATION: "劳动争议调解、仲裁代理",
        RateCode.CIVIL_FIRST_INSTANCE: "民事诉讼代理（一审）",
        RateCode.CIVIL_SECOND_INSTANCE: "民事诉讼代理（二审）",
        RateCode.CIVIL_RETRIAL: "民事诉讼代理（再审）",
        RateCode.CIVIL_ENFORCEMENT: "民事执行代理",
        RateCode.ADMINISTRATIVE_REVIEW: "行政复议代理",
        RateCode.ADMINISTRATIVE_FIRST_INSTANCE: "行政诉讼代理（一审）",
        RateCode.ADMINISTRATIVE_SECOND_INSTANCE: "行政诉讼代理（二审）",
        RateCode.STATE_COMPENSATION: "国家赔偿代理",
        RateCode.CRIMINAL_INVESTIGATION: "刑事辩护（侦查阶段）",
        RateCode.CRIMINAL_PROSECUTION: "刑事辩护（审查起诉阶段）",
        RateCode.CRIMINAL_FIRST_INSTANCE: "刑事辩护（一审）",
        RateCode.CRIMINAL_SECOND_INSTANCE: "刑事辩护（二审）",
        RateCode.CRIMINAL_RETRIAL: "刑事辩护（再审）",
        RateCode.DEATH_REVIEW: "刑事辩护（死刑复核）",
        RateCode.CRIMINAL_REPRESENTATION: "刑事代理（被害人、自诉人、附带民事原告等）",
        RateCode.EXTRA_RECIPIENT: "每增加一名受援人",
        RateCode.EXTRA_RECIPIENTS_COUNTED: "最多计算增加的受援人",
        RateCode.CROSS_COUNTY: "跨县（市、区）办理",
        RateCode.GRADE_EXCELLENT: "质量优秀",
        RateCode.GRADE_GOOD: "质量良好",
        RateCode.GRADE_QUALIFIED: "质量合格",
        RateCode.GRADE_UNQUALIFIED: "质量不合格",
        RateCode.FORMER_LAWYER_SHARE: "更换前的律师应得部分",
    },
)
labels(
    SubsidyStatus,
    {
        SubsidyStatus.NO_RATE: "还没有补贴标准，等待计算",
        SubsidyStatus.RECKONED: "已计算，等待发放",
        SubsidyStatus.PAID: "已发放",
    },
)
labels(SubsidyAction, {SubsidyAction.RECKON: "按现在的标准计算补贴", SubsidyAction.MARK_PAID: "登记发放补贴"})
labels(
    ArchiveStatus,
    {
        ArchiveStatus.BUILDING: "正在生成案卷",
        ArchiveStatus.READY: "案卷已生成",
        ArchiveStatus.FAILED: "案卷没有生成成功",
    },
)
labels(ArchiveAction, {ArchiveAction.BUILD: "重新生成案卷", ArchiveAction.OPEN: "打开电子案卷"})
