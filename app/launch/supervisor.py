"""`yjt up`: the whole stack as one command. Starts in order, says what it does, stops everything together."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from app.launch import ports
from app.launch.embedded import EmbeddedServer
from app.launch.errors import AlreadyRunning, LaunchError
from app.launch.installation import REPOSITORY, SERVICES, Installation, external
from app.launch.locations import OwnerLock
from app.launch.objectstore import EmbeddedObjectStore
from app.launch.postgres import EmbeddedPostgres
from app.launch.preparation import Prepared
from app.launch.processes import spawn, stop_child, stop_orphan

_READY_PATIENCE_S = 180.0
_STOP_PATIENCE_S = 8.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: not an error."""


class Supervisor:
    """Owns one installation while it runs.

    `commands` replaces what the three processes of our own run (tests use stubs); each entry is the list of
    arguments after the interpreter, with `{port}` and `{wechat_port}` left to fill in.
    """

    def __init__(
        self,
        installation: Installation,
        *,
        commands: Mapping[str, Sequence[str]] | None = None,
        environment: Mapping[str, str] | None = None,
        say: Callable[[str], None] = lambda line: print(line, flush=True),
    ) -> None:
        self._installation = installation
        self._commands = {**COMMANDS, **(commands or {})}
        self._given = dict(os.environ if environment is None else environment)
        self._say = say
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._embedded: dict[str, EmbeddedServer] = {}
        self._awaited: list[int] = []

    def run(self) -> int:
        """Start, announce, watch until asked to stop. Returns 0 after a stop that was asked for, 1 else."""
        cleanup = ExitStack()
        for number in _SIGNALS:
            cleanup.callback(signal.signal, number, signal.signal(number, _request_stop))
        code = 0
        try:
            cleanup.callback(self._own().release)
            cleanup.callback(self._stop)
            self._start()
            self._watch()
        except StopRequested:
            self._say("Stopping …")
        except LaunchError as error:
            self._say(f"Error: {error}")
            if tail := error.tail():
                self._say(f"The end of {error.log}:\n{tail}")
            code = 1
        finally:
            cleanup.close()
        return code

    def _own(self) -> OwnerLock:
        self._installation.make_directories()
        lock = OwnerLock(self._installation.lock_path, "The stack")
        end = time.monotonic() + 2 * _STOP_PATIENCE_S
        while True:
            try:
                lock.acquire()
            except AlreadyRunning as error:
                if self._stopping_note.exists() and time.monotonic() < end:
                    continue  # the earlier launch is about to be gone; each try waits a moment
                url = self._installation.published().get("YJT_STACK_URL", "elsewhere")
                raise AlreadyRunning(
                    f"This data directory is in use: {url} (process {error.owner}). Stop that one first, "
                    f"or choose another directory and port: make run PORT=8010 DATA=/some/directory"
                ) from error
            self._stopping_note.unlink(missing_ok=True)
            return lock

    @property
    def _stopping_note(self) -> Path:
        """There while the owner stops, so that a launch right after it waits instead of giving up."""
        return self._installation.run / "stopping"

    def _start(self) -> None:
        began = time.monotonic()
        installation = self._installation
        self._stop_orphans()
        if not ports.is_free(installation.port):
            raise LaunchError(
                f"Port {installation.port} is in use by another program; choose another one, "
                f"for example: make run PORT={installation.port + 10}"
            )
        environment = self._settings()
        for service in SERVICES:  # a missing credential is said before anything runs
            external(service, environment)
        self._start_wechat(environment)
        self._start_timestamps(environment)
        database = self._start_database(environment)
        self._start_object_store(environment)
        installation.publish(environment)
        self._prepare(environment, database)
        self._spawn("api", environment)
        self._spawn("worker", environment)
        self._wait_ready()
        self._say(self._ready_line(time.monotonic() - began))

    def _settings(self) -> dict[str, str]:
        """The environment of every process: what was given wins over what was generated."""
        given = {name: value for name, value in self._given.items() if value or not name.startswith("YJT_")}
        direct = ",".join(filter(None, (given.get("NO_PROXY") or given.get("no_proxy"), "127.0.0.1,localhost")))
        return {
            "YJT_PROFILE": "demo",
            **self._installation.secrets(),
            **self._installation.seal(),
            **self._installation.ledger(),
            **given,
            "YJT_HOST": ports.LOOPBACK,  # the demo lets anyone log in by persona: never reachable from outside
            "YJT_PORT": str(self._installation.port),
            "YJT_STACK_URL": self._installation.url,
            "PYTHONUNBUFFERED": "1",
            "NO_PROXY": direct,
            "no_proxy": direct,
        }

    def _start_database(self, environment: dict[str, str]) -> str | None:
        """Returns what tells the embedded database apart, None for an external one."""
        if external("YJT_DATABASE_URL", environment):
            self._say("  PostgreSQL      the one that YJT_DATABASE_URL names")
            return None
        server = EmbeddedPostgres(self._installation.data / "postgres", say=self._note)
        self._embedded["PostgreSQL"] = server
        began = time.monotonic()
        server.start()
        environment["YJT_DATABASE_URL"] = server.url
        self._step("PostgreSQL", server.port, began)
        return server.generation

    def _start_object_store(self, environment: dict[str, str]) -> None:
        if external("YJT_S3_ENDPOINT", environment):
            self._say("  object storage  the one that YJT_S3_ENDPOINT names")
            return
        server = EmbeddedObjectStore(self._installation.data / "objects", say=self._note)
        self._embedded["object storage"] = server
        began = time.monotonic()
        server.start()
        environment["YJT_S3_ENDPOINT"] = server.endpoint
        environment.setdefault("YJT_S3_PUBLIC_ENDPOINT", server.endpoint)
        environment["YJT_S3_ACCESS_KEY"] = server.access_key
        environment["YJT_S3_SECRET_KEY"] = server.secret_key
        environment["YJT_S3_REGION"] = server.region
        self._step("object storage", server.port, began)

    def _start_wechat(self, environment: dict[str, str]) -> None:
        if external("YJT_WECHAT_BASE_URL", environment):
            self._say("  WeChat          the API that YJT_WECHAT_BASE_URL names")
            return
        port = ports.choose()
        environment["YJT_WECHAT_BASE_URL"] = f"http://{ports.LOOPBACK}:{port}"
        self._spawn("wechat", environment, port=port)
        self._awaited.append(port)
        self._say(f"  WeChat stand-in {ports.LOOPBACK}:{port}")

    def _start_timestamps(self, environment: dict[str, str]) -> None:
        """A stand-in of a time-stamping authority, so that receipts of the demo carry a timestamp (the demo's)."""
        if environment.get("YJT_TIMESTAMP_URL"):
            self._say("  timestamps      the authority that YJT_TIMESTAMP_URL names")
            return
        if shutil.which("openssl") is None:
            self._say("  timestamps      none: the program openssl is not installed")
            return
        port, folder = ports.choose(), self._installation.data / "timestamp"
        child = self._spawn("timestamp", environment, port=port)
        self._wait((folder / "openssl.cnf").exists, "timestamp", child)
        environment["YJT_TIMESTAMP_URL"] = f"http://{ports.LOOPBACK}:{port}"
        environment["YJT_TIMESTAMP_CERTIFICATES_FILE"] = str(folder / "root.pem")
        self._awaited.append(port)
        self._say(f"  timestamps      {ports.LOOPBACK}:{port} (stand-in of an authority)")

    def _prepare(self, environment: Mapping[str, str], database: str | None) -> None:
        """Migrations and demo data, in one process that must succeed; skipped when nothing can have changed."""
        prepared = Prepared(self._installation.run / "prepared", database)
        if prepared:
            return
        began = time.monotonic()
        prepared.forget()
        child = self._spawn("prepare", environment)
        code = child.wait()
        del self._children["prepare"]
        if code:
            raise LaunchError("Preparing the database failed.", log=self._log("prepare"))
        prepared.remember()
        self._step("database", None, began, "migrated, demo data in place")

    def _spawn(self, name: str, environment: Mapping[str, str], *, port: int = 0) -> "subprocess.Popen[bytes]":
        values = {
            "port": str(port),
            "run": str(self._installation.run),
            "timestamp": str(self._installation.data / "timestamp"),
            "app_id": environment["YJT_WECHAT_APP_ID"],
            "secret": environment["YJT_WECHAT_SECRET"],
        }
        arguments = [part.format(**values) for part in self._commands[name]]
        child = spawn([sys.executable, *arguments], log=self._log(name), cwd=REPOSITORY, env=environment)
        self._children[name] = child
        self._installation.remember_children({name: each.pid for name, each in self._children.items()})
        return child

    def _wait_ready(self) -> None:
        began = time.monotonic()
        self._wait(self._is_ready, "api", self._children["api"])
        self._step("API and worker", self._installation.port, began)

    def _is_ready(self) -> bool:
        if not all(map(ports.accepts, self._awaited)):
            return False
        connection = http.client.HTTPConnection(ports.LOOPBACK, self._installation.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _wait(self, condition: Callable[[], bool], name: str, child: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + _READY_PATIENCE_S
        while not condition():
            self._check_all()
            if time.monotonic() > end:
                message = f"The {name} process (pid {child.pid}) runs but does not become ready."
                raise LaunchError(message, log=self._log(name))
            time.sleep(0.05)

    def _watch(self) -> None:
        while True:
            self._check_all()
            time.sleep(0.2)

    def _check_all(self) -> None:
        """Raise for the first process that ended by itself: the stack is whole or not at all."""
        for name, child in self._children.items():
            if (code := child.poll()) is not None:
                raise LaunchError(f"The {name} process ended ({_ending(code)}).", log=self._log(name))
        for name, server in self._embedded.items():
            if (code := server.poll()) is not None:
                raise LaunchError(f"{name} ended ({_ending(code)}).", log=server.log_path)

    def _stop(self) -> None:
        """Our processes first and together, then what they stand on."""
        _ignore_signals()
        self._stopping_note.touch(mode=0o600)
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        end = time.monotonic() + _STOP_PATIENCE_S
        for child in self._children.values():
            stop_child(child, patience_s=max(0.1, end - time.monotonic()))
        for server in reversed(self._embedded.values()):
            server.stop()
        for leftover in ("children.json", "environment.json", "stopping"):
            (self._installation.run / leftover).unlink(missing_ok=True)

    def _stop_orphans(self) -> None:
        orphans = self._installation.remembered_children()
        if orphans:
            self._note(f"Stopping what an earlier run left behind: {', '.join(orphans)}.")
        for identity in orphans.values():
            if identity.is_alive():
                os.kill(identity.pid, signal.SIGTERM)
        for identity in orphans.values():
            stop_orphan(identity, patience_s=_STOP_PATIENCE_S)

    def _log(self, name: str) -> Path:
        return self._installation.logs / f"{name}.log"

    def _step(self, what: str, port: int | None, began: float, note: str = "") -> None:
        where = f"{ports.LOOPBACK}:{port}" if port else note
        self._say(f"  {what:<15} {where}  ({time.monotonic() - began:.1f} s)")

    def _note(self, message: str) -> None:
        self._say(f"  {message}")

    def _ready_line(self, seconds: float) -> str:
        """The one line that says it runs."""
        url = self._installation.url
        try:
            personas: list[str] = json.loads(
                (self._installation.run / "personas.json").read_text(encoding="utf-8")
            )
        except (OSError, ValueError):
            personas = []
        who = f"  ·  log in as: {', '.join(personas)}" if personas else ""
        return f"Ready after {seconds:.1f} s: {url}  ·  API docs: {url}/docs{who}  ·  Ctrl-C stops"


COMMANDS: dict[str, Sequence[str]] = {
    "wechat": (
        *("-m", "tests.standins.wechat", "--host", ports.LOOPBACK, "--port", "{port}"),
        *("--app-id", "{app_id}", "--secret", "{secret}"),
    ),
    "timestamp": (
        *("-m", "tests.standins.timestamp", "--host", ports.LOOPBACK, "--port", "{port}"),
        *("--folder", "{timestamp}"),
    ),
    "prepare": ("-m", "app.cli", "prepare", "--personas", "{run}/personas.json"),
    "api": ("-m", "app.cli", "serve"),
    "worker": ("-m", "app.cli", "worker"),
}
"""What our own processes run, after the interpreter."""


def _request_stop(number: int, frame: FrameType | None) -> None:
    _ignore_signals()
    raise StopRequested


def _ignore_signals() -> None:
    """Stopping takes seconds and must be finished: an impatient second Ctrl-C changes nothing."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
