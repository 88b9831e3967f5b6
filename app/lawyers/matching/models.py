"""Tables of matching: the weights each centre set, and the cards by which a shortlist is found fast."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Index, String, text
from sqlmodel import Field

from app.contracts.categories import CaseGroup
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id

GENERAL = Sensitivity.GENERAL
PROPOSE = "推荐律师时排序"
SMALLEST, LARGEST = 0.001, 1000
"""Bounds of the largest weight: proportions are all that counts; these stay far from the ends of a double."""
_TERMS = "specialty, experience, quality, distance, load, rest, continuity"


class MatchingWeights(Table, table=True):
    """How much each term counts at one centre. Never changed: whoever sets them makes the next version, so that
    an assignment of long ago can still be worked out again.
    """

    __table_args__ = (
        CheckConstraint(
            f"least({_TERMS}) >= 0 AND greatest({_TERMS}) BETWEEN {SMALLEST} AND {LARGEST}",
            name="weights",
        ),
        CheckConstraint("version >= 1", name="version"),
        Index("uq_matching_weights_version", "agency_id", "version", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    version: int
    specialty: float = Field(sa_column_kwargs=plain())
    experience: float = Field(sa_column_kwargs=plain())
    quality: float = Field(sa_column_kwargs=plain())
    distance: float = Field(sa_column_kwargs=plain())
    load: float = Field(sa_column_kwargs=plain())
    rest: float = Field(sa_column_kwargs=plain())
    continuity: float = Field(sa_column_kwargs=plain())
    set_by: UUID = Field(foreign_key="person.id", index=True)
    set_at: datetime


class LawyerCard(Table, table=True):
    """A lawyer under one specialty, as far as a shortlist looks at those it does not take.

    Attributes:
        bound: the most that the terms which depend neither on the matter nor on the day can be worth, as a part
            of 1 (:mod:`app.lawyers.matching.walking` reads cards from the best bound down).
        places: codes of the divisions served, and of the city (4 digits) and the province (2) of each.

    Written by triggers of the database alone (migration ``0029_matching``), in the transaction of whatever
    changes it: roster, offers, records, weights. Nothing here is of its own; all can be computed again.
    """

    __table_args__ = (
        ForeignKeyConstraint(
            ["lawyer_id", "specialty"],
            ["lawyer_specialty.lawyer_id", "lawyer_specialty.specialty"],
            name="fk_lawyer_card_specialty",
            ondelete="CASCADE",
        ),
        Index("ix_lawyer_card_walk", "agency_id", "specialty", text("bound DESC"), "lawyer_id"),
        Index(
            "ix_lawyer_card_minors",
            "agency_id",
            "specialty",
            text("bound DESC"),
            "lawyer_id",
            postgresql_where=text("knows_minors"),
        ),
    )

    lawyer_id: UUID = Field(primary_key=True)
    specialty: CaseGroup = Field(primary_key=True, sa_type=checked(CaseGroup), sa_column_kwargs=plain())
    agency_id: UUID = Field(foreign_key="agency.id")
    knows_minors: bool
    since_year: int
    last_offered_on: date | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose=PROPOSE))
    places: list[str] = Field(sa_type=ARRAY(String(12)), sa_column_kwargs=plain())
    bound: float = Field(sa_column_kwargs=personal(GENERAL, purpose=PROPOSE))
