"""What is offered with the files of a matter: what the writes take, from whom they take it, and nothing else."""

from collections.abc import Mapping

import pytest

from app.evidence import matters
from app.kernel.actor import Role
from tests.evidence.cases import Case, opened
from tests.evidence.sharing.counties import Counties, counties_of
from tests.evidence.uploading import CHAT, WAGES
from tests.support.stack import Stack
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio


async def offered(person: PersonRef, case: Case) -> list[str]:
    """What both lists of the matter offer; they must agree."""
    matter = {"matter_id": str(case.matter_id)}
    answers = [await person.client.get(path, params=matter) for path in ("/evidence", "/evidence-sharings")]
    assert {answer.status_code for answer in answers} == {200}
    first, second = [answer.json()["allowed_actions"] for answer in answers]
    assert first == second
    return first


async def taken(person: PersonRef, counties: Counties) -> list[str]:
    """What the writes take from the person now."""
    matter = counties.case.matter_id
    await counties.case.stack.drain()  # one bundle at a time
    sent = {
        "add": ("/evidence", CHAT.declaration(matter, "chat")),
        "bundle": ("/evidence-bundles", {"matter_id": str(matter), "purpose": "court"}),
        "share": ("/evidence-sharings", counties.body()),
    }
    answers = {name: await person.client.post(path, json=body) for name, (path, body) in sent.items()}
    assert {answer.status_code for answer in answers.values()} <= {200, 201, 403, 404, 409}
    return [name for name, answer in answers.items() if answer.is_success]


async def people_of(counties: Counties) -> Mapping[str, PersonRef]:
    """Everybody who sees the matter, by who they are."""
    case, world = counties.case, counties.case.world
    lawyer = await world.person(Role.LAWYER)
    async with case.stack.services.database.transaction() as session:
        await matters.add_reader(session, case.matter_id, lawyer.id, case.stack.clock.now())
    return {
        "owner": case.owner,
        "lawyer": lawyer,
        "officer": counties.officer,
        "decider": counties.decider,
        "approver": await world.person(Role.APPROVER, agency=counties.bureau),
    }


async def test_what_is_offered_with_a_matter_is_what_the_writes_take(stack: Stack) -> None:
    counties = await counties_of(await opened(stack))
    await counties.case.verified(WAGES)
    found: dict[str, list[str]] = {}
    for who, person in (await people_of(counties)).items():
        found[who] = await offered(person, counties.case)
        assert await taken(person, counties) == found[who], who
    assert found == {
        "owner": ["add", "bundle"],
        "lawyer": ["add", "bundle"],
        "officer": ["add", "bundle"],
        "decider": ["add", "bundle", "share"],
        "approver": [],
    }
    assert await offered(counties.far_officer, counties.case) == [], "what is shared with them they read"
    assert await taken(counties.far_officer, counties) == []


async def test_a_matter_whose_case_has_ended_takes_nothing_in_and_is_not_shared(stack: Stack) -> None:
    counties = await counties_of(await opened(stack))
    await counties.case.verified(WAGES)
    people = await people_of(counties)
    async with stack.services.database.transaction() as session:
        await matters.close_matter(session, counties.case.matter_id, stack.clock.now())
    for who, person in people.items():
        found = await offered(person, counties.case)
        assert found == ([] if who == "approver" else ["bundle"]), "a court may ask for the files afterwards"
        assert await taken(person, counties) == found, who


async def test_only_who_decides_on_the_matter_is_offered_to_end_a_sharing_in_force(stack: Stack) -> None:
    counties = await counties_of(await opened(stack))
    await counties.case.verified(WAGES)
    shared = await counties.share()
    assert shared["allowed_actions"] == ["end"]
    path = f"/evidence-sharings/{shared['id']}"
    for person in (counties.case.owner, counties.officer, counties.far_officer):
        assert (await person.client.get(path)).json()["allowed_actions"] == []
        assert (await person.client.post(f"{path}/end")).is_success is False
    listed = await counties.decider.client.get(
        "/evidence-sharings", params={"matter_id": str(counties.case.matter_id)}
    )
    assert [one["allowed_actions"] for one in listed.json()["items"]] == [["end"]]
    received = await counties.far_officer.client.get("/evidence-sharings/received")
    assert [one["allowed_actions"] for one in received.json()["items"]] == [[]]
    ended = await counties.decider.client.post(f"{path}/end")
    assert (ended.status_code, ended.json()["allowed_actions"]) == (200, [])


async def test_who_opened_a_file_is_offered_to_those_who_are_told(stack: Stack) -> None:
    counties = await counties_of(await opened(stack))
    evidence_id = await counties.case.verified(WAGES)
    await counties.share()
    path = f"/evidence/{evidence_id}"
    told: dict[str, bool] = {}
    for who, person in {**await people_of(counties), "far": counties.far_officer}.items():
        may = "see_openings" in (await person.client.get(path)).json()["allowed_actions"]
        assert (await person.client.get(f"{path}/openings")).is_success is may, who
        told[who] = may
    assert {who for who, may in told.items() if may} == {"owner", "decider", "approver"}
