"""Codes of the lawyers' domain that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class OfferStatus(StrEnum):
    """Where an offer stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


class DeclineReason(StrEnum):
    """Why a lawyer does not take a matter (法律援助法 46: not without a good reason)."""

    CONFLICT = "conflict"
    BUSY = "busy"
    OTHER_FIELD = "other_field"
    AWAY = "away"
    OTHER = "other"


class PartySide(StrEnum):
    """On which side of a matter a party stands, seen from the lawyer."""

    CLIENT = "client"
    OPPONENT = "opponent"


labels(
    OfferStatus,
    {
        OfferStatus.OFFERED: "等待律师答复",
        OfferStatus.ACCEPTED: "律师已接受",
        OfferStatus.DECLINED: "律师已谢绝",
        OfferStatus.EXPIRED: "过期未答复",
        OfferStatus.WITHDRAWN: "已收回",
        OfferStatus.COMPLETED: "案件已结案",
    },
)
labels(
    DeclineReason,
    {
        DeclineReason.CONFLICT: "有利益冲突",
        DeclineReason.BUSY: "手头案件太多",
        DeclineReason.OTHER_FIELD: "不熟悉这类案件",
        DeclineReason.AWAY: "休假或者外出",
        DeclineReason.OTHER: "其他原因",
    },
)
labels(PartySide, {PartySide.CLIENT: "受援人", PartySide.OPPONENT: "对方当事人"})
