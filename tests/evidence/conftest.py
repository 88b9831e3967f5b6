"""A case whose owner collects evidence."""

import pytest

from tests.evidence.cases import Case, opened
from tests.support.stack import Stack


@pytest.fixture
async def case(stack: Stack) -> Case:
    """A draft of one applicant, in a product with nothing else in it."""
    return await opened(stack)
