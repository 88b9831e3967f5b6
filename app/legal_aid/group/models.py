"""Tables of group claims: who takes part, the codes they join by, and the wage ledger."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from app.identity.numbers import DocumentKind
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column
from app.legal_aid.group.enums import MemberStatus

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE
IDENTIFY = "核对集体申请成员的身份"
RECKON = "计算被拖欠的工资"
MEMBER_NUMBER = "group_member.number_sealed"
BANK_ACCOUNT = "group_member.bank_account_sealed"
JOIN_CODE = "group_join_code.code_index"
"""Contexts of sealed values and of the codes' blind index: table and column."""

REPRESENTATIVE = 1
"""The number of the applicant, who represents the others (民事诉讼法 56)."""
TAKES_PART = "status IN ('invited', 'joined')"


class GroupMember(Table, table=True):
    """One claimant of an application. The applicant is member no. 1 and represents the others.

    Name and document are copied when the person joins: the claim is about whoever signed. Those of the
    representative stand in the application itself. Someone whom the representative entered has no
    ``person_id`` until they come with a code; who left and comes back is a new row. The member's files are
    collected under the member's own id.
    """

    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("length(btrim(display_name)) > 0", name="display_name"),
        CheckConstraint(
            "employment_from IS NULL OR employment_to IS NULL OR employment_from <= employment_to",
            name="employment",
        ),
        CheckConstraint(
            f"number = {REPRESENTATIVE} OR status NOT IN ('joined', 'left') OR (person_id IS NOT NULL"
            " AND joined_at IS NOT NULL AND consented_at IS NOT NULL AND consent_version IS NOT NULL"
            " AND signature_evidence_id IS NOT NULL AND number_sealed IS NOT NULL)",
            name="joined",
        ),
        CheckConstraint("status <> 'left' OR (left_at IS NOT NULL AND left_reason IS NOT NULL)", name="left"),
        CheckConstraint(f"number <> {REPRESENTATIVE} OR status = 'joined'", name="representative"),
        UniqueConstraint("application_id", "number"),
        Index(
            "uq_group_member_person",
            "application_id",
            "person_id",
            unique=True,
            postgresql_where=text(TAKES_PART),
        ),
        Index(
            "uq_group_member_document",
            "application_id",
            "number_index",
            unique=True,
            postgresql_where=text(TAKES_PART),
        ),
        Index("ix_group_member_person_id_id", "person_id", "id"),
        Index("ix_group_member_signature_evidence_id", "signature_evidence_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    number: int
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    status: MemberStatus = Field(
        default=MemberStatus.INVITED, sa_type=checked(MemberStatus), sa_column_kwargs=plain()
    )
    version: int = 1
    display_name: str = Field(max_length=80, sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY))
    employment_from: date | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose=RECKON))
    employment_to: date | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose=RECKON))
    has_written_contract: bool | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose=RECKON))
    document_kind: DocumentKind | None = Field(
        default=None, sa_type=checked(DocumentKind), sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    issuing_country: str | None = Field(
        default=None, max_length=3, sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    number_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=IDENTIFY)
    )
    number_index: bytes | None = Field(
        default=None, max_length=32, sa_column_kwargs=personal(SENSITIVE, purpose="一个证件只参加一次")
    )
    bank_account_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose="收取追回的工资")
    )
    consent_version: int | None = None
    consented_at: datetime | None = None
    signature_evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id")
    joined_at: datetime | None = None
    left_at: datetime | None = None
    left_reason: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="说明退出的原因")
    )
    created_at: datetime
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None:
        """The member, once a person stands behind the row."""
        return self.person_id

    @property
    def is_representative(self) -> bool:
        """Whether this is the applicant."""
        return self.number == REPRESENTATIVE


class GroupJoinCode(Table, table=True):
    """A code that lets people join a group; only its blind index is kept. A new one revokes the one before."""

    __table_args__ = (
        CheckConstraint("max_uses > 0 AND uses BETWEEN 0 AND max_uses", name="uses"),
        CheckConstraint("expires_at > created_at", name="expires"),
        Index(
            "uq_group_join_code_open",
            "application_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_group_join_code_created_by", "created_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id", index=True)
    code_index: bytes = Field(max_length=32, unique=True, sa_column_kwargs=plain())
    max_uses: int
    uses: int = 0
    expires_at: datetime
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime
    revoked_at: datetime | None = None


class WageLedger(Table, table=True):
    """The ledger of an application; ``version`` grows with every change of a row."""

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    version: int = 1
    updated_at: datetime
    updated_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)


class LedgerRow(Table, table=True):
    """One member in one month, in fen; what is owed is agreed less paid and stored nowhere."""

    __table_args__ = (
        CheckConstraint("agreed_fen BETWEEN 0 AND 100000000 AND paid_fen BETWEEN 0 AND 100000000", name="amounts"),
        CheckConstraint("extract(day from month) = 1", name="month"),
        CheckConstraint(
            "(agreed_evidence_id IS NULL) = (agreed_page IS NULL) AND (agreed_page IS NULL OR agreed_page > 0)",
            name="agreed_proof",
        ),
        CheckConstraint(
            "(paid_evidence_id IS NULL) = (paid_page IS NULL) AND (paid_page IS NULL OR paid_page > 0)",
            name="paid_proof",
        ),
        Index("ix_ledger_row_agreed_evidence_id", "agreed_evidence_id"),
        Index("ix_ledger_row_paid_evidence_id", "paid_evidence_id"),
    )

    member_id: UUID = Field(primary_key=True, foreign_key="group_member.id")
    month: date = Field(primary_key=True, sa_column_kwargs=personal(GENERAL, purpose=RECKON))
    agreed_fen: int = Field(sa_column_kwargs=personal(SENSITIVE, purpose=RECKON))
    paid_fen: int = Field(sa_column_kwargs=personal(SENSITIVE, purpose=RECKON))
    note: str | None = Field(default=None, max_length=100, sa_column_kwargs=personal(GENERAL, purpose=RECKON))
    agreed_evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id")
    agreed_page: int | None = None
    paid_evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id")
    paid_page: int | None = None


sealed_column(GroupMember, "number_sealed")
sealed_column(GroupMember, "bank_account_sealed")
