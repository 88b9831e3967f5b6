"""What lawyers did: closed cases with how well they went, and the sums a category that matching reads."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0033_records"
down_revision = "0032_imports"
branch_labels = None
depends_on = None

CATEGORIES = (
    "labour_remuneration",
    "labour_relation",
    "labour_compensation",
    "labour_contract",
    "work_injury",
    "work_injury_insurance",
    "occupational_disease",
    "injury_off_duty",
    "traffic_injury",
    "medical_injury",
    "food_drug_injury",
    "support_payments",
    "marriage_family",
    "domestic_violence",
    "inheritance",
    "guardianship",
    "social_insurance",
    "social_assistance",
    "survivors_pension",
    "state_compensation",
    "acquitted_on_retrial",
    "legal_capacity",
    "environment",
    "brave_act",
    "heroes_and_martyrs",
    "rural_land",
    "contract_debt",
    "property_management",
    "consumer",
    "administrative_review",
    "administrative_litigation",
    "criminal_defence",
    "criminal_victim",
    "compulsory_treatment",
)

BACKFILL = """
INSERT INTO closed_case (matter_id, lawyer_id, category, closed_at, quality)
SELECT a.id, l.id, a.category, c.at, (
    coalesce(0.5 * p.tenths / 1000, 0) + coalesce(0.3 * (r.stars - 1) / 4, 0) + coalesce(0.2 * s.success, 0)
) / nullif(
    CASE WHEN p.tenths IS NULL THEN 0 ELSE 0.5 END + CASE WHEN r.stars IS NULL THEN 0 ELSE 0.3 END
    + CASE WHEN s.success IS NULL THEN 0 ELSE 0.2 END, 0)
FROM application a
JOIN lawyer l ON l.person_id = a.lawyer_person_id
JOIN LATERAL (SELECT max(at) AS at FROM state_change WHERE object_id = a.id AND transition = 'close') c
    ON c.at IS NOT NULL
LEFT JOIN case_rating r ON r.application_id = a.id
LEFT JOIN LATERAL (
    SELECT avg(total_tenths) AS tenths FROM peer_review WHERE application_id = a.id AND status = 'graded'
) p ON true
LEFT JOIN LATERAL (
    SELECT CASE
        WHEN kind IN ('judgment_won', 'case_dropped', 'not_prosecuted', 'acquitted') THEN 1.0
        WHEN kind IN ('partly_won', 'mediated', 'settled', 'exempted_from_punishment', 'lighter_than_charged') THEN 0.8
        WHEN kind = 'lost' THEN 0.4
    END AS success FROM case_outcome WHERE application_id = a.id
) s ON true
WHERE a.status IN ('closed', 'archived')
"""

SUMS = """
INSERT INTO lawyer_record (lawyer_id, category, cases_done, quality_sum, quality_count, updated_at)
SELECT lawyer_id, category, count(*), coalesce(sum(quality), 0), count(quality), max(closed_at)
FROM closed_case GROUP BY lawyer_id, category
"""

KEEP_CARDS = (
    "CREATE TRIGGER keep_lawyer_cards_{name} AFTER {event} ON lawyer_record REFERENCING NEW TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION keep_lawyer_cards_of_rows()"
)


def _category() -> sa.Enum:
    return sa.Enum(*CATEGORIES, name="casecategory", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "closed_case",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("category", _category(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("quality", sa.Float(), nullable=True),
        sa.CheckConstraint("quality BETWEEN 0 AND 1", name=op.f("ck_closed_case_quality")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_closed_case_lawyer_id")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_closed_case")),
    )
    op.create_index("ix_closed_case_lawyer", "closed_case", ["lawyer_id", "category"], unique=False)
    op.create_table(
        "lawyer_record",
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("category", _category(), nullable=False),
        sa.Column("cases_done", sa.Integer(), nullable=False),
        sa.Column("quality_sum", sa.Float(), nullable=False),
        sa.Column("quality_count", sa.Integer(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("cases_done >= 0", name=op.f("ck_lawyer_record_cases_done")),
        sa.CheckConstraint("quality_count BETWEEN 0 AND cases_done", name=op.f("ck_lawyer_record_quality_count")),
        sa.CheckConstraint("quality_sum BETWEEN 0 AND quality_count", name=op.f("ck_lawyer_record_quality_sum")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyer.id"], name=op.f("fk_lawyer_record_lawyer_id")),
        sa.PrimaryKeyConstraint("lawyer_id", "category", name=op.f("pk_lawyer_record")),
    )
    for event in ("insert", "update"):
        op.execute(KEEP_CARDS.format(name=event, event=event.upper()))
    op.execute(BACKFILL)
    op.execute(SUMS)


def downgrade() -> None:
    op.drop_table("lawyer_record")
    op.drop_index("ix_closed_case_lawyer", table_name="closed_case")
    op.drop_table("closed_case")
