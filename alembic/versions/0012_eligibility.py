"""Tables of eligibility: hardship lines by area and date, and the evidence given for each material."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012_eligibility"
down_revision = "0011_applying"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hardship_line",
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("monthly_fen", sa.Integer(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(btrim(document)) > 0", name=op.f("ck_hardship_line_document")),
        sa.CheckConstraint("monthly_fen BETWEEN 1 AND 100000000", name=op.f("ck_hardship_line_monthly_fen")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_hardship_line_area_code")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_hardship_line_set_by")),
        sa.PrimaryKeyConstraint("area_code", "effective_from", name=op.f("pk_hardship_line")),
    )
    op.create_index(op.f("ix_hardship_line_set_by"), "hardship_line", ["set_by"], unique=False)
    op.create_table(
        "application_material",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "application_form",
                "identity",
                "recipient_identity",
                "authority",
                "hardship_statement",
                "status_proof",
                "matter_claim",
                "matter_link",
                "matter_papers",
                name="materialcode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_material_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_application_material_evidence_id")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_application_material_given_by")),
        sa.PrimaryKeyConstraint("application_id", "item", "evidence_id", name=op.f("pk_application_material")),
    )
    op.create_index(
        op.f("ix_application_material_evidence_id"), "application_material", ["evidence_id"], unique=False
    )
    op.create_index(op.f("ix_application_material_given_by"), "application_material", ["given_by"], unique=False)


def downgrade() -> None:
    op.drop_table("application_material")
    op.drop_table("hardship_line")
