"""The subsidy of a closed case, and the table it is reckoned with."""

from datetime import timedelta

import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from app.legal_aid.handling.enums import ReplacementGround, ReplacementOutcome
from app.legal_aid.handling.models import ReplacementRequest
from tests.legal_aid.quality.cabinet import Cabinet
from tests.legal_aid.scene import Answer, Scene, fields, ok, problem
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio


def setting(scene: Scene, **changes: object) -> Answer:
    tomorrow = local_date(scene.stack.clock.now()) + timedelta(days=1)
    return {
        "code": "labour_arbitration",
        "value": 100_000,
        "effective_from": tomorrow.isoformat(),
        "source": "某省司法厅〔2026〕9号",
    } | changes


def rates_path(scene: Scene) -> str:
    return f"/agencies/{scene.centre.id}/subsidy-rates"


async def administrator(scene: Scene) -> PersonRef:
    return await scene.world.person(Role.ADMINISTRATOR, agency=scene.centre, name="郑管理")


async def test_closing_reckons_with_the_rates_of_the_closing_day(cabinet: Cabinet) -> None:
    await cabinet.rate("labour_arbitration", 90_000)
    await cabinet.rate("labour_arbitration", 120_000, since=cabinet.today)
    await cabinet.rate("labour_arbitration", 500_000, since=cabinet.today + timedelta(days=1))
    await cabinet.rate("grade_good", 110)
    await cabinet.rate("cross_county", 20_000)
    await cabinet.close(is_cross_county=True)
    shown = await cabinet.get(cabinet.scene.officer, "subsidy")
    assert (shown["status"], shown["total_fen"], shown["rates_on"]) == (
        "reckoned",
        154_000,
        cabinet.today.isoformat(),
    )
    assert [line["code"] for line in shown["lines"]] == ["labour_arbitration", "cross_county", "grade_good"]
    assert "免征增值税和个人所得税" in shown["tax_note"]


async def test_service_follows_from_the_application_when_nobody_says(cabinet: Cabinet) -> None:
    await cabinet.rate("labour_arbitration", 90_000)
    await cabinet.close(service=None)
    assert (await cabinet.get(cabinet.scene.officer, "subsidy"))["service"] == "labour_arbitration"


async def test_lawyer_sees_the_own_subsidy_and_the_applicant_none(cabinet: Cabinet) -> None:
    await cabinet.closed()
    shown = await cabinet.get(cabinet.lawyer.person, "subsidy")
    assert (shown["total_fen"], len(shown["lines"])) == (120_000, 1)
    answer = await cabinet.scene.worker.client.get(f"{cabinet.path}/subsidy")
    assert answer.status_code == 403


async def test_nearest_agency_sets_the_rate(cabinet: Cabinet) -> None:
    rows = await cabinet.scene.rows("SELECT parent_id FROM agency WHERE id = $1", cabinet.scene.centre.id)
    await cabinet.rate("labour_arbitration", 100_000)
    await cabinet.rate("cross_county", 5_000)
    await cabinet.execute(
        "INSERT INTO subsidy_rate SELECT $1, code, effective_from, value * 2, source, set_by, set_at"
        " FROM subsidy_rate WHERE code = 'labour_arbitration'",
        rows[0]["parent_id"],
    )
    await cabinet.execute(
        "UPDATE subsidy_rate SET agency_id = $1 WHERE code = 'cross_county'", rows[0]["parent_id"]
    )
    await cabinet.close(is_cross_county=True)
    assert (await cabinet.get(cabinet.scene.officer, "subsidy"))["total_fen"] == 105_000


async def test_without_a_rate_the_case_closes_and_the_subsidy_waits(cabinet: Cabinet) -> None:
    assert (await cabinet.close())["status"] == "closed"
    shown = await cabinet.get(cabinet.scene.officer, "subsidy")
    assert (shown["status"], shown["total_fen"], shown["lines"]) == ("no_rate", None, [])
    body = {"paid_on": cabinet.today.isoformat(), "reference": "支付 1"}
    assert problem(await cabinet.post(cabinet.scene.decider, "subsidy/paid", body)) == (
        409,
        "subsidy_not_reckoned",
    )
    assert problem(await cabinet.post(cabinet.scene.officer, "subsidy/reckon")) == (409, "no_rate_in_force")
    admin = await administrator(cabinet.scene)
    today = setting(cabinet.scene, effective_from=cabinet.today.isoformat())
    assert (await admin.client.post(rates_path(cabinet.scene), json=today)).status_code == 201
    answer = await cabinet.post(cabinet.scene.officer, "subsidy/reckon")
    assert (answer.status_code, answer.json()["total_fen"]) == (200, 100_000)
    assert problem(await cabinet.post(cabinet.scene.officer, "subsidy/reckon")) == (409, "subsidy_reckoned")


async def test_what_is_offered_with_the_subsidy_follows_it(cabinet: Cabinet) -> None:
    scene, case = cabinet.scene, cabinet.case
    people = (scene.officer, scene.decider, cabinet.lawyer.person)

    async def offered() -> list[list[str]]:
        return [(await cabinet.get(who, "subsidy"))["allowed_actions"] for who in people]

    await cabinet.close()
    assert await offered() == [["reckon"], ["reckon"], []]
    assert "mark_paid" not in await cabinet.actions(scene.decider)
    await cabinet.rate("labour_arbitration", 120_000)
    reckoned = await ok(cabinet.post(scene.officer, "subsidy/reckon"))
    assert (reckoned["allowed_actions"], await offered()) == ([], [[], ["mark_paid"], []])
    assert "mark_paid" in await cabinet.actions(scene.decider)
    recused = "UPDATE application SET recused_ids = $2::uuid[] WHERE id = $1"
    await cabinet.execute(recused, case, [scene.decider.id])
    assert await offered() == [[], [], []]
    await cabinet.execute(recused, case, [])
    body = {"paid_on": cabinet.today.isoformat(), "reference": "支付 1"}
    paid = await ok(cabinet.post(scene.decider, "subsidy/paid", body))
    assert (paid["allowed_actions"], await offered()) == ([], [[], [], []])
    assert "mark_paid" not in await cabinet.actions(scene.decider)


async def test_later_rates_do_not_change_what_was_reckoned(cabinet: Cabinet) -> None:
    await cabinet.closed()
    await cabinet.execute("UPDATE subsidy_rate SET value = 1 WHERE agency_id = $1", cabinet.scene.centre.id)
    assert (await cabinet.get(cabinet.scene.officer, "subsidy"))["total_fen"] == 120_000


async def test_payment_is_recorded_once_and_told_to_the_lawyer(cabinet: Cabinet) -> None:
    await cabinet.closed()
    body = {"paid_on": cabinet.today.isoformat(), "reference": "国库支付 2026-0812"}
    assert (await cabinet.post(cabinet.scene.officer, "subsidy/paid", body)).status_code == 403
    paid = (await cabinet.post(cabinet.scene.decider, "subsidy/paid", body)).json()
    assert (paid["status"], paid["reference"]) == ("paid", "国库支付 2026-0812")
    assert "subsidy_paid" in await cabinet.desk.told(cabinet.lawyer.person)
    assert problem(await cabinet.post(cabinet.scene.decider, "subsidy/paid", body)) == (409, "subsidy_paid")


@pytest.mark.parametrize(("days", "rule"), [(1, "not_future"), (-1, "too_early")])
async def test_payment_on_an_impossible_day_is_refused(cabinet: Cabinet, days: int, rule: str) -> None:
    await cabinet.closed()
    body = {"paid_on": (cabinet.today + timedelta(days=days)).isoformat(), "reference": "支付 1"}
    answer = await cabinet.post(cabinet.scene.decider, "subsidy/paid", body)
    assert [(e["field"], e["rule"]) for e in answer.json()["errors"]] == [("paid_on", rule)]


async def test_nothing_is_paid_before_the_case_is_closed(cabinet: Cabinet) -> None:
    body = {"paid_on": cabinet.today.isoformat(), "reference": "支付 1"}
    assert problem(await cabinet.post(cabinet.scene.decider, "subsidy/paid", body)) == (
        409,
        "subsidy_not_reckoned",
    )
    assert await cabinet.get(cabinet.scene.officer, "subsidy") is None


async def test_replaced_lawyer_gets_a_share_and_each_sees_the_own(cabinet: Cabinet) -> None:
    former = await cabinet.scene.roster.lawyer("前任律师")
    at = cabinet.scene.stack.clock.now()
    request = ReplacementRequest(
        application_id=cabinet.case,
        lawyer_person_id=former.person.id,
        requested_by=former.person.id,
        ground=ReplacementGround.CANNOT_CONTINUE,
        reasons="因病不能继续办理。",
        filed_at=at,
        decided_at=at,
        decided_by=cabinet.scene.decider.id,
        outcome=ReplacementOutcome.APPROVED,
    )
    async with cabinet.scene.stack.services.database.transaction() as session:
        session.add(request)
    await cabinet.rate("former_lawyer_share", 30)
    await cabinet.closed()
    whole = await cabinet.get(cabinet.scene.officer, "subsidy")
    assert whole["total_fen"] == 120_000
    assert [(line["payee"], line["amount_fen"]) for line in whole["lines"]] == [
        ("李律师", 120_000),
        ("李律师", -36_000),
        ("前任律师", 36_000),
    ]
    assert (await cabinet.get(cabinet.lawyer.person, "subsidy"))["total_fen"] == 84_000
    body = {"paid_on": cabinet.today.isoformat(), "reference": "支付 1"}
    assert (await cabinet.post(cabinet.scene.decider, "subsidy/paid", body)).status_code == 200
    assert "subsidy_paid" in await cabinet.desk.told(former.person)


async def test_administrator_sets_rates_for_days_to_come(scene: Scene) -> None:
    admin, path = await administrator(scene), rates_path(scene)
    first = await admin.client.post(path, json=setting(scene))
    assert (first.status_code, first.json()["in_force"], first.json()["unit"]) == (201, False, "fen")
    again = await admin.client.post(path, json=setting(scene, value=110_000))
    assert again.status_code == 201, again.text
    [rate] = (await admin.client.get(path)).json()["items"]
    assert (rate["value"], rate["in_force"]) == (110_000, False)
    await scene.stack.advance(days=3)
    [rate] = (await admin.client.get(path)).json()["items"]
    assert rate["in_force"] is True


async def test_rate_in_force_is_not_changed(scene: Scene) -> None:
    admin = await administrator(scene)
    today = setting(scene, effective_from=local_date(scene.stack.clock.now()).isoformat())
    first = await admin.client.post(rates_path(scene), json=today)
    assert (first.status_code, first.json()["in_force"]) == (201, True)
    assert problem(await admin.client.post(rates_path(scene), json=today)) == (409, "rate_taken")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": -1}, "value"),
        ({"value": 201, "code": "grade_good"}, "value"),
        ({"value": 101, "code": "former_lawyer_share"}, "value"),
        ({"effective_from": "2020-01-01"}, "effective_from"),
        ({"code": "nothing"}, "code"),
        ({"source": ""}, "source"),
    ],
)
async def test_bad_rate_is_refused(scene: Scene, changes: Answer, field: str) -> None:
    admin = await administrator(scene)
    answer = await admin.client.post(rates_path(scene), json=setting(scene, **changes))
    assert (answer.status_code, fields(answer)) == (422, [field])
    assert (await admin.client.get(rates_path(scene))).json()["items"] == []


async def test_rates_of_another_county_are_out_of_reach(scene: Scene) -> None:
    elsewhere = await scene.world.agency()
    stranger = await scene.world.person(Role.ADMINISTRATOR, agency=elsewhere)
    assert (await stranger.client.get(rates_path(scene))).status_code == 404
    assert (await stranger.client.post(rates_path(scene), json=setting(scene))).status_code == 404
    assert (await scene.officer.client.get(rates_path(scene))).status_code == 403
