"""The judgement and its papers, groups, plans, tiers, and closed files of minors.

Orders that are there already become a minor's file where the person was under 18 when the term began; who may
open it is then assigned by the county.
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0037_orders"
down_revision = "0036_check_ins"
branch_labels = None
depends_on = None

NOTICES = ("correction_begun", "tier_proposed", "tier_changed")
CHECKS = {
    "minor_sealed": "is_sealed OR NOT is_minor",
    "guardian": "is_minor OR guardian_id IS NULL",
    "guardian_is_other": "guardian_id <> person_id",
    "reported": "(reported_on IS NULL) = (reported_how IS NULL)",
}
FILLED = ("is_minor", "is_sealed", "minor_staff")
MINORS = """
UPDATE correction_order SET is_minor = true, is_sealed = true FROM real_name
WHERE real_name.person_id = correction_order.person_id
  AND real_name.born_on >= (correction_order.starts_on - interval '18 years')::date
"""
"""18 full years are reached on the day after the birthday (社区矫正法 58)."""


def upgrade() -> None:
    _make_tables()
    _add_columns()
    _allow_notices(lambda known: [*known, *NOTICES])


def _add_columns() -> None:
    op.add_column(
        "correction_order",
        sa.Column(
            "sex",
            sa.Enum("woman", "man", name="sex", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
    )
    op.add_column(
        "correction_order", sa.Column("is_minor", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "correction_order", sa.Column("is_sealed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "correction_order", sa.Column("minor_staff", sa.ARRAY(sa.Uuid()), nullable=False, server_default="{}")
    )
    op.add_column("correction_order", sa.Column("guardian_id", sa.Uuid(), nullable=True))
    op.add_column("correction_order", sa.Column("reported_on", sa.Date(), nullable=True))
    op.add_column(
        "correction_order",
        sa.Column(
            "reported_how",
            sa.Enum(
                "came",
                "visited",
                "handed_over",
                name="reportedhow",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.create_index("ix_correction_order_guardian_id", "correction_order", ["guardian_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_correction_order_guardian_id"), "correction_order", "person", ["guardian_id"], ["id"]
    )
    op.execute(MINORS)
    op.add_column("evidence_matter", sa.Column("officer_ids", sa.ARRAY(sa.Uuid()), nullable=True))
    for column in FILLED:
        op.alter_column("correction_order", column, server_default=None)
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_correction_order_{name}"), "correction_order", condition)


def _make_tables() -> None:
    op.create_table(
        "assessment_scale",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("yellow_from", sa.Integer(), nullable=False),
        sa.Column("red_from", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("0 < yellow_from AND yellow_from < red_from", name=op.f("ck_assessment_scale_limits")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_assessment_scale_agency_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_assessment_scale_set_by")),
        sa.PrimaryKeyConstraint("agency_id", "effective_from", name=op.f("pk_assessment_scale")),
    )
    op.create_index("ix_assessment_scale_set_by", "assessment_scale", ["set_by"], unique=False)
    op.create_table(
        "co_defendant",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.CheckConstraint("length(btrim(name)) > 0", name=op.f("ck_co_defendant_name")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_co_defendant_order_id")),
        sa.PrimaryKeyConstraint("order_id", "name", name=op.f("pk_co_defendant")),
    )
    op.create_index("ix_co_defendant_name", "co_defendant", ["name"], unique=False)
    op.create_table(
        "correction_announcement",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("announced_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("guardian_present", sa.Boolean(), nullable=False),
        sa.Column("present", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(btrim(place)) > 0", name=op.f("ck_correction_announcement_place")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_correction_announcement_made_by")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["correction_order.id"], name=op.f("fk_correction_announcement_order_id")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_correction_announcement")),
    )
    op.create_index("ix_correction_announcement_made_by", "correction_announcement", ["made_by"], unique=False)
    op.create_table(
        "correction_group_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "staff",
                "committee",
                "guardian",
                "family",
                "employer",
                "school",
                "social_worker",
                "volunteer",
                name="memberkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("woman", "man", name="sex", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("knows_minors", sa.Boolean(), nullable=False),
        sa.Column("duty", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("letter_signed_on", sa.Date(), nullable=True),
        sa.Column("joined_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("joined_at <= ended_at", name=op.f("ck_correction_group_member_period")),
        sa.CheckConstraint("length(btrim(name)) > 0", name=op.f("ck_correction_group_member_name")),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_correction_group_member_added_by")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["correction_order.id"], name=op.f("fk_correction_group_member_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_group_member")),
    )
    op.create_index("ix_correction_group_member_added_by", "correction_group_member", ["added_by"], unique=False)
    op.create_index(
        op.f("ix_correction_group_member_order_id"), "correction_group_member", ["order_id"], unique=False
    )
    op.create_index(
        "uq_correction_group_member_now",
        "correction_group_member",
        ["order_id", "kind", "name"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "correction_judgment",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("crime", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("was_minor", sa.Boolean(), nullable=False),
        sa.Column(
            "sentence_kind",
            sa.Enum(
                "control",
                "detention",
                "imprisonment",
                "life",
                name="sentencekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sentence_years", sa.Integer(), nullable=False),
        sa.Column("sentence_months", sa.Integer(), nullable=False),
        sa.Column("sentence_days", sa.Integer(), nullable=False),
        sa.Column("term_years", sa.Integer(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("detained_days", sa.Integer(), nullable=False),
        sa.Column("is_combined", sa.Boolean(), nullable=False),
        sa.Column(
            "release_ground",
            sa.Enum(
                "illness",
                "child",
                "no_self_care",
                name="releaseground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "sentence_kind <> 'life' OR sentence_years + sentence_months + sentence_days = 0",
            name=op.f("ck_correction_judgment_life"),
        ),
        sa.CheckConstraint(
            "LEAST(sentence_years, sentence_months, sentence_days) >= 0",
            name=op.f("ck_correction_judgment_sentence"),
        ),
        sa.CheckConstraint(
            "LEAST(term_years, term_months, term_days) >= 0", name=op.f("ck_correction_judgment_correction_term")
        ),
        sa.CheckConstraint("detained_days >= 0", name=op.f("ck_correction_judgment_detained")),
        sa.CheckConstraint("length(btrim(case_number)) > 0", name=op.f("ck_correction_judgment_case_number")),
        sa.CheckConstraint("length(btrim(crime)) > 0", name=op.f("ck_correction_judgment_crime")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_correction_judgment_entered_by")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["correction_order.id"], name=op.f("fk_correction_judgment_order_id")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_correction_judgment")),
    )
    op.create_index("ix_correction_judgment_case_number", "correction_judgment", ["case_number"], unique=False)
    op.create_index("ix_correction_judgment_entered_by", "correction_judgment", ["entered_by"], unique=False)
    op.create_table(
        "correction_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("situation", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("measures", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("help_wanted", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "length(btrim(situation)) > 0 AND length(btrim(measures)) > 0", name=op.f("ck_correction_plan_texts")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_correction_plan_number")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_correction_plan_made_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_correction_plan_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_plan")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_correction_plan_order_id_number")),
    )
    op.create_index("ix_correction_plan_made_by", "correction_plan", ["made_by"], unique=False)
    op.create_table(
        "received_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "judgment",
                "ruling",
                "decision",
                "enforcement_notice",
                "pledge",
                "assessment",
                "medical",
                "other",
                name="receivedkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("receipt_returned_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("receipt_returned_on >= received_on", name=op.f("ck_received_document_receipt")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_received_document_order_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_received_document_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_document")),
    )
    op.create_index("ix_received_document_order_id_id", "received_document", ["order_id", "id"], unique=False)
    op.create_index("ix_received_document_recorded_by", "received_document", ["recorded_by"], unique=False)
    op.create_table(
        "tier_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column(
            "from_tier",
            sa.Enum(
                "red",
                "yellow",
                "blue",
                name="from_tier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_tier",
            sa.Enum(
                "red",
                "yellow",
                "blue",
                name="to_tier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "suggested_tier",
            sa.Enum(
                "red",
                "yellow",
                "blue",
                name="suggested_tier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("reasons", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "approved",
                "refused",
                "withdrawn",
                name="tierchangestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision_reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('approved', 'refused')) = (decided_by IS NOT NULL)",
            name=op.f("ck_tier_change_decided_by"),
        ),
        sa.CheckConstraint(
            "status <> 'refused' OR length(btrim(decision_reason)) > 0", name=op.f("ck_tier_change_refusal")
        ),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_tier_change_decided_at")),
        sa.CheckConstraint("decided_at >= proposed_at", name=op.f("ck_tier_change_order_of_time")),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_tier_change_two_people")),
        sa.CheckConstraint("from_tier <> to_tier", name=op.f("ck_tier_change_tiers")),
        sa.CheckConstraint("length(btrim(reasons)) > 0", name=op.f("ck_tier_change_reasons")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_tier_change_agency_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_tier_change_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_tier_change_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tier_change_person_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_tier_change_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_change")),
    )
    op.create_index("ix_tier_change_agency_id_id", "tier_change", ["agency_id", "id"], unique=False)
    op.create_index("ix_tier_change_decided_by", "tier_change", ["decided_by"], unique=False)
    op.create_index("ix_tier_change_order_id_id", "tier_change", ["order_id", "id"], unique=False)
    op.create_index("ix_tier_change_person_id", "tier_change", ["person_id"], unique=False)
    op.create_index("ix_tier_change_proposed_by", "tier_change", ["proposed_by"], unique=False)
    op.create_index(
        "uq_tier_change_open",
        "tier_change",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status = 'proposed'"),
    )


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.drop_column("evidence_matter", "officer_ids")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_correction_order_{name}"), "correction_order", type_="check")
    op.drop_constraint(op.f("fk_correction_order_guardian_id"), "correction_order", type_="foreignkey")
    op.drop_index("ix_correction_order_guardian_id", table_name="correction_order")
    op.drop_column("correction_order", "reported_how")
    op.drop_column("correction_order", "reported_on")
    op.drop_column("correction_order", "guardian_id")
    op.drop_column("correction_order", "minor_staff")
    op.drop_column("correction_order", "is_sealed")
    op.drop_column("correction_order", "is_minor")
    op.drop_column("correction_order", "sex")
    op.drop_index("uq_tier_change_open", table_name="tier_change", postgresql_where=sa.text("status = 'proposed'"))
    op.drop_index("ix_tier_change_proposed_by", table_name="tier_change")
    op.drop_index("ix_tier_change_person_id", table_name="tier_change")
    op.drop_index("ix_tier_change_order_id_id", table_name="tier_change")
    op.drop_index("ix_tier_change_decided_by", table_name="tier_change")
    op.drop_index("ix_tier_change_agency_id_id", table_name="tier_change")
    op.drop_table("tier_change")
    op.drop_index("ix_received_document_recorded_by", table_name="received_document")
    op.drop_index("ix_received_document_order_id_id", table_name="received_document")
    op.drop_table("received_document")
    op.drop_index("ix_correction_plan_made_by", table_name="correction_plan")
    op.drop_table("correction_plan")
    op.drop_index("ix_correction_judgment_entered_by", table_name="correction_judgment")
    op.drop_index("ix_correction_judgment_case_number", table_name="correction_judgment")
    op.drop_table("correction_judgment")
    op.drop_index(
        "uq_correction_group_member_now",
        table_name="correction_group_member",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_correction_group_member_order_id"), table_name="correction_group_member")
    op.drop_index("ix_correction_group_member_added_by", table_name="correction_group_member")
    op.drop_table("correction_group_member")
    op.drop_index("ix_correction_announcement_made_by", table_name="correction_announcement")
    op.drop_table("correction_announcement")
    op.drop_index("ix_co_defendant_name", table_name="co_defendant")
    op.drop_table("co_defendant")
    op.drop_index("ix_assessment_scale_set_by", table_name="assessment_scale")
    op.drop_table("assessment_scale")


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
