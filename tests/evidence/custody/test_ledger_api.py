"""What anyone may ask the ledger, and what people of a case see of a file's history."""

from typing import Any
from uuid import UUID

import pytest

from app.evidence.custody import merkle, proofs, sequencing
from app.evidence.custody.checkpoint import parse, verify
from app.evidence.custody.models import LedgerCosignature
from app.kernel.actor import Role
from tests.evidence.cases import Case
from tests.evidence.custody.ledger import file_of, happen, leaf_hash_of, leaves_of, sequence_now
from tests.evidence.uploading import WAGES

pytestmark = pytest.mark.anyio
HUGE = 2**63


@pytest.fixture
async def ledger(case: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Eleven leaves under heads of sizes 4, 8 and 11."""
    monkeypatch.setattr(sequencing, "BATCH", 4)
    await happen(case.stack, await file_of(case), 11)
    await sequence_now(case.stack)
    return case


async def get(case: Case, path: str, **query: object) -> Any:
    """Ask without having logged in."""
    answer = await case.stack.client.get(f"/ledger/{path}", params={k: str(v) for k, v in query.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_newest_head_is_there_for_anyone(ledger: Case) -> None:
    answer = await ledger.stack.client.get("/ledger/checkpoint")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=10"
    keys = await get(ledger, "keys")
    head = verify(answer.text, keys["log_keys"])
    assert (head.origin, head.tree_size) == (keys["origin"], 11)
    held = {"If-None-Match": answer.headers["etag"]}
    again = await ledger.stack.client.get("/ledger/checkpoint", headers=held)
    assert (again.status_code, again.text, again.headers["etag"]) == (304, "", answer.headers["etag"])


async def test_a_head_comes_with_the_lines_of_its_witnesses(ledger: Case) -> None:
    line = "— witness.example/one AAAAAAA="
    at = ledger.stack.clock.now()
    async with ledger.stack.services.database.transaction() as session:
        session.add(LedgerCosignature(tree_size=8, witness="w", line=line + "\n", signed_at=at))
        session.add(LedgerCosignature(tree_size=8, witness="a", line=line, signed_at=at))
    answer = await ledger.stack.client.get("/ledger/checkpoints/8")
    head, _, lines = parse(answer.text)
    assert (head.tree_size, [each.name for each in lines[1:]]) == (8, ["witness.example/one"] * 2)
    assert verify(answer.text, (await get(ledger, "keys"))["log_keys"]) == head


async def test_heads_that_were_never_signed(ledger: Case) -> None:
    for size, status in ((7, 404), (12, 404), (0, 422), (-1, 422), (HUGE, 422), ("x", 422)):
        answer = await ledger.stack.client.get(f"/ledger/checkpoints/{size}")
        assert (size, answer.status_code) == (size, status)
    unknown = await ledger.stack.client.get("/ledger/checkpoints/7")
    assert (unknown.json()["code"], unknown.json()["title"]) == ("head_unknown", "没有签过这个条数的账本摘要")


async def test_every_leaf_is_proven_against_every_size(ledger: Case) -> None:
    hashes = [value for _, _, value in await leaves_of(ledger.stack)]
    for size in (1, 4, 7, 11):
        for index in range(size):
            found = await get(ledger, "inclusion", index=index, tree_size=size)
            path = [bytes.fromhex(each) for each in found["inclusion_proof"]]
            root = bytes.fromhex(found["root_hash"])
            assert (found["leaf_index"], found["tree_size"]) == (index, size)
            assert found["leaf_hash"] == hashes[index].hex()
            assert root == merkle.root_of(hashes[:size])
            assert merkle.verify_inclusion(hashes[index], index, size, path, root)
    assert (await get(ledger, "inclusion", index=3))["tree_size"] == 11


async def test_every_size_continues_the_smaller_ones(ledger: Case) -> None:
    for second in (1, 6, 11):
        for first in range(second + 1):
            found = await get(ledger, "consistency", first=first, second=second)
            roots = [bytes.fromhex(found[name]) for name in ("first_root_hash", "second_root_hash")]
            path = [bytes.fromhex(each) for each in found["consistency_proof"]]
            assert merkle.verify_consistency(first, roots[0], second, roots[1], path)
    assert (await get(ledger, "consistency", first=4))["second"] == 11


UNANSWERED: list[tuple[str, dict[str, Any], int, str]] = [
    ("inclusion", {"index": 11}, 404, "ledger_shorter"),
    ("inclusion", {"index": 0, "tree_size": 12}, 404, "ledger_shorter"),
    ("inclusion", {"index": 4, "tree_size": 4}, 422, "invalid"),
    ("inclusion", {"index": -1}, 422, "invalid"),
    ("inclusion", {"index": 0, "tree_size": 0}, 422, "invalid"),
    ("inclusion", {"index": HUGE}, 422, "invalid"),
    ("inclusion", {"index": "9" * 400}, 422, "invalid"),
    ("inclusion", {"index": "zero"}, 422, "invalid"),
    ("inclusion", {}, 422, "invalid"),
    ("consistency", {"first": 5, "second": 4}, 422, "invalid"),
    ("consistency", {"first": 12}, 404, "ledger_shorter"),
    ("consistency", {"first": 1, "second": 12}, 404, "ledger_shorter"),
    ("consistency", {"first": -1}, 422, "invalid"),
    ("consistency", {"first": 1, "second": HUGE}, 422, "invalid"),
]


async def test_questions_without_an_answer(ledger: Case) -> None:
    for path, query, status, code in UNANSWERED:
        answer = await ledger.stack.client.get(f"/ledger/{path}", params=query)
        assert (query, answer.status_code, answer.json()["code"]) == (query, status, code)
        if code == "ledger_shorter":
            assert answer.json()["tree_size"] == 11


async def test_an_empty_ledger_says_so(case: Case) -> None:
    for path in ("checkpoint", "inclusion?index=0", "consistency?first=0"):
        answer = await case.stack.client.get(f"/ledger/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "ledger_empty")
    assert len((await get(case, "keys"))["log_keys"]) == 1


async def test_people_of_the_case_see_what_happened_to_a_file(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    await case.stack.drain()
    await case.post(f"/evidence/{evidence_id}/open")
    answer = await case.owner.client.get(f"/evidence/{evidence_id}/custody")
    assert answer.status_code == 200, answer.text
    told = answer.json()["items"]
    assert [(each["kind"], each["leaf_index"], each["is_waiting"]) for each in told] == [
        ("viewed", None, True),
        ("verified", 1, False),
        ("received", 0, False),
    ]
    assert told[0]["is_mine"]
    assert not told[1]["is_mine"]
    assert len(told[0]["party"]) == 64
    assert str(case.owner.id) not in answer.text
    async with case.stack.services.database.session() as session:
        history = await proofs.history_of(session, UUID(evidence_id))
        assert [(str(each.event.kind), each.leaf_index) for each in history] == [
            ("received", 0),
            ("verified", 1),
            ("viewed", None),
        ]
        [(value,)] = await case.rows("SELECT leaf_hash FROM ledger_leaf WHERE index = 1")
        assert leaf_hash_of(history[1].event) == value


async def test_a_long_history_comes_in_pages(case: Case) -> None:
    evidence_id = await file_of(case)
    events = await happen(case.stack, evidence_id, 5)
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = (await case.owner.client.get(f"/evidence/{evidence_id}/custody", params=query)).json()
        seen += [each["event_id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == [str(event) for event in reversed(events)]


async def test_strangers_see_no_history(case: Case) -> None:
    evidence_id = await case.verified(WAGES)
    for role in (Role.APPLICANT, Role.LAWYER):
        stranger = await case.world.person(role)
        answer = await stranger.client.get(f"/evidence/{evidence_id}/custody")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await case.stack.client.get(f"/evidence/{evidence_id}/custody")).status_code == 401
