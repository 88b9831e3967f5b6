"""Files that were verified before there was a ledger are entered when it is made."""

import secrets
from collections.abc import Callable

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.evidence.custody.ledger import check
from tests.evidence.custody.outside import rows
from tests.support import servers
from tests.support.stack import running

pytestmark = pytest.mark.anyio

OLD_FILES = text(
    """
    WITH owner AS (
        INSERT INTO person (id, name, created_at) VALUES (gen_random_uuid(), '张建国', now()) RETURNING id
    ), matter AS (
        INSERT INTO evidence_matter (matter_id, owner_id, opened_at)
        SELECT gen_random_uuid(), id, now() FROM owner RETURNING matter_id, owner_id
    )
    INSERT INTO evidence (id, matter_id, owner_id, kind, name, media_type, size_bytes, sha256, object_key, status,
        scan, declared_at, arrived_at, verified_at, updated_at, version)
    SELECT gen_random_uuid(), matter_id, owner_id, 'wage_record', 'a.jpg', 'image/jpeg', n, repeat(n::text, 64),
        'evidence/' || n, status, 'not_set_up', now(), now(),
        CASE status WHEN 'verified' THEN now() - interval '1 year' END, now(), 1
    FROM matter, (VALUES (1, 'verified'), (2, 'verified'), (3, 'arrived')) AS old (n, status)
    """
)


async def test_old_files_are_entered_once_with_the_time_of_their_verification() -> None:
    name = f"yjt_before_{secrets.token_hex(4)}"
    await servers.create_database(name)
    engine = create_async_engine(servers.url_of(name))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_migrated(to="0021_evidence"))
            await connection.execute(OLD_FILES)
            await connection.run_sync(_migrated(to="head"))
        await engine.dispose()
        async with running(template=name) as stack:
            await stack.advance(minutes=1)
            await check(stack, 2)
            entered = await rows(
                stack,
                "SELECT c.kind, c.sha256 = e.sha256, c.size_bytes = e.size_bytes, c.at = e.verified_at, c.party"
                " FROM custody_event c JOIN evidence e ON e.id = c.evidence_id",
            )
            assert entered == [("verified", True, True, True, None)] * 2
            salts = await rows(stack, "SELECT DISTINCT salt FROM custody_event")
            assert [len(salt) for (salt,) in salts] == [32, 32]
    finally:
        await engine.dispose()
        await servers.drop_database(name)


def _migrated(*, to: str) -> Callable[[Connection], None]:
    def migrate(connection: Connection) -> None:
        config = Config(servers.ROOT / "alembic.ini")
        config.attributes["connection"] = connection
        command.upgrade(config, to)

    return migrate
