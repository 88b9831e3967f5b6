"""Which papers may be electronic, and how they are numbered. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.contracts.categories import CaseCategory
from app.legal_aid.papers.codes import PaperKind

ESIGN_LAW = "《中华人民共和国电子签名法》第三条第三款第（一）项"
ONLINE_SERVICE = "《国务院关于在线政务服务的若干规定》第八条、第九条、第十条"
LEGAL_FORM = "《中华人民共和国电子签名法》第十三条、第十四条"


class PartyDocument(StrEnum):
    """Documents by which the parties themselves arrange their rights; the centre does not issue them."""

    SETTLEMENT = "settlement_agreement"
    MEDIATION = "mediation_agreement"
    ENTRUSTMENT = "entrustment_agreement"


PERSONAL_STATUS = frozenset(
    {
        CaseCategory.MARRIAGE_FAMILY,
        CaseCategory.DOMESTIC_VIOLENCE,
        CaseCategory.INHERITANCE,
        CaseCategory.GUARDIANSHIP,
    }
)
"""Categories in which parties may agree on 婚姻、收养、继承等人身关系; guardianship is one of the “others”.

Legal capacity is decided by courts, not agreed; support payments (赡养费、抚养费、扶养费) are money, so they are
not here.
"""


@dataclass(frozen=True, slots=True)
class FormRule:
    """Whether the electronic form counts, and by which article."""

    is_allowed: bool
    source: str
    reason: str


def electronic_form_allowed(document: PaperKind | PartyDocument, category: CaseCategory) -> FormRule:
    """Whether a document may be made in electronic form alone.

    Papers of the administration may, and so may the entrustment of a lawyer. What the parties agree among
    themselves about marriage, adoption or inheritance may not: it is printed and signed by hand.
    """
    if isinstance(document, PaperKind):
        return FormRule(True, ONLINE_SERVICE, "行政机关出具的电子文书和纸质文书效力相同")
    if document is PartyDocument.ENTRUSTMENT or category not in PERSONAL_STATUS:
        return FormRule(True, LEGAL_FORM, "可靠的电子签名与手写签名或者盖章具有同等的法律效力")
    return FormRule(False, ESIGN_LAW, "涉及婚姻、收养、继承等人身关系的文书不能只用电子形式，请打印后当面签名")


_WORDS = {
    PaperKind.DEFICIENCY_NOTICE: "补",
    PaperKind.GRANT: "决",
    PaperKind.REFUSAL: "不",
    PaperKind.ASSIGNMENT: "指",
    PaperKind.TERMINATION: "终",
    PaperKind.OBJECTION_DECISION: "异",
}
"""The word that tells a letter's kind in its number; forms and receipts bear the case's number."""


def document_number(kind: PaperKind, year: int | None, case_sequence: int | None, sequence: int) -> str | None:
    """The paper's number from its case's: 〔2026〕法援决字第00012号; none while the case has no number.

    The second of its kind in a case is 〔2026〕法援决字第00012-2号.
    """
    if year is None or case_sequence is None:
        return None
    again = f"-{sequence}" if sequence > 1 else ""
    return f"〔{year}〕法援{_WORDS.get(kind, '')}字第{case_sequence:05d}{again}号"
