"""The audit names everything that was tampered with, and nothing else."""

import io
import os
import shutil
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
import urllib3
from sqlalchemy import text

from app.evidence.custody.audit import auditing, leaves, state
from app.evidence.custody.audit.anchor import AnchorUnusable, read_anchor
from app.evidence.custody.audit.auditing import Ledger, Step, Wanted
from app.evidence.custody.audit.findings import Kind
from app.evidence.custody.audit.state import State, StateUnusable
from app.evidence.custody.checkpoint import Checkpoint, SigningKey
from app.evidence.custody.cosigning import cosign_newest
from app.evidence.custody.heads import object_key
from app.evidence.custody.leaf import Statement, commitment, leaf_hash
from app.evidence.custody.merkle import Edge
from app.evidence.custody.stamping import Authority, stamp_newest
from app.evidence.custody.witnesses import build_neighbours
from app.evidence.storage import connections
from app.kernel.signing_keys import make_signing_key
from app.launch.objectstore import EmbeddedObjectStore
from tests.evidence.cases import Case, opened
from tests.evidence.custody.outside import context, happen, served
from tests.evidence.custody.test_cosigning import VKEY, Office
from tests.evidence.uploading import CHAT, WAGES
from tests.standins.timestamp.authority import make_folder
from tests.standins.timestamp.responder import Responder
from tests.standins.timestamp.responder import running as responding
from tests.support.stack import Stack, make_settings, running

pytestmark = pytest.mark.anyio


def unheard(step: Step, done: int, total: int) -> None:
    """Nobody looks at the progress."""


@dataclass
class Audited:
    """A product with a ledger of some leaves, and two files."""

    stack: Stack
    case: Case
    files: list[str]
    folder: Path
    roots: str | None = None

    @property
    def ledger(self) -> Ledger:
        services = self.stack.services
        keys = services.ledger_keys
        return Ledger(services.database, services.object_store, keys.name, keys.log, self.roots)

    async def audit(self, **wanted: Any) -> State:
        """A whole audit, from the start."""
        found = await auditing.begin(self.ledger)
        wanted_all = Wanted(self.folder / "state.json", **wanted)
        await auditing.run(self.ledger, found, wanted_all, unheard, at=self.stack.clock.now())
        return found

    async def kinds(self, **wanted: Any) -> set[Kind]:
        return {each.kind for each in (await self.audit(**wanted)).findings}

    async def only(self, kind: Kind) -> dict[str, Any]:
        """Where the one thing is that is wrong."""
        found = await self.audit()
        assert [each.kind for each in found.findings] == [kind], [each.line() for each in found.findings]
        return dict(found.findings[0].where)

    async def tamper(self, *statements: str, **values: object) -> None:
        """Change rows as somebody would who owns the database: no trigger, no foreign key."""
        async with self.stack.services.database.transaction() as session:
            await session.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                await session.execute(text(statement), values)

    async def one(self, statement: str, **values: object) -> Any:
        [row] = await self.case.rows(statement, **values)
        return row[0]

    async def size(self) -> int:
        return await self.one("SELECT max(tree_size) FROM ledger_head")

    async def event_at(self, index: int) -> str:
        return str(await self.one("SELECT event_id FROM ledger_leaf WHERE index = :i", i=index))

    def put(self, key: str, data: bytes) -> None:
        storage = self.stack.services.object_store.connections
        storage.client.put_object(storage.bucket, key, io.BytesIO(data), len(data))


KEPT: dict[str, Any] = {}
"""Database, settings and files of a product that was set up once; tests get clones of its database."""


async def set_up(stack: Stack) -> tuple[Case, list[str]]:
    """Ten leaves or so under several heads."""
    case = await opened(stack)
    files = [await case.verified(WAGES), await case.verified(CHAT)]
    await happen(stack, files[0], 3)
    await happen(stack, files[1], 4)
    return case, files


@pytest.fixture
async def audited(tmp_path: Path) -> AsyncGenerator[Audited]:
    """A database to tamper with; storage is shared with other tests and must be left alone."""
    if not KEPT:
        async with running(keep=True) as stack:
            case, files = await set_up(stack)
            url, name = stack.settings.database_url.get_secret_value(), stack.settings.ledger_name
            KEPT.update(template=url.rpartition("/")[2], ledger_name=name, case=case, files=files)
    async with running(template=KEPT["template"], ledger_name=KEPT["ledger_name"]) as stack:
        yield Audited(stack, replace(KEPT["case"], stack=stack), KEPT["files"], tmp_path)


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncGenerator[Audited]:
    """Database and objects to tamper with."""
    async with running() as stack:
        case, files = await set_up(stack)
        yield Audited(stack, case, files, tmp_path)


async def test_finds_nothing_where_nothing_was_done(audited: Audited) -> None:
    found = await audited.audit()
    assert [each.line() for each in found.findings] == []
    assert found.tree.size == found.size == await audited.size() >= 11
    assert found.read == 2
    assert set(found.done) == {Step.ROWS, Step.HEADS}


CHANGES = {
    "fingerprint": "UPDATE custody_event SET sha256 = repeat('0', 64) WHERE id = :id",
    "size": "UPDATE custody_event SET size_bytes = size_bytes + 1 WHERE id = :id",
    "time": "UPDATE custody_event SET at = at - interval '1 day' WHERE id = :id",
    "kind": "UPDATE custody_event SET kind = 'viewed' WHERE id = :id",
    "salt": "UPDATE custody_event SET salt = sha256(salt) WHERE id = :id",
}


@pytest.mark.parametrize("change", CHANGES)
async def test_altered_event_is_named_by_leaf_and_file(audited: Audited, change: str) -> None:
    event = await audited.event_at(4)
    await audited.tamper(CHANGES[change], id=event)
    found = [each for each in (await audited.audit()).findings if each.kind is Kind.LEAF_DIFFERS]
    assert [each.where["leaf_index"] for each in found] == [4]
    assert found[0].where["event_id"] == event
    assert found[0].where["evidence_id"] in audited.files


async def test_altered_party_is_named(audited: Audited) -> None:
    event = await audited.one("SELECT id FROM custody_event WHERE party_id IS NOT NULL ORDER BY id LIMIT 1")
    await audited.tamper("UPDATE custody_event SET party_salt = sha256(party_salt) WHERE id = :id", id=event)
    assert (await audited.only(Kind.EVENT_PARTY))["event_id"] == str(event)


async def test_altered_leaf_is_named_once(audited: Audited) -> None:
    await audited.tamper("UPDATE ledger_leaf SET leaf_hash = sha256(leaf_hash) WHERE index = 2")
    assert (await audited.only(Kind.LEAF_DIFFERS))["leaf_index"] == 2


async def test_altered_node_is_named_once(audited: Audited) -> None:
    await audited.tamper("UPDATE ledger_node SET hash = sha256(hash) WHERE level = 2 AND index = 1")
    where = await audited.only(Kind.NODE_DIFFERS)
    assert (where["level"], where["index"], where["leaf_index"], where["last_index"]) == (2, 1, 4, 7)


async def test_removed_and_added_nodes_are_named(audited: Audited) -> None:
    await audited.tamper(
        "DELETE FROM ledger_node WHERE level = 1 AND index = 0",
        "INSERT INTO ledger_node VALUES (1, 99, sha256('x'))",
    )
    assert await audited.kinds() == {Kind.NODE_MISSING, Kind.NODE_EXTRA}


async def test_removed_leaf_and_its_event_are_named(audited: Audited) -> None:
    event = await audited.event_at(5)
    await audited.tamper("DELETE FROM ledger_leaf WHERE index = 5")
    found = await audited.audit()
    assert {each.kind: each.where for each in found.findings} == {
        Kind.LEAF_MISSING: {"leaf_index": 5, "last_index": 5},
        Kind.EVENT_UNLISTED: {"event_id": event, "evidence_id": found.findings[1].where["evidence_id"]},
    }


async def test_removed_event_is_named(audited: Audited) -> None:
    event = await audited.event_at(6)
    await audited.tamper("DELETE FROM custody_event WHERE id = :id", id=event)
    assert await audited.only(Kind.EVENT_MISSING) == {"leaf_index": 6, "event_id": event}


async def test_neighbours_that_changed_places_are_named(audited: Audited) -> None:
    """The head after the first of them contradicts it too: it was signed when that one alone was there."""
    await swap(audited, 2, 3)
    found = await audited.audit()
    assert {each.kind for each in found.findings} <= {Kind.LEAVES_SWAPPED, Kind.HEAD_ROOT}
    [swapped] = [each.where for each in found.findings if each.kind is Kind.LEAVES_SWAPPED]
    assert swapped == {"leaf_index": 2, "last_index": 3}


async def test_leaves_that_changed_places_far_apart_are_narrowed_down_to_pairs(audited: Audited) -> None:
    await swap(audited, 1, 6)
    found = await audited.audit()
    assert {each.kind for each in found.findings} <= {Kind.NODE_DIFFERS, Kind.HEAD_ROOT}
    pairs = [each.where for each in found.findings if each.kind is Kind.NODE_DIFFERS]
    assert [(each["leaf_index"], each["last_index"]) for each in pairs] == [(0, 1), (6, 7)]


async def swap(audited: Audited, one: int, other: int) -> None:
    await audited.tamper(
        "UPDATE ledger_leaf SET index = 1000 WHERE index = :one",
        "UPDATE ledger_leaf SET index = :one WHERE index = :other",
        "UPDATE ledger_leaf SET index = :other WHERE index = 1000",
        one=one,
        other=other,
    )


async def test_added_leaf_is_named(audited: Audited) -> None:
    size = await audited.size()
    await audited.tamper(
        "INSERT INTO ledger_leaf SELECT :size, gen_random_uuid(), leaf_hash FROM ledger_leaf WHERE index = 0",
        size=size,
    )
    found = await audited.audit()
    assert found.findings[0].kind is Kind.LEAF_UNSIGNED
    assert found.findings[0].where["leaf_index"] == size


async def test_history_rewritten_with_all_its_nodes_contradicts_the_signed_heads(audited: Audited) -> None:
    """Whoever owns the database can make everything fit but the signatures."""
    event = await audited.event_at(4)
    await audited.tamper("UPDATE custody_event SET at = at - interval '1 day' WHERE id = :id", id=event)
    await rebuild(audited)
    found = await audited.audit()
    assert {each.kind for each in found.findings} == {Kind.HEAD_ROOT}
    sizes = await audited.case.rows("SELECT tree_size FROM ledger_head WHERE tree_size > 4 ORDER BY 1")
    assert [each.where["tree_size"] for each in found.findings] == [row[0] for row in sizes]


async def rebuild(audited: Audited) -> None:
    """Compute every leaf and node anew from the events as they now are."""
    rows = await audited.case.rows(
        "SELECT l.index AS place, e.* FROM ledger_leaf l JOIN custody_event e ON e.id = l.event_id ORDER BY 1"
    )
    edge = Edge()
    for row in rows:
        said = Statement(row.evidence_id, row.kind, row.sha256, row.size_bytes, row.at, row.party)
        value = leaf_hash(commitment(row.salt, said.text()))
        await audited.tamper(
            "UPDATE ledger_leaf SET leaf_hash = :value WHERE index = :place", value=value, place=row.place
        )
        for level, index, node in edge.append(value):
            await audited.tamper(
                "UPDATE ledger_node SET hash = :node WHERE level = :level AND index = :index",
                node=node,
                level=level,
                index=index,
            )


async def test_head_signed_with_another_key_is_named(audited: Audited, tmp_path: Path) -> None:
    file = tmp_path / "forger.pem"
    file.write_text(make_signing_key())
    forger = SigningKey.from_pem(file, audited.ledger.origin)
    size = await audited.size()
    note = await audited.one("SELECT checkpoint FROM ledger_head WHERE tree_size = :size", size=size)
    forged = forger.sign(note.partition("\n\n")[0] + "\n")
    await audited.tamper(
        "UPDATE ledger_head SET checkpoint = :forged WHERE tree_size = :size", forged=forged, size=size
    )
    found = await audited.audit()
    assert {each.kind for each in found.findings} == {Kind.HEAD_FORGED, Kind.HEAD_COPY_DIFFERS}
    assert {each.where["tree_size"] for each in found.findings} == {size}


async def test_head_whose_columns_were_edited_is_named(audited: Audited) -> None:
    size = await audited.size()
    await audited.tamper("UPDATE ledger_head SET root_hash = sha256('x') WHERE tree_size = :size", size=size)
    assert (await audited.only(Kind.HEAD_EDITED))["tree_size"] == size


async def test_tail_that_was_cut_off_is_missed_by_its_heads_in_storage(audited: Audited) -> None:
    keep = await audited.one("SELECT tree_size FROM ledger_head ORDER BY tree_size DESC OFFSET 1 LIMIT 1")
    cut = await audited.size()
    await audited.tamper(
        "DELETE FROM ledger_leaf WHERE index >= :keep",
        "DELETE FROM ledger_head WHERE tree_size > :keep",
        "DELETE FROM ledger_node WHERE ((index + 1) << level) > :keep",
        "DELETE FROM custody_event e WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.event_id = e.id)",
        keep=keep,
    )
    assert await audited.only(Kind.HEAD_CUT) == {
        "tree_size": cut,
        "object_key": object_key(audited.ledger.origin, cut),
    }


async def test_cut_tail_of_leaves_alone_is_missed_by_the_signed_head(audited: Audited) -> None:
    size = await audited.size()
    await audited.tamper("DELETE FROM ledger_leaf WHERE index >= :last", last=size - 2)
    found = await audited.audit()
    assert found.findings[0].kind is Kind.LEAF_MISSING
    assert found.findings[0].where == {"leaf_index": size - 2, "last_index": size - 1}


async def test_copies_of_heads_that_are_gone_or_false_are_named(alone: Audited) -> None:
    origin, store = alone.ledger.origin, alone.stack.services.object_store.connections
    first, second, *_ = [row[0] for row in await alone.case.rows("SELECT tree_size FROM ledger_head ORDER BY 1")]
    store.client.remove_object(store.bucket, object_key(origin, first))
    alone.put(object_key(origin, second), b"yes\n1\nno\n")
    assert await alone.kinds() == {Kind.HEAD_COPY_MISSING, Kind.HEAD_COPY_FORGED}


async def test_what_was_put_over_copies_of_heads_hides_nothing(alone: Audited) -> None:
    """Whoever owns database, storage and key cuts the tail, hides its copy, signs another head in its place."""
    origin, store = alone.ledger.origin, alone.stack.services.object_store.connections
    signing = alone.stack.services.ledger_keys.signing
    before, cut = [row[0] for row in await alone.case.rows("SELECT tree_size FROM ledger_head ORDER BY 1")][-2:]
    fork = signing.sign(Checkpoint(origin, before, bytes(32)).body()) if signing else ""
    await alone.tamper(
        "DELETE FROM ledger_head WHERE tree_size > :before",
        "UPDATE ledger_head SET checkpoint = :fork WHERE tree_size = :before",
        before=before,
        fork=fork,
    )
    store.client.remove_object(store.bucket, object_key(origin, cut))
    alone.put(object_key(origin, before), fork.encode())
    found = {each.kind: each.where.get("tree_size") for each in (await alone.audit()).findings}
    assert (found[Kind.HEAD_CUT], found[Kind.HEAD_COPY_DIFFERS]) == (cut, before)


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


async def test_ledger_must_continue_a_head_that_somebody_kept(audited: Audited) -> None:
    keys = audited.ledger.keys
    [(old,)] = await audited.case.rows("SELECT checkpoint FROM ledger_head ORDER BY tree_size LIMIT 1")
    assert await audited.kinds(anchor=read_anchor(old, keys)) == set()
    receipt = f'{{"checkpoint": "{old}"}}'.replace("\n", "\\n")
    assert read_anchor(receipt, keys) == read_anchor(old, keys)
    with pytest.raises(AnchorUnusable):
        read_anchor(old.replace("\n1\n", "\n2\n").replace("\n2\n", "\n3\n"), keys)
    signing = audited.stack.services.ledger_keys.signing
    assert signing is not None
    fork = read_anchor(signing.sign(f"{signing.name}\n5\n{'A' * 43}=\n"), keys)
    assert await audited.kinds(anchor=fork) == {Kind.ANCHOR_DIFFERS}
    longer = read_anchor(signing.sign(f"{signing.name}\n500\n{'A' * 43}=\n"), keys)
    assert await audited.kinds(anchor=longer) == {Kind.ANCHOR_AHEAD}


async def test_audit_that_goes_on_takes_the_head_it_is_given_then(audited: Audited) -> None:
    signing = audited.stack.services.ledger_keys.signing
    assert signing is not None
    fork = read_anchor(signing.sign(f"{signing.name}\n5\n{'A' * 43}=\n"), audited.ledger.keys)
    begun = await audited.audit()
    for _ in range(2):
        wanted = Wanted(audited.folder / "state.json", fork)
        await auditing.run(audited.ledger, begun, wanted, unheard, at=audited.stack.clock.now())
        assert [each.kind for each in begun.findings] == [Kind.ANCHOR_DIFFERS]


async def test_countersignatures_and_timestamps_are_verified_anew(audited: Audited, tmp_path: Path) -> None:
    async with served(Office().app) as url:
        settings = make_settings("none", ledger_witnesses=f"{VKEY} {url}")
        await cosign_newest(context(audited.stack), build_neighbours(settings).witnesses)
    assert await audited.kinds() == set()
    size = await audited.size()
    await audited.tamper("UPDATE ledger_cosignature SET line = overlay(line placing 'AA' from 60)")
    assert await audited.only(Kind.COSIGNATURE_BAD) == {"tree_size": size, "witness": VKEY}
    await audited.tamper("DELETE FROM ledger_cosignature")
    if shutil.which("openssl") is None:
        pytest.skip("the openssl program is not installed")
    root = make_folder(tmp_path / "tsa", "测试时间戳", at=datetime.now(UTC))
    with responding(Responder(root.parent)) as url:
        await stamp_newest(context(audited.stack), Authority(url, root.read_text()))
    audited.roots = root.read_text()
    assert await audited.kinds() == set()
    audited.roots = make_folder(tmp_path / "other", "别家", at=datetime.now(UTC)).read_text()
    assert await audited.only(Kind.TIMESTAMP_BAD) == {"tree_size": size}
    audited.roots = None
    await audited.tamper("UPDATE ledger_timestamp SET token = set_byte(token, 300, get_byte(token, 300) # 1)")
    assert await audited.only(Kind.TIMESTAMP_BAD) == {"tree_size": size}


async def test_interrupted_audit_goes_on_where_it_stopped(
    audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaves, "RANGE", 4)
    await audited.tamper("UPDATE ledger_leaf SET leaf_hash = sha256(leaf_hash) WHERE index IN (1, 9)")
    file = audited.folder / "state.json"
    begun = await auditing.begin(audited.ledger)

    def stop(step: Step, done: int, _: int) -> None:
        if (step, done) == (Step.LEAVES, 8):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await auditing.run(audited.ledger, begun, Wanted(file), stop, at=audited.stack.clock.now())
    found = state.load(file, audited.ledger.origin, audited.ledger.keys)
    assert found is not None
    assert found.tree.size == 8
    await auditing.run(audited.ledger, found, Wanted(file), unheard, at=audited.stack.clock.now())
    assert [(each.kind, each.where["leaf_index"]) for each in found.findings] == [
        (Kind.LEAF_DIFFERS, 1),
        (Kind.LEAF_DIFFERS, 9),
    ]
    with pytest.raises(StateUnusable):
        state.load(file, "another.example/custody", audited.ledger.keys)
    with pytest.raises(StateUnusable):
        state.load(file, audited.ledger.origin, [VKEY])
    file.write_text("{}")
    with pytest.raises(StateUnusable):
        state.load(file, audited.ledger.origin, audited.ledger.keys)


async def test_command_says_what_it_found_and_fails_where_it_found_something(audited: Audited) -> None:
    await audited.tamper("UPDATE ledger_leaf SET leaf_hash = sha256(leaf_hash) WHERE index = 2")
    code, said = await command(audited, "--skip-objects")
    assert code == 1
    assert "leaf_differs: " in said
    assert "leaf_index=2" in said
    assert said.endswith(f"审计了 {await audited.size()} 条账本记录、0 个文件：发现 1 处问题\n")
    assert not (audited.folder / "kept.json").exists()


async def command(audited: Audited, *options: str) -> tuple[int, str]:
    """`yjt audit-ledger` as an operator runs it: exit code and what it said."""
    settings = audited.stack.settings
    values = {
        **{name: str(getattr(settings, name)) for name in ("s3_endpoint", "s3_bucket", "ledger_name", "profile")},
        **{name: str(getattr(settings, name)) for name in ("ledger_key_file", "wechat_app_id")},
        **{
            name: getattr(settings, name).get_secret_value()
            for name in ("database_url", "s3_access_key", "s3_secret_key", "token_keys", "field_keys")
        },
        **{name: getattr(settings, name).get_secret_value() for name in ("index_key", "wechat_secret")},
    }
    environment = os.environ | {f"YJT_{name.upper()}": value for name, value in values.items()}
    line = [
        sys.executable,
        "-m",
        "app.cli",
        "audit-ledger",
        "--state",
        str(audited.folder / "kept.json"),
        *options,
    ]
    done = await anyio.run_process(line, env=environment, check=False)
    return done.returncode, done.stdout.decode()
