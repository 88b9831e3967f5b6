"""Alarms: what was done to find out, what the person said, who was told; searches; no breach without all that."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0043_alarms"
down_revision = "0042_reports"
branch_labels = None
depends_on = None

NOTICES = (
    "alarm_told",
    "alarm_to_verify",
    "alarm_stated",
    "alarm_cleared",
    "breach_confirmed",
    "breach_retracted",
    "breach_contradicted",
    "search_opened",
)
KEPT = ("alarm_telling", "alarm_step", "alarm_statement", "search_entry")
REFUSE_UNVERIFIED = """
CREATE FUNCTION refuse_unverified_breach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.outcome = 'breach' AND NEW.outcome = 'breach' AND
        ROW(NEW.order_id, NEW.person_id, NEW.closed_by, NEW.closed_at, NEW.breach_kind, NEW.breach_gravity,
            NEW.absent_from, NEW.absent_to) IS DISTINCT FROM
        ROW(OLD.order_id, OLD.person_id, OLD.closed_by, OLD.closed_at, OLD.breach_kind, OLD.breach_gravity,
            OLD.absent_from, OLD.absent_to)
    THEN
        RAISE EXCEPTION 'a finding stays as it was made, or is taken back: alarm %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alarm_finding_kept';
    END IF;
    IF NEW.outcome = 'breach' AND (TG_OP = 'INSERT' OR ROW(OLD.outcome, OLD.closed_by, OLD.closed_at)
            IS DISTINCT FROM ROW(NEW.outcome, NEW.closed_by, NEW.closed_at)) THEN
        IF NOT EXISTS (SELECT FROM alarm_step WHERE alarm_id = NEW.id)
            OR NOT EXISTS (SELECT FROM alarm_statement WHERE alarm_id = NEW.id)
            OR NOT EXISTS (
                SELECT FROM role_grant AS held JOIN agency ON agency.id = held.agency_id
                WHERE held.person_id = NEW.closed_by AND held.role = 'decider'
                    AND starts_with(NEW.agency_path, agency.tree_path)
                    AND held.valid_from <= NEW.closed_at
                    AND (held.valid_to IS NULL OR held.valid_to > NEW.closed_at)
            )
        THEN
            RAISE EXCEPTION 'a breach is found by who decides, after verification and a hearing: alarm %', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'alarm_breach_verified';
        END IF;
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "alarm_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "own",
                "recorded",
                "declined",
                "not_reached",
                name="statementkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(btrim(words)) > 0", name=op.f("ck_alarm_statement_words")),
        sa.CheckConstraint("made_at <= recorded_at", name=op.f("ck_alarm_statement_made")),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_statement_alarm_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_alarm_statement_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_statement")),
    )
    op.create_index("ix_alarm_statement_alarm_id", "alarm_statement", ["alarm_id", "id"], unique=False)
    op.create_index("ix_alarm_statement_recorded_by", "alarm_statement", ["recorded_by"], unique=False)
    op.create_table(
        "alarm_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "call",
                "video_call",
                "visit",
                "device_checked",
                "helper_asked",
                "record_checked",
                "other",
                name="alarmstepkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("result", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(btrim(result)) > 0", name=op.f("ck_alarm_step_result")),
        sa.CheckConstraint("made_at <= recorded_at", name=op.f("ck_alarm_step_made")),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_step_alarm_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_alarm_step_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_step")),
    )
    op.create_index("ix_alarm_step_alarm_id", "alarm_step", ["alarm_id", "id"], unique=False)
    op.create_index("ix_alarm_step_made_by", "alarm_step", ["made_by"], unique=False)
    op.create_table(
        "alarm_telling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "told_as",
            sa.Enum("person", "office", name="toldas", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_telling_alarm_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_alarm_telling_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_telling")),
        sa.UniqueConstraint(
            "alarm_id", "person_id", "told_as", name=op.f("uq_alarm_telling_alarm_id_person_id_told_as")
        ),
    )
    op.create_index("ix_alarm_telling_person_id", "alarm_telling", ["person_id"], unique=False)
    op.create_table(
        "search_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open", "found", "ended", name="searchstatus", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("police_told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("procuratorate_told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f("ck_search_record_closed")),
        sa.CheckConstraint("opened_at <= closed_at", name=op.f("ck_search_record_period")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_search_record_agency_id")),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_search_record_alarm_id")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_search_record_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_search_record_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_record")),
    )
    op.create_index("ix_search_record_agency_id", "search_record", ["agency_id", "id"], unique=False)
    op.create_index("ix_search_record_alarm_id", "search_record", ["alarm_id"], unique=False)
    op.create_index("ix_search_record_order_id", "search_record", ["order_id", "id"], unique=False)
    op.create_index("ix_search_record_person_id", "search_record", ["person_id"], unique=False)
    op.create_index(
        "uq_search_record_open",
        "search_record",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "begun",
                "call",
                "visit",
                "family_asked",
                "employer_asked",
                "community_asked",
                "police_told",
                "procuratorate_told",
                "signal",
                "found",
                "ended",
                "other",
                name="searchentrykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(btrim(note)) > 0", name=op.f("ck_search_entry_note")),
        sa.CheckConstraint("made_at <= recorded_at", name=op.f("ck_search_entry_made")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_search_entry_made_by")),
        sa.ForeignKeyConstraint(["search_id"], ["search_record.id"], name=op.f("fk_search_entry_search_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_made_by", "search_entry", ["made_by"], unique=False)
    op.create_index("ix_search_entry_search_id", "search_entry", ["search_id", "id"], unique=False)
    op.add_column("alarm", sa.Column("steps", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "alarm",
        sa.Column(
            "hearing",
            sa.Enum(
                "none", "tried", "heard", name="hearingstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
            server_default="none",
        ),
    )
    op.add_column(
        "alarm",
        sa.Column(
            "breach_kind",
            sa.Enum(
                "absence",
                "reporting",
                "contact",
                "leave",
                "moving",
                "education",
                "injunction",
                "reexamination",
                "other",
                name="breachkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "alarm",
        sa.Column(
            "breach_gravity",
            sa.Enum(
                "minor", "serious", name="breachgravity", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
    )
    op.add_column("alarm", sa.Column("absent_from", sa.Date(), nullable=True))
    op.add_column("alarm", sa.Column("absent_to", sa.Date(), nullable=True))
    op.create_index("ix_alarm_key", "alarm", ["key", "id"], unique=False)
    op.create_index(
        "ix_alarm_to_do",
        "alarm",
        ["agency_id", "status", "id"],
        unique=False,
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.alter_column("alarm", "steps", server_default=None)
    op.alter_column("alarm", "hearing", server_default=None)
    op.execute(
        "UPDATE alarm SET status = 'verifying', outcome = NULL, finding = NULL, closed_by = NULL, closed_at = NULL"
        " WHERE outcome = 'breach'"
    )
    op.execute(
        "UPDATE alarm SET office_told_at = NULL WHERE person_told_at IS NULL OR person_told_at > office_told_at"
    )
    op.create_check_constraint(
        op.f("ck_alarm_breach_heard"),
        "alarm",
        "outcome <> 'breach' OR (order_id IS NOT NULL AND closed_by IS NOT NULL AND closed_by <> person_id AND steps > 0 AND hearing <> 'none')",
    )
    op.create_check_constraint(
        op.f("ck_alarm_breach_kind"),
        "alarm",
        "(outcome IS NOT DISTINCT FROM 'breach') = (breach_kind IS NOT NULL)",
    )
    op.create_check_constraint(
        op.f("ck_alarm_breach_gravity"), "alarm", "(breach_kind IS NULL) = (breach_gravity IS NULL)"
    )
    op.create_check_constraint(
        op.f("ck_alarm_absence"),
        "alarm",
        "(breach_kind IS NOT DISTINCT FROM 'absence') = (absent_from IS NOT NULL) AND (absent_from IS NULL) = (absent_to IS NULL)",
    )
    op.create_check_constraint(op.f("ck_alarm_absent"), "alarm", "absent_from <= absent_to")
    op.create_check_constraint(
        op.f("ck_alarm_person_first"),
        "alarm",
        "office_told_at IS NULL OR person_id IS NULL OR (person_told_at IS NOT NULL AND person_told_at <= office_told_at)",
    )
    op.create_check_constraint(op.f("ck_alarm_steps"), "alarm", "steps >= 0")
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_rewriting_history()"
        )
    op.execute(REFUSE_UNVERIFIED)
    op.execute(
        "CREATE TRIGGER breach_verified BEFORE INSERT OR UPDATE ON alarm "
        "FOR EACH ROW EXECUTE FUNCTION refuse_unverified_breach()"
    )
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.execute("DROP TRIGGER breach_verified ON alarm")
    op.execute("DROP FUNCTION refuse_unverified_breach()")
    op.drop_constraint(op.f("ck_alarm_breach_heard"), "alarm", type_="check")
    op.drop_constraint(op.f("ck_alarm_breach_kind"), "alarm", type_="check")
    op.drop_constraint(op.f("ck_alarm_breach_gravity"), "alarm", type_="check")
    op.drop_constraint(op.f("ck_alarm_absence"), "alarm", type_="check")
    op.drop_constraint(op.f("ck_alarm_absent"), "alarm", type_="check")
    op.drop_constraint(op.f("ck_alarm_person_first"), "alarm", type_="check")
    op.drop_constraint(op.f("ck_alarm_steps"), "alarm", type_="check")
    op.drop_index("ix_alarm_to_do", table_name="alarm", postgresql_where=sa.text("status <> 'closed'"))
    op.drop_index("ix_alarm_key", table_name="alarm")
    op.drop_column("alarm", "absent_to")
    op.drop_column("alarm", "absent_from")
    op.drop_column("alarm", "breach_gravity")
    op.drop_column("alarm", "breach_kind")
    op.drop_column("alarm", "hearing")
    op.drop_column("alarm", "steps")
    op.drop_index("ix_search_entry_search_id", table_name="search_entry")
    op.drop_index("ix_search_entry_made_by", table_name="search_entry")
    op.drop_table("search_entry")
    op.drop_index("uq_search_record_open", table_name="search_record", postgresql_where=sa.text("status = 'open'"))
    op.drop_index("ix_search_record_person_id", table_name="search_record")
    op.drop_index("ix_search_record_order_id", table_name="search_record")
    op.drop_index("ix_search_record_alarm_id", table_name="search_record")
    op.drop_index("ix_search_record_agency_id", table_name="search_record")
    op.drop_table("search_record")
    op.drop_index("ix_alarm_telling_person_id", table_name="alarm_telling")
    op.drop_table("alarm_telling")
    op.drop_index("ix_alarm_step_made_by", table_name="alarm_step")
    op.drop_index("ix_alarm_step_alarm_id", table_name="alarm_step")
    op.drop_table("alarm_step")
    op.drop_index("ix_alarm_statement_recorded_by", table_name="alarm_statement")
    op.drop_index("ix_alarm_statement_alarm_id", table_name="alarm_statement")
    op.drop_table("alarm_statement")


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
