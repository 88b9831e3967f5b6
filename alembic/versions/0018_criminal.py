"""Applications taken in for others, cases an authority notified, and duty lawyers' help."""

import re

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0018_criminal"
down_revision = "0017_papers"
branch_labels = None
depends_on = None

NOTICES = (
    "lawyer_replacement_requested",
    "lawyer_replacement_refused",
    "agreement_due",
    "case_progress",
    "lawyer_reported",
    "hearing_set",
    "hearing_near",
    "lawyer_overdue",
    "peer_review_appointed",
    "money_demand_reported",
    "subsidy_paid",
    "archive_failed",
    "help_forwarded",
    "authority_ends_case",
    "authority_followed_up",
)
"""What an inbox may hold from here on, whether or not it could before."""


def _allow_notices() -> None:
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys([*known, *NOTICES]))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")


def upgrade() -> None:
    _allow_notices()
    op.create_table(
        "authority_follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "next_stage",
                "own_counsel",
                "case_ended",
                "notice_withdrawn",
                name="followupkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("told_on", sa.Date(), nullable=False),
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
            nullable=True,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'next_stage') = (stage IS NOT NULL)", name=op.f("ck_authority_follow_up_stage")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_authority_follow_up_application_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_authority_follow_up_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_follow_up")),
    )
    op.create_index(
        "ix_authority_follow_up_application_id_at", "authority_follow_up", ["application_id", "at"], unique=False
    )
    op.create_index(op.f("ix_authority_follow_up_by"), "authority_follow_up", ["by"], unique=False)
    op.create_table(
        "authority_informing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_person_id", sa.Uuid(), nullable=False),
        sa.Column("informed_on", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_authority_informing_application_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_authority_informing_by")),
        sa.ForeignKeyConstraint(
            ["lawyer_person_id"], ["person.id"], name=op.f("fk_authority_informing_lawyer_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_informing")),
        sa.UniqueConstraint(
            "application_id",
            "lawyer_person_id",
            name=op.f("uq_authority_informing_application_id_lawyer_person_id"),
        ),
    )
    op.create_index(op.f("ix_authority_informing_by"), "authority_informing", ["by"], unique=False)
    op.create_index(
        op.f("ix_authority_informing_lawyer_person_id"), "authority_informing", ["lawyer_person_id"], unique=False
    )
    op.create_table(
        "authority_notice",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
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
        sa.Column("authority_name", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("case_number", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("reference_key", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("person_name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
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
                    "25-ordinary",
                    "28",
                    name="notificationground",
                    native_enum=False,
                    length=32,
                )
            ),
            nullable=False,
        ),
        sa.Column("basis_arose_on", sa.Date(), nullable=True),
        sa.Column("notified_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "authority_kind IN ('court', 'procuratorate', 'police')", name=op.f("ck_authority_notice_authority")
        ),
        sa.CheckConstraint(
            "grounds <@ ARRAY['25-1', '25-2', '25-3', '25-4', '25-5', '25-6', '25-7', '25-ordinary', '28']::varchar[]",
            name=op.f("ck_authority_notice_grounds"),
        ),
        sa.CheckConstraint("cardinality(grounds) > 0", name=op.f("ck_authority_notice_grounded")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_authority_notice_agency_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_authority_notice_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_authority_notice")),
    )
    op.create_index(
        "ix_authority_notice_agency_id_notified_at", "authority_notice", ["agency_id", "notified_at"], unique=False
    )
    op.create_index(
        "ix_authority_notice_agency_id_reference_key",
        "authority_notice",
        ["agency_id", "reference_key"],
        unique=False,
    )
    op.create_table(
        "duty_help",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("helped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "place_kind",
            sa.Enum(
                "court",
                "procuratorate",
                "detention_centre",
                "police",
                "other",
                name="dutyplacekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place_name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
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
            nullable=True,
        ),
        sa.Column("authority_name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("person_name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "person_document_kind",
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
        sa.Column("person_issuing_country", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("person_number_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("handed_over_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "authority_kind IS NULL OR authority_kind IN ('court', 'procuratorate', 'police')",
            name=op.f("ck_duty_help_authority"),
        ),
        sa.CheckConstraint(
            "(authority_kind IS NULL) = (authority_name IS NULL)", name=op.f("ck_duty_help_authority_name")
        ),
        sa.CheckConstraint(
            "(person_document_kind IS NULL) = (person_number_sealed IS NULL)", name=op.f("ck_duty_help_document")
        ),
        sa.CheckConstraint(
            "application_id IS NULL OR handed_over_at IS NOT NULL", name=op.f("ck_duty_help_forwarded")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_duty_help_agency_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_duty_help_application_id")),
        sa.ForeignKeyConstraint(["lawyer_person_id"], ["person.id"], name=op.f("fk_duty_help_lawyer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_help")),
        sa.UniqueConstraint("application_id", name=op.f("uq_duty_help_application_id")),
    )
    op.create_index(
        "ix_duty_help_agency_id_helped_at", "duty_help", ["agency_id", "helped_at", "id"], unique=False
    )
    op.create_index(
        "ix_duty_help_lawyer_person_id_helped_at",
        "duty_help",
        ["lawyer_person_id", "helped_at", "id"],
        unique=False,
    )
    op.create_table(
        "duty_help_kind",
        sa.Column("duty_help_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "consultation",
                "procedure_advice",
                "coercive_measure",
                "case_opinion",
                "plea_witness",
                "guidance",
                "forwarding",
                name="helpkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["duty_help_id"], ["duty_help.id"], name=op.f("fk_duty_help_kind_duty_help_id")),
        sa.PrimaryKeyConstraint("duty_help_id", "kind", name=op.f("pk_duty_help_kind")),
    )
    op.create_table(
        "intake",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "forwarder_kind",
            sa.Enum(
                "police",
                "procuratorate",
                "court",
                "detention_centre",
                "prison",
                "rehabilitation_centre",
                "duty_lawyer",
                name="forwarderkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("forwarder_name", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("handed_over_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("duty_help_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(forwarder_kind IS NULL) = (forwarder_name IS NULL) AND (forwarder_kind IS NULL) = (handed_over_at IS NULL)",
            name=op.f("ck_intake_forwarder"),
        ),
        sa.CheckConstraint("handed_over_at <= received_at", name=op.f("ck_intake_order")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_intake_agency_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_intake_application_id")),
        sa.ForeignKeyConstraint(["duty_help_id"], ["duty_help.id"], name=op.f("fk_intake_duty_help_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_intake")),
        sa.UniqueConstraint("duty_help_id", name=op.f("uq_intake_duty_help_id")),
    )
    op.create_index("ix_intake_agency_id_received_at", "intake", ["agency_id", "received_at"], unique=False)


def downgrade() -> None:
    removed = ", ".join(f"'{name}'" for name in NOTICES)
    op.execute(f"DELETE FROM notice WHERE template IN ({removed})")  # noqa: S608 -- names from above
    op.drop_index("ix_intake_agency_id_received_at", table_name="intake")
    op.drop_table("intake")
    op.drop_table("duty_help_kind")
    op.drop_index("ix_duty_help_lawyer_person_id_helped_at", table_name="duty_help")
    op.drop_index("ix_duty_help_agency_id_helped_at", table_name="duty_help")
    op.drop_table("duty_help")
    op.drop_index("ix_authority_notice_agency_id_reference_key", table_name="authority_notice")
    op.drop_index("ix_authority_notice_agency_id_notified_at", table_name="authority_notice")
    op.drop_table("authority_notice")
    op.drop_index(op.f("ix_authority_informing_lawyer_person_id"), table_name="authority_informing")
    op.drop_index(op.f("ix_authority_informing_by"), table_name="authority_informing")
    op.drop_table("authority_informing")
    op.drop_index(op.f("ix_authority_follow_up_by"), table_name="authority_follow_up")
    op.drop_index("ix_authority_follow_up_application_id_at", table_name="authority_follow_up")
    op.drop_table("authority_follow_up")
