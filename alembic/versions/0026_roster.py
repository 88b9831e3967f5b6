"""The roster in full: who works where and as what, languages, skills, leave, duty, former office, load."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0026_roster"
down_revision = "0025_bundles"
branch_labels = None
depends_on = None

CREDENTIALS = (
    "(kind = 'lawyer') = (licence_number IS NOT NULL)"
    " AND (licence_number IS NULL) = (licence_serial IS NULL)"
    " AND (licence_number IS NULL) = (licence_kind IS NULL)"
    " AND (kind = 'lawyer') = (certificate_number IS NULL)"
)


def upgrade() -> None:
    op.create_table(
        "lawyer_language",
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "sign",
                "uyghur",
                "tibetan",
                "mongolian",
                "kazakh",
                "kirghiz",
                "korean",
                "zhuang",
                "yi",
                "miao",
                "dong",
                "bouyei",
                "dai",
                "hani",
                "lisu",
                "wa",
                "lahu",
                "jingpo",
                "she",
                "wu",
                "cantonese",
                "min",
                "hakka",
                "xiang",
                "gan",
                "southwestern",
                "english",
                "russian",
                "japanese",
                "french",
                "arabic",
                "vietnamese",
                name="language",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyer.id"], name=op.f("fk_lawyer_language_lawyer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lawyer_id", "language", name=op.f("pk_lawyer_language")),
    )
    op.create_index("ix_lawyer_language_language", "lawyer_language", ["language", "lawyer_id"], unique=False)
    op.create_table(
        "lawyer_skill",
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "skill",
            sa.Enum(
                "women",
                "disabled",
                "elderly",
                "military",
                "foreign",
                name="skill",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyer.id"], name=op.f("fk_lawyer_skill_lawyer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lawyer_id", "skill", name=op.f("pk_lawyer_skill")),
    )

    op.create_table(
        "lawyer_leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("cancelled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_lawyer_leave_period")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_lawyer_leave_entered_by")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_lawyer_leave_lawyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyer_leave")),
    )
    op.create_index("ix_lawyer_leave_days", "lawyer_leave", ["lawyer_id", "to_on"], unique=False)
    op.create_index(op.f("ix_lawyer_leave_entered_by"), "lawyer_leave", ["entered_by"], unique=False)
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_duty_shift_agency_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_duty_shift_entered_by")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_duty_shift_lawyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    op.create_index(op.f("ix_duty_shift_entered_by"), "duty_shift", ["entered_by"], unique=False)
    op.create_index("ix_duty_shift_rota", "duty_shift", ["agency_id", "on_day", "id"], unique=False)
    op.create_index("uq_duty_shift", "duty_shift", ["lawyer_id", "on_day"], unique=True)
    _add_to_firm()
    _add_to_lawyer()
    op.add_column("lawyer_specialty", sa.Column("since_year", sa.Integer(), nullable=True))
    op.execute("UPDATE lawyer_specialty SET since_year = extract(year FROM now())::int - years")
    op.alter_column("lawyer_specialty", "since_year", nullable=False)
    op.drop_column("lawyer_specialty", "years")
    op.create_check_constraint(
        op.f("ck_lawyer_specialty_since_year"), "lawyer_specialty", "since_year BETWEEN 1979 AND 2200"
    )
    op.create_index("ix_lawyer_specialty_specialty", "lawyer_specialty", ["specialty", "lawyer_id"])
    op.execute(
        "UPDATE lawyer SET defence_since = make_date(s.since_year, 12, 31) FROM lawyer_specialty s"
        " WHERE s.lawyer_id = lawyer.id AND s.specialty = 'criminal' AND make_date(s.since_year, 12, 31) < now()"
    )


def _add_to_firm() -> None:
    kinds = sa.Enum(
        "law_firm",
        "legal_service_office",
        "aid_centre",
        "other",
        name="firmkind",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.add_column("firm", sa.Column("kind", kinds, nullable=False, server_default="law_firm"))
    op.alter_column("firm", "kind", server_default=None)


def _add_to_lawyer() -> None:
    kinds = sa.Enum(
        "lawyer",
        "legal_worker",
        "volunteer",
        name="workerkind",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    sexes = sa.Enum("man", "woman", name="sex", native_enum=False, create_constraint=True, length=32)
    offices = sa.Enum(
        "judge", "prosecutor", name="formeroffice", native_enum=False, create_constraint=True, length=32
    )
    op.add_column("lawyer", sa.Column("kind", kinds, nullable=False, server_default="lawyer"))
    op.add_column(
        "lawyer", sa.Column("certificate_number", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True)
    )
    op.alter_column("lawyer", "licensed_year", new_column_name="practising_since")
    op.add_column("lawyer", sa.Column("sex", sexes, nullable=True))
    op.execute("UPDATE lawyer SET sex = CASE substr(licence_number, 11, 1) WHEN '1' THEN 'woman' ELSE 'man' END")
    op.alter_column("lawyer", "sex", nullable=False)
    op.add_column("lawyer", sa.Column("weekly_capacity", sa.Integer(), nullable=True))
    op.add_column("lawyer", sa.Column("open_cases", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("lawyer", sa.Column("last_offered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column("lawyer", sa.Column("defence_since", sa.Date(), nullable=True))
    op.add_column("lawyer", sa.Column("former_office", offices, nullable=True))
    op.add_column("lawyer", sa.Column("left_office_on", sa.Date(), nullable=True))
    op.add_column("lawyer", sa.Column("heads_firm", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE lawyer SET last_offered_at = o.last, open_cases = o.open FROM (SELECT lawyer_id, max(offered_at) AS last,"
        " count(*) FILTER (WHERE status IN ('offered', 'accepted')) AS open FROM offer GROUP BY lawyer_id) o"
        " WHERE o.lawyer_id = lawyer.id"
    )
    for column in ("kind", "open_cases", "heads_firm"):
        op.alter_column("lawyer", column, server_default=None)
    for column in ("licence_number", "licence_serial", "licence_kind"):
        op.alter_column("lawyer", column, nullable=True)
    op.create_check_constraint(op.f("ck_lawyer_credentials"), "lawyer", CREDENTIALS)
    op.create_check_constraint(op.f("ck_lawyer_weekly_capacity"), "lawyer", "weekly_capacity BETWEEN 0 AND 100")
    op.create_check_constraint(op.f("ck_lawyer_open_cases"), "lawyer", "open_cases >= 0")
    op.create_check_constraint(
        op.f("ck_lawyer_former_office"), "lawyer", "(former_office IS NULL) = (left_office_on IS NULL)"
    )
    op.create_index("uq_lawyer_certificate", "lawyer", ["kind", "certificate_number"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_lawyer_specialty_specialty", table_name="lawyer_specialty")
    op.add_column("lawyer_specialty", sa.Column("years", sa.Integer(), nullable=True))
    op.execute("UPDATE lawyer_specialty SET years = greatest(extract(year FROM now())::int - since_year, 0)")
    op.alter_column("lawyer_specialty", "years", nullable=False)
    op.drop_column("lawyer_specialty", "since_year")
    op.create_check_constraint(op.f("ck_lawyer_specialty_years"), "lawyer_specialty", "years BETWEEN 0 AND 70")
    op.drop_index("uq_lawyer_certificate", table_name="lawyer")
    op.execute("DELETE FROM lawyer WHERE kind <> 'lawyer'")
    for column in ("licence_number", "licence_serial", "licence_kind"):
        op.alter_column("lawyer", column, nullable=False)
    op.drop_constraint(op.f("ck_lawyer_credentials"), "lawyer")
    op.alter_column("lawyer", "practising_since", new_column_name="licensed_year")
    for column in (
        "heads_firm",
        "left_office_on",
        "former_office",
        "defence_since",
        "last_offered_at",
        "open_cases",
        "weekly_capacity",
        "sex",
        "certificate_number",
        "kind",
    ):
        op.drop_column("lawyer", column)
    op.drop_column("firm", "kind")
    for table in ("duty_shift", "lawyer_leave", "lawyer_skill", "lawyer_language"):
        op.drop_table(table)
