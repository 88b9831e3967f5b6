"""The roster's history, and what lawyers ask to have changed in their own entries."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0028_changes"
down_revision = "0027_assignments"
branch_labels = None
depends_on = None

NOTICES = (
    "roster_entry_changed",
    "roster_proposal_made",
    "roster_proposal_approved",
    "roster_proposal_rejected",
    "leave_on_duty",
    "duty_changed",
)


def upgrade() -> None:
    op.add_column("firm", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("firm", "version", server_default=None)
    op.add_column("duty_shift", sa.Column("cancelled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.drop_index("uq_duty_shift", table_name="duty_shift")
    op.create_index(
        "uq_duty_shift",
        "duty_shift",
        ["lawyer_id", "on_day"],
        unique=True,
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    _create_change()
    _create_proposal()
    _allow_notices(lambda known: [*known, *NOTICES])


def _create_change() -> None:
    sources = sa.Enum(
        "staff",
        "self",
        "import",
        "setup",
        name="changesource",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "roster_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=True),
        sa.Column("firm_id", sa.Uuid(), nullable=True),
        sa.Column("source", sources, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("fields_changed", sa.JSON(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(source = 'self') = (approved_by IS NOT NULL)", name=op.f("ck_roster_change_approval")
        ),
        sa.CheckConstraint("(lawyer_id IS NULL) <> (firm_id IS NULL)", name=op.f("ck_roster_change_subject")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_roster_change_approved_by")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_roster_change_by")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_roster_change_firm_id")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_roster_change_lawyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_change")),
    )
    op.create_index(op.f("ix_roster_change_approved_by"), "roster_change", ["approved_by"], unique=False)
    op.create_index(op.f("ix_roster_change_by"), "roster_change", ["by"], unique=False)
    op.create_index("ix_roster_change_firm", "roster_change", ["firm_id", "at", "id"], unique=False)
    op.create_index("ix_roster_change_lawyer", "roster_change", ["lawyer_id", "at", "id"], unique=False)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON roster_change "
        "EXECUTE FUNCTION refuse_rewriting_history()"
    )


def _create_proposal() -> None:
    statuses = sa.Enum(
        "waiting",
        "approved",
        "rejected",
        "withdrawn",
        name="proposalstatus",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "roster_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("status", statuses, nullable=False),
        sa.Column("fields_changed", sa.JSON(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'rejected') = (reason IS NOT NULL)", name=op.f("ck_roster_proposal_reason")),
        sa.CheckConstraint(
            "(status IN ('approved', 'rejected')) = (decided_by IS NOT NULL)",
            name=op.f("ck_roster_proposal_decided_by"),
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_roster_proposal_decided_at")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_roster_proposal_decided_by")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_roster_proposal_lawyer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_proposal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_proposal")),
    )
    op.create_index(op.f("ix_roster_proposal_decided_by"), "roster_proposal", ["decided_by"], unique=False)
    op.create_index("ix_roster_proposal_lawyer", "roster_proposal", ["lawyer_id", "made_at", "id"], unique=False)
    op.create_index(op.f("ix_roster_proposal_person_id"), "roster_proposal", ["person_id"], unique=False)
    op.create_index("ix_roster_proposal_status", "roster_proposal", ["status", "made_at", "id"], unique=False)
    op.create_index(
        "uq_roster_proposal_waiting",
        "roster_proposal",
        ["lawyer_id"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.drop_table("roster_proposal")
    op.drop_table("roster_change")
    op.execute("DELETE FROM duty_shift WHERE cancelled_at IS NOT NULL")
    op.drop_index("uq_duty_shift", table_name="duty_shift")
    op.create_index("uq_duty_shift", "duty_shift", ["lawyer_id", "on_day"], unique=True)
    op.drop_column("duty_shift", "cancelled_at")
    op.drop_column("firm", "version")


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
