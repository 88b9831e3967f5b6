"""Measures and rewards: decided by people on verified breaches, and refused by the database on anything else."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0044_discipline"
down_revision = "0043_alarms"
branch_labels = None
depends_on = None

NOTICES = (
    "sanction_proposed",
    "sanction_to_decide",
    "sanction_decided",
    "sanction_submitted",
    "reward_decided",
    "sanction_rejected",
    "sanction_revoked",
    "sanction_answered",
    "sanction_objected",
    "sanction_objection_decided",
)
KEPT = ("sanction_alarm", "sanction_statement", "sanction_delivery")
FUNCTIONS = {
    "refuse_groundless_sanction": """
CREATE FUNCTION refuse_groundless_sanction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.measure NOT IN ('commendation', 'commutation')
        AND NEW.status IN ('proposed', 'in_force', 'submitted', 'answered') THEN
        IF NEW.breaches <> (SELECT count(*) FROM sanction_alarm WHERE sanction_id = NEW.id)
            OR EXISTS (
                SELECT FROM sanction_alarm AS rests JOIN alarm ON alarm.id = rests.alarm_id
                WHERE rests.sanction_id = NEW.id
                    AND (alarm.outcome IS DISTINCT FROM 'breach' OR alarm.order_id IS DISTINCT FROM NEW.order_id)
            )
        THEN
            RAISE EXCEPTION 'a measure rests on breaches that people found: sanction %', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_rests_on_breach';
        END IF;
        IF NEW.status <> 'proposed' AND NOT EXISTS (SELECT FROM sanction_statement WHERE sanction_id = NEW.id) THEN
            RAISE EXCEPTION 'the person is heard before: sanction %', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_heard_before';
        END IF;
    END IF;
    IF NOT EXISTS (SELECT FROM correction_order WHERE id = NEW.order_id AND person_id = NEW.person_id)
        OR TG_OP = 'UPDATE' AND (
            ROW(NEW.order_id, NEW.person_id, NEW.measure, NEW.proposed_by, NEW.proposed_at) IS DISTINCT FROM
            ROW(OLD.order_id, OLD.person_id, OLD.measure, OLD.proposed_by, OLD.proposed_at)
            OR OLD.status IN ('rejected', 'withdrawn', 'revoked') AND NEW.status <> OLD.status
            OR OLD.decided_by IS NOT NULL AND ROW(NEW.decided_by, NEW.decided_at) IS DISTINCT FROM
                ROW(OLD.decided_by, OLD.decided_at)
        )
    THEN
        RAISE EXCEPTION 'what was proposed and decided stays as it was: sanction %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_kept';
    END IF;
    IF NEW.decided_by IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.decided_by IS DISTINCT FROM NEW.decided_by)
        AND NOT EXISTS (
        SELECT FROM role_grant AS held JOIN agency ON agency.id = held.agency_id
        WHERE held.person_id = NEW.decided_by AND held.role = 'decider'
            AND starts_with(NEW.agency_path, agency.tree_path)
            AND held.valid_from <= NEW.decided_at AND (held.valid_to IS NULL OR held.valid_to > NEW.decided_at)
    ) THEN
        RAISE EXCEPTION 'who decides holds an office of deciding: sanction %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_decided_by_decider';
    END IF;
    IF NEW.is_publicised AND EXISTS (
        SELECT FROM correction_order WHERE id = NEW.order_id AND (is_minor OR is_sealed)
    ) THEN
        RAISE EXCEPTION 'a closed file is never publicised: sanction %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_minor_private';
    END IF;
    RETURN NULL;
END $$
""",
    "refuse_unfounded_ground": """
CREATE FUNCTION refuse_unfounded_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM alarm JOIN sanction ON sanction.order_id = alarm.order_id
        WHERE alarm.id = NEW.alarm_id AND sanction.id = NEW.sanction_id AND alarm.outcome = 'breach'
        FOR SHARE OF alarm;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'alarm % is no breach of this order', NEW.alarm_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_rests_on_breach';
    END IF;
    RETURN NEW;
END $$
""",
    "keep_breach_of_sanction": """
CREATE FUNCTION keep_breach_of_sanction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM sanction_alarm AS rests JOIN sanction ON sanction.id = rests.sanction_id
        WHERE rests.alarm_id = OLD.id AND sanction.status IN ('proposed', 'in_force', 'submitted', 'answered')
    ) THEN
        RAISE EXCEPTION 'a measure rests on alarm %', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alarm_breach_kept';
    END IF;
    RETURN NEW;
END $$
""",
}
TRIGGERS = {
    "sanction": (
        "CREATE CONSTRAINT TRIGGER grounded AFTER INSERT OR UPDATE ON sanction DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION refuse_groundless_sanction()"
    ),
    "sanction_alarm": (
        "CREATE TRIGGER founded BEFORE INSERT ON sanction_alarm "
        "FOR EACH ROW EXECUTE FUNCTION refuse_unfounded_ground()"
    ),
    "alarm": (
        "CREATE TRIGGER breach_kept BEFORE UPDATE ON alarm FOR EACH ROW "
        "WHEN (OLD.outcome = 'breach' AND NEW.outcome IS DISTINCT FROM 'breach') "
        "EXECUTE FUNCTION keep_breach_of_sanction()"
    ),
}


def upgrade() -> None:
    op.create_table(
        "sanction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "commendation",
                "commutation",
                "admonition",
                "warning",
                "police_penalty",
                "revoke_probation",
                "revoke_parole",
                "imprisonment",
                name="disciplinemeasure",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "in_force",
                "submitted",
                "answered",
                "rejected",
                "withdrawn",
                "revoked",
                name="sanctionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("breaches", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("addressee", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("arrest_asked", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "hearing",
            sa.Enum(
                "none", "tried", "heard", name="hearingstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision_reason", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("is_publicised", sa.Boolean(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "granted", "refused", name="authorityanswer", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_document", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column(
            "arrest_answer",
            sa.Enum(
                "granted", "refused", name="arrestanswer", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(measure IN ('commendation', 'admonition', 'warning')) = (addressee IS NULL)",
            name=op.f("ck_sanction_addressee"),
        ),
        sa.CheckConstraint(
            "(measure IN ('commendation', 'commutation')) = (breaches = 0)", name=op.f("ck_sanction_breaches")
        ),
        sa.CheckConstraint("(status = 'revoked') = (revoked_at IS NOT NULL)", name=op.f("ck_sanction_revoked")),
        sa.CheckConstraint(
            "NOT arrest_asked OR measure IN ('revoke_probation', 'revoke_parole')",
            name=op.f("ck_sanction_arrest_asked"),
        ),
        sa.CheckConstraint(
            "measure IN ('commendation', 'admonition', 'warning') OR status <> 'in_force'",
            name=op.f("ck_sanction_not_own"),
        ),
        sa.CheckConstraint(
            "measure IN ('commendation', 'commutation') OR status NOT IN ('in_force', 'submitted', 'answered') OR hearing <> 'none'",
            name=op.f("ck_sanction_heard"),
        ),
        sa.CheckConstraint(
            "measure NOT IN ('commendation', 'admonition', 'warning') OR status NOT IN ('submitted', 'answered')",
            name=op.f("ck_sanction_own"),
        ),
        sa.CheckConstraint("status <> 'answered' OR answer IS NOT NULL", name=op.f("ck_sanction_answered")),
        sa.CheckConstraint(
            "status IN ('proposed', 'withdrawn') OR decided_by IS NOT NULL", name=op.f("ck_sanction_decided")
        ),
        sa.CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_sanction_answered_on")),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_sanction_decided_at")),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name=op.f("ck_sanction_revoked_by")),
        sa.CheckConstraint("arrest_answer IS NULL OR arrest_asked", name=op.f("ck_sanction_arrest_answer")),
        sa.CheckConstraint(
            "decided_by <> proposed_by AND decided_by <> person_id", name=op.f("ck_sanction_two_people")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR length(btrim(decision_reason)) > 0", name=op.f("ck_sanction_decision_reason")
        ),
        sa.CheckConstraint("length(btrim(reason)) > 0", name=op.f("ck_sanction_reason")),
        sa.CheckConstraint("proposed_by <> person_id", name=op.f("ck_sanction_proposed_by_other")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_sanction_agency_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_sanction_decided_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_sanction_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sanction_person_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_sanction_proposed_by")),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name=op.f("fk_sanction_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
    )
    op.create_index("ix_sanction_agency_id", "sanction", ["agency_id", "id"], unique=False)
    op.create_index("ix_sanction_decided_by", "sanction", ["decided_by"], unique=False)
    op.create_index("ix_sanction_order_id", "sanction", ["order_id", "id"], unique=False)
    op.create_index("ix_sanction_person_id", "sanction", ["person_id", "id"], unique=False)
    op.create_index("ix_sanction_proposed_by", "sanction", ["proposed_by"], unique=False)
    op.create_index("ix_sanction_revoked_by", "sanction", ["revoked_by"], unique=False)
    op.create_index(
        "ix_sanction_to_do",
        "sanction",
        ["agency_id", "status", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('proposed', 'submitted')"),
    )
    op.create_index(
        "uq_sanction_open",
        "sanction",
        ["order_id", "measure"],
        unique=True,
        postgresql_where=sa.text("status = 'proposed'"),
    )
    op.create_table(
        "sanction_alarm",
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.Column("alarm_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_sanction_alarm_alarm_id")),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanction.id"], name=op.f("fk_sanction_alarm_sanction_id")),
        sa.PrimaryKeyConstraint("sanction_id", "alarm_id", name=op.f("pk_sanction_alarm")),
    )
    op.create_index("ix_sanction_alarm_alarm_id", "sanction_alarm", ["alarm_id"], unique=False)
    op.create_table(
        "sanction_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.Column(
            "recipient",
            sa.Enum(
                "person",
                "procuratorate",
                "court",
                "police",
                "deciding_body",
                "public",
                name="sanctionrecipient",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("how", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("delivered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("delivered_at <= recorded_at", name=op.f("ck_sanction_delivery_delivered")),
        sa.CheckConstraint("length(btrim(how)) > 0", name=op.f("ck_sanction_delivery_how")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_sanction_delivery_recorded_by")),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanction.id"], name=op.f("fk_sanction_delivery_sanction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_delivery")),
    )
    op.create_index("ix_sanction_delivery_recorded_by", "sanction_delivery", ["recorded_by"], unique=False)
    op.create_index("ix_sanction_delivery_sanction_id", "sanction_delivery", ["sanction_id", "id"], unique=False)
    op.create_table(
        "sanction_objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_path", sqlmodel.sql.sqltypes.AutoString(length=740), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "filed",
                "upheld",
                "overturned",
                "withdrawn",
                name="sanctionobjectionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("filed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("review_reason", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'filed') = (closed_at IS NULL)", name=op.f("ck_sanction_objection_closed")),
        sa.CheckConstraint(
            "(status IN ('upheld', 'overturned')) = (reviewed_by IS NOT NULL)",
            name=op.f("ck_sanction_objection_reviewed"),
        ),
        sa.CheckConstraint("length(btrim(words)) > 0", name=op.f("ck_sanction_objection_words")),
        sa.CheckConstraint(
            "reviewed_by <> decided_by AND reviewed_by <> person_id", name=op.f("ck_sanction_objection_two_people")
        ),
        sa.CheckConstraint(
            "reviewed_by IS NULL OR length(btrim(review_reason)) > 0",
            name=op.f("ck_sanction_objection_review_reason"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_sanction_objection_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sanction_objection_person_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name=op.f("fk_sanction_objection_reviewed_by")),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanction.id"], name=op.f("fk_sanction_objection_sanction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_objection")),
    )
    op.create_index("ix_sanction_objection_decided_by", "sanction_objection", ["decided_by"], unique=False)
    op.create_index("ix_sanction_objection_person_id", "sanction_objection", ["person_id"], unique=False)
    op.create_index("ix_sanction_objection_reviewed_by", "sanction_objection", ["reviewed_by"], unique=False)
    op.create_index("ix_sanction_objection_sanction_id", "sanction_objection", ["sanction_id", "id"], unique=False)
    op.create_index(
        "uq_sanction_objection_open",
        "sanction_objection",
        ["sanction_id"],
        unique=True,
        postgresql_where=sa.text("status = 'filed'"),
    )
    op.create_table(
        "sanction_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
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
        sa.CheckConstraint("length(btrim(words)) > 0", name=op.f("ck_sanction_statement_words")),
        sa.CheckConstraint("made_at <= recorded_at", name=op.f("ck_sanction_statement_made")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_sanction_statement_recorded_by")),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanction.id"], name=op.f("fk_sanction_statement_sanction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_statement")),
    )
    op.create_index("ix_sanction_statement_recorded_by", "sanction_statement", ["recorded_by"], unique=False)
    op.create_index("ix_sanction_statement_sanction_id", "sanction_statement", ["sanction_id", "id"], unique=False)
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_rewriting_history()"
        )
    for function in FUNCTIONS.values():
        op.execute(function)
    for trigger in TRIGGERS.values():
        op.execute(trigger)
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.execute("DROP TRIGGER breach_kept ON alarm")
    op.drop_index("ix_sanction_statement_sanction_id", table_name="sanction_statement")
    op.drop_index("ix_sanction_statement_recorded_by", table_name="sanction_statement")
    op.drop_table("sanction_statement")
    op.drop_index(
        "uq_sanction_objection_open", table_name="sanction_objection", postgresql_where=sa.text("status = 'filed'")
    )
    op.drop_index("ix_sanction_objection_sanction_id", table_name="sanction_objection")
    op.drop_index("ix_sanction_objection_reviewed_by", table_name="sanction_objection")
    op.drop_index("ix_sanction_objection_person_id", table_name="sanction_objection")
    op.drop_index("ix_sanction_objection_decided_by", table_name="sanction_objection")
    op.drop_table("sanction_objection")
    op.drop_index("ix_sanction_delivery_sanction_id", table_name="sanction_delivery")
    op.drop_index("ix_sanction_delivery_recorded_by", table_name="sanction_delivery")
    op.drop_table("sanction_delivery")
    op.drop_index("ix_sanction_alarm_alarm_id", table_name="sanction_alarm")
    op.drop_table("sanction_alarm")
    op.drop_index("uq_sanction_open", table_name="sanction", postgresql_where=sa.text("status = 'proposed'"))
    op.drop_index(
        "ix_sanction_to_do", table_name="sanction", postgresql_where=sa.text("status IN ('proposed', 'submitted')")
    )
    op.drop_index("ix_sanction_revoked_by", table_name="sanction")
    op.drop_index("ix_sanction_proposed_by", table_name="sanction")
    op.drop_index("ix_sanction_person_id", table_name="sanction")
    op.drop_index("ix_sanction_order_id", table_name="sanction")
    op.drop_index("ix_sanction_decided_by", table_name="sanction")
    op.drop_index("ix_sanction_agency_id", table_name="sanction")
    op.drop_table("sanction")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}()")


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
