"""Codes of reports that leave the API, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class ReportKind(StrEnum):
    """What a report is about. The first three are owed by a day; the others whenever there is something to say."""

    PERIODIC = "periodic"
    HEALTH = "health"
    REEXAMINATION = "reexamination"
    CHANGE = "change"
    OTHER = "other"


class ChangeKind(StrEnum):
    """What has changed and is to be told promptly (社区矫正法实施办法 24)."""

    RESIDENCE = "residence"
    JOB = "job"
    FAMILY = "family"
    ADVERSE_CONTACT = "adverse_contact"
    ILLNESS = "illness"
    OTHER = "other"


class ReportChannel(StrEnum):
    """How the report came; the person's own words count alike on each way."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    LETTER = "letter"


class ReportStatus(StrEnum):
    """Where a report stands."""

    HANDED_IN = "handed_in"
    ASKED_AGAIN = "asked_again"
    ACCEPTED = "accepted"


class ReportDueStatus(StrEnum):
    """What became of a report that is owed. None of these says anything of fault."""

    WAITING = "waiting"
    HANDED_IN = "handed_in"
    EXCUSED = "excused"
    WITHDRAWN = "withdrawn"


class ReportDueAction(StrEnum):
    """What may be done with a report that is owed."""

    EXPLAIN = "explain"
    EXCUSE = "excuse"


class ExtensionLevel(StrEnum):
    """Who must approve that reports come less often (社区矫正法实施办法 24)."""

    CITY = "city"
    PROVINCE = "province"


class ExtensionStatus(StrEnum):
    """Where a wish for a longer interval stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


OWED = frozenset({ReportKind.PERIODIC, ReportKind.HEALTH, ReportKind.REEXAMINATION})
"""Kinds that are owed by a day."""
MEDICAL = frozenset({ReportKind.HEALTH, ReportKind.REEXAMINATION})
"""Kinds whose interval an agency above may lengthen."""

labels(
    ReportKind,
    {
        ReportKind.PERIODIC: "定期报告",
        ReportKind.HEALTH: "身体情况报告",
        ReportKind.REEXAMINATION: "病情复查情况",
        ReportKind.CHANGE: "变化情况报告",
        ReportKind.OTHER: "其他报告",
    },
)
labels(
    ChangeKind,
    {
        ChangeKind.RESIDENCE: "住处变了",
        ChangeKind.JOB: "工作变了",
        ChangeKind.FAMILY: "家里有重大变化",
        ChangeKind.ADVERSE_CONTACT: "接触了可能有不良影响的人",
        ChangeKind.ILLNESS: "生病、受伤或者住院",
        ChangeKind.OTHER: "其他变化",
    },
)
labels(
    ReportChannel,
    {
        ReportChannel.ONLINE: "本人在手机上提交",
        ReportChannel.IN_PERSON: "当面报告",
        ReportChannel.PHONE: "电话报告",
        ReportChannel.VIDEO: "视频报告",
        ReportChannel.LETTER: "书信报告",
    },
)
labels(
    ReportStatus,
    {
        ReportStatus.HANDED_IN: "已提交，等待审阅",
        ReportStatus.ASKED_AGAIN: "需要补充",
        ReportStatus.ACCEPTED: "已收下",
    },
)
labels(
    ReportDueStatus,
    {
        ReportDueStatus.WAITING: "等待提交",
        ReportDueStatus.HANDED_IN: "已提交",
        ReportDueStatus.EXCUSED: "这次不用交",
        ReportDueStatus.WITHDRAWN: "不再需要",
    },
)
labels(ReportDueAction, {ReportDueAction.EXPLAIN: "说明为什么晚了", ReportDueAction.EXCUSE: "这一期不用交"})
labels(
    ExtensionLevel,
    {ExtensionLevel.CITY: "市级社区矫正机构", ExtensionLevel.PROVINCE: "省级社区矫正机构"},
)
labels(
    ExtensionStatus,
    {
        ExtensionStatus.ASKED: "等待批准",
        ExtensionStatus.GRANTED: "已批准",
        ExtensionStatus.REFUSED: "没有批准",
        ExtensionStatus.LAPSED: "矫正已结束，不再办理",
    },
)
