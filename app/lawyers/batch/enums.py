"""Codes of plans for whole queues, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels

ALL_TAKEN = "all_taken"
"""Instead of a constraint: lawyers who could take the matter, had the plan not given their places to others."""


class BatchStatus(StrEnum):
    """Where a plan stands."""

    PLANNING = "planning"
    READY = "ready"
    COMMITTING = "committing"
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


class BatchMethod(StrEnum):
    """How the plan is made: the best of all, with a proof; or each matter in turn to who is best then."""

    OPTIMAL = "optimal"
    GREEDY = "greedy"


class LineStatus(StrEnum):
    """Where one matter of a plan stands."""

    PLANNED = "planned"
    UNSERVED = "unserved"
    REMOVED = "removed"
    ASKED = "asked"
    REFUSED = "refused"


labels(
    BatchStatus,
    {
        BatchStatus.PLANNING: "正在计算方案",
        BatchStatus.READY: "方案已做好，等待确认",
        BatchStatus.COMMITTING: "正在逐件指派",
        BatchStatus.DONE: "已指派",
        BatchStatus.FAILED: "没有做成",
        BatchStatus.DISCARDED: "已放弃",
    },
)
labels(BatchMethod, {BatchMethod.OPTIMAL: "整体最优", BatchMethod.GREEDY: "依次挑最合适的"})
labels(
    LineStatus,
    {
        LineStatus.PLANNED: "已选定律师，还没有指派",
        LineStatus.UNSERVED: "没有律师可以接",
        LineStatus.REMOVED: "已从方案中去掉",
        LineStatus.ASKED: "已指派，等律师答复",
        LineStatus.REFUSED: "没有派出去",
    },
)
