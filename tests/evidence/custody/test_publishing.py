"""Copies of signed heads in storage: there for each, locked, never replaced, and made later after an outage."""

from datetime import timedelta
from typing import Any

import pytest

from app.evidence.custody import heads, sequencing
from app.evidence.custody.heads import HeadForked, object_key
from tests.evidence.cases import Case
from tests.evidence.custody.ledger import check, file_of, happen, sequence_now
from tests.evidence.custody.outside import context
from tests.evidence.test_outages import behind_gate

pytestmark = pytest.mark.anyio


def key_of(case: Case, size: int) -> str:
    return object_key(case.stack.settings.ledger_name, size)


async def copy_of(case: Case, size: int) -> str:
    found = bytearray()
    await case.stack.services.object_store.read_through(key_of(case, size), found.extend)
    return found.decode()


async def notes(case: Case) -> list[Any]:
    return await case.rows("SELECT tree_size, checkpoint FROM ledger_head ORDER BY 1")


async def unpublished(case: Case) -> list[int]:
    return [size for (size,) in await case.rows("SELECT tree_size FROM ledger_unpublished ORDER BY 1")]


async def test_every_head_has_a_locked_copy(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 2)
    store = case.stack.services.object_store
    await happen(case.stack, await file_of(case), 5)
    await case.stack.drain()
    told = await notes(case)
    assert [size for size, _ in told] == [2, 4, 5]
    for size, note in told:
        assert await copy_of(case, size) == note
        version = (await store.stat(key_of(case, size))).version_id
        assert version is not None
        lock = await store.retention.get(key_of(case, size), version)
        assert lock is not None
        assert lock.until > case.stack.clock.now() + timedelta(days=3650)
    assert await unpublished(case) == []


async def test_publishing_again_replaces_nothing(case: Case) -> None:
    store = case.stack.services.object_store
    await happen(case.stack, await file_of(case))
    await case.stack.drain()
    before = await store.stat(key_of(case, 1))
    async with case.stack.services.database.engine.begin() as connection:
        await connection.exec_driver_sql("INSERT INTO ledger_unpublished SELECT tree_size FROM ledger_head")
    await heads.publish(context(case.stack), store)
    assert (await store.stat(key_of(case, 1)), await unpublished(case)) == (before, [])


async def test_copies_are_made_after_an_outage() -> None:
    async with behind_gate() as (case, gate):
        evidence_id = await file_of(case)
        await gate.shut()
        await happen(case.stack, evidence_id, 2)
        await case.stack.drain()
        await happen(case.stack, evidence_id, 2)
        await case.stack.drain()
        assert await check(case.stack, 4)
        assert await unpublished(case) == [2, 4]
        assert await case.rows("SELECT entrypoint FROM pgqueuer") == []
        await case.stack.advance(minutes=11)
        assert await unpublished(case) == [2, 4]
        await gate.open()
        await case.stack.advance(minutes=11)
        assert await unpublished(case) == []
        assert [(size, await copy_of(case, size)) for size in (2, 4)] == await notes(case)


async def test_another_head_of_the_same_size_is_never_replaced_and_somebody_hears_of_it(case: Case) -> None:
    """As after a restore of an old backup: what the ledger signs now was signed otherwise before."""
    store = case.stack.services.object_store
    await store.put(key_of(case, 2), b"another head", media_type="text/plain")
    evidence_id = await file_of(case)
    for _ in range(3):
        await happen(case.stack, evidence_id)
        await sequence_now(case.stack)
    with pytest.raises(HeadForked, match=r"\[2\]"):
        await heads.publish(context(case.stack), store)
    assert await copy_of(case, 2) == "another head"
    assert await unpublished(case) == [2]
    assert await copy_of(case, 3) == (await notes(case))[2][1]


async def test_many_copies_are_made_by_several_jobs(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 1)
    monkeypatch.setattr(heads, "PAGE", 2)
    await happen(case.stack, await file_of(case), 5)
    await sequence_now(case.stack)
    assert await unpublished(case) == [1, 2, 3, 4, 5]
    await heads.publish(context(case.stack), case.stack.services.object_store)
    assert await unpublished(case) == [3, 4, 5]
    await case.stack.drain()
    assert await unpublished(case) == []
