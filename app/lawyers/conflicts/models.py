"""Tables of the parties that a conflict check compares."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.lawyers.enums import PartySide

GENERAL = Sensitivity.GENERAL


class MatterPartyName(Table, table=True):
    """A party of a matter a lawyer was offered or holds, kept to find conflicts (律师法 39).

    Gone again when the lawyer declines or does not answer: whoever never acted has no former client.
    ``matter_id`` is empty for cases from before this product; ``name_key`` is the name as it is compared.
    """

    __table_args__ = (
        CheckConstraint("length(name_key) > 0", name="name_key"),
        Index("ix_matter_party_name_lawyer", "lawyer_id", "name_key"),
        Index("ix_matter_party_name_matter", "matter_id", "lawyer_id"),
        Index("ix_matter_party_name_person_id", "person_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    matter_id: UUID | None = None
    side: PartySide = Field(sa_type=checked(PartySide), sa_column_kwargs=plain())
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    name: str = Field(max_length=200, sa_column_kwargs=personal(GENERAL, purpose="检查利益冲突"))
    name_key: str = Field(max_length=200, sa_column_kwargs=personal(GENERAL, purpose="检查利益冲突"))
