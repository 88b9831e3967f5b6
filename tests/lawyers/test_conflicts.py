"""Conflicts of interest as the roster knows them: own ones, those of the firm, and what lawyers declare."""

import random
from dataclasses import replace
from itertools import chain
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import SQLModel, col, select

from app.contracts.matching import Need, Party
from app.identity.parties import indexes_of, read_number
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.lawyers.conflicts.checking import conflicted, conflicted_many
from app.lawyers.conflicts.comparing import Colleague, Known, Tie, exclusions_of, find
from app.lawyers.conflicts.models import DeclaredTie, MatterPartyName
from app.lawyers.enums import Kinship, PartyKind, PartySide, TieKind
from app.lawyers.matching.constraints import Constraint, Exclusion
from app.lawyers.matching.shortlist import standing
from app.lawyers.names import name_key
from app.lawyers.roster.entering import create_firm
from app.lawyers.roster.models import Firm, Lawyer
from tests.lawyers.scene import LawyerRef, Scene, code_of, make_scene

pytestmark = pytest.mark.anyio
Json = dict[str, Any]
NUMBER, OTHER_NUMBER, CODE = "11010519491231002X", "330106198001011235", "91330106MA2B3C4D5D"
NAMES = ("赵六", "钱七", "孙八", "宏远建筑有限公司", "东方物流（杭州）有限公司")


async def firm(scene: Scene, name: str) -> UUID:
    async with scene.stack.services.database.transaction() as session:
        made = await create_firm(session, agency_id=scene.centre.id, name=name, credit_code=None, at=scene.now)
        return made.id


async def add(scene: Scene, *rows: SQLModel) -> None:
    async with scene.stack.services.database.transaction() as session:
        session.add_all(rows)


def party_of_case(lawyer: LawyerRef, side: PartySide, name: str, **more: Any) -> MatterPartyName:
    return MatterPartyName(lawyer_id=lawyer.id, side=side, name=name, name_key=name_key(name), **more)


def index(scene: Scene, number: str) -> bytes:
    is_organisation = number == CODE
    vault = scene.stack.services.vault
    return read_number(vault, number, is_organisation=is_organisation, today=local_date(scene.now)).index


async def why_not(scene: Scene, need: Need, lawyer: LawyerRef | None = None) -> dict[UUID, list[Constraint]]:
    async with scene.stack.services.database.transaction() as session:
        found = await conflicted(session, need, lawyer_id=lawyer and lawyer.id)
    return {who: [one.constraint for one in items] for who, items in found.items()}


async def test_declared_ties_keep_a_lawyer_and_colleagues_away_until_taken_back(scene: Scene) -> None:
    lawyer, colleague = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    other = await scene.lawyer("吴律师", firm_id=await firm(scene, "钱江律师事务所"))
    path = f"/lawyers/{lawyer.id}/ties"
    need = replace(await scene.need(), opponents=(Party("赵六", index(scene, NUMBER)), Party("宏远公司")))
    brother = {
        "kind": "relative",
        "party_kind": "person",
        "name": "赵 陆",
        "relation": "sibling",
        "number": NUMBER,
    }
    declared = await lawyer.client.post(path, json=brother)
    assert declared.status_code == 201, declared.text
    assert declared.json()["has_number"] is True
    assert NUMBER not in declared.text + (await lawyer.client.get(path)).text
    client = {"kind": "client", "party_kind": "organisation", "name": "宏远公司", "number": CODE}
    assert (await scene.officer.client.post(path, json=client)).status_code == 201
    colleagues = [Constraint.COLLEAGUE_IN_CONFLICT]
    own = [Constraint.OPPONENT_IS_CLIENT, Constraint.RELATIVE_IS_OPPONENT]
    assert await why_not(scene, need) == {lawyer.id: own, colleague.id: colleagues}
    assert await why_not(scene, need, colleague) == {colleague.id: colleagues}
    assert await why_not(scene, need, other) == {}

    assert code_of(await lawyer.client.post(path, json=client)) == (409, "tie_declared")
    assert code_of(await other.client.get(path)) == (404, "not_found")
    assert code_of(await other.client.post(path, json=client)) == (404, "not_found")
    (company, relative) = (await scene.officer.client.get(path)).json()["items"]
    assert (company["name"], relative["relation"]) == ("宏远公司", "sibling")
    async with scene.stack.services.database.autocommit() as connection:
        sql = "SELECT object_type FROM audit_entry WHERE owner_id = $1 AND action = 'lawyers.conflict.declare'"
        looked = (await connection.exec_driver_sql(sql, (lawyer.person.id,))).all()
    assert sorted(row[0] for row in looked) == ["declared_tie", "declared_tie", "lawyer"]

    for tie in (company, relative):
        assert (await lawyer.client.post(f"{path}/{tie['id']}/remove")).status_code == 200
    assert (await lawyer.client.post(f"{path}/{company['id']}/remove")).status_code == 200
    assert code_of(await other.client.post(f"{path}/{company['id']}/remove")) == (404, "not_found")
    assert await why_not(scene, need) == {}
    assert (await lawyer.client.get(path)).json()["items"] == []


REFUSED: list[tuple[Json, str, str]] = [
    ({"relation": None}, "relation", "required"),
    ({"kind": "client"}, "relation", "relatives_only"),
    ({"party_kind": "organisation", "number": None}, "party_kind", "relatives_are_people"),
    ({"number": NUMBER[:-1] + "1"}, "number", "checksum"),
    ({"kind": "client", "relation": None, "party_kind": "organisation"}, "number", "credit_code"),
    ({"name": "——"}, "name", "no_letters"),
    ({"kind": "friend"}, "kind", "enum"),
]


async def test_impossible_ties_are_refused_by_field(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    body = {"kind": "relative", "party_kind": "person", "name": "赵六", "relation": "child", "number": NUMBER}
    for change, field, rule in REFUSED:
        answer = await lawyer.client.post(f"/lawyers/{lawyer.id}/ties", json=body | change)
        assert code_of(answer) == (422, "invalid")
        assert [(error["field"], error["rule"]) for error in answer.json()["errors"]] == [(field, rule)]
    assert (await lawyer.client.get(f"/lawyers/{lawyer.id}/ties")).json()["items"] == []


async def test_numbers_tell_namesakes_apart_and_find_whoever_changed_the_name(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    await add(scene, party_of_case(lawyer, PartySide.CLIENT, "赵六", number_index=index(scene, NUMBER)))
    need = await scene.need()
    conflict = {lawyer.id: [Constraint.OPPONENT_IS_CLIENT]}
    assert await why_not(scene, replace(need, opponents=(Party("赵六"),))) == conflict
    assert await why_not(scene, replace(need, opponents=(Party("赵六", index(scene, OTHER_NUMBER)),))) == {}
    assert await why_not(scene, replace(need, opponents=(Party("赵陆", index(scene, NUMBER)),))) == conflict
    elsewhere = replace(need, agency_id=(await make_scene(scene.stack, scene.world)).centre.id)
    assert await why_not(scene, replace(elsewhere, opponents=(Party("赵六"),))) == {}


async def test_lawyer_or_firm_on_the_other_side_is_found_by_account_document_and_name(scene: Scene) -> None:
    lawyer, colleague = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    async with scene.stack.services.database.transaction() as session:
        own = (await indexes_of(session, [lawyer.person.id]))[lawyer.person.id]
    need = await scene.need()
    both = {lawyer.id: [Constraint.OWN_MATTER], colleague.id: [Constraint.COLLEAGUE_IN_CONFLICT]}
    for party in (Party("李 律师"), Party("某人", own), Party("某人", person_id=lawyer.person.id)):
        assert await why_not(scene, replace(need, opponents=(party,))) == both
    assert await why_not(scene, replace(need, opponents=(Party("李律师", index(scene, NUMBER)),))) == {}
    mine = (Party("李律师", own, lawyer.person.id),)
    assert await why_not(scene, replace(need, clients=mine)) == {lawyer.id: [Constraint.OWN_MATTER]}
    against = replace(need, opponents=(Party("西湖 律师事务所"),))
    assert set(await why_not(scene, against)) == {lawyer.id, colleague.id}


async def test_a_firm_keeps_the_clients_of_a_lawyer_who_left_and_the_new_one_gets_them(scene: Scene) -> None:
    new, third = await firm(scene, "钱江律师事务所"), await firm(scene, "运河律师事务所")
    lawyer, behind = await scene.lawyer("李律师"), await scene.lawyer("周律师")
    ahead, _ = await scene.lawyer("吴律师", firm_id=new), await scene.lawyer("郑律师", firm_id=third)
    had = await scene.need(opponents=("赵六",))
    await scene.accepted(lawyer, had)
    await add(scene, party_of_case(behind, PartySide.CLIENT, "钱七", firm_id=scene.firm_id))
    async with scene.stack.services.database.transaction() as session:
        moved = await session.get_one(Lawyer, lawyer.id)
        moved.firm_id = new
    (client,) = had.clients
    own, others = [Constraint.OPPONENT_IS_CLIENT], [Constraint.COLLEAGUE_IN_CONFLICT]
    against = replace(await scene.need(), opponents=(client,))
    assert await why_not(scene, against) == {lawyer.id: own, ahead.id: others, behind.id: others}
    assert await why_not(scene, against, behind) == {behind.id: others}
    assert await why_not(scene, against, ahead) == {ahead.id: others}
    stayed = replace(await scene.need(), opponents=(Party("钱七"),))
    assert await why_not(scene, stayed) == {behind.id: own}
    assert await why_not(scene, had) == {}


async def test_asked_again_for_a_matter_once_taken_a_lawyer_who_declines_keeps_its_parties(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    had = await scene.need(opponents=("赵六",))
    await scene.accepted(lawyer, had)
    await scene.withdraw(had)
    again = await scene.offer(had, lawyer)
    assert (
        await lawyer.client.post(f"/offers/{again.offer_id}/decline", json={"reason": "busy"})
    ).status_code == 200
    against = replace(await scene.need(), opponents=had.clients)
    assert await why_not(scene, against) == {lawyer.id: [Constraint.OPPONENT_IS_CLIENT]}


async def test_a_matter_does_not_count_against_who_is_asked_for_it(scene: Scene) -> None:
    lawyer, other = await scene.lawyer("李律师", capacity=1), await scene.lawyer("周律师", years=1)
    need = await scene.need()
    await scene.offer(need, lawyer)
    async with scene.stack.services.database.transaction() as session:
        asked = await standing(session, need, lawyer.id, at=scene.now)
        elsewhere = await standing(session, await scene.need(), lawyer.id, at=scene.now)
        assert (await standing(session, need, other.id, at=scene.now)).rank == 1
    assert asked.candidate is not None
    assert asked.obstacles == ()
    assert [one.code for one in elsewhere.obstacles] == [Constraint.AT_CAPACITY]


async def test_a_namesake_of_the_other_side_with_another_number_is_no_related_case(scene: Scene) -> None:
    lawyer = await scene.lawyer()
    had = replace(await scene.need(), opponents=(Party("赵六", index(scene, NUMBER)),))
    await scene.accepted(lawyer, had)
    need = await scene.need()
    for number, value in ((NUMBER, 0.5), (OTHER_NUMBER, 0.0)):
        against = replace(need, opponents=(Party("赵六", index(scene, number)),))
        (found,) = await scene.shortlist(against)
        assert {one.code: one.value for one in found.reasons}["continuity"] == value


async def test_what_sql_finds_is_what_comparing_every_entry_finds(scene: Scene) -> None:
    firms = [scene.firm_id, await firm(scene, "钱江律师事务所"), await firm(scene, NAMES[3])]
    lawyers = [await scene.lawyer(name, firm_id=one) for one in firms for name in ("李律师", "孙八")]
    people = [await scene.world.person(Role.APPLICANT, name=name) for name in NAMES[:3]]
    pick = random.Random(7)
    numbers = [None, None, *(index(scene, one) for one in (NUMBER, OTHER_NUMBER, CODE))]
    rows: list[SQLModel] = []
    for _ in range(12):
        name, number, lawyer = pick.choice(NAMES), pick.choice(numbers), pick.choice(lawyers)
        person = pick.choice([None, None, *people])
        side = pick.choice(list(PartySide))
        rows.append(party_of_case(lawyer, side, name, number_index=number, person_id=person and person.id))
    for position in range(8):
        kind = pick.choice(list(TieKind))
        name, number = f"{pick.choice(NAMES)}", pick.choice(numbers)
        lawyer = lawyers[position % len(lawyers)]
        relation = Kinship.CHILD if kind is TieKind.RELATIVE else None
        rows.append(
            DeclaredTie(
                lawyer_id=lawyer.id,
                kind=kind,
                party_kind=PartyKind.PERSON,
                name=name,
                name_key=name_key(name),
                relation=relation,
                number_index=number,
                declared_by=lawyer.person.id,
                declared_at=scene.now,
            )
        )
    await add(scene, *rows)
    base = await scene.need()

    def party() -> Party:
        person = pick.choice([None, None, *people, lawyers[0].person])
        return Party(pick.choice(NAMES), pick.choice(numbers), person and person.id)

    needs = [
        replace(base, matter_id=UUID(int=n), clients=(party(), party()), opponents=(party(),))
        for n in range(1, 41)
    ]
    async with scene.stack.services.database.transaction() as session:
        found = await conflicted_many(session, needs)
        one_by_one = {need.matter_id: await conflicted(session, need) for need in needs}
    assert found == {matter: told for matter, told in one_by_one.items() if told}
    assert found == await compared(scene, needs)
    assert len({item.constraint for item in chain(*chain(*(by.values() for by in found.values())))}) == 6


async def compared(scene: Scene, needs: list[Need]) -> dict[UUID, dict[UUID, tuple[Exclusion, ...]]]:
    """The same by loading every entry of the roster."""
    async with scene.stack.services.database.transaction() as session:
        lawyers = (await session.scalars(select(Lawyer).where(col(Lawyer.agency_id) == scene.centre.id))).all()
        own = await indexes_of(session, [one.person_id for one in lawyers])
        firms = (await session.scalars(select(Firm).where(col(Firm.agency_id) == scene.centre.id))).all()
        held = (await session.scalars(select(MatterPartyName))).all()
        ties = (await session.scalars(select(DeclaredTie))).all()
    known = [Known(one.id, Tie.SELF, one.name_key, own.get(one.person_id), one.person_id) for one in lawyers]
    known += [Known(one.id, Tie.FIRM, one.name_key) for one in firms]
    known += [Known(one.lawyer_id, Tie(one.side), one.name_key, one.number_index, one.person_id) for one in held]
    known += [Known(one.lawyer_id, Tie(one.kind), one.name_key, one.number_index) for one in ties]
    people = [Colleague(one.id, one.firm_id, one.name) for one in lawyers]
    return {matter: exclusions_of(by, people) for matter, by in find(needs, known).items()}
