"""Tables of correction groups and individual plans."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.contracts.sexes import Sex
from app.correction.columns import GENERAL, SENSITIVE, SUPERVISE
from app.correction.orders.codes import MemberKind
from app.correction.orders.groups.rules import Member
from app.kernel.columns import personal, plain
from app.kernel.database import Table, checked, new_id


class CorrectionGroupMember(Table, table=True):
    """A member of a correction group while ``ended_at`` is null; who was in it before stays on record.

    ``letter_signed_on`` is the day the letter of responsibility (责任书, 实施办法 19) was signed.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        CheckConstraint("joined_at <= ended_at", name="period"),
        Index(
            "uq_correction_group_member_now",
            "order_id",
            "kind",
            "name",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_correction_group_member_added_by", "added_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id", index=True)
    kind: MemberKind = Field(sa_type=checked(MemberKind), sa_column_kwargs=plain())
    name: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose=SUPERVISE))
    sex: Sex = Field(sa_type=checked(Sex), sa_column_kwargs=personal(GENERAL, purpose=SUPERVISE))
    knows_minors: bool = False
    duty: str | None = Field(default=None, max_length=200, sa_column_kwargs=plain())
    letter_signed_on: date | None = Field(default=None, sa_column_kwargs=plain())
    joined_at: datetime
    ended_at: datetime | None = None
    added_by: UUID = Field(foreign_key="person.id")

    def as_rule(self) -> Member:
        """The member as the rules look at one."""
        return Member(self.kind, self.name, self.sex, self.knows_minors)


class CorrectionPlan(Table, table=True):
    """One version of the individual plan (矫正方案, 社区矫正法 24); a change is a new version."""

    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(btrim(situation)) > 0 AND length(btrim(measures)) > 0", name="texts"),
        Index("ix_correction_plan_made_by", "made_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    order_id: UUID = Field(foreign_key="correction_order.id")
    number: int
    situation: str = Field(max_length=4000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    measures: str = Field(max_length=4000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE))
    help_wanted: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=SUPERVISE)
    )
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime
