"""Who is received at the counter, and how they log in afterwards."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from app.identity import holds, roles
from app.kernel.actor import Role
from tests.correction.scene import INSIDE, Scene, document

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

SHOWN: Json = {"name": "钱某", "number": "11010519491231002X", "phone": "13800138000"}
TYPED: Json = {"name": "钱某", "number": "11010519491231002X"}


@pytest.mark.parametrize(
    "changes", [{"name": "王大力"}, {"phone": "13900139000"}, {"phone": None}], ids=["name", "phone", "no phone"]
)
async def test_who_only_typed_a_number_does_not_become_the_person_who_shows_the_document(
    scene: Scene, changes: Json
) -> None:
    scene.subject = await scene.world.person(Role.APPLICANT, name="王某")
    shown = document(scene.subject, **changes)
    order = await scene.register(person=shown)
    assert order["person_id"] != str(scene.subject.id)
    assert order["person_name"] == shown["name"]
    claimant = (await scene.subject.client.get("/me")).json()
    assert (claimant["name"], claimant["real_name"]) == (scene.subject.name, None)
    assert "subject" not in {grant["role"] for grant in claimant["roles"]}
    assert (await scene.subject.client.get("/correction/me")).status_code == 403
    seen = (await scene.subject.client.get("/me/access-log")).json()["items"]
    assert seen == [], "that somebody came to the office is not the claimant's to know"


async def test_a_claim_that_a_case_rests_on_is_for_a_human_being_to_decide(scene: Scene) -> None:
    scene.subject, at = await scene.world.person(Role.APPLICANT, name="王某"), scene.stack.clock.now()
    async with scene.stack.services.database.transaction() as session:
        await holds.hold(session, scene.subject.id, uuid4(), at=at)
    body = scene.registration(person=document(scene.subject, name="王大力"))
    refused = await scene.officer.client.post("/correction/orders", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "document_contested")
    assert (await scene.subject.client.get("/me")).json()["real_name"] is not None
    assert (await scene.register())["person_id"] == str(scene.subject.id), "name and phone fit: the same person"


async def log_in(scene: Scene, openid: str = "oQian") -> tuple[UUID, httpx.AsyncClient]:
    answer = await scene.stack.client.post("/auth/wechat/login", json={"code": f"login-{openid}.{uuid4().hex}"})
    assert answer.status_code == 200, answer.text
    tokens = answer.json()
    return UUID(tokens["person_id"]), scene.stack.new_client(tokens["access_token"])


async def bind(client: httpx.AsyncClient, phone: str = "13800138000") -> None:
    assert (await client.post("/me/phone", json={"code": f"phone-{phone}.{uuid4()}"})).status_code == 200


async def test_someone_enrolled_at_the_counter_logs_in_by_wechat_and_checks_in(scene: Scene) -> None:
    order = await scene.begin(person=SHOWN)
    before, client = await log_in(scene)
    await bind(client)
    joined = await client.put("/me/real-name", json=TYPED)
    assert (joined.status_code, joined.json()["code"]) == (409, "account_joined")
    assert (await client.get("/me")).json()["code"] == "session_ended"

    after, client = await log_in(scene)
    assert (str(after), after != before) == (order["person_id"], True)
    own = await client.get("/correction/me")
    assert (own.status_code, own.json()["person_name"]) == (200, "钱某")
    assert (await scene.check_in(scene.fix(INSIDE), client=client)).status_code == 201
    me = (await client.get("/me")).json()
    assert {grant["role"] for grant in me["roles"]} == {"applicant", "subject"}
    assert me["real_name"]["verified_at"] is not None


@pytest.mark.parametrize(
    ("phone", "typed"),
    [("13900139000", TYPED), (None, TYPED), ("13800138000", TYPED | {"name": "赵某"})],
    ids=["another phone", "no phone", "another name"],
)
async def test_an_enrolled_person_is_not_taken_over_by_someone_else(
    scene: Scene, phone: str | None, typed: Json
) -> None:
    await scene.register(person=SHOWN)
    before, client = await log_in(scene)
    if phone is not None:
        await bind(client, phone)
    refused = await client.put("/me/real-name", json=typed)
    assert (refused.status_code, refused.json()["code"]) == (409, "document_number_taken")
    assert (await log_in(scene))[0] == before


async def test_a_second_wechat_account_does_not_join_someone_who_can_log_in(scene: Scene) -> None:
    await scene.register(person=SHOWN)
    for openid, code in (("oQian", "account_joined"), ("oOther", "document_number_taken")):
        _, client = await log_in(scene, openid)
        await bind(client)
        assert (await client.put("/me/real-name", json=TYPED)).json()["code"] == code


async def test_a_caller_with_an_identity_or_a_role_of_their_own_is_not_joined(scene: Scene) -> None:
    await scene.register(person=SHOWN)
    _, declared = await log_in(scene, "oDeclared")
    await bind(declared)
    own = TYPED | {"number": "440524188001010014"}
    assert (await declared.put("/me/real-name", json=own)).status_code == 200
    lawyer, serving = await log_in(scene, "oLawyer")
    await bind(serving)
    async with scene.stack.services.database.transaction() as session:
        at = scene.stack.clock.now()
        await roles.grant_role(session, lawyer, Role.LAWYER, agency_id=None, at=at)
    for client in (declared, serving):
        assert (await client.put("/me/real-name", json=TYPED)).json()["code"] == "document_number_taken"


async def test_whoever_lost_a_number_to_its_document_gets_in_with_the_phone_given_at_the_counter(
    scene: Scene,
) -> None:
    _, client = await log_in(scene)
    await bind(client, "13900139000")
    assert (await client.put("/me/real-name", json=TYPED)).status_code == 200
    order = await scene.register(person=SHOWN)
    await bind(client)
    assert (await client.put("/me/real-name", json=TYPED)).json()["code"] == "account_joined"
    assert str((await log_in(scene))[0]) == order["person_id"]
