"""Codes of leave that leave the API, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class LeaveReason(StrEnum):
    """Why someone asks to go away; the list of the measures is open (办法 26: 等)."""

    MEDICAL = "medical"
    STUDY = "study"
    LAWSUIT = "lawsuit"
    FAMILY = "family"
    WORK = "work"
    OTHER = "other"


class LeaveLevel(StrEnum):
    """Who must decide (办法 27)."""

    OFFICE = "office"
    COUNTY = "county"
    UPPER = "upper"


class LeaveStatus(StrEnum):
    """Where a leave stands. ``lapsed``: nobody decided in time, which is never held against the person."""

    AWAITING_OFFICE = "awaiting_office"
    AWAITING_COUNTY = "awaiting_county"
    AWAITING_UPPER = "awaiting_upper"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    APPROVED = "approved"
    CANCELLED = "cancelled"
    AWAY = "away"
    RECALLED = "recalled"
    OVERDUE = "overdue"
    RETURNED = "returned"
    CLOSED = "closed"
    EXTENDED = "extended"


class LeaveReportKind(StrEnum):
    """What someone away tells the office."""

    ARRIVED = "arrived"
    PHONE = "phone"
    VIDEO = "video"
    LEAVING = "leaving"
    CANNOT_RETURN = "cannot_return"
    RETURNED = "returned"


class LeaveDutyKind(StrEnum):
    """How to be in touch on a day while away (办法 28: 通讯联络、视频)."""

    PHONE = "phone"
    VIDEO = "video"


class CrossingPermitStatus(StrEnum):
    """Where a permit for recurring crossings stands (办法 29)."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REVOKED = "revoked"
    GIVEN_UP = "given_up"


class FilingKind(StrEnum):
    """Whom the office told or asked outside, as entered by hand."""

    COUNTY = "county"
    PROCURATORATE = "procuratorate"
    DESTINATION = "destination"


AWAITING: dict[LeaveLevel, LeaveStatus] = {
    LeaveLevel.OFFICE: LeaveStatus.AWAITING_OFFICE,
    LeaveLevel.COUNTY: LeaveStatus.AWAITING_COUNTY,
    LeaveLevel.UPPER: LeaveStatus.AWAITING_UPPER,
}
UNDECIDED = frozenset(AWAITING.values())
OUT = frozenset({LeaveStatus.AWAY, LeaveStatus.RECALLED, LeaveStatus.OVERDUE})
"""The person is away, in time or not."""
HAPPENED = OUT | {LeaveStatus.APPROVED, LeaveStatus.RETURNED, LeaveStatus.CLOSED, LeaveStatus.EXTENDED}
"""Leaves whose days count."""
LIVE = UNDECIDED | OUT | {LeaveStatus.APPROVED}
"""Leaves that take up their days: no other may overlap them."""

labels(
    LeaveReason,
    {
        LeaveReason.MEDICAL: "看病就医",
        LeaveReason.STUDY: "上学",
        LeaveReason.LAWSUIT: "参加诉讼",
        LeaveReason.FAMILY: "处理家庭重要事务",
        LeaveReason.WORK: "处理工作重要事务",
        LeaveReason.OTHER: "其他正当理由",
    },
)
labels(
    LeaveLevel,
    {LeaveLevel.OFFICE: "司法所", LeaveLevel.COUNTY: "县级社区矫正机构", LeaveLevel.UPPER: "上一级社区矫正机构"},
)
labels(
    LeaveStatus,
    {
        LeaveStatus.AWAITING_OFFICE: "等待司法所审批",
        LeaveStatus.AWAITING_COUNTY: "等待县级审批",
        LeaveStatus.AWAITING_UPPER: "等待上一级审批",
        LeaveStatus.REFUSED: "没有批准",
        LeaveStatus.WITHDRAWN: "已撤回",
        LeaveStatus.LAPSED: "过期没有审批（不是您的责任）",
        LeaveStatus.APPROVED: "已批准，还没有出发",
        LeaveStatus.CANCELLED: "已取消",
        LeaveStatus.AWAY: "正在外出",
        LeaveStatus.RECALLED: "要求提前返回",
        LeaveStatus.OVERDUE: "到期没有收到返回报告",
        LeaveStatus.RETURNED: "已报告返回，等待办理手续",
        LeaveStatus.CLOSED: "已办完返回手续",
        LeaveStatus.EXTENDED: "已延长",
    },
)
labels(
    LeaveReportKind,
    {
        LeaveReportKind.ARRIVED: "到达目的地",
        LeaveReportKind.PHONE: "电话报告",
        LeaveReportKind.VIDEO: "视频报告",
        LeaveReportKind.LEAVING: "离开目的地",
        LeaveReportKind.CANNOT_RETURN: "不能按时返回",
        LeaveReportKind.RETURNED: "已经返回",
    },
)
labels(LeaveDutyKind, {LeaveDutyKind.PHONE: "打电话报告", LeaveDutyKind.VIDEO: "视频报告"})
labels(
    CrossingPermitStatus,
    {
        CrossingPermitStatus.REQUESTED: "等待县级审批",
        CrossingPermitStatus.APPROVED: "已批准",
        CrossingPermitStatus.REFUSED: "没有批准",
        CrossingPermitStatus.WITHDRAWN: "已撤回",
        CrossingPermitStatus.EXPIRED: "已到期",
        CrossingPermitStatus.REVOKED: "已取消",
        CrossingPermitStatus.GIVEN_UP: "本人不再需要",
    },
)
labels(
    FilingKind,
    {
        FilingKind.COUNTY: "报县级备案",
        FilingKind.PROCURATORATE: "通报人民检察院",
        FilingKind.DESTINATION: "请外出地协助",
    },
)
