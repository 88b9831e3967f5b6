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
    CIRCLE = "circle"
    AREA = "area"


class AreaPurpose(StrEnum):
    """What an area in force is for."""

    HOME = "home"
    LEAVE = "leave"
    CROSSING = "crossing"


class KeyAlgorithm(StrEnum):
    """How a phone signs: RFC 8032, or ECDSA with SHA-256 on NIST P-256 (FIPS 186-5)."""

    ED25519 = "ed25519"
    P256 = "p256"


class DutyKind(StrEnum):
    """Why a check-in is owed: by the tier's schedule, unannounced, or to make sure of a fix outside."""

    SCHEDULED = "scheduled"
    SPOT = "spot"
    CONFIRM = "confirm"


class DutyStatus(StrEnum):
    """What became of a check-in owed. ``missed`` needs that nothing arrived; ``attempted`` that something did
    which could not be used: a fault of phone or network until a person finds otherwise.
    """

    WAITING = "waiting"
    ATTEMPTED = "attempted"
    ANSWERED = "answered"
    MISSED = "missed"
    EXCUSED = "excused"


class AlarmCause(StrEnum):
    """What an alarm is about."""

    OUTSIDE_CONFIRMED = "outside_confirmed"
    RESTRICTED_PLACE = "restricted_place"
    CHECK_IN_MISSED = "check_in_missed"
    DOUBTFUL_FIX = "doubtful_fix"
    UNKNOWN_DEVICE = "unknown_device"
    DEVICE_TAMPERED = "device_tampered"
    NOT_REPORTED_IN = "not_reported_in"
    LEAVE_NOT_RETURNED = "leave_not_returned"
    REPORT_OVERDUE = "report_overdue"
    LOST_CONTACT = "lost_contact"
    SIGNAL_GAP_PERSON = "signal_gap_person"
    SIGNAL_GAP_DEVICE_CLASS = "signal_gap_device_class"
    SIGNAL_GAP_OFFICE = "signal_gap_office"


class AlarmConfidence(StrEnum):
    """How sure the cause is, before anybody looked."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class AlarmStatus(StrEnum):
    """Where an alarm stands."""

    RAISED = "raised"
    VERIFYING = "verifying"
    CLOSED = "closed"


class AlarmOutcome(StrEnum):
    """What people found. Nothing but ``breach`` may ever be held against the person."""

    FAULT = "fault"
    EXPLAINED = "explained"
    BREACH = "breach"


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
    {
        ApprovedAreaSource.DRAWN: "在地图上画出",
        ApprovedAreaSource.CIRCLE: "以一点为中心的圆",
        ApprovedAreaSource.AREA: "行政区划边界",
    },
)
labels(
    AreaPurpose,
    {
        AreaPurpose.HOME: "平时的活动区域",
        AreaPurpose.LEAVE: "批准外出的地方",
        AreaPurpose.CROSSING: "经常往返的地方",
    },
)
labels(
    KeyAlgorithm,
    {
        KeyAlgorithm.ED25519: "Ed25519",
        KeyAlgorithm.P256: "P-256",
    },
)
labels(
    DutyKind,
    {
        DutyKind.SCHEDULED: "按期签到",
        DutyKind.SPOT: "临时抽查",
        DutyKind.CONFIRM: "再次确认位置",
    },
)
labels(
    DutyStatus,
    {
        DutyStatus.WAITING: "等待签到",
        DutyStatus.ATTEMPTED: "试过，没有成功",
        DutyStatus.ANSWERED: "已签到",
        DutyStatus.MISSED: "没有收到签到",
        DutyStatus.EXCUSED: "不需要签到",
    },
)
labels(
    AlarmCause,
    {
        AlarmCause.OUTSIDE_CONFIRMED: "两次定位都在规定区域外",
        AlarmCause.RESTRICTED_PLACE: "定位在禁止进入的地方",
        AlarmCause.CHECK_IN_MISSED: "没有收到签到",
        AlarmCause.DOUBTFUL_FIX: "位置数据可疑",
        AlarmCause.UNKNOWN_DEVICE: "用没有登记的手机签到",
        AlarmCause.DEVICE_TAMPERED: "定位装置被拆动",
        AlarmCause.NOT_REPORTED_IN: "没有按时报到",
        AlarmCause.LEAVE_NOT_RETURNED: "外出到期没有返回报告",
        AlarmCause.REPORT_OVERDUE: "报告逾期没有交",
        AlarmCause.LOST_CONTACT: "失去联系",
        AlarmCause.SIGNAL_GAP_PERSON: "长时间没有收到这个人的任何信号",
        AlarmCause.SIGNAL_GAP_DEVICE_CLASS: "一类设备长时间没有信号",
        AlarmCause.SIGNAL_GAP_OFFICE: "一个司法所长时间没有收到信号",
    },
)
labels(
    AlarmConfidence,
    {AlarmConfidence.LOW: "不太确定", AlarmConfidence.MEDIUM: "比较确定", AlarmConfidence.HIGH: "很确定"},
)
labels(
    AlarmStatus,
    {AlarmStatus.RAISED: "等待核实", AlarmStatus.VERIFYING: "正在核实", AlarmStatus.CLOSED: "已经办结"},
)
labels(
    AlarmOutcome,
    {AlarmOutcome.FAULT: "设备或网络故障", AlarmOutcome.EXPLAINED: "有正当理由", AlarmOutcome.BREACH: "确认违规"},
)
