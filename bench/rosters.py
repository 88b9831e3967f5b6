"""Rosters of any size for the benchmark of matching, made in the database: one centre, lawyers of every sort.

Deterministic for one size (``setseed``). A province's worth of counties, three in ten lawyers asked within ninety
days, skewed numbers of closed cases: nothing is uniform, because nothing is.
"""

from typing import Any
from uuid import UUID

PROVINCE = "33"
COUNTIES = 90
GROUPS = (
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
)
CATEGORIES = ("labour_remuneration", "labour_contract", "work_injury", "traffic_injury", "criminal_defence")

COLLEAGUES = 20
PEOPLE = """
CREATE UNLOGGED TABLE bench_lawyer AS
SELECT n, CASE WHEN {count} < 888888 THEN lpad(({count} + n)::text, 6, '0') END AS serial,
    uuidv7() AS id, uuidv7() AS person_id,
    md5({count} || '/' || n / {colleagues})::uuid AS firm_id,
    3 + floor(random() * 10)::int AS capacity, random() AS load,
    random() AS asked, random() AS busy
FROM generate_series(1, {count}) n
"""
STATEMENTS = (
    """
    INSERT INTO firm (id, agency_id, kind, name, name_key, created_at, version)
    SELECT firm_id, {agency}, 'law_firm', '第' || min(n) || '律师事务所', '第' || min(n) || '律师事务所', now(), 1
    FROM bench_lawyer GROUP BY firm_id
    """,
    "INSERT INTO person (id, name, created_at) SELECT person_id, '律师' || n, now() FROM bench_lawyer",
    """
    INSERT INTO lawyer (id, person_id, firm_id, agency_id, kind, name, name_key, licence_number, licence_serial,
        licence_kind, certificate_number, practising_since, sex, capacity, weekly_capacity, open_cases,
        last_offered_at, knows_minors, defence_since, heads_firm, suspended_at, suspension_reason, created_at,
        updated_at, version)
    SELECT id, person_id, firm_id, {agency}, CASE WHEN serial IS NULL THEN 'legal_worker' ELSE 'lawyer' END,
        '律师' || n, '律师' || n, '13301201610' || serial, serial,
        CASE WHEN serial IS NOT NULL THEN 'full_time' END, CASE WHEN serial IS NULL THEN id::text END, 2016,
        CASE WHEN random() < 0.4 THEN 'woman' ELSE 'man' END, capacity,
        CASE WHEN random() < 0.2 THEN 2 END, floor(load * (capacity + 1))::int,
        CASE WHEN asked < 0.3 THEN now() - random() * interval '90 days'
            WHEN asked < 0.7 THEN now() - interval '90 days' - random() * interval '1000 days' END,
        random() < 0.2, CASE WHEN random() < 0.5 THEN DATE '2020-01-01' END, false,
        CASE WHEN busy < 0.03 THEN now() END, CASE WHEN busy < 0.03 THEN '核实情况' END, now(), now(), 1
    FROM bench_lawyer
    """,
    """
    INSERT INTO lawyer_specialty (lawyer_id, specialty, since_year)
    SELECT id, ({groups})[1 + (n * 7 + k * 5 + floor(k * load * 3)::int) % 15], 1996 + floor(random() * 30)::int
    FROM bench_lawyer, generate_series(0, 2) k ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO lawyer_area (lawyer_id, area_code)
    SELECT id, ({counties})[1 + floor(power(random(), 1.5) * array_length({counties}, 1))::int]
    FROM bench_lawyer, generate_series(1, 2) ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO lawyer_leave (id, lawyer_id, from_on, to_on, entered_by, entered_at)
    SELECT uuidv7(), id, current_date - 2, current_date + 5, person_id, now()
    FROM bench_lawyer WHERE random() < 0.04
    """,
    """
    INSERT INTO lawyer_language (lawyer_id, language)
    SELECT id, CASE WHEN random() < 0.02 THEN 'uyghur' ELSE 'wu' END FROM bench_lawyer WHERE random() < 0.3
    """,
    """
    INSERT INTO lawyer_record (lawyer_id, category, cases_done, quality_sum, quality_count, updated_at)
    SELECT id, category, done, rated * (0.4 + 0.6 * random()), rated, now()
    FROM (SELECT id, category, done, floor(done * random())::int AS rated FROM (
        SELECT id, category, 1 + floor(-ln(1 - random()) * 4)::int AS done
        FROM bench_lawyer, unnest({categories}) category WHERE random() < 0.3) drawn) shares
    """,
)


async def seed(connection: Any, agency_id: UUID, count: int) -> None:
    """Put ``count`` lawyers on the roster of a centre, with their cards, and gather statistics.

    Serials for life have six digits: rosters of more than 888,888 lawyers are of legal workers, who have none.
    Rows are put in with triggers off and cards made at the end, all at once, by the function the triggers call.
    """
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("SELECT setseed(0.42)")
    await connection.execute(PEOPLE.format(count=count, colleagues=COLLEAGUES))
    names = {
        "agency": f"'{agency_id}'::uuid",
        "groups": _array(GROUPS),
        "categories": _array(CATEGORIES),
        "counties": "(SELECT array_agg(code) FROM bench_county)",
    }
    await connection.execute(
        "CREATE UNLOGGED TABLE bench_county AS SELECT code FROM area"
        " WHERE level = 'county' AND code LIKE $1 ORDER BY code LIMIT $2",
        f"{PROVINCE}%",
        COUNTIES,
    )
    for statement in STATEMENTS:
        await connection.execute(statement.format(**names))
    await connection.execute("SELECT write_lawyer_cards(ARRAY(SELECT id FROM bench_lawyer))")
    await connection.execute("SET session_replication_role = origin")
    await connection.execute("DROP TABLE bench_lawyer, bench_county")
    await connection.execute(
        "VACUUM ANALYZE lawyer, lawyer_specialty, lawyer_area, lawyer_leave, lawyer_language, lawyer_record,"
        " lawyer_card, firm"
    )


def _array(texts: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join(f"'{text}'" for text in texts) + "]"
