"""A durable embedded PostgreSQL, an object store, the product and the reference, each in its own process."""

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from app.launch import ports
from app.launch.objectstore import EmbeddedObjectStore
from app.launch.postgres import DATABASE, EmbeddedPostgres, binaries
from bench import phones

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Storage:
    """The object storage, for those who speak to it without the product."""

    endpoint: str
    access_key: str
    secret_key: str
    region: str


@dataclass(frozen=True, slots=True)
class Servers:
    """Ports of the product and of the reference, where their database is (for SQLAlchemy, for others, and for
    others as its superuser), the product's storage, and what its tokens and nonces are made with.
    """

    product: int
    textbook: int
    url: str
    dsn: str
    superuser_dsn: str
    storage: Storage
    secrets: dict[str, str]


@contextmanager
def running() -> Generator[Servers]:
    """Start everything; PostgreSQL with its normal durability, so that an insert means a flush to disk."""
    with ExitStack() as stack:
        data = stack.enter_context(_stack_process())
        environment = os.environ | {"YJT_DATABASE_URL": data.url}
        textbook = ports.choose()
        arguments = ["-m", "uvicorn", "bench.textbook:app", "--port", str(textbook), "--log-level", "warning"]
        child = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment)
        stack.callback(child.wait)
        stack.callback(child.terminate)
        _wait_for(f"http://127.0.0.1:{textbook}/empty")
        yield Servers(data.port, textbook, data.url, data.dsn, data.superuser_dsn, data.storage, data.secrets)


@dataclass(frozen=True, slots=True)
class _Product:
    port: int
    url: str
    dsn: str
    superuser_dsn: str
    storage: Storage
    secrets: dict[str, str]


@contextmanager
def _stack_process() -> Generator[_Product]:
    """The whole demo stack, started as `make run` starts it, on servers that the references can reach too."""
    with EmbeddedPostgres() as postgres, EmbeddedObjectStore() as store, ExitStack() as stack:
        port = ports.choose()
        home = postgres.home / "bench-data"
        storage = Storage(store.endpoint, store.access_key, store.secret_key, store.region)
        secrets = phones.secrets()
        environment = os.environ | {
            "YJT_DATABASE_URL": postgres.url,
            "YJT_LOG_JSON": "true",
            **secrets,
            **{f"YJT_S3_{name.upper()}": value for name, value in asdict(storage).items()},
        }
        arguments = ["-m", "app.cli", "up", "--port", str(port), "--data", str(home), "--stop-with-parent"]
        child = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        stack.callback(child.wait)
        stack.callback(child.terminate)
        _wait_for(f"http://127.0.0.1:{port}/health/ready")
        superuser_dsn = f"{postgres.superuser_dsn.rpartition('/')[0]}/{DATABASE}"
        yield _Product(port, postgres.url, postgres.dsn, superuser_dsn, storage, secrets)


def pgbench(dsn: str, script: Path, *, seconds: int, clients: int) -> float:
    """Transactions a second of pgbench running ``script``.

    Raises:
        subprocess.CalledProcessError: pgbench failed.
    """
    options = ["-n", "-M", "prepared", "-T", str(seconds), "-c", str(clients), "-j", "2", "-f", str(script)]
    program = binaries() / "pginstall" / "bin" / "pgbench"
    done = subprocess.run([program, *options, dsn], check=True, capture_output=True, text=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps ="))
    return float(line.split()[2])


def _wait_for(url: str) -> None:
    for _ in range(1800):
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")
