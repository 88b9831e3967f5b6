"""Files reach storage whatever happens to the page and the network; what was refused is told in words."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import NewVisitor
from tests.browser.site import Visitor
from tests.journeys.people import ASSETS, Someone
from tests.journeys.running import RunningStack
from tests.support.files import mp4

FILM_BYTES = 12 * 1024 * 1024
"""More than one form takes: it is sent in three parts."""


@pytest.fixture
def matter(running: RunningStack) -> str:
    worker = Someone(running.base_url)
    worker.log_in_as("worker")
    return str(worker.post("/applications", {"category": "labour_remuneration"}, 201)["id"])


def see_files(somebody: Visitor, matter: str) -> None:
    somebody.open(f"/evidence/list/list?matter_id={matter}")
    somebody.page.get_by_test_id("add").wait_for()


def add(somebody: Visitor, kind: str, *files: Path) -> None:
    """Choose files from the phone."""
    somebody.press("add")
    somebody.choose("file-kind", kind)
    with somebody.page.expect_file_chooser() as chooser:
        somebody.press("from-file")
    chooser.value.set_files(files)


def test_an_upload_goes_on_where_it_stopped_after_the_tab_was_closed(
    visitor: NewVisitor, matter: str, tmp_path: Path
) -> None:
    film = tmp_path / "工地录像.mp4"
    film.write_bytes(mp4(bytes(FILM_BYTES)))
    worker = visitor("worker")
    see_files(worker, matter)
    sent: list[str] = []

    def first_part_alone(route: Route) -> None:
        part = route.request.url.partition("partNumber=")[2].partition("&")[0]
        sent.append(part)
        if len(sent) == 1:
            route.continue_()

    worker.context.route("**/*partNumber=*", first_part_alone)
    with worker.page.expect_request(lambda request: "partNumber=2" in request.url):
        add(worker, "photo_video", film)
    worker.close_tab()
    worker.context.unroute("**/*partNumber=*")
    worker.context.on("requestfinished", lambda r: sent.append(r.url) if "partNumber=" in r.url else None)

    see_files(worker, matter)
    expect(worker.page.get_by_test_id("file-verified")).to_have_count(1)
    expect(worker.page.get_by_test_id("on-phone")).to_have_count(0)
    assert [url for url in sent if "partNumber=1&" in url] == []


def test_what_is_chosen_without_a_network_is_sent_when_it_is_back(visitor: NewVisitor, matter: str) -> None:
    worker = visitor("worker")
    see_files(worker, matter)
    worker.settle()
    worker.context.set_offline(True)
    add(worker, "wage_record", ASSETS / "wage_sheet.jpg", ASSETS / "attendance.jpg")
    expect(worker.page.get_by_test_id("upload-waiting")).to_have_count(2)
    worker.context.set_offline(False)
    expect(worker.page.get_by_test_id("file-verified")).to_have_count(2)


def test_a_refused_file_says_why_and_goes_when_tried_again(visitor: NewVisitor, matter: str) -> None:
    worker = visitor("worker")
    see_files(worker, matter)
    refusal = "<Error><Code>EntityTooLarge</Code></Error>"

    def refuse(route: Route) -> None:
        if route.request.method == "POST" and "/api/" not in route.request.url:
            route.fulfill(status=413, body=refusal, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.continue_()

    worker.context.route("**/*", refuse)
    add(worker, "chat", ASSETS / "chat.png")
    worker.page.get_by_test_id("upload-refused").get_by_role("alert").wait_for()
    assert any("存储不收" in alert for alert in worker.alerts())
    worker.context.unroute("**/*")
    worker.press("try-again")
    expect(worker.page.get_by_test_id("file-verified")).to_have_count(1)
