"""Correction: the ledger of faults and breaches, schedules of check-ins, excuses and explanations."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0039_schedule"
down_revision = "0038_papers"
branch_labels = None
depends_on = None

NOTICES = (
    "check_in_due",
    "check_in_last_call",
    "check_in_missed",
    "check_in_tried",
    "check_in_late",
    "check_in_explained",
    "check_in_excused",
    "explanation_not_accepted",
)
OPEN = "ix_check_in_duty_open"
BREACH_WAS_FOUND = """
CREATE FUNCTION refuse_breach_nobody_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM alarm
        WHERE id = NEW.alarm_id AND status = 'closed' AND outcome = 'breach'
          AND closed_by = NEW.recorded_by AND order_id = NEW.order_id
    ) THEN
        RAISE EXCEPTION 'a breach stands in the ledger only where a person found it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_supervision_entry_breach_was_found';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "supervision_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "attempt_failed",
                "fault",
                "indeterminate",
                "outside",
                "drift",
                "missed",
                "late",
                "excused",
                "explained",
                "not_accepted",
                "cleared",
                "corrected",
                "breach",
                name="supervisionentrykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("happened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True),
        sa.Column("duty_id", sa.Uuid(), nullable=True),
        sa.Column("check_in_id", sa.Uuid(), nullable=True),
        sa.Column("check_in_made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("alarm_id", sa.Uuid(), nullable=True),
        sa.Column("takes_back_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'breach' OR (alarm_id IS NOT NULL AND recorded_by IS NOT NULL)",
            name=op.f("ck_supervision_entry_breach_by_person"),
        ),
        sa.CheckConstraint(
            "kind <> 'missed' OR (duty_id IS NOT NULL AND check_in_id IS NULL)",
            name=op.f("ck_supervision_entry_missed"),
        ),
        sa.CheckConstraint(
            "takes_back_id IS NULL OR kind IN ('late', 'excused', 'cleared', 'corrected')",
            name=op.f("ck_supervision_entry_takes_back"),
        ),
        sa.CheckConstraint(
            "(check_in_id IS NULL) = (check_in_made_at IS NULL)", name=op.f("ck_supervision_entry_check_in")
        ),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_supervision_entry_alarm_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_supervision_entry_recorded_by")),
        sa.ForeignKeyConstraint(
            ["takes_back_id"], ["supervision_entry.id"], name=op.f("fk_supervision_entry_takes_back_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_entry")),
    )
    op.create_index(
        "ix_supervision_entry_agency_id", "supervision_entry", ["agency_id", "recorded_at", "id"], unique=False
    )
    op.create_index(
        "ix_supervision_entry_alarm_id",
        "supervision_entry",
        ["alarm_id"],
        unique=False,
        postgresql_where=sa.text("alarm_id IS NOT NULL"),
    )
    op.create_index(
        "ix_supervision_entry_duty_id",
        "supervision_entry",
        ["duty_id"],
        unique=False,
        postgresql_where=sa.text("duty_id IS NOT NULL"),
    )
    op.create_index(
        "ix_supervision_entry_order_id", "supervision_entry", ["order_id", "recorded_at", "id"], unique=False
    )
    op.create_index(
        "ix_supervision_entry_person_id", "supervision_entry", ["person_id", "recorded_at", "id"], unique=False
    )
    op.create_index(
        "ix_supervision_entry_recorded_by",
        "supervision_entry",
        ["recorded_by"],
        unique=False,
        postgresql_where=sa.text("recorded_by IS NOT NULL"),
    )
    op.create_index(
        "ix_supervision_entry_takes_back_id",
        "supervision_entry",
        ["takes_back_id"],
        unique=False,
        postgresql_where=sa.text("takes_back_id IS NOT NULL"),
    )
    op.create_index(
        "uq_supervision_entry_key",
        "supervision_entry",
        ["key"],
        unique=True,
        postgresql_where=sa.text("key IS NOT NULL"),
    )
    op.execute(BREACH_WAS_FOUND)
    op.execute(
        "CREATE TRIGGER breach_was_found BEFORE INSERT ON supervision_entry "
        "FOR EACH ROW WHEN (NEW.kind = 'breach') EXECUTE FUNCTION refuse_breach_nobody_found()"
    )

    op.create_table(
        "tier_schedule",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "red",
                "yellow",
                "blue",
                name="correctiontier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column(
            "period",
            sa.Enum("week", "month", name="scheduleperiod", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("spots", sa.Integer(), nullable=False),
        sa.Column("windows", ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("spot_begin", sa.Integer(), nullable=False),
        sa.Column("spot_end", sa.Integer(), nullable=False),
        sa.Column("spot_minutes", sa.Integer(), nullable=False),
        sa.Column("on_rest_days", sa.Boolean(), nullable=False),
        sa.Column("checks_on_leave", sa.Boolean(), nullable=False),
        sa.Column("spots_on_leave", sa.Boolean(), nullable=False),
        sa.Column("explain_hours", sa.Integer(), nullable=False),
        sa.Column("gap_hours", sa.Integer(), nullable=False),
        sa.Column("lost_hours", sa.Integer(), nullable=False),
        sa.Column("lost_misses", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "0 <= spot_begin AND spot_begin + spot_minutes <= spot_end AND spot_end <= 1440",
            name=op.f("ck_tier_schedule_spot_hours"),
        ),
        sa.CheckConstraint(
            "cardinality(windows) BETWEEN 2 AND 12 AND cardinality(windows) % 2 = 0",
            name=op.f("ck_tier_schedule_windows"),
        ),
        sa.CheckConstraint("checks BETWEEN 0 AND 31", name=op.f("ck_tier_schedule_checks")),
        sa.CheckConstraint("explain_hours BETWEEN 1 AND 240", name=op.f("ck_tier_schedule_explain_hours")),
        sa.CheckConstraint("gap_hours BETWEEN 1 AND 240", name=op.f("ck_tier_schedule_gap_hours")),
        sa.CheckConstraint("lost_hours BETWEEN gap_hours AND 1000", name=op.f("ck_tier_schedule_lost_hours")),
        sa.CheckConstraint("lost_misses BETWEEN 2 AND 20", name=op.f("ck_tier_schedule_lost_misses")),
        sa.CheckConstraint("spot_minutes BETWEEN 15 AND 720", name=op.f("ck_tier_schedule_spot_minutes")),
        sa.CheckConstraint("spots BETWEEN 0 AND 20", name=op.f("ck_tier_schedule_spots")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_tier_schedule_agency_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_tier_schedule_set_by")),
        sa.PrimaryKeyConstraint("agency_id", "tier", "effective_from", name=op.f("pk_tier_schedule")),
    )
    op.create_index("ix_tier_schedule_set_by", "tier_schedule", ["set_by"], unique=False)
    op.create_table(
        "duty_explanation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duty_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("evidence_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(btrim(words)) > 0", name=op.f("ck_duty_explanation_words")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_duty_explanation_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_explanation_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_duty_explanation_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_explanation")),
    )
    op.create_index("ix_duty_explanation_duty_id", "duty_explanation", ["duty_id", "id"], unique=False)
    op.create_index("ix_duty_explanation_order_id", "duty_explanation", ["order_id", "id"], unique=False)
    op.create_index("ix_duty_explanation_person_id", "duty_explanation", ["person_id"], unique=False)
    op.create_index("ix_duty_explanation_recorded_by", "duty_explanation", ["recorded_by"], unique=False)
    op.create_table(
        "excused_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "excuse",
            sa.Enum(
                "illness",
                "custody",
                "leave",
                "device_fault",
                "maintenance",
                "force_majeure",
                "ended",
                "other",
                name="excuse",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_excused_period_period")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_excused_period_ended_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_excused_period_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_excused_period_person_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_excused_period_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excused_period")),
    )
    op.create_index("ix_excused_period_ended_by", "excused_period", ["ended_by"], unique=False)
    op.create_index("ix_excused_period_order_id_to_on", "excused_period", ["order_id", "to_on"], unique=False)
    op.create_index("ix_excused_period_person_id", "excused_period", ["person_id"], unique=False)
    op.create_index("ix_excused_period_set_by", "excused_period", ["set_by"], unique=False)
    op.add_column("check_in_duty", sa.Column("escalate_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column(
        "check_in_duty",
        sa.Column("explain_hours", sa.SmallInteger(), server_default=sa.text("24"), nullable=False),
    )
    op.add_column(
        "check_in_duty", sa.Column("gap_hours", sa.SmallInteger(), server_default=sa.text("24"), nullable=False)
    )
    op.add_column(
        "check_in_duty", sa.Column("lost_hours", sa.SmallInteger(), server_default=sa.text("96"), nullable=False)
    )
    op.add_column(
        "check_in_duty", sa.Column("lost_misses", sa.SmallInteger(), server_default=sa.text("2"), nullable=False)
    )
    op.create_index(
        "ix_check_in_duty_escalate",
        "check_in_duty",
        ["escalate_at"],
        unique=False,
        postgresql_where=sa.text("escalate_at IS NOT NULL"),
    )
    op.create_index(
        "ix_check_in_duty_missed",
        "check_in_duty",
        ["person_id", "closes_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('missed', 'excused')"),
    )
    op.create_check_constraint(
        op.f("ck_check_in_duty_told_first"), "check_in_duty", "escalate_at IS NULL OR told_at IS NOT NULL"
    )
    _open_windows("status = 'waiting' OR (status = 'attempted' AND told_at IS NULL)")
    for table in ("supervision_entry", "duty_explanation"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_rewriting_history()"
        )
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    _open_windows("status IN ('waiting', 'attempted')")
    op.drop_constraint(op.f("ck_check_in_duty_told_first"), "check_in_duty")
    op.drop_index(
        "ix_check_in_duty_missed",
        table_name="check_in_duty",
        postgresql_where=sa.text("status IN ('missed', 'excused')"),
    )
    op.drop_index(
        "ix_check_in_duty_escalate",
        table_name="check_in_duty",
        postgresql_where=sa.text("escalate_at IS NOT NULL"),
    )
    op.drop_column("check_in_duty", "lost_misses")
    op.drop_column("check_in_duty", "lost_hours")
    op.drop_column("check_in_duty", "gap_hours")
    op.drop_column("check_in_duty", "explain_hours")
    op.drop_column("check_in_duty", "escalate_at")
    op.drop_index("ix_excused_period_set_by", table_name="excused_period")
    op.drop_index("ix_excused_period_person_id", table_name="excused_period")
    op.drop_index("ix_excused_period_order_id_to_on", table_name="excused_period")
    op.drop_index("ix_excused_period_ended_by", table_name="excused_period")
    op.drop_table("excused_period")
    op.drop_index("ix_duty_explanation_recorded_by", table_name="duty_explanation")
    op.drop_index("ix_duty_explanation_person_id", table_name="duty_explanation")
    op.drop_index("ix_duty_explanation_order_id", table_name="duty_explanation")
    op.drop_index("ix_duty_explanation_duty_id", table_name="duty_explanation")
    op.drop_table("duty_explanation")
    op.drop_index("ix_tier_schedule_set_by", table_name="tier_schedule")
    op.drop_table("tier_schedule")
    op.drop_index(
        "uq_supervision_entry_key", table_name="supervision_entry", postgresql_where=sa.text("key IS NOT NULL")
    )
    op.drop_index(
        "ix_supervision_entry_takes_back_id",
        table_name="supervision_entry",
        postgresql_where=sa.text("takes_back_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_supervision_entry_recorded_by",
        table_name="supervision_entry",
        postgresql_where=sa.text("recorded_by IS NOT NULL"),
    )
    op.drop_index("ix_supervision_entry_person_id", table_name="supervision_entry")
    op.drop_index("ix_supervision_entry_order_id", table_name="supervision_entry")
    op.drop_index(
        "ix_supervision_entry_duty_id",
        table_name="supervision_entry",
        postgresql_where=sa.text("duty_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_supervision_entry_alarm_id",
        table_name="supervision_entry",
        postgresql_where=sa.text("alarm_id IS NOT NULL"),
    )
    op.drop_index("ix_supervision_entry_agency_id", table_name="supervision_entry")
    op.drop_table("supervision_entry")
    op.execute("DROP FUNCTION refuse_breach_nobody_found()")


def _open_windows(condition: str) -> None:
    op.drop_index(OPEN, table_name="check_in_duty")
    op.create_index(OPEN, "check_in_duty", ["closes_at"], postgresql_where=sa.text(condition))


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
