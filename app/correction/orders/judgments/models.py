"""Tables of what the judgement says and which papers came with it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Uuid
from sqlmodel import Field

from app.correction.columns import SENSITIVE, SUPERVISE
from app.correction.orders.codes import ReceivedKind, ReleaseGround, SentenceKind
from app.correction.orders.terms import Term
from app.kernel.columns import INFO_KEY, personal, plain
from app.kernel.database import Table, checked, new_id


class CorrectionJudgment(Table, table=True):
    """What the court decided, as the papers say; one an order, entered again where it was entered wrongly.

    ``sentence_*`` is the punishment named, ``term_*`` what is served under correction (all 0: not given, or for
    life). ``detained_days`` are days in custody before it. ``is_combined``: for several crimes (刑法 69).
    """

    __table_args__ = (
        CheckConstraint("length(btrim(case_number)) > 0", name="case_number"),
        CheckConstraint("length(btrim(crime)) > 0", name="crime"),
        CheckConstraint("LEAST(sentence_years, sentence_months, sentence_days) >= 0", name="sentence"),
        CheckConstraint("LEAST(term_years, term_months, term_days) >= 0", name="correction_term"),
        CheckConstraint("detained_days >= 0", name="detained"),
        CheckConstraint(
            "sentence_kind <> 'life' OR sentence_years + sentence_months + sentence_days = 0", name="life"
        ),
        Index("ix_correction_judgment_case_number", "case_number"),
        Index("ix_correction_judgment_entered_by", "entered_by"),
    )

    order_id: UUID = Field(primary_key=True, foreign_key="correction_order.id")
    case_number: str = Field(max_length=80, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    decided_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    crime: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    was_minor: bool = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    sentence_kind: SentenceKind = Field(
        sa_type=checked(SentenceKind), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    sentence_years: int = 0
    sentence_months: int = 0
    sentence_days: int = 0
    term_years: int = 0
    term_months: int = 0
    term_days: int = 0
    detained_days: int = 0
    is_combined: bool = False
    release_ground: ReleaseGround | None = Field(
        default=None, sa_type=checked(ReleaseGround), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    entered_by: UUID = Field(foreign_key="person.id")
    entered_at: datetime

    @property
    def sentence(self) -> Term:
        """The punishment named."""
        return Term(self.sentence_years, self.sentence_months, self.sentence_days)

    @property
    def term(self) -> Term:
        """What is served under correction."""
        return Term(self.term_years, self.term_months, self.term_days)


class ReceivedDocument(Table, table=True):
    """A legal document received with the person (社区矫正法 20, 22), and when its receipt went back."""

    __table_args__ = (
        CheckConstraint("receipt_returned_on >= received_on", name="receipt"),
        Index("ix_received_document_order_id_id", "order_id", "id"),
        Index("ix_received_document_recorded_by", "recorded_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    kind: ReceivedKind = Field(sa_type=checked(ReceivedKind), sa_column_kwargs=plain())
    number: str | None = Field(
        default=None, max_length=80, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    received_on: date = Field(sa_column_kwargs=plain())
    evidence_ids: list[UUID] = Field(
        default_factory=list[UUID], sa_column=Column(ARRAY(Uuid()), nullable=False, info={INFO_KEY: None})
    )
    receipt_returned_on: date | None = Field(default=None, sa_column_kwargs=plain())
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime


class CoDefendant(Table, table=True):
    """Somebody tried for the same crime, by the name in the judgement; contact needs approval (实施办法 25)."""

    __table_args__ = (
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        Index("ix_co_defendant_name", "name"),
    )

    order_id: UUID = Field(primary_key=True, foreign_key="correction_order.id")
    name: str = Field(primary_key=True, max_length=100, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))


class CorrectionAnnouncement(Table, table=True):
    """The announcement that correction begins (社区矫正法 22): of the crime, the term and the rules to keep."""

    __table_args__ = (
        CheckConstraint("length(btrim(place)) > 0", name="place"),
        Index("ix_correction_announcement_made_by", "made_by"),
    )

    order_id: UUID = Field(primary_key=True, foreign_key="correction_order.id")
    announced_at: datetime
    place: str = Field(max_length=100, sa_column_kwargs=plain())
    is_public: bool = False
    guardian_present: bool = False
    present: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    made_by: UUID = Field(foreign_key="person.id")
