"""Weights of matching by centre, and cards by which a shortlist is found without reading the roster.

Cards are written by triggers: a card follows from rows that many hands write (roster, offers, records, weights), and
one that lagged behind would hide a lawyer. Each writer locks the lawyer's row first, so that two changes at once
are seen one after the other. ``lawyer_record`` comes with a later migration and has no rows until then.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0029_matching"
down_revision = "0028_changes"
branch_labels = None
depends_on = None

TERMS = ("specialty", "experience", "quality", "distance", "load", "rest", "continuity")

WRITE = """
CREATE FUNCTION write_lawyer_cards(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM lawyer WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO lawyer_card AS card
        (lawyer_id, specialty, agency_id, knows_minors, since_year, last_offered_on, places, bound)
    SELECT l.id, s.specialty, l.agency_id, l.knows_minors, s.since_year,
        (l.last_offered_at AT TIME ZONE 'Asia/Shanghai')::date,
        ARRAY(
            SELECT DISTINCT place FROM lawyer_area a
            CROSS JOIN LATERAL (VALUES (a.area_code), (left(a.area_code, 4)), (left(a.area_code, 2))) p (place)
            WHERE a.lawyer_id = l.id ORDER BY place
        ),
        (w.specialty + greatest(w.quality * 0.7, best.value) + w.load
            * CASE WHEN l.capacity > 0 THEN greatest(l.capacity - l.open_cases, 0) / l.capacity::float8 ELSE 0 END
        ) / (w.specialty + w.experience + w.quality + w.distance + w.load + w.rest + w.continuity)
    FROM lawyer l
    JOIN lawyer_specialty s ON s.lawyer_id = l.id
    LEFT JOIN LATERAL (
        SELECT m.* FROM matching_weights m WHERE m.agency_id = l.agency_id ORDER BY m.version DESC LIMIT 1
    ) m ON true
    CROSS JOIN LATERAL (
        SELECT coalesce(m.specialty, 0.20) AS specialty, coalesce(m.experience, 0.10) AS experience,
            coalesce(m.quality, 0.10) AS quality, coalesce(m.distance, 0.15) AS distance,
            coalesce(m.load, 0.20) AS load, coalesce(m.rest, 0.20) AS rest,
            coalesce(m.continuity, 0.05) AS continuity
    ) w
    CROSS JOIN LATERAL (
        SELECT max(w.experience * r.cases_done / (r.cases_done + 5)::float8
            + w.quality * (0.7 * 5 + r.quality_sum) / (5 + r.quality_count)) AS value
        FROM lawyer_record r LEFT JOIN (VALUES
        ('labour_remuneration', 'labour'), ('labour_relation', 'labour'), ('labour_compensation', 'labour'),
        ('labour_contract', 'labour'), ('work_injury', 'work_injury'),
        ('work_injury_insurance', 'work_injury'), ('occupational_disease', 'work_injury'),
        ('injury_off_duty', 'work_injury'), ('traffic_injury', 'traffic'), ('medical_injury', 'medical'),
        ('food_drug_injury', 'food_and_drug'), ('support_payments', 'support'),
        ('marriage_family', 'family'), ('domestic_violence', 'family'), ('inheritance', 'family'),
        ('guardianship', 'family'), ('social_insurance', 'social_security'),
        ('social_assistance', 'social_security'), ('survivors_pension', 'social_security'),
        ('state_compensation', 'state_compensation'), ('acquitted_on_retrial', 'state_compensation'),
        ('legal_capacity', 'legal_capacity'), ('environment', 'environment'), ('brave_act', 'honour'),
        ('heroes_and_martyrs', 'honour'), ('rural_land', 'local'), ('contract_debt', 'local'),
        ('property_management', 'local'), ('consumer', 'local'), ('administrative_review', 'administrative'),
        ('administrative_litigation', 'administrative'), ('criminal_defence', 'criminal'),
        ('criminal_victim', 'criminal'), ('compulsory_treatment', 'criminal')
        ) AS known (category, specialty) ON known.category = r.category
        WHERE r.lawyer_id = l.id AND coalesce(known.specialty, s.specialty) = s.specialty
    ) best
    WHERE l.id = ANY (ids)
    ORDER BY l.id, s.specialty
    ON CONFLICT (lawyer_id, specialty) DO UPDATE
    SET agency_id = excluded.agency_id, knows_minors = excluded.knows_minors, since_year = excluded.since_year,
        last_offered_on = excluded.last_offered_on, places = excluded.places, bound = excluded.bound
    WHERE card IS DISTINCT FROM excluded;
END $$
"""
"""The parts of a score that do not depend on the matter (app/lawyers/matching/terms.py), each at its most: years
in the specialty in full, for they grow with the calendar; of records the best category of the specialty, and of
all where a category is not known here. The weights are the newest of the centre, or those of who set none."""

OF_ROWS = """
CREATE FUNCTION keep_lawyer_cards_of_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM write_lawyer_cards(ARRAY(SELECT DISTINCT lawyer_id FROM changed));
    RETURN NULL;
END $$
"""
OF_LAWYER = """
CREATE FUNCTION keep_lawyer_cards_of_lawyer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM write_lawyer_cards(ARRAY[NEW.id]);
    RETURN NULL;
END $$
"""
OF_AGENCY = """
CREATE FUNCTION keep_lawyer_cards_of_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM write_lawyer_cards(ARRAY(SELECT id FROM lawyer WHERE agency_id = NEW.agency_id));
    RETURN NULL;
END $$
"""
TRIGGERS = (
    "CREATE TRIGGER keep_lawyer_cards_insert AFTER INSERT ON lawyer_specialty REFERENCING NEW TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION keep_lawyer_cards_of_rows()",
    "CREATE TRIGGER keep_lawyer_cards_update AFTER UPDATE ON lawyer_specialty REFERENCING NEW TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION keep_lawyer_cards_of_rows()",
    "CREATE TRIGGER keep_lawyer_cards_insert AFTER INSERT ON lawyer_area REFERENCING NEW TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION keep_lawyer_cards_of_rows()",
    "CREATE TRIGGER keep_lawyer_cards_delete AFTER DELETE ON lawyer_area REFERENCING OLD TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION keep_lawyer_cards_of_rows()",
    "CREATE TRIGGER keep_lawyer_cards"
    " AFTER UPDATE OF agency_id, knows_minors, capacity, open_cases, last_offered_at ON lawyer"
    " FOR EACH ROW EXECUTE FUNCTION keep_lawyer_cards_of_lawyer()",
    "CREATE TRIGGER keep_lawyer_cards AFTER INSERT ON matching_weights"
    " FOR EACH ROW EXECUTE FUNCTION keep_lawyer_cards_of_agency()",
)
FILL = """
INSERT INTO lawyer_card (lawyer_id, specialty, agency_id, knows_minors, since_year, last_offered_on, places, bound)
SELECT l.id, s.specialty, l.agency_id, l.knows_minors, s.since_year,
    (l.last_offered_at AT TIME ZONE 'Asia/Shanghai')::date,
    ARRAY(
        SELECT DISTINCT place FROM lawyer_area a
        CROSS JOIN LATERAL (VALUES (a.area_code), (left(a.area_code, 4)), (left(a.area_code, 2))) p (place)
        WHERE a.lawyer_id = l.id ORDER BY place
    ),
    0.20 + 0.10 * 0.7
    + 0.20 * CASE WHEN l.capacity > 0 THEN greatest(l.capacity - l.open_cases, 0) / l.capacity::float8 ELSE 0 END
FROM lawyer l JOIN lawyer_specialty s ON s.lawyer_id = l.id
"""


def upgrade() -> None:
    op.create_table(
        "matching_weights",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(term, sa.Float(), nullable=False) for term in TERMS),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            f"least({', '.join(TERMS)}) >= 0 AND greatest({', '.join(TERMS)}) BETWEEN 0.001 AND 1000",
            name=op.f("ck_matching_weights_weights"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_matching_weights_version")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_matching_weights_agency_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_matching_weights_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_weights")),
    )
    op.create_index(op.f("ix_matching_weights_set_by"), "matching_weights", ["set_by"], unique=False)
    op.create_index("uq_matching_weights_version", "matching_weights", ["agency_id", "version"], unique=True)
    _create_card()
    op.execute(FILL)
    for statement in (WRITE, OF_ROWS, OF_LAWYER, OF_AGENCY, *TRIGGERS):
        op.execute(statement)


def _create_card() -> None:
    groups = sa.Enum(
        "labour",
        "work_injury",
        "traffic",
        "medical",
        "food_and_drug",
        "support",
        "family",
        "social_security",
        "state_compensation",
        "legal_capacity",
        "environment",
        "honour",
        "local",
        "administrative",
        "criminal",
        name="casegroup",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        "lawyer_card",
        sa.Column("lawyer_id", sa.Uuid(), nullable=False),
        sa.Column("specialty", groups, nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("knows_minors", sa.Boolean(), nullable=False),
        sa.Column("since_year", sa.Integer(), nullable=False),
        sa.Column("last_offered_on", sa.Date(), nullable=True),
        sa.Column("places", sa.ARRAY(sa.String(length=12)), nullable=False),
        sa.Column("bound", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_lawyer_card_agency_id")),
        sa.ForeignKeyConstraint(
            ["lawyer_id", "specialty"],
            ["lawyer_specialty.lawyer_id", "lawyer_specialty.specialty"],
            name="fk_lawyer_card_specialty",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("lawyer_id", "specialty", name=op.f("pk_lawyer_card")),
    )
    walk = ["agency_id", "specialty", sa.literal_column("bound DESC"), "lawyer_id"]
    op.create_index("ix_lawyer_card_walk", "lawyer_card", walk, unique=False)
    op.create_index(
        "ix_lawyer_card_minors", "lawyer_card", walk, unique=False, postgresql_where=sa.text("knows_minors")
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_lawyer_cards ON lawyer")
    op.execute("DROP TRIGGER keep_lawyer_cards_delete ON lawyer_area")
    op.execute("DROP TRIGGER keep_lawyer_cards_insert ON lawyer_area")
    op.execute("DROP TRIGGER keep_lawyer_cards_update ON lawyer_specialty")
    op.execute("DROP TRIGGER keep_lawyer_cards_insert ON lawyer_specialty")
    op.drop_table("lawyer_card")
    op.drop_table("matching_weights")
    for function in (
        "keep_lawyer_cards_of_agency()",
        "keep_lawyer_cards_of_lawyer()",
        "keep_lawyer_cards_of_rows()",
    ):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP FUNCTION write_lawyer_cards(uuid[])")
