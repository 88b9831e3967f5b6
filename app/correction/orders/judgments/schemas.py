"""What the API takes and gives about judgements and the papers that came with a person."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.correction.orders.codes import ReceivedKind, ReleaseGround, ReportedHow, SentenceKind
from app.correction.orders.judgments.checking import Doubt
from app.correction.orders.terms import Term
from app.kernel.http import LINE, Schema, example

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=LINE)]
Crime = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50, pattern=LINE)]

JUDGMENT_EXAMPLE: dict[str, Any] = {
    "case_number": "（2026）浙0127刑初123号",
    "decided_on": "2026-11-10",
    "crime": "危险驾驶罪",
    "was_minor": False,
    "sentence_kind": "detention",
    "sentence": {"years": 0, "months": 3, "days": 0},
    "term": {"years": 0, "months": 6, "days": 0},
    "detained_days": 0,
    "is_combined": False,
    "release_ground": None,
}
JUDGMENT_READ: dict[str, Any] = {
    "sentence_text": "3个月",
    "term_text": "6个月",
    "expected_end": "2027-05-24",
    "entered_at": "2026-11-20T01:00:00Z",
}
DOCUMENT_EXAMPLE: dict[str, Any] = {
    "kind": "judgment",
    "number": "（2026）浙0127刑初123号",
    "received_on": "2026-11-20",
    "evidence_ids": [],
    "receipt_returned_on": None,
}
DOCUMENT_OUT_EXAMPLE: dict[str, Any] = DOCUMENT_EXAMPLE | {
    "id": "0199e0a0-7c00-7000-8000-00000000000b",
}


FILE_EXAMPLE: dict[str, Any] = {
    "order_id": "0199e0a0-7c00-7000-8000-00000000000a",
    "version": 2,
    "judgment": JUDGMENT_EXAMPLE | JUDGMENT_READ,
    "record_sealed": False,
    "documents": [DOCUMENT_OUT_EXAMPLE],
    "co_defendants": ["赵某"],
    "announcement": None,
    "doubts": [],
}


class TermIn(Schema):
    """A length as the judgement writes it; all 0 where it names none."""

    model_config = example({"years": 1, "months": 6, "days": 0})
    years: int = Field(default=0, ge=0, le=25)
    months: int = Field(default=0, ge=0, le=300)
    days: int = Field(default=0, ge=0, le=365)

    def as_term(self) -> Term:
        return Term(self.years, self.months, self.days)


class JudgmentIn(Schema):
    """What the court decided.

    ``sentence`` is the punishment named (nothing for life); ``term`` what is served under correction: of 管制 the
    punishment itself, of 缓刑 and 假释 the probation, of 暂予监外执行 what is left. ``was_minor``: under 18 at the
    offence. ``detained_days``: in custody before the judgement.
    """

    model_config = example(JUDGMENT_EXAMPLE)
    case_number: Line
    decided_on: date
    crime: Crime
    was_minor: bool = False
    sentence_kind: SentenceKind
    sentence: TermIn = TermIn()
    term: TermIn = TermIn()
    detained_days: int = Field(default=0, ge=0, le=3660)
    is_combined: bool = False
    release_ground: ReleaseGround | None = None


class JudgmentOut(JudgmentIn):
    """The judgement as entered, with its lengths in words and the last day they give."""

    model_config = example(JUDGMENT_EXAMPLE | JUDGMENT_READ)
    sentence_text: str
    term_text: str
    expected_end: date | None
    entered_at: datetime


class DocumentIn(Schema):
    """A legal document received with the person; its scan by the ids of the order's own files.

    Where the receipt went back already, as with a file taken over, no clock runs for it.
    """

    model_config = example(DOCUMENT_EXAMPLE)
    kind: ReceivedKind
    number: Line | None = None
    received_on: date
    evidence_ids: list[UUID] = Field(default_factory=list[UUID], max_length=20)
    receipt_returned_on: date | None = None


class DocumentOut(Schema):
    """A document received, and when its receipt went back."""

    model_config = example(DOCUMENT_OUT_EXAMPLE)
    id: UUID
    kind: ReceivedKind
    number: str | None
    received_on: date
    evidence_ids: list[UUID]
    receipt_returned_on: date | None


class ReceiptIn(Schema):
    """The receipt of all documents not yet answered went back on this day."""

    model_config = example({"returned_on": "2026-11-22"})
    returned_on: date


class CoDefendantsIn(Schema):
    """Names of those tried for the same crime, all of them."""

    model_config = example({"names": ["赵某"]})
    names: list[Name] = Field(max_length=50)


class ReportInIn(Schema):
    """The person came, was visited because they could not come, or was handed over."""

    model_config = example({"reported_on": "2026-11-21", "how": "came"})
    reported_on: date
    how: ReportedHow = ReportedHow.CAME


class DoubtOut(Schema):
    """Something to check against the papers; ``source`` is the article it rests on."""

    model_config = example(
        {
            "code": "too_short",
            "message": "缓刑考验期不能少于2个月，请核对",
            "source": "《中华人民共和国刑法》第七十三条第一款",
        }
    )
    code: str
    message: str
    source: str

    @classmethod
    def of(cls, doubt: Doubt) -> "DoubtOut":
        return cls(code=doubt.code, message=doubt.message, source=doubt.source)


class AnnouncementOut(Schema):
    """The announcement that correction begins, as it was made."""

    model_config = example(
        {
            "announced_at": "2026-11-25T01:00:00Z",
            "place": "千岛湖司法所",
            "is_public": False,
            "guardian_present": False,
            "present": "矫正小组成员",
        }
    )
    announced_at: datetime
    place: str
    is_public: bool
    guardian_present: bool
    present: str | None


class OrderFile(Schema):
    """What stands in the file of an order: judgement, papers, co-defendants, announcement, and what to check.

    ``record_sealed`` says that the criminal record is sealed (刑事诉讼法 286).
    """

    model_config = example(FILE_EXAMPLE)
    order_id: UUID
    version: int
    judgment: JudgmentOut | None
    record_sealed: bool
    documents: list[DocumentOut]
    co_defendants: list[str]
    announcement: AnnouncementOut | None
    doubts: list[DoubtOut]
