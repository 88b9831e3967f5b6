"""Name and document: checked, sealed, unique, masked; consents; who looked."""

from uuid import UUID, uuid4

import anyio
import httpx
import pytest

from app.identity import people
from app.identity.numbers import DocumentKind
from app.identity.people import Declaration
from app.kernel.access import Action
from app.kernel.actor import Actor, Grant, Role
from tests.identity.world import NUMBER, World, code_of

pytestmark = pytest.mark.anyio

REAL_NAME = {"name": "王小强", "number": NUMBER}


async def test_a_declared_document_is_masked_and_sealed(world: World) -> None:
    caller = await world.as_wechat("oWang")
    answer = await caller.put("/me/real-name", json=REAL_NAME)
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["kind"], shown["number"], shown["verified_at"]) == ("resident_id", "1101***********02X", None)
    me = (await caller.get("/me")).json()
    assert (me["name"], me["real_name"]["number"]) == ("王小强", "1101***********02X")
    [(sealed, index)] = await world.rows("SELECT number_sealed, number_index FROM real_name")
    assert NUMBER not in sealed
    assert NUMBER.encode() not in index
    assert world.stack.services.vault.open(sealed, "real_name.number_sealed") == NUMBER


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("阿依古丽•吐尔逊", "阿依古丽·吐尔逊"),
        (" 欧阳　娜娜 ", "欧阳 娜娜"),
        ("Anne-Marie O’Neil", "Anne-Marie O’Neil"),
        ("𬱖子豪", "𬱖子豪"),
        ("王〇", "王〇"),
        ("欧阳" * 25, "欧阳" * 25),
    ],
)
async def test_names_of_all_kinds_are_kept_with_the_dot_of_identity_cards(
    world: World, typed: str, kept: str
) -> None:
    caller = await world.as_wechat("oWang")
    answer = await caller.put("/me/real-name", json=REAL_NAME | {"name": typed})
    assert (answer.status_code, answer.json()["name"]) == (200, kept)


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"number": "110105194912310021"}, "number", "checksum"),
        ({"number": "11010520991231002X"}, "number", "birth_date"),
        ({"number": "1101051949"}, "number", "length"),
        ({"kind": "hmt_residence_permit"}, "number", "document_kind"),
        ({"name": "王"}, "name", "value_error"),
        ({"name": "王小强123"}, "name", "value_error"),
        ({"name": "王😀强"}, "name", "value_error"),
        ({"name": "··"}, "name", "value_error"),
        ({"name": "<b>王"}, "name", "value_error"),
        ({"name": "王\u202e小强"}, "name", "value_error"),
        ({"kind": "library_card"}, "kind", "enum"),
        ({"number": ""}, "number", "string_too_short"),
        ({"kind": "passport"}, "body", "value_error"),
        ({"issuing_country": "USA"}, "body", "value_error"),
        ({"gender": "male"}, "gender", "extra_forbidden"),
    ],
)
async def test_a_wrong_document_names_the_field_and_the_rule(
    world: World, changes: dict[str, str], field: str, rule: str
) -> None:
    caller = await world.as_wechat("oWang")
    answer = await caller.put("/me/real-name", json=REAL_NAME | changes)
    assert answer.status_code == 422
    assert [(e["field"], e["rule"]) for e in answer.json()["errors"]] == [(field, rule)]
    assert (await caller.get("/me")).json()["real_name"] is None


async def test_a_document_belongs_to_one_person_and_the_refusal_does_not_say_whose(world: World) -> None:
    first, second = await world.as_wechat("oWang"), await world.as_wechat("oOther")
    await first.put("/me/real-name", json=REAL_NAME)
    answer = await second.put("/me/real-name", json=REAL_NAME | {"name": "李四"})
    assert code_of(answer) == (409, "document_number_taken")
    assert "王" not in answer.text
    assert (await second.get("/me")).json()["real_name"] is None


async def test_the_15_digit_form_is_the_same_document(world: World) -> None:
    first, second = await world.as_wechat("oWang"), await world.as_wechat("oOther")
    await first.put("/me/real-name", json=REAL_NAME | {"number": "110105491231002"})
    assert code_of(await second.put("/me/real-name", json=REAL_NAME)) == (409, "document_number_taken")


async def test_a_double_tap_registers_once(world: World) -> None:
    caller = await world.as_wechat("oWang")
    answers: list[int] = []

    async def tap() -> None:
        answers.append((await caller.put("/me/real-name", json=REAL_NAME)).status_code)

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(tap)
    assert answers == [200] * 4


async def test_two_people_at_once_cannot_both_have_the_document(world: World) -> None:
    answers: list[int] = []

    async def declare(caller: httpx.AsyncClient) -> None:
        answers.append((await caller.put("/me/real-name", json=REAL_NAME)).status_code)

    callers = [await world.as_wechat(f"oWang{n}") for n in range(4)]
    async with anyio.create_task_group() as tasks:
        for caller in callers:
            tasks.start_soon(declare, caller)
    assert sorted(answers) == [200, 409, 409, 409]


async def test_passports_of_two_countries_may_share_a_number(world: World) -> None:
    passport = {"name": "Jane Doe", "kind": "passport", "number": "e12345678"}
    first, second = await world.as_wechat("oWang"), await world.as_wechat("oOther")
    assert (await first.put("/me/real-name", json=passport | {"issuing_country": "USA"})).status_code == 200
    assert (await second.put("/me/real-name", json=passport | {"issuing_country": "FRA"})).status_code == 200


async def test_trying_one_number_after_another_is_locked(world: World) -> None:
    await (await world.as_wechat("oWang")).put("/me/real-name", json=REAL_NAME)
    prying = await world.as_wechat("oPrying")
    for _ in range(5):
        assert code_of(await prying.put("/me/real-name", json=REAL_NAME)) == (409, "document_number_taken")
    locked = await prying.put("/me/real-name", json=REAL_NAME | {"number": "440524188001010014"})
    assert code_of(locked) == (429, "real_name_locked")
    assert "retry-after" in locked.headers


async def test_a_typing_error_may_be_corrected_until_someone_saw_the_document(world: World) -> None:
    tokens = (await world.wechat_login("oWang")).json()
    caller = world.bearing(tokens)
    for _ in range(8):
        await caller.put("/me/real-name", json=REAL_NAME | {"number": "440524188001010014"})
        assert (await caller.put("/me/real-name", json=REAL_NAME)).status_code == 200
    await caller.post("/me/phone", json={"code": f"phone-13800138000.{uuid4()}"})
    await enrol(world, NUMBER, phone="13800138000")
    assert code_of(await caller.put("/me/real-name", json=REAL_NAME)) == (409, "real_name_verified")


def officer(world: World) -> Actor:
    return Actor(uuid4(), uuid4(), (Grant(Role.OFFICER, world.office.id, world.office.tree_path),))


async def enrol(world: World, number: str, phone: str | None = None) -> UUID:
    declaration = Declaration("王小强", DocumentKind.RESIDENT_ID, number)
    async with world.stack.services.database.transaction() as session:
        vault = world.stack.services.vault
        person = await people.enrol(session, vault, declaration, phone=phone, by=officer(world), at=world.now)
    return person.id


async def test_enrolling_someone_who_logged_in_before_finds_the_same_person(world: World) -> None:
    tokens = (await world.wechat_login("oWang")).json()
    caller = world.bearing(tokens)
    await caller.put("/me/real-name", json=REAL_NAME)
    await caller.post("/me/phone", json={"code": f"phone-13800138000.{uuid4()}"})
    assert await enrol(world, NUMBER.lower(), phone="13800138000") == UUID(tokens["person_id"])
    assert await enrol(world, NUMBER, phone="13900139000") == UUID(tokens["person_id"]), "checked before"
    me = (await caller.get("/me")).json()
    assert me["real_name"]["verified_at"] is not None
    assert me["phone"] == "138****8000", "a number proved by WeChat is not replaced"


async def test_a_person_may_be_applicant_subject_and_lawyer_at_once(world: World) -> None:
    tokens = (await world.wechat_login("oWang")).json()
    person_id = UUID(tokens["person_id"])
    await world.grant(person_id, Role.SUBJECT, None)
    await world.grant(person_id, Role.LAWYER, world.bureau)
    me = (await world.bearing(tokens).get("/me")).json()
    assert {grant["role"] for grant in me["roles"]} == {"applicant", "subject", "lawyer"}
    assert {"legal_aid.application.draft", "correction.check_in.make"} <= set(me["allowed_actions"])


async def test_the_owner_sees_who_looked_and_why_but_not_their_own_visits(world: World) -> None:
    tokens = (await world.wechat_login("oWang")).json()
    caller, person_id = world.bearing(tokens), UUID(tokens["person_id"])
    await caller.put("/me/real-name", json=REAL_NAME)
    looker = await world.add_staff("he.wei", Role.OFFICER, world.office, name="何伟国")
    actor = Actor(looker, uuid4(), (Grant(Role.OFFICER, world.office.id, world.office.tree_path),))
    owner = Actor(person_id, uuid4(), (Grant(Role.APPLICANT),))
    vault = world.stack.services.vault
    async with world.stack.services.database.transaction() as session:
        for who in (actor, actor, owner, actor):
            data = await people.reveal(session, vault, who, Action.APPLICATION_READ, person_id, at=world.now)
            assert (data.name, data.number, data.verified) == ("王小强", NUMBER, False)
    first = await caller.get("/me/access-log", params={"limit": 2})
    page = first.json()
    assert [(e["by"], e["roles"], e["purpose"]) for e in page["items"]] == [
        ("何*国", ["officer"], "办理法律援助申请")
    ] * 2
    assert page["items"][0]["action_title"] == "查看申请"
    rest = await caller.get("/me/access-log", params={"limit": 2, "cursor": page["next_cursor"]})
    assert len(rest.json()["items"]) == 1
    assert 'rel="next"' in first.headers["link"]
    other = await world.as_wechat("oOther")
    assert (await other.get("/me/access-log")).json()["items"] == []


async def test_the_export_is_the_owners_data_in_the_clear(world: World) -> None:
    caller = await world.as_wechat("oWang")
    await caller.put("/me/real-name", json=REAL_NAME)
    await caller.post("/me/phone", json={"code": f"phone-13800138000.{uuid4()}"})
    copy = (await caller.get("/me/export")).json()
    assert (copy["document_number"], copy["phone"], copy["birth_date"]) == (NUMBER, "13800138000", "1949-12-31")
    assert [grant["role"] for grant in copy["roles"]] == ["applicant"]
    assert len(copy["sessions"]) == 1


async def test_a_number_finds_its_owner_for_other_domains(world: World) -> None:
    tokens = (await world.wechat_login("oWang")).json()
    await world.bearing(tokens).put("/me/real-name", json=REAL_NAME)
    vault = world.stack.services.vault
    async with world.stack.services.database.transaction() as session:
        for number, found in ((NUMBER.lower(), UUID(tokens["person_id"])), ("440524188001010014", None)):
            wanted = Declaration("王小强", DocumentKind.RESIDENT_ID, number)
            assert await people.find_by_number(session, vault, wanted, at=world.now) == found
        assert await people.names(session, [UUID(tokens["person_id"]), uuid4()]) == {
            UUID(tokens["person_id"]): "王小强"
        }
        assert await people.has_real_name(session, UUID(tokens["person_id"]))


async def test_an_own_number_between_others_numbers_does_not_start_the_count_anew(world: World) -> None:
    owner = await world.as_wechat("oWang")
    await owner.put("/me/real-name", json=REAL_NAME)
    guesser = await world.as_wechat("oGuesser")
    own = {"name": "张小三", "number": "440524188001010014"}
    for body in (REAL_NAME, REAL_NAME, REAL_NAME, REAL_NAME, own, REAL_NAME):
        answer = await guesser.put("/me/real-name", json=body)
    assert code_of(answer) == (409, "document_number_taken")
    assert code_of(await guesser.put("/me/real-name", json=own)) == (429, "real_name_locked")
