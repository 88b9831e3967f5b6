"""What a centre promises on its own runs beside the law's seven days, and is no delay in law."""

import pytest

from tests.legal_aid.scene import Scene, act, ok, view

pytestmark = pytest.mark.anyio


async def told_of_delay(scene: Scene) -> list[str]:
    """Rules of which an applicant was told that they passed."""
    sql = "SELECT payload->>'rule_code' AS rule FROM event_record WHERE name = 'ApplicationOverdue' ORDER BY 1"
    return [row["rule"] for row in await scene.rows(sql)]


async def test_broken_promise_shows_and_is_not_told_as_a_delay_in_law(scene: Scene) -> None:
    case = await scene.submitted()
    await scene.stack.advance(days=5)
    await scene.stack.drain()
    officer = scene.stack.new_client(scene.officer.token)
    shown = (await officer.get(f"/applications/{case}")).json()["clocks"]
    promise = next(clock for clock in shown if clock["rule_code"] == "legal_aid.promise_accept")
    assert (promise["overdue"], promise["binding"], promise["holder_role"]) == (True, False, "officer")
    assert await told_of_delay(scene) == []
    await scene.stack.advance(days=15)
    await scene.stack.drain()
    assert await told_of_delay(scene) == ["legal_aid.decide"]


async def test_acceptance_keeps_the_promise(scene: Scene) -> None:
    case = await scene.submitted()
    await ok(act(scene.officer, case, "accept"))
    shown = await view(scene.worker, case)
    assert "legal_aid.promise_accept" not in [clock["rule_code"] for clock in shown["clocks"]]
    rows = await scene.rows(
        "SELECT outcome FROM statutory_clock WHERE object_id = $1 AND rule_code = 'legal_aid.promise_accept'", case
    )
    assert rows == [{"outcome": "met"}]
