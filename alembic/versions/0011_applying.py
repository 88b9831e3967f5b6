"""The form: every section, for every category; what a notice reopened; corrections of a signed name.

``pledges_hardship`` moves out of the applicant's section: the pledge belongs to the hardship statement, which
a draft that needs one is asked for.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011_applying"
down_revision = "0010_legal_aid_states"
branch_labels = None
depends_on = None

STATUSES = (
    "migrant_worker",
    "minor",
    "elderly",
    "disabled",
    "no_fixed_income",
    "subsistence_allowance",
    "extreme_poverty",
    "social_assistance",
    "judicial_assistance",
    "preferential_treatment",
    "service_family",
    "heroes_kin",
    "brave_act",
    "acquitted_on_retrial",
    "abuse_victim",
)
KINDS = ("wage_record", "attendance", "bank_slip", "chat", "contract", "id_card", "signature", "other")
NEW_KINDS = (
    "thumbprint",
    "hardship_proof",
    "status_proof",
    "authority_proof",
    "labour_record",
    "medical_record",
    "accident_report",
    "police_record",
    "judgment",
    "household",
    "photo_video",
)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_evidence_evidencekind"), "evidence")
    op.create_check_constraint(
        op.f("ck_evidence_evidencekind"), "evidence", f"kind IN ({_listed(KINDS + NEW_KINDS)})"
    )
    op.add_column(
        "applicant_statement",
        sa.Column("statuses", sa.ARRAY(sa.String(length=32)), nullable=False, server_default="{}"),
    )
    op.execute("UPDATE applicant_statement SET statuses = ARRAY['migrant_worker'] WHERE is_migrant_worker")
    op.alter_column("applicant_statement", "statuses", server_default=None)
    op.create_check_constraint(
        op.f("ck_applicant_statement_statuses"),
        "applicant_statement",
        f"statuses <@ ARRAY[{_listed(STATUSES)}]::varchar[]",
    )
    op.add_column("applicant_statement", sa.Column("has_counsel", sa.Boolean(), nullable=True))
    op.drop_column("applicant_statement", "is_migrant_worker")
    op.drop_column("applicant_statement", "pledges_hardship")
    op.create_table(
        "criminal_matter",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "investigation",
                "prosecution",
                "first_instance",
                "second_instance",
                "retrial",
                "death_review",
                name="criminalstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "suspect",
                "victim",
                "private_prosecutor",
                "civil_plaintiff",
                "treatment_respondent",
                name="criminalrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("charges", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(length=5000), nullable=True),
        sa.Column(
            "authority_kind",
            sa.Enum(
                "court",
                "procuratorate",
                "police",
                "arbitration",
                "labour_inspection",
                "mediation",
                "authority",
                name="forumkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("authority_name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("authority_case_number", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("is_in_custody", sa.Boolean(), nullable=False),
        sa.Column("custody_place", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column(
            "grounds",
            sa.ARRAY(
                sa.Enum(
                    "25-1",
                    "25-2",
                    "25-3",
                    "25-4",
                    "25-5",
                    "25-6",
                    "25-7",
                    name="noticeground",
                    native_enum=False,
                    length=32,
                )
            ),
            nullable=False,
        ),
        sa.Column("is_ordinary_procedure", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "authority_kind IN ('court', 'procuratorate', 'police')", name=op.f("ck_criminal_matter_authority")
        ),
        sa.CheckConstraint(
            "grounds <@ ARRAY['25-1', '25-2', '25-3', '25-4', '25-5', '25-6', '25-7']::varchar[]",
            name=op.f("ck_criminal_matter_grounds"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_criminal_matter_application_id")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_criminal_matter_area_code")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_criminal_matter")),
    )
    op.create_index("ix_criminal_matter_area_code", "criminal_matter", ["area_code"], unique=False)
    op.create_table(
        "dispute_forum",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "court",
                "procuratorate",
                "police",
                "arbitration",
                "labour_inspection",
                "mediation",
                "authority",
                name="forumkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "not_filed",
                "filed",
                "arbitration",
                "first_instance",
                "second_instance",
                "retrial",
                "enforcement",
                name="forumstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("case_number", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.CheckConstraint(
            "kind IS NOT NULL OR (name IS NULL AND area_code IS NULL AND stage IS NULL AND case_number IS NULL)",
            name=op.f("ck_dispute_forum_none"),
        ),
        sa.CheckConstraint(
            "kind IS NULL OR (area_code IS NOT NULL AND stage IS NOT NULL)", name=op.f("ck_dispute_forum_complete")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_dispute_forum_application_id")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_dispute_forum_area_code")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_dispute_forum")),
    )
    op.create_index("ix_dispute_forum_area_code", "dispute_forum", ["area_code"], unique=False)
    op.create_table(
        "hardship_statement",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("household_size", sa.Integer(), nullable=False),
        sa.Column("household_income_fen", sa.BigInteger(), nullable=False),
        sa.Column("own_income_fen", sa.BigInteger(), nullable=False),
        sa.Column("savings_fen", sa.BigInteger(), nullable=True),
        sa.Column("main_property", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("opponent_in_household", sa.Boolean(), nullable=False),
        sa.Column(
            "verification",
            sa.Enum(
                "pledge",
                "data_sharing",
                name="hardshipverification",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "household_income_fen >= 0 AND own_income_fen >= 0 AND savings_fen >= 0",
            name=op.f("ck_hardship_statement_amounts"),
        ),
        sa.CheckConstraint("household_size > 0", name=op.f("ck_hardship_statement_household")),
        sa.CheckConstraint("own_income_fen <= household_income_fen", name=op.f("ck_hardship_statement_own")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_hardship_statement_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_hardship_statement")),
    )
    op.create_table(
        "matter_statement",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(length=5000), nullable=False),
        sa.Column("request", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_matter_statement_amount")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_matter_statement_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_matter_statement")),
    )
    op.create_table(
        "name_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("is_recipient", sa.Boolean(), nullable=False),
        sa.Column("old_name_sealed", sqlmodel.sql.sqltypes.AutoString(length=600), nullable=False),
        sa.Column("old_number_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_name_correction_application_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_name_correction_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_correction")),
    )
    op.create_index(
        "ix_name_correction_application_id_at", "name_correction", ["application_id", "at"], unique=False
    )
    op.create_index(op.f("ix_name_correction_by"), "name_correction", ["by"], unique=False)
    op.create_table(
        "other_side",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person", "organisation", name="sidekind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 20", name=op.f("ck_other_side_position")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_other_side_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_side")),
        sa.UniqueConstraint("application_id", "name", name=op.f("uq_other_side_application_id_name")),
        sa.UniqueConstraint("application_id", "position", name=op.f("uq_other_side_application_id_position")),
    )
    op.create_table(
        "reopened_section",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "applicant",
                "representation",
                "claim",
                "matter",
                "criminal",
                "place",
                "forum",
                "hardship",
                "urgency",
                name="section",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_reopened_section_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", "section", name=op.f("pk_reopened_section")),
    )
    op.create_table(
        "representation",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "self",
                "legal_representative",
                "close_relative",
                "agent",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("relation", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("recipient_name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column(
            "recipient_document_kind",
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
        sa.Column("recipient_issuing_country", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("recipient_number_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("recipient_number_index", sa.LargeBinary(), nullable=True),
        sa.Column("recipient_born_on", sa.Date(), nullable=True),
        sa.Column("is_recipient_detained", sa.Boolean(), nullable=False),
        sa.Column("is_recipient_incapable", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity <> 'self' OR recipient_name IS NULL", name=op.f("ck_representation_self")),
        sa.CheckConstraint(
            "capacity = 'self' OR (recipient_name IS NOT NULL AND recipient_document_kind IS NOT NULL AND recipient_number_sealed IS NOT NULL AND recipient_number_index IS NOT NULL AND relation IS NOT NULL)",
            name=op.f("ck_representation_recipient"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_representation_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_representation")),
    )
    op.create_table(
        "urgency_statement",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("explanation", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_urgency_statement_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_urgency_statement")),
    )


def downgrade() -> None:
    op.drop_table("urgency_statement")
    op.drop_table("representation")
    op.drop_table("reopened_section")
    op.drop_table("other_side")
    op.drop_index(op.f("ix_name_correction_by"), table_name="name_correction")
    op.drop_index("ix_name_correction_application_id_at", table_name="name_correction")
    op.drop_table("name_correction")
    op.drop_table("matter_statement")
    op.drop_table("hardship_statement")
    op.drop_index("ix_dispute_forum_area_code", table_name="dispute_forum")
    op.drop_table("dispute_forum")
    op.drop_index("ix_criminal_matter_area_code", table_name="criminal_matter")
    op.drop_table("criminal_matter")
    op.add_column(
        "applicant_statement", sa.Column("pledges_hardship", sa.Boolean(), nullable=False, server_default="false")
    )
    op.add_column(
        "applicant_statement", sa.Column("is_migrant_worker", sa.Boolean(), nullable=False, server_default="false")
    )
    op.execute("UPDATE applicant_statement SET is_migrant_worker = 'migrant_worker' = ANY (statuses)")
    op.alter_column("applicant_statement", "pledges_hardship", server_default=None)
    op.alter_column("applicant_statement", "is_migrant_worker", server_default=None)
    op.drop_column("applicant_statement", "has_counsel")
    op.drop_constraint(op.f("ck_applicant_statement_statuses"), "applicant_statement")
    op.drop_column("applicant_statement", "statuses")
    evidence = sa.table("evidence", sa.column("kind", sa.String()))
    op.execute(evidence.update().where(evidence.c.kind.in_(NEW_KINDS)).values(kind="other"))
    op.drop_constraint(op.f("ck_evidence_evidencekind"), "evidence")
    op.create_check_constraint(op.f("ck_evidence_evidencekind"), "evidence", f"kind IN ({_listed(KINDS)})")
