"""Object storage that is away while a paper is made: it is asked for, waits, and is issued later by itself."""

import os
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from app.kernel.bus import Retries
from tests.evidence.gate import Gate
from tests.legal_aid.papers.desk import Desk
from tests.legal_aid.scene import act, make, ok
from tests.support.stack import running

pytestmark = pytest.mark.anyio

QUICK = Retries(attempts=2, first_wait=timedelta(milliseconds=20))


async def test_a_paper_waits_for_storage_and_is_issued_by_itself() -> None:
    real = os.environ["YJT_TEST_S3_ENDPOINT"]
    host, _, port = urlsplit(real).netloc.partition(":")
    gate = Gate((host, int(port)))
    await gate.open()
    async with running(s3_endpoint=gate.url, s3_public_endpoint=real) as stack:
        stack.services.bus.retries = QUICK
        scene = await make(stack)
        desk = Desk(scene)
        case = await desk.submitted()
        await gate.shut()
        await ok(act(scene.officer, case, "accept"))
        await stack.drain()
        waiting = (await desk.papers(case))["receipt"]
        assert (waiting["status"], waiting["sha256"]) == ("requested", None)
        await gate.open()
        await stack.advance(hours=1)
        receipt = (await desk.papers(case))["receipt"]
        assert receipt["status"] == "issued"
        assert await desk.bytes_of(case, receipt)
    await gate.shut()
