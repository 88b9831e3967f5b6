"""Codes of ends, changed terms and handovers, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class EndGround(StrEnum):
    """Why correction ended (社区矫正法 44, 45); ``moved_away``: here, since it goes on elsewhere (27)."""

    EXPIRED = "expired"
    PARDONED = "pardoned"
    REJUDGED = "rejudged"
    PROBATION_REVOKED = "probation_revoked"
    PAROLE_REVOKED = "parole_revoked"
    IMPRISONED = "imprisoned"
    DIED = "died"
    MOVED_AWAY = "moved_away"


class TermChangeKind(StrEnum):
    """Why the last day of a term moved."""

    COMMUTED = "commuted"
    REJUDGED = "rejudged"
    CORRECTED = "corrected"


class HandoverStatus(StrEnum):
    """Where a proposal to hand a person over to another office stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


labels(
    EndGround,
    {
        EndGround.EXPIRED: "矫正期满",
        EndGround.PARDONED: "被赦免",
        EndGround.REJUDGED: "改判后不再实行社区矫正",
        EndGround.PROBATION_REVOKED: "撤销缓刑",
        EndGround.PAROLE_REVOKED: "撤销假释",
        EndGround.IMPRISONED: "决定收监执行",
        EndGround.DIED: "死亡",
        EndGround.MOVED_AWAY: "执行地变更到外地，由新执行地继续",
    },
)
labels(
    TermChangeKind,
    {
        TermChangeKind.COMMUTED: "减刑",
        TermChangeKind.REJUDGED: "改判",
        TermChangeKind.CORRECTED: "更正登记错误",
    },
)
labels(
    HandoverStatus,
    {
        HandoverStatus.PROPOSED: "等待对方接收",
        HandoverStatus.ACCEPTED: "已经接收",
        HandoverStatus.REFUSED: "没有接收",
        HandoverStatus.WITHDRAWN: "已经撤回",
    },
)
