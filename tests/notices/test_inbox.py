from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.contracts.evidence import EvidenceRejected
from app.contracts.identity import RefreshTokenReused, RoleGranted
from app.contracts.lawyers import LawyerOffered
from app.contracts.legal_aid import ApplicationRefused, ApplicationSubmitted, ApplicationTaken
from app.kernel import events
from app.kernel.actor import Role
from app.kernel.bus import Event
from app.kernel.clock_events import ClockAtRisk, ClockRecomputed
from app.kernel.database import new_id
from app.notices import repository
from app.notices.rules import RULES
from app.notices.templates import WORDS, NoticeTemplate
from tests.support.stack import Stack
from tests.support.world import PersonRef, World

pytestmark = pytest.mark.anyio


@pytest.fixture
async def world(stack: Stack) -> World:
    return World(stack)


async def happen(stack: Stack, *happened: Event) -> None:
    for event in happened:
        async with stack.services.database.transaction() as session:
            await events.record(session, event, at=stack.clock.now())
    await stack.drain()


def submitted(person: PersonRef) -> ApplicationSubmitted:
    return ApplicationSubmitted(application_id=new_id(), applicant_id=person.id, agency_id=new_id())


async def inbox(person: PersonRef) -> dict[str, object]:
    answer = await person.client.get("/me/notices")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def told(person: PersonRef) -> list[tuple[str, str]]:
    answer = (await person.client.get("/me/notices")).json()
    return [(notice["template"], notice["body"]) for notice in answer["items"]]


async def test_the_applicant_is_told_and_led_to_the_application(stack: Stack, world: World) -> None:
    person = await world.person(Role.APPLICANT)
    event = submitted(person)
    await happen(stack, event)
    answer = (await person.client.get("/me/notices")).json()
    (notice,) = answer["items"]
    assert notice["title"] == "申请已提交"
    assert (notice["object_type"], notice["object_id"]) == ("application", str(event.application_id))
    assert (answer["unread"], notice["read_at"], answer["next_cursor"]) == (1, None, None)


async def test_the_applicant_learns_the_lawyers_name(stack: Stack, world: World) -> None:
    person, lawyer = await world.person(Role.APPLICANT), await world.person(Role.LAWYER, name="李明")
    taken = ApplicationTaken(
        application_id=new_id(), applicant_id=person.id, agency_id=new_id(), lawyer_person_id=lawyer.id
    )
    await happen(stack, taken)
    assert await told(person) == [("application_taken", "李明律师接下了您的案件，会和您约时间见面。")]
    assert "application_taken" not in {template for template, _ in await told(lawyer)}


async def test_a_lawyer_is_told_until_when_to_answer_in_local_time(stack: Stack, world: World) -> None:
    lawyer = await world.person(Role.LAWYER)
    offered = LawyerOffered(
        offer_id=new_id(),
        matter_id=new_id(),
        lawyer_id=new_id(),
        lawyer_person_id=lawyer.id,
        expires_at=datetime(2026, 12, 3, 16, 30, tzinfo=UTC),
    )
    await happen(stack, offered)
    bodies = dict(await told(lawyer))
    assert "12月4日 00:30" in bodies["lawyer_offered"]


async def test_a_refusal_tells_how_to_object(stack: Stack, world: World) -> None:
    person = await world.person(Role.APPLICANT)
    refused = ApplicationRefused(application_id=new_id(), applicant_id=person.id, agency_id=new_id())
    await happen(stack, refused)
    assert "异议" in (await told(person))[0][1]


async def test_a_bad_upload_is_told_in_words_not_codes(stack: Stack, world: World) -> None:
    person = await world.person(Role.APPLICANT)
    rejected = EvidenceRejected(
        evidence_id=new_id(), matter_id=new_id(), owner_id=person.id, reason="hash_differs"
    )
    await happen(stack, rejected)
    ((_, body),) = await told(person)
    assert "hash" not in body


async def test_a_clock_tells_its_holder_and_nobody_of_an_agency_without_staff(stack: Stack, world: World) -> None:
    holder = await world.person(Role.APPLICANT)
    clock: dict[str, object] = {
        "clock_id": new_id(),
        "object_type": "application",
        "object_id": new_id(),
        "agency_id": new_id(),
        "rule_code": "legal_aid.decide",
        "holder_role": Role.DECIDER,
        "due_on": date(2027, 1, 4),
        "provisional": False,
    }
    await happen(
        stack,
        ClockAtRisk.model_validate(clock | {"holder_id": None}),
        ClockAtRisk.model_validate(clock | {"holder_id": holder.id}),
        ClockRecomputed.model_validate(clock | {"holder_id": holder.id, "was_on": date(2027, 1, 2)}),
    )
    bodies = [body for _, body in await told(holder)]
    assert len(bodies) == 2
    assert all("2027年1月4日" in body for body in bodies)
    assert "2027年1月2日" in bodies[0]


async def test_security_and_roles_are_told_but_the_first_log_in_is_not(stack: Stack, world: World) -> None:
    person = await world.person(Role.APPLICANT)
    granted = [
        RoleGranted(person_id=person.id, grant_id=new_id(), role=role) for role in (Role.APPLICANT, Role.OFFICER)
    ]
    await happen(stack, RefreshTokenReused(person_id=person.id, session_id=new_id()), *granted)
    bodies = dict(await told(person))
    assert set(bodies) == {"login_revoked", "role_granted"}
    assert "工作人员" in bodies["role_granted"]


async def test_reading_is_noted_once(stack: Stack, world: World) -> None:
    person = await world.person(Role.APPLICANT)
    await happen(stack, submitted(person), submitted(person))
    first = (await person.client.get("/me/notices")).json()["items"][0]["id"]
    once = (await person.client.post(f"/me/notices/{first}/read")).json()
    stack.clock.move_to(stack.clock.now() + timedelta(hours=1))
    again = (await person.client.post(f"/me/notices/{first}/read")).json()
    assert once == again
    assert once["read_at"] is not None
    assert (await inbox(person))["unread"] == 1


async def test_an_inbox_is_its_owners_alone(stack: Stack, world: World) -> None:
    person, stranger = await world.person(Role.APPLICANT), await world.person(Role.APPLICANT)
    await happen(stack, submitted(person))
    notice = (await person.client.get("/me/notices")).json()["items"][0]["id"]
    assert (await inbox(stranger))["items"] == []
    answer = await stranger.client.post(f"/me/notices/{notice}/read")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await stack.client.get("/me/notices")).status_code == 401


async def test_notices_come_newest_first_page_by_page(stack: Stack, world: World) -> None:
    person = await world.person(Role.APPLICANT)
    made: list[str] = []
    for _ in range(3):
        event = submitted(person)
        await happen(stack, event)
        made.insert(0, str(event.application_id))
    first = (await person.client.get("/me/notices?limit=2")).json()
    rest = (await person.client.get(f"/me/notices?limit=2&cursor={first['next_cursor']}")).json()
    assert [notice["object_id"] for notice in first["items"] + rest["items"]] == made
    assert (first["unread"], rest["next_cursor"]) == (3, None)


async def test_unread_is_counted_up_to_a_bound(
    stack: Stack, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "COUNTED", 2)
    person = await world.person(Role.APPLICANT)
    await happen(stack, *(submitted(person) for _ in range(3)))
    assert (await inbox(person))["unread"] == 2


async def test_handling_an_event_again_tells_nothing_twice(stack: Stack, world: World) -> None:
    person = await world.person(Role.APPLICANT)
    event = submitted(person)
    await happen(stack, event)
    rule = next(rule for rule in RULES if rule.template is NoticeTemplate.APPLICATION_SUBMITTED)
    handler = stack.services.bus.subscriptions[f"notices.{rule.name}"].handler
    async with stack.services.database.transaction() as session:
        found = await session.connection()
        event_id: UUID = (await found.exec_driver_sql("SELECT event_id FROM notice")).scalar_one()
        session.info["event_id"] = event_id
        await handler(session, event, stack.clock.now())
    assert len(await told(person)) == 1


def test_every_template_has_words_and_one_rule() -> None:
    assert set(WORDS) == set(NoticeTemplate)
    assert sorted(rule.template for rule in RULES if rule.alias is None) == sorted(NoticeTemplate)
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(words.title and words.body.endswith("。") for words in WORDS.values())
