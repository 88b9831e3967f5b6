"""Ties that lawyers declare, numbers of parties, and names as they are compared; what else an applicant asks."""

import re
import unicodedata

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0030_conflicts"
down_revision = "0029_matching"
branch_labels = None
depends_on = None

NOTE = re.compile(r"(?:\s*[(\[【〔][^()\[\]【】〔〕]*[)\]】〕])+\s*$")
LANGUAGES = (
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
)


def upgrade() -> None:
    _create_declared_tie()
    _add_numbers()
    _add_wishes()
    for table, length in (("firm", 100), ("lawyer", 80)):
        _add_name_key(table, length)
    _leave_out_notes()


def downgrade() -> None:
    for table in ("lawyer", "firm"):
        op.drop_index(f"ix_{table}_name_key", table_name=table)
        op.drop_column(table, "name_key")
    op.drop_constraint(op.f("ck_applicant_statement_language"), "applicant_statement", type_="check")
    op.drop_column("applicant_statement", "asks_for_woman")
    op.drop_column("applicant_statement", "only_language")
    op.drop_constraint(op.f("ck_wage_claim_employer_code"), "wage_claim", type_="check")
    op.drop_column("wage_claim", "employer_index")
    op.drop_column("wage_claim", "employer_credit_code")
    op.drop_constraint(op.f("ck_other_side_number"), "other_side", type_="check")
    op.drop_column("other_side", "number_index")
    op.drop_column("other_side", "number_sealed")
    op.drop_index("ix_matter_party_name_number", table_name="matter_party_name")
    op.drop_index("ix_matter_party_name_key", table_name="matter_party_name")
    op.drop_index(op.f("ix_matter_party_name_firm_id"), table_name="matter_party_name")
    op.drop_constraint(op.f("fk_matter_party_name_firm_id_firm"), "matter_party_name", type_="foreignkey")
    op.drop_column("matter_party_name", "firm_id")
    op.drop_column("matter_party_name", "number_index")
    op.drop_index("uq_declared_tie", table_name="declared_tie")
    op.drop_index(op.f("ix_declared_tie_removed_by"), table_name="declared_tie")
    op.drop_index("ix_declared_tie_number", table_name="declared_tie")
    op.drop_index("ix_declared_tie_lawyer", table_name="declared_tie")
    op.drop_index("ix_declared_tie_key", table_name="declared_tie")
    op.drop_index(op.f("ix_declared_tie_declared_by"), table_name="declared_tie")
    op.drop_table("declared_tie")


def _create_declared_tie() -> None:
    op.create_table(
        "declared_tie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "relative",
                "client",
                "opponent",
                name="tiekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "party_kind",
            sa.Enum(
                "person",
                "organisation",
                name="partykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "spouse",
                "parent",
                "child",
                "sibling",
                "grandparent",
                "grandchild",
                name="kinship",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("number_index", sa.LargeBinary(), nullable=True),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(kind = 'relative') = (relation IS NOT NULL)", name=op.f("ck_declared_tie_relation")),
        sa.CheckConstraint("kind <> 'relative' OR party_kind = 'person'", name=op.f("ck_declared_tie_relative")),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_declared_tie_removed")),
        sa.CheckConstraint("length(name_key) > 0", name=op.f("ck_declared_tie_name_key")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_declared_tie_declared_by")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_declared_tie_lawyer_id")),
        sa.ForeignKeyConstraint(["removed_by"], ["person.id"], name=op.f("fk_declared_tie_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_tie")),
    )
    op.create_index(op.f("ix_declared_tie_declared_by"), "declared_tie", ["declared_by"], unique=False)
    op.create_index("ix_declared_tie_key", "declared_tie", ["name_key", "kind"], unique=False)
    op.create_index("ix_declared_tie_lawyer", "declared_tie", ["lawyer_id", "declared_at", "id"], unique=False)
    op.create_index(
        "ix_declared_tie_number",
        "declared_tie",
        ["number_index", "kind"],
        unique=False,
        postgresql_where=sa.text("number_index IS NOT NULL"),
    )
    op.create_index(op.f("ix_declared_tie_removed_by"), "declared_tie", ["removed_by"], unique=False)
    op.create_index(
        "uq_declared_tie",
        "declared_tie",
        ["lawyer_id", "kind", "name_key", "number_index"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )


def _add_numbers() -> None:
    op.add_column("matter_party_name", sa.Column("number_index", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE matter_party_name SET number_index = real_name.number_index FROM real_name"
        " WHERE real_name.person_id = matter_party_name.person_id"
    )
    op.add_column("matter_party_name", sa.Column("firm_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE matter_party_name SET firm_id = lawyer.firm_id FROM lawyer"
        " WHERE lawyer.id = matter_party_name.lawyer_id"
    )
    op.create_foreign_key(
        op.f("fk_matter_party_name_firm_id_firm"), "matter_party_name", "firm", ["firm_id"], ["id"]
    )
    op.create_index(op.f("ix_matter_party_name_firm_id"), "matter_party_name", ["firm_id"], unique=False)
    op.create_index("ix_matter_party_name_key", "matter_party_name", ["name_key", "side"], unique=False)
    op.create_index(
        "ix_matter_party_name_number",
        "matter_party_name",
        ["number_index", "side"],
        unique=False,
        postgresql_where=sa.text("number_index IS NOT NULL"),
    )
    text = sqlmodel.sql.sqltypes.AutoString
    op.add_column("other_side", sa.Column("number_sealed", text(length=300), nullable=True))
    op.add_column("other_side", sa.Column("number_index", sa.LargeBinary(), nullable=True))
    op.create_check_constraint(
        op.f("ck_other_side_number"), "other_side", "(number_sealed IS NULL) = (number_index IS NULL)"
    )
    op.add_column("wage_claim", sa.Column("employer_credit_code", text(length=18), nullable=True))
    op.add_column("wage_claim", sa.Column("employer_index", sa.LargeBinary(), nullable=True))
    op.create_check_constraint(
        op.f("ck_wage_claim_employer_code"),
        "wage_claim",
        "(employer_credit_code IS NULL) = (employer_index IS NULL)",
    )


def _add_wishes() -> None:
    language = sa.Enum(*LANGUAGES, name="language", native_enum=False, create_constraint=True, length=32)
    op.add_column("applicant_statement", sa.Column("only_language", language, nullable=True))
    op.add_column(
        "applicant_statement",
        sa.Column("asks_for_woman", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("applicant_statement", "asks_for_woman", server_default=None)


def _add_name_key(table: str, length: int) -> None:
    """The names that are there already, as they are compared from now on."""
    column = sa.Column("name_key", sqlmodel.sql.sqltypes.AutoString(length=length), nullable=True)
    op.add_column(table, column)
    connection = op.get_bind()
    named = sa.table(table, sa.column("id", sa.Uuid()), sa.column("name"), sa.column("name_key"))
    rows = connection.execute(sa.select(named.c.id, named.c.name)).all()
    if rows:
        change = sa.update(named).where(named.c.id == sa.bindparam("row_id"))
        values = [{"row_id": row_id, "key": _key(name)} for row_id, name in rows]
        connection.execute(change.values(name_key=sa.bindparam("key")), values)
    op.alter_column(table, "name_key", nullable=False)
    op.create_index(f"ix_{table}_name_key", table, ["agency_id", "name_key"], unique=False)


def _leave_out_notes() -> None:
    """Parties that were told from namesakes by a note in brackets are compared without it from now on."""
    connection = op.get_bind()
    party = sa.table("matter_party_name", sa.column("id", sa.Uuid()), sa.column("name"), sa.column("name_key"))
    noted = party.c.name.regexp_match(r"[)）\]】〕]\s*$")
    values = [
        {"row_id": row_id, "key": key}
        for row_id, name in connection.execute(sa.select(party.c.id, party.c.name).where(noted)).all()
        if (key := _key(name))
    ]
    if values:
        change = sa.update(party).where(party.c.id == sa.bindparam("row_id"))
        connection.execute(change.values(name_key=sa.bindparam("key")), values)


def _key(name: str) -> str:
    """As names were compared when this revision was written."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return _letters(NOTE.sub("", text)) or _letters(text)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
