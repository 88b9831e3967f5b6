"""Tables of statutory time: calendar notices, agency settings, running clocks and their pauses."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009_statutory_time"
down_revision = "0008_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notice_title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("notice_number", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2099", name=op.f("ck_calendar_year_year")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "working",
                "holiday",
                "makeup",
                name="daykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.ForeignKeyConstraint(["year"], ["calendar_year.year"], name=op.f("fk_calendar_day_year")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_index(op.f("ix_calendar_day_year"), "calendar_day", ["year"], unique=False)
    op.create_table(
        "agency_rule",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("rule_code", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("value BETWEEN 1 AND 10000", name=op.f("ck_agency_rule_value")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_rule_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "rule_code", "effective_from", name=op.f("pk_agency_rule")),
    )
    op.create_table(
        "statutory_clock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("object_type", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("rule_code", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "holder_role",
            sa.Enum(
                "applicant",
                "lawyer",
                "subject",
                "officer",
                "decider",
                "approver",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("holder", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("rolled_from", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("paused_since", sa.Date(), nullable=True),
        sa.Column("stopped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "met",
                "late",
                "cancelled",
                name="clockoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(due_at IS NULL) = (started_at IS NULL)", name=op.f("ck_statutory_clock_hours")),
        sa.CheckConstraint("(stopped_at IS NULL) = (outcome IS NULL)", name=op.f("ck_statutory_clock_stop")),
        sa.CheckConstraint("due_on >= started_on", name=op.f("ck_statutory_clock_order")),
        sa.CheckConstraint(
            "paused_since IS NULL OR (stopped_at IS NULL AND due_at IS NULL)",
            name=op.f("ck_statutory_clock_pause"),
        ),
        sa.CheckConstraint("value > 0", name=op.f("ck_statutory_clock_value")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_statutory_clock_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statutory_clock")),
    )
    op.create_index(
        "ix_statutory_clock_due",
        "statutory_clock",
        ["agency_id", "due_on"],
        unique=False,
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.create_index("ix_statutory_clock_object", "statutory_clock", ["object_id", "id"], unique=False)
    op.create_index(
        "uq_statutory_clock_open",
        "statutory_clock",
        ["object_id", "rule_code"],
        unique=True,
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.create_table(
        "clock_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clock_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_clock_pause_order")),
        sa.ForeignKeyConstraint(["clock_id"], ["statutory_clock.id"], name=op.f("fk_clock_pause_clock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_pause")),
    )
    op.create_index("ix_clock_pause_clock", "clock_pause", ["clock_id", "since"], unique=False)
    op.create_index(
        "uq_clock_pause_open", "clock_pause", ["clock_id"], unique=True, postgresql_where=sa.text("until IS NULL")
    )


def downgrade() -> None:
    op.drop_index("uq_clock_pause_open", table_name="clock_pause", postgresql_where=sa.text("until IS NULL"))
    op.drop_index("ix_clock_pause_clock", table_name="clock_pause")
    op.drop_table("clock_pause")
    op.drop_index(
        "uq_statutory_clock_open", table_name="statutory_clock", postgresql_where=sa.text("stopped_at IS NULL")
    )
    op.drop_index("ix_statutory_clock_object", table_name="statutory_clock")
    op.drop_index(
        "ix_statutory_clock_due", table_name="statutory_clock", postgresql_where=sa.text("stopped_at IS NULL")
    )
    op.drop_table("statutory_clock")
    op.drop_table("agency_rule")
    op.drop_index(op.f("ix_calendar_day_year"), table_name="calendar_day")
    op.drop_table("calendar_day")
    op.drop_table("calendar_year")
