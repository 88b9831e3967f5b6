"""A product whose ledger and files are audited after somebody tampered with them."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.evidence.custody.audit import auditing
from app.evidence.custody.audit.auditing import Ledger, Step, Wanted
from app.evidence.custody.audit.findings import Kind
from app.evidence.custody.audit.state import State
from tests.evidence.cases import Case, opened
from tests.evidence.custody.outside import happen
from tests.evidence.uploading import CHAT, WAGES
from tests.support.stack import Stack


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
