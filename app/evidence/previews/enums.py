"""Codes of derived pictures and of what files say about themselves, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class PreviewSize(StrEnum):
    """Which derived picture: for a list, or for a screen."""

    THUMBNAIL = "thumbnail"
    WEB = "web"


LONGEST_SIDE_PX = {PreviewSize.THUMBNAIL: 320, PreviewSize.WEB: 1600}


class PreviewStatus(StrEnum):
    """Whether a file has derived pictures. A failure says nothing against the file."""

    NONE = "none"
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class ClaimNote(StrEnum):
    """What is worth a second look in what a file says about itself."""

    LATER_THAN_ARRIVAL = "later_than_arrival"
    TIME_DIFFERS = "time_differs"
    PLACE_DIFFERS = "place_differs"


labels(PreviewSize, {PreviewSize.THUMBNAIL: "缩略图", PreviewSize.WEB: "预览图"})
labels(
    PreviewStatus,
    {
        PreviewStatus.NONE: "没有预览图",
        PreviewStatus.WAITING: "正在做预览图",
        PreviewStatus.READY: "有预览图",
        PreviewStatus.FAILED: "预览图做不出来，可以直接打开原件",
    },
)
labels(
    ClaimNote,
    {
        ClaimNote.LATER_THAN_ARRIVAL: "文件里写的拍摄时间，比系统收到文件的时间还晚，拍摄的设备时钟可能不准",
        ClaimNote.TIME_DIFFERS: "文件里写的拍摄时间，和本人填写的不一样",
        ClaimNote.PLACE_DIFFERS: "文件里写的拍摄地点，和本人填写的不一样",
    },
)
