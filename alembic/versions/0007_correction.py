"""Orders of community correction, their approved areas, and check-ins."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_correction"
down_revision = "0006_legal_aid"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("fixed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("accuracy_m", sa.Float(), nullable=False),
        sa.Column("location_sealed", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "inside",
                "outside",
                "indeterminate",
                name="checkinverdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("reasons", postgresql.ARRAY(sa.String(length=40)), nullable=False),
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
    op.create_index(
        "ix_check_in_order_id_received_at_id", "check_in", ["order_id", "received_at", "id"], unique=False
    )
    op.create_index(
        "ix_check_in_person_id_received_at_id", "check_in", ["person_id", "received_at", "id"], unique=False
    )
    op.create_table(
        "check_in_attempt",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("check_in_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_check_in_attempt")),
    )
    op.create_index(op.f("ix_check_in_attempt_received_at"), "check_in_attempt", ["received_at"], unique=False)
    op.create_table(
        "correction_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "control",
                "probation",
                "parole",
                "temporary_release",
                name="correctioncategory",
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
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("court", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "registered",
                "under_correction",
                "ended",
                name="correctionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("began_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "status = 'registered' OR began_at IS NOT NULL", name=op.f("ck_correction_order_began")
        ),
        sa.CheckConstraint("length(btrim(court)) > 0", name=op.f("ck_correction_order_court")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_correction_order_term")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_correction_order_agency_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_order_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_order")),
    )
    op.create_index("ix_correction_order_agency_id_id", "correction_order", ["agency_id", "id"], unique=False)
    op.create_index("ix_correction_order_person_id_id", "correction_order", ["person_id", "id"], unique=False)
    op.create_index(
        "uq_correction_order_open",
        "correction_order",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'ended'"),
    )
    op.create_table(
        "approved_area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("wkb_wgs84", sa.LargeBinary(), nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "drawn", "area", name="approvedareasource", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("repairs", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("valid_from", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("valid_to", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(source = 'area') = (area_code IS NOT NULL)", name=op.f("ck_approved_area_area_code")),
        sa.CheckConstraint("accuracy_m >= 0", name=op.f("ck_approved_area_accuracy")),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_approved_area_period")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_approved_area_area_code")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_approved_area_order_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_approved_area_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_area")),
    )
    op.create_index("ix_approved_area_area_code", "approved_area", ["area_code"], unique=False)
    op.create_index("ix_approved_area_set_by", "approved_area", ["set_by"], unique=False)
    op.create_index(
        "uq_approved_area_open",
        "approved_area",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_approved_area_open", table_name="approved_area", postgresql_where=sa.text("valid_to IS NULL")
    )
    op.drop_index("ix_approved_area_set_by", table_name="approved_area")
    op.drop_index("ix_approved_area_area_code", table_name="approved_area")
    op.drop_table("approved_area")
    op.drop_index(
        "uq_correction_order_open", table_name="correction_order", postgresql_where=sa.text("status <> 'ended'")
    )
    op.drop_index("ix_correction_order_person_id_id", table_name="correction_order")
    op.drop_index("ix_correction_order_agency_id_id", table_name="correction_order")
    op.drop_table("correction_order")
    op.drop_index(op.f("ix_check_in_attempt_received_at"), table_name="check_in_attempt")
    op.drop_table("check_in_attempt")
    op.drop_index("ix_check_in_person_id_received_at_id", table_name="check_in")
    op.drop_index("ix_check_in_order_id_received_at_id", table_name="check_in")
    op.drop_table("check_in")
