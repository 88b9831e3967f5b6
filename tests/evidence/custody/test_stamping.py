"""Heads are stamped by a real authority; one that lies, errs or is away leaves nothing behind."""

import shutil
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.evidence.custody.outside import OutsideUnavailable
from app.evidence.custody.stamping import Authority, ask, build_authority, stamp_newest
from app.evidence.custody.timestamps import BadTimestamp, Fault, verify_timestamp
from app.kernel.clock import SystemClock
from app.settings import SettingsError
from tests.evidence.cases import opened
from tests.evidence.custody.outside import context, happen, rows
from tests.evidence.uploading import WAGES
from tests.standins.timestamp.authority import POLICY, make_folder
from tests.standins.timestamp.responder import Mode, Responder
from tests.standins.timestamp.responder import running as responding
from tests.support.stack import Stack, make_settings, running

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed"),
]

BODY = "log.example\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


@dataclass
class Office:
    """An authority that answers, and how to reach it."""

    responder: Responder
    url: str

    @property
    def root(self) -> Path:
        return self.responder.folder / "root.pem"

    def authority(self, **changes: Any) -> Authority:
        return Authority(self.url, self.root.read_text(), **changes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authority")
    make_folder(folder, "测试时间戳", at=datetime.now(UTC))
    return folder


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    responder = Responder(folder)
    with responding(responder) as url:
        yield Office(responder, url)


@asynccontextmanager
async def product(office: Office, **changes: Any) -> AsyncGenerator[tuple[Stack, str]]:
    """A product that asks ``office``, and a verified file in it."""
    async with running(timestamp_url=office.url, timestamp_certificates_file=office.root, **changes) as stack:
        case = await opened(stack)
        yield stack, await case.verified(WAGES)


async def stamps(stack: Stack) -> list[Any]:
    return await rows(
        stack,
        "SELECT t.tree_size, t.token, t.certificates, h.checkpoint, t.stamped_at FROM ledger_timestamp t "
        "JOIN ledger_head h USING (tree_size) ORDER BY 1",
    )


async def newest(stack: Stack) -> int:
    [(size,)] = await rows(stack, "SELECT max(tree_size) FROM ledger_head")
    return size


async def test_newest_head_is_stamped_over_its_body_and_its_chain_kept(office: Office) -> None:
    async with product(office, timestamp_policy=POLICY) as (stack, _):
        *_, (size, token, certificates, checkpoint, stamped_at) = await stamps(stack)
        assert size == await newest(stack)
        body = checkpoint.partition("\n\n")[0] + "\n"
        stamp = verify_timestamp(token, certificates, body, roots_pem=office.root.read_text())
        assert stamp.gen_time == stamped_at
        assert certificates.count("BEGIN CERTIFICATE") == 3
        answered = office.responder.answered
        await stamp_newest(context(stack), office.authority())
        assert office.responder.answered == answered


async def test_authority_that_is_away_is_asked_again_later(office: Office) -> None:
    office.responder.mode = Mode.DOWN
    async with product(office) as (stack, evidence_id):
        await happen(stack, evidence_id)
        assert await stamps(stack) == []
        office.responder.mode = Mode.HONEST
        await stack.advance(minutes=11)
        assert [row[0] for row in await stamps(stack)] == [await newest(stack)]


async def test_stamps_are_as_far_apart_as_settings_say(office: Office) -> None:
    async with product(office, timestamp_minutes=30) as (stack, evidence_id):
        first = [row[0] for row in await stamps(stack)]
        assert len(first) == 1
        await happen(stack, evidence_id, 2)
        assert [row[0] for row in await stamps(stack)] == first
        await stack.advance(minutes=31)
        assert [row[0] for row in await stamps(stack)] == [*first, await newest(stack)]


@pytest.mark.parametrize(
    ("mode", "fault"),
    [
        (Mode.GARBAGE, Fault.MALFORMED),
        (Mode.HUGE, Fault.MALFORMED),
        (Mode.REJECTING, Fault.REFUSED),
        (Mode.OTHER_TEXT, Fault.OTHER_TEXT),
        (Mode.REPLAYING, Fault.NONCE),
    ],
)
async def test_wrong_answers_are_refused(office: Office, mode: Mode, fault: Fault) -> None:
    await ask(office.authority(), BODY, clock=SystemClock())
    office.responder.mode = mode
    with pytest.raises(BadTimestamp) as raised:
        await ask(office.authority(), BODY, clock=SystemClock())
    assert raised.value.fault is fault


async def test_wrong_answer_stores_nothing_and_fails_the_job(office: Office) -> None:
    office.responder.mode = Mode.DOWN
    async with product(office) as (stack, _):
        office.responder.mode = Mode.OTHER_TEXT
        with pytest.raises(BadTimestamp):
            await stamp_newest(context(stack), office.authority())
        assert await stamps(stack) == []


async def test_authority_whose_clock_is_wrong_is_refused(office: Office) -> None:
    class Late(SystemClock):
        def now(self) -> datetime:
            return super().now() - timedelta(hours=2)

    with pytest.raises(BadTimestamp) as raised:
        await ask(office.authority(), BODY, clock=Late())
    assert raised.value.fault is Fault.TIME


async def test_another_root_or_policy_than_agreed_is_refused(office: Office, tmp_path: Path) -> None:
    stranger = make_folder(tmp_path, "别家", at=datetime.now(UTC)).read_text()
    with pytest.raises(BadTimestamp) as raised:
        await ask(Authority(office.url, stranger), BODY, clock=SystemClock())
    assert raised.value.fault is Fault.SIGNATURE
    with pytest.raises(BadTimestamp) as raised:
        await ask(office.authority(policy="1.2.3"), BODY, clock=SystemClock())
    assert raised.value.fault is Fault.POLICY


async def test_no_server_is_no_timestamp_but_no_fault_either() -> None:
    with pytest.raises(OutsideUnavailable):
        await ask(Authority("http://127.0.0.1:9", ""), BODY, clock=SystemClock())


def test_unreadable_certificates_are_named(tmp_path: Path) -> None:
    settings = make_settings("none", timestamp_url="http://127.0.0.1:9", timestamp_certificates_file=tmp_path)
    with pytest.raises(SettingsError, match="YJT_TIMESTAMP_CERTIFICATES_FILE"):
        build_authority(settings)
