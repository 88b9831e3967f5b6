"""What the embedded servers have in common: one directory, one owner, one child process."""

import subprocess
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from app.launch.locations import OwnerLock, Say, make_home, remove_home, silent, temporary_home
from app.launch.processes import service_user


class EmbeddedServer(ABC):
    """A server on 127.0.0.1 that lives as long as its launcher.

    `data_dir=None` makes a temporary directory that `stop()` removes. `port=0` takes any free port.
    `fast=True` trades durability for speed, for tests. `say` hears what a person should know.
    """

    what: str
    """The server's name in messages."""
    fast_in_memory = False
    """Whether a temporary fast server keeps its data in memory where it can."""

    def __init__(
        self, data_dir: Path | None = None, *, port: int = 0, fast: bool = False, say: Say = silent
    ) -> None:
        self._temporary = data_dir is None
        in_memory = fast and self.fast_in_memory
        self._wanted = data_dir.absolute() if data_dir else temporary_home("yjt-server-", in_memory=in_memory)
        self._asked_port, self._fast, self._say = port, fast, say
        self._user = service_user()
        self._home = self._wanted
        self._child: subprocess.Popen[bytes] | None = None
        self._lock: OwnerLock | None = None
        self._secrets: dict[str, str] = {}
        self.port = port

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def home(self) -> Path:
        """Where the data really is (`data_dir`, or a place the server's user can reach)."""
        return self._home

    @property
    @abstractmethod
    def log_path(self) -> Path:
        """What the server says, appended from run to run."""

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def poll(self) -> int | None:
        """The exit code of a server that ended by itself, None while it runs."""
        return self._child.poll() if self._child else None

    def start(self) -> Self:
        """Start the server and wait until it serves, recovering what a crash left.

        Raises AlreadyRunning when another launcher owns the directory, LaunchError when it does not come up.
        """
        self._home = make_home(self._wanted, self._user, self._say)
        lock = OwnerLock(self._home / "owner.lock", self.what)
        lock.acquire()
        self._lock = lock
        try:
            self._bring_up()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop within seconds, keeping the data (a temporary directory is removed). Safe to call twice."""
        if self._child is not None:
            self._stop_child(self._child)
            self._child = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._temporary:
            remove_home(self._wanted)

    def kill(self) -> None:
        """`kill -9`, for tests of recovery."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    @abstractmethod
    def _bring_up(self) -> None:
        """Start the child; the directory is ours and locked."""

    @abstractmethod
    def _stop_child(self, child: "subprocess.Popen[bytes]") -> None:
        """Stop the running child the way that suits it."""
