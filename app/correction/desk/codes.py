"""What an officer's desk counts, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class DeskItemKind(StrEnum):
    """Something that waits for the office."""

    ORDERS_TO_BEGIN = "orders_to_begin"
    ALARMS_OPEN = "alarms_open"
    REPORTS_TO_REVIEW = "reports_to_review"
    REPORTS_OVERDUE = "reports_overdue"
    REPORT_EXTENSIONS_TO_DECIDE = "report_extensions_to_decide"
    SPECIAL_PERMITS_TO_DECIDE = "special_permits_to_decide"
    LEAVES_TO_DECIDE = "leaves_to_decide"
    LEAVES_OVERDUE = "leaves_overdue"
    CROSSING_PERMITS_TO_DECIDE = "crossing_permits_to_decide"
    TIER_CHANGES_TO_DECIDE = "tier_changes_to_decide"
    SANCTIONS_TO_DECIDE = "sanctions_to_decide"
    HANDOVERS_TO_ANSWER = "handovers_to_answer"
    ACTIVITIES_TO_CLOSE = "activities_to_close"


labels(
    DeskItemKind,
    {
        DeskItemKind.ORDERS_TO_BEGIN: "等待入矫",
        DeskItemKind.ALARMS_OPEN: "等待核实的提醒",
        DeskItemKind.REPORTS_TO_REVIEW: "等待审阅的报告",
        DeskItemKind.REPORTS_OVERDUE: "还没有收到的报告",
        DeskItemKind.REPORT_EXTENSIONS_TO_DECIDE: "等待批准的延长报告间隔",
        DeskItemKind.SPECIAL_PERMITS_TO_DECIDE: "等待审批的特定场所、会客申请",
        DeskItemKind.LEAVES_TO_DECIDE: "等待审批的外出申请",
        DeskItemKind.LEAVES_OVERDUE: "外出到期没有返回报告",
        DeskItemKind.CROSSING_PERMITS_TO_DECIDE: "等待审批的经常性跨市县申请",
        DeskItemKind.TIER_CHANGES_TO_DECIDE: "等待审批的类别调整",
        DeskItemKind.SANCTIONS_TO_DECIDE: "等待决定的奖惩",
        DeskItemKind.HANDOVERS_TO_ANSWER: "等待接收的移交",
        DeskItemKind.ACTIVITIES_TO_CLOSE: "已经结束、等待登记到场的活动",
    },
)
