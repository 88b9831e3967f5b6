"""Codes of deciding that leave the API, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class DeficiencyCode(StrEnum):
    """Why an application cannot be decided yet (法律援助法 43(2); 148号令 13, 17)."""

    MISSING_MATERIAL = "missing_material"
    ILLEGIBLE_FILE = "illegible_file"
    MISSING_SIGNATURE = "missing_signature"
    IDENTITY_MISMATCH = "identity_mismatch"
    UNCLEAR_FACT = "unclear_fact"
    HARDSHIP_EXPLANATION = "hardship_explanation"
    OTHER = "other"


class DeficiencyStatus(StrEnum):
    """What became of a deficiency notice."""

    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    RESCINDED = "rescinded"


class ObjectionOutcome(StrEnum):
    """What the bureau found (法律援助法 49)."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"


class RecusalGround(StrEnum):
    """Why a member of staff stands back (回避)."""

    PARTY = "party"
    RELATIVE_OF_PARTY = "relative_of_party"
    OWN_INTEREST = "own_interest"
    OTHER = "other"


class RecusalStatus(StrEnum):
    """Whether a recusal holds; an applicant's request waits for a decision."""

    REQUESTED = "requested"
    IN_FORCE = "in_force"
    REJECTED = "rejected"


class RecusalAction(StrEnum):
    """What may be done with an applicant's request."""

    GRANT = "grant"
    REFUSE = "refuse"


class DeliveryMethod(StrEnum):
    """How a decision on paper reached those it concerns."""

    ELECTRONIC = "electronic"
    IN_PERSON = "in_person"
    POST = "post"
    OTHER = "other"


labels(
    DeficiencyCode,
    {
        DeficiencyCode.MISSING_MATERIAL: "缺少材料",
        DeficiencyCode.ILLEGIBLE_FILE: "材料看不清",
        DeficiencyCode.MISSING_SIGNATURE: "缺少签名",
        DeficiencyCode.IDENTITY_MISMATCH: "身份信息对不上",
        DeficiencyCode.UNCLEAR_FACT: "事情没有说清楚",
        DeficiencyCode.HARDSHIP_EXPLANATION: "经济状况需要说明",
        DeficiencyCode.OTHER: "其他需要补充或者说明的",
    },
)
labels(
    DeficiencyStatus,
    {
        DeficiencyStatus.OPEN: "等待补充",
        DeficiencyStatus.ANSWERED: "已补充",
        DeficiencyStatus.LAPSED: "没有按时补充",
        DeficiencyStatus.RESCINDED: "不用再补充",
    },
)
labels(
    ObjectionOutcome,
    {ObjectionOutcome.UPHELD: "维持原决定", ObjectionOutcome.OVERTURNED: "责令改正"},
)
labels(
    RecusalGround,
    {
        RecusalGround.PARTY: "是本案当事人",
        RecusalGround.RELATIVE_OF_PARTY: "是当事人的近亲属",
        RecusalGround.OWN_INTEREST: "和本案有利害关系",
        RecusalGround.OTHER: "其他可能影响公正办理的关系",
    },
)
labels(
    RecusalStatus,
    {
        RecusalStatus.REQUESTED: "已申请，等待决定",
        RecusalStatus.IN_FORCE: "已回避",
        RecusalStatus.REJECTED: "不需要回避",
    },
)
labels(RecusalAction, {RecusalAction.GRANT: "同意，由别人办理", RecusalAction.REFUSE: "不用回避"})
labels(
    DeliveryMethod,
    {
        DeliveryMethod.ELECTRONIC: "电子送达",
        DeliveryMethod.IN_PERSON: "当面送达",
        DeliveryMethod.POST: "邮寄送达",
        DeliveryMethod.OTHER: "其他方式送达",
    },
)
