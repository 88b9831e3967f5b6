"""An administrator keeps the county's accounts and rules by forms that are drawn from the OpenAPI document."""

import json

import httpx
from playwright.sync_api import Page

from tests.browser.conftest import NewVisitor
from tests.browser.site import DESK


def kept(page: Page) -> str:
    """All that the phone keeps, once the draft of the form is among it."""
    for _ in range(50):
        text = str(page.evaluate("JSON.stringify(localStorage)"))
        if "engine:create_staff" in text and "李小山" in text:
            return text
        page.wait_for_timeout(100)
    raise AssertionError("no draft was kept")


def test_opens_an_account_and_stops_it(visitor: NewVisitor) -> None:
    somebody = visitor("administrator")
    somebody.open("/engine/menu/menu")
    somebody.press("menu-list_staff")
    somebody.press("make-create_staff")
    somebody.press("engine-send")
    assert len(somebody.alerts()) >= 5
    somebody.fill("f-username", "zhangxiaoyun")
    somebody.fill("f-name", "张小云")
    somebody.fill("f-password", "Changeme-2026-abc")
    somebody.choose("f-role", "officer")
    somebody.press("f-agency_id-pick")
    somebody.page.get_by_role("button", name="昌化司法所").last.click()
    somebody.press("engine-send")
    somebody.page.get_by_test_id("act-disable_staff").last.click()
    somebody.page.locator("uni-page:last-of-type h1", has_text="停用账号").wait_for()
    somebody.press("engine-send")
    disabled = somebody.page.locator("uni-page:last-of-type .y-cell", has_text="是否停用")
    disabled.get_by_text("是", exact=True).wait_for()


def test_keeps_what_was_typed_but_never_a_password(visitor: NewVisitor) -> None:
    somebody = visitor("administrator")
    somebody.open("/engine/form/form?op=create_staff")
    somebody.fill("f-name", "李小山")
    somebody.fill("f-password", "Changeme-2026-abc")
    assert "Changeme" not in kept(somebody.page)
    somebody.open("/engine/form/form?op=create_staff")
    somebody.page.get_by_test_id("start-over").wait_for()
    assert somebody.page.get_by_test_id("f-name").locator("input").input_value() == "李小山"
    assert somebody.page.get_by_test_id("f-password").locator("input").input_value() == ""


def test_shows_each_problem_of_the_api_beside_its_field(visitor: NewVisitor) -> None:
    somebody = visitor("administrator", viewport=DESK)
    somebody.open(f"/engine/form/form?op=put_calendar&params={json.dumps({'year': '2027'})}")
    somebody.fill("f-notice.title", "国务院办公厅关于2027年部分节假日安排的通知")
    somebody.fill("f-notice.published_on", "2026-11-10")
    somebody.fill("f-holidays.0.name", "元旦")
    somebody.fill("f-holidays.0.first_day", "2027-01-03")
    somebody.fill("f-holidays.0.last_day", "2027-01-01")
    somebody.press("engine-send")
    somebody.page.locator("[role=alert]:visible").first.wait_for()
    assert somebody.alerts() != []


def test_gives_the_roster_as_a_sheet_and_takes_it_back(visitor: NewVisitor, site: str) -> None:
    listed = httpx.get(f"{site}/api/v1/agencies", params={"kind": "legal_aid_centre"}).raise_for_status().json()
    params = json.dumps({"agency_id": listed["items"][0]["id"]})
    somebody = visitor("administrator", viewport=DESK)
    page = somebody.open(f"/engine/object/object?op=export_roster&params={params}")
    with page.expect_download() as given:
        somebody.press("download")
    somebody.open(f"/engine/form/form?op=upload_roster&params={params}")
    with page.expect_file_chooser() as chooser:
        somebody.press("choose-file")
    chooser.value.set_files({"name": "roster.xlsx", "mimeType": "", "buffer": given.value.path().read_bytes()})
    somebody.press("engine-send")
    page.get_by_test_id("act-discard").wait_for()
