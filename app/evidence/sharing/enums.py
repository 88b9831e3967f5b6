"""Codes of opening and sharing that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class OpeningPurpose(StrEnum):
    """What somebody opened a file for."""

    OWN = "own"
    REVIEW = "review"
    HANDLING = "handling"
    SUPERVISION = "supervision"
    COURT_REQUEST = "court_request"
    COOPERATION = "cooperation"


class SharingPurpose(StrEnum):
    """What another agency may read the files for."""

    REMOTE_MEDIATION = "remote_mediation"
    REMOTE_CHECK = "remote_check"
    TRANSFER = "transfer"
    OTHER = "other"


class SharingAction(StrEnum):
    """What may be done with a sharing in force."""

    END = "end"


labels(
    OpeningPurpose,
    {
        OpeningPurpose.OWN: "本人查看",
        OpeningPurpose.REVIEW: "审查申请",
        OpeningPurpose.HANDLING: "办理案件",
        OpeningPurpose.SUPERVISION: "监督检查",
        OpeningPurpose.COURT_REQUEST: "应法院或者仲裁机构要求",
        OpeningPurpose.COOPERATION: "异地协作",
    },
)
labels(
    SharingPurpose,
    {
        SharingPurpose.REMOTE_MEDIATION: "异地联合调解",
        SharingPurpose.REMOTE_CHECK: "异地协作核查情况",
        SharingPurpose.TRANSFER: "准备把案件转交对方办理",
        SharingPurpose.OTHER: "其他协作",
    },
)
labels(SharingAction, {SharingAction.END: "提前结束共享"})
