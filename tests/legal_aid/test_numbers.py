"""Case numbers: unique and without gaps by centre and year, however many are taken on at once."""

from uuid import UUID

import anyio
import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.legal_aid.scene import Scene, act
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio
AT_ONCE = 200


async def test_two_hundred_taken_on_at_once_are_numbered_without_gaps(scene: Scene) -> None:
    other = await scene.world.person(Role.OFFICER, agency=scene.centre, name="李敏")
    cases = [await scene.submitted() for _ in range(2)]
    cases += await copies(scene, cases[0], AT_ONCE - len(cases))
    numbers: list[str] = []

    async def accept(who: PersonRef, case: UUID) -> None:
        answer = await act(who, case, "accept")
        while answer.status_code == 503:  # more at once than the pool serves: told to try again, and does
            answer = await act(who, case, "accept")
        assert answer.status_code == 200, answer.text
        numbers.append(answer.json()["number"])

    async with anyio.create_task_group() as group:
        for position, case in enumerate(cases):
            group.start_soon(accept, (scene.officer, other)[position % 2], case)
    year = local_date(scene.stack.clock.now()).year
    assert sorted(numbers) == [f"〔{year}〕法援字第{number:05d}号" for number in range(1, AT_ONCE + 1)]
    rows = await scene.rows("SELECT number_year, number_sequence FROM application ORDER BY 2")
    assert [tuple(row.values()) for row in rows] == [(year, number) for number in range(1, AT_ONCE + 1)]
    assert await scene.rows("SELECT year, last FROM application_counter") == [{"year": year, "last": AT_ONCE}]


async def copies(scene: Scene, case: UUID, count: int) -> list[UUID]:
    """More applications like ``case``, as rows: so many forms over HTTP would test the form so many times."""
    rows = await scene.rows(
        """
        INSERT INTO application (id, applicant_id, category, channel, status, version, is_group, recused_ids,
                                 agency_id, agency_path,
                                 applicant_name, applicant_document_kind, applicant_number_sealed,
                                 submitted_at, signature_evidence_id, created_at, updated_at)
        SELECT uuidv7(), applicant_id, category, channel, status, version, is_group, recused_ids,
               agency_id, agency_path,
               applicant_name, applicant_document_kind, applicant_number_sealed,
               submitted_at, signature_evidence_id, created_at, updated_at
        FROM application, generate_series(1, $2) WHERE id = $1 RETURNING id
        """,
        case,
        count,
    )
    return [row["id"] for row in rows]
