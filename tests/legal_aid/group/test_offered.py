"""What is offered with a group and its members: what the commands take, and nothing else."""

import pytest

from tests.legal_aid.group.crew import Crew, crew, submit
from tests.legal_aid.scene import Answer, Scene, ok, problem
from tests.support.world import PersonRef, resident_number

pytestmark = pytest.mark.anyio
BOTH = ["add_member", "make_join_code"]


async def listed(group: Crew, who: PersonRef) -> Answer:
    return await ok(who.client.get(f"{group.path}/members"))


async def enter(group: Crew) -> Answer:
    """Member no. 2, by name alone."""
    answer = await group.boss.post(f"{group.path}/members", json={"name": "老刘"})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def offered(group: Crew, who: PersonRef, number: int) -> list[str]:
    [found] = [item for item in (await listed(group, who))["items"] if item["number"] == number]
    return found["allowed_actions"]


async def test_members_are_identified_at_the_counter_and_corrected_by_who_keeps_the_list(scene: Scene) -> None:
    group = await crew(scene)
    entered = await enter(group)
    await submit(group)
    assert (await listed(group, scene.worker))["allowed_actions"] == BOTH
    assert (await listed(group, scene.officer))["allowed_actions"] == BOTH
    assert await offered(group, scene.worker, 2) == ["cancel", "correct"]
    assert await offered(group, scene.worker, 1) == ["correct", "see_private"], "one's own"
    assert await offered(group, scene.officer, 2) == ["cancel", "identify", "correct", "see_private"]
    person = {"name": "刘老汉", "kind": "resident_id", "number": resident_number(77_002)}
    await ok(scene.officer.client.put(f"{group.path}/members/{entered['id']}/person", json=person))
    assert await offered(group, scene.officer, 2) == ["admit", "cancel", "correct", "see_private"]


async def test_who_stands_back_is_offered_to_read_alone(scene: Scene) -> None:
    group = await crew(scene)
    entered = await enter(group)
    await submit(group)
    recused = "UPDATE application SET recused_ids = ARRAY[$2::uuid] WHERE id = $1"
    await scene.rows(recused, group.case, scene.officer.id)
    assert (await listed(group, scene.officer))["allowed_actions"] == []
    assert await offered(group, scene.officer, 2) == ["see_private"]
    for who, is_editable in ((scene.officer, False), (scene.decider, True), (scene.worker, True)):
        assert (await group.ledger(who.client))["is_editable"] is is_editable
    desk, path = scene.officer.client, f"{group.path}/members"
    assert problem(await desk.post(path, json={"name": "老李"})) == (403, "recused")
    assert problem(await desk.post(f"{path}/{entered['id']}/cancel")) == (403, "recused")


async def test_nothing_is_changed_once_the_case_is_being_closed(scene: Scene) -> None:
    group = await crew(scene)
    await enter(group)
    await submit(group)
    await scene.rows("UPDATE application SET status = 'withdrawn' WHERE id = $1", group.case)
    for who, sees in ((scene.worker, []), (scene.officer, ["see_private"])):
        assert (await listed(group, who))["allowed_actions"] == []
        assert await offered(group, who, 2) == sees
    assert problem(await group.boss.post(f"{group.path}/members", json={"name": "老李"})) == (409, "group_closed")
