"""Tables of legal aid: applications with their parts, numbers and decisions."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006_legal_aid"
down_revision = "0005_lawyers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application_counter",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_application_counter_last")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_application_counter_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "year", name=op.f("pk_application_counter")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
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
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "accepted",
                "granted",
                "offered",
                "in_handling",
                "refused",
                "terminated",
                "withdrawn",
                "discarded",
                name="applicationstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=True),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("applicant_name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column(
            "applicant_document_kind",
            sa.Enum(
                "resident_id",
                "hmt_residence_permit",
                "foreign_permanent_residence",
                "passport",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("applicant_issuing_country", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("applicant_number_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("signature_evidence_id", sa.Uuid(), nullable=True),
        sa.Column("number_year", sa.Integer(), nullable=True),
        sa.Column("number_sequence", sa.Integer(), nullable=True),
        sa.Column("lawyer_person_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "lawyer_person_id IS NOT NULL OR status NOT IN ('offered', 'in_handling', 'terminated')",
            name=op.f("ck_application_lawyer"),
        ),
        sa.CheckConstraint(
            "number_sequence IS NOT NULL OR status IN ('draft', 'discarded', 'submitted', 'withdrawn')",
            name=op.f("ck_application_numbered"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'discarded') OR (submitted_at IS NOT NULL AND agency_id IS NOT NULL AND agency_path IS NOT NULL AND signature_evidence_id IS NOT NULL AND applicant_name IS NOT NULL AND applicant_document_kind IS NOT NULL AND applicant_number_sealed IS NOT NULL)",
            name=op.f("ck_application_submitted"),
        ),
        sa.CheckConstraint(
            "(number_year IS NULL) = (number_sequence IS NULL) AND (number_sequence IS NULL OR agency_id IS NOT NULL)",
            name=op.f("ck_application_number"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_application_agency_id")),
        sa.ForeignKeyConstraint(["applicant_id"], ["person.id"], name=op.f("fk_application_applicant_id")),
        sa.ForeignKeyConstraint(["lawyer_person_id"], ["person.id"], name=op.f("fk_application_lawyer_person_id")),
        sa.ForeignKeyConstraint(
            ["signature_evidence_id"], ["evidence.id"], name=op.f("fk_application_signature_evidence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint(
            "agency_id",
            "number_year",
            "number_sequence",
            name=op.f("uq_application_agency_id_number_year_number_sequence"),
        ),
    )
    op.create_index("ix_application_agency_id_id", "application", ["agency_id", "id"], unique=False)
    op.create_index("ix_application_applicant_id_id", "application", ["applicant_id", "id"], unique=False)
    op.create_index("ix_application_lawyer_person_id_id", "application", ["lawyer_person_id", "id"], unique=False)
    op.create_index(
        op.f("ix_application_signature_evidence_id"), "application", ["signature_evidence_id"], unique=False
    )
    op.create_table(
        "applicant_statement",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("is_migrant_worker", sa.Boolean(), nullable=False),
        sa.Column("pledges_hardship", sa.Boolean(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("assistance_needed", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_applicant_statement_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_applicant_statement")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "granted",
                "refused",
                "terminated",
                name="decisionoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "48-1",
                "48-2",
                "48-3",
                "48-4",
                "48-5",
                "48-6",
                "48-7",
                "48-8",
                name="terminationground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reasons", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("remedy", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("basis", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("(outcome = 'terminated') = (ground IS NOT NULL)", name=op.f("ck_decision_ground")),
        sa.CheckConstraint(
            "outcome = 'granted' OR (reasons IS NOT NULL AND remedy IS NOT NULL)", name=op.f("ck_decision_reasons")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_decision_application_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_decision_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_application_id_at", "decision", ["application_id", "at"], unique=False)
    op.create_index("ix_decision_decided_by", "decision", ["decided_by"], unique=False)
    op.create_table(
        "event_place",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_event_place_application_id")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_event_place_area_code")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_event_place")),
    )
    op.create_index("ix_event_place_area_code", "event_place", ["area_code"], unique=False)
    op.create_table(
        "wage_claim",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("employer_name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_wage_claim_amount")),
        sa.CheckConstraint(
            "extract(day from period_from) = 1 AND extract(day from period_to) = 1",
            name=op.f("ck_wage_claim_months"),
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_wage_claim_period")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_wage_claim_application_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_wage_claim")),
    )


def downgrade() -> None:
    op.drop_table("wage_claim")
    op.drop_index("ix_event_place_area_code", table_name="event_place")
    op.drop_table("event_place")
    op.drop_index("ix_decision_decided_by", table_name="decision")
    op.drop_index("ix_decision_application_id_at", table_name="decision")
    op.drop_table("decision")
    op.drop_table("applicant_statement")
    op.drop_index(op.f("ix_application_signature_evidence_id"), table_name="application")
    op.drop_index("ix_application_lawyer_person_id_id", table_name="application")
    op.drop_index("ix_application_applicant_id_id", table_name="application")
    op.drop_index("ix_application_agency_id_id", table_name="application")
    op.drop_table("application")
    op.drop_table("application_counter")
