"""Both builds of the phone pages: unit tests, the WeChat package checked and driven outside WeChat."""

import subprocess

import pytest

from tests.journeys.running import ROOT

PAGES = ROOT / "miniprogram"
NODE = ROOT / "deploy" / "node.sh"
pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def run(*script: str) -> None:
    done = subprocess.run(
        [str(NODE), "npm", "run", "--silent", *script], cwd=PAGES, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_unit_tests_of_pages_and_stores_pass() -> None:
    run("test")


def test_wechat_package_is_one_that_wechat_takes() -> None:
    run("check:mp")


def test_wechat_package_works_from_log_in_to_check_in() -> None:
    run("test:mp")
