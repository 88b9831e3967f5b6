"""Leave, permits for recurring crossings, moves to another county, what was filed about them; their notices."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0041_leave"
down_revision = "0040_areas"
branch_labels = None
depends_on = None

NOTICES = (
    "leave_waits",
    "leave_approved",
    "leave_filed",
    "leave_refused",
    "leave_undecided",
    "leave_delayed",
    "leave_lapsed",
    "leave_extension_lapsed",
    "leave_cancelled",
    "leave_recalled",
    "leave_return_due",
    "leave_overdue",
    "leave_returned",
    "leave_cannot_return",
    "leave_contact_due",
    "leave_contact_unmet",
    "leave_contact_unmet_told",
    "crossing_waits",
    "crossing_approved",
    "crossing_refused",
    "crossing_ending",
    "crossing_ended",
    "move_waits",
    "move_consulted",
    "move_answered",
    "move_approved",
    "move_coming",
    "move_refused",
    "move_completed",
)
APPEND_ONLY = ("leave_report", "correction_filing")


def upgrade() -> None:
    op.create_table(
        "correction_filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "county",
                "procuratorate",
                "destination",
                name="filingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_correction_filing_order_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_correction_filing_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_filing")),
    )
    op.create_index("ix_correction_filing_about_id_id", "correction_filing", ["about_id", "id"], unique=False)
    op.create_index("ix_correction_filing_order_id", "correction_filing", ["order_id"], unique=False)
    op.create_index("ix_correction_filing_recorded_by", "correction_filing", ["recorded_by"], unique=False)
    op.create_table(
        "crossing_permit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("county_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=True),
        sa.Column("upper_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=True),
        sa.Column("renews_id", sa.Uuid(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "medical",
                "study",
                "lawsuit",
                "family",
                "work",
                "other",
                name="leavereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("frequency", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "approved",
                "refused",
                "withdrawn",
                "expired",
                "revoked",
                "given_up",
                name="crossingpermitstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision_reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided_by IS NOT NULL OR status IN ('requested', 'withdrawn', 'expired')",
            name=op.f("ck_crossing_permit_decided_by_person"),
        ),
        sa.CheckConstraint(
            "status <> 'refused' OR length(btrim(decision_reason)) > 0", name=op.f("ck_crossing_permit_refusal")
        ),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_crossing_permit_decided")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_crossing_permit_period")),
        sa.CheckConstraint("length(btrim(explanation)) > 0", name=op.f("ck_crossing_permit_explanation")),
        sa.CheckConstraint("length(btrim(frequency)) > 0", name=op.f("ck_crossing_permit_frequency")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_crossing_permit_agency_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_crossing_permit_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_crossing_permit_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_crossing_permit_person_id")),
        sa.ForeignKeyConstraint(["renews_id"], ["crossing_permit.id"], name=op.f("fk_crossing_permit_renews_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_crossing_permit_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crossing_permit")),
    )
    op.create_index(
        "ix_crossing_permit_agency_id_status_id", "crossing_permit", ["agency_id", "status", "id"], unique=False
    )
    op.create_index("ix_crossing_permit_decided_by", "crossing_permit", ["decided_by"], unique=False)
    op.create_index("ix_crossing_permit_order_id_id", "crossing_permit", ["order_id", "id"], unique=False)
    op.create_index("ix_crossing_permit_person_id", "crossing_permit", ["person_id"], unique=False)
    op.create_index("ix_crossing_permit_renews_id", "crossing_permit", ["renews_id"], unique=False)
    op.create_index("ix_crossing_permit_requested_by", "crossing_permit", ["requested_by"], unique=False)
    op.create_table(
        "leave_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("county_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=True),
        sa.Column("upper_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=True),
        sa.Column("extends_id", sa.Uuid(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "medical",
                "study",
                "lawsuit",
                "family",
                "work",
                "other",
                name="leavereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("companions", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "office",
                "county",
                "upper",
                name="leavelevel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("level_rule", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("total_days", sa.Integer(), nullable=False),
        sa.Column("is_short_notice", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awaiting_office",
                "awaiting_county",
                "awaiting_upper",
                "refused",
                "withdrawn",
                "lapsed",
                "approved",
                "cancelled",
                "away",
                "recalled",
                "overdue",
                "returned",
                "closed",
                "extended",
                name="leavestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision_reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("superior_reference", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("conditions", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("return_by", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided_by IS NOT NULL OR status IN ('awaiting_office', 'awaiting_county', 'awaiting_upper', 'withdrawn', 'lapsed', 'cancelled')",
            name=op.f("ck_leave_request_decided_by_person"),
        ),
        sa.CheckConstraint(
            "status <> 'refused' OR length(btrim(decision_reason)) > 0", name=op.f("ck_leave_request_refusal")
        ),
        sa.CheckConstraint(
            "status NOT IN ('returned', 'closed') OR returned_on IS NOT NULL",
            name=op.f("ck_leave_request_came_back"),
        ),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_leave_request_decided")),
        sa.CheckConstraint(
            "(returned_on IS NULL) = (returned_at IS NULL)", name=op.f("ck_leave_request_returned")
        ),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_leave_request_period")),
        sa.CheckConstraint("length(btrim(explanation)) > 0", name=op.f("ck_leave_request_explanation")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_leave_request_agency_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_leave_request_decided_by")),
        sa.ForeignKeyConstraint(["extends_id"], ["leave_request.id"], name=op.f("fk_leave_request_extends_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_leave_request_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_request_person_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_leave_request_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_request")),
    )
    op.create_index(
        "ix_leave_request_agency_id_status_id", "leave_request", ["agency_id", "status", "id"], unique=False
    )
    op.create_index("ix_leave_request_decided_by", "leave_request", ["decided_by"], unique=False)
    op.create_index("ix_leave_request_extends_id", "leave_request", ["extends_id"], unique=False)
    op.create_index("ix_leave_request_order_id_first_on", "leave_request", ["order_id", "first_on"], unique=False)
    op.create_index("ix_leave_request_person_id_id", "leave_request", ["person_id", "id"], unique=False)
    op.create_index("ix_leave_request_requested_by", "leave_request", ["requested_by"], unique=False)
    op.create_table(
        "relocation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("county_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=True),
        sa.Column("upper_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=True),
        sa.Column("to_area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("to_place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("to_agency_id", sa.Uuid(), nullable=True),
        sa.Column("to_agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=True),
        sa.Column("receiver", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("move_on", sa.Date(), nullable=False),
        sa.Column("is_short_notice", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "work",
                "home",
                "family",
                "study",
                "medical",
                "other",
                name="movereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "consulting",
                "answered",
                "approved",
                "refused",
                "withdrawn",
                "completed",
                name="movestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("consulted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("consult_reference", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("superior_reference", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision_reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("files_sent_on", sa.Date(), nullable=True),
        sa.Column("files_reference", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'completed') = (arrived_on IS NOT NULL)", name=op.f("ck_relocation_arrived")
        ),
        sa.CheckConstraint(
            "status <> 'refused' OR length(btrim(decision_reason)) > 0", name=op.f("ck_relocation_refusal")
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'completed') OR agrees OR superior_reference IS NOT NULL",
            name=op.f("ck_relocation_agreed"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'refused', 'completed') OR decided_by IS NOT NULL",
            name=op.f("ck_relocation_decided_by_person"),
        ),
        sa.CheckConstraint("(agrees IS NULL) = (answered_at IS NULL)", name=op.f("ck_relocation_answered")),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_relocation_decided")),
        sa.CheckConstraint(
            "(to_agency_id IS NULL) = (to_agency_path IS NULL)", name=op.f("ck_relocation_to_agency")
        ),
        sa.CheckConstraint("length(btrim(explanation)) > 0", name=op.f("ck_relocation_explanation")),
        sa.CheckConstraint("to_agency_id <> agency_id", name=op.f("ck_relocation_elsewhere")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_relocation_agency_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_relocation_answered_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_relocation_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_relocation_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_relocation_person_id")),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name=op.f("fk_relocation_received_by")),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_relocation_requested_by")),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name=op.f("fk_relocation_to_agency_id")),
        sa.ForeignKeyConstraint(["to_area_code"], ["area.code"], name=op.f("fk_relocation_to_area_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relocation")),
    )
    op.create_index("ix_relocation_agency_id_id", "relocation", ["agency_id", "id"], unique=False)
    op.create_index("ix_relocation_answered_by", "relocation", ["answered_by"], unique=False)
    op.create_index("ix_relocation_decided_by", "relocation", ["decided_by"], unique=False)
    op.create_index("ix_relocation_order_id", "relocation", ["order_id", "id"], unique=False)
    op.create_index("ix_relocation_person_id", "relocation", ["person_id"], unique=False)
    op.create_index("ix_relocation_received_by", "relocation", ["received_by"], unique=False)
    op.create_index("ix_relocation_requested_by", "relocation", ["requested_by"], unique=False)
    op.create_index("ix_relocation_to_agency_id_id", "relocation", ["to_agency_id", "id"], unique=False)
    op.create_index("ix_relocation_to_area_code", "relocation", ["to_area_code"], unique=False)
    op.create_index(
        "uq_relocation_open",
        "relocation",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('requested', 'consulting', 'answered', 'approved')"),
    )
    op.create_table(
        "leave_area",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=True),
        sa.Column("permit_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("num_nonnulls(leave_id, permit_id) = 1", name=op.f("ck_leave_area_of_one")),
        sa.ForeignKeyConstraint(["area_id"], ["approved_area.id"], name=op.f("fk_leave_area_area_id")),
        sa.ForeignKeyConstraint(["leave_id"], ["leave_request.id"], name=op.f("fk_leave_area_leave_id")),
        sa.ForeignKeyConstraint(["permit_id"], ["crossing_permit.id"], name=op.f("fk_leave_area_permit_id")),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_leave_area")),
    )
    op.create_index("ix_leave_area_leave_id", "leave_area", ["leave_id"], unique=False)
    op.create_index("ix_leave_area_permit_id", "leave_area", ["permit_id"], unique=False)
    op.create_table(
        "leave_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=True),
        sa.Column("permit_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "drawn",
                "circle",
                "area",
                name="approvedareasource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_codes", sa.ARRAY(sa.String(length=12)), nullable=False),
        sa.Column("warnings", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("wkb_wgs84", sa.LargeBinary(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.CheckConstraint("(wkb_wgs84 IS NULL) = (accuracy_m IS NULL)", name=op.f("ck_leave_place_outline")),
        sa.CheckConstraint("num_nonnulls(leave_id, permit_id) = 1", name=op.f("ck_leave_place_of_one")),
        sa.ForeignKeyConstraint(["leave_id"], ["leave_request.id"], name=op.f("fk_leave_place_leave_id")),
        sa.ForeignKeyConstraint(["permit_id"], ["crossing_permit.id"], name=op.f("fk_leave_place_permit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_place")),
    )
    op.create_index("ix_leave_place_leave_id", "leave_place", ["leave_id", "position"], unique=False)
    op.create_index("ix_leave_place_permit_id", "leave_place", ["permit_id", "position"], unique=False)
    op.create_table(
        "leave_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "arrived",
                "phone",
                "video",
                "leaving",
                "cannot_return",
                "returned",
                name="leavereportkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("told", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["leave_id"], ["leave_request.id"], name=op.f("fk_leave_report_leave_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_leave_report_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_report")),
    )
    op.create_index("ix_leave_report_leave_id_id", "leave_report", ["leave_id", "id"], unique=False)
    op.create_index("ix_leave_report_recorded_by", "leave_report", ["recorded_by"], unique=False)
    op.create_table(
        "leave_duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("phone", "video", name="leavedutykind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["leave_id"], ["leave_request.id"], name=op.f("fk_leave_duty_leave_id")),
        sa.ForeignKeyConstraint(["report_id"], ["leave_report.id"], name=op.f("fk_leave_duty_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_duty")),
    )
    op.create_index(
        "ix_leave_duty_open", "leave_duty", ["due_on"], unique=False, postgresql_where=sa.text("report_id IS NULL")
    )
    op.create_index("ix_leave_duty_report_id", "leave_duty", ["report_id"], unique=False)
    op.create_index("uq_leave_duty_day", "leave_duty", ["leave_id", "due_on"], unique=True)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_rewriting_history()"
        )
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.drop_index("uq_leave_duty_day", table_name="leave_duty")
    op.drop_index("ix_leave_duty_report_id", table_name="leave_duty")
    op.drop_index("ix_leave_duty_open", table_name="leave_duty", postgresql_where=sa.text("report_id IS NULL"))
    op.drop_table("leave_duty")
    op.drop_index("ix_leave_report_recorded_by", table_name="leave_report")
    op.drop_index("ix_leave_report_leave_id_id", table_name="leave_report")
    op.drop_table("leave_report")
    op.drop_index("ix_leave_place_permit_id", table_name="leave_place")
    op.drop_index("ix_leave_place_leave_id", table_name="leave_place")
    op.drop_table("leave_place")
    op.drop_index("ix_leave_area_permit_id", table_name="leave_area")
    op.drop_index("ix_leave_area_leave_id", table_name="leave_area")
    op.drop_table("leave_area")
    op.drop_index(
        "uq_relocation_open",
        table_name="relocation",
        postgresql_where=sa.text("status IN ('requested', 'consulting', 'answered', 'approved')"),
    )
    op.drop_index("ix_relocation_to_area_code", table_name="relocation")
    op.drop_index("ix_relocation_to_agency_id_id", table_name="relocation")
    op.drop_index("ix_relocation_requested_by", table_name="relocation")
    op.drop_index("ix_relocation_received_by", table_name="relocation")
    op.drop_index("ix_relocation_person_id", table_name="relocation")
    op.drop_index("ix_relocation_order_id", table_name="relocation")
    op.drop_index("ix_relocation_decided_by", table_name="relocation")
    op.drop_index("ix_relocation_answered_by", table_name="relocation")
    op.drop_index("ix_relocation_agency_id_id", table_name="relocation")
    op.drop_table("relocation")
    op.drop_index("ix_leave_request_requested_by", table_name="leave_request")
    op.drop_index("ix_leave_request_person_id_id", table_name="leave_request")
    op.drop_index("ix_leave_request_order_id_first_on", table_name="leave_request")
    op.drop_index("ix_leave_request_extends_id", table_name="leave_request")
    op.drop_index("ix_leave_request_decided_by", table_name="leave_request")
    op.drop_index("ix_leave_request_agency_id_status_id", table_name="leave_request")
    op.drop_table("leave_request")
    op.drop_index("ix_crossing_permit_requested_by", table_name="crossing_permit")
    op.drop_index("ix_crossing_permit_renews_id", table_name="crossing_permit")
    op.drop_index("ix_crossing_permit_person_id", table_name="crossing_permit")
    op.drop_index("ix_crossing_permit_order_id_id", table_name="crossing_permit")
    op.drop_index("ix_crossing_permit_decided_by", table_name="crossing_permit")
    op.drop_index("ix_crossing_permit_agency_id_status_id", table_name="crossing_permit")
    op.drop_table("crossing_permit")
    op.drop_index("ix_correction_filing_recorded_by", table_name="correction_filing")
    op.drop_index("ix_correction_filing_order_id", table_name="correction_filing")
    op.drop_index("ix_correction_filing_about_id_id", table_name="correction_filing")
    op.drop_table("correction_filing")


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
