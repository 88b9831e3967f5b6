"""Tables of deciding: receipts, notices, transfers, objections, recusals; indexes of the queue and the search."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014_deciding"
down_revision = "0013_group"
branch_labels = None
depends_on = None

TABLES = (
    "objection",
    "deficiency_item",
    "decision_delivery",
    "recusal",
    "receipt_item",
    "deficiency_notice",
    "application_transfer",
)
NOTICES = ("supplement_due_soon", "formalities_due_soon", "formalities_overdue")
ENDED = "'discarded', 'refused', 'withdrawn', 'deemed_withdrawn', 'duplicate', 'archived'"


def upgrade() -> None:
    _allow_notices(lambda known: [*known, *NOTICES])
    _create_tables()
    op.create_index(
        "ix_statutory_clock_tasks",
        "statutory_clock",
        ["object_type", "agency_id", "due_on", "id"],
        postgresql_include=["object_id", "rule_code", "holder_role", "started_on", "due_at", "paused_since"],
        postgresql_where=sa.text("stopped_at IS NULL AND holder_role IN ('officer', 'decider', 'approver')"),
    )
    op.drop_index("ix_application_agency_id_applicant_name", table_name="application")
    op.create_index(
        "ix_application_applicant_name",
        "application",
        ["agency_id", "applicant_name", "id"],
        postgresql_ops={"applicant_name": "text_pattern_ops"},
    )
    op.create_index(
        "ix_application_recipient_name",
        "application",
        ["agency_id", "recipient_name", "id"],
        postgresql_ops={"recipient_name": "text_pattern_ops"},
        postgresql_where=sa.text("recipient_name IS NOT NULL"),
    )
    op.create_index(
        "ix_application_submitted",
        "application",
        ["agency_id", "submitted_at", "id"],
        postgresql_where=sa.text("submitted_at IS NOT NULL"),
    )
    op.create_index(
        "ix_application_handled",
        "application",
        ["handler_id"],
        postgresql_where=sa.text(f"status NOT IN ({ENDED})"),
    )
    op.create_index(
        "ix_application_urgent",
        "application",
        ["agency_id"],
        postgresql_where=sa.text(f"urgency IS NOT NULL AND status NOT IN ({ENDED})"),
    )


def downgrade() -> None:
    for index in ("urgent", "handled", "submitted", "recipient_name", "applicant_name"):
        op.drop_index(f"ix_application_{index}", table_name="application")
    op.create_index(
        "ix_application_agency_id_applicant_name", "application", ["agency_id", "applicant_name", "id"]
    )
    op.drop_index("ix_statutory_clock_tasks", table_name="statutory_clock")
    for table in TABLES:
        op.drop_table(table)
    removed = ", ".join(f"'{name}'" for name in NOTICES)
    op.execute(f"DELETE FROM notice WHERE template IN ({removed})")  # noqa: S608 -- names from above
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in change(known))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")


def _create_tables() -> None:
    op.create_table(
        "application_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("from_agency_id", sa.Uuid(), nullable=False),
        sa.Column("to_agency_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("from_agency_id <> to_agency_id", name=op.f("ck_application_transfer_agencies")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_transfer_application_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_application_transfer_by")),
        sa.ForeignKeyConstraint(
            ["from_agency_id"], ["agency.id"], name=op.f("fk_application_transfer_from_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_agency_id"], ["agency.id"], name=op.f("fk_application_transfer_to_agency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_transfer")),
    )
    op.create_index(
        "ix_application_transfer_application_id_at", "application_transfer", ["application_id", "at"], unique=False
    )
    op.create_index(op.f("ix_application_transfer_by"), "application_transfer", ["by"], unique=False)
    op.create_index(
        "ix_application_transfer_from_agency_id_at", "application_transfer", ["from_agency_id", "at"], unique=False
    )
    op.create_index(
        "ix_application_transfer_to_agency_id_at", "application_transfer", ["to_agency_id", "at"], unique=False
    )
    op.create_table(
        "deficiency_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "answered",
                "lapsed",
                "rescinded",
                name="deficiencystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("override_reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("overridden_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f("ck_deficiency_notice_closed")),
        sa.CheckConstraint(
            "(overridden_by IS NULL) = (override_reason IS NULL)", name=op.f("ck_deficiency_notice_override")
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_deficiency_notice_sequence")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_deficiency_notice_agency_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_deficiency_notice_application_id")
        ),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_deficiency_notice_issued_by")),
        sa.ForeignKeyConstraint(["overridden_by"], ["person.id"], name=op.f("fk_deficiency_notice_overridden_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deficiency_notice")),
        sa.UniqueConstraint(
            "application_id", "sequence", name=op.f("uq_deficiency_notice_application_id_sequence")
        ),
    )
    op.create_index(
        "ix_deficiency_notice_agency_id_issued_at", "deficiency_notice", ["agency_id", "issued_at"], unique=False
    )
    op.create_index(op.f("ix_deficiency_notice_issued_by"), "deficiency_notice", ["issued_by"], unique=False)
    op.create_index(
        op.f("ix_deficiency_notice_overridden_by"), "deficiency_notice", ["overridden_by"], unique=False
    )
    op.create_index(
        "uq_deficiency_notice_open",
        "deficiency_notice",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "receipt_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("copies > 0", name=op.f("ck_receipt_item_copies")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_receipt_item_application_id")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_receipt_item_evidence_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_receipt_item_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_item")),
        sa.UniqueConstraint(
            "application_id", "evidence_id", name=op.f("uq_receipt_item_application_id_evidence_id")
        ),
        sa.UniqueConstraint("application_id", "position", name=op.f("uq_receipt_item_application_id_position")),
    )
    op.create_index(op.f("ix_receipt_item_evidence_id"), "receipt_item", ["evidence_id"], unique=False)
    op.create_index(op.f("ix_receipt_item_issued_by"), "receipt_item", ["issued_by"], unique=False)
    op.create_table(
        "recusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "party",
                "relative_of_party",
                "own_interest",
                "other",
                name="recusalground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "in_force",
                "rejected",
                name="recusalstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(status = 'requested') = (decided_at IS NULL)", name=op.f("ck_recusal_decided")),
        sa.CheckConstraint("status <> 'in_force' OR person_id IS NOT NULL", name=op.f("ck_recusal_person")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_recusal_application_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_recusal_decided_by")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_recusal_declared_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recusal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
    )
    op.create_index("ix_recusal_application_id_id", "recusal", ["application_id", "id"], unique=False)
    op.create_index(op.f("ix_recusal_decided_by"), "recusal", ["decided_by"], unique=False)
    op.create_index(op.f("ix_recusal_declared_by"), "recusal", ["declared_by"], unique=False)
    op.create_index(op.f("ix_recusal_person_id"), "recusal", ["person_id"], unique=False)
    op.create_index(
        "uq_recusal_in_force",
        "recusal",
        ["application_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("status = 'in_force'"),
    )
    op.create_table(
        "decision_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "electronic",
                "in_person",
                "post",
                "other",
                name="deliverymethod",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_decision_delivery_application_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_delivery_decision_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_decision_delivery_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_delivery")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_decision_delivery_decision_id")),
    )
    op.create_index(
        op.f("ix_decision_delivery_application_id"), "decision_delivery", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_decision_delivery_recorded_by"), "decision_delivery", ["recorded_by"], unique=False)
    op.create_table(
        "deficiency_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "missing_material",
                "illegible_file",
                "missing_signature",
                "identity_mismatch",
                "unclear_fact",
                "hardship_explanation",
                "other",
                name="deficiencycode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("material", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("section", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("was_visible_before", sa.Boolean(), nullable=False),
        sa.Column("explanation", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("answer_evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "answered_at IS NULL OR explanation IS NOT NULL OR cardinality(answer_evidence_ids) > 0",
            name=op.f("ck_deficiency_item_answer"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(material, section, evidence_id) <= 1", name=op.f("ck_deficiency_item_subject")
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_deficiency_item_position")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_deficiency_item_answered_by")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_deficiency_item_evidence_id")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["deficiency_notice.id"], name=op.f("fk_deficiency_item_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deficiency_item")),
        sa.UniqueConstraint("notice_id", "position", name=op.f("uq_deficiency_item_notice_id_position")),
    )
    op.create_index(op.f("ix_deficiency_item_answered_by"), "deficiency_item", ["answered_by"], unique=False)
    op.create_index(op.f("ix_deficiency_item_evidence_id"), "deficiency_item", ["evidence_id"], unique=False)
    op.create_table(
        "objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("filed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "overturned",
                name="objectionoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("review_reasons", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("remedy", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (reviewer_id IS NULL) AND (outcome IS NULL) = (reviewed_at IS NULL) AND (outcome IS NULL) = (review_reasons IS NULL)",
            name=op.f("ck_objection_review"),
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_objection_application_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_objection_decision_id")),
        sa.ForeignKeyConstraint(["filed_by"], ["person.id"], name=op.f("fk_objection_filed_by")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_objection_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_objection_decision_id")),
    )
    op.create_index(
        "ix_objection_application_id_filed_at", "objection", ["application_id", "filed_at"], unique=False
    )
    op.create_index(op.f("ix_objection_filed_by"), "objection", ["filed_by"], unique=False)
    op.create_index(op.f("ix_objection_reviewer_id"), "objection", ["reviewer_id"], unique=False)
