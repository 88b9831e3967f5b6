"""The inbox of notices."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008_notices"
down_revision = "0007_correction"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "template",
            sa.Enum(
                "application_submitted",
                "application_received",
                "application_accepted",
                "application_granted",
                "application_refused",
                "application_assigned",
                "application_taken",
                "application_returned",
                "application_withdrawn",
                "application_terminated",
                "handling_ended",
                "application_overdue",
                "evidence_rejected",
                "lawyer_offered",
                "offer_expired",
                "offer_withdrawn",
                "role_granted",
                "role_revoked",
                "login_revoked",
                "clock_at_risk",
                "clock_overdue",
                "clock_recomputed",
                name="noticetemplate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("object_type", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("read_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(object_type IS NULL) = (object_id IS NULL)", name=op.f("ck_notice_object")),
        sa.ForeignKeyConstraint(["event_id"], ["event_record.id"], name=op.f("fk_notice_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "event_id", "person_id", "template", name=op.f("uq_notice_event_id_person_id_template")
        ),
    )
    op.create_index("ix_notice_inbox", "notice", ["person_id", "created_at", "id"], unique=False)
    op.create_index(
        "ix_notice_unread", "notice", ["person_id"], unique=False, postgresql_where=sa.text("read_at IS NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_notice_unread", table_name="notice", postgresql_where=sa.text("read_at IS NULL"))
    op.drop_index("ix_notice_inbox", table_name="notice")
    op.drop_table("notice")
