"""Correction: the ledger of faults and breaches, schedules of check-ins, excuses and explanations."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0039_schedule"
down_revision = "0038_papers"
branch_labels = None
depends_on = None

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
                name="entrykind",
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
    op.create_index("ix_supervision_entry_agency_id", "supervision_entry", ["agency_id", "id"], unique=False)
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
    op.create_index("ix_supervision_entry_order_id", "supervision_entry", ["order_id", "id"], unique=False)
    op.create_index("ix_supervision_entry_person_id", "supervision_entry", ["person_id", "id"], unique=False)
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
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_entry "
        "EXECUTE FUNCTION refuse_rewriting_history()"
    )
    op.execute(BREACH_WAS_FOUND)
    op.execute(
        "CREATE TRIGGER breach_was_found BEFORE INSERT ON supervision_entry "
        "FOR EACH ROW WHEN (NEW.kind = 'breach') EXECUTE FUNCTION refuse_breach_nobody_found()"
    )


def downgrade() -> None:
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
