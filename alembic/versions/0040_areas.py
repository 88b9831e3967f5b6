"""Areas from circles and several divisions; injunctions of a judgement; questions about a fix outside."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040_areas"
down_revision = "0039_schedule"
branch_labels = None
depends_on = None

NOTICES = ("location_asked", "location_unanswered")


def upgrade() -> None:
    _widen_areas()
    op.create_table(
        "injunction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "activity",
                "place",
                "person",
                name="injunctionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("content", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("wkb_wgs84", sa.LargeBinary(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("repairs", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("warnings", postgresql.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("lifted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lift_reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.CheckConstraint("wkb_wgs84 IS NULL OR kind = 'place'", name=op.f("ck_injunction_place")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lift_reason IS NULL)", name=op.f("ck_injunction_lift_reason")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("ck_injunction_lifted_by")),
        sa.CheckConstraint("length(btrim(content)) > 0", name=op.f("ck_injunction_content")),
        sa.CheckConstraint(
            "lift_reason IS NULL OR length(btrim(lift_reason)) > 0", name=op.f("ck_injunction_lift_reason_text")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_injunction_period")),
        sa.CheckConstraint(
            "wkb_wgs84 IS NOT NULL OR json_array_length(hours) = 0", name=op.f("ck_injunction_hours")
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_injunction_lifted_by")),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_injunction_order_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_injunction_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_injunction")),
    )
    op.create_index("ix_injunction_lifted_by", "injunction", ["lifted_by"], unique=False)
    op.create_index("ix_injunction_order_id", "injunction", ["order_id", "id"], unique=False)
    op.create_index("ix_injunction_set_by", "injunction", ["set_by"], unique=False)
    op.create_table(
        "location_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("first_made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("duty_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "confirmed",
                "cleared",
                name="questionstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "second_outside",
                "call_outside",
                "second_inside",
                "seen_in_person",
                "call_inside",
                "lapsed",
                name="questionoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("office_asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'asked') = (outcome IS NULL)", name=op.f("ck_location_question_outcome")),
        sa.CheckConstraint(
            "outcome <> 'second_outside' OR second_id IS NOT NULL", name=op.f("ck_location_question_second_fix")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR (status = 'confirmed') = (outcome IN ('second_outside', 'call_outside'))",
            name=op.f("ck_location_question_confirmed"),
        ),
        sa.CheckConstraint(
            "(second_id IS NULL) = (second_made_at IS NULL)", name=op.f("ck_location_question_second")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["correction_order.id"], name=op.f("fk_location_question_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_location_question_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location_question")),
    )
    op.create_index("ix_location_question_order_id", "location_question", ["order_id", "id"], unique=False)
    op.create_index("ix_location_question_person_id", "location_question", ["person_id", "id"], unique=False)
    op.create_index("uq_location_question_first", "location_question", ["first_id"], unique=True)
    op.create_index(
        "uq_location_question_open",
        "location_question",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status = 'asked'"),
    )
    op.create_table(
        "injunction_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("injunction_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("opens_at <= closes_at", name=op.f("ck_injunction_opening_span")),
        sa.ForeignKeyConstraint(
            ["injunction_id"], ["injunction.id"], name=op.f("fk_injunction_opening_injunction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_injunction_opening")),
    )
    op.create_index("ix_injunction_opening_injunction_id", "injunction_opening", ["injunction_id"], unique=False)
    op.create_index(
        "uq_injunction_opening_request_id", "injunction_opening", ["request_id", "injunction_id"], unique=True
    )
    op.create_table(
        "location_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "outside",
                "inside",
                "unreached",
                name="callfinding",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("called_by", sa.Uuid(), nullable=False),
        sa.Column("called_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(btrim(note)) > 0", name=op.f("ck_location_call_note")),
        sa.ForeignKeyConstraint(["called_by"], ["person.id"], name=op.f("fk_location_call_called_by")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["location_question.id"], name=op.f("fk_location_call_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location_call")),
    )
    op.create_index("ix_location_call_called_by", "location_call", ["called_by"], unique=False)
    op.create_index("ix_location_call_question_id", "location_call", ["question_id", "id"], unique=False)
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.drop_index("ix_location_call_question_id", table_name="location_call")
    op.drop_index("ix_location_call_called_by", table_name="location_call")
    op.drop_table("location_call")
    op.drop_index("uq_injunction_opening_request_id", table_name="injunction_opening")
    op.drop_index("ix_injunction_opening_injunction_id", table_name="injunction_opening")
    op.drop_table("injunction_opening")
    op.drop_index(
        "uq_location_question_open", table_name="location_question", postgresql_where=sa.text("status = 'asked'")
    )
    op.drop_index("uq_location_question_first", table_name="location_question")
    op.drop_index("ix_location_question_person_id", table_name="location_question")
    op.drop_index("ix_location_question_order_id", table_name="location_question")
    op.drop_table("location_question")
    op.drop_index("ix_injunction_set_by", table_name="injunction")
    op.drop_index("ix_injunction_order_id", table_name="injunction")
    op.drop_index("ix_injunction_lifted_by", table_name="injunction")
    op.drop_table("injunction")
    op.drop_constraint(op.f("ck_approved_area_area_codes"), "approved_area", type_="check")
    op.drop_column("approved_area", "warnings")
    op.drop_column("approved_area", "area_codes")
    op.execute("UPDATE approved_area SET source = 'drawn' WHERE source = 'circle'")
    _allow_sources("drawn", "area")


def _widen_areas() -> None:
    """Every area names all its divisions; those approved before had one or none."""
    _allow_sources("drawn", "circle", "area")
    for name, length in (("area_codes", 12), ("warnings", 40)):
        column = sa.Column(
            name, postgresql.ARRAY(sa.String(length=length)), nullable=False, server_default=sa.text("'{}'")
        )
        op.add_column("approved_area", column)
    op.execute("UPDATE approved_area SET area_codes = ARRAY[area_code] WHERE area_code IS NOT NULL")
    for name in ("area_codes", "warnings"):
        op.alter_column("approved_area", name, server_default=None)
    op.create_check_constraint(
        op.f("ck_approved_area_area_codes"),
        "approved_area",
        "(source = 'area') = (cardinality(area_codes) > 0)",
    )


def _allow_sources(*sources: str) -> None:
    name = op.f("ck_approved_area_approvedareasource")
    values = ", ".join(f"'{source}'" for source in sources)
    op.drop_constraint(name, "approved_area", type_="check")
    op.create_check_constraint(name, "approved_area", f"source IN ({values})")


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
