"""Tables of handling: agreements, the log, replacement of lawyers, outcomes."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015_handling"
down_revision = "0014_deciding"
branch_labels = None
depends_on = None

NOTICES = (
    "lawyer_replacement_requested",
    "lawyer_replacement_refused",
    "agreement_due",
    "case_progress",
    "lawyer_reported",
    "hearing_set",
    "hearing_near",
    "lawyer_overdue",
)
"""What handling tells people."""


def upgrade() -> None:
    _allow_notices(lambda known: [*known, *NOTICES])
    op.create_table(
        "case_outcome",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "judgment_won",
                "partly_won",
                "lost",
                "mediated",
                "settled",
                "withdrawn_suit",
                "arbitration_award",
                "administrative_decision",
                "case_dropped",
                "not_prosecuted",
                "acquitted",
                "exempted_from_punishment",
                "lighter_than_charged",
                "as_charged",
                "stage_ended",
                "other",
                name="outcomekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recovered_fen", sa.BigInteger(), nullable=False),
        sa.Column("avoided_loss_fen", sa.BigInteger(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "investigation",
                "prosecution_review",
                "court_document",
                "arbitration_document",
                "review_decision",
                "settlement",
                "performance",
                "other",
                name="closingbasis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("closing_on", sa.Date(), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("report", sqlmodel.sql.sqltypes.AutoString(length=5000), nullable=True),
        sa.Column("handed_in_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(report IS NULL) = (handed_in_at IS NULL)", name=op.f("ck_case_outcome_report")),
        sa.CheckConstraint("recovered_fen >= 0 AND avoided_loss_fen >= 0", name=op.f("ck_case_outcome_amounts")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_case_outcome_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_case_outcome")),
    )
    op.create_table(
        "handling_agreement",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_person_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column(
            "authority",
            sa.Enum(
                "general",
                "special",
                name="agreementauthority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "excuse",
            sa.Enum(
                "recipient", "objective", name="excuseground", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("excuse_reason", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(excuse IS NULL) = (excuse_reason IS NULL)", name=op.f("ck_handling_agreement_excused")
        ),
        sa.CheckConstraint("(signed_on IS NULL) = (authority IS NULL)", name=op.f("ck_handling_agreement_signed")),
        sa.CheckConstraint(
            "signed_on IS NOT NULL OR excuse IS NOT NULL", name=op.f("ck_handling_agreement_content")
        ),
        sa.CheckConstraint(
            "signed_on IS NULL OR cardinality(evidence_ids) > 0", name=op.f("ck_handling_agreement_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_handling_agreement_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["lawyer_person_id"], ["person.id"], name=op.f("fk_handling_agreement_lawyer_person_id")
        ),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_handling_agreement")),
    )
    op.create_index("ix_handling_agreement_application_id", "handling_agreement", ["application_id"], unique=False)
    op.create_index(
        "ix_handling_agreement_lawyer_person_id", "handling_agreement", ["lawyer_person_id"], unique=False
    )
    op.create_table(
        "handling_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first_meeting",
                "client_meeting",
                "progress",
                "inquiry_answered",
                "investigation",
                "centre_report",
                "hearing",
                "hearing_result",
                "mediation_consent",
                "written_opinion",
                "document_filed",
                "change_of_facts",
                "handed_over",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("happened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("visible_to_recipient", sa.Boolean(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_handling_entry_application_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_handling_entry_author_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["handling_entry.id"], name=op.f("fk_handling_entry_corrects_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_entry")),
    )
    op.create_index(
        "ix_handling_entry_application_id_id", "handling_entry", ["application_id", "id"], unique=False
    )
    op.create_index("ix_handling_entry_author_id", "handling_entry", ["author_id"], unique=False)
    op.create_index("uq_handling_entry_corrects_id", "handling_entry", ["corrects_id"], unique=True)
    op.create_table(
        "outcome_share",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("recovered_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("recovered_fen >= 0", name=op.f("ck_outcome_share_amount")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_outcome_share_application_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["group_member.id"], name=op.f("fk_outcome_share_member_id")),
        sa.PrimaryKeyConstraint("application_id", "member_id", name=op.f("pk_outcome_share")),
    )
    op.create_index("ix_outcome_share_member_id", "outcome_share", ["member_id"], unique=False)
    op.create_table(
        "replacement_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_person_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "not_performing",
                "conflict",
                "cannot_continue",
                name="replacementground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("filed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "refused",
                "lapsed",
                name="replacementoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("decision_reasons", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.CheckConstraint(
            "ground <> 'not_performing' OR cardinality(evidence_ids) > 0",
            name=op.f("ck_replacement_request_evidence"),
        ),
        sa.CheckConstraint(
            "outcome <> 'refused' OR decision_reasons IS NOT NULL", name=op.f("ck_replacement_request_refusal")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'lapsed' OR decided_by IS NOT NULL",
            name=op.f("ck_replacement_request_decider"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_replacement_request_decision")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_replacement_request_application_id")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_replacement_request_decided_by")),
        sa.ForeignKeyConstraint(
            ["lawyer_person_id"], ["person.id"], name=op.f("fk_replacement_request_lawyer_person_id")
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_replacement_request_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacement_request")),
    )
    op.create_index(
        "ix_replacement_request_application_id_id", "replacement_request", ["application_id", "id"], unique=False
    )
    op.create_index("ix_replacement_request_decided_by", "replacement_request", ["decided_by"], unique=False)
    op.create_index(
        "ix_replacement_request_lawyer_person_id", "replacement_request", ["lawyer_person_id"], unique=False
    )
    op.create_index("ix_replacement_request_requested_by", "replacement_request", ["requested_by"], unique=False)
    op.create_index(
        "uq_replacement_request_open",
        "replacement_request",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON handling_entry "
        "EXECUTE FUNCTION refuse_rewriting_history()"
    )


def downgrade() -> None:
    removed = ", ".join(f"'{name}'" for name in NOTICES)
    op.execute(f"DELETE FROM notice WHERE template IN ({removed})")  # noqa: S608 -- names from above
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.drop_index(
        "uq_replacement_request_open",
        table_name="replacement_request",
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.drop_index("ix_replacement_request_requested_by", table_name="replacement_request")
    op.drop_index("ix_replacement_request_lawyer_person_id", table_name="replacement_request")
    op.drop_index("ix_replacement_request_decided_by", table_name="replacement_request")
    op.drop_index("ix_replacement_request_application_id_id", table_name="replacement_request")
    op.drop_table("replacement_request")
    op.drop_index("ix_outcome_share_member_id", table_name="outcome_share")
    op.drop_table("outcome_share")
    op.drop_index("uq_handling_entry_corrects_id", table_name="handling_entry")
    op.drop_index("ix_handling_entry_author_id", table_name="handling_entry")
    op.drop_index("ix_handling_entry_application_id_id", table_name="handling_entry")
    op.drop_table("handling_entry")
    op.drop_index("ix_handling_agreement_lawyer_person_id", table_name="handling_agreement")
    op.drop_index("ix_handling_agreement_application_id", table_name="handling_agreement")
    op.drop_table("handling_agreement")
    op.drop_table("case_outcome")


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in change(known))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
