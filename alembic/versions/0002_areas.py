"""Areas with their former names and outlines, the record of imports, and agencies."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002_areas"
down_revision = "0001_kernel"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("full_name", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "city",
                "county",
                "township",
                "village",
                name="arealevel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "day",
                "year",
                "unknown",
                name="dateprecision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "official",
                "packaged",
                "historical",
                name="areasource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("(level = 'province') = (parent_code IS NULL)", name=op.f("ck_area_parent")),
        sa.CheckConstraint("code ~ '^[0-9]{6}([0-9]{3}){0,2}$'", name=op.f("ck_area_code")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_from < valid_to", name=op.f("ck_area_period")
        ),
        sa.ForeignKeyConstraint(["parent_code"], ["area.code"], name=op.f("fk_area_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    op.create_index(
        "ix_area_name", "area", ["name", "code"], unique=False, postgresql_ops={"name": "text_pattern_ops"}
    )
    op.create_index("ix_area_parent_code_code", "area", ["parent_code", "code"], unique=False)
    op.create_table(
        "area_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "official",
                "packaged",
                "historical",
                name="areasource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("file_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("imported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("inserted", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("renamed", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_import")),
    )
    op.create_table(
        "agency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "justice_bureau",
                "legal_aid_centre",
                "legal_aid_station",
                "township_office",
                "correction_centre",
                name="agencykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("tree_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id IS NOT NULL OR kind = 'justice_bureau'", name=op.f("ck_agency_root")),
        sa.CheckConstraint("tree_path LIKE '%/' || id::text || '/'", name=op.f("ck_agency_tree_path")),
        sa.CheckConstraint("length(btrim(name)) > 0", name=op.f("ck_agency_name")),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_agency_period")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_agency_area_code")),
        sa.ForeignKeyConstraint(["parent_id"], ["agency.id"], name=op.f("fk_agency_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_index("ix_agency_area_code_kind", "agency", ["area_code", "kind"], unique=False)
    op.create_index(op.f("ix_agency_parent_id"), "agency", ["parent_id"], unique=False)
    op.create_index(
        "ix_agency_tree_path",
        "agency",
        ["tree_path"],
        unique=False,
        postgresql_ops={"tree_path": "text_pattern_ops"},
    )
    op.create_index(
        "uq_agency_open_name",
        "agency",
        ["area_code", "name"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "area_boundary",
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("wkb_wgs84", sa.LargeBinary(), nullable=False),
        sa.Column("vertex_count", sa.Integer(), nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=False),
        sa.Column("accuracy_note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("is_packaged", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("west_deg", sa.Float(), nullable=False),
        sa.Column("south_deg", sa.Float(), nullable=False),
        sa.Column("east_deg", sa.Float(), nullable=False),
        sa.Column("north_deg", sa.Float(), nullable=False),
        sa.CheckConstraint("vertex_count >= 4 AND accuracy_m > 0", name=op.f("ck_area_boundary_measures")),
        sa.CheckConstraint("west_deg <= east_deg AND south_deg <= north_deg", name=op.f("ck_area_boundary_box")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_area_boundary_area_code")),
        sa.PrimaryKeyConstraint("area_code", name=op.f("pk_area_boundary")),
    )
    op.create_table(
        "area_former_name",
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_from IS NULL OR valid_from < valid_to", name=op.f("ck_area_former_name_period")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_area_former_name_area_code")),
        sa.PrimaryKeyConstraint("area_code", "valid_to", name=op.f("pk_area_former_name")),
    )


def downgrade() -> None:
    for table in ("area_former_name", "area_boundary", "agency", "area_import", "area"):
        op.drop_table(table)
