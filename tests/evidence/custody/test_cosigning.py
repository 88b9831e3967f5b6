"""Our heads are countersigned by another bureau's product; a witness that lies or is away breaks nothing."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.evidence.custody.checkpoint import SigningKey, parse
from app.evidence.custody.cosignature import cosign, verify_cosignatures, witness_key
from app.evidence.custody.cosigning import WitnessRefuses, cosign_newest
from app.evidence.custody.submission import SIZE_TYPE, parse_submission
from app.evidence.custody.witnesses import Witness, build_neighbours
from app.kernel.signing_keys import make_signing_key
from app.settings import Profile, SettingsError
from tests.evidence.cases import opened
from tests.evidence.custody.outside import context, happen, rows, served
from tests.evidence.uploading import WAGES
from tests.support.stack import Stack, make_settings, running

pytestmark = pytest.mark.anyio

THEIRS = "theirs.example/custody"
KEY = SigningKey(Ed25519PrivateKey.generate(), "witness.example/w")
VKEY = witness_key(KEY).text()


def made(folder: Path, name: str) -> tuple[Path, SigningKey]:
    file = folder / f"{name.partition('.')[0]}.pem"
    file.write_text(make_signing_key())
    return file, SigningKey.from_pem(file, name)


@asynccontextmanager
async def log(witnesses: str, **named: Any) -> AsyncGenerator[tuple[Stack, str]]:
    """A product with witnesses, and a verified file in it."""
    async with running(ledger_witnesses=witnesses, **named) as stack:
        yield stack, await (await opened(stack)).verified(WAGES)


async def lines(stack: Stack) -> list[tuple[int, str]]:
    found = await rows(stack, "SELECT tree_size, witness FROM ledger_cosignature ORDER BY 1")
    return [(row.tree_size, row.witness) for row in found]


async def newest(stack: Stack) -> int:
    [(size,)] = await rows(stack, "SELECT max(tree_size) FROM ledger_head")
    return size


async def test_heads_are_countersigned_by_another_bureau(tmp_path: Path) -> None:
    name = f"ours-{secrets.token_hex(8)}.example/custody"
    (our_file, ours), (their_file, theirs) = made(tmp_path, name), made(tmp_path, THEIRS)
    vkey = witness_key(theirs).text()
    async with (
        running(ledger_name=THEIRS, ledger_key_file=their_file, witnessed_logs=ours.verifier) as bureau,
        served(bureau.app) as url,
        log(f"{vkey} {url}/api/v1/ledger/witness/", ledger_name=name, ledger_key_file=our_file) as (
            stack,
            evidence_id,
        ),
    ):
        note = ""
        for _ in range(2):
            await happen(stack, evidence_id, 3)
            note = (await stack.client.get("/ledger/checkpoint")).text
            [cosigned] = verify_cosignatures(note, [vkey])
            assert cosigned.name == THEIRS
            assert (await newest(stack), vkey) in await lines(stack)
        assert (await stack.client.get("/ledger/keys")).json()["witness_keys"] == [vkey]
        [(size, root)] = await rows(bureau, "SELECT tree_size, root_hash FROM witnessed_log")
        assert size == await newest(stack)
        assert root == parse(note)[0].root_hash


class Office:
    """A witness played by a few lines: ``answer`` is what it says next."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.says: list[Response] = []

    async def answer(self, request: Request) -> Response:
        """What was prepared, in turn; then an honest countersignature."""
        submission = parse_submission(await request.body())
        self.asked.append(submission.old_size)
        return self.says.pop(0) if self.says else self.honest(submission.note)

    def honest(self, note: str) -> Response:
        return Response(cosign(KEY, parse(note)[1], at=datetime.now(UTC)), media_type="text/plain")

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/add-checkpoint", self.answer, methods=["POST"])])


@asynccontextmanager
async def played() -> AsyncGenerator[tuple[Office, Stack, list[Witness], str]]:
    """A witness that is played, and a log with a head that it has not been asked to countersign yet."""
    office = Office()
    async with served(office.app) as url, running() as stack:
        evidence_id = await (await opened(stack)).verified(WAGES)
        settings = make_settings("none", ledger_witnesses=f"{VKEY} {url}")
        yield office, stack, list(build_neighbours(settings).witnesses), evidence_id


async def test_follows_the_size_that_the_witness_names() -> None:
    async with played() as (office, stack, witnesses, evidence_id):
        await cosign_newest(context(stack), witnesses)
        first = await newest(stack)
        await happen(stack, evidence_id, 2)
        office.says = [Response("1\n", 409, media_type=SIZE_TYPE)]
        await cosign_newest(context(stack), witnesses)
        assert office.asked == [0, first, 1]
        assert [size for size, _ in await lines(stack)] == [first, await newest(stack)]
        await cosign_newest(context(stack), witnesses)
        assert len(office.asked) == 3


FALSE = (
    Response(status_code=422),
    Response(status_code=400),
    Response("no", 409),
    Response("999999\n", 409, media_type=SIZE_TYPE),
    Response("0\n", 409, media_type=SIZE_TYPE),
    Response("hello\n", media_type="text/plain"),
    Response("", media_type="text/plain"),
    Response("\u2014 " * 10_000, media_type="text/plain"),
    Response(cosign(KEY, "another\n1\nhead\n", at=datetime.now(UTC)), media_type="text/plain"),
    Response(
        cosign(SigningKey(Ed25519PrivateKey.generate(), KEY.name), "x", at=datetime.now(UTC)),
        media_type="text/plain",
    ),
)


async def test_refusal_or_false_line_is_stored_nowhere_and_fails_the_job() -> None:
    async with played() as (office, stack, witnesses, _):
        for said in FALSE:
            office.says = [said]
            with pytest.raises(WitnessRefuses, match=r"witness\.example/w"):
                await cosign_newest(context(stack), witnesses)
            assert await lines(stack) == []


async def test_witness_that_is_away_is_asked_again_and_holds_up_no_other(tmp_path: Path) -> None:
    office, down = Office(), witness_key(SigningKey(Ed25519PrivateKey.generate(), "down.example/w"))
    async with served(office.app) as url, log(f"{down.text()} http://127.0.0.1:9, {VKEY} {url}") as (stack, _):
        assert {vkey for _, vkey in await lines(stack)} == {VKEY}
        asked = len(office.asked)
        await stack.advance(minutes=11)
        assert len(office.asked) == asked
        office.says = [Response(status_code=status) for status in (503, 404)]
        await happen(stack, str((await rows(stack, "SELECT id FROM evidence"))[0].id))
        assert (await newest(stack), VKEY) not in await lines(stack)
        await stack.advance(minutes=21)
        assert (await newest(stack), VKEY) in await lines(stack)


@pytest.mark.parametrize(
    "setting",
    [
        {"ledger_witnesses": f"{VKEY}"},
        {"ledger_witnesses": f"{VKEY} ftp://witness.example"},
        {"ledger_witnesses": f"{VKEY} https://a.example, {VKEY} https://b.example"},
        {"ledger_witnesses": f"{KEY.verifier} https://witness.example"},
        {"ledger_witnesses": "nonsense https://witness.example"},
        {"ledger_witnesses": f"{VKEY} http://witness.example", "profile": Profile.PRODUCTION},
        {"witnessed_logs": VKEY},
        {"witnessed_logs": "nonsense"},
    ],
)
def test_settings_that_make_no_sense_are_named(setting: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=f"YJT_{next(iter(setting)).upper()}"):
        build_neighbours(make_settings("none", **setting))
