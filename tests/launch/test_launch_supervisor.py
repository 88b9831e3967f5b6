"""`yjt up`: one ready line, all or nothing, and a clean stop however it is asked for."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.launch import ports
from app.launch.errors import LaunchError
from app.launch.installation import Installation, external, installation
from app.launch.processes import Identity
from tests.launch.conftest import ROOT
from tests.launch.waiting import eventually


class Running:
    """A supervisor of stubs in a process of its own."""

    def __init__(self, data: Path, port: int, *differently: str) -> None:
        command = [sys.executable, "-m", "tests.launch.stub_stack", str(data), str(port), *differently]
        self.output = data.with_name(f"{data.name}.output")
        with self.output.open("w") as file:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
        self.installation = Installation(data, port)

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def ready(self) -> "Running":
        eventually(lambda: "Ready" in self.said or self.process.poll() is not None)
        assert "Ready" in self.said, self.said
        return self

    def child(self, name: str) -> Identity:
        return self.installation.remembered_children()[name]

    def ended(self) -> int:
        return self.process.wait(30)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []
    port = ports.choose()

    def start(*differently: str, name: str = "data", at: int = port) -> Running:
        started.append(Running(tmp_path / name, at, *differently))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(30)


def test_ready_line_names_address_docs_and_personas(up: Callable[..., Running]) -> None:
    running = up().ready()
    (line,) = [line for line in running.said.splitlines() if "Ready" in line]
    url = running.installation.url
    assert f"{url}  " in line
    assert f"{url}/docs" in line
    assert "log in as: worker, officer" in line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_everything_and_succeeds(
    up: Callable[..., Running], number: signal.Signals
) -> None:
    running = up().ready()
    children = [running.child("api"), running.child("worker")]
    running.process.send_signal(number)
    assert running.ended() == 0
    assert not any(child.is_alive() for child in children)
    assert ports.is_free(running.installation.port)


@pytest.mark.parametrize("name", ["api", "worker"])
def test_death_of_one_process_ends_all_and_is_named(up: Callable[..., Running], name: str) -> None:
    running = up().ready()
    api, worker = running.child("api"), running.child("worker")
    os.kill(running.child(name).pid, signal.SIGKILL)
    assert running.ended() == 1
    assert f"The {name} process ended (killed by SIGKILL)" in running.said
    assert not api.is_alive()
    assert not worker.is_alive()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed")
def test_receipts_of_the_demo_get_timestamps_of_an_authority_of_its_own(up: Callable[..., Running]) -> None:
    running = up("timestamps").ready()
    settings = running.installation.published()
    assert "timestamps" in running.said
    assert settings["YJT_TIMESTAMP_URL"].startswith("http://127.0.0.1:")
    root = Path(settings["YJT_TIMESTAMP_CERTIFICATES_FILE"])
    assert "BEGIN CERTIFICATE" in root.read_text()
    key = root.with_name("tsa.key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(root.parent.stat().st_mode) == 0o700
    running.process.terminate()
    assert running.ended() == 0


def test_log_of_a_failed_process_is_shown(up: Callable[..., Running]) -> None:
    running = up("worker-dies")
    assert running.ended() == 1
    assert "The worker process ended (exit code 1)" in running.said
    assert "worker has lost its way" in running.said


def test_failed_preparation_starts_nothing(up: Callable[..., Running]) -> None:
    running = up("prepare-fails")
    assert running.ended() == 1
    assert "Preparing the database failed" in running.said
    assert ports.is_free(running.installation.port)


def test_killed_supervisor_takes_its_children_along_and_the_next_run_recovers(up: Callable[..., Running]) -> None:
    first = up().ready()
    children = [first.child("api"), first.child("worker")]
    first.process.kill()
    first.ended()
    second = up().ready()
    eventually(lambda: not any(child.is_alive() for child in children))
    assert second.child("api").is_alive()


def test_orphan_that_holds_the_port_is_stopped_first(up: Callable[..., Running], tmp_path: Path) -> None:
    running = up().ready()
    running.process.terminate()
    running.ended()
    code = "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", code, str(running.installation.port)]) as orphan:
        eventually(lambda: ports.accepts(running.installation.port))
        running.installation.remember_children({"api": orphan.pid})
        assert up().ready().installation.port == running.installation.port
        assert orphan.wait() == -signal.SIGTERM


def test_port_of_a_stranger_is_left_alone_and_named(up: Callable[..., Running]) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as stranger:
        port = stranger.getsockname()[1]
        running = up(at=port)
        assert running.ended() == 1
        assert running.said.startswith(f"Error: Port {port} is in use by another program")
        assert len(running.said.splitlines()) == 1


def test_second_run_on_one_directory_is_told_where_the_first_one_is(up: Callable[..., Running]) -> None:
    first = up().ready()
    second = Running(first.installation.data, ports.choose())
    assert second.ended() == 1
    first_line = second.output.read_text(encoding="utf-8")
    assert first.installation.url in first_line
    assert f"process {first.process.pid}" in first_line
    assert first.process.poll() is None


def test_two_stacks_run_side_by_side(up: Callable[..., Running]) -> None:
    first, second = up(name="one").ready(), up(name="two", at=ports.choose()).ready()
    assert first.process.poll() is None
    assert second.process.poll() is None


def test_generated_keys_are_private_and_the_same_in_every_run(up: Callable[..., Running]) -> None:
    path = up().ready().installation.data / "secrets.json"
    first = json.loads(path.read_text(encoding="utf-8"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(first["YJT_FIELD_KEYS"].partition(":")[2])) == 32
    assert Installation(path.parent, 1).secrets() == first


def test_the_seal_is_made_once_and_its_key_is_private(tmp_path: Path) -> None:
    target = Installation(tmp_path / "data", 8000)
    target.make_directories()
    paths = target.seal()
    key, certificate = Path(paths["YJT_SEAL_KEY_FILE"]), Path(paths["YJT_SEAL_CERTIFICATE_FILE"])
    made = key.read_bytes(), certificate.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert made[1].count(b"BEGIN CERTIFICATE") == 2
    assert target.seal() == paths
    assert (key.read_bytes(), certificate.read_bytes()) == made
    target.delete()
    assert not target.data.exists()


def test_settings_of_a_running_stack_are_there_only_while_it_runs(up: Callable[..., Running]) -> None:
    running = up().ready()
    assert running.installation.published()["YJT_PROFILE"] == "demo"
    running.process.kill()
    running.ended()
    assert running.installation.published() == {}


def test_lost_keys_of_a_sealed_database_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with pytest.raises(LaunchError, match=r"secrets\.json is gone"):
        Installation(tmp_path, 8000).secrets()


def test_reset_deletes_the_installation_but_no_stranger_file(tmp_path: Path) -> None:
    target = Installation(tmp_path / "data", 8000)
    target.make_directories()
    target.secrets()
    (target.data / "notes.txt").write_text("mine", encoding="utf-8")
    target.delete()
    assert [path.name for path in target.data.iterdir()] == ["notes.txt"]


def test_external_service_without_its_credentials_is_refused_by_name() -> None:
    given = {"YJT_S3_ENDPOINT": "https://s3.example.test", "YJT_S3_ACCESS_KEY": "key"}
    with pytest.raises(LaunchError, match="YJT_S3_SECRET_KEY must be set"):
        external("YJT_S3_ENDPOINT", given)
    assert external("YJT_S3_ENDPOINT", given | {"YJT_S3_SECRET_KEY": "key"})
    assert not external("YJT_DATABASE_URL", given)


def test_options_win_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("YJT_PORT", "8100")
    monkeypatch.setenv("YJT_DATA_DIR", str(tmp_path / "env"))
    assert installation() == Installation(tmp_path / "env", 8100)
    assert installation(tmp_path / "option", 8200) == Installation(tmp_path / "option", 8200)


def test_port_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YJT_PORT", "http")
    with pytest.raises(LaunchError, match="'http'"):
        installation()
