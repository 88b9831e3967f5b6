"""The embedded object store: signed requests only, one owner, and recovery from every kind of `kill -9`."""

import http.client
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.launch import ports
from app.launch.errors import AlreadyRunning
from app.launch.objectstore import EmbeddedObjectStore
from app.launch.signed_request import signed_request
from tests.launch.conftest import LeaveBehind


def request(store: EmbeddedObjectStore, method: str, path: str, body: bytes = b"", secret: str = "") -> int:
    key = secret or store.secret_key
    return signed_request(store.address, method, path, access_key=store.access_key, secret_key=key, body=body)


def unsigned(port: int, method: str, path: str) -> int:
    connection = http.client.HTTPConnection(ports.LOOPBACK, port, timeout=10)
    try:
        connection.request(method, path, body=b"x" if method == "PUT" else None)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


@pytest.fixture(scope="module")
def store() -> Iterator[EmbeddedObjectStore]:
    with EmbeddedObjectStore(fast=True) as running:
        yield running


def test_started_means_that_a_signed_write_succeeds(store: EmbeddedObjectStore) -> None:
    assert request(store, "PUT", "/papers") == 200
    assert request(store, "PUT", "/papers/one", b"contract") == 200
    assert request(store, "GET", "/papers/one") == 200


def test_wrong_key_and_no_key_are_refused(store: EmbeddedObjectStore) -> None:
    assert request(store, "GET", "/", secret="guess") == 403
    assert unsigned(store.port, "GET", "/") == 403
    assert unsigned(store.port, "PUT", "/launch-probe/planted") == 403


def test_no_other_port_serves_files_over_http(store: EmbeddedObjectStore) -> None:
    for name in ("filer", "volume", "master"):
        port = store.used_ports[name]
        assert unsigned(port, "GET", "/buckets/launch-probe/ready") != 200
        assert unsigned(port, "PUT", "/buckets/launch-probe/planted") not in (200, 201)


def test_key_files_are_readable_by_their_owner_alone(store: EmbeddedObjectStore) -> None:
    for path in (store.home / "keys.json", store.home / "store" / "s3.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_second_launcher_on_one_directory_is_told_who_owns_it(store: EmbeddedObjectStore) -> None:
    with pytest.raises(AlreadyRunning, match=f"in use by process {os.getpid()}"):
        EmbeddedObjectStore(store.home).start()


def test_objects_keys_and_address_survive_killed_server_and_restart(home: Path) -> None:
    with EmbeddedObjectStore(home / "objects", fast=True) as store:
        endpoint, secret = store.endpoint, store.secret_key
        request(store, "PUT", "/kept")
        assert request(store, "PUT", "/kept/one", b"x" * 100_000) == 200
        store.kill()
    with EmbeddedObjectStore(home / "objects", fast=True) as store:
        assert (store.endpoint, store.secret_key) == (endpoint, secret)
        assert request(store, "GET", "/kept/one") == 200


def test_orphan_of_a_killed_launcher_is_replaced(home: Path, leave_behind: LeaveBehind) -> None:
    orphan = leave_behind("objects", home / "objects", "orphan")
    assert orphan is not None
    with EmbeddedObjectStore(home / "objects", fast=True) as store:
        assert not orphan.is_alive()
        assert request(store, "GET", "/") == 200


def test_stopping_removes_sockets_and_the_temporary_directory() -> None:
    with EmbeddedObjectStore(fast=True) as store:
        home, used = store.home, store.used_ports
    assert not home.exists()
    ports_used = {str(port) for port in used.values()}
    left = [path.name for path in Path("/tmp").glob("seaweedfs-*.sock")]  # noqa: S108 - the program's own choice
    assert [name for name in left if name.removesuffix(".sock").rpartition("-")[2] in ports_used] == []
