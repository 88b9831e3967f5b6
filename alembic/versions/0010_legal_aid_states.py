"""The whole life of an application: channels, urgency, recipients, who works on it and who stands back."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010_legal_aid_states"
down_revision = "0009_statutory_time"
branch_labels = None
depends_on = None

CHANNELS = ("self_service", "counter", "custody", "duty_lawyer", "authority_notice")
DOCUMENTS = ("resident_id", "hmt_residence_permit", "foreign_permanent_residence", "passport")
CHECKS = {
    "applicationstatus": (
        "status IN ('draft', 'submitted', 'accepted', 'granted', 'offered', 'in_handling', 'refused', 'terminated', 'withdrawn', 'discarded')",
        "status IN ('draft', 'submitted', 'supplementing', 'accepted', 'granted', 'offered', 'in_handling', 'concluded', 'file_review', 'closed', 'archived', 'refused', 'refusal_objected', 'terminated', 'termination_objected', 'withdrawn', 'deemed_withdrawn', 'duplicate', 'discarded')",
    ),
    "submitted": (
        "status IN ('draft', 'discarded') OR (submitted_at IS NOT NULL AND agency_id IS NOT NULL AND agency_path IS NOT NULL AND signature_evidence_id IS NOT NULL AND applicant_name IS NOT NULL AND applicant_document_kind IS NOT NULL AND applicant_number_sealed IS NOT NULL)",
        "status IN ('draft', 'discarded') OR (submitted_at IS NOT NULL AND agency_id IS NOT NULL AND agency_path IS NOT NULL AND applicant_name IS NOT NULL)",
    ),
    "signed": (
        None,
        "status IN ('draft', 'discarded') OR channel = 'authority_notice' OR (applicant_number_sealed IS NOT NULL AND applicant_document_kind IS NOT NULL AND signature_evidence_id IS NOT NULL)",
    ),
    "agency": (None, "(agency_id IS NULL) = (agency_path IS NULL)"),
    "entered": (None, "(channel = 'self_service') = (entered_by IS NULL)"),
    "numbered": (
        "number_sequence IS NOT NULL OR status IN ('draft', 'discarded', 'submitted', 'withdrawn')",
        "number_sequence IS NOT NULL OR status IN ('draft', 'discarded', 'submitted', 'supplementing', 'withdrawn', 'deemed_withdrawn', 'duplicate')",
    ),
    "lawyer": (
        "lawyer_person_id IS NOT NULL OR status NOT IN ('offered', 'in_handling', 'terminated')",
        "lawyer_person_id IS NOT NULL OR status NOT IN ('offered', 'in_handling', 'concluded', 'file_review', 'closed', 'archived')",
    ),
    "duplicate": (None, "(status = 'duplicate') = (duplicate_of IS NOT NULL)"),
    "limitation": (None, "urgency <> '44-1' OR limitation_on IS NOT NULL"),
}
"""Checks of ``application`` before and after."""
DECISION_CHECKS = {
    "decisionoutcome": (
        "outcome IN ('granted', 'refused', 'terminated')",
        "outcome IN ('granted', 'advanced', 'refused', 'terminated', 'corrected')",
    ),
    "reasons": (
        "outcome = 'granted' OR (reasons IS NOT NULL AND remedy IS NOT NULL)",
        "outcome NOT IN ('refused', 'terminated') OR (reasons IS NOT NULL AND remedy IS NOT NULL)",
    ),
}


def _text_enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _exchange(table: str, checks: dict[str, tuple[str | None, str]], *, back: bool) -> None:
    for name, (before, after) in checks.items():
        old, new = (after, before) if back else (before, after)
        if old is not None:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        if new is not None:
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, new)


def upgrade() -> None:
    op.add_column(
        "application",
        sa.Column(
            "channel", _text_enum("applicationchannel", *CHANNELS), server_default="self_service", nullable=False
        ),
    )
    op.add_column("application", sa.Column("entered_by", sa.Uuid(), nullable=True))
    op.add_column("application", sa.Column("applicant_number_index", sa.LargeBinary(length=32), nullable=True))
    op.add_column(
        "application", sa.Column("recipient_name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True)
    )
    op.add_column(
        "application",
        sa.Column("recipient_document_kind", _text_enum("recipientdocumentkind", *DOCUMENTS), nullable=True),
    )
    op.add_column(
        "application",
        sa.Column("recipient_issuing_country", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
    )
    op.add_column(
        "application",
        sa.Column("recipient_number_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
    )
    op.add_column("application", sa.Column("is_group", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column(
        "application", sa.Column("urgency", _text_enum("urgencyground", "44-1", "44-2", "44-3"), nullable=True)
    )
    op.add_column("application", sa.Column("limitation_on", sa.Date(), nullable=True))
    op.add_column("application", sa.Column("handler_id", sa.Uuid(), nullable=True))
    op.add_column(
        "application", sa.Column("recused_ids", sa.ARRAY(sa.Uuid()), server_default="{}", nullable=False)
    )
    op.add_column("application", sa.Column("duplicate_of", sa.Uuid(), nullable=True))
    op.add_column("application", sa.Column("closing_on", sa.Date(), nullable=True))
    for column in ("channel", "is_group", "recused_ids"):
        op.alter_column("application", column, server_default=None)
    op.create_index(
        "ix_application_agency_id_applicant_name", "application", ["agency_id", "applicant_name", "id"]
    )
    op.create_index("ix_application_agency_id_status_id", "application", ["agency_id", "status", "id"])
    op.create_index("ix_application_applicant_number_index", "application", ["applicant_number_index"])
    op.create_index(op.f("ix_application_duplicate_of"), "application", ["duplicate_of"])
    op.create_index(op.f("ix_application_entered_by"), "application", ["entered_by"])
    op.create_index("ix_application_handler_id_id", "application", ["handler_id", "id"])
    op.create_foreign_key(op.f("fk_application_handler_id"), "application", "person", ["handler_id"], ["id"])
    op.create_foreign_key(op.f("fk_application_entered_by"), "application", "person", ["entered_by"], ["id"])
    op.create_foreign_key(
        op.f("fk_application_duplicate_of"), "application", "application", ["duplicate_of"], ["id"]
    )
    _exchange("application", CHECKS, back=False)
    _exchange("decision", DECISION_CHECKS, back=False)


def downgrade() -> None:
    _exchange("decision", DECISION_CHECKS, back=True)
    _exchange("application", CHECKS, back=True)
    for key in ("duplicate_of", "entered_by", "handler_id"):
        op.drop_constraint(op.f(f"fk_application_{key}"), "application", type_="foreignkey")
    for index in (
        "agency_id_applicant_name",
        "agency_id_status_id",
        "applicant_number_index",
        "duplicate_of",
        "entered_by",
        "handler_id_id",
    ):
        op.drop_index(f"ix_application_{index}", table_name="application")
    columns = (
        "channel", "entered_by", "applicant_number_index", "recipient_name", "recipient_document_kind",
        "recipient_issuing_country", "recipient_number_sealed", "is_group", "urgency", "limitation_on",
        "handler_id", "recused_ids", "duplicate_of", "closing_on",
    )  # fmt: skip
    for column in columns:
        op.drop_column("application", column)
