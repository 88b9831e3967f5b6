"""Accepted evidence cannot be deleted from storage before its time, and is kept longer once its case ended."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from minio.error import S3Error

from app.evidence import matters, retaining
from app.evidence.storage.retention import years_after
from app.kernel.bus import JobContext
from app.settings import LockMode
from tests.evidence.cases import Case, opened
from tests.evidence.uploading import CHAT, WAGES
from tests.support.stack import running

pytestmark = pytest.mark.anyio

YEARS = 10


async def stored(case: Case, evidence_id: str) -> Any:
    """Where the file is, when it was verified, and until when it is said to be kept."""
    [row] = await case.rows(
        "SELECT object_key, object_version, verified_at, retained_until FROM evidence WHERE id = :id",
        id=evidence_id,
    )
    return row


async def kept_until(case: Case, row: Any) -> datetime | None:
    """What storage itself says of a version."""
    found = await case.stack.services.object_store.retention.get(row.object_key, row.object_version)
    return found.until if found else None


def delete(case: Case, row: Any) -> None:
    """Try to remove the very version, as somebody with the installation's own keys might."""
    connections = case.stack.services.object_store.connections
    connections.client.remove_object(connections.bucket, row.object_key, version_id=row.object_version)


async def close(case: Case) -> datetime:
    at = case.stack.clock.now()
    async with case.stack.services.database.transaction() as session:
        await matters.close_matter(session, case.matter_id, at)
    await case.stack.drain()
    return at


async def test_verified_evidence_is_locked_in_storage_for_the_years_set(case: Case) -> None:
    row = await stored(case, await case.verified(WAGES))
    assert row.retained_until == years_after(row.verified_at, YEARS).replace(microsecond=0)
    assert await kept_until(case, row) == row.retained_until
    with pytest.raises(S3Error) as refused:
        delete(case, row)
    assert refused.value.code == "AccessDenied"


async def test_what_was_not_accepted_is_not_locked(case: Case) -> None:
    rejected = await case.upload(CHAT, media_type="image/jpeg")
    await case.stack.drain()
    assert await case.status(rejected) == "rejected"
    row = await stored(case, rejected)
    assert (row.retained_until, await kept_until(case, row)) == (None, None)
    delete(case, row)


async def test_the_end_of_the_case_prolongs_every_lock_and_no_later_end_shortens_one(case: Case) -> None:
    ids = [await case.verified(WAGES), await case.verified(CHAT, "chat")]
    ids.append((await case.declare(WAGES, "other"))["evidence"]["id"])
    await case.stack.advance(days=100)
    closed_at = await close(case)
    until = years_after(closed_at, YEARS).replace(microsecond=0)
    for evidence_id in ids:
        row = await stored(case, evidence_id)
        assert (row.retained_until, await kept_until(case, row)) == (until, until)
    async with case.stack.services.database.transaction() as session:
        await matters.reopen_matter(session, case.matter_id)
    await case.rows("UPDATE evidence_matter SET closed_at = :at RETURNING 1", at=closed_at - timedelta(days=90))
    store = case.stack.services.object_store
    await retaining.retain_matter(context(case, matter_id=str(case.matter_id)), store)
    assert (await stored(case, ids[0])).retained_until == until


async def test_the_same_content_as_another_item_is_kept_by_both(case: Case) -> None:
    first = await stored(case, await case.verified(WAGES))
    copy = await case.declare(WAGES, "other")
    await case.stack.drain()
    second = await stored(case, copy["evidence"]["id"])
    assert second.object_version == first.object_version
    assert second.retained_until >= first.retained_until
    assert await kept_until(case, second) == second.retained_until


def context(case: Case, **payload: str) -> JobContext:
    return JobContext(case.stack.services.database, payload, case.stack.clock.now())


async def test_files_verified_before_there_were_locks_are_locked_by_the_daily_look(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    await case.rows("UPDATE evidence SET retained_until = NULL RETURNING 1")
    await retaining.retain_missed(context(case), case.stack.services.object_store)
    row = await stored(case, evidence_id)
    assert row.retained_until == years_after(row.verified_at, YEARS).replace(microsecond=0)


async def test_the_mode_is_the_one_set() -> None:
    async with running(evidence_lock="compliance", evidence_retention_years=1) as stack:
        case = await opened(stack)
        row = await stored(case, await case.verified(WAGES))
        locked = await stack.services.object_store.retention.get(row.object_key, row.object_version)
        assert locked is not None
        assert locked.mode is LockMode.COMPLIANCE
        assert locked.until == years_after(row.verified_at, 1).replace(microsecond=0)


def test_years_are_counted_to_the_same_day_and_never_less() -> None:
    leap = datetime.fromisoformat("2028-02-29T12:00:00+00:00")
    assert years_after(leap, 4).isoformat() == "2032-02-29T12:00:00+00:00"
    assert years_after(leap, 10).isoformat() == "2038-03-01T12:00:00+00:00"
