"""The calendar, the statutes and agency settings over HTTP."""

from datetime import timedelta

import httpx
import pytest

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.kernel.statutory import client_of, events_named, make_bureaus, notice_of
from tests.support.stack import Stack

pytestmark = pytest.mark.anyio


@pytest.fixture
def year(stack: Stack) -> int:
    """The coming year."""
    return local_date(stack.clock.now()).year + 1


async def test_anyone_reads_a_published_year_with_its_makeup_workdays(client: httpx.AsyncClient) -> None:
    answer = await client.get("/calendar/2026")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["provisional"], body["source"], body["notice"]) == (False, "state_council", None)
    days = {day["day"]: day for day in body["days"]}
    assert (days["2026-10-10"]["kind"], days["2026-10-10"]["note"]) == ("makeup", "国庆节调休上班")
    assert days["2026-10-07"]["kind"] == "holiday"
    assert "2026-10-08" not in days
    assert answer.headers["etag"] == '"0"'


async def test_a_year_nobody_announced_is_shown_as_provisional(client: httpx.AsyncClient) -> None:
    body = (await client.get("/calendar/2090")).json()
    assert (body["provisional"], body["source"]) == (True, "computed")
    assert all(day["provisional"] for day in body["days"])
    assert len(body["days"]) == 13


async def test_an_officer_enters_the_notice_and_the_year_is_final(stack: Stack, year: int) -> None:
    officer = client_of(stack, Role.OFFICER)
    answer = await officer.put(f"/calendar/{year}", json=notice_of(year), headers={"If-Match": '"0"'})
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"1"'
    body = (await officer.get(f"/calendar/{year}")).json()
    assert (body["provisional"], body["source"], body["version"]) == (False, "officer", 1)
    assert body["notice"]["title"] == f"关于{year}年部分节假日安排的通知"
    (told,) = await events_named(stack, "CalendarPublished")
    assert (told["year"], told["version"]) == (year, 1)


async def test_entering_again_replaces_the_year(stack: Stack, year: int) -> None:
    officer = client_of(stack, Role.OFFICER)
    longer = notice_of(year)
    longer["holidays"].append({"name": "加放", "first_day": f"{year}-07-01", "last_day": f"{year}-07-01"})
    await officer.put(f"/calendar/{year}", json=longer, headers={"If-Match": '"0"'})
    answer = await officer.put(f"/calendar/{year}", json=notice_of(year), headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert f"{year}-07-01" not in {day["day"] for day in answer.json()["days"]}


async def test_a_lost_race_and_a_missing_version_are_refused(stack: Stack, year: int) -> None:
    officer = client_of(stack, Role.OFFICER)
    assert (await officer.put(f"/calendar/{year}", json=notice_of(year))).status_code == 428
    await officer.put(f"/calendar/{year}", json=notice_of(year), headers={"If-Match": '"0"'})
    answer = await officer.put(f"/calendar/{year}", json=notice_of(year), headers={"If-Match": '"0"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")


async def test_slips_in_a_notice_are_told_in_chinese_and_nothing_is_kept(stack: Stack, year: int) -> None:
    officer = client_of(stack, Role.OFFICER)
    wrong = notice_of(year)
    wrong["holidays"] = [h for h in wrong["holidays"] if h["name"] != "国庆节"]
    answer = await officer.put(f"/calendar/{year}", json=wrong, headers={"If-Match": '"0"'})
    assert (answer.status_code, answer.json()["code"]) == (422, "calendar_notice_invalid")
    assert {slip["rule"] for slip in answer.json()["errors"]} == {"missing_holiday"}
    assert (await officer.get(f"/calendar/{year}")).json()["version"] == 0


async def test_a_notice_of_the_far_future_or_not_yet_printed_is_refused(stack: Stack, year: int) -> None:
    officer = client_of(stack, Role.OFFICER)
    far = notice_of(year + 5)
    answer = await officer.put(f"/calendar/{year + 5}", json=far, headers={"If-Match": '"0"'})
    assert answer.status_code == 422
    assert [slip["field"] for slip in answer.json()["errors"]] == ["year", "notice.published_on"]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.LAWYER, Role.SUBJECT, Role.AUDITOR])
async def test_only_staff_on_duty_enter_a_notice(stack: Stack, year: int, role: Role) -> None:
    caller = client_of(stack, role)
    answer = await caller.put(f"/calendar/{year}", json=notice_of(year), headers={"If-Match": '"0"'})
    assert answer.status_code == 403


async def test_the_dictionary_of_statutes_says_value_source_and_what_the_tag_means(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/statutes", params={"on": "2026-11-21"})
    assert answer.status_code == 200, answer.text
    rules = {rule["code"]: rule for rule in answer.json()["rules"]}
    decide = rules["legal_aid.decide"]
    assert (decide["value"], decide["unit"], decide["article"]) == (7, "day", "第四十三条第一款")
    assert (decide["tag_meaning"], decide["may_block"]) == ("已与两份法律文本核对", True)
    assert rules["correction.leave_office_limit"]["configurable"] is True
    matters = {matter["code"]: matter for matter in answer.json()["matters"]}
    assert (matters["32-4"]["exemption"], matters["42-3"]["exemption"]) == (
        "condition_removed",
        "check_removed",
    )
    assert len(matters) == 18
    assert answer.json()["principles"][0]["code"] == "counting.start_day_excluded"


async def test_an_old_file_is_read_under_the_rules_of_its_day(client: httpx.AsyncClient) -> None:
    rules = (await client.get("/statutes", params={"on": "2020-01-01"})).json()["rules"]
    assert {rule["code"]: rule["unit"] for rule in rules}["legal_aid.decide"] == "working_day"


async def test_an_administrator_sets_what_the_law_leaves_open(stack: Stack) -> None:
    bureaus = await make_bureaus(stack)
    admin = client_of(stack, Role.ADMINISTRATOR, bureaus.county)
    today = local_date(stack.clock.now())
    path = f"/agencies/{bureaus.township.id}/rules/legal_aid.supplement"
    answer = await admin.put(path, json={"value": 10, "effective_from": str(today)})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["value"], answer.json()["default_value"]) == (10, 15)
    for agency, expected in [(bureaus.township, 10), (bureaus.county, 15)]:
        listed = (await admin.get("/statutes", params={"agency_id": str(agency.id)})).json()["rules"]
        assert {rule["code"]: rule["value"] for rule in listed}["legal_aid.supplement"] == expected


async def test_a_number_fixed_by_law_cannot_be_set_and_the_answer_names_the_law(stack: Stack) -> None:
    bureaus = await make_bureaus(stack)
    admin = client_of(stack, Role.ADMINISTRATOR, bureaus.county)
    body = {"value": 10, "effective_from": str(local_date(stack.clock.now()))}
    answer = await admin.put(f"/agencies/{bureaus.county.id}/rules/legal_aid.decide", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "rule_not_configurable")
    assert answer.json()["source"] == "《中华人民共和国法律援助法》第四十三条第一款"


async def test_another_countys_agency_is_not_found(stack: Stack) -> None:
    bureaus = await make_bureaus(stack)
    admin = client_of(stack, Role.ADMINISTRATOR, bureaus.neighbour)
    body = {"value": 10, "effective_from": str(local_date(stack.clock.now()) + timedelta(days=1))}
    answer = await admin.put(f"/agencies/{bureaus.county.id}/rules/legal_aid.supplement", json=body)
    assert answer.status_code == 404
