"""Correction begins with the group the law asks for, and an announcement; plans are written anew."""

from typing import Any

import pytest
from sqlmodel import select

from app.correction.orders.groups.models import CorrectionGroupMember
from app.correction.orders.judgments.models import CorrectionAnnouncement
from app.correction.papers.models import CorrectionPaper
from tests.correction.scene import Scene

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
WOMAN: Json = {"name": "钱某", "number": "11010519491231002X", "phone": "13800138000"}
MAN_MEMBER: Json = {"kind": "staff", "name": "何伟", "sex": "man", "duty": "监督管理"}
WOMAN_MEMBER: Json = {"kind": "committee", "name": "潘兰", "sex": "woman"}


async def test_a_womans_group_has_a_woman_before_correction_begins(scene: Scene) -> None:
    order = await scene.register(person=WOMAN)
    assert order["sex"] == "woman"
    path = f"/correction/orders/{order['id']}"
    begin = await scene.officer.client.post(f"{path}/begin")
    assert (begin.status_code, begin.json()["code"]) == (409, "group_incomplete")
    assert [error["rule"] for error in begin.json()["errors"]] == ["no_group"]
    alone = await scene.set_group(order["id"], MAN_MEMBER)
    assert [lack["rule"] for lack in alone.json()["lacks"]] == ["no_woman"]
    begin = await scene.officer.client.post(f"{path}/begin")
    assert [error["rule"] for error in begin.json()["errors"]] == ["no_woman"]
    assert "第二十五条" in begin.json()["errors"][0]["message"]
    assert (await scene.set_group(order["id"], MAN_MEMBER, WOMAN_MEMBER)).json()["lacks"] == []

    held = {"place": "社区矫正中心", "is_public": True, "present": "矫正小组成员"}
    begun = await scene.officer.client.post(f"{path}/begin", json=held)
    assert (begun.status_code, begun.json()["status"], begun.json()["reported_how"]) == (
        200,
        "under_correction",
        "came",
    )
    async with scene.stack.services.database.session() as session:
        [announced] = (await session.scalars(select(CorrectionAnnouncement))).all()
        kinds = {row.kind for row in (await session.scalars(select(CorrectionPaper))).all()}
    assert (announced.place, announced.is_public) == ("社区矫正中心", True)
    assert kinds == {"report_notice", "announcement", "group_responsibility"}
    await scene.stack.drain()
    file = (await scene.officer.client.get(f"{path}/file")).json()
    assert file["announcement"]["present"] == "矫正小组成员"


async def test_who_leaves_the_group_stays_on_record_and_a_lost_race_is_told(scene: Scene) -> None:
    order = await scene.register()
    path = f"/correction/orders/{order['id']}/group"
    first = await scene.set_group(order["id"], MAN_MEMBER, WOMAN_MEMBER)
    assert first.headers["etag"] == f'"{first.json()["version"]}"'
    lost = await scene.officer.client.put(
        path, json={"members": [MAN_MEMBER]}, headers={"If-Match": str(order["version"])}
    )
    assert lost.status_code == 412
    signed = MAN_MEMBER | {"letter_signed_on": "2026-01-05"}
    assert [m["name"] for m in (await scene.set_group(order["id"], signed)).json()["members"]] == ["何伟"]
    async with scene.stack.services.database.session() as session:
        rows = (await session.scalars(select(CorrectionGroupMember))).all()
    assert {(row.name, row.ended_at is None, str(row.letter_signed_on)) for row in rows} == {
        ("何伟", True, "2026-01-05"),
        ("潘兰", False, "None"),
    }
    for members, rule in [
        ([MAN_MEMBER | {"letter_signed_on": "2190-01-01"}], "future"),
        ([MAN_MEMBER, MAN_MEMBER], "value_error"),
        ([], "too_short"),
    ]:
        bad = await scene.officer.client.put(path, json={"members": members}, headers={"If-Match": "9"})
        assert bad.status_code in {412, 422}
        assert bad.status_code == 412 or bad.json()["errors"][0]["rule"] == rule
    assert (await scene.other_officer.client.get(path)).status_code == 404


async def test_a_plan_changes_by_new_versions(scene: Scene) -> None:
    order = await scene.register()
    path = f"/correction/orders/{order['id']}/plans"
    for measures in ("每月谈话", "每周谈话"):
        made = await scene.officer.client.post(path, json={"situation": "初犯", "measures": measures})
        assert made.status_code == 201, made.text
    plans = (await scene.subject.client.get(path)).json()["items"]
    assert [(plan["number"], plan["measures"]) for plan in plans] == [(2, "每周谈话"), (1, "每月谈话")]
    assert (await scene.subject.client.post(path, json={"situation": "一", "measures": "二"})).status_code == 403
