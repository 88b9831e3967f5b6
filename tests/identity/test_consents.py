"""Consents: the version in force, agreeing, withdrawing."""

from datetime import date
from uuid import uuid4

import pytest

from app.identity.enums import ConsentDocumentCode
from app.identity.models import ConsentDocument
from tests.identity.world import World, code_of

pytestmark = pytest.mark.anyio

NOTICE = {"document": "privacy_notice", "version": 1}


async def add_version(world: World, version: int, effective_from: str) -> None:
    async with world.stack.services.database.transaction() as session:
        session.add(
            ConsentDocument(
                document=ConsentDocumentCode.PRIVACY_NOTICE,
                version=version,
                title="告知",
                body="新内容",
                required=True,
                effective_from=date.fromisoformat(effective_from),
            )
        )


async def test_anyone_may_read_the_documents_in_force(world: World) -> None:
    items = (await world.client.get("/consent-documents")).json()["items"]
    assert {(item["document"], item["version"]) for item in items} == {
        ("privacy_notice", 1),
        ("sensitive_data", 1),
    }
    assert all(len(item["body"]) > 50 for item in items)


async def test_agreeing_is_recorded_with_version_and_time_and_is_not_asked_again(world: World) -> None:
    caller = await world.as_wechat("oWang")
    first = await caller.post("/me/consents", json=NOTICE)
    assert first.status_code == 201
    again = await caller.post("/me/consents", json=NOTICE)
    assert again.json() == first.json()
    assert (await caller.get("/me/consents")).json()["items"] == [first.json()]
    assert (await caller.get("/me")).json()["consents_missing"] == []


async def test_a_newer_version_must_be_agreed_to_anew_once_in_force(world: World) -> None:
    caller = await world.as_wechat("oWang")
    await caller.post("/me/consents", json=NOTICE)
    await add_version(world, 2, "2020-01-01")
    await add_version(world, 3, "2999-01-01")
    assert (await caller.get("/me")).json()["consents_missing"] == ["privacy_notice"]
    outdated = await caller.post("/me/consents", json=NOTICE)
    assert code_of(outdated) == (409, "consent_outdated")
    assert outdated.json()["current_version"] == 2
    assert (await caller.post("/me/consents", json=NOTICE | {"version": 2})).status_code == 201
    assert code_of(await caller.post("/me/consents", json=NOTICE | {"version": 3})) == (409, "consent_outdated")


async def test_a_withdrawn_consent_stays_on_record_and_can_be_given_again(world: World) -> None:
    caller = await world.as_wechat("oWang")
    given = (await caller.post("/me/consents", json=NOTICE)).json()
    for _ in range(2):
        withdrawn = await caller.post(f"/me/consents/{given['id']}/withdraw")
        assert withdrawn.json()["withdrawn_at"] is not None
    assert await world.rows("SELECT count(*) FROM event_record WHERE name = 'ConsentWithdrawn'") == [(1,)]
    assert (await caller.post("/me/consents", json=NOTICE)).status_code == 201
    assert len((await caller.get("/me/consents")).json()["items"]) == 2


async def test_nobody_withdraws_the_consent_of_another(world: World) -> None:
    caller, other = await world.as_wechat("oWang"), await world.as_wechat("oOther")
    given = (await caller.post("/me/consents", json=NOTICE)).json()
    for consent_id in (given["id"], uuid4()):
        assert code_of(await other.post(f"/me/consents/{consent_id}/withdraw")) == (404, "consent_not_found")


@pytest.mark.parametrize("change", [{"document": "cookie_banner"}, {"version": 0}, {"version": "one"}])
async def test_an_unknown_document_or_version_names_the_field(world: World, change: dict[str, object]) -> None:
    caller = await world.as_wechat("oWang")
    answer = await caller.post("/me/consents", json=NOTICE | change)
    assert code_of(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] in change
