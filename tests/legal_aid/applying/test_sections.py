"""Each section is saved as a whole and checked alone; what is wrong names its field and its rule."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.kernel.clock import local_date
from tests.legal_aid.scene import CRIMINAL, HARDSHIP, MATTER, Scene, fields, ok, problem, put, view
from tests.support.areas import CITY, COUNTY

pytestmark = pytest.mark.anyio
Json = dict[str, Any]
FORUM: Json = {
    "kind": "court",
    "name": "西湖区人民法院",
    "area_code": COUNTY,
    "stage": "first_instance",
    "case_number": "（2026）浙0106民初12号",
}


def rules(answer: Any) -> list[tuple[str, str]]:
    """Field and rule of everything a problem names."""
    return [(error["field"], error["rule"]) for error in answer.json()["errors"]]


def as_shown(body: Json) -> Json:
    """A section as it comes back where no number of the other side was given."""
    sides = [side | {"number_masked": None} for side in body.get("other_sides", ())]
    return body | {"other_sides": sides} if "other_sides" in body else body


async def untouched(scene: Scene, case: UUID) -> None:
    """Nothing was written."""
    assert (await view(scene.worker, case))["version"] == 1


async def test_statuses_and_the_one_question_of_the_short_form_agree(scene: Scene) -> None:
    case = await scene.draft()
    client = scene.worker.client
    await ok(put(client, case, "applicant", {"is_migrant_worker": True, "statuses": ["disabled"]}, 1))
    shown = (await view(scene.worker, case))["applicant"]
    assert (shown["is_migrant_worker"], shown["statuses"]) == (True, ["disabled", "migrant_worker"])
    body = {"is_migrant_worker": False, "statuses": ["migrant_worker"]}
    assert problem(await put(client, case, "applicant", body, 2)) == (422, "invalid")
    answer = await put(client, case, "applicant", {"statuses": ["minor", "elderly"]}, 2)
    assert rules(answer) == [("statuses", "contradiction")]


@pytest.mark.parametrize(
    ("category", "section", "body"),
    [
        ("domestic_violence", "matter", MATTER),
        ("domestic_violence", "forum", FORUM),
        ("domestic_violence", "hardship", HARDSHIP),
        ("criminal_defence", "criminal", CRIMINAL),
    ],
)
async def test_section_is_resumed_on_another_device_and_repeated_without_harm(
    scene: Scene, category: str, section: str, body: Json
) -> None:
    case = await scene.draft(category=category)
    first = await put(scene.worker.client, case, section, body, 1)
    assert (first.status_code, first.headers["etag"]) == (200, '"2"'), first.text
    elsewhere = scene.stack.new_client(scene.worker.token)
    shown = (await elsewhere.get(f"/applications/{case}")).json()[section]
    assert as_shown(body).items() <= shown.items()
    repeated = await put(elsewhere, case, section, body, 1)
    assert (repeated.status_code, repeated.headers["etag"]) == (200, '"2"')
    changed = body | ({"reason": "失业"} if section == "hardship" else {})
    changed |= {"name": "别的法院"} if section == "forum" else {}
    changed |= {"facts": "另一段经过"} if section in {"matter", "criminal"} else {}
    assert problem(await put(elsewhere, case, section, changed, 1)) == (412, "precondition_failed")
    await ok(put(elsewhere, case, section, changed, 2))


async def test_other_sides_are_replaced_as_a_whole(scene: Scene) -> None:
    case = await scene.draft(category="traffic_injury")
    sides = [{"kind": "person", "name": "孙六"}, {"kind": "organisation", "name": "平安保险公司"}]
    await ok(put(scene.worker.client, case, "matter", MATTER | {"other_sides": sides}, 1))
    await ok(put(scene.worker.client, case, "matter", MATTER | {"other_sides": sides[::-1]}, 2))
    shown = (await view(scene.worker, case))["matter"]
    assert shown["other_sides"] == as_shown({"other_sides": sides[::-1]})["other_sides"]


@pytest.mark.parametrize(
    ("category", "section", "body", "wanted"),
    [
        ("marriage_family", "claim", None, "事情的经过和请求"),
        ("labour_remuneration", "matter", MATTER, "拖欠工资的情况"),
        ("labour_remuneration", "criminal", CRIMINAL, "拖欠工资的情况"),
        ("criminal_defence", "forum", FORUM, "刑事案件的情况"),
    ],
)
async def test_section_of_another_category_is_refused(
    scene: Scene, category: str, section: str, body: Json | None, wanted: str
) -> None:
    case = await scene.draft(category=category)
    answer = await put(scene.worker.client, case, section, body or scene.claim(), 1)
    assert problem(answer) == (422, "section_not_for_category")
    (error,) = answer.json()["errors"]
    assert (error["field"], error["rule"]) == (section, "not_for_category")
    assert wanted in error["message"]
    await untouched(scene, case)


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"event_on": "2026-02-30"}, "event_on", "date_from_datetime_parsing"),
        ({"event_on": 0}, "event_on", "value_error"),
        ({"event_on": "2099-01-01"}, "event_on", "not_future"),
        ({"event_on": "1026-01-01"}, "event_on", "too_early"),
        ({"other_sides": []}, "other_sides", "too_short"),
        ({"other_sides": [{"kind": "person", "name": f"甲{n}"} for n in range(21)]}, "other_sides", "too_long"),
        (
            {"other_sides": [{"kind": "person", "name": "赵大力"}, {"kind": "person", "name": "赵 大力"}]},
            "other_sides.1.name",
            "repeated",
        ),
        ({"other_sides": [{"kind": "person", "name": "张建国"}]}, "other_sides.0.name", "own_side"),
        ({"facts": "  "}, "facts", "string_too_short"),
        ({"facts": "先\u202e后"}, "facts", "string_pattern_mismatch"),
        (
            {"other_sides": [{"kind": "person", "name": "赵\u202e大力"}]},
            "other_sides.0.name",
            "string_pattern_mismatch",
        ),
        ({"other_sides": [{"kind": "person", "name": "张\u200b建 国"}]}, "other_sides.0.name", "own_side"),
        ({"amount_fen": 0}, "amount_fen", "greater_than"),
    ],
)
async def test_bad_matter_names_its_field(scene: Scene, change: Json, field: str, rule: str) -> None:
    case = await scene.draft(category="domestic_violence")
    answer = await put(scene.worker.client, case, "matter", MATTER | change, 1)
    assert (answer.status_code, rules(answer)) == (422, [(field, rule)])
    await untouched(scene, case)


async def test_everything_wrong_is_told_at_once(scene: Scene) -> None:
    case = await scene.draft(category="domestic_violence")
    sides = [{"kind": "person", "name": "赵大力"}] * 2
    body = MATTER | {"event_on": "2099-01-01", "other_sides": sides}
    answer = await put(scene.worker.client, case, "matter", body, 1)
    assert fields(answer) == ["event_on", "other_sides.1.name"]


async def test_employer_is_not_oneself(scene: Scene) -> None:
    case = await scene.draft()
    answer = await put(scene.worker.client, case, "claim", scene.claim(employer_name="张建国"), 1)
    assert rules(answer) == [("employer_name", "own_side")]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"kind": None}, ["area_code", "case_number", "name", "stage"]),
        ({"area_code": None}, ["area_code"]),
        ({"stage": None}, ["stage"]),
        ({"kind": "mediation"}, ["stage"]),
        ({"kind": "arbitration"}, ["stage"]),
        ({"stage": "arbitration"}, ["stage"]),
        ({"area_code": "999999"}, ["area_code"]),
        ({"area_code": "33"}, ["area_code"]),
    ],
)
async def test_bad_forum_names_its_fields(scene: Scene, change: Json, found: list[str]) -> None:
    case = await scene.draft(category="work_injury")
    answer = await put(scene.worker.client, case, "forum", FORUM | change, 1)
    assert (answer.status_code, sorted(fields(answer))) == (422, found)
    await untouched(scene, case)


async def test_a_higher_court_stands_in_a_city(scene: Scene) -> None:
    case = await scene.draft(category="work_injury")
    body = FORUM | {"area_code": CITY, "stage": "second_instance"}
    shown = await ok(put(scene.worker.client, case, "forum", body, 1))
    assert shown["forum"]["area_name"] == "浙江省杭州市"


async def test_no_body_yet_is_an_answer_too(scene: Scene) -> None:
    case = await scene.draft(category="work_injury")
    shown = await ok(put(scene.worker.client, case, "forum", {"kind": None}, 1))
    assert (shown["forum"]["kind"], shown["version"]) == (None, 2)


@pytest.mark.parametrize(
    ("category", "change", "found"),
    [
        ("criminal_defence", {"authority_kind": "court"}, [("authority_kind", "not_of_this_stage")]),
        ("criminal_defence", {"authority_kind": "mediation"}, [("authority_kind", "not_of_this_stage")]),
        ("criminal_defence", {"role": "victim"}, [("role", "not_for_category")]),
        ("criminal_defence", {"is_in_custody": False}, [("custody_place", "not_in_custody")]),
        ("criminal_defence", {"is_ordinary_procedure": True}, [("is_ordinary_procedure", "contradiction")]),
        ("criminal_defence", {"grounds": ["25-6"]}, [("stage", "contradiction")]),
        ("criminal_defence", {"grounds": ["25-1", "25-3"]}, [("grounds", "contradiction")]),
        (
            "criminal_victim",
            {"role": "private_prosecutor", "grounds": [], "custody_place": None},
            [("stage", "not_of_this_role")],
        ),
        (
            "criminal_victim",
            {"role": "victim", "stage": "death_review", "authority_kind": "court", "grounds": []},
            [("stage", "not_of_this_role")],
        ),
        ("criminal_defence", {"area_code": "330199"}, [("area_code", "unknown")]),
    ],
)
async def test_bad_criminal_case_names_its_fields(
    scene: Scene, category: str, change: Json, found: list[tuple[str, str]]
) -> None:
    case = await scene.draft(category=category)
    answer = await put(scene.worker.client, case, "criminal", CRIMINAL | change, 1)
    assert answer.status_code == 422
    assert [field for field, _ in rules(answer)] == [field for field, _ in found]
    assert found[0] in rules(answer) or found[0][1] == "unknown"
    await untouched(scene, case)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"household_size": 0}, "household_size"),
        ({"household_size": 3.5}, "household_size"),
        ({"household_income_fen": -1}, "household_income_fen"),
        ({"own_income_fen": 450_001}, "own_income_fen"),
        ({"household_size": 1}, "household_income_fen"),
        ({"verification": None}, "verification"),
        ({"verification": "stamp"}, "verification"),
        ({"reason": "字" * 501}, "reason"),
    ],
)
async def test_bad_hardship_names_its_field(scene: Scene, change: Json, field: str) -> None:
    case = await scene.draft(category="marriage_family")
    answer = await put(scene.worker.client, case, "hardship", HARDSHIP | change, 1)
    assert (answer.status_code, fields(answer)) == (422, [field])
    await untouched(scene, case)


async def test_urgency_tells_how_many_days_are_left(scene: Scene) -> None:
    case = await scene.filled()
    last = local_date(scene.stack.clock.now()) + timedelta(days=2)
    body = {"ground": "44-1", "limitation_on": last.isoformat(), "explanation": "仲裁时效快到了"}
    shown = await ok(put(scene.worker.client, case, "urgency", body, 4))
    assert shown["urgency"] == body | {
        "days_left": 2,
        "advance_period_days": 7,
        "is_within_advance_period": True,
    }
    assert shown["limitation_on"] == last.isoformat()
    (line,) = (await scene.worker.client.get("/applications")).json()["items"]
    assert (line["urgency"], line["limitation_on"]) == ("44-1", last.isoformat())
    calm = await ok(put(scene.worker.client, case, "urgency", {}, 5))
    assert (calm["urgency"], calm["limitation_on"]) == (None, None)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"ground": "44-1"}, [("explanation", "required"), ("limitation_on", "required")]),
        ({"explanation": "快到了"}, [("ground", "required")]),
        ({"ground": "44-1", "days": -1}, [("limitation_on", "limitation_over")]),
        ({"ground": "44-2", "days": -400}, [("limitation_on", "too_early")]),
        ({"ground": "44-1", "days": 9000}, [("limitation_on", "too_late")]),
        ({"ground": "44-1", "limitation_on": "2026-02-30"}, [("limitation_on", "date_from_datetime_parsing")]),
    ],
)
async def test_bad_urgency_names_its_fields(scene: Scene, body: Json, found: list[tuple[str, str]]) -> None:
    case = await scene.draft()
    sent = {name: value for name, value in body.items() if name != "days"}
    if "days" in body:
        last = local_date(scene.stack.clock.now()) + timedelta(days=body["days"])
        sent |= {"limitation_on": last.isoformat(), "explanation": "时效的事"}
    answer = await put(scene.worker.client, case, "urgency", sent, 1)
    assert (answer.status_code, rules(answer)) == (422, found)
    await untouched(scene, case)
