"""Tables of the roster, offers, and the names a conflict check needs."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005_lawyers"
down_revision = "0004_evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "firm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("credit_code", sqlmodel.sql.sqltypes.AutoString(length=18), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(btrim(name)) > 0", name=op.f("ck_firm_name")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_firm_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_firm_credit_code")),
    )
    op.create_index("uq_firm_name", "firm", ["agency_id", "name"], unique=True)
    op.create_table(
        "lawyer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("firm_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("licence_number", sqlmodel.sql.sqltypes.AutoString(length=17), nullable=False),
        sa.Column("licence_serial", sqlmodel.sql.sqltypes.AutoString(length=6), nullable=False),
        sa.Column(
            "licence_kind",
            sa.Enum(
                "full_time",
                "part_time",
                "hong_kong",
                "macao",
                "taiwan",
                "public",
                "company",
                "legal_aid",
                "military",
                name="licencekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("licensed_year", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("suspended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("suspension_reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("licence_number ~ '^1[0-9]{16}$'", name=op.f("ck_lawyer_licence_number")),
        sa.CheckConstraint(
            "(suspended_at IS NULL) = (suspension_reason IS NULL)", name=op.f("ck_lawyer_suspension")
        ),
        sa.CheckConstraint("capacity BETWEEN 0 AND 200", name=op.f("ck_lawyer_capacity")),
        sa.CheckConstraint("length(btrim(name)) > 0", name=op.f("ck_lawyer_name")),
        sa.CheckConstraint("licence_serial = right(licence_number, 6)", name=op.f("ck_lawyer_licence_serial")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_lawyer_agency_id")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_lawyer_firm_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lawyer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyer")),
        sa.UniqueConstraint("licence_serial", name=op.f("uq_lawyer_licence_serial")),
        sa.UniqueConstraint("person_id", name=op.f("uq_lawyer_person_id")),
    )
    op.create_index(op.f("ix_lawyer_firm_id"), "lawyer", ["firm_id"], unique=False)
    op.create_index("ix_lawyer_roster", "lawyer", ["agency_id", "name", "id"], unique=False)
    op.create_table(
        "lawyer_area",
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_lawyer_area_area_code")),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyer.id"], name=op.f("fk_lawyer_area_lawyer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lawyer_id", "area_code", name=op.f("pk_lawyer_area")),
    )
    op.create_index("ix_lawyer_area_area_code", "lawyer_area", ["area_code"], unique=False)
    op.create_table(
        "lawyer_specialty",
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "specialty",
            sa.Enum(
                "labour",
                "work_injury",
                "traffic",
                "medical",
                "food_and_drug",
                "support",
                "family",
                "social_security",
                "state_compensation",
                "legal_capacity",
                "environment",
                "honour",
                "local",
                "administrative",
                "criminal",
                name="casegroup",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.CheckConstraint("years BETWEEN 0 AND 70", name=op.f("ck_lawyer_specialty_years")),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyer.id"], name=op.f("fk_lawyer_specialty_lawyer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lawyer_id", "specialty", name=op.f("pk_lawyer_specialty")),
    )
    op.create_table(
        "matter_party_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=True),
        sa.Column(
            "side",
            sa.Enum("client", "opponent", name="partyside", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.CheckConstraint("length(name_key) > 0", name=op.f("ck_matter_party_name_name_key")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_matter_party_name_lawyer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_matter_party_name_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_party_name")),
    )
    op.create_index("ix_matter_party_name_lawyer", "matter_party_name", ["lawyer_id", "name_key"], unique=False)
    op.create_index("ix_matter_party_name_matter", "matter_party_name", ["matter_id", "lawyer_id"], unique=False)
    op.create_index("ix_matter_party_name_person_id", "matter_party_name", ["person_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                name="offerstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("weights_version", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("offered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "conflict",
                "busy",
                "other_field",
                "away",
                "other",
                name="declinereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("decline_note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'declined' OR decline_reason IS NOT NULL", name=op.f("ck_offer_declined")),
        sa.CheckConstraint("offered_at < expires_at", name=op.f("ck_offer_period")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_offer_score")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_offer_agency_id")),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name=op.f("fk_offer_client_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_offer_lawyer_id")),
        sa.ForeignKeyConstraint(["lawyer_person_id"], ["person.id"], name=op.f("fk_offer_lawyer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index("ix_offer_agency_id", "offer", ["agency_id", "offered_at"], unique=False)
    op.create_index("ix_offer_client_id", "offer", ["client_id"], unique=False)
    op.create_index("ix_offer_inbox", "offer", ["lawyer_person_id", "offered_at", "id"], unique=False)
    op.create_index("ix_offer_load", "offer", ["lawyer_id", "status"], unique=False)
    op.create_index("ix_offer_matter", "offer", ["matter_id", "lawyer_id"], unique=False)
    op.create_index(
        "uq_offer_open_matter",
        "offer",
        ["matter_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('offered', 'accepted')"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_offer_open_matter", table_name="offer", postgresql_where=sa.text("status IN ('offered', 'accepted')")
    )
    op.drop_index("ix_offer_matter", table_name="offer")
    op.drop_index("ix_offer_load", table_name="offer")
    op.drop_index("ix_offer_inbox", table_name="offer")
    op.drop_index("ix_offer_client_id", table_name="offer")
    op.drop_index("ix_offer_agency_id", table_name="offer")
    op.drop_table("offer")
    op.drop_index("ix_matter_party_name_person_id", table_name="matter_party_name")
    op.drop_index("ix_matter_party_name_matter", table_name="matter_party_name")
    op.drop_index("ix_matter_party_name_lawyer", table_name="matter_party_name")
    op.drop_table("matter_party_name")
    op.drop_table("lawyer_specialty")
    op.drop_index("ix_lawyer_area_area_code", table_name="lawyer_area")
    op.drop_table("lawyer_area")
    op.drop_index("ix_lawyer_roster", table_name="lawyer")
    op.drop_index(op.f("ix_lawyer_firm_id"), table_name="lawyer")
    op.drop_table("lawyer")
    op.drop_index("uq_firm_name", table_name="firm")
    op.drop_table("firm")
