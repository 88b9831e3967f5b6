"""A matter assigned to a firm: its head names a lawyer of the firm, who still answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from app.contracts.matching import Choice, Need, OverrideReason
from app.lawyers.errors import FirmCannot, NotOnRoster
from tests.lawyers.scene import Scene, code_of
from tests.lawyers.test_asking import answer, statuses

pytestmark = pytest.mark.anyio
PATH = "/firm-assignments"


async def to_firm(scene: Scene, need: Need, firm_id: UUID | None = None) -> str:
    chosen = Choice(
        (), scene.officer.id, None, firm_id=firm_id or scene.firm_id, override_reason=OverrideReason.NEARER
    )
    return f"{PATH}/{await scene.assign(need, chosen)}"


async def requests(client: Any) -> list[dict[str, Any]]:
    return (await client.get(PATH)).json()["items"]


async def test_the_head_names_a_lawyer_of_the_firm_who_then_answers(scene: Scene) -> None:
    head = await scene.lawyer("黄主任", heads_firm=True)
    full = await scene.lawyer("李律师", capacity=0)
    named, other = await scene.lawyer("周律师"), await scene.lawyer("吴律师")
    stranger = await scene.lawyer("外所律师", firm_id=await scene.firm("钱江律师事务所"), heads_firm=True)
    need = await scene.need()
    path = await to_firm(scene, need)
    assert [one["may_name"] for one in await requests(head.client)] == [True]
    assert (await requests(named.client), await requests(stranger.client)) == ([], [])
    assert code_of(await stranger.client.get(path)) == (404, "not_found")
    seen = (await head.client.get(path)).json()
    assert {one["name"] for one in seen["candidates"]} == {"黄主任", "周律师", "吴律师"}
    assert (seen["area_code"], seen["summary"], seen["language"]) == (need.area_code, need.summary, None)
    assert "parties" not in seen, "parties are for the one who is named"
    assert (await head.client.get("/lawyers/me/workload")).json()["firm_requests"] == 1

    async def name(lawyer_id: UUID) -> Any:
        return await head.client.post(f"{path}/name", json={"lawyer_id": str(lawyer_id)})

    assert code_of(await name(stranger.id)) == (422, "lawyer_not_of_firm")
    refused = await name(full.id)
    assert (code_of(refused), refused.json()["constraints"]) == ((409, "lawyer_excluded"), ["at_capacity"])
    assert code_of(await named.client.post(f"{path}/name", json={"lawyer_id": str(named.id)})) == (
        404,
        "not_found",
    )
    done = await name(named.id)
    assert (done.status_code, done.json()["may_name"]) == (200, False)
    assert code_of(await name(other.id)) == (409, "wrong_state")
    assert (await answer(named, "decline", reason="conflict")).status_code == 200
    await scene.stack.drain()
    assert [one["may_name"] for one in await requests(head.client)] == [True], "the firm names another"
    assert (await name(other.id)).status_code == 200
    assert (await answer(other)).status_code == 200
    assert await statuses(scene, need) == ["declined", "accepted"]
    await scene.stack.drain()
    told = [notice["template"] for notice in (await head.client.get("/me/notices")).json()["items"]]
    assert told.count("firm_asked") == 2


async def test_a_firm_that_names_nobody_or_has_nobody_gives_the_matter_back(scene: Scene) -> None:
    head = await scene.lawyer("黄主任", heads_firm=True)
    need = await scene.need()
    path = await to_firm(scene, need)
    (request,) = await requests(head.client)
    await scene.stack.advance(to=datetime.fromisoformat(request["name_by"]))
    assert [one["status"] for one in await requests(head.client)] == ["failed"]
    assert code_of(await head.client.post(f"{path}/name", json={"lawyer_id": str(head.id)})) == (
        409,
        "wrong_state",
    )
    again = await to_firm(scene, need)
    answered = await head.client.post(f"{again}/decline")
    assert (answered.status_code, answered.json()["status"]) == (200, "failed")
    failed = await scene.events("AssignmentFailed")
    assert [told["is_silent"] for told in failed] == [True, False]


async def test_a_firm_without_a_head_or_without_anybody_who_fits_is_not_asked(scene: Scene) -> None:
    await scene.lawyer("李律师")
    empty = await scene.firm("钱江律师事务所")
    need = await scene.need()
    with pytest.raises(FirmCannot) as headless:
        await to_firm(scene, need)
    await scene.lawyer("黄主任", firm_id=empty, heads_firm=True, capacity=0)
    with pytest.raises(FirmCannot) as full:
        await to_firm(scene, need, empty)
    assert [error.value.fields[0].rule for error in (headless, full)] == ["no_head", "nobody"]
    with pytest.raises(NotOnRoster):
        await to_firm(scene, need, scene.centre.id)
