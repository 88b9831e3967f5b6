"""Rosters taken in from a file: the file until it is over, what it would change, and its rows that say so."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0032_imports"
down_revision = "0031_batches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "previewed",
                "committing",
                "committed",
                "discarded",
                name="importstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("committed_by", sa.Uuid(), nullable=True),
        sa.Column("committed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("content_sealed", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("fingerprint", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("bad_count", sa.Integer(), nullable=False),
        sa.Column("firms", sa.JSON(), nullable=False),
        sa.Column("ignored_columns", sa.JSON(), nullable=False),
        sa.Column("is_outdated", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('previewed', 'committing')) = (content_sealed IS NOT NULL)",
            name=op.f("ck_roster_import_content_while_open"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('committing', 'committed') OR bad_count = 0",
            name=op.f("ck_roster_import_all_or_nothing"),
        ),
        sa.CheckConstraint(
            "(status = 'committed') = (committed_at IS NOT NULL)", name=op.f("ck_roster_import_committed")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_roster_import_agency_id")),
        sa.ForeignKeyConstraint(["committed_by"], ["person.id"], name=op.f("fk_roster_import_committed_by")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_roster_import_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
    )
    op.create_index("ix_roster_import_agency_id", "roster_import", ["agency_id", "id"], unique=False)
    op.create_index(op.f("ix_roster_import_committed_by"), "roster_import", ["committed_by"], unique=False)
    op.create_index(op.f("ix_roster_import_uploaded_by"), "roster_import", ["uploaded_by"], unique=False)
    op.create_table(
        "roster_import_line",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "new",
                "changed",
                "unchanged",
                "bad",
                name="lineoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["roster_import.id"],
            name=op.f("fk_roster_import_line_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "row", name=op.f("pk_roster_import_line")),
    )


def downgrade() -> None:
    op.drop_table("roster_import_line")
    op.drop_table("roster_import")
