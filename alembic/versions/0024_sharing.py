"""Who opened a file and what for; files shared with another agency until a day; notices of sharing."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0024_sharing"
down_revision = "0023_previews"
branch_labels = None
depends_on = None

NOTICES = ("evidence_shared", "evidence_shared_with_us", "sharing_ended", "sharing_with_us_ended")


def upgrade() -> None:
    op.create_table(
        "evidence_sharing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("granted_by_agency_id", sa.Uuid(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "remote_mediation",
                "remote_check",
                "transfer",
                "other",
                name="sharingpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("agency_id <> granted_by_agency_id", name=op.f("ck_evidence_sharing_other")),
        sa.CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", name=op.f("ck_evidence_sharing_ended_by")),
        sa.CheckConstraint("length(btrim(reason)) > 0", name=op.f("ck_evidence_sharing_reason")),
        sa.CheckConstraint("since < until", name=op.f("ck_evidence_sharing_period")),
        sa.CheckConstraint("since <= ended_at", name=op.f("ck_evidence_sharing_ended")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_evidence_sharing_agency_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_evidence_sharing_ended_by")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_evidence_sharing_granted_by")),
        sa.ForeignKeyConstraint(
            ["granted_by_agency_id"], ["agency.id"], name=op.f("fk_evidence_sharing_granted_by_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["evidence_matter.matter_id"], name=op.f("fk_evidence_sharing_matter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_sharing")),
    )
    op.create_index("ix_evidence_sharing_agency_id_id", "evidence_sharing", ["agency_id", "id"], unique=False)
    op.create_index(op.f("ix_evidence_sharing_ended_by"), "evidence_sharing", ["ended_by"], unique=False)
    op.create_index(op.f("ix_evidence_sharing_granted_by"), "evidence_sharing", ["granted_by"], unique=False)
    op.create_index(
        op.f("ix_evidence_sharing_granted_by_agency_id"),
        "evidence_sharing",
        ["granted_by_agency_id"],
        unique=False,
    )
    op.create_index("ix_evidence_sharing_matter_id_id", "evidence_sharing", ["matter_id", "id"], unique=False)
    op.create_table(
        "evidence_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "applicant",
                "lawyer",
                "subject",
                "officer",
                "decider",
                "approver",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "own",
                "review",
                "handling",
                "supervision",
                "court_request",
                "cooperation",
                name="openingpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_evidence_opening_agency_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_opening_evidence_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_opening_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_opening")),
    )
    op.create_index(op.f("ix_evidence_opening_agency_id"), "evidence_opening", ["agency_id"], unique=False)
    op.create_index("ix_evidence_opening_evidence_id_id", "evidence_opening", ["evidence_id", "id"], unique=False)
    op.create_index(op.f("ix_evidence_opening_person_id"), "evidence_opening", ["person_id"], unique=False)
    op.create_table(
        "evidence_sharing_file",
        sa.Column("sharing_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_sharing_file_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["sharing_id"], ["evidence_sharing.id"], name=op.f("fk_evidence_sharing_file_sharing_id")
        ),
        sa.PrimaryKeyConstraint("sharing_id", "evidence_id", name=op.f("pk_evidence_sharing_file")),
    )
    op.create_index(
        op.f("ix_evidence_sharing_file_evidence_id"), "evidence_sharing_file", ["evidence_id"], unique=False
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_opening "
        "EXECUTE FUNCTION refuse_rewriting_history()"
    )
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.drop_index(op.f("ix_evidence_sharing_file_evidence_id"), table_name="evidence_sharing_file")
    op.drop_table("evidence_sharing_file")
    op.drop_index(op.f("ix_evidence_opening_person_id"), table_name="evidence_opening")
    op.drop_index("ix_evidence_opening_evidence_id_id", table_name="evidence_opening")
    op.drop_index(op.f("ix_evidence_opening_agency_id"), table_name="evidence_opening")
    op.drop_table("evidence_opening")
    op.drop_index("ix_evidence_sharing_matter_id_id", table_name="evidence_sharing")
    op.drop_index(op.f("ix_evidence_sharing_granted_by_agency_id"), table_name="evidence_sharing")
    op.drop_index(op.f("ix_evidence_sharing_granted_by"), table_name="evidence_sharing")
    op.drop_index(op.f("ix_evidence_sharing_ended_by"), table_name="evidence_sharing")
    op.drop_index("ix_evidence_sharing_agency_id_id", table_name="evidence_sharing")
    op.drop_table("evidence_sharing")


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
