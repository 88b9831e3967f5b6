"""Codes of evidence that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class EvidenceKind(StrEnum):
    """What the file is about, as its owner says."""

    WAGE_RECORD = "wage_record"
    ATTENDANCE = "attendance"
    BANK_SLIP = "bank_slip"
    CHAT = "chat"
    CONTRACT = "contract"
    ID_CARD = "id_card"
    SIGNATURE = "signature"
    OTHER = "other"


class MediaType(StrEnum):
    """Types of file that are taken."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"


class EvidenceStatus(StrEnum):
    """How far a file has come; only a verified one counts as evidence."""

    DECLARED = "declared"
    ARRIVED = "arrived"
    VERIFIED = "verified"
    REJECTED = "rejected"
    EXPIRED = "expired"


class RejectionReason(StrEnum):
    """Why the stored file is not what was declared."""

    MISSING = "missing"
    SIZE_DIFFERS = "size_differs"
    HASH_DIFFERS = "hash_differs"
    TYPE_DIFFERS = "type_differs"


labels(
    EvidenceKind,
    {
        EvidenceKind.WAGE_RECORD: "工资记录",
        EvidenceKind.ATTENDANCE: "考勤记录",
        EvidenceKind.BANK_SLIP: "银行流水",
        EvidenceKind.CHAT: "聊天记录",
        EvidenceKind.CONTRACT: "合同",
        EvidenceKind.ID_CARD: "身份证照片",
        EvidenceKind.SIGNATURE: "本人签名",
        EvidenceKind.OTHER: "其他材料",
    },
)
labels(
    MediaType,
    {
        MediaType.JPEG: "JPEG 图片",
        MediaType.PNG: "PNG 图片",
        MediaType.WEBP: "WebP 图片",
        MediaType.HEIC: "HEIC 图片",
        MediaType.PDF: "PDF 文件",
    },
)
labels(
    EvidenceStatus,
    {
        EvidenceStatus.DECLARED: "等待上传",
        EvidenceStatus.ARRIVED: "正在核验",
        EvidenceStatus.VERIFIED: "已核验",
        EvidenceStatus.REJECTED: "没有通过核验",
        EvidenceStatus.EXPIRED: "没有上传，已过期",
    },
)
labels(
    RejectionReason,
    {
        RejectionReason.MISSING: "没有收到文件，请重新上传",
        RejectionReason.SIZE_DIFFERS: "收到的文件大小和选择的文件不一样，请重新上传",
        RejectionReason.HASH_DIFFERS: "文件在上传途中发生了变化，请重新上传",
        RejectionReason.TYPE_DIFFERS: "文件不完整，或者内容不是所说的类型，请换一个文件",
    },
)
