"""What is known of a closed case becomes the lawyer's record, by events, and follows whatever changes later."""

from typing import Any

import pytest

from app.contracts.legal_aid import CaseRated
from app.kernel import events
from app.kernel.actor import Role
from tests.legal_aid.quality.cabinet import Cabinet
from tests.legal_aid.quality.test_peers import appointed, form, stranger
from tests.legal_aid.scene import problem

pytestmark = pytest.mark.anyio

NOTHING: dict[str, Any] = {"cases_done": 0, "items": []}


async def record(cabinet: Cabinet) -> dict[str, Any]:
    """The lawyer's record as the centre reads it."""
    answer = await cabinet.scene.officer.client.get(f"/lawyers/{cabinet.lawyer.id}/record")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def rate(cabinet: Cabinet, stars: int) -> None:
    body: dict[str, Any] = {"stars": stars, "helpful": [], "comment": None}
    answer = await cabinet.scene.worker.client.put(f"{cabinet.path}/rating", json=body)
    assert answer.status_code == 200, answer.text
    await cabinet.scene.stack.drain()


async def test_record_follows_the_closed_case_its_rating_and_its_grade(cabinet: Cabinet) -> None:
    await rate(cabinet, 5)
    assert (await record(cabinet)) == {"lawyer_id": str(cabinet.lawyer.id)} | NOTHING
    await cabinet.closed()
    [line] = (await record(cabinet))["items"]
    assert line == {"category": "labour_remuneration", "group": "labour", "cases_done": 1, "quality": 1.0}
    shown = (await cabinet.scene.officer.client.get(f"/lawyers/{cabinet.lawyer.id}")).json()
    assert shown["specialties"] == [{"specialty": "labour", "years": 5, "cases_done": 1}]
    await rate(cabinet, 1)
    assert (await record(cabinet))["items"][0]["quality"] == 0.0
    reviewer = await stranger(cabinet)
    review = await appointed(cabinet, reviewer)
    await reviewer.client.post(f"/peer-reviews/{review}/grade", json=form(8))
    await cabinet.scene.stack.drain()
    line = (await record(cabinet))["items"][0]
    assert (line["cases_done"], line["quality"]) == (1, 0.5)


async def test_events_told_again_change_nothing(cabinet: Cabinet) -> None:
    await cabinet.closed()
    before = await cabinet.scene.rows("SELECT * FROM lawyer_record")
    again = CaseRated(
        application_id=cabinet.case, applicant_id=cabinet.scene.worker.id, agency_id=cabinet.scene.centre.id
    )
    async with cabinet.scene.stack.services.database.transaction() as session:
        await events.record(session, again, at=cabinet.scene.stack.clock.now())
        await events.record(session, again, at=cabinet.scene.stack.clock.now())
    await cabinet.scene.stack.drain()
    [row] = await cabinet.scene.rows("SELECT * FROM lawyer_record")
    assert row | {"updated_at": None} == before[0] | {"updated_at": None}
    assert (row["cases_done"], row["quality_count"]) == (1, 0)


async def test_lawyer_reads_the_own_record_without_what_one_recipient_thinks(cabinet: Cabinet) -> None:
    await cabinet.closed()
    await rate(cabinet, 2)
    path = f"/lawyers/{cabinet.lawyer.id}/record"
    own = (await cabinet.lawyer.client.get(path)).json()
    assert (own["cases_done"], own["items"][0]["quality"]) == (1, None)
    other = await cabinet.scene.roster.lawyer("周律师")
    assert problem(await other.client.get(path)) == (404, "not_found")
    elsewhere = await cabinet.scene.world.agency()
    officer = await cabinet.scene.world.person(Role.OFFICER, agency=elsewhere, name="外县")
    assert problem(await officer.client.get(path)) == (404, "not_found")
