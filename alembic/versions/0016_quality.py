"""Review of the closing file, peer assessment, rating, return visit, subsidy and archive; offers completed."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016_quality"
down_revision = "0015_handling"
branch_labels = None
depends_on = None

OFFER_STATUS = "ck_offer_offerstatus"
BEFORE = "status IN ('offered', 'accepted', 'declined', 'expired', 'withdrawn')"
AFTER = "status IN ('offered', 'accepted', 'declined', 'expired', 'withdrawn', 'completed')"

NOTICES = ("peer_review_appointed", "money_demand_reported", "subsidy_paid", "archive_failed")
"""What closing a case tells people."""
APPEND_ONLY = ("file_review", "return_visit", "subsidy_line")
"""What was found, said and reckoned is never rewritten."""


def upgrade() -> None:
    _allow_notices(lambda known: [*known, *NOTICES])
    op.drop_constraint(op.f(OFFER_STATUS), "offer", type_="check")
    op.create_check_constraint(op.f(OFFER_STATUS), "offer", AFTER)
    op.create_table(
        "subsidy_rate",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "document_drafting",
                "civil_non_litigation",
                "labour_arbitration",
                "civil_first_instance",
                "civil_second_instance",
                "civil_retrial",
                "civil_enforcement",
                "administrative_review",
                "administrative_first_instance",
                "administrative_second_instance",
                "state_compensation",
                "criminal_investigation",
                "criminal_prosecution",
                "criminal_first_instance",
                "criminal_second_instance",
                "criminal_retrial",
                "death_review",
                "criminal_representation",
                "extra_recipient",
                "extra_recipients_counted",
                "cross_county",
                "grade_excellent",
                "grade_good",
                "grade_qualified",
                "grade_unqualified",
                "former_lawyer_share",
                name="ratecode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_subsidy_rate_value")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_subsidy_rate_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "code", "effective_from", name=op.f("pk_subsidy_rate")),
    )
    op.create_table(
        "case_archive",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "building",
                "ready",
                "failed",
                name="archivestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("no_visit_reason", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("object_key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("object_version", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("file_count", sa.Integer(), nullable=True),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("manifest_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("built_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("retention", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.CheckConstraint("(status = 'failed') = (problem IS NOT NULL)", name=op.f("ck_case_archive_failed")),
        sa.CheckConstraint(
            "(status = 'ready') = (built_at IS NOT NULL AND object_key IS NOT NULL AND sha256 IS NOT NULL AND manifest_sha256 IS NOT NULL AND size_bytes IS NOT NULL AND file_count IS NOT NULL)",
            name=op.f("ck_case_archive_ready"),
        ),
        sa.CheckConstraint(
            "sha256 ~ '^[0-9a-f]{64}$' AND manifest_sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_case_archive_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_case_archive_application_id")
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_case_archive_requested_by")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_case_archive")),
    )
    op.create_index("ix_case_archive_requested_by", "case_archive", ["requested_by"], unique=False)
    op.create_table(
        "case_rating",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.ARRAY(sa.String(length=32)), nullable=False),
        sa.Column("comment", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("rated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_case_rating_stars")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_case_rating_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_case_rating")),
    )
    op.create_table(
        "file_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "returned", "approved", name="fileoutcome", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("items", sa.ARRAY(sa.String(length=100)), nullable=False),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "excellent",
                "good",
                "qualified",
                "unqualified",
                name="qualitygrade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reviewed_by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(outcome = 'approved') = (grade IS NOT NULL)", name=op.f("ck_file_review_grade")),
        sa.CheckConstraint("(outcome = 'returned') = (cardinality(items) > 0)", name=op.f("ck_file_review_items")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_file_review_application_id")
        ),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name=op.f("fk_file_review_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_review")),
    )
    op.create_index("ix_file_review_application_id_id", "file_review", ["application_id", "id"], unique=False)
    op.create_index("ix_file_review_reviewed_by", "file_review", ["reviewed_by"], unique=False)
    op.create_table(
        "peer_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("reviewer_person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "appointed",
                "graded",
                "withdrawn",
                name="peerreviewstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_version", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("scores", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("total_tenths", sa.Integer(), nullable=True),
        sa.Column(
            "grade",
            sa.Enum(
                "excellent",
                "good",
                "qualified",
                "unqualified",
                name="qualitygrade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("comment", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("appointed_by", sa.Uuid(), nullable=False),
        sa.Column("appointed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("graded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(status = 'graded') = (graded_at IS NOT NULL AND scores IS NOT NULL AND total_tenths IS NOT NULL AND grade IS NOT NULL)",
            name=op.f("ck_peer_review_graded"),
        ),
        sa.CheckConstraint("total_tenths BETWEEN 0 AND 1000", name=op.f("ck_peer_review_total")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_peer_review_agency_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_peer_review_application_id")
        ),
        sa.ForeignKeyConstraint(["appointed_by"], ["person.id"], name=op.f("fk_peer_review_appointed_by")),
        sa.ForeignKeyConstraint(
            ["reviewer_person_id"], ["person.id"], name=op.f("fk_peer_review_reviewer_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_review")),
    )
    op.create_index("ix_peer_review_agency_id", "peer_review", ["agency_id"], unique=False)
    op.create_index("ix_peer_review_application_id_id", "peer_review", ["application_id", "id"], unique=False)
    op.create_index("ix_peer_review_appointed_by", "peer_review", ["appointed_by"], unique=False)
    op.create_index(
        "ix_peer_review_reviewer_person_id_id", "peer_review", ["reviewer_person_id", "id"], unique=False
    )
    op.create_index(
        "uq_peer_review_reviewer",
        "peer_review",
        ["application_id", "reviewer_person_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.create_table(
        "return_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "phone",
                "home",
                "office",
                "online",
                name="visitway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_reached", sa.Boolean(), nullable=False),
        sa.Column(
            "satisfaction",
            sa.Enum(
                "very_satisfied",
                "satisfied",
                "neutral",
                "dissatisfied",
                "very_dissatisfied",
                name="satisfaction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("knows_result", sa.Boolean(), nullable=True),
        sa.Column("was_asked_for_money", sa.Boolean(), nullable=True),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("visited_by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(is_reached AND satisfaction IS NOT NULL AND knows_result IS NOT NULL AND was_asked_for_money IS NOT NULL) OR (NOT is_reached AND satisfaction IS NULL AND knows_result IS NULL AND was_asked_for_money IS NULL)",
            name=op.f("ck_return_visit_answers"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_return_visit_application_id")
        ),
        sa.ForeignKeyConstraint(["visited_by"], ["person.id"], name=op.f("fk_return_visit_visited_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_visit")),
    )
    op.create_index("ix_return_visit_application_id_id", "return_visit", ["application_id", "id"], unique=False)
    op.create_index("ix_return_visit_visited_by", "return_visit", ["visited_by"], unique=False)
    op.create_table(
        "subsidy",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "no_rate",
                "reckoned",
                "paid",
                name="subsidystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "service",
            sa.Enum(
                "document_drafting",
                "civil_non_litigation",
                "labour_arbitration",
                "civil_first_instance",
                "civil_second_instance",
                "civil_retrial",
                "civil_enforcement",
                "administrative_review",
                "administrative_first_instance",
                "administrative_second_instance",
                "state_compensation",
                "criminal_investigation",
                "criminal_prosecution",
                "criminal_first_instance",
                "criminal_second_instance",
                "criminal_retrial",
                "death_review",
                "criminal_representation",
                "extra_recipient",
                "extra_recipients_counted",
                "cross_county",
                "grade_excellent",
                "grade_good",
                "grade_qualified",
                "grade_unqualified",
                "former_lawyer_share",
                name="ratecode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("is_cross_county", sa.Boolean(), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "excellent",
                "good",
                "qualified",
                "unqualified",
                name="qualitygrade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("rates_on", sa.Date(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=True),
        sa.Column("reckoned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("paid_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(status = 'no_rate') = (total_fen IS NULL)", name=op.f("ck_subsidy_reckoned")),
        sa.CheckConstraint(
            "(status = 'paid') = (paid_on IS NOT NULL AND reference IS NOT NULL AND paid_by IS NOT NULL)",
            name=op.f("ck_subsidy_paid"),
        ),
        sa.CheckConstraint("recipients > 0", name=op.f("ck_subsidy_recipients")),
        sa.CheckConstraint("total_fen >= 0", name=op.f("ck_subsidy_total")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_subsidy_application_id")),
        sa.ForeignKeyConstraint(["paid_by"], ["person.id"], name=op.f("fk_subsidy_paid_by")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_subsidy")),
    )
    op.create_index("ix_subsidy_paid_by", "subsidy", ["paid_by"], unique=False)
    op.create_table(
        "subsidy_line",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "document_drafting",
                "civil_non_litigation",
                "labour_arbitration",
                "civil_first_instance",
                "civil_second_instance",
                "civil_retrial",
                "civil_enforcement",
                "administrative_review",
                "administrative_first_instance",
                "administrative_second_instance",
                "state_compensation",
                "criminal_investigation",
                "criminal_prosecution",
                "criminal_first_instance",
                "criminal_second_instance",
                "criminal_retrial",
                "death_review",
                "criminal_representation",
                "extra_recipient",
                "extra_recipients_counted",
                "cross_county",
                "grade_excellent",
                "grade_good",
                "grade_qualified",
                "grade_unqualified",
                "former_lawyer_share",
                name="ratecode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("payee_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["subsidy.application_id"], name=op.f("fk_subsidy_line_application_id")
        ),
        sa.ForeignKeyConstraint(["payee_id"], ["person.id"], name=op.f("fk_subsidy_line_payee_id")),
        sa.PrimaryKeyConstraint("application_id", "position", name=op.f("pk_subsidy_line")),
    )
    op.create_index("ix_subsidy_line_payee_id", "subsidy_line", ["payee_id"], unique=False)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_rewriting_history()"
        )


def downgrade() -> None:
    removed = ", ".join(f"'{name}'" for name in NOTICES)
    op.execute(f"DELETE FROM notice WHERE template IN ({removed})")  # noqa: S608 -- names from above
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.drop_index("ix_subsidy_line_payee_id", table_name="subsidy_line")
    op.drop_table("subsidy_line")
    op.drop_index("ix_subsidy_paid_by", table_name="subsidy")
    op.drop_table("subsidy")
    op.drop_index("ix_return_visit_visited_by", table_name="return_visit")
    op.drop_index("ix_return_visit_application_id_id", table_name="return_visit")
    op.drop_table("return_visit")
    op.drop_index(
        "uq_peer_review_reviewer", table_name="peer_review", postgresql_where=sa.text("status <> 'withdrawn'")
    )
    op.drop_index("ix_peer_review_reviewer_person_id_id", table_name="peer_review")
    op.drop_index("ix_peer_review_appointed_by", table_name="peer_review")
    op.drop_index("ix_peer_review_application_id_id", table_name="peer_review")
    op.drop_index("ix_peer_review_agency_id", table_name="peer_review")
    op.drop_table("peer_review")
    op.drop_index("ix_file_review_reviewed_by", table_name="file_review")
    op.drop_index("ix_file_review_application_id_id", table_name="file_review")
    op.drop_table("file_review")
    op.drop_table("case_rating")
    op.drop_index("ix_case_archive_requested_by", table_name="case_archive")
    op.drop_table("case_archive")
    op.drop_table("subsidy_rate")
    op.execute("UPDATE offer SET status = 'withdrawn' WHERE status = 'completed'")
    op.drop_constraint(op.f(OFFER_STATUS), "offer", type_="check")
    op.create_check_constraint(op.f(OFFER_STATUS), "offer", BEFORE)


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
