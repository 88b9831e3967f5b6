"""Whoever may no longer answer what they were asked holds no matter up: it goes on without them."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.identity import roles
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.lawyers.assigning import repository
from app.lawyers.roster import entering
from app.lawyers.roster.entering import Entry
from tests.lawyers.scene import LawyerRef, Scene, code_of, licence_number, make_scene
from tests.lawyers.test_asking import answer, choice, load, statuses
from tests.lawyers.test_firms import requests, to_firm
from tests.lawyers.test_imports import CSV, commit, preview

pytestmark = pytest.mark.anyio


async def edited(scene: Scene, lawyer: LawyerRef, version: int = 1, **changes: Any) -> httpx.Response:
    work = {"capacity": 5, "specialties": [{"specialty": "labour", "years": 5}], "areas": ["330106"]}
    body = {"firm_id": str(scene.firm_id), "knows_minors": True} | work | changes
    headers = {"If-Match": f'"{version}"'}
    return await scene.administrator.client.put(f"/lawyers/{lawyer.id}", json=body, headers=headers)


async def test_who_left_for_another_roster_cannot_accept_and_the_next_is_asked(scene: Scene) -> None:
    first, second = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    need = await scene.need()
    await scene.assign(need, choice(scene, first, second))
    elsewhere = await make_scene(scene.stack, scene.world)
    keeper, centre = scene.administrator.id, elsewhere.centre.id
    async with scene.stack.services.database.transaction() as session:
        await roles.grant_role(session, keeper, Role.ADMINISTRATOR, agency_id=centre, at=scene.now)
    assert (await edited(scene, first, firm_id=str(elsewhere.firm_id))).status_code == 200
    refused = await answer(first)
    assert (code_of(refused), refused.json()["constraints"]) == ((409, "offer_barred"), ["lawyer_not_on_roster"])
    await scene.stack.drain()
    assert await statuses(scene, need) == ["withdrawn", "offered"]
    assert (await load(scene))[first.id] == 0


async def test_a_suspension_by_a_file_passes_on_what_waits_and_is_told(scene: Scene) -> None:
    first, second = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    need = await scene.need()
    await scene.assign(need, choice(scene, first, second))
    path = f"/agencies/{scene.centre.id}/roster?format=csv"
    rows = (await scene.administrator.client.get(path)).content.decode().splitlines()
    sheet = "\n".join(row + "年度考核未通过" if "李律师" in row else row for row in rows)
    assert (await commit(scene, await preview(scene, sheet.encode(), CSV)))["status"] == "committed"
    assert await statuses(scene, need) == ["withdrawn", "offered"]
    notices = (await first.client.get("/me/notices")).json()["items"]
    assert "roster_entry_changed" in {notice["template"] for notice in notices}


async def test_a_firm_that_can_name_nobody_gives_the_matter_back_at_once(scene: Scene) -> None:
    head = await scene.lawyer("黄主任", heads_firm=True)
    path = await to_firm(scene, await scene.need())
    assert (await head.client.post(f"{path}/name", json={"lawyer_id": str(head.id)})).status_code == 200
    assert (await answer(head, "decline", reason="busy")).status_code == 200
    await scene.stack.drain()
    assert [one["status"] for one in await requests(head.client)] == ["failed"]
    other = await scene.lawyer("李律师")
    await to_firm(scene, await scene.need())
    assert (await edited(scene, head, heads_firm=True, suspension_reason="调查")).status_code == 200
    await scene.stack.drain()
    assert len(await scene.events("AssignmentFailed")) == 2
    assert set((await load(scene)).values()) == {0}
    assert (await other.client.get("/offers")).json()["items"] == []


async def test_who_was_named_and_changed_firms_does_not_take_the_matter_along(scene: Scene) -> None:
    head, named = await scene.lawyer("黄主任", heads_firm=True), await scene.lawyer("李律师")
    need = await scene.need()
    path = await to_firm(scene, need)
    assert (await head.client.post(f"{path}/name", json={"lawyer_id": str(named.id)})).status_code == 200
    assert (await edited(scene, named, firm_id=str(await scene.firm("钱江律师事务所")))).status_code == 200
    assert code_of(await answer(named)) == (409, "offer_barred")
    await scene.stack.drain()
    assert await statuses(scene, need) == ["withdrawn"]
    assert [one["may_name"] for one in await requests(head.client)] == [True]


async def test_what_waits_for_somebody_away_from_today_goes_on(scene: Scene) -> None:
    first, second = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    need = await scene.need()
    await scene.assign(need, choice(scene, first, second))
    today = local_date(scene.now)
    for from_on, now in ((today + timedelta(days=1), ["offered"]), (today, ["withdrawn", "offered"])):
        leave = {"from_on": from_on.isoformat(), "to_on": from_on.isoformat()}
        entered = await scene.officer.client.post(f"/lawyers/{first.id}/leave", json=leave)
        assert entered.status_code == 201, entered.text
        await scene.stack.drain()
        assert await statuses(scene, need) == now


async def test_nobody_keeps_the_own_entry(scene: Scene) -> None:
    keeper = scene.administrator
    async with scene.stack.services.database.transaction() as session:
        entry = Entry(scene.firm_id, 5, {}, ["330106"], suspension_reason="调查")
        made = await entering.create_lawyer(
            session, person_id=keeper.id, licence_number=licence_number(), entry=entry, at=scene.now
        )
    assert code_of(await edited(scene, LawyerRef(made.id, keeper))) == (409, "own_roster_entry")


async def test_rows_that_name_a_lawyer_do_not_wait_for_an_answer(scene: Scene) -> None:
    """A plan writes lines for many lawyers in any order: waiting for them would be waiting in a circle."""
    lawyer = await scene.lawyer()
    database = scene.stack.services.database
    async with database.transaction() as session, database.transaction() as other:
        await repository.lock_lawyers(session, [lawyer.id])
        connection = await other.connection()
        await connection.exec_driver_sql("SET LOCAL lock_timeout = '200ms'")
        sql = "SELECT id FROM lawyer WHERE id = $1 FOR KEY SHARE"
        assert (await connection.exec_driver_sql(sql, (lawyer.id,))).one()
