"""Codes of visits and help that leave the API, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class VisitPlace(StrEnum):
    """Where a visit was made; the address itself is not kept."""

    HOME = "home"
    WORKPLACE = "workplace"
    SCHOOL = "school"
    COMMITTEE = "committee"
    HOSPITAL = "hospital"
    OTHER = "other"


class VisitDiscretion(StrEnum):
    """How the person's identity was kept secret from others (社区矫正法 26)."""

    PERSON_ALONE = "person_alone"
    FAMILY_KNOWS = "family_knows"
    NEUTRAL_REASON = "neutral_reason"
    BOUND_TO_SECRECY = "bound_to_secrecy"
    REVEALED = "revealed"


class CorrectionHelpKind(StrEnum):
    """What help was given."""

    TALK = "talk"
    COUNSELLING = "counselling"
    JOB = "job"
    TRAINING = "training"
    SCHOOLING = "schooling"
    SOCIAL_AID = "social_aid"
    INSURANCE = "insurance"
    LEGAL_AID = "legal_aid"
    FAMILY = "family"
    GUARDIAN = "guardian"
    OTHER = "other"


labels(
    VisitPlace,
    {
        VisitPlace.HOME: "家里",
        VisitPlace.WORKPLACE: "工作单位",
        VisitPlace.SCHOOL: "学校",
        VisitPlace.COMMITTEE: "村（居）委会",
        VisitPlace.HOSPITAL: "医院",
        VisitPlace.OTHER: "其他地方",
    },
)
labels(
    VisitDiscretion,
    {
        VisitDiscretion.PERSON_ALONE: "只见了本人",
        VisitDiscretion.FAMILY_KNOWS: "只见了本人和知情的家人",
        VisitDiscretion.NEUTRAL_REASON: "对其他人没有说明身份和来意",
        VisitDiscretion.BOUND_TO_SECRECY: "只告诉了有保密义务的人",
        VisitDiscretion.REVEALED: "身份被其他人知道了",
    },
)
labels(
    CorrectionHelpKind,
    {
        CorrectionHelpKind.TALK: "谈话",
        CorrectionHelpKind.COUNSELLING: "心理辅导",
        CorrectionHelpKind.JOB: "就业指导和帮助",
        CorrectionHelpKind.TRAINING: "职业技能培训",
        CorrectionHelpKind.SCHOOLING: "上学、复学",
        CorrectionHelpKind.SOCIAL_AID: "社会救助",
        CorrectionHelpKind.INSURANCE: "社会保险",
        CorrectionHelpKind.LEGAL_AID: "法律援助",
        CorrectionHelpKind.FAMILY: "改善家庭关系",
        CorrectionHelpKind.GUARDIAN: "督促监护人履行责任",
        CorrectionHelpKind.OTHER: "其他帮助",
    },
)
