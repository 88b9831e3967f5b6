"""Plans that assign whole queues: what was proposed, what became of each line, and which assignments came of one."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0031_batches"
down_revision = "0030_conflicts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planning",
                "ready",
                "committing",
                "done",
                "failed",
                "discarded",
                name="batchstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum("optimal", "greedy", name="batchmethod", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("weights_version", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("seed", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("planned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("lawyers", sa.Integer(), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("bound", sa.BigInteger(), nullable=True),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("committed_by", sa.Uuid(), nullable=True),
        sa.Column("committed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'failed' OR problem IS NOT NULL", name=op.f("ck_batch_assignment_failed")),
        sa.CheckConstraint(
            "status IN ('planning', 'failed', 'discarded') OR num_nulls(planned_at, weights_version, lawyers, score) = 0",
            name=op.f("ck_batch_assignment_planned"),
        ),
        sa.CheckConstraint("bound >= score", name=op.f("ck_batch_assignment_bound")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_batch_assignment_agency_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_batch_assignment_asked_by")),
        sa.ForeignKeyConstraint(["committed_by"], ["person.id"], name=op.f("fk_batch_assignment_committed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_assignment")),
    )
    op.create_index("ix_batch_assignment_agency_id", "batch_assignment", ["agency_id", "id"], unique=False)
    op.create_index("ix_batch_assignment_asked_by", "batch_assignment", ["asked_by"], unique=False)
    op.create_index("ix_batch_assignment_committed_by", "batch_assignment", ["committed_by"], unique=False)
    op.create_index(
        "uq_batch_assignment_at_work",
        "batch_assignment",
        ["agency_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('planning', 'committing')"),
    )
    op.create_table(
        "batch_line",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "labour_remuneration",
                "labour_relation",
                "labour_compensation",
                "labour_contract",
                "work_injury",
                "work_injury_insurance",
                "occupational_disease",
                "injury_off_duty",
                "traffic_injury",
                "medical_injury",
                "food_drug_injury",
                "support_payments",
                "marriage_family",
                "domestic_violence",
                "inheritance",
                "guardianship",
                "social_insurance",
                "social_assistance",
                "survivors_pension",
                "state_compensation",
                "acquitted_on_retrial",
                "legal_capacity",
                "environment",
                "brave_act",
                "heroes_and_martyrs",
                "rural_land",
                "contract_debt",
                "property_management",
                "consumer",
                "administrative_review",
                "administrative_litigation",
                "criminal_defence",
                "criminal_victim",
                "compulsory_treatment",
                name="casecategory",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "unserved",
                "removed",
                "asked",
                "refused",
                name="linestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("planned_lawyer_id", sa.Uuid(), nullable=True),
        sa.Column("lawyer_id", sa.Uuid(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("obstacles", sa.JSON(), nullable=False),
        sa.Column(
            "change_reason",
            sa.Enum(
                "recipient_asked",
                "knows_case",
                "speaks_better",
                "nearer",
                "agreed_before",
                "other",
                name="overridereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("change_note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("assignment_id", sa.Uuid(), nullable=True),
        sa.Column("refusal_code", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("refusal", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.CheckConstraint("(status = 'asked') = (assignment_id IS NOT NULL)", name=op.f("ck_batch_line_asked")),
        sa.CheckConstraint(
            "(status = 'refused') = (refusal_code IS NOT NULL)", name=op.f("ck_batch_line_refused")
        ),
        sa.CheckConstraint(
            "status NOT IN ('planned', 'asked') OR lawyer_id IS NOT NULL", name=op.f("ck_batch_line_lawyer")
        ),
        sa.CheckConstraint("(changed_by IS NULL) = (change_reason IS NULL)", name=op.f("ck_batch_line_changed")),
        sa.CheckConstraint("position > 0", name=op.f("ck_batch_line_position")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_batch_line_score")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_batch_line_assignment_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch_assignment.id"], name=op.f("fk_batch_line_batch_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_batch_line_changed_by")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_batch_line_lawyer_id")),
        sa.ForeignKeyConstraint(
            ["planned_lawyer_id"], ["lawyer.id"], name=op.f("fk_batch_line_planned_lawyer_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_batch_line")),
    )
    op.create_index(op.f("ix_batch_line_assignment_id"), "batch_line", ["assignment_id"], unique=False)
    op.create_index(op.f("ix_batch_line_changed_by"), "batch_line", ["changed_by"], unique=False)
    op.create_index(op.f("ix_batch_line_lawyer_id"), "batch_line", ["lawyer_id"], unique=False)
    op.create_index(op.f("ix_batch_line_matter_id"), "batch_line", ["matter_id"], unique=False)
    op.create_index(op.f("ix_batch_line_planned_lawyer_id"), "batch_line", ["planned_lawyer_id"], unique=False)
    op.create_index("uq_batch_line_matter", "batch_line", ["batch_id", "matter_id"], unique=True)
    op.add_column("assignment", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_assignment_batch_id"), "assignment", "batch_assignment", ["batch_id"], ["id"])
    op.create_index(
        "ix_assignment_batch_id", "assignment", ["batch_id"], postgresql_where=sa.text("batch_id IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index(
        "ix_assignment_batch_id", table_name="assignment", postgresql_where=sa.text("batch_id IS NOT NULL")
    )
    op.drop_constraint(op.f("fk_assignment_batch_id"), "assignment", type_="foreignkey")
    op.drop_column("assignment", "batch_id")
    op.drop_index("uq_batch_line_matter", table_name="batch_line")
    op.drop_index(op.f("ix_batch_line_planned_lawyer_id"), table_name="batch_line")
    op.drop_index(op.f("ix_batch_line_matter_id"), table_name="batch_line")
    op.drop_index(op.f("ix_batch_line_lawyer_id"), table_name="batch_line")
    op.drop_index(op.f("ix_batch_line_changed_by"), table_name="batch_line")
    op.drop_index(op.f("ix_batch_line_assignment_id"), table_name="batch_line")
    op.drop_table("batch_line")
    op.drop_index(
        "uq_batch_assignment_at_work",
        table_name="batch_assignment",
        postgresql_where=sa.text("status IN ('planning', 'committing')"),
    )
    op.drop_index("ix_batch_assignment_committed_by", table_name="batch_assignment")
    op.drop_index("ix_batch_assignment_asked_by", table_name="batch_assignment")
    op.drop_index("ix_batch_assignment_agency_id", table_name="batch_assignment")
    op.drop_table("batch_assignment")
