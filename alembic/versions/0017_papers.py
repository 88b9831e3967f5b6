"""Official papers, and the templates agencies put in place of ours."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0017_papers"
down_revision = "0016_quality"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_template",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "application_form",
                "hardship_statement",
                "receipt",
                "deficiency_notice",
                "grant",
                "refusal",
                "assignment",
                "termination",
                "objection_decision",
                "closing_report",
                "wage_ledger",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 100000", name=op.f("ck_paper_template_source")),
        sa.CheckConstraint("version > 0", name=op.f("ck_paper_template_version")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_paper_template_agency_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_paper_template_set_by")),
        sa.PrimaryKeyConstraint("agency_id", "kind", "version", name=op.f("pk_paper_template")),
    )
    op.create_index("ix_paper_template_set_by", "paper_template", ["set_by"], unique=False)
    op.create_table(
        "official_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "application_form",
                "hardship_statement",
                "receipt",
                "deficiency_notice",
                "grant",
                "refusal",
                "assignment",
                "termination",
                "objection_decision",
                "closing_report",
                "wage_ledger",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("contents_sealed", sa.Text(), nullable=False),
        sa.Column("signature_evidence_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "issued",
                "failed",
                name="paperstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "template_source",
            sa.Enum(
                "builtin", "agency", name="templatesource", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
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
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_official_paper_sha256")),
        sa.CheckConstraint("status <> 'failed' OR failure IS NOT NULL", name=op.f("ck_official_paper_failed")),
        sa.CheckConstraint(
            "status <> 'issued' OR (issued_at IS NOT NULL AND sha256 IS NOT NULL AND size_bytes IS NOT NULL AND template_version IS NOT NULL AND template_source IS NOT NULL)",
            name=op.f("ck_official_paper_issued"),
        ),
        sa.CheckConstraint("sequence > 0 AND size_bytes > 0", name=op.f("ck_official_paper_counts")),
        sa.ForeignKeyConstraint(["applicant_id"], ["person.id"], name=op.f("fk_official_paper_applicant_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_official_paper_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_evidence_id"], ["evidence.id"], name=op.f("fk_official_paper_signature_evidence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_paper")),
        sa.UniqueConstraint(
            "application_id", "kind", "about_id", name=op.f("uq_official_paper_application_id_kind_about_id")
        ),
        sa.UniqueConstraint(
            "application_id", "kind", "sequence", name=op.f("uq_official_paper_application_id_kind_sequence")
        ),
    )
    op.create_index("ix_official_paper_applicant_id", "official_paper", ["applicant_id"], unique=False)
    op.create_index(
        op.f("ix_official_paper_signature_evidence_id"), "official_paper", ["signature_evidence_id"], unique=False
    )
    # An issued paper stays as it is; only the key its contents are sealed with may change.
    op.execute(
        """
        CREATE FUNCTION keep_issued_paper() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' OR (OLD.status = 'issued' AND
                to_jsonb(NEW) - 'contents_sealed' IS DISTINCT FROM to_jsonb(OLD) - 'contents_sealed')
            THEN
                RAISE EXCEPTION 'an issued paper never changes' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER keep_issued BEFORE UPDATE OR DELETE ON official_paper "
        "FOR EACH ROW EXECUTE FUNCTION keep_issued_paper()"
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_template "
        "EXECUTE FUNCTION refuse_rewriting_history()"
    )


def downgrade() -> None:

    op.drop_index(op.f("ix_official_paper_signature_evidence_id"), table_name="official_paper")
    op.drop_index("ix_official_paper_applicant_id", table_name="official_paper")
    op.drop_table("official_paper")
    op.drop_index("ix_paper_template_set_by", table_name="paper_template")
    op.drop_table("paper_template")
    op.execute("DROP FUNCTION keep_issued_paper()")
