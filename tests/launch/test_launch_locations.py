"""Where servers keep their data: within reach of their user, without loosening anybody's permissions."""

import json
import os
import stat
import tempfile
from pathlib import Path

import pytest

from app.launch import locations
from app.launch.errors import AlreadyRunning, LaunchError
from app.launch.locations import OwnerLock, make_home, reachable, reachable_copy, remove_home, temporary_home
from app.launch.postgres import EmbeddedPostgres
from app.launch.private_files import load_or_create, write_private
from app.launch.processes import service_user

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up its identity for the servers")


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A directory that only its owner may enter, like root's home."""
    place = tmp_path / "closed"
    place.mkdir(mode=0o700)
    return place


@pytest.fixture
def shelter(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(locations, "SHELTERS", (home / "shelter",))
    return home / "shelter"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@as_root
def test_data_below_a_closed_directory_is_sheltered_and_its_place_is_said(closed: Path, shelter: Path) -> None:
    said: list[str] = []
    first = make_home(closed / "data" / "postgres", service_user(), said.append)
    assert first.parent == shelter.resolve()
    assert (closed / "data" / "postgres").is_symlink()
    assert str(first) in said[0]
    assert mode(closed) == 0o700
    assert make_home(closed / "data" / "postgres", service_user()) == first


@as_root
def test_server_runs_with_data_and_binaries_out_of_its_users_reach(
    closed: Path, shelter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_the_shelter(path: Path, _: object) -> bool:
        return path.resolve().is_relative_to(shelter)

    monkeypatch.setattr(locations, "reachable", only_the_shelter)
    with EmbeddedPostgres(closed / "postgres", fast=True) as server:
        executable = Path(f"/proc/{server.pid}/exe").readlink()
        assert executable.is_relative_to(shelter)
        assert server.cluster.is_relative_to(shelter)
    remove_home(closed / "postgres")
    assert not (closed / "postgres").is_symlink()


@as_root
def test_data_that_became_unreachable_is_not_silently_left_behind(closed: Path, shelter: Path) -> None:
    (closed / "postgres").mkdir()
    (closed / "postgres" / "passwords.json").touch()
    with pytest.raises(LaunchError, match="move it elsewhere"):
        make_home(closed / "postgres", service_user())


@as_root
def test_world_writable_directory_is_no_shelter(closed: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = home / "planted"
    planted.mkdir()
    planted.chmod(0o777)
    monkeypatch.setattr(locations, "SHELTERS", (planted,))
    with pytest.raises(LaunchError, match="DATA="):
        make_home(closed / "postgres", service_user())


def test_reachable_data_stays_where_it_was_wanted(home: Path) -> None:
    assert make_home(home / "data" / "postgres", service_user()) == home / "data" / "postgres"
    assert mode(home / "data" / "postgres") & 0o066 == 0


def test_reachable_binaries_are_used_in_place(home: Path) -> None:
    assert reachable(home, service_user())
    assert reachable_copy(home, ["bin"], "1", service_user()) == home


def test_temporary_home_is_not_listable_by_others() -> None:
    place = temporary_home("yjt-test-")
    assert mode(place) & 0o066 == 0
    remove_home(place)
    assert not place.exists()


def test_what_a_killed_run_left_is_swept_and_what_is_in_use_is_not(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    monkeypatch.setattr(locations, "_ABANDONED_AFTER_S", 0)
    left, used = temporary_home("yjt-test-"), temporary_home("yjt-test-")
    lock = OwnerLock(used / "owner.lock", "The server")
    lock.acquire()
    (left / "owner.lock").touch()
    fresh = temporary_home("yjt-test-")
    lock.release()
    assert sorted(path.name for path in home.iterdir()) == sorted([used.name, fresh.name])


def test_lock_is_free_again_after_its_owner(home: Path) -> None:
    first, second = OwnerLock(home / "lock", "The stack"), OwnerLock(home / "lock", "The stack")
    first.acquire()
    with pytest.raises(AlreadyRunning, match="The stack"):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_generated_secrets_are_private_kept_and_completed(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    first = load_or_create(path, lambda: {"a": "1"})
    assert mode(path) == 0o600
    assert load_or_create(path, lambda: {"a": "2", "b": "3"}) == first | {"b": "3"}
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": "1", "b": "3"}


def test_secrets_that_were_opened_to_others_are_closed_again(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    write_private(path, "{}")
    path.chmod(0o644)
    load_or_create(path, dict)
    assert mode(path) == 0o600


def test_damaged_secrets_are_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(LaunchError, match="damaged"):
        load_or_create(path, lambda: {"a": "1"})
    assert path.read_text(encoding="utf-8") == "{"
