"""How a check-in came, from what kind of phone, and what went wrong on the way. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class CheckInChannel(StrEnum):
    """How a check-in came. All count alike: nobody needs a phone of their own."""

    PHONE = "phone"
    COUNTER = "counter"
    CALL = "call"
    HELPER = "helper"


class AttemptFailure(StrEnum):
    """What kept the phone from checking in as it should: a fault to be noted, never a breach by itself."""

    NO_PERMISSION = "no_permission"
    LOCATION_OFF = "location_off"
    NO_SIGNAL = "no_signal"
    NO_NETWORK = "no_network"
    CAMERA_BROKEN = "camera_broken"
    MICROPHONE_BROKEN = "microphone_broken"
    LOW_BATTERY = "low_battery"
    OTHER = "other"


class DevicePlatform(StrEnum):
    """What the phone runs."""

    ANDROID = "android"
    IOS = "ios"
    HARMONY = "harmony"
    OTHER = "other"


class VerifiedBy(StrEnum):
    """How an officer made sure who it was."""

    SEEN = "seen"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    HELPER = "helper"


class FaceFinding(StrEnum):
    """What was found about a photo; a machine may only say that a person should look."""

    WAITING = "waiting"
    MATCHES = "matches"
    UNCLEAR = "unclear"
    DIFFERS = "differs"


labels(
    CheckInChannel,
    {
        CheckInChannel.PHONE: "自己的手机",
        CheckInChannel.COUNTER: "到司法所当面签到",
        CheckInChannel.CALL: "电话签到，工作人员记录",
        CheckInChannel.HELPER: "借用别人的手机",
    },
)
labels(
    AttemptFailure,
    {
        AttemptFailure.NO_PERMISSION: "没有允许定位",
        AttemptFailure.LOCATION_OFF: "手机的定位没有打开",
        AttemptFailure.NO_SIGNAL: "收不到定位信号",
        AttemptFailure.NO_NETWORK: "当时没有网络",
        AttemptFailure.CAMERA_BROKEN: "摄像头不能用",
        AttemptFailure.MICROPHONE_BROKEN: "麦克风不能用",
        AttemptFailure.LOW_BATTERY: "手机快没电了",
        AttemptFailure.OTHER: "其他原因",
    },
)
labels(
    DevicePlatform,
    {
        DevicePlatform.ANDROID: "安卓",
        DevicePlatform.IOS: "苹果",
        DevicePlatform.HARMONY: "鸿蒙",
        DevicePlatform.OTHER: "其他",
    },
)
labels(
    VerifiedBy,
    {
        VerifiedBy.SEEN: "当面见到，认识本人",
        VerifiedBy.DOCUMENT: "当面核对了证件",
        VerifiedBy.VOICE: "听声音认出本人",
        VerifiedBy.VIDEO: "视频里见到本人",
        VerifiedBy.HELPER: "由帮忙的人证明",
    },
)
labels(
    FaceFinding,
    {
        FaceFinding.WAITING: "等待工作人员查看",
        FaceFinding.MATCHES: "是本人",
        FaceFinding.UNCLEAR: "看不清",
        FaceFinding.DIFFERS: "不像本人",
    },
)
