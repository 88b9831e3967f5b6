"""A case that a centre handles, for tests of who opens and who shares."""

import pytest

from tests.evidence.cases import opened
from tests.evidence.sharing.counties import Counties, counties_of
from tests.support.stack import Stack


@pytest.fixture
async def counties(stack: Stack) -> Counties:
    """Two centres under bureaus of their own; the case is at the first."""
    return await counties_of(await opened(stack))
