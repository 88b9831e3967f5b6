"""Derived pictures, what files say about themselves, and which files wait for the malware scanner."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0023_previews"
down_revision = "0022_custody"
branch_labels = None
depends_on = None


def _codes(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "evidence_claim",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at_local", sqlmodel.sql.sqltypes.AutoString(length=19), nullable=True),
        sa.Column("taken_offset_min", sa.Integer(), nullable=True),
        sa.Column("latitude_deg", sa.Float(), nullable=True),
        sa.Column("longitude_deg", sa.Float(), nullable=True),
        sa.Column("datum", _codes("datum", "wgs84", "gcj02"), nullable=True),
        sa.Column("device_make", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("device_model", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("software", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "num_nulls(latitude_deg, longitude_deg, datum) IN (0, 3)", name=op.f("ck_evidence_claim_place")
        ),
        sa.CheckConstraint(
            "taken_offset_min IS NULL OR taken_at_local IS NOT NULL", name=op.f("ck_evidence_claim_offset")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_claim_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_claim")),
    )
    op.create_table(
        "evidence_preview",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("size", _codes("previewsize", "thumbnail", "web"), nullable=False),
        sa.Column("object_key", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("object_version", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "width_px > 0 AND height_px > 0 AND size_bytes > 0", name=op.f("ck_evidence_preview_measures")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_preview_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", "size", name=op.f("pk_evidence_preview")),
    )
    op.add_column(
        "evidence",
        sa.Column(
            "preview",
            _codes("previewstatus", "none", "waiting", "ready", "failed"),
            nullable=False,
            server_default="none",
        ),
    )
    op.alter_column("evidence", "preview", server_default=None)
    op.create_index("ix_evidence_unscanned", "evidence", ["id"], postgresql_where=sa.text("scan = 'scanner_down'"))


def downgrade() -> None:
    op.drop_index("ix_evidence_unscanned", table_name="evidence")
    op.drop_column("evidence", "preview")
    op.drop_table("evidence_preview")
    op.drop_table("evidence_claim")
