"""The queue and the search read no more than their page, however much lies behind: plans on a seeded database."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import ClauseElement
from sqlalchemy.dialects import postgresql

from app.contracts.categories import CaseCategory
from app.kernel.actor import Actor, Grant, Role
from app.kernel.database import new_id
from app.kernel.paging import PageRequest
from app.legal_aid.deciding.queue_schemas import SearchIn
from app.legal_aid.deciding.queue_store import TaskFilter, take_page, task_page
from app.legal_aid.deciding.searching import search_page
from app.legal_aid.enums import ApplicationStatus
from tests.legal_aid.deciding.helpers import bureau_of
from tests.legal_aid.scene import Scene
from tests.support.world import AgencyRef

pytestmark = pytest.mark.anyio
CASES = 50_000
CENTRES = 10
LIMIT = 20
Plan = dict[str, Any]

SEED = """
WITH centre AS (
    SELECT id, tree_path, row_number() OVER () - 1 AS number FROM agency WHERE kind = 'legal_aid_centre'
), filed AS (
    INSERT INTO application (id, applicant_id, category, channel, entered_by, status, version, is_group,
                             recused_ids, agency_id, agency_path, applicant_name, submitted_at, handler_id,
                             urgency, created_at, updated_at)
    SELECT uuidv7(), $1::uuid, 'labour_remuneration', 'authority_notice', $1::uuid, 'submitted', 1, false,
           '{}', c.id, c.tree_path, '张' || n, $2::timestamptz - make_interval(mins => n),
           CASE WHEN n % 500 = 0 THEN $1::uuid WHEN n % 4 = 0 THEN $5::uuid END,
           CASE WHEN n % 500 = 1 THEN '44-2' END, $2::timestamptz, $2::timestamptz
    FROM generate_series(1, $3::int) AS n JOIN centre AS c ON c.number = n % $4::int
    RETURNING id, agency_id
)
INSERT INTO statutory_clock (id, object_type, object_id, rule_code, value, agency_id, holder_role, holder,
                             started_on, due_on, provisional, paused_days)
SELECT uuidv7(), 'application', id, 'legal_aid.decide', 7, agency_id, 'decider', '审批人员',
       day, day + 7, false, 0
FROM (SELECT id, agency_id, $2::timestamptz::date - 3 + (row_number() OVER () % 1000)::int AS day FROM filed) AS f
"""


@pytest.fixture
async def crowd(scene: Scene) -> Scene:
    """Fifty thousand open cases at ten centres of one bureau; a quarter is in somebody's hands, one in 500 in
    the officer's."""
    bureau = await bureau_of(scene)
    for _ in range(CENTRES - 1):
        await scene.world.agency(parent=bureau)
    at, colleague = scene.stack.clock.now(), scene.decider.id
    await scene.rows(SEED, scene.officer.id, at, CASES, CENTRES, colleague)
    await scene.rows("VACUUM ANALYZE application")
    await scene.rows("VACUUM ANALYZE statutory_clock")
    return scene


def actor(scene: Scene, agency: AgencyRef) -> Actor:
    grants = tuple(Grant(role, agency.id, agency.path) for role in (Role.OFFICER, Role.DECIDER))
    return Actor(scene.officer.id, new_id(), grants)


async def plan(scene: Scene, statement: ClauseElement) -> Plan:
    """What the database did for the statement."""
    sql = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    rows = await scene.rows(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
    return rows[0]["QUERY PLAN"][0]["Plan"]


def nodes(node: Plan) -> Iterator[Plan]:
    yield node
    for child in node.get("Plans", []):
        yield from nodes(child)


def read(found: Plan, table: str) -> tuple[set[str], int]:
    """How a table was read, and how many of its rows were."""
    scans = [node for node in nodes(found) if node.get("Relation Name") == table]
    kinds = {node["Node Type"] for node in scans}
    rows = [(node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] for node in scans]
    return kinds, round(sum(rows))


INDEXED = {"Index Scan", "Index Only Scan", "Bitmap Heap Scan"}
QUEUES = {
    "all": TaskFilter(),
    "of a state": TaskFilter(status=ApplicationStatus.SUBMITTED),
    "of a category": TaskFilter(category=CaseCategory.LABOUR_REMUNERATION),
    "unassigned": TaskFilter(is_unassigned=True),
    "with paused": TaskFilter(is_paused=True),
    "at risk": TaskFilter(is_at_risk=True),
}


async def test_queue_reads_a_page_of_each_agency_and_no_more(crowd: Scene) -> None:
    at = crowd.stack.clock.now()
    for agency, centres in ((crowd.centre, 1), (await bureau_of(crowd), CENTRES)):
        who = actor(crowd, agency)
        for name, wanted in QUEUES.items():
            found = await plan(crowd, task_page(who, PageRequest(LIMIT, None), wanted, at=at))
            kinds, rows = read(found, "statutory_clock")
            assert kinds <= {"Index Only Scan", "Index Scan"}, (name, kinds)
            assert rows <= 5 * (LIMIT + 1) * centres, (name, rows)
            assert read(found, "application")[0] <= INDEXED, name
        kinds, rows = read(await plan(crowd, take_page(who, PageRequest(LIMIT, None), at=at)), "statutory_clock")
        assert (kinds <= {"Index Only Scan", "Index Scan"}, rows <= 5 * (LIMIT + 1) * centres) == (True, True)
    await far_page(crowd, actor(crowd, await bureau_of(crowd)))


async def far_page(crowd: Scene, who: Actor) -> None:
    """A page in the middle of the queue is read from the index alone, no further than the first page is."""
    at = crowd.stack.clock.now()
    middle = "SELECT due_on, id FROM statutory_clock ORDER BY due_on, id OFFSET $1 LIMIT 1"
    (far,) = await crowd.rows(middle, CASES // 2)
    after = PageRequest(LIMIT, (far["due_on"], UUID(str(far["id"]))))
    kinds, rows = read(await plan(crowd, task_page(who, after, TaskFilter(), at=at)), "statutory_clock")
    assert kinds == {"Index Only Scan"}
    assert rows <= (LIMIT + 1) * CENTRES


async def test_own_and_urgent_tasks_begin_with_the_cases_and_search_uses_its_indexes(crowd: Scene) -> None:
    at = crowd.stack.clock.now()
    who = actor(crowd, crowd.centre)
    for wanted in (TaskFilter(is_mine=True), TaskFilter(is_urgent=True)):
        found = await plan(crowd, task_page(who, PageRequest(LIMIT, None), wanted, at=at))
        kinds, rows = read(found, "statutory_clock")
        assert (kinds <= INDEXED, rows < CASES // 50) == (True, True), (wanted, kinds, rows)
        assert read(found, "application")[0] <= INDEXED, wanted
    who = actor(crowd, await bureau_of(crowd))
    for wanted in (SearchIn(name="张4999"), SearchIn(number="2026-12"), SearchIn()):
        found = await plan(crowd, search_page(who, PageRequest(LIMIT, None), wanted, None))
        kinds, rows = read(found, "application")
        assert (kinds <= INDEXED, rows < CASES // 50) == (True, True), (wanted, kinds, rows)
    found = await plan(crowd, search_page(who, PageRequest(LIMIT, None), SearchIn(), b"x" * 32))
    assert read(found, "application")[0] <= INDEXED
