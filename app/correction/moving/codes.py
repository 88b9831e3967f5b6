"""Codes of moves that leave the API, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class MoveReason(StrEnum):
    """Why someone moves (办法 30: 因工作、居所变化等原因)."""

    WORK = "work"
    HOME = "home"
    FAMILY = "family"
    STUDY = "study"
    MEDICAL = "medical"
    OTHER = "other"


class MoveStatus(StrEnum):
    """Where a move stands."""

    REQUESTED = "requested"
    CONSULTING = "consulting"
    ANSWERED = "answered"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


UNDECIDED = frozenset({MoveStatus.REQUESTED, MoveStatus.CONSULTING, MoveStatus.ANSWERED})
OPEN = UNDECIDED | {MoveStatus.APPROVED}

labels(
    MoveReason,
    {
        MoveReason.WORK: "工作变动",
        MoveReason.HOME: "住处变动",
        MoveReason.FAMILY: "家庭原因",
        MoveReason.STUDY: "上学",
        MoveReason.MEDICAL: "看病就医",
        MoveReason.OTHER: "其他正当理由",
    },
)
labels(
    MoveStatus,
    {
        MoveStatus.REQUESTED: "已申请，等待征求新执行地意见",
        MoveStatus.CONSULTING: "正在征求新执行地意见",
        MoveStatus.ANSWERED: "新执行地已回复，等待决定",
        MoveStatus.APPROVED: "已批准，请按时到新执行地报到",
        MoveStatus.REFUSED: "没有批准",
        MoveStatus.WITHDRAWN: "已撤回",
        MoveStatus.COMPLETED: "已到新执行地报到",
    },
)
