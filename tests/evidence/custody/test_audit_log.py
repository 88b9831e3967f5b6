"""The audit names every leaf, node and head that was tampered with, and nothing else."""

from pathlib import Path

import pytest

from app.evidence.custody.audit.auditing import Step
from app.evidence.custody.audit.findings import Kind
from app.evidence.custody.checkpoint import Checkpoint, SigningKey
from app.evidence.custody.heads import object_key
from app.evidence.custody.leaf import Statement, commitment, leaf_hash
from app.evidence.custody.merkle import Edge
from app.kernel.signing_keys import make_signing_key
from tests.evidence.custody.audited import Audited

pytestmark = pytest.mark.anyio


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
