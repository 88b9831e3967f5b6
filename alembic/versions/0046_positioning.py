"""Electronic positioning: authorisations, devices, and the lock of 社区矫正法 29 in the database itself.

``device_position`` refuses every row, by INSERT, UPDATE or COPY, that no authorisation covers: of this person, at
this very instant, from a device registered for them then. An authorisation covers anything only by somebody who
approves at the county's bureau, never reaches further than its days, and what follows another without a break is
an extension with its assessment. A location is kept longer only where it was taken in the first place.
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0046_positioning"
down_revision = "0045_ending"
branch_labels = None
depends_on = None

NOTICES = (
    "positioning_proposed",
    "positioning_decided",
    "positioning_approved",
    "positioning_ends_soon",
    "positioning_ended",
    "device_battery_low",
    "device_to_be_charged",
)
REQUIRE = """
CREATE FUNCTION require_positioning_authorisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- FOR SHARE: who lifts the authorisation at this moment is waited for, and what is refused then is refused here.
    PERFORM 1 FROM positioning_authorisation a
        WHERE a.id = NEW.authorisation_id AND a.person_id = NEW.person_id
        AND a.status IN ('in_force', 'lifted', 'expired') AND a.valid_from <= NEW.at AND NEW.at < a.valid_to
        FOR SHARE;
    IF NOT FOUND OR NOT EXISTS (
        SELECT 1 FROM positioning_device d WHERE d.id = NEW.device_id AND d.person_id = NEW.person_id
        AND d.registered_at <= NEW.at AND (d.returned_at IS NULL OR NEW.at < d.returned_at))
    THEN
        RAISE EXCEPTION 'no authorisation covers this person at this instant (社区矫正法 29)'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'device_position_authorised';
    END IF;
    RETURN NEW;
END $$
"""
KEEP = """
CREATE FUNCTION keep_positioning_authorisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an authorisation is not taken out of the records'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.valid_from IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.valid_from IS NULL) THEN
        IF NOT EXISTS (
            SELECT FROM role_grant g JOIN agency bureau ON bureau.id = g.agency_id
            JOIN correction_order o ON o.id = NEW.order_id AND o.person_id = NEW.person_id
            WHERE g.person_id = NEW.decided_by AND g.role = 'approver' AND g.agency_id = NEW.bureau_id
            AND g.valid_from <= NEW.decided_at AND (g.valid_to IS NULL OR g.valid_to > NEW.decided_at)
            AND bureau.kind = 'justice_bureau' AND starts_with(o.agency_path, bureau.tree_path)
            AND NOT EXISTS (SELECT FROM agency nearer WHERE nearer.kind = 'justice_bureau'
                AND starts_with(o.agency_path, nearer.tree_path) AND starts_with(nearer.tree_path, bureau.tree_path)
                AND nearer.id <> bureau.id))
        THEN
            RAISE EXCEPTION 'only the head of the county''s bureau approves (社区矫正法 29)'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF EXISTS (
            SELECT FROM positioning_authorisation a WHERE a.person_id = NEW.person_id AND a.id <> NEW.id
            AND (a.valid_from < NEW.valid_to AND NEW.valid_from < a.valid_to
                OR NEW.renews_id IS NULL AND a.status IN ('in_force', 'expired') AND a.to_on + 1 = NEW.from_on))
        THEN
            RAISE EXCEPTION 'what overlaps or follows another is an extension, after an assessment (社区矫正法 29)'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF NEW.valid_from < (NEW.from_on::timestamp AT TIME ZONE 'Asia/Shanghai')
        OR NEW.valid_to > ((NEW.to_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
        OR TG_OP = 'UPDATE' AND (
            ROW(NEW.order_id, NEW.person_id, NEW.bureau_id, NEW.ground, NEW.from_on, NEW.to_on, NEW.proposed_by,
                NEW.renews_id, NEW.assessment)
            IS DISTINCT FROM
            ROW(OLD.order_id, OLD.person_id, OLD.bureau_id, OLD.ground, OLD.from_on, OLD.to_on, OLD.proposed_by,
                OLD.renews_id, OLD.assessment)
            OR OLD.status NOT IN ('proposed', 'in_force') AND NEW.status <> OLD.status
            OR OLD.decided_by IS NOT NULL AND (
                NEW.valid_to > OLD.valid_to
                OR ROW(NEW.decided_by, NEW.decided_at, NEW.valid_from)
                IS DISTINCT FROM ROW(OLD.decided_by, OLD.decided_at, OLD.valid_from)))
    THEN
        RAISE EXCEPTION 'what was authorised stays as it was decided, or ends sooner'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
HOLD = """
CREATE FUNCTION require_location_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.source = 'device' AND NOT EXISTS (
            SELECT FROM device_position WHERE id = NEW.source_id AND at = NEW.at AND person_id = NEW.person_id)
        OR NEW.source = 'check_in' AND NOT EXISTS (
            SELECT FROM check_in_fix WHERE id = NEW.source_id AND made_at = NEW.at AND person_id = NEW.person_id)
    THEN
        RAISE EXCEPTION 'a location is kept longer only where it was taken (社区矫正法 29)'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'held_location_taken';
    END IF;
    RETURN NEW;
END $$
"""


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")


def upgrade() -> None:
    op.create_table(
        "held_location",
        sa.Column(
            "source",
            sa.Enum(
                "check_in", "device", name="locationsource", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("held_for_id", sa.Uuid(), nullable=False),
        sa.Column(
            "held_for",
            sa.Enum("alarm", "sanction", name="heldfor", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("location_sealed", sa.Text(), nullable=False),
        sa.Column("held_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_location_person_id")),
        sa.PrimaryKeyConstraint("source", "source_id", "held_for_id", name=op.f("pk_held_location")),
    )
    op.create_index("ix_held_location_held_for_id", "held_location", ["held_for_id"], unique=False)
    op.create_index("ix_held_location_person_id", "held_location", ["person_id", "at"], unique=False)
    op.create_table(
        "positioning_authorisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("bureau_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "injunction_breached",
                "left_without_approval",
                "refused_to_report",
                "police_penalty",
                "revocation_planned",
                name="positioningground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("statement", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("renews_id", sa.Uuid(), nullable=True),
        sa.Column("assessment", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "in_force",
                "rejected",
                "withdrawn",
                "lifted",
                "expired",
                name="authorisationstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision_reason", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("valid_from", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("valid_to", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("lift_reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(status = 'lifted') = (lifted_at IS NOT NULL)", name=op.f("ck_positioning_authorisation_lifted")
        ),
        sa.CheckConstraint(
            "(status IN ('in_force', 'lifted', 'expired')) = (valid_from IS NOT NULL)",
            name=op.f("ck_positioning_authorisation_in_force"),
        ),
        sa.CheckConstraint(
            "(status IN ('proposed', 'withdrawn')) = (decided_by IS NULL)",
            name=op.f("ck_positioning_authorisation_decided"),
        ),
        sa.CheckConstraint(
            "to_on < from_on + interval '3 months'", name=op.f("ck_positioning_authorisation_three_months")
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_positioning_authorisation_decided_at")
        ),
        sa.CheckConstraint(
            "(renews_id IS NULL) = (assessment IS NULL)", name=op.f("ck_positioning_authorisation_assessment")
        ),
        sa.CheckConstraint(
            "(valid_from IS NULL) = (valid_to IS NULL)", name=op.f("ck_positioning_authorisation_valid")
        ),
        sa.CheckConstraint(
            "decided_by <> proposed_by AND decided_by <> person_id",
            name=op.f("ck_positioning_authorisation_two_people"),
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR length(btrim(decision_reason)) > 0",
            name=op.f("ck_positioning_authorisation_decision_reason"),
        ),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_positioning_authorisation_days")),
        sa.CheckConstraint("length(btrim(reason)) > 0", name=op.f("ck_positioning_authorisation_reason")),
        sa.CheckConstraint(
            "lifted_at IS NULL OR length(btrim(lift_reason)) > 0",
            name=op.f("ck_positioning_authorisation_lift_reason"),
        ),
        sa.CheckConstraint(
            "valid_from <= valid_to AND valid_from >= decided_at",
            name=op.f("ck_positioning_authorisation_not_back_dated"),
        ),
        sa.ForeignKeyConstraint(["bureau_id"], ["agency.id"], name=op.f("fk_positioning_authorisation_bureau_id")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_positioning_authorisation_decided_by")
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_positioning_authorisation_lifted_by")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["correction_order.id"], name=op.f("fk_positioning_authorisation_order_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_positioning_authorisation_person_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_positioning_authorisation_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["renews_id"], ["positioning_authorisation.id"], name=op.f("fk_positioning_authorisation_renews_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positioning_authorisation")),
    )
    op.create_index(
        "ix_positioning_authorisation_bureau_id", "positioning_authorisation", ["bureau_id"], unique=False
    )
    op.create_index(
        "ix_positioning_authorisation_decided_by", "positioning_authorisation", ["decided_by"], unique=False
    )
    op.create_index(
        "ix_positioning_authorisation_lifted_by", "positioning_authorisation", ["lifted_by"], unique=False
    )
    op.create_index(
        "ix_positioning_authorisation_order_id", "positioning_authorisation", ["order_id", "id"], unique=False
    )
    op.create_index(
        "ix_positioning_authorisation_person_id",
        "positioning_authorisation",
        ["person_id", "valid_to"],
        unique=False,
    )
    op.create_index(
        "ix_positioning_authorisation_proposed_by", "positioning_authorisation", ["proposed_by"], unique=False
    )
    op.create_index(
        "ix_positioning_authorisation_renews_id", "positioning_authorisation", ["renews_id"], unique=False
    )
    op.create_index(
        "uq_positioning_authorisation_open",
        "positioning_authorisation",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status = 'proposed'"),
    )
    op.create_table(
        "positioning_device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vendor", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("serial", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column(
            "algorithm",
            sa.Enum("ed25519", "p256", name="keyalgorithm", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("returned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("last_counter", sa.Integer(), nullable=False),
        sa.Column("last_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("last_heard_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("battery_percent", sa.Integer(), nullable=True),
        sa.CheckConstraint("battery_percent BETWEEN 0 AND 100", name=op.f("ck_positioning_device_battery")),
        sa.CheckConstraint("registered_at <= returned_at", name=op.f("ck_positioning_device_period")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["correction_order.id"], name=op.f("fk_positioning_device_order_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_positioning_device_person_id")),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["person.id"], name=op.f("fk_positioning_device_registered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positioning_device")),
    )
    op.create_index("ix_positioning_device_order_id", "positioning_device", ["order_id", "id"], unique=False)
    op.create_index("ix_positioning_device_person_id", "positioning_device", ["person_id"], unique=False)
    op.create_index("ix_positioning_device_registered_by", "positioning_device", ["registered_by"], unique=False)
    op.create_index(
        "uq_positioning_device_key",
        "positioning_device",
        ["public_key"],
        unique=True,
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.create_index("uq_positioning_device_person", "positioning_device", ["id", "person_id"], unique=True)
    op.create_index(
        "uq_positioning_device_worn",
        "positioning_device",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.create_table(
        "device_position",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("authorisation_id", sa.Uuid(), nullable=False),
        sa.Column("location_sealed", sa.Text(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorisation_id"],
            ["positioning_authorisation.id"],
            name=op.f("fk_device_position_authorisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["device_id", "person_id"],
            ["positioning_device.id", "positioning_device.person_id"],
            name=op.f("fk_device_position_device_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", "at", name=op.f("pk_device_position")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index("ix_device_position_authorisation_id", "device_position", ["authorisation_id"], unique=False)
    op.create_index("ix_device_position_device_id", "device_position", ["device_id", "person_id"], unique=False)
    op.create_index("ix_device_position_person_id", "device_position", ["person_id", "at"], unique=False)
    op.create_table(
        "device_signal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tampered",
                "low_battery",
                "charging",
                "no_satellites",
                "restarted",
                name="devicesignalkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("battery_percent", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("battery_percent BETWEEN 0 AND 100", name=op.f("ck_device_signal_battery")),
        sa.ForeignKeyConstraint(["device_id"], ["positioning_device.id"], name=op.f("fk_device_signal_device_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_device_signal_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_signal")),
    )
    op.create_index("ix_device_signal_device_id", "device_signal", ["device_id", "at"], unique=False)
    op.create_index("ix_device_signal_order_id", "device_signal", ["order_id", "at"], unique=False)

    op.execute("CREATE TABLE device_position_default PARTITION OF device_position DEFAULT")
    op.execute(REQUIRE)
    op.execute(
        "CREATE TRIGGER require_authorisation BEFORE INSERT OR UPDATE ON device_position"
        " FOR EACH ROW EXECUTE FUNCTION require_positioning_authorisation()"
    )
    op.execute(KEEP)
    op.execute(
        "CREATE TRIGGER keep_authorisation BEFORE INSERT OR UPDATE OR DELETE ON positioning_authorisation"
        " FOR EACH ROW EXECUTE FUNCTION keep_positioning_authorisation()"
    )
    op.execute(HOLD)
    op.execute(
        "CREATE TRIGGER require_taken BEFORE INSERT OR UPDATE OF source, source_id, person_id, at ON held_location"
        " FOR EACH ROW EXECUTE FUNCTION require_location_taken()"
    )
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:

    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.execute("DROP TRIGGER require_authorisation ON device_position")
    op.execute("DROP FUNCTION require_positioning_authorisation()")
    op.execute("DROP TRIGGER keep_authorisation ON positioning_authorisation")
    op.execute("DROP FUNCTION keep_positioning_authorisation()")
    op.execute("DROP TRIGGER require_taken ON held_location")
    op.execute("DROP FUNCTION require_location_taken()")

    op.drop_index("ix_device_signal_order_id", table_name="device_signal")
    op.drop_index("ix_device_signal_device_id", table_name="device_signal")
    op.drop_table("device_signal")
    op.drop_index("ix_device_position_person_id", table_name="device_position")
    op.drop_index("ix_device_position_device_id", table_name="device_position")
    op.drop_index("ix_device_position_authorisation_id", table_name="device_position")
    op.drop_table("device_position")
    op.drop_index(
        "uq_positioning_device_worn",
        table_name="positioning_device",
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.drop_index("uq_positioning_device_person", table_name="positioning_device")
    op.drop_index(
        "uq_positioning_device_key",
        table_name="positioning_device",
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.drop_index("ix_positioning_device_registered_by", table_name="positioning_device")
    op.drop_index("ix_positioning_device_person_id", table_name="positioning_device")
    op.drop_index("ix_positioning_device_order_id", table_name="positioning_device")
    op.drop_table("positioning_device")
    op.drop_index(
        "uq_positioning_authorisation_open",
        table_name="positioning_authorisation",
        postgresql_where=sa.text("status = 'proposed'"),
    )
    op.drop_index("ix_positioning_authorisation_renews_id", table_name="positioning_authorisation")
    op.drop_index("ix_positioning_authorisation_proposed_by", table_name="positioning_authorisation")
    op.drop_index("ix_positioning_authorisation_person_id", table_name="positioning_authorisation")
    op.drop_index("ix_positioning_authorisation_order_id", table_name="positioning_authorisation")
    op.drop_index("ix_positioning_authorisation_lifted_by", table_name="positioning_authorisation")
    op.drop_index("ix_positioning_authorisation_decided_by", table_name="positioning_authorisation")
    op.drop_index("ix_positioning_authorisation_bureau_id", table_name="positioning_authorisation")
    op.drop_table("positioning_authorisation")
    op.drop_index("ix_held_location_person_id", table_name="held_location")
    op.drop_index("ix_held_location_held_for_id", table_name="held_location")
    op.drop_table("held_location")
