import asyncio
from datetime import timedelta

import pytest

from app.contracts.legal_aid import ApplicationTerminated
from app.kernel import events
from app.kernel.actor import Role
from app.lawyers.errors import AlreadyOffered, LawyerExcluded, NotOnRoster
from app.lawyers.matching.constraints import Constraint
from tests.lawyers.scene import EMPLOYER, LawyerRef, Scene, code_of, make_scene

pytestmark = pytest.mark.anyio


async def refused(scene: Scene, lawyer: LawyerRef, **need: object) -> object:
    with pytest.raises(LawyerExcluded) as excluded:
        await scene.offer(await scene.need(**need), lawyer)  # pyright: ignore[reportArgumentType] -- forwarded
    assert excluded.value.detail
    return excluded.value.extra["constraints"]


async def test_the_lawyer_sees_the_offer_and_accepts_it(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    need = await scene.need()
    made = await scene.offer(need, lawyer)
    (seen,) = (await lawyer.client.get("/offers")).json()["items"]
    assert seen["id"] == str(made.offer_id)
    assert seen["status"] == "offered"
    assert seen["allowed_actions"] == ["accept", "decline"]
    answer = await lawyer.client.post(f"/offers/{made.offer_id}/accept")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "accepted"
    assert answer.json()["allowed_actions"] == []
    assert await scene.events("OfferAccepted") == [
        {
            "offer_id": str(made.offer_id),
            "matter_id": str(need.matter_id),
            "lawyer_id": str(lawyer.id),
            "lawyer_person_id": str(lawyer.person.id),
        }
    ]


async def test_the_parties_are_shown_to_check_conflicts_and_the_applicant_can_see_that(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    client = await scene.world.person(Role.APPLICANT, name="张三")
    made = await scene.offer(await scene.need(client), lawyer)
    detail = (await lawyer.client.get(f"/offers/{made.offer_id}")).json()
    assert detail["parties"] == [{"side": "client", "name": "张三"}, {"side": "opponent", "name": EMPLOYER}]
    async with scene.stack.services.database.autocommit() as connection:
        sql = "SELECT object_id FROM audit_entry WHERE owner_id = $1 AND action = 'lawyers.offer.read'"
        looked = (await connection.exec_driver_sql(sql, (client.id,))).all()
    assert [row[0] for row in looked] == [made.offer_id]


async def test_another_lawyers_offer_does_not_exist(scene: Scene) -> None:
    lawyer, other = await scene.lawyer(), await scene.lawyer("周律师")
    path = f"/offers/{(await scene.offer(await scene.need(), lawyer)).offer_id}"
    assert (await other.client.get("/offers")).json()["items"] == []
    assert code_of(await other.client.get(path)) == (404, "not_found")
    assert code_of(await other.client.post(f"{path}/accept")) == (404, "not_found")
    assert code_of(await other.client.post(f"{path}/decline", json={"reason": "busy"})) == (404, "not_found")
    assert code_of(await scene.officer.client.get(path)) == (403, "forbidden")


async def test_declining_needs_a_reason_and_leaves_no_trace_of_the_parties(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    need = await scene.need()
    path = f"/offers/{(await scene.offer(need, lawyer)).offer_id}"
    assert code_of(await lawyer.client.post(f"{path}/decline", json={"reason": "lazy"})) == (422, "invalid")
    assert code_of(await lawyer.client.post(f"{path}/decline", json={"reason": "other"})) == (422, "invalid")
    answer = await lawyer.client.post(f"{path}/decline", json={"reason": "other", "note": "要出国"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["decline_note"]) == ("declined", "要出国")
    assert (await lawyer.client.get(path)).json()["parties"] == []
    assert [event["reason"] for event in await scene.events("OfferDeclined")] == ["other"]
    assert await scene.shortlist(need) == []
    assert code_of(await lawyer.client.post(f"{path}/accept")) == (409, "wrong_state")


async def test_an_offer_nobody_answers_expires_by_itself_and_cannot_be_accepted(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    need = await scene.need()
    path = f"/offers/{(await scene.offer(need, lawyer)).offer_id}"
    await scene.stack.advance(hours=25)
    assert (await lawyer.client.get(path)).json()["status"] == "expired"
    assert len(await scene.events("OfferExpired")) == 1
    assert code_of(await lawyer.client.post(f"{path}/accept")) == (409, "offer_expired")
    assert await scene.shortlist(need) == []


async def test_an_offer_past_its_time_is_over_before_the_alarm_ran(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    made = await scene.offer(await scene.need(), lawyer)
    scene.stack.clock.move_to(made.expires_at)
    path = f"/offers/{made.offer_id}"
    assert (await lawyer.client.get(path)).json()["allowed_actions"] == []
    assert code_of(await lawyer.client.post(f"{path}/accept")) == (409, "offer_expired")
    assert code_of(await lawyer.client.post(f"{path}/decline", json={"reason": "busy"})) == (409, "offer_expired")


async def test_an_accepted_offer_does_not_expire(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    made = await scene.accepted(lawyer)
    await scene.stack.advance(days=3)
    assert (await lawyer.client.get(f"/offers/{made.offer_id}")).json()["status"] == "accepted"
    assert await scene.events("OfferExpired") == []


async def test_accepting_twice_takes_the_matter_once(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    made = await scene.offer(await scene.need(), lawyer)
    path = f"/offers/{made.offer_id}/accept"
    answers = await asyncio.gather(*(lawyer.client.post(path) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len(await scene.events("OfferAccepted")) == 1


async def test_a_lawyer_suspended_after_the_offer_cannot_accept(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    made = await scene.offer(await scene.need(), lawyer)
    body = {
        "firm_id": str(scene.firm_id),
        "capacity": 5,
        "specialties": [{"specialty": "labour", "years": 5}],
        "areas": ["330106"],
        "suspension_reason": "年度考核未通过",
    }
    edited = await scene.administrator.client.put(f"/lawyers/{lawyer.id}", json=body, headers={"If-Match": '"1"'})
    assert edited.status_code == 200, edited.text
    answer = await lawyer.client.post(f"/offers/{made.offer_id}/accept")
    assert code_of(answer) == (409, "lawyer_suspended")
    assert await refused(scene, lawyer) == [Constraint.SUSPENDED]


async def test_one_matter_is_open_with_one_lawyer_at_a_time(scene: Scene) -> None:
    first, second = await scene.lawyer(), await scene.lawyer("周律师")
    need = await scene.need()
    await scene.accepted(first, need)
    with pytest.raises(AlreadyOffered):
        await scene.offer(need, second)


async def test_two_officers_offering_at_once_make_one_offer(scene: Scene) -> None:
    lawyers = [await scene.lawyer(), await scene.lawyer("周律师")]
    need = await scene.need()
    made = await asyncio.gather(*(scene.offer(need, lawyer) for lawyer in lawyers), return_exceptions=True)
    assert sum(isinstance(result, BaseException) for result in made) == 1
    assert len(await scene.events("LawyerOffered")) == 1


async def test_capacity_holds_under_concurrent_offers(scene: Scene) -> None:
    lawyer = await scene.lawyer(capacity=2)
    needs = [await scene.need() for _ in range(5)]
    made = await asyncio.gather(*(scene.offer(need, lawyer) for need in needs), return_exceptions=True)
    assert sum(isinstance(result, LawyerExcluded) for result in made) == 3
    assert await refused(scene, lawyer) == [Constraint.AT_CAPACITY]
    assert await scene.shortlist(await scene.need()) == []


async def test_the_other_side_of_an_own_client_is_never_offered(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    client = await scene.world.person(Role.APPLICANT, name="赵六")
    await scene.accepted(lawyer, await scene.need(client))
    assert await refused(scene, lawyer, opponents=(" 赵 六 ",)) == [Constraint.OPPONENT_IS_CLIENT]
    opponent = await scene.world.person(Role.APPLICANT, name=EMPLOYER)
    assert await refused(scene, lawyer, client=opponent) == [Constraint.CLIENT_WAS_OPPONENT]
    assert await scene.shortlist(await scene.need(opponent)) == []


async def test_a_former_client_stays_a_conflict_after_the_case(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    client = await scene.world.person(Role.APPLICANT, name="赵六")
    need = await scene.need(client)
    await scene.accepted(lawyer, need)
    await scene.withdraw(need)
    assert await refused(scene, lawyer, opponents=("赵六",)) == [Constraint.OPPONENT_IS_CLIENT]


async def test_nobody_is_offered_their_own_matter(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    assert await refused(scene, lawyer, client=lawyer.person) == [Constraint.OWN_MATTER]


async def test_only_the_centres_own_roster_is_asked(scene: Scene) -> None:
    elsewhere = await make_scene(scene.stack, scene.world)
    lawyer = await elsewhere.lawyer()
    need = await scene.need()
    assert await scene.shortlist(need) == []
    with pytest.raises(NotOnRoster):
        await scene.offer(need, lawyer)


async def test_the_shortlist_gives_the_best_with_reasons(scene: Scene) -> None:
    new, old = await scene.lawyer(years=1), await scene.lawyer("周律师", years=9)
    await scene.lawyer("吴律师", years=5)
    best = await scene.shortlist(await scene.need(), limit=2)
    assert best[0].lawyer_id == old.id
    assert new.id not in {candidate.lawyer_id for candidate in best}
    assert best[0].firm == "西湖律师事务所"
    assert best[0].reasons[0].text == "专长劳动，做了 9 年"


async def test_a_matter_taken_back_frees_the_lawyer(scene: Scene) -> None:
    lawyer = await scene.lawyer(capacity=1)
    need = await scene.need()
    made = await scene.offer(need, lawyer)
    await scene.withdraw(need)
    await scene.withdraw(need)
    answer = await lawyer.client.post(f"/offers/{made.offer_id}/accept")
    assert code_of(answer) == (409, "wrong_state")
    assert len(await scene.events("OfferWithdrawn")) == 1
    assert [candidate.lawyer_id for candidate in await scene.shortlist(need)] == [lawyer.id]


async def test_an_application_that_ends_elsewhere_frees_the_lawyer(scene: Scene) -> None:
    lawyer = await scene.lawyer(capacity=1)
    need = await scene.need()
    await scene.accepted(lawyer, need)
    ended = ApplicationTerminated(
        application_id=need.matter_id,
        applicant_id=need.client_id,
        agency_id=need.agency_id,
        lawyer_person_id=lawyer.person.id,
    )
    async with scene.stack.services.database.transaction() as session:
        await events.record(session, ended, at=scene.now)
    await scene.stack.drain()
    assert len(await scene.shortlist(await scene.need())) == 1


async def test_a_late_event_takes_nothing_from_the_lawyer_who_came_after(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    need = await scene.need()
    for former in (None, lawyer.person.id):
        ended = ApplicationTerminated(
            application_id=need.matter_id,
            applicant_id=need.client_id,
            agency_id=need.agency_id,
            lawyer_person_id=former,
        )
        async with scene.stack.services.database.transaction() as session:
            await events.record(session, ended, at=scene.now)
    await scene.accepted(lawyer, need)
    await scene.stack.drain()
    assert await scene.events("OfferWithdrawn") == []


async def test_offers_come_newest_first_page_by_page(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    made: list[str] = []
    for _ in range(3):
        made.insert(0, str((await scene.offer(await scene.need(), lawyer)).offer_id))
        scene.stack.clock.move_to(scene.now + timedelta(minutes=1))
    first = (await lawyer.client.get("/offers?limit=2")).json()
    rest = (await lawyer.client.get(f"/offers?limit=2&cursor={first['next_cursor']}")).json()
    assert [offer["id"] for offer in first["items"] + rest["items"]] == made
    assert rest["next_cursor"] is None
