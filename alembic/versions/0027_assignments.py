"""Assignments: what the officer chose and what was proposed then; several offers may be open under one."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0027_assignments"
down_revision = "0026_roster"
branch_labels = None
depends_on = None

WITH_LAWYER = "'in_handling', 'concluded', 'file_review', 'closed', 'archived'"
BEFORE = ("offered", "accepted", "declined", "expired", "withdrawn", "completed")


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
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
        sa.Column(
            "mode",
            sa.Enum(
                "one",
                "several",
                "firm",
                name="assignmentmode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "asking",
                "taken",
                "failed",
                "withdrawn",
                name="assignmentstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("weights_version", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("seed", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("ranking", sa.JSON(), nullable=False),
        sa.Column("planned", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("next_position", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=True),
        sa.Column("assign_by", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "override_reason",
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
        sa.Column("override_note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(mode = 'firm') = (firm_id IS NOT NULL)", name=op.f("ck_assignment_firm")),
        sa.CheckConstraint(
            "next_position BETWEEN 0 AND cardinality(planned)", name=op.f("ck_assignment_next_position")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_assignment_agency_id")),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name=op.f("fk_assignment_client_id")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_assignment_firm_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_assignment_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_agency_id", "assignment", ["agency_id", "made_at", "id"], unique=False)
    op.create_index("ix_assignment_client_id", "assignment", ["client_id"], unique=False)
    op.create_index("ix_assignment_firm_id", "assignment", ["firm_id"], unique=False)
    op.create_index("ix_assignment_made_by", "assignment", ["made_by"], unique=False)
    op.create_index("ix_assignment_matter_id", "assignment", ["matter_id", "made_at"], unique=False)
    op.create_index(
        "uq_assignment_open",
        "assignment",
        ["matter_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('asking', 'taken')"),
    )
    op.execute(
        "INSERT INTO assignment (id, matter_id, agency_id, client_id, category, mode, status, is_urgent, weights_version,"
        " seed, ranking, planned, next_position, made_by, made_at, updated_at, version)"
        " SELECT id, matter_id, agency_id, client_id, category, 'one', CASE status WHEN 'offered' THEN 'asking'"
        " WHEN 'accepted' THEN 'taken' WHEN 'completed' THEN 'taken' WHEN 'withdrawn' THEN 'withdrawn' ELSE 'failed' END,"
        " false, weights_version, '', '[]', ARRAY[lawyer_id], 1, lawyer_person_id, offered_at, updated_at, 1 FROM offer"
    )
    op.add_column("offer", sa.Column("assignment_id", sa.Uuid(), nullable=True))
    op.add_column("offer", sa.Column("position", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("offer", "position", server_default=None)
    op.execute("UPDATE offer SET assignment_id = id")
    op.alter_column("offer", "assignment_id", nullable=False)
    op.create_foreign_key(op.f("fk_offer_assignment_id"), "offer", "assignment", ["assignment_id"], ["id"])
    op.add_column("offer", sa.Column("viewed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column("offer", sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.drop_column("offer", "weights_version")
    op.drop_index("uq_offer_open_matter", table_name="offer")
    op.create_index("ix_offer_assignment_id", "offer", ["assignment_id", "position"])
    op.create_index(
        "uq_offer_open_lawyer",
        "offer",
        ["matter_id", "lawyer_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('offered', 'viewed', 'accepted')"),
    )
    op.create_index(
        "uq_offer_taken_matter",
        "offer",
        ["matter_id"],
        unique=True,
        postgresql_where=sa.text("status = 'accepted'"),
    )
    _allow_states((*BEFORE, "viewed"))
    op.add_column("application", sa.Column("assignment_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE application SET assignment_id = offer_id")
    op.drop_constraint(op.f("ck_application_lawyer"), "application")
    op.execute("UPDATE application SET lawyer_person_id = NULL, offer_id = NULL WHERE status = 'offered'")
    op.create_check_constraint(
        op.f("ck_application_lawyer"),
        "application",
        f"lawyer_person_id IS NOT NULL OR status NOT IN ({WITH_LAWYER})",
    )
    op.create_check_constraint(
        op.f("ck_application_assignment"), "application", "status <> 'offered' OR assignment_id IS NOT NULL"
    )


def _allow_states(states: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_offer_offerstatus"), "offer")
    allowed = ", ".join(f"'{state}'" for state in states)
    op.create_check_constraint(op.f("ck_offer_offerstatus"), "offer", f"status IN ({allowed})")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_application_assignment"), "application")
    op.drop_constraint(op.f("ck_application_lawyer"), "application")
    op.execute("UPDATE offer SET status = 'offered' WHERE status = 'viewed'")
    op.execute(
        "UPDATE offer SET status = 'withdrawn' WHERE status = 'offered' AND id <> (SELECT min(other.id::text)::uuid"
        " FROM offer other WHERE other.matter_id = offer.matter_id AND other.status = 'offered')"
    )
    op.execute(
        "UPDATE application SET offer_id = o.id, lawyer_person_id = o.lawyer_person_id FROM offer o"
        " WHERE application.status = 'offered' AND o.matter_id = application.id AND o.status = 'offered'"
    )
    op.create_check_constraint(
        op.f("ck_application_lawyer"),
        "application",
        f"lawyer_person_id IS NOT NULL OR status NOT IN ('offered', {WITH_LAWYER})",
    )
    op.drop_column("application", "assignment_id")
    _allow_states(BEFORE)
    op.drop_index("uq_offer_taken_matter", table_name="offer")
    op.drop_index("uq_offer_open_lawyer", table_name="offer")
    op.drop_index("ix_offer_assignment_id", table_name="offer")
    op.create_index(
        "uq_offer_open_matter",
        "offer",
        ["matter_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('offered', 'accepted')"),
    )
    op.add_column(
        "offer", sa.Column("weights_version", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True)
    )
    op.execute(
        "UPDATE offer SET weights_version = left(a.weights_version, 20) FROM assignment a WHERE a.id = offer.assignment_id"
    )
    op.alter_column("offer", "weights_version", nullable=False)
    for column in ("answered_at", "viewed_at", "position", "assignment_id"):
        op.drop_column("offer", column)
    op.drop_table("assignment")
