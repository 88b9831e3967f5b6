"""Anyone who watches over a centre reads how evenly it offers cases; its lawyers read it without other people."""

import csv
import io
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.contracts.categories import CaseGroup
from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.kernel.paging import encode
from tests.lawyers.scene import LawyerRef, Scene, code_of, make_scene

pytestmark = pytest.mark.anyio


def path(scene: Scene, part: str = "") -> str:
    return f"/agencies/{scene.centre.id}/fairness{part}"


async def get(who: httpx.AsyncClient, where: str) -> Any:
    answer = await who.get(where)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def month(scene: Scene) -> dict[str, LawyerRef]:
    """Three lawyers: one takes two, one declines and lets one pass, one is not asked for want of the field."""
    busy = await scene.lawyer("李律师", capacity=6)
    calm = await scene.lawyer("周律师", capacity=3)
    other = await scene.lawyer("吴律师", capacity=3, group=CaseGroup.FAMILY)
    await scene.stack.advance(days=1)
    taken = await scene.need()
    await scene.accepted(busy, taken)
    await scene.accepted(busy)
    declined = await scene.offer(await scene.need(), calm)
    body = {"reason": "away"}
    assert (await calm.client.post(f"/offers/{declined.offer_id}/decline", json=body)).status_code == 200
    await scene.offer(await scene.need(), calm)
    await scene.stack.advance(days=3)
    await scene.withdraw(taken)
    return {"busy": busy, "calm": calm, "other": other}


async def test_the_report_counts_offers_answers_load_and_choices_of_the_period_alone(scene: Scene) -> None:
    them = await month(scene)
    report = await get(scene.officer.client, path(scene))
    counts = report["counts"]
    assert (counts["offers"], counts["taken"], counts["declined"], counts["expired"]) == (4, 2, 1, 1)
    assert counts["declines"] == [{"reason": "away", "count": 1}]
    assert (counts["withdrawn"], counts["waiting"]) == (0, 0)
    assert report["choices"]["made"] == 4
    assert report["choices"]["overridden"] == sum(item["count"] for item in report["choices"]["overrides"])
    assert {item["status"]: item["count"] for item in report["choices"]["by_status"]} == {
        "taken": 1, "failed": 2, "withdrawn": 1,
    }  # fmt: skip
    by_id = {
        item["lawyer_id"]: item for item in (await get(scene.officer.client, path(scene, "/lawyers")))["items"]
    }
    busy, other = by_id[str(them["busy"].id)], by_id[str(them["other"].id)]
    assert (busy["counts"]["offers"], busy["fair_offers"], busy["deviation"]) == (2, 2.0, 0.0)
    assert (other["counts"]["offers"], other["fair_offers"], other["deviation_ratio"]) == (0, 1.0, -1.0)
    assert busy["days"] == other["days"] == 5
    assert busy["load"] == pytest.approx(2 * 3 / (6 * 5), abs=0.002)
    assert report["indices"]["without_offers"] == 1
    assert report["furthest"][0]["lawyer_id"] in by_id
    assert report["indices"]["gini_offers"] == pytest.approx(0.375)
    labour = next(item for item in report["specialties"] if item["specialty"] == "labour")
    assert (labour["indices"]["lawyers"], labour["outside"]) == (2, 0)
    assert labour["indices"]["gini_offers"] == pytest.approx(2 / 3 - 1 / 2, abs=1e-4)
    [firm] = report["firms"]
    assert (firm["counts"]["offers"], firm["deviation"]) == (4, 0.0)
    today = local_date(scene.now)
    late = await get(scene.officer.client, f"{path(scene)}?from={today}&to={today}")
    assert (late["counts"]["offers"], late["indices"]["gini_offers"], late["days"]) == (0, None, 1)
    assert late["firms"][0]["load"] == pytest.approx(1 / 12, abs=0.09)
    ahead = await get(scene.officer.client, f"{path(scene)}?from=2199-01-01")
    assert (ahead["days"], ahead["counts"]["offers"], ahead["firms"][0]["load"]) == (0, 0, None)
    for wrong in ("from=2026-05-02&to=2026-05-01", "from=0001-01-01", "to=yesterday"):
        assert code_of(await scene.officer.client.get(f"{path(scene)}?{wrong}")) == (422, "invalid")


async def test_lawyers_read_the_whole_and_themselves_and_nobody_else(scene: Scene) -> None:
    them = {"busy": await scene.lawyer("李律师"), "calm": await scene.lawyer("周律师")}
    await scene.lawyer("吴律师", group=CaseGroup.FAMILY)
    for lawyer in them.values():
        await scene.offer(await scene.need(), lawyer)
    report = await scene.officer.client.get(path(scene))
    answer = await them["calm"].client.get(path(scene))
    own = answer.json()
    assert own["indices"] == report.json()["indices"]
    assert (own["own"]["name"], own["own"]["counts"]["offers"], own["furthest"]) == ("周律师", 1, [])
    names = ("李律师", "吴律师")
    table = await them["calm"].client.get(path(scene, "/table"))
    page = await them["calm"].client.get(path(scene, "/lawyers"))
    for seen in (answer, table, page):
        assert not any(name in seen.text for name in names)
        assert str(them["busy"].id) not in seen.text
    assert [item["name"] for item in page.json()["items"]] == ["周律师"]
    assert (len(own["firms"]), len(report.json()["specialties"])) == (1, 2)
    assert own["specialties"] == []  # two have one, so that each would find the other by subtraction
    elsewhere = await make_scene(scene.stack, scene.world)
    stranger = await elsewhere.lawyer("冯律师")
    for outsider in (elsewhere.officer.client, stranger.client):
        assert code_of(await outsider.get(path(scene))) == (404, "not_found")
    applicant = await scene.world.person(Role.APPLICANT, name="张三")
    assert code_of(await applicant.client.get(path(scene))) == (403, "forbidden")
    assert code_of(await scene.officer.client.get(f"/agencies/{UUID(int=7)}/fairness")) == (404, "not_found")


async def test_lawyers_come_page_by_page_and_as_tables(scene: Scene) -> None:
    await scene.lawyer("李律师")
    await scene.lawyer("周律师", group=CaseGroup.FAMILY)
    await scene.offer(await scene.need(), await scene.lawyer("吴律师"))
    auditor = await scene.world.person(Role.AUDITOR, agency=scene.centre, name="监督")
    whole = (await get(auditor.client, path(scene, "/lawyers")))["items"]
    first = await get(auditor.client, path(scene, "/lawyers?limit=2"))
    rest = await get(auditor.client, path(scene, f"/lawyers?limit=2&cursor={first['next_cursor']}"))
    assert first["items"] + rest["items"] == whole
    assert rest["next_cursor"] is None
    for forged in (encode((1, 2)), encode((scene.centre.id,)), "nonsense"):
        answer = await auditor.client.get(path(scene, f"/lawyers?cursor={forged}"))
        assert code_of(answer) == (422, "invalid")
    rows: dict[str, list[list[str]]] = {}
    for part in ("lawyers", "firms", "specialties"):
        answer = await auditor.client.get(path(scene, f"/table?part={part}"))
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows[part] = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [len(found) for found in rows.values()] == [4, 2, 3]
    assert rows["specialties"][1][0] == "劳动"
    async with scene.stack.services.database.autocommit() as connection:
        sql = "SELECT count(*) FROM audit_entry WHERE action = 'lawyers.fairness.read' AND actor_id = $1"
        assert (await connection.exec_driver_sql(sql, (auditor.id,))).scalar_one() == 6
