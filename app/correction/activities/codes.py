"""Codes of activities that leave the API, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class ActivityKind(StrEnum):
    """What an activity is (社区矫正法 36, 37, 40, 42)."""

    LEGAL_EDUCATION = "legal_education"
    MORAL_EDUCATION = "moral_education"
    COUNSELLING = "counselling"
    VOCATIONAL_TRAINING = "vocational_training"
    PUBLIC_BENEFIT = "public_benefit"


class ActivityStatus(StrEnum):
    """Where an activity stands."""

    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called_off"


class ParticipationStatus(StrEnum):
    """Whether somebody takes part. Declining and staying away are no faults: the office only offers."""

    OFFERED = "offered"
    ENROLLED = "enrolled"
    DECLINED = "declined"
    ATTENDED = "attended"
    ABSENT = "absent"


COMING = frozenset({ParticipationStatus.OFFERED, ParticipationStatus.ENROLLED})
"""Who is expected."""

HOURS_RULES = {
    ActivityKind.PUBLIC_BENEFIT: "correction.public_benefit_hours",
    ActivityKind.LEGAL_EDUCATION: "correction.education_hours",
    ActivityKind.MORAL_EDUCATION: "correction.education_hours",
    ActivityKind.COUNSELLING: "correction.education_hours",
    ActivityKind.VOCATIONAL_TRAINING: "correction.education_hours",
}
"""Which setting of an agency, if it made one, names the hours a month of an activity of this kind."""

labels(
    ActivityKind,
    {
        ActivityKind.LEGAL_EDUCATION: "法治教育",
        ActivityKind.MORAL_EDUCATION: "道德教育",
        ActivityKind.COUNSELLING: "心理辅导",
        ActivityKind.VOCATIONAL_TRAINING: "职业技能培训",
        ActivityKind.PUBLIC_BENEFIT: "公益活动",
    },
)
labels(
    ActivityStatus,
    {
        ActivityStatus.PLANNED: "已安排",
        ActivityStatus.HELD: "已结束",
        ActivityStatus.CALLED_OFF: "已取消",
    },
)
labels(
    ParticipationStatus,
    {
        ParticipationStatus.OFFERED: "已安排参加",
        ParticipationStatus.ENROLLED: "本人报名",
        ParticipationStatus.DECLINED: "说明不能参加",
        ParticipationStatus.ATTENDED: "已参加",
        ParticipationStatus.ABSENT: "没有到场",
    },
)
