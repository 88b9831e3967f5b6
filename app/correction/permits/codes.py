"""Codes of special permits that leave the API, each with its Chinese label. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class SpecialPermitKind(StrEnum):
    """What is asked for (社区矫正法实施办法 39 and 25)."""

    PLACE_ENTRY = "place_entry"
    CONTACT = "contact"


class ContactKind(StrEnum):
    """Whom the person wishes to meet (办法 25)."""

    VICTIM = "victim"
    ACCUSER = "accuser"
    INFORMANT = "informant"
    CO_DEFENDANT = "co_defendant"
    FORBIDDEN_PERSON = "forbidden_person"
    OTHER = "other"


class SpecialPermitStatus(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class PermitTold(StrEnum):
    """Who is told of an entry that was granted (办法 39)."""

    COURT = "court"
    PROCURATORATE = "procuratorate"


labels(
    SpecialPermitKind,
    {
        SpecialPermitKind.PLACE_ENTRY: "进入禁止进入的场所",
        SpecialPermitKind.CONTACT: "接触特定人员",
    },
)
labels(
    ContactKind,
    {
        ContactKind.VICTIM: "被害人",
        ContactKind.ACCUSER: "控告人",
        ContactKind.INFORMANT: "举报人",
        ContactKind.CO_DEFENDANT: "同案人员",
        ContactKind.FORBIDDEN_PERSON: "禁止令禁止接触的人",
        ContactKind.OTHER: "其他人",
    },
)
labels(
    SpecialPermitStatus,
    {
        SpecialPermitStatus.ASKED: "等待审批",
        SpecialPermitStatus.GRANTED: "已同意",
        SpecialPermitStatus.REFUSED: "没有同意",
        SpecialPermitStatus.WITHDRAWN: "已撤回",
        SpecialPermitStatus.REVOKED: "已收回",
    },
)
labels(PermitTold, {PermitTold.COURT: "原审人民法院", PermitTold.PROCURATORATE: "人民检察院"})
