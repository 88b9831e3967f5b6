"""Tables of orders: who is under correction, at which office, how closely, until when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Uuid, text
from sqlmodel import Field

from app.contracts.sexes import Sex
from app.correction.columns import GENERAL, SENSITIVE, SUPERVISE
from app.correction.enums import CorrectionCategory, CorrectionStatus, CorrectionTier
from app.correction.orders.codes import ReportedHow
from app.kernel.columns import INFO_KEY, personal, plain
from app.kernel.database import Table, checked, new_id


class CorrectionOrder(Table, table=True):
    """One person's term under correction at one office; a person has at most one that is not ended.

    ``starts_on`` is the day the judgement takes effect, ``ends_on`` the last day of the term.
    ``agency_path`` repeats the office's ``tree_path``, which never changes, so that reach is checked
    without another query. ``version`` grows with every change, of the area as of the state.

    ``is_minor`` is fixed at registration and stays past the eighteenth birthday (社区矫正法 58). A closed file
    (``is_sealed``: a minor's, 54, or one whose criminal record is sealed, 刑事诉讼法 286) is seen by the officers
    in ``minor_staff`` and those above them alone. ``guardian_id`` reads a minor's order as the minor does.
    """

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="term"),
        CheckConstraint("length(btrim(court)) > 0", name="court"),
        CheckConstraint("status <> 'under_correction' OR began_at IS NOT NULL", name="began"),
        CheckConstraint("is_sealed OR NOT is_minor", name="minor_sealed"),
        CheckConstraint("is_minor OR guardian_id IS NULL", name="guardian"),
        CheckConstraint("guardian_id <> person_id", name="guardian_is_other"),
        CheckConstraint("(reported_on IS NULL) = (reported_how IS NULL)", name="reported"),
        Index(
            "uq_correction_order_open",
            "person_id",
            unique=True,
            postgresql_where=text("status <> 'ended'"),
        ),
        Index("ix_correction_order_person_id_id", "person_id", "id"),
        Index("ix_correction_order_agency_id_id", "agency_id", "id"),
        Index("ix_correction_order_to_begin", "agency_id", postgresql_where=text("status = 'registered'")),
        Index("ix_correction_order_guardian_id", "guardian_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    agency_path: str = Field(max_length=740, sa_column_kwargs=plain())
    category: CorrectionCategory = Field(
        sa_type=checked(CorrectionCategory), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    tier: CorrectionTier = Field(
        sa_type=checked(CorrectionTier), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    starts_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    ends_on: date = Field(sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    court: str = Field(max_length=100, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    sex: Sex | None = Field(
        default=None, sa_type=checked(Sex), sa_column_kwargs=personal(GENERAL, purpose=SUPERVISE)
    )
    is_minor: bool = Field(default=False, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    is_sealed: bool = Field(default=False, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    minor_staff: list[UUID] = Field(
        default_factory=list[UUID], sa_column=Column(ARRAY(Uuid()), nullable=False, info={INFO_KEY: None})
    )
    guardian_id: UUID | None = Field(default=None, foreign_key="person.id")
    reported_on: date | None = Field(default=None, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    reported_how: ReportedHow | None = Field(
        default=None, sa_type=checked(ReportedHow), sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    status: CorrectionStatus = Field(
        default=CorrectionStatus.REGISTERED, sa_type=checked(CorrectionStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    began_at: datetime | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None:
        """The person the order is about."""
        return self.person_id
