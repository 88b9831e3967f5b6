"""The officers' work: what is due first, taking the next, who works on what."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.legal_aid.deciding.helpers import approver, at_once, bureau_of, noticed, refused
from tests.legal_aid.scene import Scene, act, ok, problem, view
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio


async def queue(who: PersonRef, **params: Any) -> list[dict[str, Any]]:
    answer = await who.client.get("/applications/queue", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def take(who: PersonRef) -> httpx.Response:
    return await who.client.post("/applications/queue/next")


async def hand(who: PersonRef, case: UUID, to: PersonRef | None, version: int) -> httpx.Response:
    body = {"handler_id": str(to.id) if to else None}
    return await who.client.put(f"/applications/{case}/handler", json=body, headers={"If-Match": f'"{version}"'})


async def test_task_is_a_case_with_the_clock_that_puts_it_there(scene: Scene) -> None:
    case = await scene.accepted()
    (task,) = await queue(scene.officer)
    assert (task["id"], task["applicant"]) == (str(case), "张某")
    assert task["task"]["rule_code"] == "legal_aid.decide"
    handler = {"person_id": str(scene.officer.id), "name": scene.officer.name}
    assert (task["handler"], (await view(scene.decider, case))["handler"]) == (handler, handler)


async def test_applicant_reads_who_handles_the_case(scene: Scene) -> None:
    case = await scene.accepted()
    assert (await view(scene.worker, case))["handler"]["name"] == scene.officer.name


async def test_filters(scene: Scene) -> None:
    accepted, submitted, waiting = await scene.accepted(), await scene.submitted(), await scene.submitted()
    await noticed(scene, waiting)

    async def ids(**params: Any) -> list[str]:
        return [task["id"] for task in await queue(scene.officer, **params)]

    assert await ids() == [str(accepted), str(submitted)]
    assert await ids(status="accepted") == [str(accepted)]
    assert await ids(mine=True) == [str(accepted)]
    assert await ids(unassigned=True) == [str(submitted)]
    assert await ids(category="criminal_defence") == []
    assert await ids(rule_code="legal_aid.promise_accept") == [str(submitted)]
    assert await ids(urgent=True) == []
    assert await ids(overdue=True) == []
    assert str(waiting) in await ids(paused=True)
    at_once_needed = {"ground": "44-2", "reasons": "需要马上申请财产保全，防止转移。"}
    await ok(act(scene.decider, submitted, "advance", at_once_needed))
    assert await ids(urgent=True) == [str(submitted)]


async def test_overdue_and_at_risk(scene: Scene) -> None:
    case = await scene.submitted()
    await scene.stack.advance(days=6)
    fresh = replace(scene.officer, client=scene.stack.new_client(scene.officer.token))
    assert [task["id"] for task in await queue(fresh, at_risk=True)] == [str(case)]
    assert await queue(fresh, overdue=True) == []
    await scene.stack.advance(days=4)
    assert await queue(fresh, at_risk=True) == []
    assert [task["id"] for task in await queue(fresh, overdue=True)] == [str(case)]


async def test_pages_follow_the_last_day_across_agencies(scene: Scene) -> None:
    cases = [str(await scene.submitted()) for _ in range(3)]
    chief = await scene.world.person(Role.OFFICER, agency=await bureau_of(scene), name="局里经办")
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        params = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = (await chief.client.get("/applications/queue", params=params)).json()
        seen += [task["id"] for task in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == (cases, None)


async def test_objection_waits_in_the_bureaus_queue(scene: Scene) -> None:
    case = await refused(scene)
    await ok(act(scene.worker, case, "objection", {"reasons": "工资并没有付清，还差六月份的。"}))
    reviewer = await approver(scene)
    assert [task["task"]["rule_code"] for task in await queue(reviewer)] == ["legal_aid.review_objection"]
    assert await queue(scene.officer) == []


async def test_two_officers_at_once_get_different_cases(scene: Scene) -> None:
    cases = {str(await scene.submitted()) for _ in range(2)}
    found = await at_once(lambda: take(scene.officer), lambda: take(scene.decider))
    assert {answer.json()["id"] for answer in found} == cases
    assert problem(await take(scene.officer)) == (409, "queue_empty")


async def test_next_case_is_one_the_caller_may_work_on(scene: Scene) -> None:
    case = await scene.submitted()
    tie = {"ground": "relative_of_party", "explanation": "对方公司的负责人是我的哥哥。"}
    await ok(act(scene.officer, case, "recusals", tie))
    assert problem(await take(scene.officer)) == (409, "queue_empty")
    assert problem(await take(await approver(scene))) == (409, "queue_empty")
    assert (await take(scene.decider)).json()["id"] == str(case)


async def test_case_changes_hands_once(scene: Scene) -> None:
    case = await scene.submitted()
    colleague = await scene.world.person(Role.OFFICER, agency=scene.centre, name="李干事")
    version = (await view(scene.officer, case))["version"]
    found = await at_once(
        lambda: hand(scene.officer, case, scene.officer, version),
        lambda: hand(colleague, case, colleague, version),
    )
    assert sorted(answer.status_code for answer in found) == [200, 412]
    lost = next(answer for answer in found if answer.status_code == 412)
    winner = scene.officer if found[0].status_code == 200 else colleague
    loser = colleague if winner is scene.officer else scene.officer
    assert winner.name in lost.json()["detail"]
    assert problem(await hand(loser, case, loser, version + 1)) == (409, "handled_by_other")
    assert problem(await hand(winner, case, loser, version + 1)) == (403, "forbidden")
    assert (await hand(scene.decider, case, loser, version + 1)).status_code == 200
    assert (await hand(loser, case, None, version + 2)).status_code == 200


async def test_recused_or_absent_colleague_is_not_given_the_case(scene: Scene) -> None:
    case = await scene.submitted()
    tie = {"ground": "relative_of_party", "explanation": "对方公司的负责人是我的哥哥。"}
    await ok(act(scene.officer, case, "recusals", tie))
    version = (await view(scene.decider, case))["version"]
    assert problem(await hand(scene.decider, case, scene.officer, version)) == (403, "recused")
    stranger = await hand(scene.decider, case, await approver(scene, "外人"), version)
    assert stranger.status_code == 200  # the bureau's staff above the centre may act in it
    nobody = await hand(scene.decider, case, scene.worker, version + 1)
    assert problem(nobody) == (403, "own_case")


async def test_termination_that_is_still_to_be_sent_can_change_hands(scene: Scene) -> None:
    case = await scene.granted()
    await ok(act(scene.decider, case, "terminate", {"ground": "48-7", "reasons": "受援人来信要求终止援助。"}))
    colleague = await scene.world.person(Role.OFFICER, agency=scene.centre, name="李干事")
    version = (await view(scene.officer, case))["version"]
    assert (await hand(scene.decider, case, colleague, version)).status_code == 200
    sent = {"method": "post", "sent_on": local_date(scene.stack.clock.now()).isoformat()}
    await ok(act(colleague, case, "termination-sent", sent))
