"""Who sees what of a form: a lawyer who was asked sees parties and fit in the offer alone."""

from typing import Any

import pytest

from app.contracts.categories import CaseGroup
from app.kernel.actor import Role
from tests.legal_aid.scene import Scene, act, chosen, ok, put, view

pytestmark = pytest.mark.anyio
HOME = "翠苑街道某小区3幢201室"
STORY = "对方酒后打我"


async def asked(scene: Scene) -> tuple[Any, Any]:
    """A victim's case for which a lawyer was asked."""
    lawyer = await scene.roster.lawyer(group=CaseGroup.FAMILY)
    case = await scene.filled(category="domestic_violence", facts=f"去年冬天，{STORY}，邻居报警。")
    await ok(put(scene.worker.client, case, "applicant", {"statuses": ["abuse_victim"], "address": HOME}, 5))
    await ok(put(scene.worker.client, case, "place", {"area_code": "330106", "address": HOME}, 6))
    await ok(act(scene.worker, case, "submit", {"signature_evidence_id": str(await scene.signature(case))}))
    await ok(act(scene.officer, case, "accept"))
    await ok(act(scene.decider, case, "grant"))
    await ok(act(scene.officer, case, "assign", chosen(lawyer)))
    return case, lawyer


async def test_lawyer_who_was_asked_sees_what_shows_a_conflict_and_no_more(scene: Scene) -> None:
    case, lawyer = await asked(scene)
    assert (await lawyer.client.get(f"/applications/{case}")).status_code == 404
    answer = await lawyer.client.get(f"/offers/{await scene.offer_of(case)}")
    shown = answer.json()
    assert {party["name"] for party in shown["parties"]} == {"张建国", "赵大力"}
    assert shown["area_code"] == "330106"
    assert HOME not in answer.text
    assert STORY not in answer.text


async def test_lawyer_who_took_the_case_sees_it_but_not_the_households_money(scene: Scene) -> None:
    case, lawyer = await asked(scene)
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()
    shown = await view(lawyer.person, case)
    assert (shown["applicant"]["address"], shown["place"]["address"]) == (HOME, HOME)
    assert STORY in shown["matter"]["facts"]
    assert shown["hardship"] is None


async def test_bureau_reviews_without_the_address(scene: Scene) -> None:
    case, _ = await asked(scene)
    approver = await scene.world.person(Role.APPROVER, agency=scene.centre)
    answer = await approver.client.get(f"/applications/{case}")
    assert answer.json()["hardship"]["household_size"] == 3
    assert STORY in answer.text
    assert HOME not in answer.text


async def test_centre_sees_all(scene: Scene) -> None:
    case, _ = await asked(scene)
    shown = await view(scene.officer, case)
    assert (shown["applicant"]["address"], shown["hardship"]["verification"]) == (HOME, "pledge")
