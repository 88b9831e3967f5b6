"""Tables of the parties that a conflict check compares."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.lawyers.enums import Kinship, PartyKind, PartySide, TieKind

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE
CHECK = "检查利益冲突"
NUMBERED = text("number_index IS NOT NULL")
"""Most parties have no number: the index must not be taken for the way to them."""


class MatterPartyName(Table, table=True):
    """A party of a matter a lawyer was offered or holds, kept to find conflicts (律师法 39).

    Gone again when the lawyer declines or does not answer: whoever never acted has no former client.
    ``matter_id`` is empty for cases from before this product; ``name_key`` is the name as it is compared;
    ``number_index`` the blind index of the document number or credit code, where it is known; ``firm_id`` the firm
    the lawyer was of then: the mandate stays the firm's when they leave.
    """

    __table_args__ = (
        CheckConstraint("length(name_key) > 0", name="name_key"),
        Index("ix_matter_party_name_lawyer", "lawyer_id", "name_key"),
        Index("ix_matter_party_name_matter", "matter_id", "lawyer_id"),
        Index("ix_matter_party_name_person_id", "person_id"),
        Index("ix_matter_party_name_key", "name_key", "side"),
        Index("ix_matter_party_name_number", "number_index", "side", postgresql_where=NUMBERED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    firm_id: UUID | None = Field(default=None, foreign_key="firm.id", index=True)
    matter_id: UUID | None = None
    side: PartySide = Field(sa_type=checked(PartySide), sa_column_kwargs=plain())
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    name: str = Field(max_length=200, sa_column_kwargs=personal(GENERAL, purpose=CHECK))
    name_key: str = Field(max_length=200, sa_column_kwargs=personal(GENERAL, purpose=CHECK))
    number_index: bytes | None = Field(
        default=None, max_length=32, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK)
    )


class DeclaredTie(Table, table=True):
    """A relative, a client or an opponent whom a lawyer declared: what the centre could not know by itself.

    Of the number only the blind index is kept: it is compared, never shown. What was taken back stays as a
    record, and no longer counts.

    Attributes:
        relation: of a near relative.
        party_kind: a person or an organisation; which kind of number it has follows.
        declared_by: the lawyer, or staff for them.
    """

    __table_args__ = (
        CheckConstraint("length(name_key) > 0", name="name_key"),
        CheckConstraint("(kind = 'relative') = (relation IS NOT NULL)", name="relation"),
        CheckConstraint("kind <> 'relative' OR party_kind = 'person'", name="relative"),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed"),
        Index("ix_declared_tie_lawyer", "lawyer_id", "declared_at", "id"),
        Index("ix_declared_tie_key", "name_key", "kind"),
        Index(
            "uq_declared_tie",
            "lawyer_id",
            "kind",
            "name_key",
            "number_index",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_declared_tie_number", "number_index", "kind", postgresql_where=NUMBERED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    kind: TieKind = Field(sa_type=checked(TieKind), sa_column_kwargs=plain())
    party_kind: PartyKind = Field(sa_type=checked(PartyKind), sa_column_kwargs=plain())
    name: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose=CHECK))
    name_key: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose=CHECK))
    relation: Kinship | None = Field(
        default=None, sa_type=checked(Kinship), sa_column_kwargs=personal(GENERAL, purpose=CHECK)
    )
    number_index: bytes | None = Field(
        default=None, max_length=32, sa_column_kwargs=personal(SENSITIVE, purpose=CHECK)
    )
    declared_by: UUID = Field(foreign_key="person.id", index=True)
    declared_at: datetime
    removed_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    removed_at: datetime | None = None
