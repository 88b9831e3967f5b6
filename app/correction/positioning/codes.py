"""Codes of electronic positioning, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class PositioningGround(StrEnum):
    """The five grounds of 社区矫正法 29(1), in its order; there is no other."""

    INJUNCTION_BREACHED = "injunction_breached"
    LEFT_WITHOUT_APPROVAL = "left_without_approval"
    REFUSED_TO_REPORT = "refused_to_report"
    POLICE_PENALTY = "police_penalty"
    REVOCATION_PLANNED = "revocation_planned"


class AuthorisationStatus(StrEnum):
    """Where an authorisation stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LIFTED = "lifted"
    EXPIRED = "expired"


class DeviceSignalKind(StrEnum):
    """What a dedicated device tells besides places."""

    TAMPERED = "tampered"
    LOW_BATTERY = "low_battery"
    CHARGING = "charging"
    NO_SATELLITES = "no_satellites"
    RESTARTED = "restarted"


class HeldFor(StrEnum):
    """What a location is kept longer for."""

    ALARM = "alarm"
    SANCTION = "sanction"


class LocationSource(StrEnum):
    """Where a location that is kept longer came from."""

    CHECK_IN = "check_in"
    DEVICE = "device"


labels(
    PositioningGround,
    {
        PositioningGround.INJUNCTION_BREACHED: "违反人民法院禁止令",
        PositioningGround.LEFT_WITHOUT_APPROVAL: "无正当理由，未经批准离开所居住的市、县",
        PositioningGround.REFUSED_TO_REPORT: "拒不按照规定报告自己的活动情况，被给予警告",
        PositioningGround.POLICE_PENALTY: "违反监督管理规定，被给予治安管理处罚",
        PositioningGround.REVOCATION_PLANNED: "拟提请撤销缓刑、假释或者暂予监外执行收监执行",
    },
)
labels(
    AuthorisationStatus,
    {
        AuthorisationStatus.PROPOSED: "等待审批",
        AuthorisationStatus.IN_FORCE: "已经批准",
        AuthorisationStatus.REJECTED: "没有批准",
        AuthorisationStatus.WITHDRAWN: "已经撤回",
        AuthorisationStatus.LIFTED: "已经解除",
        AuthorisationStatus.EXPIRED: "期限届满",
    },
)
labels(
    DeviceSignalKind,
    {
        DeviceSignalKind.TAMPERED: "装置被拆动",
        DeviceSignalKind.LOW_BATTERY: "电量低",
        DeviceSignalKind.CHARGING: "正在充电",
        DeviceSignalKind.NO_SATELLITES: "收不到卫星信号",
        DeviceSignalKind.RESTARTED: "装置重新启动",
    },
)
labels(HeldFor, {HeldFor.ALARM: "正在核实的提醒", HeldFor.SANCTION: "没有办结的奖惩"})
labels(LocationSource, {LocationSource.CHECK_IN: "签到", LocationSource.DEVICE: "电子定位装置"})
