"""Children, orphans and ports."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.launch import ports
from app.launch.errors import LaunchError, log_tail
from app.launch.processes import Identity, ServiceUser, service_user, spawn, stop_child, stop_orphan
from tests.launch.waiting import eventually

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""


def start(tmp_path: Path, code: str) -> "subprocess.Popen[bytes]":
    return spawn([sys.executable, "-c", code], log=tmp_path / "log", cwd=tmp_path)


def test_child_that_ignores_the_signal_is_killed(tmp_path: Path) -> None:
    child = start(tmp_path, STUBBORN)
    eventually(lambda: "deaf" in log_tail(tmp_path / "log"))
    assert stop_child(child, patience_s=0.1) == -signal.SIGKILL


def test_stubborn_orphan_is_killed(tmp_path: Path) -> None:
    child = start(tmp_path, STUBBORN)
    identity = Identity.of(child.pid)
    assert identity is not None
    eventually(lambda: "deaf" in log_tail(tmp_path / "log"))
    stop_orphan(identity, patience_s=0.1)
    assert child.wait() == -signal.SIGKILL


def test_process_is_recognised_by_more_than_its_number(tmp_path: Path) -> None:
    child = start(tmp_path, "import time; time.sleep(600)")
    identity = Identity.of(child.pid)
    assert identity is not None
    assert identity.is_alive()
    stranger = Identity(identity.pid, identity.started + 1)
    assert not stranger.is_alive()
    stop_orphan(stranger)
    assert child.poll() is None
    stop_child(child)
    assert not identity.is_alive()


def test_missing_program_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match="Could not start /nowhere/program: No such file"):
        spawn(["/nowhere/program"], log=tmp_path / "log", cwd=tmp_path)


def test_log_is_private_and_its_tail_is_short(tmp_path: Path) -> None:
    child = start(tmp_path, "print('\\n'.join(map(str, range(9000))))")
    child.wait()
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0
    assert log_tail(tmp_path / "log", lines=2) == "8998\n8999"
    assert log_tail(tmp_path / "missing") == ""


def test_only_root_gives_up_its_identity() -> None:
    user = service_user()
    assert user.uid != 0
    assert ServiceUser(user.uid, user.gid).is_other == (user.uid != os.geteuid())


def test_chosen_pair_of_ports_is_free_and_avoids_what_is_taken() -> None:
    port = ports.choose(paired=True)
    assert ports.is_free(port)
    assert ports.is_free(port + ports.GRPC_OFFSET)
    assert port not in ports.LINUX_EPHEMERAL
    assert port + ports.GRPC_OFFSET not in ports.LINUX_EPHEMERAL


def test_port_with_a_listener_is_not_free() -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        assert not ports.is_free(port)
        assert ports.accepts(port)
    assert not ports.accepts(port)
