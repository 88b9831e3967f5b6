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
    THUMBPRINT = "thumbprint"
    HARDSHIP_PROOF = "hardship_proof"
    STATUS_PROOF = "status_proof"
    AUTHORITY_PROOF = "authority_proof"
    LABOUR_RECORD = "labour_record"
    MEDICAL_RECORD = "medical_record"
    ACCIDENT_REPORT = "accident_report"
    POLICE_RECORD = "police_record"
    JUDGMENT = "judgment"
    HOUSEHOLD = "household"
    PHOTO_VIDEO = "photo_video"
    OTHER = "other"


SIGNING = frozenset({EvidenceKind.SIGNATURE, EvidenceKind.THUMBPRINT})
"""Kinds by which a person confirms an application (148号令 11: 签名或者按指印)."""


class EvidenceMatterAction(StrEnum):
    """What may be done with the files of a matter as a whole."""

    ADD = "add"
    BUNDLE = "bundle"
    SHARE = "share"


class MediaType(StrEnum):
    """Types of file that are taken."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"
    MP4 = "video/mp4"
    MOV = "video/quicktime"
    M4A = "audio/mp4"
    MP3 = "audio/mpeg"
    AMR = "audio/amr"
    WAV = "audio/wav"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    TEXT = "text/plain"
    CSV = "text/csv"


class EvidenceStatus(StrEnum):
    """How far a file has come; only a verified one counts as evidence."""

    DECLARED = "declared"
    ARRIVED = "arrived"
    VERIFIED = "verified"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class RejectionReason(StrEnum):
    """Why the stored file is not what was declared."""

    MISSING = "missing"
    SIZE_DIFFERS = "size_differs"
    HASH_DIFFERS = "hash_differs"
    TYPE_DIFFERS = "type_differs"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNSAFE_CONTENT = "unsafe_content"
    MALWARE = "malware"


class ScanStatus(StrEnum):
    """What the malware scanner says; only its own word makes a file clean."""

    NOT_SET_UP = "not_set_up"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    SCANNER_DOWN = "scanner_down"
    TOO_LARGE = "too_large"


class CustodyEventKind(StrEnum):
    """What happened to a file while it was in our keeping; each is a leaf of the custody ledger."""

    RECEIVED = "received"
    VERIFIED = "verified"
    VIEWED = "viewed"
    COPIED = "copied"
    EXPORTED = "exported"
    WITHDRAWN = "withdrawn"


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
        EvidenceKind.THUMBPRINT: "本人按的指印",
        EvidenceKind.HARDSHIP_PROOF: "经济困难的证明",
        EvidenceKind.STATUS_PROOF: "身份状况的证明，例如残疾人证、低保证",
        EvidenceKind.AUTHORITY_PROOF: "代为申请的证明，例如授权委托书、监护证明",
        EvidenceKind.LABOUR_RECORD: "仲裁、劳动监察的文书",
        EvidenceKind.MEDICAL_RECORD: "病历、诊断证明、医疗费单据",
        EvidenceKind.ACCIDENT_REPORT: "事故认定书、工伤认定书",
        EvidenceKind.POLICE_RECORD: "报警、询问记录，告诫书，刑事文书",
        EvidenceKind.JUDGMENT: "裁判文书、决定书",
        EvidenceKind.HOUSEHOLD: "户口簿、结婚证、亲属关系证明",
        EvidenceKind.PHOTO_VIDEO: "照片、录像截图",
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
        MediaType.MP4: "MP4 视频",
        MediaType.MOV: "MOV 视频",
        MediaType.M4A: "M4A 录音",
        MediaType.MP3: "MP3 录音",
        MediaType.AMR: "AMR 录音",
        MediaType.WAV: "WAV 录音",
        MediaType.DOCX: "Word 文档",
        MediaType.XLSX: "Excel 表格",
        MediaType.TEXT: "文本文件",
        MediaType.CSV: "CSV 表格",
    },
)
labels(
    EvidenceMatterAction,
    {
        EvidenceMatterAction.ADD: "添加材料",
        EvidenceMatterAction.BUNDLE: "制作证据卷宗",
        EvidenceMatterAction.SHARE: "共享给另一家机构查看",
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
        EvidenceStatus.WITHDRAWN: "已撤回",
    },
)
labels(
    RejectionReason,
    {
        RejectionReason.MISSING: "没有收到文件，请重新上传",
        RejectionReason.SIZE_DIFFERS: "收到的文件大小和选择的文件不一样，请重新上传",
        RejectionReason.HASH_DIFFERS: "文件在上传途中发生了变化，请重新上传",
        RejectionReason.TYPE_DIFFERS: "文件不完整，或者内容不是所说的类型，请换一个文件",
        RejectionReason.TOO_MANY_PIXELS: "图片的长和宽太大，打不开，请重新拍一张或者缩小后再传",
        RejectionReason.UNSAFE_CONTENT: "文件里有程序、宏或者压缩得过大的内容，不能收，请换一个文件",
        RejectionReason.MALWARE: "安全检查发现病毒，不能收这个文件，请换一个文件",
    },
)
labels(
    ScanStatus,
    {
        ScanStatus.NOT_SET_UP: "没有做病毒检查",
        ScanStatus.WAITING: "正在做病毒检查",
        ScanStatus.CLEAN: "病毒检查通过",
        ScanStatus.INFECTED: "发现病毒",
        ScanStatus.SCANNER_DOWN: "病毒检查暂时做不了，恢复后会补做",
        ScanStatus.TOO_LARGE: "文件太大，没有做病毒检查",
    },
)
labels(
    CustodyEventKind,
    {
        CustodyEventKind.RECEIVED: "收到文件",
        CustodyEventKind.VERIFIED: "核验通过",
        CustodyEventKind.VIEWED: "有人打开",
        CustodyEventKind.COPIED: "同一文件用作另一份材料",
        CustodyEventKind.EXPORTED: "导出",
        CustodyEventKind.WITHDRAWN: "撤回",
    },
)
