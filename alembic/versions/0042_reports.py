"""Reports owed and made, longer intervals, special permits, activities, visits and help; their notices."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042_reports"
down_revision = "0041_leave"
branch_labels = None
depends_on = None

NOTICES = (
    "change_reported",
    "report_asked_again",
    "report_completed",
    "report_not_received",
    "report_excused",
    "report_interval_decided",
    "permit_asked",
    "permit_decided",
    "permit_revoked",
    "activity_offered",
    "activity_called_off",
)
DESK = {
    "correction_order": ("ix_correction_order_to_begin", "registered"),
    "tier_change": ("ix_tier_change_to_decide", "proposed"),
}
"""Older tables that an officer's desk counts: the index of what waits, and the state it waits in."""
APPEND_ONLY = ("field_visit", "help_record", "special_permit_telling")


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "legal_education",
                "moral_education",
                "counselling",
                "vocational_training",
                "public_benefit",
                name="activitykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_for_minors", sa.Boolean(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("details", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "held",
                "called_off",
                name="activitystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_activity_capacity")),
        sa.CheckConstraint("length(btrim(place)) > 0", name=op.f("ck_activity_place")),
        sa.CheckConstraint("length(btrim(title)) > 0", name=op.f("ck_activity_title")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_activity_period")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_activity_agency_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_activity_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index("ix_activity_agency_id_id", "activity", ["agency_id", "id"], unique=False)
    op.create_index("ix_activity_created_by", "activity", ["created_by"], unique=False)
    op.create_index(
        "ix_activity_planned",
        "activity",
        ["agency_id", "ends_at"],
        unique=False,
        postgresql_where=sa.text("status = 'planned'"),
    )
    op.create_table(
        "field_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("visited_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(
                "home",
                "workplace",
                "school",
                "committee",
                "hospital",
                "other",
                name="visitplace",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("met_person", sa.Boolean(), nullable=False),
        sa.Column("companions", sa.Integer(), nullable=False),
        sa.Column(
            "discretion",
            sa.Enum(
                "person_alone",
                "family_knows",
                "neutral_reason",
                "bound_to_secrecy",
                "revealed",
                name="visitdiscretion",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("discretion_note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("findings", sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
        sa.Column("evidence_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "discretion <> 'revealed' OR (discretion_note IS NOT NULL AND length(btrim(discretion_note)) > 0)",
            name=op.f("ck_field_visit_discretion_note"),
        ),
        sa.CheckConstraint("length(btrim(findings)) > 0", name=op.f("ck_field_visit_findings")),
        sa.ForeignKeyConstraint(["corrects_id"], ["field_visit.id"], name=op.f("fk_field_visit_corrects_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_field_visit_order_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_field_visit_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_visit")),
    )
    op.create_index("ix_field_visit_corrects_id", "field_visit", ["corrects_id"], unique=False)
    op.create_index("ix_field_visit_order_id_id", "field_visit", ["order_id", "id"], unique=False)
    op.create_index("ix_field_visit_recorded_by", "field_visit", ["recorded_by"], unique=False)
    op.create_table(
        "help_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "talk",
                "counselling",
                "job",
                "training",
                "schooling",
                "social_aid",
                "insurance",
                "legal_aid",
                "family",
                "guardian",
                "other",
                name="correctionhelpkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("content", sqlmodel.sql.sqltypes.AutoString(length=3000), nullable=False),
        sa.Column("partner", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("guardian_present", sa.Boolean(), nullable=False),
        sa.Column("evidence_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(btrim(content)) > 0", name=op.f("ck_help_record_content")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_help_record_order_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_help_record_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_record")),
    )
    op.create_index("ix_help_record_order_id_id", "help_record", ["order_id", "id"], unique=False)
    op.create_index("ix_help_record_recorded_by", "help_record", ["recorded_by"], unique=False)
    op.create_table(
        "participation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "enrolled",
                "declined",
                "attended",
                "absent",
                name="participationstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("suits", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("declined_for", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("arrived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("left_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(status = 'attended') = (arrived_at IS NOT NULL)", name=op.f("ck_participation_attended")
        ),
        sa.CheckConstraint(
            "(status = 'declined') = (declined_for IS NOT NULL)", name=op.f("ck_participation_declined")
        ),
        sa.CheckConstraint(
            "status NOT IN ('attended', 'absent') OR recorded_by IS NOT NULL",
            name=op.f("ck_participation_recorded"),
        ),
        sa.CheckConstraint("(arrived_at IS NULL) = (left_at IS NULL)", name=op.f("ck_participation_left")),
        sa.CheckConstraint("(arrived_at IS NULL) = (minutes = 0)", name=op.f("ck_participation_minutes")),
        sa.CheckConstraint("arrived_at < left_at", name=op.f("ck_participation_presence")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_participation_activity_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_participation_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participation_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_participation_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("activity_id", "order_id", name=op.f("uq_participation_activity_id_order_id")),
    )
    op.create_index("ix_participation_order_id_id", "participation", ["order_id", "id"], unique=False)
    op.create_index("ix_participation_person_id", "participation", ["person_id"], unique=False)
    op.create_index("ix_participation_recorded_by", "participation", ["recorded_by"], unique=False)
    op.create_table(
        "report_due",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "periodic",
                "health",
                "reexamination",
                "change",
                "other",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "handed_in",
                "excused",
                "withdrawn",
                name="reportduestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("explanation", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("explained_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("excuse", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("excused_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(status = 'excused') = (excused_by IS NOT NULL)", name=op.f("ck_report_due_excused_by")
        ),
        sa.CheckConstraint("(status = 'waiting') = (closed_at IS NULL)", name=op.f("ck_report_due_closed")),
        sa.CheckConstraint("(excused_by IS NULL) = (excuse IS NULL)", name=op.f("ck_report_due_excuse")),
        sa.CheckConstraint("(explanation IS NULL) = (explained_at IS NULL)", name=op.f("ck_report_due_explained")),
        sa.CheckConstraint("opens_on <= due_on", name=op.f("ck_report_due_period")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_report_due_agency_id")),
        sa.ForeignKeyConstraint(["excused_by"], ["person.id"], name=op.f("fk_report_due_excused_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_report_due_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_due_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_due")),
    )
    op.create_index("ix_report_due_excused_by", "report_due", ["excused_by"], unique=False)
    op.create_index(
        "ix_report_due_open",
        "report_due",
        ["agency_id", "due_on"],
        unique=False,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index("ix_report_due_order_id_id", "report_due", ["order_id", "id"], unique=False)
    op.create_index("ix_report_due_person_id", "report_due", ["person_id"], unique=False)
    op.create_index(
        "uq_report_due_waiting",
        "report_due",
        ["order_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "report_extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "periodic",
                "health",
                "reexamination",
                "change",
                "other",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("interval_months", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "city", "province", name="extensionlevel", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("ground", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "granted",
                "refused",
                "lapsed",
                name="extensionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("document_number", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("procuratorate_told_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('granted', 'refused')) = (decided_by IS NOT NULL)",
            name=op.f("ck_report_extension_decided"),
        ),
        sa.CheckConstraint("kind IN ('health', 'reexamination')", name=op.f("ck_report_extension_kind")),
        sa.CheckConstraint(
            "level <> 'province' OR status <> 'granted' OR length(btrim(document_number)) > 0",
            name=op.f("ck_report_extension_document"),
        ),
        sa.CheckConstraint(
            "(procuratorate_told_on IS NULL) = (told_by IS NULL)", name=op.f("ck_report_extension_told")
        ),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_report_extension_period")),
        sa.CheckConstraint("interval_months BETWEEN 1 AND 24", name=op.f("ck_report_extension_interval")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_report_extension_agency_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_report_extension_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_report_extension_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_report_extension_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_extension_person_id")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_report_extension_told_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_extension")),
    )
    op.create_index("ix_report_extension_agency_id", "report_extension", ["agency_id", "id"], unique=False)
    op.create_index("ix_report_extension_asked_by", "report_extension", ["asked_by"], unique=False)
    op.create_index("ix_report_extension_decided_by", "report_extension", ["decided_by"], unique=False)
    op.create_index("ix_report_extension_order_id_id", "report_extension", ["order_id", "id"], unique=False)
    op.create_index("ix_report_extension_person_id", "report_extension", ["person_id"], unique=False)
    op.create_index(
        "ix_report_extension_to_decide",
        "report_extension",
        ["agency_id"],
        unique=False,
        postgresql_where=sa.text("status = 'asked'"),
    )
    op.create_index("ix_report_extension_told_by", "report_extension", ["told_by"], unique=False)
    op.create_index(
        "uq_report_extension_asked",
        "report_extension",
        ["order_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status = 'asked'"),
    )
    op.create_table(
        "correction_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("due_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "periodic",
                "health",
                "reexamination",
                "change",
                "other",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "change",
            sa.Enum(
                "residence",
                "job",
                "family",
                "adverse_contact",
                "illness",
                "other",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(length=5000), nullable=True),
        sa.Column("hospital", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("evidence_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "in_person",
                "phone",
                "video",
                "letter",
                name="reportchannel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("handed_in_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "handed_in",
                "asked_again",
                "accepted",
                name="reportstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("completion", sqlmodel.sql.sqltypes.AutoString(length=5000), nullable=True),
        sa.Column("completed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'change') = (change IS NOT NULL)", name=op.f("ck_correction_report_change")),
        sa.CheckConstraint(
            "(status = 'accepted') = (accepted_by IS NOT NULL)", name=op.f("ck_correction_report_accepted")
        ),
        sa.CheckConstraint(
            "kind <> 'reexamination' OR length(btrim(hospital)) > 0", name=op.f("ck_correction_report_hospital")
        ),
        sa.CheckConstraint(
            "status <> 'asked_again' OR length(btrim(asked)) > 0", name=op.f("ck_correction_report_asked")
        ),
        sa.CheckConstraint(
            "length(btrim(body)) > 0 OR cardinality(evidence_ids) > 0", name=op.f("ck_correction_report_content")
        ),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name=op.f("fk_correction_report_accepted_by")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_correction_report_agency_id")),
        sa.ForeignKeyConstraint(["due_id"], ["report_due.id"], name=op.f("fk_correction_report_due_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_correction_report_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_report_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_correction_report_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_report")),
    )
    op.create_index("ix_correction_report_accepted_by", "correction_report", ["accepted_by"], unique=False)
    op.create_index("ix_correction_report_agency_id", "correction_report", ["agency_id", "id"], unique=False)
    op.create_index("ix_correction_report_order_id_id", "correction_report", ["order_id", "id"], unique=False)
    op.create_index("ix_correction_report_person_id", "correction_report", ["person_id"], unique=False)
    op.create_index("ix_correction_report_recorded_by", "correction_report", ["recorded_by"], unique=False)
    op.create_index(
        "ix_correction_report_to_review",
        "correction_report",
        ["agency_id"],
        unique=False,
        postgresql_where=sa.text("status = 'handed_in'"),
    )
    op.create_index("uq_correction_report_due_id", "correction_report", ["due_id"], unique=True)
    op.create_table(
        "special_permit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "place_entry",
                "contact",
                name="specialpermitkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "contact",
            sa.Enum(
                "victim",
                "accuser",
                "informant",
                "co_defendant",
                "forbidden_person",
                "other",
                name="contactkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("injunction_id", sa.Uuid(), nullable=True),
        sa.Column("target", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("evidence_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("from_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "granted",
                "refused",
                "withdrawn",
                "revoked",
                name="specialpermitstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'contact') = (contact IS NOT NULL)", name=op.f("ck_special_permit_contact")),
        sa.CheckConstraint(
            "kind <> 'place_entry' OR injunction_id IS NOT NULL", name=op.f("ck_special_permit_injunction")
        ),
        sa.CheckConstraint(
            "status NOT IN ('granted', 'refused', 'revoked') OR decided_by IS NOT NULL",
            name=op.f("ck_special_permit_decided"),
        ),
        sa.CheckConstraint("decided_by <> person_id", name=op.f("ck_special_permit_decided_by_other")),
        sa.CheckConstraint("from_at < until_at", name=op.f("ck_special_permit_period")),
        sa.CheckConstraint("length(btrim(reason)) > 0", name=op.f("ck_special_permit_reason")),
        sa.CheckConstraint("length(btrim(target)) > 0", name=op.f("ck_special_permit_target")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_special_permit_agency_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_special_permit_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_special_permit_decided_by")),
        sa.ForeignKeyConstraint(
            ["injunction_id"], ["injunction.id"], name=op.f("fk_special_permit_injunction_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_special_permit_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_special_permit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_permit")),
    )
    op.create_index("ix_special_permit_agency_id", "special_permit", ["agency_id", "id"], unique=False)
    op.create_index("ix_special_permit_asked_by", "special_permit", ["asked_by"], unique=False)
    op.create_index("ix_special_permit_decided_by", "special_permit", ["decided_by"], unique=False)
    op.create_index("ix_special_permit_injunction_id", "special_permit", ["injunction_id"], unique=False)
    op.create_index("ix_special_permit_order_id_id", "special_permit", ["order_id", "id"], unique=False)
    op.create_index("ix_special_permit_person_id", "special_permit", ["person_id"], unique=False)
    op.create_index(
        "ix_special_permit_to_decide",
        "special_permit",
        ["agency_id"],
        unique=False,
        postgresql_where=sa.text("status = 'asked'"),
    )
    op.create_table(
        "special_permit_telling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "told",
            sa.Enum(
                "court", "procuratorate", name="permittold", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_special_permit_telling_by")),
        sa.ForeignKeyConstraint(
            ["permit_id"], ["special_permit.id"], name=op.f("fk_special_permit_telling_permit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_permit_telling")),
        sa.UniqueConstraint("permit_id", "told", name=op.f("uq_special_permit_telling_permit_id_told")),
    )
    op.create_index("ix_special_permit_telling_by", "special_permit_telling", ["by"], unique=False)
    _watch()
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    for table, (index, _) in DESK.items():
        op.drop_index(index, table_name=table)
    op.drop_table("special_permit_telling")
    op.drop_table("special_permit")
    op.drop_table("correction_report")
    op.drop_table("report_extension")
    op.drop_table("report_due")
    op.drop_table("participation")
    op.drop_table("help_record")
    op.drop_table("field_visit")
    op.drop_table("activity")


def _watch() -> None:
    """Index what waits for the desk, and keep records of work as they were entered."""
    for table, (index, state) in DESK.items():
        op.create_index(index, table, ["agency_id"], postgresql_where=sa.text(f"status = '{state}'"))
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_rewriting_history()"
        )


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
