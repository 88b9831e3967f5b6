"""Codes of alarms, of what was done to look into them, and of searches, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class AlarmStepKind(StrEnum):
    """What an officer did to find out (社区矫正法 26: 通信联络、信息化核查、实地查访)."""

    CALL = "call"
    VIDEO_CALL = "video_call"
    VISIT = "visit"
    DEVICE_CHECKED = "device_checked"
    HELPER_ASKED = "helper_asked"
    RECORD_CHECKED = "record_checked"
    OTHER = "other"


class StatementKind(StrEnum):
    """How the person was heard, or that it was tried."""

    OWN = "own"
    RECORDED = "recorded"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"


class HearingState(StrEnum):
    """How far the person has been heard."""

    NONE = "none"
    TRIED = "tried"
    HEARD = "heard"


class BreachKind(StrEnum):
    """What was broken, as the measures sort it (实施办法 34, 35, 46, unverified text)."""

    ABSENCE = "absence"
    REPORTING = "reporting"
    CONTACT = "contact"
    LEAVE = "leave"
    MOVING = "moving"
    EDUCATION = "education"
    INJUNCTION = "injunction"
    REEXAMINATION = "reexamination"
    OTHER = "other"


class BreachGravity(StrEnum):
    """How serious, in the eyes of whoever decides."""

    MINOR = "minor"
    SERIOUS = "serious"


class ToldAs(StrEnum):
    """In what capacity somebody was told of an alarm."""

    PERSON = "person"
    OFFICE = "office"


class SearchStatus(StrEnum):
    """Where the search for a person who cannot be reached stands."""

    OPEN = "open"
    FOUND = "found"
    ENDED = "ended"


class SearchEntryKind(StrEnum):
    """One thing done to find the person, or somebody told (社区矫正法 30)."""

    BEGUN = "begun"
    CALL = "call"
    VISIT = "visit"
    FAMILY_ASKED = "family_asked"
    EMPLOYER_ASKED = "employer_asked"
    COMMUNITY_ASKED = "community_asked"
    POLICE_TOLD = "police_told"
    PROCURATORATE_TOLD = "procuratorate_told"
    SIGNAL = "signal"
    FOUND = "found"
    ENDED = "ended"
    OTHER = "other"


HEARD: dict[StatementKind, HearingState] = {
    StatementKind.OWN: HearingState.HEARD,
    StatementKind.RECORDED: HearingState.HEARD,
    StatementKind.DECLINED: HearingState.HEARD,
    StatementKind.NOT_REACHED: HearingState.TRIED,
}
"""Whoever was asked and would not speak has been heard; whoever was not reached has not."""


def after_statement(before: HearingState, kind: StatementKind) -> HearingState:
    """How far the person has been heard after one more statement or attempt; hearing is never undone."""
    return HearingState.HEARD if before is HearingState.HEARD else HEARD[kind]


labels(
    AlarmStepKind,
    {
        AlarmStepKind.CALL: "打电话",
        AlarmStepKind.VIDEO_CALL: "视频通话",
        AlarmStepKind.VISIT: "上门查访",
        AlarmStepKind.DEVICE_CHECKED: "检查手机或设备",
        AlarmStepKind.HELPER_ASKED: "向家人、村居等了解",
        AlarmStepKind.RECORD_CHECKED: "核对系统记录",
        AlarmStepKind.OTHER: "其他办法",
    },
)
labels(
    StatementKind,
    {
        StatementKind.OWN: "本人自己写的说明",
        StatementKind.RECORDED: "本人口头说明，工作人员记录",
        StatementKind.DECLINED: "问过本人，本人不愿说明",
        StatementKind.NOT_REACHED: "联系过本人，没有联系上",
    },
)
labels(
    HearingState,
    {HearingState.NONE: "还没有听取", HearingState.TRIED: "联系过，没有联系上", HearingState.HEARD: "已经听取"},
)
labels(
    BreachKind,
    {
        BreachKind.ABSENCE: "不按时报到或者脱离监管",
        BreachKind.REPORTING: "违反报告规定",
        BreachKind.CONTACT: "违反会客规定",
        BreachKind.LEAVE: "违反外出规定",
        BreachKind.MOVING: "违反迁居规定",
        BreachKind.EDUCATION: "不按规定参加教育学习等活动",
        BreachKind.INJUNCTION: "违反禁止令",
        BreachKind.REEXAMINATION: "保外就医不按规定提交病情复查",
        BreachKind.OTHER: "其他违反监督管理规定的行为",
    },
)
labels(BreachGravity, {BreachGravity.MINOR: "情节轻微", BreachGravity.SERIOUS: "情节较重"})
labels(ToldAs, {ToldAs.PERSON: "本人", ToldAs.OFFICE: "司法所工作人员"})
labels(
    SearchStatus,
    {SearchStatus.OPEN: "正在查找", SearchStatus.FOUND: "已经找到", SearchStatus.ENDED: "不再查找"},
)
labels(
    SearchEntryKind,
    {
        SearchEntryKind.BEGUN: "开始查找",
        SearchEntryKind.CALL: "打电话",
        SearchEntryKind.VISIT: "上门查找",
        SearchEntryKind.FAMILY_ASKED: "问家人",
        SearchEntryKind.EMPLOYER_ASKED: "问工作单位、学校",
        SearchEntryKind.COMMUNITY_ASKED: "问村居、邻居",
        SearchEntryKind.POLICE_TOLD: "通知公安机关协助查找",
        SearchEntryKind.PROCURATORATE_TOLD: "通报人民检察院",
        SearchEntryKind.SIGNAL: "收到本人的签到或报告",
        SearchEntryKind.FOUND: "找到本人",
        SearchEntryKind.ENDED: "结束查找",
        SearchEntryKind.OTHER: "其他办法",
    },
)
