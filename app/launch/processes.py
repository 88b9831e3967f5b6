"""Child processes that never outlive us: start, recognise, stop.

Three layers, because any of them can be killed with `kill -9`:
- a child asks the kernel for a signal when its parent dies (Linux, `PR_SET_PDEATHSIG`);
- each child's pid and start time can be written down (`Identity`), so that the next launch recognises an
  orphan even after the pid number was given to somebody else;
- each child leads its own process group, so that Ctrl-C in a terminal reaches the launcher alone, which then
  stops the children in order.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.launch.errors import LaunchError

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class ServiceUser:
    """The account the embedded servers run under. PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether a server has to give up our own identity to become this user."""
        return self.uid != os.geteuid()


def service_user() -> ServiceUser:
    """`nobody` when we are root, ourselves otherwise."""
    if os.geteuid() != 0:
        return ServiceUser(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        message = "Running as root needs the account 'nobody' for the embedded servers; run as an ordinary user."
        raise LaunchError(message) from error
    return ServiceUser(entry.pw_uid, entry.pw_gid)


@dataclass(frozen=True)
class Identity:
    """A process that can be recognised again: the pid alone may have been reused."""

    pid: int
    started: int
    """Clock ticks between boot and the process's start (field 22 of /proc/PID/stat)."""

    @classmethod
    def of(cls, pid: int) -> "Identity | None":
        """The identity of a running process, or None when there is none (a zombie counts as none)."""
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        fields = stat.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else cls(pid, int(fields[19]))

    def is_alive(self) -> bool:
        return Identity.of(self.pid) == self


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    user: ServiceUser | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> "subprocess.Popen[bytes]":
    """Start a child in its own process group, its output appended to `log` (created with mode 0600).

    The child gets `death_signal` when the thread that called this ends. The kernel ties it to the thread, not
    to the process, so only the main thread asks for it; elsewhere orphans are left to the next launch.
    """
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    other = user if user is not None and user.is_other else None
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env) if env is not None else None,
            user=other.uid if other else None,
            group=other.gid if other else None,
            extra_groups=[] if other else None,
            umask=0o077,
            process_group=0,
            # After the change of user, which clears the request. The child makes two system calls and execs.
            preexec_fn=_death_request(death_signal),  # noqa: PLW1509 - only ever set in the main thread
        )
    except OSError as error:
        raise LaunchError(f"Could not start {command[0]}: {error.strerror}.", log=log) from error
    finally:
        os.close(descriptor)


def _death_request(number: signal.Signals) -> Callable[[], None] | None:
    if _LIBC is None or threading.current_thread() is not threading.main_thread():
        return None
    libc, parent = _LIBC, os.getpid()

    def request() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # the parent died between fork and request
            os._exit(1)

    return request


def die_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Ask for a signal to ourselves when our parent dies: for a launcher that `make` started."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def stop_child(
    child: "subprocess.Popen[bytes]", *, gently: signal.Signals = signal.SIGTERM, patience_s: float = 10.0
) -> int:
    """Ask a child to stop, wait, and kill its whole group if it does not. Returns its exit code."""
    if child.poll() is None:
        child.send_signal(gently)
        try:
            child.wait(patience_s)
        except subprocess.TimeoutExpired:
            _kill_group(child.pid)
    return child.wait()


def stop_orphan(identity: Identity, *, gently: signal.Signals = signal.SIGTERM, patience_s: float = 10.0) -> None:
    """Stop a process that an earlier launcher left behind; it is no child of ours, so it is watched."""
    if not identity.is_alive():
        return
    os.kill(identity.pid, gently)
    if not _wait_gone(identity, patience_s):
        _kill_group(identity.pid)
        if not _wait_gone(identity, 5.0):
            raise LaunchError(f"Process {identity.pid} of an earlier run does not stop; end it by hand.")


def _wait_gone(identity: Identity, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not identity.is_alive():
            return True
        time.sleep(0.02)
    return not identity.is_alive()


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    except PermissionError:
        os.kill(pid, signal.SIGKILL)
