"""Codes of the schedule and its ledger that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class SupervisionEntryKind(StrEnum):
    """What the ledger says happened. Only ``breach`` is held against a person, and only people write it.

    ``missed`` needs that nothing arrived. ``late``, ``excused``, ``cleared`` and ``corrected`` take an earlier
    entry back; what was taken back counts nowhere.
    """

    ATTEMPT_FAILED = "attempt_failed"
    FAULT = "fault"
    INDETERMINATE = "indeterminate"
    OUTSIDE = "outside"
    DRIFT = "drift"
    MISSED = "missed"
    LATE = "late"
    EXCUSED = "excused"
    EXPLAINED = "explained"
    NOT_ACCEPTED = "not_accepted"
    CLEARED = "cleared"
    CORRECTED = "corrected"
    BREACH = "breach"


class Excuse(StrEnum):
    """Why a check-in is not owed after all."""

    ILLNESS = "illness"
    CUSTODY = "custody"
    LEAVE = "leave"
    DEVICE_FAULT = "device_fault"
    MAINTENANCE = "maintenance"
    FORCE_MAJEURE = "force_majeure"
    ENDED = "ended"
    OTHER = "other"


class SchedulePeriod(StrEnum):
    """What a number of check-ins is counted in: weeks from Monday, or calendar months."""

    WEEK = "week"
    MONTH = "month"


class DutyAction(StrEnum):
    """What somebody may do about a check-in that is owed."""

    CHECK_IN = "check_in"
    EXPLAIN = "explain"
    EXCUSE = "excuse"
    LOOK_INTO = "look_into"


labels(
    DutyAction,
    {
        DutyAction.CHECK_IN: "签到",
        DutyAction.EXPLAIN: "说明情况",
        DutyAction.EXCUSE: "这次不用签到",
        DutyAction.LOOK_INTO: "需要核实",
    },
)

TAKING_BACK = frozenset(
    {
        SupervisionEntryKind.LATE,
        SupervisionEntryKind.EXCUSED,
        SupervisionEntryKind.CLEARED,
        SupervisionEntryKind.CORRECTED,
    }
)
"""Kinds that take an earlier entry back."""

STILL_EXPECTED = frozenset({Excuse.DEVICE_FAULT, Excuse.MAINTENANCE})
"""Excuses that help the person but not the system: a signal was to come, and its absence is a gap all the same."""

labels(
    SupervisionEntryKind,
    {
        SupervisionEntryKind.ATTEMPT_FAILED: "试过签到，没有成功",
        SupervisionEntryKind.FAULT: "设备或网络故障",
        SupervisionEntryKind.INDETERMINATE: "位置不能确定",
        SupervisionEntryKind.OUTSIDE: "一次定位在区域外，等待核实",
        SupervisionEntryKind.DRIFT: "定位漂移，已经确认在区域内",
        SupervisionEntryKind.MISSED: "没有收到签到",
        SupervisionEntryKind.LATE: "后来收到了签到",
        SupervisionEntryKind.EXCUSED: "这次不需要签到",
        SupervisionEntryKind.EXPLAINED: "本人说明了情况",
        SupervisionEntryKind.NOT_ACCEPTED: "说明没有被接受，转为核实",
        SupervisionEntryKind.CLEARED: "核实后不算违规",
        SupervisionEntryKind.CORRECTED: "更正以前的记录",
        SupervisionEntryKind.BREACH: "经核实认定违规",
    },
)
labels(
    Excuse,
    {
        Excuse.ILLNESS: "生病、住院",
        Excuse.CUSTODY: "被拘留、羁押",
        Excuse.LEAVE: "批准外出",
        Excuse.DEVICE_FAULT: "手机或者设备故障",
        Excuse.MAINTENANCE: "系统或者设备维护",
        Excuse.FORCE_MAJEURE: "自然灾害等意外",
        Excuse.ENDED: "矫正已经解除",
        Excuse.OTHER: "其他正当理由",
    },
)
labels(SchedulePeriod, {SchedulePeriod.WEEK: "每周", SchedulePeriod.MONTH: "每月"})
