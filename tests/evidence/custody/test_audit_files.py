"""The audit names every row and every stored byte of a file that was tampered with, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
import urllib3

from app.evidence.custody.audit.findings import Kind
from app.evidence.storage import connections
from app.launch.objectstore import EmbeddedObjectStore
from tests.evidence.custody.audited import Audited, set_up
from tests.evidence.uploading import WAGES
from tests.support.stack import running

pytestmark = pytest.mark.anyio


async def test_file_row_that_was_altered_is_named(audited: Audited) -> None:
    await audited.tamper("UPDATE evidence SET sha256 = repeat('0', 64) WHERE id = :id", id=audited.files[0])
    found = await audited.audit()
    assert {each.kind for each in found.findings} == {Kind.EVIDENCE_DIFFERS, Kind.OBJECT_ALTERED}
    assert {each.where["evidence_id"] for each in found.findings} == {audited.files[0]}


async def test_file_said_to_be_verified_without_a_leaf_is_named(audited: Audited) -> None:
    await audited.tamper("UPDATE custody_event SET kind = 'viewed' WHERE evidence_id = :id", id=audited.files[1])
    found = await audited.audit()
    assert (Kind.EVIDENCE_UNLISTED, {"evidence_id": audited.files[1]}) in [
        (each.kind, each.where) for each in found.findings
    ]


@pytest.mark.parametrize(
    "change",
    [
        "status = 'rejected', rejection = 'missing'",
        "status = 'withdrawn', withdrawal_reason = 'x', withdrawn_at = now()",
        "status = 'declared', verified_at = NULL",
    ],
)
async def test_file_that_no_longer_counts_without_a_word_in_the_ledger_is_named(
    audited: Audited, change: str
) -> None:
    await audited.tamper(f"UPDATE evidence SET {change} WHERE id = :id", id=audited.files[0])  # noqa: S608 -- listed
    assert (await audited.only(Kind.EVIDENCE_STATUS))["evidence_id"] == audited.files[0]


async def test_who_opened_a_file_cannot_be_unsaid(alone: Audited) -> None:
    for _ in range(2):
        assert (await alone.case.post(f"/evidence/{alone.files[0]}/open")).status_code == 200
    await alone.stack.drain()
    assert await alone.kinds() == set()
    await alone.tamper("DELETE FROM evidence_opening WHERE id = (SELECT id FROM evidence_opening LIMIT 1)")
    assert (await alone.only(Kind.OPENING_DIFFERS))["evidence_id"] == alone.files[0]


async def test_event_that_waits_too_long_is_named(audited: Audited) -> None:
    await audited.tamper(
        "INSERT INTO custody_event SELECT gen_random_uuid(), evidence_id, kind, sha256, size_bytes, "
        "at - interval '2 hours', salt FROM custody_event LIMIT 1",
        "INSERT INTO custody_pending SELECT id FROM custody_event e WHERE NOT EXISTS "
        "(SELECT FROM ledger_leaf l WHERE l.event_id = e.id)",
    )
    assert await audited.kinds() == {Kind.EVENT_WAITING}


async def stored(audited: Audited, evidence_id: str) -> tuple[str, str]:
    [row] = await audited.case.rows("SELECT object_key, object_version FROM evidence WHERE id = :i", i=evidence_id)
    return row[0], row[1]


async def test_version_put_over_a_verified_file_is_named(alone: Audited) -> None:
    key, _ = await stored(alone, alone.files[0])
    alone.put(key, WAGES.data[:-1] + b"x")
    assert await alone.only(Kind.OBJECT_VERSION) == {"evidence_id": alone.files[0], "object_key": key}


async def test_delete_marker_over_a_verified_file_is_named(alone: Audited) -> None:
    key, _ = await stored(alone, alone.files[0])
    storage = alone.stack.services.object_store.connections
    storage.client.remove_object(storage.bucket, key)
    assert (await alone.only(Kind.OBJECT_VERSION))["object_key"] == key


async def test_version_that_is_not_the_verified_one_is_an_altered_file(alone: Audited) -> None:
    """Somebody puts another file there and points the database at it."""
    key, _ = await stored(alone, alone.files[0])
    alone.put(key, WAGES.data[:-1] + b"x")
    version = (await alone.stack.services.object_store.stat(key)).version_id
    await alone.tamper(
        "UPDATE evidence SET object_version = :version WHERE id = :id", version=version, id=alone.files[0]
    )
    assert await alone.kinds() == {Kind.OBJECT_ALTERED, Kind.OBJECT_UNLOCKED}


async def test_missing_object_is_named(audited: Audited) -> None:
    await audited.tamper("UPDATE evidence SET object_key = 'evidence/none' WHERE id = :id", id=audited.files[1])
    where = await audited.only(Kind.OBJECT_MISSING)
    assert where == {"evidence_id": audited.files[1], "object_key": "evidence/none"}
    assert await audited.kinds(skips_objects=True) == set()


async def test_byte_flipped_on_the_disk_of_the_storage_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SeaweedFS notices by a checksum of its own, and gives nothing; it tries for 14 seconds before it says so."""
    monkeypatch.setattr(connections, "READING", urllib3.Timeout(connect=2, read=2))
    with EmbeddedObjectStore(fast=True) as store:
        where: dict[str, Any] = {
            "s3_endpoint": store.endpoint,
            "s3_access_key": store.access_key,
            "s3_secret_key": store.secret_key,
        }
        async with running(**where) as stack:
            case, files = await set_up(stack)
            audited = Audited(stack, case, files, tmp_path)
            assert await audited.kinds() == set()
            flip(store.home, WAGES.data[1000:1040])
            found = await audited.audit()
            assert {each.kind for each in found.findings} <= {Kind.OBJECT_UNREADABLE, Kind.OBJECT_ALTERED}
            assert [each.where["evidence_id"] for each in found.findings] == [files[0]]


def flip(home: Path, content: bytes) -> None:
    """Change one byte of ``content`` in the volume file that holds it."""
    for file in home.rglob("*.dat"):
        with file.open("r+b") as stream:
            place = stream.read().find(content)
            if place >= 0:
                stream.seek(place)
                stream.write(bytes([content[0] ^ 1]))
                return
    raise AssertionError("no volume holds it")


async def test_everything_is_found_in_one_run(audited: Audited) -> None:
    await audited.tamper(
        "UPDATE ledger_leaf SET leaf_hash = sha256(leaf_hash) WHERE index = 1",
        "UPDATE ledger_node SET hash = sha256(hash) WHERE level = 1 AND index = 3",
        "UPDATE evidence SET object_key = 'evidence/none' WHERE id = :id",
        id=audited.files[1],
    )
    assert await audited.kinds() == {Kind.LEAF_DIFFERS, Kind.NODE_DIFFERS, Kind.OBJECT_MISSING}
