"""As a witness we countersign what continues what we saw, and refuse everything else (C2SP tlog-witness)."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.evidence.custody import merkle
from app.evidence.custody.checkpoint import Checkpoint, SigningKey
from app.evidence.custody.cosignature import read_answer, witness_key
from app.evidence.custody.submission import Submission
from tests.evidence.custody.outside import rows
from tests.support.stack import Stack, running

pytestmark = pytest.mark.anyio

URL = "/ledger/witness/add-checkpoint"
LOG = SigningKey(Ed25519PrivateKey.generate(), "neighbour.example/custody")
STRANGER = SigningKey(Ed25519PrivateKey.generate(), "neighbour.example/custody")


@dataclass
class Log:
    """A neighbour's log, in memory."""

    leaves: list[bytes] = field(default_factory=list[bytes])
    key: SigningKey = LOG

    def head(self, size: int) -> Checkpoint:
        return Checkpoint(self.key.name, size, merkle.root_of(self.leaves[:size]))

    def submission(self, old: int, size: int, key: SigningKey | None = None) -> str:
        path = merkle.consistency_nodes(old, size) if old <= size else []
        proof = [merkle.root_of(self._below(group)) for group in path]
        return Submission(old, proof, (key or self.key).sign(self.head(size).body())).text()

    def _below(self, group: list[merkle.Address]) -> list[bytes]:
        """All leaves under subtrees that stand side by side."""
        return [leaf for level, i in group for leaf in self.leaves[i << level : (i + 1) << level]]


def leaves(count: int, salt: int = 0) -> list[bytes]:
    return [bytes([salt]) + i.to_bytes(31, "big") for i in range(count)]


@pytest.fixture
def log() -> Log:
    return Log(leaves(20))


@pytest.fixture
async def witness() -> AsyncGenerator[Stack]:
    async with running(witnessed_logs=LOG.verifier) as stack:
        yield stack


async def bring(witness: Stack, text: str | bytes) -> httpx.Response:
    return await witness.client.post(URL, content=text, headers={"Content-Type": "text/plain"})


async def seen(witness: Stack) -> int:
    found = await rows(witness, "SELECT tree_size FROM witnessed_log")
    return found[0][0] if found else 0


def vkey(witness: Stack) -> str:
    signing = witness.services.ledger_keys.signing
    assert signing is not None
    return witness_key(signing).text()


async def test_countersigns_heads_that_continue_each_other(witness: Stack, log: Log) -> None:
    for old, size in ((0, 3), (3, 8), (8, 19), (19, 20)):
        answer = await bring(witness, log.submission(old, size))
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        cosigned = read_answer(log.head(size).body(), answer.text, vkey(witness))
        assert abs(cosigned.at - datetime.now(UTC)) < timedelta(minutes=1)
        assert await seen(witness) == size


async def test_same_head_again_is_countersigned_again(witness: Stack, log: Log) -> None:
    await bring(witness, log.submission(0, 5))
    again = await bring(witness, log.submission(5, 5))
    assert again.status_code == 200
    read_answer(log.head(5).body(), again.text, vkey(witness))


@pytest.mark.parametrize(("old", "size"), [(0, 7), (3, 7), (4, 5), (6, 7)])
async def test_tells_the_size_it_saw_last(witness: Stack, log: Log, old: int, size: int) -> None:
    """A replay of an old submission, and every other old size, roll nothing back."""
    await bring(witness, log.submission(0, 5))
    answer = await bring(witness, log.submission(old, size))
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "text/x.tlog.size"
    assert answer.text == "5\n"
    assert await seen(witness) == 5


async def test_refuses_another_head_of_the_same_size(witness: Stack, log: Log) -> None:
    await bring(witness, log.submission(0, 5))
    fork = Log(leaves(20, salt=1))
    answer = await bring(witness, fork.submission(5, 5))
    assert answer.status_code == 409
    assert answer.json()["code"] == "head_forks"
    assert "\u2014" not in answer.text


async def test_refuses_a_history_that_was_rewritten(witness: Stack, log: Log) -> None:
    await bring(witness, log.submission(0, 5))
    fork = Log([*leaves(4), b"\x07" * 32, *leaves(20, salt=2)])
    for text in (fork.submission(5, 9), log.submission(4, 9).replace("old 4", "old 5")):
        answer = await bring(witness, text)
        assert answer.status_code == 422
        assert answer.json()["code"] == "head_inconsistent"
    assert await seen(witness) == 5
    assert (await bring(witness, log.submission(5, 9))).status_code == 200


async def test_refuses_heads_that_the_log_did_not_sign(witness: Stack, log: Log) -> None:
    assert (await bring(witness, log.submission(0, 5, STRANGER))).status_code == 403
    tampered = log.submission(0, 5).replace("\n5\n", "\n6\n")
    assert (await bring(witness, tampered)).status_code == 403
    assert await seen(witness) == 0


async def test_knows_only_the_logs_that_settings_name(witness: Stack, log: Log, stack: Stack) -> None:
    other = Log(leaves(3), SigningKey(Ed25519PrivateKey.generate(), "other.example/custody"))
    assert (await bring(witness, other.submission(0, 3))).status_code == 404
    assert (await bring(stack, log.submission(0, 3))).status_code == 404


async def test_refuses_what_is_malformed(witness: Stack, log: Log) -> None:
    good = log.submission(3, 8)
    await bring(witness, log.submission(0, 3))
    bad = (
        *("", "\n\n", "old 0\n", good.replace("old 3", "old 03"), good.replace("old 3", "old -3")),
        *(good.replace("old 3", "new 3"), good.replace("old 3\n", "old 3\nAAAA\n"), good[:-1]),
        *(good.replace("old 3\n", "old 3\n*\n"), good.replace("\n8\n", "\n08\n"), f"{good}\n", f"\n{good}"),
        "old 3\n" + f"{'A' * 43}=\n" * 64 + good.removeprefix("old 3\n"),
        good.replace("old 3", "old 9"),
    )
    for text in bad:
        answer = await bring(witness, text)
        assert answer.status_code == 400, text
        assert answer.json()["code"] == "submission_malformed"
    assert (await bring(witness, b"old 3\n\xff\xfe\n\n")).status_code == 400
    assert (await bring(witness, good + "x" * 70_000)).status_code == 400
    assert await seen(witness) == 3


async def test_of_two_at_once_one_is_told_the_others_size(witness: Stack, log: Log) -> None:
    await bring(witness, log.submission(0, 3))
    answers = await asyncio.gather(*(bring(witness, log.submission(3, size)) for size in (8, 9)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [lost] = [answer for answer in answers if answer.status_code == 409]
    assert lost.text == f"{await seen(witness)}\n"
