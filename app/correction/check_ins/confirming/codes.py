"""Codes of questions about a place, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class QuestionStatus(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    CLEARED = "cleared"


class QuestionOutcome(StrEnum):
    """What settled it. ``lapsed``: nobody did; a later fix outside asked anew, or correction ended."""

    SECOND_OUTSIDE = "second_outside"
    CALL_OUTSIDE = "call_outside"
    SECOND_INSIDE = "second_inside"
    SEEN_IN_PERSON = "seen_in_person"
    CALL_INSIDE = "call_inside"
    LAPSED = "lapsed"


class CallFinding(StrEnum):
    """What an officer who called learned."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    UNREACHED = "unreached"


labels(
    QuestionStatus,
    {
        QuestionStatus.ASKED: "等待再次确认位置",
        QuestionStatus.CONFIRMED: "已经确认在区域外",
        QuestionStatus.CLEARED: "已经排除",
    },
)
labels(
    QuestionOutcome,
    {
        QuestionOutcome.SECOND_OUTSIDE: "第二次定位仍在区域外",
        QuestionOutcome.CALL_OUTSIDE: "电话核实在区域外",
        QuestionOutcome.SECOND_INSIDE: "第二次定位在区域内，前一次是定位漂移",
        QuestionOutcome.SEEN_IN_PERSON: "本人到司法所当面签到",
        QuestionOutcome.CALL_INSIDE: "电话核实在区域内",
        QuestionOutcome.LAPSED: "没有结果，已由后来的核实代替，或者矫正已经解除",
    },
)
labels(
    CallFinding,
    {
        CallFinding.OUTSIDE: "本人在区域外",
        CallFinding.INSIDE: "本人在区域内",
        CallFinding.UNREACHED: "没有联系上",
    },
)
