"""Bundles of evidence for a court: what was asked for, in which order, and what was made of it."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0025_bundles"
down_revision = "0024_sharing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "court",
                "arbitration",
                "inspection",
                "mediation",
                "own",
                name="bundlepurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "ready",
                "failed",
                name="bundlestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("object_key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("object_version", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("manifest_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("status <> 'failed' OR problem IS NOT NULL", name=op.f("ck_evidence_bundle_failed")),
        sa.CheckConstraint(
            "status <> 'ready' OR num_nulls(object_key, sha256, manifest_sha256, size_bytes, page_count, made_at) = 0",
            name=op.f("ck_evidence_bundle_ready"),
        ),
        sa.CheckConstraint("length(btrim(title)) > 0", name=op.f("ck_evidence_bundle_title")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_evidence_bundle_asked_by")),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["evidence_matter.matter_id"], name=op.f("fk_evidence_bundle_matter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_bundle")),
    )
    op.create_index(op.f("ix_evidence_bundle_asked_by"), "evidence_bundle", ["asked_by"], unique=False)
    op.create_index("ix_evidence_bundle_matter_id_id", "evidence_bundle", ["matter_id", "id"], unique=False)
    op.create_index(
        "uq_evidence_bundle_in_progress",
        "evidence_bundle",
        ["matter_id"],
        unique=True,
        postgresql_where=sa.text("status = 'asked'"),
    )
    op.create_table(
        "evidence_bundle_item",
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_evidence_bundle_item_position")),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["evidence_bundle.id"], name=op.f("fk_evidence_bundle_item_bundle_id")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_bundle_item_evidence_id")
        ),
        sa.PrimaryKeyConstraint("bundle_id", "position", name=op.f("pk_evidence_bundle_item")),
    )
    op.create_index(
        op.f("ix_evidence_bundle_item_evidence_id"), "evidence_bundle_item", ["evidence_id"], unique=False
    )
    op.create_index(
        "uq_evidence_bundle_item_file", "evidence_bundle_item", ["bundle_id", "evidence_id"], unique=True
    )


def downgrade() -> None:

    op.drop_index("uq_evidence_bundle_item_file", table_name="evidence_bundle_item")
    op.drop_index(op.f("ix_evidence_bundle_item_evidence_id"), table_name="evidence_bundle_item")
    op.drop_table("evidence_bundle_item")
    op.drop_index(
        "uq_evidence_bundle_in_progress",
        table_name="evidence_bundle",
        postgresql_where=sa.text("status = 'asked'"),
    )
    op.drop_index("ix_evidence_bundle_matter_id_id", table_name="evidence_bundle")
    op.drop_index(op.f("ix_evidence_bundle_asked_by"), table_name="evidence_bundle")
    op.drop_table("evidence_bundle")
