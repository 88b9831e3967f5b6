"""Group claims and the wage ledger; their notices."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013_group"
down_revision = "0012_eligibility"
branch_labels = None
depends_on = None

NOTICES = (
    "application_submitted",
    "application_received",
    "application_accepted",
    "application_granted",
    "application_refused",
    "application_assigned",
    "application_taken",
    "application_returned",
    "application_withdrawn",
    "application_terminated",
    "handling_ended",
    "application_overdue",
    "evidence_rejected",
    "lawyer_offered",
    "offer_expired",
    "offer_withdrawn",
    "role_granted",
    "role_revoked",
    "login_revoked",
    "clock_at_risk",
    "clock_overdue",
    "clock_recomputed",
)
ADDED_NOTICES = (
    "supplement_requested",
    "application_supplemented",
    "application_lapsed",
    "application_transferred",
    "application_transferred_in",
    "application_duplicate",
    "application_advanced",
    "objection_filed",
    "objection_decided",
    "lawyer_replaced",
    "handling_handed_over",
    "case_concluded",
    "file_handed_in",
    "file_returned",
    "case_closed",
    "file_approved",
    "member_joined",
    "member_left",
    "group_case_moved",
    "help_forwarded",
    "authority_ends_case",
    "authority_followed_up",
    "name_corrected",
)
"""What an inbox could hold before, and what the whole life of a case adds."""


def _allow_notices(*templates: str) -> None:
    values = ", ".join(f"'{template}'" for template in templates)
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")


def upgrade() -> None:
    _allow_notices(*NOTICES, *ADDED_NOTICES)
    op.create_table(
        "group_join_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_group_join_code_expires")),
        sa.CheckConstraint("max_uses > 0 AND uses BETWEEN 0 AND max_uses", name=op.f("ck_group_join_code_uses")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_group_join_code_application_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_group_join_code_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_join_code")),
        sa.UniqueConstraint("code_index", name=op.f("uq_group_join_code_code_index")),
    )
    op.create_index(op.f("ix_group_join_code_application_id"), "group_join_code", ["application_id"], unique=False)
    op.create_index("ix_group_join_code_created_by", "group_join_code", ["created_by"], unique=False)
    op.create_index(
        "uq_group_join_code_open",
        "group_join_code",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "group_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "invited",
                "joined",
                "left",
                "cancelled",
                name="memberstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("display_name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("employment_from", sa.Date(), nullable=True),
        sa.Column("employment_to", sa.Date(), nullable=True),
        sa.Column("has_written_contract", sa.Boolean(), nullable=True),
        sa.Column(
            "document_kind",
            sa.Enum(
                "resident_id",
                "hmt_residence_permit",
                "foreign_permanent_residence",
                "passport",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("issuing_country", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("number_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("number_index", sa.LargeBinary(), nullable=True),
        sa.Column("bank_account_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("consent_version", sa.Integer(), nullable=True),
        sa.Column("consented_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("signature_evidence_id", sa.Uuid(), nullable=True),
        sa.Column("joined_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("left_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("left_reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("number <> 1 OR status = 'joined'", name=op.f("ck_group_member_representative")),
        sa.CheckConstraint(
            "number = 1 OR status NOT IN ('joined', 'left') OR (person_id IS NOT NULL AND joined_at IS NOT NULL AND consented_at IS NOT NULL AND consent_version IS NOT NULL AND signature_evidence_id IS NOT NULL AND number_sealed IS NOT NULL)",
            name=op.f("ck_group_member_joined"),
        ),
        sa.CheckConstraint(
            "status <> 'left' OR (left_at IS NOT NULL AND left_reason IS NOT NULL)",
            name=op.f("ck_group_member_left"),
        ),
        sa.CheckConstraint(
            "employment_from IS NULL OR employment_to IS NULL OR employment_from <= employment_to",
            name=op.f("ck_group_member_employment"),
        ),
        sa.CheckConstraint("length(btrim(display_name)) > 0", name=op.f("ck_group_member_display_name")),
        sa.CheckConstraint("number > 0", name=op.f("ck_group_member_number")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_group_member_application_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_group_member_person_id")),
        sa.ForeignKeyConstraint(
            ["signature_evidence_id"], ["evidence.id"], name=op.f("fk_group_member_signature_evidence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_group_member_application_id_number")),
    )
    op.create_index("ix_group_member_person_id_id", "group_member", ["person_id", "id"], unique=False)
    op.create_index(
        "ix_group_member_signature_evidence_id", "group_member", ["signature_evidence_id"], unique=False
    )
    op.create_index(
        "uq_group_member_document",
        "group_member",
        ["application_id", "number_index"],
        unique=True,
        postgresql_where=sa.text("status IN ('invited', 'joined')"),
    )
    op.create_index(
        "uq_group_member_person",
        "group_member",
        ["application_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('invited', 'joined')"),
    )
    op.create_table(
        "wage_ledger",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_wage_ledger_application_id")
        ),
        sa.ForeignKeyConstraint(["updated_by"], ["person.id"], name=op.f("fk_wage_ledger_updated_by")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_wage_ledger")),
    )
    op.create_index(op.f("ix_wage_ledger_updated_by"), "wage_ledger", ["updated_by"], unique=False)
    op.create_table(
        "ledger_row",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("agreed_fen", sa.Integer(), nullable=False),
        sa.Column("paid_fen", sa.Integer(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("agreed_evidence_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_page", sa.Integer(), nullable=True),
        sa.Column("paid_evidence_id", sa.Uuid(), nullable=True),
        sa.Column("paid_page", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(agreed_evidence_id IS NULL) = (agreed_page IS NULL) AND (agreed_page IS NULL OR agreed_page > 0)",
            name=op.f("ck_ledger_row_agreed_proof"),
        ),
        sa.CheckConstraint(
            "(paid_evidence_id IS NULL) = (paid_page IS NULL) AND (paid_page IS NULL OR paid_page > 0)",
            name=op.f("ck_ledger_row_paid_proof"),
        ),
        sa.CheckConstraint(
            "agreed_fen BETWEEN 0 AND 100000000 AND paid_fen BETWEEN 0 AND 100000000",
            name=op.f("ck_ledger_row_amounts"),
        ),
        sa.CheckConstraint("extract(day from month) = 1", name=op.f("ck_ledger_row_month")),
        sa.ForeignKeyConstraint(
            ["agreed_evidence_id"], ["evidence.id"], name=op.f("fk_ledger_row_agreed_evidence_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["group_member.id"], name=op.f("fk_ledger_row_member_id")),
        sa.ForeignKeyConstraint(
            ["paid_evidence_id"], ["evidence.id"], name=op.f("fk_ledger_row_paid_evidence_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "month", name=op.f("pk_ledger_row")),
    )
    op.create_index("ix_ledger_row_agreed_evidence_id", "ledger_row", ["agreed_evidence_id"], unique=False)
    op.create_index("ix_ledger_row_paid_evidence_id", "ledger_row", ["paid_evidence_id"], unique=False)


def downgrade() -> None:
    removed = ", ".join(f"'{template}'" for template in ADDED_NOTICES)
    op.execute(f"DELETE FROM notice WHERE template IN ({removed})")  # noqa: S608 -- names from above
    _allow_notices(*NOTICES)
    op.drop_index("ix_ledger_row_paid_evidence_id", table_name="ledger_row")
    op.drop_index("ix_ledger_row_agreed_evidence_id", table_name="ledger_row")
    op.drop_table("ledger_row")
    op.drop_index(op.f("ix_wage_ledger_updated_by"), table_name="wage_ledger")
    op.drop_table("wage_ledger")
    op.drop_index(
        "uq_group_member_person",
        table_name="group_member",
        postgresql_where=sa.text("status IN ('invited', 'joined')"),
    )
    op.drop_index(
        "uq_group_member_document",
        table_name="group_member",
        postgresql_where=sa.text("status IN ('invited', 'joined')"),
    )
    op.drop_index("ix_group_member_signature_evidence_id", table_name="group_member")
    op.drop_index("ix_group_member_person_id_id", table_name="group_member")
    op.drop_table("group_member")
    op.drop_index(
        "uq_group_join_code_open", table_name="group_join_code", postgresql_where=sa.text("revoked_at IS NULL")
    )
    op.drop_index("ix_group_join_code_created_by", table_name="group_join_code")
    op.drop_index(op.f("ix_group_join_code_application_id"), table_name="group_join_code")
    op.drop_table("group_join_code")
