"""Ends and moves of orders: summary, appraisal, early ends, changed terms, handover between offices."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0045_ending"
down_revision = "0044_discipline"
branch_labels = None
depends_on = None

NOTICES = (
    "summary_due",
    "summary_not_in",
    "summary_handed_in",
    "term_changed",
    "correction_ended",
    "resettlement_due",
    "order_handed_over",
    "handover_proposed",
    "handover_refused",
)
BEGAN = "ck_correction_order_began"
TERM_TIMERS = {
    "correction.end_term": "(ends_on + 1)::timestamp",
    "correction.ask_summary": "((ends_on - 44) + time '09:00')",
}
"""What follows from the last day of a term, and when in China."""


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")


def upgrade() -> None:
    op.create_table(
        "order_completion",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=True),
        sa.Column("summary_files", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("summary_recorded_by", sa.Uuid(), nullable=True),
        sa.Column("summary_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=True),
        sa.Column("opinion", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("advice", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("appraised_by", sa.Uuid(), nullable=True),
        sa.Column("appraised_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "summary_at IS NULL OR length(btrim(coalesce(summary, ''))) > 0 OR cardinality(summary_files) > 0",
            name=op.f("ck_order_completion_summary_says"),
        ),
        sa.CheckConstraint(
            "(appraised_at IS NULL) = (facts IS NULL) AND (appraised_at IS NULL) = (opinion IS NULL) AND (appraised_at IS NULL) = (appraised_by IS NULL)",
            name=op.f("ck_order_completion_appraisal"),
        ),
        sa.CheckConstraint(
            "(summary_at IS NULL) = (summary_recorded_by IS NULL)", name=op.f("ck_order_completion_summary")
        ),
        sa.ForeignKeyConstraint(["appraised_by"], ["person.id"], name=op.f("fk_order_completion_appraised_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_order_completion_order_id")),
        sa.ForeignKeyConstraint(
            ["summary_recorded_by"], ["person.id"], name=op.f("fk_order_completion_summary_recorded_by")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_completion")),
    )
    op.create_index("ix_order_completion_appraised_by", "order_completion", ["appraised_by"], unique=False)
    op.create_index(
        "ix_order_completion_summary_recorded_by", "order_completion", ["summary_recorded_by"], unique=False
    )
    op.create_table(
        "order_end",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "expired",
                "pardoned",
                "rejudged",
                "probation_revoked",
                "parole_revoked",
                "imprisoned",
                "died",
                "moved_away",
                name="endground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("resettlement", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("resettled_by", sa.Uuid(), nullable=True),
        sa.Column("resettled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(ground = 'expired') = (decided_by IS NULL)", name=op.f("ck_order_end_decided")),
        sa.CheckConstraint("(ground = 'expired') = (document IS NULL)", name=op.f("ck_order_end_document")),
        sa.CheckConstraint("(document IS NULL) = (document_on IS NULL)", name=op.f("ck_order_end_document_on")),
        sa.CheckConstraint(
            "(resettled_at IS NULL) = (resettled_by IS NULL) AND (resettled_at IS NULL) = (resettlement IS NULL)",
            name=op.f("ck_order_end_resettled"),
        ),
        sa.CheckConstraint("decided_by IS NULL OR length(btrim(reason)) > 0", name=op.f("ck_order_end_reason")),
        sa.CheckConstraint(
            "document IS NULL OR length(btrim(document)) > 0", name=op.f("ck_order_end_document_says")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_order_end_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_order_end_order_id")),
        sa.ForeignKeyConstraint(["resettled_by"], ["person.id"], name=op.f("fk_order_end_resettled_by")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_end")),
    )
    op.create_index("ix_order_end_decided_by", "order_end", ["decided_by"], unique=False)
    op.create_index("ix_order_end_resettled_by", "order_end", ["resettled_by"], unique=False)
    op.create_table(
        "order_handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_agency_id", sa.Uuid(), nullable=False),
        sa.Column("from_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("to_agency_id", sa.Uuid(), nullable=False),
        sa.Column("to_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "accepted",
                "refused",
                "withdrawn",
                name="handoverstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(status = 'proposed') = (answered_at IS NULL)", name=op.f("ck_order_handover_answered")
        ),
        sa.CheckConstraint(
            "status <> 'refused' OR length(btrim(answer)) > 0", name=op.f("ck_order_handover_refused")
        ),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_at IS NOT NULL", name=op.f("ck_order_handover_answered_by")
        ),
        sa.CheckConstraint(
            "status NOT IN ('accepted', 'refused') OR answered_by IS NOT NULL",
            name=op.f("ck_order_handover_answered_by_person"),
        ),
        sa.CheckConstraint("from_agency_id <> to_agency_id", name=op.f("ck_order_handover_moves")),
        sa.CheckConstraint("length(btrim(reason)) > 0", name=op.f("ck_order_handover_reason")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_order_handover_answered_by")),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agency.id"], name=op.f("fk_order_handover_from_agency_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_order_handover_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_order_handover_person_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_order_handover_proposed_by")),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name=op.f("fk_order_handover_to_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_handover")),
    )
    op.create_index("ix_order_handover_answered_by", "order_handover", ["answered_by"], unique=False)
    op.create_index("ix_order_handover_from_agency_id", "order_handover", ["from_agency_id", "id"], unique=False)
    op.create_index("ix_order_handover_order_id", "order_handover", ["order_id", "id"], unique=False)
    op.create_index("ix_order_handover_person_id", "order_handover", ["person_id"], unique=False)
    op.create_index("ix_order_handover_proposed_by", "order_handover", ["proposed_by"], unique=False)
    op.create_index("ix_order_handover_to_agency_id", "order_handover", ["to_agency_id", "id"], unique=False)
    op.create_index(
        "uq_order_handover_open",
        "order_handover",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status = 'proposed'"),
    )
    op.create_table(
        "order_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("from_agency_id", sa.Uuid(), nullable=False),
        sa.Column("to_agency_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("from_agency_id <> to_agency_id", name=op.f("ck_order_transfer_moves")),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agency.id"], name=op.f("fk_order_transfer_from_agency_id")),
        sa.ForeignKeyConstraint(["moved_by"], ["person.id"], name=op.f("fk_order_transfer_moved_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_order_transfer_order_id")),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name=op.f("fk_order_transfer_to_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_transfer")),
    )
    op.create_index("ix_order_transfer_from_agency_id", "order_transfer", ["from_agency_id"], unique=False)
    op.create_index("ix_order_transfer_moved_by", "order_transfer", ["moved_by"], unique=False)
    op.create_index("ix_order_transfer_order_id", "order_transfer", ["order_id", "id"], unique=False)
    op.create_index("ix_order_transfer_to_agency_id", "order_transfer", ["to_agency_id"], unique=False)
    op.create_table(
        "term_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "commuted",
                "rejudged",
                "corrected",
                name="termchangekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("was_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind <> 'commuted' OR ends_on < was_on", name=op.f("ck_term_change_commuted")),
        sa.CheckConstraint("ends_on <> was_on", name=op.f("ck_term_change_moves")),
        sa.CheckConstraint(
            "length(btrim(document)) > 0 AND length(btrim(reason)) > 0", name=op.f("ck_term_change_texts")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_term_change_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_term_change_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_change")),
    )
    op.create_index("ix_term_change_decided_by", "term_change", ["decided_by"], unique=False)
    op.create_index("ix_term_change_order_id", "term_change", ["order_id", "id"], unique=False)

    for table in ("term_change", "order_transfer"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_rewriting_history()"
        )
    # Whoever dies or is judged anew before reporting in was never under correction.
    op.drop_constraint(op.f(BEGAN), "correction_order", type_="check")
    op.create_check_constraint(
        op.f(BEGAN), "correction_order", "status <> 'under_correction' OR began_at IS NOT NULL"
    )
    # Orders that ended before ends were kept: each ended by its last day.
    op.execute(
        "INSERT INTO order_end (order_id, ground, ended_on, evidence_ids, ended_at)"
        " SELECT id, 'expired', ends_on, '{}', updated_at FROM correction_order WHERE status = 'ended'"
    )
    _watch_terms()
    _allow_notices(lambda known: [*known, *NOTICES])


def _watch_terms() -> None:
    """Orders entered before end with their term too; their summary is asked for two weeks before it is due."""
    for name, due_at in TERM_TIMERS.items():
        op.execute(
            "INSERT INTO timer (id, name, key, due_at, payload)"  # noqa: S608 -- our own names
            f" SELECT gen_random_uuid(), '{name}', id, {due_at} AT TIME ZONE 'Asia/Shanghai',"
            " json_build_object('order_id', id) FROM correction_order WHERE status <> 'ended'"
            " ON CONFLICT (name, key) DO NOTHING"
        )


def downgrade() -> None:

    op.execute(sa.text("DELETE FROM timer WHERE name = ANY(:gone)").bindparams(gone=list(TERM_TIMERS)))
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.execute("UPDATE correction_order SET began_at = updated_at WHERE status = 'ended' AND began_at IS NULL")
    op.drop_constraint(op.f(BEGAN), "correction_order", type_="check")
    op.create_check_constraint(op.f(BEGAN), "correction_order", "status = 'registered' OR began_at IS NOT NULL")

    op.drop_index("ix_term_change_order_id", table_name="term_change")
    op.drop_index("ix_term_change_decided_by", table_name="term_change")
    op.drop_table("term_change")
    op.drop_index("ix_order_transfer_to_agency_id", table_name="order_transfer")
    op.drop_index("ix_order_transfer_order_id", table_name="order_transfer")
    op.drop_index("ix_order_transfer_moved_by", table_name="order_transfer")
    op.drop_index("ix_order_transfer_from_agency_id", table_name="order_transfer")
    op.drop_table("order_transfer")
    op.drop_index(
        "uq_order_handover_open", table_name="order_handover", postgresql_where=sa.text("status = 'proposed'")
    )
    op.drop_index("ix_order_handover_to_agency_id", table_name="order_handover")
    op.drop_index("ix_order_handover_proposed_by", table_name="order_handover")
    op.drop_index("ix_order_handover_person_id", table_name="order_handover")
    op.drop_index("ix_order_handover_order_id", table_name="order_handover")
    op.drop_index("ix_order_handover_from_agency_id", table_name="order_handover")
    op.drop_index("ix_order_handover_answered_by", table_name="order_handover")
    op.drop_table("order_handover")
    op.drop_index("ix_order_end_resettled_by", table_name="order_end")
    op.drop_index("ix_order_end_decided_by", table_name="order_end")
    op.drop_table("order_end")
    op.drop_index("ix_order_completion_summary_recorded_by", table_name="order_completion")
    op.drop_index("ix_order_completion_appraised_by", table_name="order_completion")
    op.drop_table("order_completion")
