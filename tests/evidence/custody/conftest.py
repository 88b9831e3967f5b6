"""Products to tamper with."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.evidence.custody.audited import KEPT, Audited, set_up
from tests.support.stack import running


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
