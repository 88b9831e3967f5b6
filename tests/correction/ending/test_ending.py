"""How orders end: by their last day with summary and appraisal, early upon a document, and with a changed term."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from app.correction.ending.finishing import end_term
from app.correction.ending.timing import END_TERM
from app.kernel.clock import local_date, start_of
from app.kernel.timers import Timer
from tests.correction.scene import Json, Scene

pytestmark = pytest.mark.anyio


def today(scene: Scene) -> date:
    return local_date(scene.stack.clock.now())


async def completion(scene: Scene, order: Json) -> Json:
    answer = await scene.officer.client.get(f"/correction/orders/{order['id']}/completion")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def ends_at(scene: Scene) -> datetime:
    """When the one order there is ends of itself."""
    async with scene.stack.services.database.transaction() as session:
        return (await session.execute(select(Timer.due_at).where(col(Timer.name) == END_TERM))).scalar_one()


async def run_out(scene: Scene, order: Json, *, at: datetime) -> None:
    """Run the job of the last day as of ``at``."""
    async with scene.stack.services.database.transaction() as session:
        await end_term(session, {"order_id": order["id"]}, at)


async def titles(scene: Scene) -> set[str]:
    """What the subject was told."""
    return {item["title"] for item in (await scene.subject.client.get("/me/notices?limit=100")).json()["items"]}


async def test_term_ends_of_itself_after_summary_and_appraisal(scene: Scene) -> None:
    ends_on = today(scene) + timedelta(days=2)
    order = await scene.begin(ends_on=ends_on.isoformat())
    path = f"/correction/orders/{order['id']}"
    assert (await completion(scene, order))["summary_due_on"] == today(scene).isoformat()
    await scene.stack.advance(minutes=1)
    assert "请写一份总结" in await titles(scene)

    own = scene.subject.client
    assert (await own.put(f"{path}/summary", json={"evidence_ids": []})).status_code == 422
    done = (await own.put(f"{path}/summary", json={"text": "我会好好生活"})).json()
    assert done["summary"]["is_own"]
    assert done["allowed_actions"] == ["hand_in_summary"]
    assert (await own.post(f"{path}/appraisal", json={"facts": "好", "opinion": "好"})).status_code == 403
    appraisal = {"facts": "按时报告", "opinion": "合格"}
    assert (await scene.officer.client.post(f"{path}/appraisal", json=appraisal)).status_code == 200
    again = await own.put(f"{path}/summary", json={"text": "再写一次"})
    assert again.json()["code"] == "already_appraised"

    assert await ends_at(scene) == start_of(ends_on + timedelta(days=1))
    await run_out(scene, order, at=start_of(ends_on + timedelta(days=1)) - timedelta(seconds=1))
    assert (await completion(scene, order))["status"] == "under_correction"
    await run_out(scene, order, at=start_of(ends_on + timedelta(days=1)))
    await scene.stack.drain()
    ended = await completion(scene, order)
    assert (ended["status"], ended["end"]["ground"], ended["end"]["ended_on"]) == (
        "ended",
        "expired",
        ends_on.isoformat(),
    )
    assert ended["end"]["needs_resettlement"]
    assert ended["allowed_actions"] == ["link_resettlement"]
    assert "手续已经办结" in await titles(scene)
    kinds = [p["kind"] for p in (await own.get(f"{path}/papers")).json()["items"]]
    assert [kind for kind in kinds if kind in {"appraisal", "end_certificate"}] == ["appraisal", "end_certificate"]
    linked = await scene.officer.client.post(f"{path}/resettlement", json={"note": "已和安置帮教办交接"})
    assert not linked.json()["end"]["needs_resettlement"]


async def test_early_end_is_decided_by_a_person_upon_a_document(scene: Scene) -> None:
    order = await scene.begin()
    decider = await scene.decider()
    path = f"/correction/orders/{order['id']}/end-early"
    body: Json = {
        "ground": "probation_revoked",
        "document": "（2026）浙01刑更1号刑事裁定书",
        "document_on": today(scene).isoformat(),
        "ended_on": today(scene).isoformat(),
        "reason": "人民法院裁定撤销缓刑",
    }
    assert (await scene.officer.client.post(path, json=body)).status_code == 403
    later = (today(scene) + timedelta(days=1)).isoformat()
    wrong: list[tuple[Json, str]] = [
        ({"ground": "parole_revoked"}, "category"),
        ({"ground": "expired"}, "by_itself"),
        ({"ended_on": later}, "future"),
        ({"ended_on": "2020-01-01"}, "before_start"),
        ({"document_on": later}, "future"),
        ({"evidence_ids": [order["id"]]}, "unknown_file"),
    ]
    for change, rule in wrong:
        answer = await decider.client.post(path, json=body | change)
        assert answer.status_code == 422, answer.text
        assert [error["rule"] for error in answer.json()["errors"]] == [rule]
    ended = (await decider.client.post(path, json=body)).json()
    assert ended["status"] == "ended"
    assert not ended["end"]["needs_resettlement"]
    assert (await decider.client.post(path, json=body)).json()["code"] == "wrong_state"
    papers = (await scene.officer.client.get(f"/correction/orders/{order['id']}/papers")).json()["items"]
    assert papers[-1]["kind"] == "termination_notice"
    refused = await scene.officer.client.post(
        f"/correction/orders/{order['id']}/resettlement", json={"note": "不适用"}
    )
    assert refused.json()["code"] == "no_resettlement"


async def test_commutation_moves_the_last_day_and_the_end_with_it(scene: Scene) -> None:
    order = await scene.begin()
    decider = await scene.decider()
    path = f"/correction/orders/{order['id']}"
    version = (await completion(scene, order))["version"]
    sooner = today(scene) + timedelta(days=1)
    body: Json = {
        "kind": "commuted",
        "ends_on": sooner.isoformat(),
        "document": "（2026）浙01刑更2号刑事裁定书",
        "document_on": today(scene).isoformat(),
        "reason": "裁定减刑",
    }
    match = {"If-Match": f'"{version}"'}
    longer = body | {"ends_on": (today(scene) + timedelta(days=700)).isoformat()}
    refused = await decider.client.post(f"{path}/term-changes", json=longer, headers=match)
    assert [error["rule"] for error in refused.json()["errors"]] == ["longer"]
    changed = await decider.client.post(f"{path}/term-changes", json=body, headers=match)
    assert changed.json()["ends_on"] == sooner.isoformat()
    assert changed.json()["term_changes"][0]["was_on"] == order["ends_on"]
    stale = await decider.client.post(f"{path}/term-changes", json=body, headers=match)
    assert stale.status_code == 412
    await scene.stack.drain()
    assert "期限有变化" in await titles(scene)
    assert await ends_at(scene) == start_of(sooner + timedelta(days=1))
    await run_out(scene, order, at=start_of(sooner + timedelta(days=1)))
    assert (await completion(scene, order))["end"]["ended_on"] == sooner.isoformat()


async def test_term_passes_also_for_who_never_reported_in(scene: Scene) -> None:
    order = await scene.register(ends_on=today(scene).isoformat())
    await run_out(scene, order, at=await ends_at(scene))
    assert (await completion(scene, order))["end"]["ground"] == "expired"


async def test_who_never_reported_in_can_still_be_taken_off_the_books(scene: Scene) -> None:
    order = await scene.register()
    body: Json = {
        "ground": "died",
        "document": "居民死亡医学证明书",
        "document_on": today(scene).isoformat(),
        "ended_on": today(scene).isoformat(),
        "reason": "家属报告并核实",
    }
    decider = await scene.decider()
    ended = await decider.client.post(f"/correction/orders/{order['id']}/end-early", json=body)
    assert ended.json()["status"] == "ended"
    await scene.stack.drain()
    assert "手续已经办结" not in await titles(scene)
    assert (await scene.register())["status"] == "registered"
