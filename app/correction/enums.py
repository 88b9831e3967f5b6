"""Codes of correction orders that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class CorrectionCategory(StrEnum):
    """Why someone is under correction (社区矫正法 2)."""

    CONTROL = "control"
    PROBATION = "probation"
    PAROLE = "parole"
    TEMPORARY_RELEASE = "temporary_release"


class CorrectionTier(StrEnum):
    """How closely: the practice of townships; the law orders tiers and names none (社区矫正法 24)."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"


class CorrectionStatus(StrEnum):
    """Where an order stands."""

    REGISTERED = "registered"
    UNDER_CORRECTION = "under_correction"
    ENDED = "ended"


class ApprovedAreaSource(StrEnum):
    """Where the outline of an approved area came from."""

    DRAWN = "drawn"
    AREA = "area"


labels(
    CorrectionCategory,
    {
        CorrectionCategory.CONTROL: "管制",
        CorrectionCategory.PROBATION: "缓刑",
        CorrectionCategory.PAROLE: "假释",
        CorrectionCategory.TEMPORARY_RELEASE: "暂予监外执行",
    },
)
labels(
    CorrectionTier,
    {
        CorrectionTier.RED: "红色（严格）",
        CorrectionTier.YELLOW: "黄色（普通）",
        CorrectionTier.BLUE: "蓝色（宽松）",
    },
)
labels(
    CorrectionStatus,
    {
        CorrectionStatus.REGISTERED: "已登记，等待入矫",
        CorrectionStatus.UNDER_CORRECTION: "正在矫正",
        CorrectionStatus.ENDED: "已经解除",
    },
)
labels(
    ApprovedAreaSource,
    {ApprovedAreaSource.DRAWN: "在地图上画出", ApprovedAreaSource.AREA: "行政区划边界"},
)
