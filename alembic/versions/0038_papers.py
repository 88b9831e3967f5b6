"""Papers of correction: contents fixed when asked for, bytes fixed when issued."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0038_papers"
down_revision = "0037_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction_paper_number",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report_notice",
                "announcement",
                "group_responsibility",
                "leave_decision",
                "move_decision",
                "commendation",
                "admonition",
                "warning",
                "police_penalty_proposal",
                "probation_revocation_proposal",
                "parole_revocation_proposal",
                "imprisonment_proposal",
                "commutation_proposal",
                "positioning_decision",
                "positioning_end",
                "appraisal",
                "end_certificate",
                "termination_notice",
                name="correctionpaperkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_correction_paper_number_last")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_correction_paper_number_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "kind", "year", name=op.f("pk_correction_paper_number")),
    )
    op.create_table(
        "correction_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report_notice",
                "announcement",
                "group_responsibility",
                "leave_decision",
                "move_decision",
                "commendation",
                "admonition",
                "warning",
                "police_penalty_proposal",
                "probation_revocation_proposal",
                "parole_revocation_proposal",
                "imprisonment_proposal",
                "commutation_proposal",
                "positioning_decision",
                "positioning_end",
                "appraisal",
                "end_certificate",
                "termination_notice",
                name="correctionpaperkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("contents_sealed", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "issued",
                "failed",
                name="correctionpaperstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("template_version", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("object_key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("object_version", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("missing_characters", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_correction_paper_sha256")),
        sa.CheckConstraint("status <> 'failed' OR failure IS NOT NULL", name=op.f("ck_correction_paper_failed")),
        sa.CheckConstraint(
            "status <> 'issued' OR (issued_at IS NOT NULL AND sha256 IS NOT NULL AND size_bytes IS NOT NULL AND template_version IS NOT NULL)",
            name=op.f("ck_correction_paper_issued"),
        ),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_correction_paper_size")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_correction_paper_agency_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_correction_paper_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_paper_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_paper")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_correction_paper_agency_id_number")),
        sa.UniqueConstraint(
            "order_id", "kind", "about_id", name=op.f("uq_correction_paper_order_id_kind_about_id")
        ),
    )
    op.create_index("ix_correction_paper_person_id", "correction_paper", ["person_id"], unique=False)

    op.execute(
        "CREATE TRIGGER keep_issued BEFORE UPDATE OR DELETE ON correction_paper"
        " FOR EACH ROW EXECUTE FUNCTION keep_issued_paper()"
    )


def downgrade() -> None:

    op.drop_index("ix_correction_paper_person_id", table_name="correction_paper")
    op.drop_table("correction_paper")
    op.drop_table("correction_paper_number")
