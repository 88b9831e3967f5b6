"""Who is asked when: one after another, several at once, not at night; what holds when all answer at once."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.contracts.languages import Language
from app.contracts.matching import Choice, Need, OverrideReason, Party
from app.kernel.clock import SHANGHAI
from app.lawyers.errors import ChoiceInvalid, LawyerExcluded
from tests.lawyers.scene import LawyerRef, Scene, code_of

pytestmark = pytest.mark.anyio


def choice(scene: Scene, *lawyers: LawyerRef, **changes: Any) -> Choice:
    ids = tuple(lawyer.id for lawyer in lawyers)
    return Choice(ids, scene.officer.id, None, override_reason=OverrideReason.KNOWS_CASE, **changes)


async def offer_of(lawyer: LawyerRef) -> dict[str, Any]:
    """The latest offer to the lawyer."""
    return (await lawyer.client.get("/offers")).json()["items"][0]


async def answer(lawyer: LawyerRef, how: str = "accept", **body: str) -> httpx.Response:
    return await lawyer.client.post(f"/offers/{(await offer_of(lawyer))['id']}/{how}", json=body or None)


async def statuses(scene: Scene, need: Need) -> list[str]:
    async with scene.stack.services.database.autocommit() as connection:
        sql = "SELECT status FROM offer WHERE matter_id = $1 ORDER BY position"
        return [row[0] for row in (await connection.exec_driver_sql(sql, (need.matter_id,))).all()]


async def load(scene: Scene) -> dict[UUID, int]:
    async with scene.stack.services.database.autocommit() as connection:
        rows = (await connection.exec_driver_sql("SELECT id, open_cases FROM lawyer")).all()
    return {row.id: row.open_cases for row in rows}


def china(at: datetime, hour: int) -> datetime:
    """This hour of the same day."""
    return at.astimezone(SHANGHAI).replace(hour=hour, minute=0, second=0, microsecond=0)


async def test_opening_an_offer_once_is_seen_and_shows_what_is_needed_to_decide(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    need = replace(await scene.need(), is_urgent=True)
    await scene.offer(need, lawyer)
    made = await offer_of(lawyer)
    assert (made["status"], made["viewed_at"], made["is_urgent"]) == ("offered", None, True)
    first = (await lawyer.client.get(f"/offers/{made['id']}")).json()
    again = (await lawyer.client.get(f"/offers/{made['id']}")).json()
    assert (first["status"], first["allowed_actions"]) == ("viewed", ["accept", "decline"])
    assert first["viewed_at"] == again["viewed_at"] is not None
    assert first["place"].endswith("西湖区")
    assert (first["category"], first["language"]) == ("labour_remuneration", None)
    assert {"side", "name"} == set(first["parties"][0]), "no number, no address, no telephone"
    assert (await answer(lawyer)).json()["status"] == "accepted"
    changes = await scene.events("OfferAccepted")
    assert len(changes) == 1


async def test_the_next_planned_lawyer_is_asked_when_one_declines_or_falls_silent(scene: Scene) -> None:
    """The second's colleague came to act for the other side meanwhile, the third is asked in their place."""
    first, second, third, idle = [await scene.lawyer(name) for name in ("李律师", "周律师", "吴律师", "郑律师")]
    need = await scene.need()
    await scene.assign(need, choice(scene, first, second, third))
    assert (await second.client.get("/offers")).json()["items"] == []
    assert (await answer(first, "decline", reason="busy")).status_code == 200
    await scene.stack.drain()
    assert await statuses(scene, need) == ["declined", "offered"]
    expires_at = datetime.fromisoformat((await offer_of(second))["expires_at"])
    await scene.stack.advance(to=expires_at)
    assert await statuses(scene, need) == ["declined", "expired", "offered"]
    assert (await answer(third)).status_code == 200
    assert (await idle.client.get("/offers")).json()["items"] == []
    assert sum((await load(scene)).values()) == 1
    assert [told["matter_id"] for told in await scene.events("AssignmentTaken")] == [str(need.matter_id)]
    assert await scene.events("AssignmentFailed") == []


async def test_who_may_not_be_asked_any_more_is_passed_over_and_the_matter_goes_back(scene: Scene) -> None:
    first, second = await scene.lawyer("李律师"), await scene.lawyer("周律师", capacity=1)
    need = await scene.need()
    made = await scene.assign(need, choice(scene, first, second))
    await scene.accepted(second)
    assert (await answer(first, "decline", reason="away")).status_code == 200
    await scene.stack.drain()
    assert await statuses(scene, need) == ["declined"]
    (failed,) = await scene.events("AssignmentFailed")
    assert (failed["assignment_id"], failed["is_silent"]) == (str(made), False)
    async with scene.stack.services.database.autocommit() as connection:
        sql = "SELECT skipped FROM assignment WHERE id = $1"
        (skipped,) = (await connection.exec_driver_sql(sql, (made,))).one()
    assert [(item["lawyer_id"], item["constraints"]) for item in skipped] == [(str(second.id), ["at_capacity"])]


async def test_a_matter_that_needs_nobody_any_more_asks_nobody_and_is_accepted_by_nobody(scene: Scene) -> None:
    first, second = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    need = await scene.need()
    await scene.assign(need, choice(scene, first, second))
    del scene.needs[need.matter_id]
    assert code_of(await answer(first)) == (409, "offer_over")
    assert (await answer(first, "decline", reason="busy")).status_code == 200
    await scene.stack.drain()
    assert await statuses(scene, need) == ["declined"]


async def test_of_several_asked_at_once_exactly_one_gets_an_urgent_matter(scene: Scene) -> None:
    lawyers = [await scene.lawyer(name, capacity=2) for name in ("李律师", "周律师", "吴律师", "郑律师", "王律师")]
    need = replace(await scene.need(), is_urgent=True)
    await scene.assign(need, choice(scene, *lawyers, is_together=True))
    assert await statuses(scene, need) == ["offered"] * 5
    paths = [f"/offers/{(await offer_of(lawyer))['id']}" for lawyer in lawyers]
    assert (await lawyers[0].client.post(f"{paths[0]}/decline", json={"reason": "busy"})).status_code == 200
    racing = zip(lawyers[1:], paths[1:], strict=True)
    answers = await asyncio.gather(*(lawyer.client.post(f"{path}/accept") for lawyer, path in racing))
    assert sorted(given.status_code for given in answers) == [200, 409, 409, 409]
    assert {code_of(given)[1] for given in answers if given.status_code == 409} == {"offer_taken"}
    assert sorted(await statuses(scene, need)) == ["accepted", "declined", "withdrawn", "withdrawn", "withdrawn"]
    assert sum((await load(scene)).values()) == 1
    assert {told["because"] for told in await scene.events("OfferWithdrawn")} == {"taken_by_other"}
    assert len(await scene.events("AssignmentTaken")) == 1
    await scene.stack.drain()
    late = next(lawyer for lawyer, given in zip(lawyers[1:], answers, strict=True) if given.status_code == 409)
    assert (await offer_of(late))["withdrawn_because"] == "taken_by_other"
    notice = (await late.client.get("/me/notices")).json()["items"][0]
    assert notice["template"] == "offer_taken_by_other"


async def test_capacity_holds_when_lawyers_accept_several_matters_at_once(scene: Scene) -> None:
    """Every lawyer is asked in every matter, and all accept everything at the same moment."""
    lawyers = [await scene.lawyer(name, capacity=3) for name in ("李律师", "周律师", "吴律师")]
    needs = [replace(await scene.need(), is_urgent=True) for _ in range(3)]
    for need in needs:
        await scene.assign(need, choice(scene, *lawyers, is_together=True))
    with pytest.raises(LawyerExcluded):
        await scene.assign(await scene.need(), choice(scene, lawyers[0]))
    offers = [(one, item["id"]) for one in lawyers for item in (await one.client.get("/offers")).json()["items"]]
    answers = await asyncio.gather(*(one.client.post(f"/offers/{offer}/accept") for one, offer in offers))
    assert sorted(given.status_code for given in answers) == [200] * 3 + [409] * 6
    for need in needs:
        assert sorted(await statuses(scene, need)) == ["accepted", "withdrawn", "withdrawn"]
    counted = await load(scene)
    assert sum(counted.values()) == 3
    assert max(counted.values()) <= 3


async def test_acceptance_is_checked_again_for_what_arose_since(scene: Scene) -> None:
    lawyer = await scene.lawyer(capacity=3)
    need = await scene.need()
    await scene.offer(need, lawyer)
    asked = await offer_of(lawyer)
    path = f"/offers/{asked['id']}/accept"
    (client,) = need.clients
    scene.needs[need.matter_id] = replace(need, opponents=(*need.opponents, Party(lawyer.person.name)))
    refused = await lawyer.client.post(path)
    assert code_of(refused) == (409, "offer_barred")
    assert refused.json()["constraints"] == ["own_matter"]
    scene.needs[need.matter_id] = replace(need, language=Language.UYGHUR)
    assert (await lawyer.client.post(path)).json()["constraints"] == ["language"]
    scene.needs[need.matter_id] = replace(need, clients=(client,))
    await scene.accepted(lawyer)
    async with scene.stack.services.database.transaction() as session:
        await (await session.connection()).exec_driver_sql("UPDATE lawyer SET capacity = 1")
    refused = await lawyer.client.post(path)
    assert (code_of(refused), refused.json()["constraints"]) == ((409, "offer_barred"), ["at_capacity"])
    async with scene.stack.services.database.transaction() as session:
        await (await session.connection()).exec_driver_sql("UPDATE lawyer SET capacity = 2")
    assert (await lawyer.client.post(path)).status_code == 200


async def test_a_lawyer_chosen_at_night_hears_of_it_in_the_morning(scene: Scene) -> None:
    scene.stack.clock.move_to(china(scene.now, 23))
    early, lawyer = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    await scene.offer(await scene.need(), lawyer)
    await scene.offer(await scene.need(), early)
    made = await offer_of(lawyer)
    morning = china(scene.now, 0) + timedelta(days=1, hours=7)
    assert datetime.fromisoformat(made["told_at"]) == morning
    assert datetime.fromisoformat(made["expires_at"]) == morning + timedelta(days=1)
    assert await scene.events("LawyerOffered") == []
    assert (await answer(early)).status_code == 200, "whoever is awake may answer"
    await scene.stack.advance(to=morning)
    assert [told["offer_id"] for told in await scene.events("LawyerOffered")] == [made["id"]]
    urgent = replace(await scene.need(), is_urgent=True)
    scene.stack.clock.move_to(china(scene.now, 23))
    await scene.offer(urgent, lawyer)
    made = await offer_of(lawyer)
    assert made["told_at"] == made["offered_at"]
    assert len(await scene.events("LawyerOffered")) == 2


async def test_an_offer_over_before_the_morning_wakes_nobody(scene: Scene) -> None:
    scene.stack.clock.move_to(china(scene.now, 23))
    lawyer, awake = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    for asked in (lawyer, awake):
        need = await scene.need()
        await scene.offer(need, asked)
        await awake.client.get(f"/offers/{(await offer_of(asked))['id']}")
        await scene.withdraw(need)
    await scene.stack.advance(hours=10)
    notices = [(await one.client.get("/me/notices")).json()["items"] for one in (lawyer, awake)]
    assert ["offer_withdrawn" in {notice["template"] for notice in own} for own in notices] == [False, True]


async def test_choices_that_make_no_sense_are_refused_with_the_reason(scene: Scene) -> None:
    lawyer, second = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    need = await scene.need()
    wrong = (
        (choice(scene), "missing"),
        (choice(scene, lawyer, lawyer), "twice"),
        (choice(scene, lawyer, firm_id=scene.firm_id), "not_both"),
        (choice(scene, lawyer, second, is_together=True), "not_urgent"),
    )
    for given, rule in wrong:
        with pytest.raises(ChoiceInvalid) as refused:
            await scene.assign(need, given)
        assert [field.rule for field in refused.value.fields] == [rule]
    with pytest.raises(ChoiceInvalid) as refused:
        await scene.assign(replace(need, is_urgent=True), choice(scene, lawyer, is_together=True))
    assert refused.value.fields[0].rule == "together"
    assert await statuses(scene, need) == []


async def test_workload_counts_what_is_in_hand_and_what_waits(scene: Scene) -> None:
    lawyer = await scene.lawyer(capacity=4)
    await scene.accepted(lawyer)
    await scene.offer(await scene.need(), lawyer)
    asked = await offer_of(lawyer)
    body = (await lawyer.client.get("/lawyers/me/workload")).json()
    assert (body["handling"], body["free"], body["new_this_week"], body["firm_requests"]) == (1, 2, 2, 0)
    assert [offer["id"] for offer in body["waiting"]] == [asked["id"]]
    assert (body["suspended"], body["on_leave_until"], body["duties"]) == (False, None, [])
    assert code_of(await scene.officer.client.get("/lawyers/me/workload")) == (403, "forbidden")


async def test_a_centre_sets_when_its_lawyers_are_left_alone_and_how_long_they_have(scene: Scene) -> None:
    admin, path = scene.administrator.client, f"/agencies/{scene.centre.id}/asking-pace"
    usual = (await admin.get(path)).json()
    assert (usual["night_from"], usual["night_to"], usual["version"]) == (22, 7, 0)
    body = {"night_from": 9, "night_to": 12, "longest_hours": 6, "shortest_hours": 2, "spare_rounds": 0}
    wrong = await admin.put(path, json=body | {"shortest_hours": 7})
    assert (code_of(wrong), wrong.json()["errors"][0]["field"]) == ((422, "invalid"), "shortest_hours")
    assert (await admin.put(path, json=body | {"night_to": 24})).status_code == 422
    assert (await admin.put(path, json=body)).json()["version"] == 1
    assert (await admin.get(path)).json() == body | {"version": 1}
    lawyer = await scene.lawyer()
    await scene.offer(await scene.need(), lawyer)
    made = await offer_of(lawyer)
    noon = china(scene.now, 12)
    assert datetime.fromisoformat(made["told_at"]) == noon
    assert datetime.fromisoformat(made["expires_at"]) == noon + timedelta(hours=6)
    assert code_of(await scene.officer.client.put(path, json=body)) == (403, "forbidden")


async def test_what_waits_for_a_lawyer_who_is_suspended_goes_on_to_the_next(scene: Scene) -> None:
    first, second = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    need = await scene.need()
    await scene.assign(need, choice(scene, first, second))
    body: dict[str, Any] = {
        "firm_id": str(scene.firm_id),
        "capacity": 5,
        "specialties": [{"specialty": "labour", "years": 5}],
        "areas": ["330106"],
        "suspension_reason": "年度考核未通过",
    }
    client = scene.administrator.client
    edited = await client.put(f"/lawyers/{first.id}", json=body, headers={"If-Match": '"1"'})
    assert edited.status_code == 200, edited.text
    assert code_of(await answer(first)) == (409, "lawyer_suspended")
    await scene.stack.drain()
    assert await statuses(scene, need) == ["withdrawn", "offered"]
    assert (await load(scene))[first.id] == 0
    assert (await answer(second)).status_code == 200
    workload = (await first.client.get("/lawyers/me/workload")).json()
    assert (workload["suspended"], workload["suspension_reason"]) == (True, "年度考核未通过")
