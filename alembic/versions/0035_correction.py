"""Correction: what the check-in path asks about a person, devices, check-ins owed, areas of leave, alarms."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0035_correction"
down_revision = "0034_asking"
branch_labels = None
depends_on = None


def _one_open_area(condition: str) -> None:
    op.drop_index("uq_approved_area_open", table_name="approved_area")
    op.create_index(
        "uq_approved_area_open", "approved_area", ["order_id"], unique=True, postgresql_where=sa.text(condition)
    )


def upgrade() -> None:
    op.create_table(
        "check_in_duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "scheduled",
                "spot",
                "confirm",
                name="dutykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "attempted",
                "answered",
                "missed",
                "excused",
                name="dutystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("excuse", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("check_in_id", sa.Uuid(), nullable=True),
        sa.Column("check_in_made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reminded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(status = 'answered') = (check_in_id IS NOT NULL)", name=op.f("ck_check_in_duty_answered")
        ),
        sa.CheckConstraint("(status = 'excused') = (excuse IS NOT NULL)", name=op.f("ck_check_in_duty_excused")),
        sa.CheckConstraint(
            "(check_in_id IS NULL) = (check_in_made_at IS NULL)", name=op.f("ck_check_in_duty_check_in")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_check_in_duty_window")),
        sa.PrimaryKeyConstraint("id", "opens_at", name=op.f("pk_check_in_duty")),
        postgresql_partition_by="RANGE (opens_at)",
    )
    op.create_index(
        "ix_check_in_duty_open",
        "check_in_duty",
        ["closes_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('waiting', 'attempted')"),
    )
    op.create_index("ix_check_in_duty_order_id", "check_in_duty", ["order_id", "opens_at"], unique=False)
    op.create_index("ix_check_in_duty_person_id", "check_in_duty", ["person_id", "opens_at"], unique=False)
    op.create_table(
        "check_in_device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "algorithm",
            sa.Enum("ed25519", "p256", name="keyalgorithm", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("device_class", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("registered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_counter", sa.BigInteger(), nullable=False),
        sa.Column("last_made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "revoked_at IS NULL OR registered_at <= revoked_at", name=op.f("ck_check_in_device_period")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_device_person_id")),
        sa.ForeignKeyConstraint(["registered_by"], ["person.id"], name=op.f("fk_check_in_device_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_device")),
    )
    op.create_index("ix_check_in_device_person_id", "check_in_device", ["person_id"], unique=False)
    op.create_index("ix_check_in_device_registered_by", "check_in_device", ["registered_by"], unique=False)
    op.create_index(
        "uq_check_in_device_key",
        "check_in_device",
        ["public_key"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "outside_confirmed",
                "restricted_place",
                "check_in_missed",
                "doubtful_fix",
                "unknown_device",
                "device_tampered",
                "not_reported_in",
                "leave_not_returned",
                "report_overdue",
                "lost_contact",
                "signal_gap_person",
                "signal_gap_device_class",
                "signal_gap_office",
                name="alarmcause",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "confidence",
            sa.Enum(
                "low",
                "medium",
                "high",
                name="alarmconfidence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "raised",
                "verifying",
                "closed",
                name="alarmstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "fault",
                "explained",
                "breach",
                name="alarmoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("finding", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("person_told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("office_told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("raised_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_alarm_closed")),
        sa.CheckConstraint("(status = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_alarm_outcome")),
        sa.CheckConstraint("outcome <> 'breach' OR closed_by IS NOT NULL", name=op.f("ck_alarm_breach_by_person")),
        sa.CheckConstraint("status <> 'closed' OR length(btrim(finding)) > 0", name=op.f("ck_alarm_finding")),
        sa.CheckConstraint("(order_id IS NULL) = (person_id IS NULL)", name=op.f("ck_alarm_person")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_alarm_agency_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_alarm_closed_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_alarm_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_alarm_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index("ix_alarm_agency_id", "alarm", ["agency_id", "id"], unique=False)
    op.create_index("ix_alarm_closed_by", "alarm", ["closed_by"], unique=False)
    op.create_index("ix_alarm_order_id", "alarm", ["order_id", "id"], unique=False)
    op.create_index("ix_alarm_person_id", "alarm", ["person_id", "id"], unique=False)
    op.create_index("uq_alarm_open", "alarm", ["key"], unique=True, postgresql_where=sa.text("status <> 'closed'"))
    op.create_table(
        "check_in_subject",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("is_watched", sa.Boolean(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_check_in_subject_agency_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_check_in_subject_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_subject_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_check_in_subject")),
    )
    op.create_index(op.f("ix_check_in_subject_agency_id"), "check_in_subject", ["agency_id"], unique=False)
    op.create_index(op.f("ix_check_in_subject_order_id"), "check_in_subject", ["order_id"], unique=False)
    purpose = sa.Enum(
        "home", "leave", "crossing", name="areapurpose", native_enum=False, create_constraint=True, length=32
    )
    op.add_column("approved_area", sa.Column("purpose", purpose, nullable=False, server_default="home"))
    op.alter_column("approved_area", "purpose", server_default=None)
    op.create_check_constraint(
        op.f("ck_approved_area_bounded"), "approved_area", "purpose = 'home' OR valid_to IS NOT NULL"
    )
    _one_open_area("valid_to IS NULL AND purpose = 'home'")
    op.execute("CREATE TABLE check_in_duty_default PARTITION OF check_in_duty DEFAULT")
    op.execute(
        "INSERT INTO check_in_subject (person_id, order_id, agency_id, is_watched, stamp)"
        " SELECT DISTINCT ON (person_id) person_id, id, agency_id, status = 'under_correction', 1"
        " FROM correction_order ORDER BY person_id, (status = 'ended'), id DESC"
    )
    op.create_index(
        "ix_approved_area_order_id_valid_from", "approved_area", ["order_id", "valid_from"], unique=False
    )


def downgrade() -> None:
    op.execute("DELETE FROM approved_area WHERE purpose <> 'home'")
    _one_open_area("valid_to IS NULL")
    op.drop_constraint(op.f("ck_approved_area_bounded"), "approved_area")
    op.drop_index("ix_approved_area_order_id_valid_from", table_name="approved_area")
    op.drop_column("approved_area", "purpose")
    op.drop_index(op.f("ix_check_in_subject_order_id"), table_name="check_in_subject")
    op.drop_index(op.f("ix_check_in_subject_agency_id"), table_name="check_in_subject")
    op.drop_table("check_in_subject")
    op.drop_index("uq_alarm_open", table_name="alarm", postgresql_where=sa.text("status <> 'closed'"))
    op.drop_index("ix_alarm_person_id", table_name="alarm")
    op.drop_index("ix_alarm_order_id", table_name="alarm")
    op.drop_index("ix_alarm_closed_by", table_name="alarm")
    op.drop_index("ix_alarm_agency_id", table_name="alarm")
    op.drop_table("alarm")
    op.drop_index(
        "uq_check_in_device_key", table_name="check_in_device", postgresql_where=sa.text("revoked_at IS NULL")
    )
    op.drop_index("ix_check_in_device_registered_by", table_name="check_in_device")
    op.drop_index("ix_check_in_device_person_id", table_name="check_in_device")
    op.drop_table("check_in_device")
    op.drop_index("ix_check_in_duty_person_id", table_name="check_in_duty")
    op.drop_index("ix_check_in_duty_order_id", table_name="check_in_duty")
    op.drop_index(
        "ix_check_in_duty_open",
        table_name="check_in_duty",
        postgresql_where=sa.text("status IN ('waiting', 'attempted')"),
    )
    op.drop_table("check_in_duty")
