"""Receiving a person: what the papers say, who was tried with them, when they report in."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from app.correction.alarms.models import Alarm
from app.correction.orders.terms import Term, last_day
from app.correction.papers.models import CorrectionPaper
from app.kernel.clock import local_date
from tests.correction.scene import Scene, document

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


def judgment(scene: Scene, **changes: object) -> Json:
    return {
        "case_number": "（2026）浙0106刑初1号",
        "decided_on": local_date(scene.stack.clock.now()).isoformat(),
        "crime": "盗窃罪",
        "sentence_kind": "imprisonment",
        "sentence": {"months": 8},
        "term": {"years": 1},
    } | changes


async def test_what_the_papers_say_is_kept_checked_and_answered_in_time(scene: Scene) -> None:
    today = local_date(scene.stack.clock.now())
    body: Json = {
        "judgment": judgment(scene),
        "documents": [{"kind": "judgment", "number": "1号", "received_on": today.isoformat()}],
        "co_defendants": ["赵某", "赵某"],
        "ends_on": last_day(today, Term(years=1, days=36)).isoformat(),
    }
    order = await scene.register(**body)
    assert {clock["rule_code"] for clock in order["clocks"]} == {
        "correction.report_in",
        "correction.return_receipt",
    }
    path = f"/correction/orders/{order['id']}"
    file = (await scene.officer.client.get(f"{path}/file")).json()
    assert (file["judgment"]["term_text"], file["judgment"]["crime"]) == ("1年", "盗窃罪")
    assert file["co_defendants"] == ["赵某"]
    assert [(doubt["code"], "二百零二条" in doubt["source"]) for doubt in file["doubts"]] == [("last_day", True)]
    assert (await scene.subject.client.get(f"{path}/file")).json()["doubts"] == []

    back = (today - timedelta(days=1)).isoformat()
    early = await scene.officer.client.post(f"{path}/receipt", json={"returned_on": back})
    assert [(e["field"], e["rule"]) for e in early.json()["errors"]] == [("returned_on", "order")]
    answered = await scene.officer.client.post(f"{path}/receipt", json={"returned_on": today.isoformat()})
    assert answered.json()["documents"][0]["receipt_returned_on"] == today.isoformat()
    shown = (await scene.officer.client.get(path)).json()
    assert [clock["rule_code"] for clock in shown["clocks"]] == ["correction.report_in"]

    version = {"If-Match": str(shown["version"])}
    right = judgment(scene, term={"years": 1, "days": 36})
    again = await scene.officer.client.put(f"{path}/judgment", json=right, headers=version)
    assert (again.status_code, again.json()["doubts"]) == (200, [])
    lost = await scene.officer.client.put(f"{path}/judgment", json=right, headers=version)
    assert lost.status_code == 412
    assert (await scene.other_officer.client.get(f"{path}/file")).status_code == 404


BAD: list[tuple[Json, str, str]] = [
    ({"judgment": {"decided_on": "2190-01-01"}}, "judgment.decided_on", "future"),
    ({"judgment": {"sentence_kind": "life"}}, "judgment.sentence", "life"),
    ({"judgment": {"term": {"months": -1}}}, "judgment.term.months", "greater_than_equal"),
    ({"documents": [{"kind": "ruling", "received_on": "2190-01-01"}]}, "documents.0.received_on", "future"),
    (
        {
            "documents": [
                {
                    "kind": "ruling",
                    "received_on": "2026-01-02",
                    "evidence_ids": ["0199e0a0-7c00-7000-8000-00000000000a"],
                }
            ]
        },
        "documents.0.evidence_ids.0",
        "unknown_file",
    ),
    ({"person": {"name": "钱某", "number": "11010519491231002X"}, "sex": "man"}, "sex", "differs"),
    ({"person": {"name": "钱某", "number": "11010519491231002X"}, "born_on": "1950-01-01"}, "born_on", "differs"),
    (
        {"person": {"name": "李四", "kind": "passport", "number": "E12345678", "issuing_country": "FRA"}},
        "sex",
        "missing",
    ),
]


async def test_refuses_papers_that_cannot_be(scene: Scene) -> None:
    for given, field, rule in BAD:
        changes = given | {"judgment": judgment(scene, **given["judgment"])} if "judgment" in given else given
        answer = await scene.officer.client.post("/correction/orders", json=scene.registration(**changes))
        assert answer.status_code == 422, (changes, answer.text)
        assert (field, rule) in {(error["field"], error["rule"]) for error in answer.json()["errors"]}


async def test_who_was_tried_together_at_one_office_is_pointed_out(scene: Scene) -> None:
    await scene.register(judgment=judgment(scene))
    other = await scene.world.person(name="赵某")
    order = await scene.register(person=document(other), judgment=judgment(scene))
    path = f"/correction/orders/{order['id']}"
    [doubt] = [d for d in (await scene.officer.client.get(f"{path}/file")).json()["doubts"] if "co_" in d["code"]]
    assert (doubt["code"], "1 名同案人员" in doubt["message"]) == ("co_defendant_here", True)
    named = {"names": ["沈敏"]}
    headers = {"If-Match": str(order["version"])}
    await scene.officer.client.put(f"{path}/co-defendants", json=named, headers=headers)
    await scene.set_group(order["id"])
    doubts = (await scene.officer.client.get(f"{path}/file")).json()["doubts"]
    assert "co_defendant_in_group" in {doubt["code"] for doubt in doubts}


async def test_reporting_in_counts_the_day_it_happened_and_asks_for_no_search(scene: Scene) -> None:
    order = await scene.register()
    path = f"/correction/orders/{order['id']}"
    day = local_date(scene.stack.clock.now()) + timedelta(days=9)
    await scene.stack.advance(days=9)
    client = scene.stack.new_client(scene.officer.token)
    late = {"reported_on": (day + timedelta(days=1)).isoformat()}
    assert (await client.post(f"{path}/report-in", json=late)).json()["errors"][0]["rule"] == "future"
    came = await client.post(f"{path}/report-in", json={"reported_on": day.isoformat(), "how": "visited"})
    assert (came.status_code, came.json()["clocks"]) == (200, [])
    assert (came.json()["reported_on"], came.json()["reported_how"]) == (day.isoformat(), "visited")
    again = await client.post(f"{path}/report-in", json={"reported_on": day.isoformat()})
    assert (again.status_code, again.json()["code"]) == (409, "already_reported")
    await scene.stack.advance(days=10)
    async with scene.stack.services.database.session() as session:
        assert (await session.scalars(select(Alarm))).all() == []


async def test_who_is_registered_late_is_not_looked_for_at_the_counter(scene: Scene) -> None:
    today = local_date(scene.stack.clock.now())
    order = await scene.register(starts_on=(today - timedelta(days=60)).isoformat())
    path, client = f"/correction/orders/{order['id']}", scene.officer.client
    await scene.stack.advance(minutes=5)
    assert (await client.get("/correction/searches")).json()["items"] == []
    async with scene.stack.services.database.session() as session:
        kinds = {paper.kind for paper in (await session.scalars(select(CorrectionPaper))).all()}
    assert "report_notice" not in kinds, "it would name a day that is past"
    long_ago = {"reported_on": "0001-01-01", "how": "came"}
    refused = (await client.post(f"{path}/report-in", json=long_ago)).json()
    assert [(error["field"], error["rule"]) for error in refused["errors"]] == [("reported_on", "before_term")]
    await scene.stack.advance(days=2)
    [search] = (await client.get("/correction/searches")).json()["items"]
    assert search["order_id"] == order["id"]


async def test_correction_begins_on_the_first_day_of_the_term_not_before(scene: Scene) -> None:
    today = local_date(scene.stack.clock.now())
    order = await scene.register(starts_on=(today + timedelta(days=1)).isoformat())
    await scene.set_group(order["id"])
    begin = f"/correction/orders/{order['id']}/begin"
    early = await scene.officer.client.post(begin)
    assert [(error["field"], error["rule"]) for error in early.json()["errors"]] == [("starts_on", "not_yet")]
    scene.stack.clock.move_to(scene.stack.clock.now() + timedelta(days=1))
    assert (await scene.officer.client.post(begin)).status_code == 200


async def test_who_does_not_report_in_is_looked_for_and_nobody_is_marked(scene: Scene) -> None:
    order = await scene.register()
    await scene.stack.advance(days=14)
    await scene.stack.drain()
    async with scene.stack.services.database.session() as session:
        [alarm] = (await session.scalars(select(Alarm))).all()
        wanted = select(CorrectionPaper.kind).where(col(CorrectionPaper.person_id) == scene.subject.id)
        kinds = set((await session.scalars(wanted)).all())
    assert (str(alarm.order_id), alarm.cause, alarm.outcome) == (order["id"], "not_reported_in", None)
    assert [ground["kind"] for ground in alarm.evidence] == ["clock"]
    assert kinds == {"report_notice"}
