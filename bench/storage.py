"""Evidence beside bare tools: uploads through the product beside the SDK's, verification beside a hash of a file.

Bytes go from the client straight to storage, so the product may cost a few requests and no more: to declare the
file, to ask for links, to complete. Parts are sent three at a time, as the SDK does. The hash of the file, which
anybody needs who wants to prove something later, is counted on neither side (about 35 ms for 60 MiB).
"""

import asyncio
import hashlib
import io
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import urllib3

from app.evidence.enums import EvidenceKind, EvidenceStatus, MediaType
from app.evidence.inspecting.verifying import inspect
from app.evidence.models import Evidence
from app.evidence.storage.connections import Connections
from app.evidence.storage.objects import ObjectStore, new_key
from app.kernel.database import new_id
from bench.results import Figure, figure
from bench.servers import Servers, Storage
from tests.support.files import mp4

MIB = 1024 * 1024
UPLOAD_BYTES, VIDEO_BYTES = 60 * MIB, 300 * MIB
PART_BYTES = 5 * MIB
AT_ONCE = 3
UPLOADS, READINGS = 9, 5
MAX_PIXELS = 200_000_000


async def measure(servers: Servers, say: Callable[[str], None]) -> list[Figure]:
    """Both pairs, each measured in turn on a machine that does nothing else."""
    store = _store(servers.storage)
    try:
        say("uploads of 60 MiB …")
        uploads = await asyncio.to_thread(_uploads, servers, store)
        say("verification of 300 MiB …")
        return [uploads, *await _verification(store)]
    finally:
        store.close()


def _store(storage: Storage) -> ObjectStore:
    connections = Connections(
        storage.endpoint, storage.access_key, storage.secret_key, region=storage.region, bucket="yijiantong"
    )
    return ObjectStore(connections)


def _uploads(servers: Servers, store: ObjectStore) -> Figure:
    """MiB a second of whole uploads, by the product and by the bare SDK, in turn."""
    ours: list[float] = []
    bare: list[float] = []
    base = f"http://127.0.0.1:{servers.product}/api/v1"
    with httpx.Client(base_url=base, timeout=60) as phone, ThreadPoolExecutor(AT_ONCE) as threads:
        answer = _ok(phone.post("/demo/login", json={"persona": "worker"}))
        phone.headers["Authorization"] = f"Bearer {answer['access_token']}"
        matter = _ok(phone.post("/applications", json={"category": "labour_remuneration"}))["id"]
        pool = urllib3.PoolManager(maxsize=AT_ONCE)
        for number in range(UPLOADS + 1):
            data = mp4(os.urandom(UPLOAD_BYTES))
            sha256 = hashlib.sha256(data).hexdigest()
            began = time.perf_counter()
            evidence_id = upload(phone, pool, threads, data, matter=matter, sha256=sha256)
            middle = time.perf_counter()
            _until_verified(phone, evidence_id)
            before = time.perf_counter()
            put_bare(store, data)
            if number:  # the first of each warms up
                ours.append(middle - began)
                bare.append(time.perf_counter() - before)
    size = UPLOAD_BYTES / MIB
    return figure(
        "evidence.upload_vs_sdk",
        size / statistics.median(ours),
        "MiB/s",
        "the bare minio SDK, same bytes, same store",
        size / statistics.median(bare),
    )


def upload(
    phone: httpx.Client,
    pool: urllib3.PoolManager,
    threads: ThreadPoolExecutor,
    data: bytes,
    *,
    matter: str,
    sha256: str,
) -> str:
    """One upload in parts, as a phone makes it; gives the file's id."""
    declaration = {
        "matter_id": matter,
        "kind": "photo_video",
        "name": "工地录像.mp4",
        "media_type": "video/mp4",
        "size_bytes": len(data),
        "sha256": sha256,
    }
    declared = _ok(phone.post("/evidence", json=declaration))
    path = f"/evidence/{declared['evidence']['id']}"
    numbers = list(range(1, declared["upload"]["count"] + 1))
    links = _ok(phone.post(f"{path}/parts", json={"numbers": numbers}))
    view = memoryview(data)

    def send(part: Any) -> int:
        start = (part["number"] - 1) * links["part_bytes"]
        return pool.urlopen("PUT", part["url"], body=view[start : start + part["size_bytes"]]).status

    if set(threads.map(send, links["parts"])) != {200}:
        raise RuntimeError("storage refused a part")
    _ok(phone.post(f"{path}/complete"))
    return str(declared["evidence"]["id"])


def put_bare(store: ObjectStore, data: bytes) -> None:
    """The same bytes by the SDK, with the same parts and as many at once."""
    store.connections.reader.put_object(
        store.connections.bucket,
        f"bench/{uuid4()}",
        io.BytesIO(data),
        len(data),
        content_type="video/mp4",
        part_size=PART_BYTES,
        num_parallel_uploads=AT_ONCE,
    )


def _until_verified(phone: httpx.Client, evidence_id: str) -> None:
    """The worker must be done before anything else is measured."""
    for _ in range(600):
        if _ok(phone.get(f"/evidence/{evidence_id}"))["status"] == "verified":
            return
        time.sleep(0.1)
    raise RuntimeError("an upload was not verified")


async def _verification(store: ObjectStore) -> list[Figure]:
    """MiB a second of the worker's inspection of a stored film, and of two hashes of the same file on disk."""
    data = mp4(os.urandom(VIDEO_BYTES))
    times: dict[str, list[float]] = {"ours": [], "sha256sum": [], "openssl": []}
    with tempfile.NamedTemporaryFile() as file:
        path = Path(file.name)
        await asyncio.to_thread(path.write_bytes, data)
        item = await _stored(store, path, data)
        for _ in range(READINGS):
            began = time.perf_counter()
            finding = await inspect(store, item, max_pixels=MAX_PIXELS)
            times["ours"].append(time.perf_counter() - began)
            if finding.rejection is not None:
                raise RuntimeError(f"the film was refused: {finding}")
            times["sha256sum"].append(_seconds(lambda: _sha256sum(path)))
            times["openssl"].append(_seconds(lambda: _openssl(path)))
    size = VIDEO_BYTES / MIB
    speed = {name: size / statistics.median(spent) for name, spent in times.items()}
    return [
        figure(
            "evidence.verify_vs_sha256sum", speed["ours"], "MiB/s", "sha256sum of the file", speed["sha256sum"]
        ),
        figure("evidence.verify_vs_openssl", speed["ours"], "MiB/s", "OpenSSL's SHA-256 of it", speed["openssl"]),
    ]


async def _stored(store: ObjectStore, path: Path, data: bytes) -> Evidence:
    key, at = new_key(), datetime.now(UTC)
    await store.put_file(key, path, media_type=MediaType.MP4)
    return Evidence(
        matter_id=new_id(),
        owner_id=new_id(),
        kind=EvidenceKind.PHOTO_VIDEO,
        name="工地录像.mp4",
        media_type=MediaType.MP4,
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        object_key=key,
        status=EvidenceStatus.ARRIVED,
        declared_at=at,
        updated_at=at,
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _sha256sum(path: Path) -> None:
    program = shutil.which("sha256sum") or "sha256sum"
    subprocess.run([program, path], check=True, capture_output=True)


def _openssl(path: Path) -> None:
    with path.open("rb") as file:
        hashlib.file_digest(file, "sha256")


def _ok(answer: httpx.Response) -> Any:
    answer.raise_for_status()
    return answer.json()
