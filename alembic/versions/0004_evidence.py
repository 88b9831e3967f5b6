"""Tables of evidence."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004_evidence"
down_revision = "0003_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_matter",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_evidence_matter_agency_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_evidence_matter_owner_id")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_evidence_matter")),
    )
    op.create_index(op.f("ix_evidence_matter_agency_id"), "evidence_matter", ["agency_id"], unique=False)
    op.create_index(op.f("ix_evidence_matter_owner_id"), "evidence_matter", ["owner_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "wage_record",
                "attendance",
                "bank_slip",
                "chat",
                "contract",
                "id_card",
                "signature",
                "other",
                name="evidencekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column(
            "media_type",
            sa.Enum(
                "image/jpeg",
                "image/png",
                "image/webp",
                "image/heic",
                "application/pdf",
                name="mediatype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("object_key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("object_version", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "declared",
                "arrived",
                "verified",
                "rejected",
                "expired",
                name="evidencestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "rejection",
            sa.Enum(
                "missing",
                "size_differs",
                "hash_differs",
                "type_differs",
                name="rejectionreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("found_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("captured_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("declared_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("arrived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("verified_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_evidence_sha256")),
        sa.CheckConstraint("status <> 'rejected' OR rejection IS NOT NULL", name=op.f("ck_evidence_rejected")),
        sa.CheckConstraint("status <> 'verified' OR verified_at IS NOT NULL", name=op.f("ck_evidence_verified")),
        sa.CheckConstraint(
            "status IN ('declared', 'expired') OR arrived_at IS NOT NULL", name=op.f("ck_evidence_arrived")
        ),
        sa.CheckConstraint("length(btrim(name)) > 0", name=op.f("ck_evidence_name")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_evidence_size")),
        sa.ForeignKeyConstraint(["matter_id"], ["evidence_matter.matter_id"], name=op.f("fk_evidence_matter_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_evidence_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_matter_id_id", "evidence", ["matter_id", "id"], unique=False)
    op.create_index(op.f("ix_evidence_owner_id"), "evidence", ["owner_id"], unique=False)
    op.create_index(
        "uq_evidence_live_file",
        "evidence",
        ["matter_id", "sha256", "size_bytes", "media_type", "kind"],
        unique=True,
        postgresql_where=sa.text("status IN ('declared', 'arrived', 'verified')"),
    )
    op.create_table(
        "evidence_matter_reader",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_evidence_matter_reader_period")),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["evidence_matter.matter_id"], name=op.f("fk_evidence_matter_reader_matter_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_matter_reader_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_matter_reader")),
    )
    op.create_index(
        "ix_evidence_matter_reader_person_id", "evidence_matter_reader", ["person_id", "matter_id"], unique=False
    )
    op.create_index(
        "uq_evidence_matter_reader_open",
        "evidence_matter_reader",
        ["matter_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_evidence_matter_reader_open",
        table_name="evidence_matter_reader",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index("ix_evidence_matter_reader_person_id", table_name="evidence_matter_reader")
    op.drop_table("evidence_matter_reader")
    op.drop_index(
        "uq_evidence_live_file",
        table_name="evidence",
        postgresql_where=sa.text("status IN ('declared', 'arrived', 'verified')"),
    )
    op.drop_index(op.f("ix_evidence_owner_id"), table_name="evidence")
    op.drop_index("ix_evidence_matter_id_id", table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_evidence_matter_owner_id"), table_name="evidence_matter")
    op.drop_index(op.f("ix_evidence_matter_agency_id"), table_name="evidence_matter")
    op.drop_table("evidence_matter")
