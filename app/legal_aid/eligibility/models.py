"""Tables of eligibility: the hardship lines by area and date, and which evidence was given for which material."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.kernel.columns import plain
from app.kernel.database import Table, checked
from app.legal_aid.eligibility.codes import MaterialCode
from app.legal_aid.eligibility.facts import LARGEST_INCOME_FEN


class HardshipLine(Table, table=True):
    """The 经济困难标准 of an area from a day on until the next one (法律援助法 34).

    ``monthly_fen`` is fen a person a month; ``document`` names the text that sets it. The nearest area that has a
    line decides, then the latest day: the province's holds wherever a city or county has none of its own.
    """

    __table_args__ = (
        CheckConstraint(f"monthly_fen BETWEEN 1 AND {LARGEST_INCOME_FEN}", name="monthly_fen"),
        CheckConstraint("length(btrim(document)) > 0", name="document"),
    )

    area_code: str = Field(primary_key=True, foreign_key="area.code", max_length=12, sa_column_kwargs=plain())
    effective_from: date = Field(primary_key=True, sa_column_kwargs=plain())
    monthly_fen: int
    document: str = Field(max_length=200, sa_column_kwargs=plain())
    set_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    set_at: datetime


class ApplicationMaterial(Table, table=True):
    """A piece of evidence given for an item of the checklist; one piece may serve several items."""

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    item: MaterialCode = Field(primary_key=True, sa_type=checked(MaterialCode), sa_column_kwargs=plain())
    evidence_id: UUID = Field(primary_key=True, foreign_key="evidence.id", index=True)
    given_by: UUID = Field(foreign_key="person.id", index=True)
    given_at: datetime
