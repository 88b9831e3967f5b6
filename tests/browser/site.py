"""A browser on a stack started as a user starts it, with the phone pages built and served by the API."""

import json
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.journeys.running import ROOT

PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=800)
AXE = ROOT / "miniprogram" / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """
tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(
  found => found.violations.map(rule => [
    `${rule.id} (${rule.nodes.length})`, rule.nodes[0].html.slice(0, 160),
    (rule.nodes[0].failureSummary || '').slice(0, 240)
  ].join(' ')))
"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000


def chromium() -> str:
    """Path of the browser.

    Raises:
        RuntimeError: there is none; ``make setup-dev`` installs it as root on Debian.
    """
    found = os.environ.get("YJT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError(
            "browser tests need Chromium: apt-get install chromium fonts-noto-cjk, or set YJT_CHROMIUM"
        )
    return found


@contextmanager
def launched() -> Generator[Browser]:
    """One Chromium for as long as the tests last."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        yield _launch(playwright)


def _launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


class Visitor:
    """Somebody before a screen: a browser context of their own, logged in or not.

    Attributes:
        page: the page they look at.
        foreign: requests that left for another host than the product and its storage.
        broken: errors that scripts of the page raised.
    """

    def __init__(self, browser: Browser, site: str, *, viewport: ViewportSize = PHONE, **context: Any) -> None:
        self.site = site
        self.foreign: list[str] = []
        self.broken: list[str] = []
        self.context: BrowserContext = browser.new_context(
            viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=site, **context
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self._watch(self.page)

    def _watch(self, page: Page) -> None:
        page.on("request", self._seen)
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    def _seen(self, request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith("http://127.0.0.1:"):
            self.foreign.append(request.url)

    def log_in(self, persona: str) -> "Visitor":
        """Be a persona of the demonstration from the next page on."""
        answer = httpx.post(f"{self.site}/api/v1/demo/login", json={"persona": persona}).raise_for_status().json()
        kept = {
            "access": answer["access_token"],
            "refresh": answer["refresh_token"],
            "personId": answer["person_id"],
        }
        return self.keep("session", kept)

    def keep(self, name: str, value: object) -> "Visitor":
        """Have the phone keep a value, as the pages' own storage does."""
        wrapped = json.dumps({"type": "string", "data": json.dumps(value)})
        if not self.page.url.startswith(self.site):
            self.page.goto("/verify/")
        self.page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, wrapped])
        return self

    def open(self, path: str) -> Page:
        """Open a page of the mini-program by its path (``/pages/home/home``) as if it had been the first."""
        self.page.goto("about:blank")
        self.page.goto(f"/#{path}")
        self.page.locator("#main").first.wait_for()
        return self.page

    def settle(self) -> None:
        """Wait until the page has what it asked for."""
        self.page.wait_for_load_state("networkidle")

    def show_whole(self) -> None:
        """Make the screen as high as the page: nothing lies below a bar that stays at the edge of the screen."""
        height = self.page.evaluate("document.documentElement.scrollHeight")
        width = self.page.viewport_size["width"] if self.page.viewport_size else PHONE["width"]
        self.page.set_viewport_size({"width": width, "height": max(PHONE["height"], int(height))})

    def alerts(self) -> list[str]:
        """Sentences of problems that the page shows."""
        texts = self.page.locator("[role=alert]:visible").all_inner_texts()
        return [text for text in texts if text.strip()]

    def press(self, testid: str) -> None:
        """Press what bears this test id."""
        self.page.get_by_test_id(testid).last.click()

    def fill(self, testid: str, text: str) -> None:
        """Type into the field of this test id."""
        self.page.get_by_test_id(testid).last.locator("input, textarea").first.fill(text)

    def choose(self, testid: str, value: str) -> None:
        """Choose by value in a list that opens, or by its radio button or box."""
        field = self.page.get_by_test_id(testid).last
        field.wait_for()
        opened = field.locator("select")
        if opened.count():
            opened.select_option(value)
        else:
            field.locator(f"input[value='{value}']").check()

    def shot(self, name: str, *, whole: bool = True) -> Path:
        """Take a picture of the page into ``tests/browser/shots``, which git ignores."""
        folder = Path(__file__).parent / "shots"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.png"
        self.page.screenshot(path=path, full_page=whole)
        return path

    def last_seen(self, name: str) -> str:
        """Address and text of the page as it is; a picture of it is taken."""
        try:
            self.shot(name)
            return f"{self.page.url}\n{self.page.inner_text('body', timeout=2_000)}"
        except Error as unseen:
            return f"cannot be seen: {unseen.message}"

    def violations(self) -> list[str]:
        """What axe finds on the page as it is: rule, first place, and what is wrong, one line each."""
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(RUN_AXE, AXE_TAGS)
        return list(found)

    def close_tab(self) -> None:
        """Close the page, as one closes a tab, and have an empty one instead."""
        self.page.close()
        self.page = self.context.new_page()
        self._watch(self.page)

    def close(self) -> None:
        self.context.close()
