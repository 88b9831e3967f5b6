"""One installation of the demo: its data directory, its generated secrets and the settings its processes get.

DATA/secrets.json      token, field and index keys (0600, made once; without it sealed data is lost)
DATA/seal/             key and certificate of the demo's own seal; certificate.pem is for whoever verifies
DATA/ledger/           the key that signs heads of the demo's custody ledger
DATA/timestamp/        keys and certificates of the demo's own time-stamping authority; root.pem is for verifiers
DATA/postgres/         the embedded database         DATA/objects/   the embedded object store
DATA/logs/             one file a process            DATA/run/       what is running now
"""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.kernel.papers.authority import make_authority
from app.kernel.signing_keys import make_signing_key
from app.launch import ports
from app.launch.errors import LaunchError
from app.launch.locations import OwnerLock, make_directory, remove_home
from app.launch.private_files import load_or_create, write_private
from app.launch.processes import Identity, service_user

REPOSITORY = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8000
DEMO_SEAL = "一键通演示签章"
KEPT = ("secrets.json", "seal", "ledger", "timestamp")
"""What later launches need: keys and certificates, made once."""
SERVICES = ("YJT_DATABASE_URL", "YJT_S3_ENDPOINT", "YJT_WECHAT_BASE_URL")
"""Settings that name a service from outside; while one is empty, the embedded service takes its place."""
_NEEDED_WITH = {
    "YJT_S3_ENDPOINT": ("YJT_S3_ACCESS_KEY", "YJT_S3_SECRET_KEY"),
    "YJT_WECHAT_BASE_URL": ("YJT_WECHAT_APP_ID", "YJT_WECHAT_SECRET"),
}
"""An external service is of no use without its credentials; generated ones would be refused there."""


@dataclass(frozen=True)
class Installation:
    """Where one stack keeps its things. Two stacks side by side need two of these."""

    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://{ports.LOOPBACK}:{self.port}"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def lock_path(self) -> Path:
        return self.run / "owner.lock"

    def make_directories(self) -> None:
        """Create what is missing; nobody but us can list or read it (a server's own user may pass through)."""
        make_directory(self.data, service_user())
        for directory in (self.logs, self.run):
            directory.mkdir(mode=0o700, exist_ok=True)

    def secrets(self) -> dict[str, str]:
        """The generated settings of this installation, made on the first run.

        Raises LaunchError when they are gone but the database that was sealed with them is not.
        """
        path = self.data / "secrets.json"
        if not path.exists() and (self.data / "postgres").exists():
            raise LaunchError(
                f"{path} is gone, and the database in {self.data / 'postgres'} was sealed with its keys: "
                "put it back, or remove the whole directory to begin anew."
            )
        return load_or_create(path, _new_secrets)

    def seal(self) -> dict[str, str]:
        """Settings that name the seal of this installation, under an authority of its own made on the first run.

        Papers sealed before stay valid only under the certificate they were sealed with, so it is kept.
        """
        folder = self.data / "seal"
        folder.mkdir(mode=0o700, exist_ok=True)
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        if not (key.exists() and certificate.exists()):
            authority = make_authority(DEMO_SEAL, at=datetime.now(UTC))
            write_private(key, authority.key_pem)
            write_private(certificate, authority.certificates_pem)
        return {"YJT_SEAL_KEY_FILE": str(key), "YJT_SEAL_CERTIFICATE_FILE": str(certificate)}

    def ledger(self) -> dict[str, str]:
        """Settings that name the signing key of this installation's custody ledger, made on the first run.

        Receipts given out before stay verifiable only by the key they were signed with, so it is kept.
        """
        key = self.data / "ledger" / "key.pem"
        key.parent.mkdir(mode=0o700, exist_ok=True)
        if not key.exists():
            write_private(key, make_signing_key())
        return {"YJT_LEDGER_KEY_FILE": str(key)}

    def remember_children(self, children: Mapping[str, int]) -> None:
        """Note each child's pid and start time, so that the next launch can tell an orphan from a stranger."""
        identities = {name: Identity.of(pid) for name, pid in children.items()}
        known = {name: [it.pid, it.started] for name, it in identities.items() if it}
        write_private(self.run / "children.json", json.dumps(known))

    def remembered_children(self) -> dict[str, Identity]:
        """The children of the last launch that are still alive."""
        try:
            noted = json.loads((self.run / "children.json").read_text(encoding="utf-8"))
            identities = {str(name): Identity(int(pid), int(started)) for name, (pid, started) in noted.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
        return {name: identity for name, identity in identities.items() if identity.is_alive()}

    def delete(self) -> None:
        """Delete the data, also what is kept elsewhere because the servers' user could not reach this place.

        Raises AlreadyRunning while a stack uses it.
        """
        if not self.data.exists():
            return
        self.make_directories()
        lock = OwnerLock(self.lock_path, "The stack")
        lock.acquire()
        try:
            for service in ("postgres", "objects"):
                remove_home(self.data / service)
            for ours in (*map(self.data.joinpath, KEPT), self.logs, self.run):
                shutil.rmtree(ours) if ours.is_dir() else ours.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # a stranger's file stays, and so does its directory
                self.data.rmdir()
        finally:
            lock.release()

    def publish(self, environment: Mapping[str, str]) -> None:
        """Leave the running stack's settings for the other commands (`yjt jobs`, …), readable by us alone."""
        ours = {name: value for name, value in environment.items() if name.startswith("YJT_")}
        write_private(self.run / "environment.json", json.dumps(ours, indent=2))

    def published(self) -> dict[str, str]:
        """The settings of the stack that runs on this directory now; empty when none does."""
        try:
            with self.lock_path.open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return {}
        except BlockingIOError:
            pass
        except OSError:
            return {}
        try:
            return dict(json.loads((self.run / "environment.json").read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}


def installation(data: Path | None = None, port: int | None = None) -> Installation:
    """The installation that options and environment (`YJT_DATA_DIR`, `YJT_PORT`) name; `.data` and 8000 else."""
    chosen = data or Path(os.environ.get("YJT_DATA_DIR") or REPOSITORY / ".data")
    if port is None:
        text = os.environ.get("YJT_PORT") or str(DEFAULT_PORT)
        if not text.isdigit() or not 0 < int(text) < 65536:
            raise LaunchError(f"YJT_PORT is {text!r}; a port is a number from 1 to 65535.")
        port = int(text)
    return Installation(chosen.expanduser().absolute(), port)


def external(name: str, environment: Mapping[str, str]) -> bool:
    """Whether a service is set from outside, so that the embedded one stays off. Checks its credentials."""
    if not environment.get(name):
        return False
    missing = [each for each in _NEEDED_WITH.get(name, ()) if not environment.get(each)]
    if missing:
        raise LaunchError(f"{name} is set, so {' and '.join(missing)} must be set too.")
    return True


def _new_secrets() -> dict[str, str]:
    return {
        "YJT_TOKEN_KEYS": f"k1:{secrets.token_hex(32)}",
        "YJT_FIELD_KEYS": f"k1:{secrets.token_hex(32)}",
        "YJT_INDEX_KEY": secrets.token_hex(32),
        "YJT_WECHAT_APP_ID": f"wx{secrets.token_hex(8)}",
        "YJT_WECHAT_SECRET": secrets.token_hex(16),
    }
