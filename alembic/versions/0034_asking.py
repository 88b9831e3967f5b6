"""Asking lawyers: when each is told, urgency and language in the offer, why it ended; firms that name a lawyer."""

import re
from collections.abc import Callable

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0034_asking"
down_revision = "0033_records"
branch_labels = None
depends_on = None

NOTICES = ("firm_asked", "offer_taken_by_other")
LANGUAGES = sa.Enum(
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
)
BECAUSE = sa.Enum(
    "taken_by_other",
    "taken_back",
    name="withdrawnbecause",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    op.add_column("assignment", sa.Column("name_by", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column("assignment", sa.Column("skipped", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "assignment", sa.Column("relaxed", sa.ARRAY(sa.String(length=40)), nullable=False, server_default="{}")
    )
    op.add_column(
        "assignment", sa.Column("minors_reason_given", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for column in ("skipped", "relaxed", "minors_reason_given"):
        op.alter_column("assignment", column, server_default=None)
    op.add_column("offer", sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("offer", "is_urgent", server_default=None)
    op.add_column("offer", sa.Column("language", LANGUAGES, nullable=True))
    op.add_column("offer", sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.execute("UPDATE offer SET told_at = offered_at")
    op.alter_column("offer", "told_at", nullable=False)
    op.add_column("offer", sa.Column("withdrawn_because", BECAUSE, nullable=True))
    op.execute("UPDATE offer SET withdrawn_because = 'taken_back' WHERE status = 'withdrawn'")
    op.drop_constraint(op.f("ck_offer_period"), "offer")
    op.create_check_constraint(op.f("ck_offer_period"), "offer", "offered_at <= told_at AND told_at < expires_at")
    op.create_check_constraint(
        op.f("ck_offer_withdrawn"), "offer", "(status = 'withdrawn') = (withdrawn_because IS NOT NULL)"
    )
    op.create_table(
        "asking_pace",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("night_from", sa.Integer(), nullable=False),
        sa.Column("night_to", sa.Integer(), nullable=False),
        sa.Column("longest_hours", sa.Integer(), nullable=False),
        sa.Column("shortest_hours", sa.Integer(), nullable=False),
        sa.Column("spare_rounds", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "night_from BETWEEN 0 AND 23 AND night_to BETWEEN 0 AND 23", name=op.f("ck_asking_pace_night")
        ),
        sa.CheckConstraint(
            "shortest_hours BETWEEN 1 AND longest_hours AND longest_hours <= 72",
            name=op.f("ck_asking_pace_hours"),
        ),
        sa.CheckConstraint("spare_rounds BETWEEN 0 AND 5", name=op.f("ck_asking_pace_spare_rounds")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_asking_pace_agency_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_asking_pace_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking_pace")),
    )
    op.create_index("uq_asking_pace_version", "asking_pace", ["agency_id", "version"], unique=True)
    op.create_index(op.f("ix_asking_pace_set_by"), "asking_pace", ["set_by"])
    _allow_notices(lambda known: [*known, *NOTICES])


def downgrade() -> None:
    op.drop_table("asking_pace")
    op.execute(sa.text("DELETE FROM notice WHERE template = ANY(:gone)").bindparams(gone=list(NOTICES)))
    _allow_notices(lambda known: [name for name in known if name not in NOTICES])
    op.drop_constraint(op.f("ck_offer_withdrawn"), "offer")
    op.drop_constraint(op.f("ck_offer_period"), "offer")
    op.create_check_constraint(op.f("ck_offer_period"), "offer", "offered_at < expires_at")
    for column in ("withdrawn_because", "told_at", "language", "is_urgent"):
        op.drop_column("offer", column)
    for column in ("minors_reason_given", "relaxed", "skipped", "name_by"):
        op.drop_column("assignment", column)


def _allow_notices(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of templates that the table takes, whatever it was before."""
    query = sa.text(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_notice_noticetemplate'"
    )
    known = re.findall(r"'([a-z_]+)'", op.get_bind().execute(query).scalar_one())
    values = ", ".join(f"'{name}'" for name in dict.fromkeys(change(known)))
    op.drop_constraint(op.f("ck_notice_noticetemplate"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticetemplate"), "notice", f"template IN ({values})")
