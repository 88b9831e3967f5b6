"""Check-ins: cut into weeks by when they were made, fixes apart; phones' keys, counter visits, calls, photos."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036_check_ins"
down_revision = "0035_correction"
branch_labels = None
depends_on = None

VERDICTS = ("inside", "outside", "indeterminate")
KEPT = "id, order_id, person_id, agency_id, attempt_id, fixed_at, accuracy_m, verdict, distance_m, reasons"
"""Columns that the old table and the new one share."""


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=nullable)


def _codes(name: str) -> sa.Column:
    return sa.Column(name, postgresql.ARRAY(sa.String(length=40)), nullable=False)


def _ids(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _create_check_in() -> None:
    op.create_table(
        "check_in",
        *_ids("id"),
        _at("made_at"),
        _at("received_at"),
        *_ids("order_id", "person_id", "agency_id", "attempt_id"),
        sa.Column("channel", _enum("checkinchannel", "phone", "counter", "call", "helper"), nullable=False),
        *_ids("duty_id", "device_id", nullable=True),
        sa.Column("counter", sa.BigInteger(), nullable=True),
        sa.Column("verdict", _enum("checkinverdict", *VERDICTS), nullable=True),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        _at("fixed_at", nullable=True),
        _codes("reasons"),
        _codes("marks"),
        _codes("failures"),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_offline", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("evidence_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        *_ids("recorded_by", nullable=True),
        sa.CheckConstraint("accuracy_m BETWEEN 0 AND 10000000", name=op.f("ck_check_in_accuracy")),
        sa.CheckConstraint(
            "verdict <> 'indeterminate' OR cardinality(reasons) > 0", name=op.f("ck_check_in_reasons")
        ),
        sa.CheckConstraint(
            "verdict NOT IN ('inside', 'outside') OR distance_m IS NOT NULL", name=op.f("ck_check_in_distance")
        ),
        sa.CheckConstraint("(verdict IS NULL) = (channel IN ('counter', 'call'))", name=op.f("ck_check_in_place")),
        sa.CheckConstraint("channel = 'phone' OR recorded_by IS NOT NULL", name=op.f("ck_check_in_recorded")),
        sa.CheckConstraint("(device_id IS NULL) = (counter IS NULL)", name=op.f("ck_check_in_signed")),
        sa.PrimaryKeyConstraint("id", "made_at", name=op.f("pk_check_in")),
        postgresql_partition_by="RANGE (made_at)",
    )
    op.create_index("ix_check_in_person_id_made_at", "check_in", ["person_id", "made_at", "id"], unique=False)
    op.create_table(
        "check_in_fix",
        *_ids("id"),
        _at("made_at"),
        *_ids("person_id"),
        sa.Column("location_sealed", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", "made_at", name=op.f("pk_check_in_fix")),
        postgresql_partition_by="RANGE (made_at)",
    )
    for table in ("check_in", "check_in_fix"):
        op.execute(f"CREATE TABLE {table}_default PARTITION OF {table} DEFAULT")


def _move_up() -> None:
    """Check-ins made before: made when they came, and without what nobody asked for then."""
    op.execute(
        f"INSERT INTO check_in ({KEPT}, made_at, received_at, channel, marks, failures, is_late, is_offline,"  # noqa: S608 -- our own column names
        f" digest, evidence_ids) SELECT {KEPT}, received_at, received_at, 'phone', '{{}}', '{{}}', false, false,"
        " ''::bytea, '{}' FROM check_in_before"
    )
    op.execute(
        "INSERT INTO check_in_fix (id, made_at, person_id, location_sealed)"
        " SELECT id, received_at, person_id, location_sealed FROM check_in_before"
    )
    op.execute(
        "UPDATE check_in_subject s SET last_check_in_id = last.id, last_received_at = last.received_at"
        " FROM (SELECT DISTINCT ON (person_id) person_id, id, received_at FROM check_in_before"
        " ORDER BY person_id, received_at DESC) last WHERE last.person_id = s.person_id"
    )


def upgrade() -> None:
    op.add_column("check_in_subject", sa.Column("last_check_in_id", sa.Uuid(), nullable=True))
    op.add_column("check_in_subject", _at("last_received_at", nullable=True))
    op.execute("ALTER TABLE check_in_subject SET (fillfactor = 70)")
    op.execute("ALTER TABLE check_in_device SET (fillfactor = 70)")
    op.rename_table("check_in", "check_in_before")
    op.execute("ALTER INDEX pk_check_in RENAME TO pk_check_in_before")
    _create_check_in()
    _move_up()
    op.drop_table("check_in_before")
    op.drop_index("ix_check_in_attempt_received_at", table_name="check_in_attempt")
    op.drop_table("check_in_attempt")
    platform = _enum("deviceplatform", "android", "ios", "harmony", "other")
    op.add_column("check_in_device", sa.Column("platform", platform, nullable=False, server_default="other"))
    op.alter_column("check_in_device", "platform", server_default=None)
    op.add_column("check_in_device", sa.Column("revoked_by", sa.Uuid(), nullable=True))
    op.create_index("ix_check_in_device_revoked_by", "check_in_device", ["revoked_by"], unique=False)
    op.create_foreign_key(
        op.f("fk_check_in_device_revoked_by"), "check_in_device", "person", ["revoked_by"], ["id"]
    )
    _create_beside()


def _create_beside() -> None:
    """What goes with a check-in: the code of a registration, an officer's record, a photo looked at."""
    op.create_table(
        "check_in_enrolment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(used_at IS NULL) = (device_id IS NULL)", name=op.f("ck_check_in_enrolment_used")),
        sa.CheckConstraint("made_at < expires_at", name=op.f("ck_check_in_enrolment_period")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["check_in_device.id"], name=op.f("fk_check_in_enrolment_device_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_check_in_enrolment_made_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_enrolment")),
    )
    op.create_index("ix_check_in_enrolment_device_id", "check_in_enrolment", ["device_id"], unique=False)
    op.create_index("ix_check_in_enrolment_made_by", "check_in_enrolment", ["made_by"], unique=False)
    op.create_index(
        "ix_check_in_enrolment_person_id", "check_in_enrolment", ["person_id", "made_at"], unique=False
    )
    op.create_table(
        "check_in_face",
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "waiting",
                "matches",
                "unclear",
                "differs",
                name="facefinding",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("finding = 'waiting' OR looked_by IS NOT NULL", name=op.f("ck_check_in_face_looked")),
        sa.CheckConstraint("(looked_by IS NULL) = (looked_at IS NULL)", name=op.f("ck_check_in_face_looked_at")),
        sa.ForeignKeyConstraint(["looked_by"], ["person.id"], name=op.f("fk_check_in_face_looked_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_check_in_face_order_id")),
        sa.PrimaryKeyConstraint("check_in_id", name=op.f("pk_check_in_face")),
    )
    op.create_index("ix_check_in_face_looked_by", "check_in_face", ["looked_by"], unique=False)
    op.create_index("ix_check_in_face_order_id", "check_in_face", ["order_id", "made_at"], unique=False)
    op.create_table(
        "check_in_record",
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "verified_by",
            sa.Enum(
                "seen",
                "document",
                "voice",
                "video",
                "helper",
                name="verifiedby",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("helper_name", sqlmodel.sql.sqltypes.AutoString(length=50), nullable=True),
        sa.Column("consent", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.CheckConstraint(
            "consent IS NULL OR length(btrim(consent)) > 0", name=op.f("ck_check_in_record_consent")
        ),
        sa.CheckConstraint("length(btrim(note)) > 0", name=op.f("ck_check_in_record_note")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_check_in_record_order_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_check_in_record_recorded_by")),
        sa.PrimaryKeyConstraint("check_in_id", name=op.f("pk_check_in_record")),
    )
    op.create_index("ix_check_in_record_order_id", "check_in_record", ["order_id", "made_at"], unique=False)
    op.create_index("ix_check_in_record_recorded_by", "check_in_record", ["recorded_by"], unique=False)


def _create_check_in_of_before() -> None:
    op.create_table(
        "check_in",
        *_ids("id"),
        _at("received_at"),
        *_ids("order_id", "person_id", "agency_id", "area_id", "attempt_id"),
        _at("fixed_at"),
        sa.Column("accuracy_m", sa.Float(), nullable=False),
        sa.Column("location_sealed", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("verdict", _enum("checkinverdict", *VERDICTS), nullable=False),
        sa.Column("distance_m", sa.Float(), nullable=True),
        _codes("reasons"),
        sa.CheckConstraint(
            "(verdict = 'indeterminate') = (cardinality(reasons) > 0)", name=op.f("ck_check_in_reasons")
        ),
        sa.CheckConstraint(
            "verdict = 'indeterminate' OR (distance_m IS NOT NULL AND (verdict = 'inside') = (distance_m < 0))",
            name=op.f("ck_check_in_distance"),
        ),
        sa.CheckConstraint("accuracy_m BETWEEN 0 AND 10000000", name=op.f("ck_check_in_accuracy")),
        sa.PrimaryKeyConstraint("id", "received_at", name=op.f("pk_check_in")),
    )
    for owner in ("order", "person"):
        columns = [f"{owner}_id", "received_at", "id"]
        op.create_index(f"ix_check_in_{owner}_id_received_at_id", "check_in", columns, unique=False)
    op.create_table(
        "check_in_attempt",
        *_ids("attempt_id", "person_id", "check_in_id"),
        _at("received_at"),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_check_in_attempt")),
    )
    op.create_index(op.f("ix_check_in_attempt_received_at"), "check_in_attempt", ["received_at"], unique=False)


def downgrade() -> None:
    """Only check-ins from before come back: the old table has no place for the others."""
    for table in ("check_in_face", "check_in_record", "check_in_enrolment"):
        op.drop_table(table)
    op.drop_constraint(op.f("fk_check_in_device_revoked_by"), "check_in_device", type_="foreignkey")
    op.drop_index("ix_check_in_device_revoked_by", table_name="check_in_device")
    op.drop_column("check_in_device", "revoked_by")
    op.drop_column("check_in_device", "platform")
    op.rename_table("check_in", "check_in_later")
    op.execute("ALTER INDEX pk_check_in RENAME TO pk_check_in_later")
    _create_check_in_of_before()
    op.execute(
        f"INSERT INTO check_in ({KEPT}, received_at, area_id, location_sealed)"  # noqa: S608 -- our own column names
        " SELECT later.id, later.order_id, later.person_id, agency_id, attempt_id, fixed_at, accuracy_m, verdict,"
        " distance_m, reasons, received_at, (SELECT area.id FROM approved_area area"
        " WHERE area.order_id = later.order_id ORDER BY valid_from DESC LIMIT 1), location_sealed"
        " FROM check_in_later later JOIN check_in_fix fix ON fix.id = later.id AND fix.made_at = later.made_at"
        " WHERE digest = ''::bytea"
    )
    op.execute("INSERT INTO check_in_attempt SELECT attempt_id, person_id, id, received_at FROM check_in")
    op.drop_table("check_in_later")
    op.drop_table("check_in_fix")
    op.drop_column("check_in_subject", "last_received_at")
    op.drop_column("check_in_subject", "last_check_in_id")
