"""What stands in each letter of the centre: one frozen class a paper, ready to print. Pure.

Contents are personal data in full (name, document number, telephone), so they are sealed wherever they are
kept, and a template gets those of its own paper alone. Texts are what the reader reads: codes have become
labels, money is fen, days are dates. ``signature`` names a picture that is put beside the data.
"""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from app.kernel.dictionaries import dictionaries
from app.legal_aid.papers.codes import PaperKind

Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """Something within a paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Contents(Part):
    """Common to all papers.

    Attributes:
        agency: whose paper it is; the name in its seal.
        number: its document number, e.g. 〔2026〕法援决字第00012号; none while the case has no number.
        dated: the day it bears, in Asia/Shanghai.
        draft: printed over with 草稿; never true of an issued paper.
    """

    kind: ClassVar[PaperKind]
    agency: str | None
    number: str | None = None
    dated: date | None = None
    draft: bool = False

    @property
    def title(self) -> str:
        """What the paper is called."""
        return dictionaries()["paper_kind"][self.kind]


class Matter(Part):
    """What the case is about, as letters name it.

    Attributes:
        applicant: who applied; ``recipient`` is whom aid is for, the same person where nobody represents.
        claimants: how many claim together; the applicant represents the others (民事诉讼法 56).
        category: the category's title.
        request: in a few words, e.g. 请求支付劳动报酬28,000.00元.
    """

    applicant: Text
    recipient: Text
    claimants: int = 1
    category: Text
    request: str | None = None
    opponents: tuple[str, ...] = ()
    submitted_on: date | None = None


class DeficiencyItem(Part):
    """One thing that is missing: what, why, and what serves as it."""

    title: Text
    reason: str | None = None
    how: str | None = None


class DeficiencyNotice(Contents):
    """补充材料一次性告知书 (法律援助法 43(2); 148号令 13): everything that is missing, at once, and until when."""

    kind = PaperKind.DEFICIENCY_NOTICE
    matter: Matter
    items: Annotated[tuple[DeficiencyItem, ...], Field(min_length=1)]
    due_on: date
    phone: str | None = None
    address: str | None = None


class Grant(Contents):
    """给予法律援助决定书 (法律援助法 43; 148号令 19).

    ``formalities_by`` and ``urgency`` are given where aid came first (先行提供, art. 44); ``is_correction``
    where the bureau ordered it (art. 49).
    """

    kind = PaperKind.GRANT
    matter: Matter
    basis: Text
    aid_form: str | None = None
    urgency: str | None = None
    formalities_by: date | None = None
    is_correction: bool = False
    phone: str | None = None


class Refusal(Contents):
    """不予法律援助决定书 (法律援助法 43, 49; 148号令 19, 20): reasons, and how to object."""

    kind = PaperKind.REFUSAL
    matter: Matter
    basis: Text
    reasons: Text
    remedy: Text


class Assignment(Contents):
    """指派通知书 (148号令 24 to 27), to the lawyer and the firm; the applicant has a copy."""

    kind = PaperKind.ASSIGNMENT
    matter: Matter
    lawyer: Text
    firm: str | None = None
    granted_on: date | None = None
    grant_number: str | None = None
    sign_within_days: int
    recipient_phone: str | None = None
    centre_phone: str | None = None


class Termination(Contents):
    """终止法律援助决定书 (法律援助法 48, 49; 148号令 39): the ground, reasons, and how to object."""

    kind = PaperKind.TERMINATION
    matter: Matter
    granted_on: date | None = None
    grant_number: str | None = None
    basis: Text
    ground: Text
    reasons: Text
    remedy: Text


class ObjectionDecision(Contents):
    """异议审查决定书 of the bureau (法律援助法 49): upheld, or the centre is ordered to correct it."""

    kind = PaperKind.OBJECTION_DECISION
    matter: Matter
    centre: Text
    decision_title: Text
    decision_number: str | None = None
    decided_on: date | None = None
    objected_on: date | None = None
    objection: str | None = None
    is_upheld: bool
    reasons: Text
    further_remedy: str | None = None
