"""Every event gets its place exactly once, whoever runs at the same time and whatever breaks in between."""

from pathlib import Path
from typing import Any
from uuid import UUID

import anyio
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.custody import heads, merkle, sequencing
from app.evidence.custody.recording import SEQUENCE, record
from app.evidence.custody.tree import LedgerDamaged
from app.evidence.enums import CustodyEventKind
from app.evidence.models import Evidence
from app.kernel.signing_keys import make_signing_key
from tests.evidence.cases import Case, opened
from tests.evidence.custody.ledger import check, file_of, happen, leaves_of, sequence_now
from tests.evidence.custody.outside import context
from tests.evidence.uploading import WAGES
from tests.support import servers
from tests.support.stack import Stack, running

pytestmark = pytest.mark.anyio


async def test_an_upload_enters_the_ledger(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    await case.post(f"/evidence/{evidence_id}/open")
    await case.stack.drain()
    events = await case.rows(
        "SELECT e.kind, e.party FROM custody_event e JOIN ledger_leaf l ON l.event_id = e.id ORDER BY l.index"
    )
    assert [kind for kind, _ in events] == ["received", "verified", "viewed"]
    assert [party is None for _, party in events][1:] == [True, False]
    assert await check(case.stack, 3) == 3


async def test_batches_follow_each_other_and_each_signs_one_head(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 7)
    events = await happen(case.stack, await file_of(case), 40)
    await sequence_now(case.stack)
    await check(case.stack, 40)
    assert [event for _, event, _ in await leaves_of(case.stack)] == events
    sizes = [size for (size,) in await case.rows("SELECT tree_size FROM ledger_head ORDER BY 1")]
    assert sizes == [7, 14, 21, 28, 35, 40]


async def test_the_order_is_that_of_sequencing(case: Case) -> None:
    database, evidence_id = case.stack.services.database, await file_of(case)
    async with database.session() as late:
        item = await late.get_one(Evidence, UUID(evidence_id))
        first = (await record(late, item, CustodyEventKind.EXPORTED, at=case.stack.clock.now())).id
        [second] = await happen(case.stack, evidence_id)
        await sequence_now(case.stack)
        await late.commit()
    assert first < second
    await sequence_now(case.stack)
    assert [event for _, event, _ in await leaves_of(case.stack)] == [second, first]
    await check(case.stack, 2)


async def test_two_sequencers_at_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 5)
    await happen(case.stack, await file_of(case), 30)
    async with anyio.create_task_group() as both:
        for _ in range(3):
            both.start_soon(sequence_now, case.stack)
    await check(case.stack, 30)


async def test_an_event_committed_while_another_run_ends_is_not_left_behind(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence_id = await file_of(case)
    await happen(case.stack, evidence_id)
    after_signing, interfered = heads.after_signing, list[int]()

    async def interfere(session: AsyncSession, head: Any) -> None:
        """The lock is held: the newcomer's own job comes, finds it taken and leaves."""
        if not interfered:
            interfered.append(head.tree_size)
            await happen(case.stack, evidence_id)
            await sequence_now(case.stack)
        await after_signing(session, head)

    monkeypatch.setattr(heads, "after_signing", interfere)
    await sequence_now(case.stack)
    assert interfered == [1]
    await check(case.stack, 2)


async def test_an_event_committed_while_a_run_finds_nothing_is_not_left_behind(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence_id = await file_of(case)
    await happen(case.stack, evidence_id)
    append, interfered = sequencing.append, list[bool]()

    async def interfere(session: AsyncSession, *arguments: Any, **named: Any) -> bool:
        """Another run takes everything before ours has the lock; something new comes while ours holds it."""
        if not interfered:
            interfered.append(True)
            await sequence_now(case.stack)
            done = await append(session, *arguments, **named)
            await happen(case.stack, evidence_id)
            await sequence_now(case.stack)
            return done
        return await append(session, *arguments, **named)

    monkeypatch.setattr(sequencing, "append", interfere)
    await sequence_now(case.stack)
    await check(case.stack, 2)


async def test_a_burst_of_jobs_neither_exhausts_the_pool_nor_loses_an_event(case: Case) -> None:
    evidence_id = await file_of(case)

    async def burst() -> None:
        for _ in range(5):
            await happen(case.stack, evidence_id, 20)

    async with anyio.create_task_group() as all_at_once:
        all_at_once.start_soon(burst)
        all_at_once.start_soon(burst)
        all_at_once.start_soon(case.stack.drain)
    await case.stack.drain()
    await check(case.stack, 200)
    assert await case.rows("SELECT entrypoint, status::text FROM pgqueuer") == []


async def test_jobs_that_come_while_one_runs_take_no_connection(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of them comes when the run has already looked for the last time and found nothing."""
    evidence_id, run = await file_of(case), case.stack.services.bus.external[SEQUENCE]
    await happen(case.stack, evidence_id)
    sequence, runs = sequencing.sequence, list[int]()

    async def interfere(job: Any, keys: Any) -> None:
        await sequence(job, keys)
        runs.append(1)
        if len(runs) == 1:
            await happen(case.stack, evidence_id)
            with monkeypatch.context() as patch:
                patch.setattr(case.stack.services.database.engine, "sync_engine", None)
                for _ in range(1000):
                    await run(context(case.stack))

    monkeypatch.setattr(sequencing, "sequence", interfere)
    await run(context(case.stack))
    assert len(runs) == 2
    await check(case.stack, 2)


async def test_a_run_that_failed_does_not_keep_others_out(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    run = case.stack.services.bus.external[SEQUENCE]
    await happen(case.stack, await file_of(case))
    with monkeypatch.context() as patch:
        patch.setattr(sequencing, "sequence", None)
        with pytest.raises(TypeError):
            await run(context(case.stack))
    await run(context(case.stack))
    await check(case.stack, 1)


async def test_a_lost_job_is_made_good_by_the_sweep(case: Case) -> None:
    await happen(case.stack, await file_of(case), 3)
    async with case.stack.services.database.transaction() as session:
        await (await session.connection()).exec_driver_sql("DELETE FROM pgqueuer")
    await case.stack.drain()
    await check(case.stack, 0)
    await case.stack.services.bus.external["evidence.sweep_ledger"](context(case.stack))
    await check(case.stack, 3)
    assert await case.rows("SELECT 1 FROM ledger_unpublished") == []


async def test_the_database_refuses_to_rewrite_the_ledger(stack: Stack) -> None:
    keys = {"custody_event": "id", "ledger_leaf": "index", "ledger_node": "index"}
    keys |= dict.fromkeys(("ledger_head", "ledger_timestamp", "ledger_cosignature"), "tree_size")
    for table, key in keys.items():
        for statement in ("UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"):
            with pytest.raises(DBAPIError, match="append-only"):
                async with stack.services.database.engine.begin() as connection:
                    await connection.exec_driver_sql(statement.format(table=table, key=key))


async def test_nothing_is_signed_on_top_of_what_was_tampered_with(case: Case) -> None:
    evidence_id = await file_of(case)
    await happen(case.stack, evidence_id, 5)
    await sequence_now(case.stack)
    async with case.stack.services.database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE ledger_node DISABLE TRIGGER ALL")
        await connection.exec_driver_sql("UPDATE ledger_node SET hash = sha256(hash) WHERE level = 2")
    await happen(case.stack, evidence_id)
    with pytest.raises(LedgerDamaged):
        await sequence_now(case.stack)
    assert len(await leaves_of(case.stack)) == 5
    assert await case.rows("SELECT count(*) FROM custody_pending") == [(1,)]


async def test_events_wait_for_a_key_and_heads_outlive_it(tmp_path: Path) -> None:
    """A product without a key, then with one, then with the next: every head verifies by keys now and former."""
    for name in ("first", "second"):
        (tmp_path / name).write_text(make_signing_key(), encoding="ascii")
    async with running(ledger_key_file=None, keep=True) as stack:
        evidence_id = await file_of(await opened(stack))
        await happen(stack, evidence_id, 2)
        await stack.drain()
        assert await leaves_of(stack) == []
        template = stack.settings.database_url.get_secret_value().rsplit("/", 1)[1]
    try:
        name = "aid.linan.gov.cn/custody"
        async with running(template=template, ledger_name=name, ledger_key_file=tmp_path / "first") as stack:
            await sequence_now(stack)
            await check(stack, 2)
            first = stack.services.ledger_keys.log[0]
            await stack.services.database.close()
            kept = stack.settings.database_url.get_secret_value().rsplit("/", 1)[1]
            async with running(
                template=kept, ledger_name=name, ledger_key_file=tmp_path / "second", ledger_former_keys=first
            ) as later:
                await happen(later, evidence_id)
                await sequence_now(later)
                await check(later, 3)
                assert len(later.services.ledger_keys.log) == 2
    finally:
        await servers.drop_database(template)


async def test_later_heads_continue_all_earlier_ones(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 3)
    await happen(case.stack, await file_of(case), 20)
    await sequence_now(case.stack)
    roots = await case.rows("SELECT tree_size, root_hash FROM ledger_head ORDER BY 1")
    hashes = [value for _, _, value in await leaves_of(case.stack)]
    stored = {(0, index): value for index, value in enumerate(hashes)}
    stored |= {(level, index): value for level, index, value in await case.rows("SELECT * FROM ledger_node")}
    for place, (first, old) in enumerate(roots):
        for second, new in roots[place:]:
            proof = merkle.proof_from(merkle.consistency_nodes(first, second), stored)
            assert merkle.verify_consistency(first, old, second, new, proof)
