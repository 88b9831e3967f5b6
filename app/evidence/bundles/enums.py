"""Codes of bundles that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class BundlePurpose(StrEnum):
    """Whom the bundle is handed in to."""

    COURT = "court"
    ARBITRATION = "arbitration"
    INSPECTION = "inspection"
    MEDIATION = "mediation"
    OWN = "own"


class BundleStatus(StrEnum):
    """How far a bundle has come."""

    ASKED = "asked"
    READY = "ready"
    FAILED = "failed"


labels(
    BundlePurpose,
    {
        BundlePurpose.COURT: "交给法院",
        BundlePurpose.ARBITRATION: "交给劳动人事争议仲裁委员会",
        BundlePurpose.INSPECTION: "交给劳动监察机构",
        BundlePurpose.MEDIATION: "交给调解组织",
        BundlePurpose.OWN: "自己保存",
    },
)
labels(
    BundleStatus,
    {
        BundleStatus.ASKED: "正在制作",
        BundleStatus.READY: "已做好",
        BundleStatus.FAILED: "没有做成",
    },
)
