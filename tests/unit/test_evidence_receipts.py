"""Receipts, pure: whatever is changed in one is noticed; whatever is given as one is read within bounds."""

import base64
import json
import zlib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.receipts import compact, drawing
from app.evidence.receipts.files import MOST_STEPS, attached, read_proof
from app.evidence.receipts.format import (
    LARGEST_BYTES,
    TimestampPart,
    UnreadableReceipt,
    as_json,
    parse,
    write,
)
from app.evidence.receipts.verdict import CheckName, Overall, State, Verdict
from app.evidence.receipts.verifying import Anchors, FileFacts, verify
from tests.evidence.receipts.ledger import FILES, FORMER, LEAVES, LOG, WITNESS, receipt
from tests.evidence.receipts.vectors import FOLDER, ROOTS, full

FULL = full()
FACTS = FileFacts(FILES[41].sha256, len(FILES[41].content))
ANCHORS = Anchors((LOG.verifier,), (FOLDER / ROOTS).read_text(encoding="utf-8"))
WHOLE = verify(FULL, FACTS, ANCHORS)
LABELS = {("file", "name"), ("file", "media_type")}
"""What people call a file: nothing commits to it, as the receipt itself says."""
Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every member and item of a JSON value."""
    children: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        children = list(cast("dict[str | int, Any]", value).items())
    elif isinstance(value, list):
        children = list(enumerate(cast("list[Any]", value)))
    for name, child in children:
        yield (*at, name)
        yield from places(child, (*at, name))


PLACES = [place for place in places(as_json(FULL)) if place not in LABELS]


JSONS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=9,
)


@st.composite
def changed(draw: st.DrawFn) -> tuple[Place, Any]:
    """The full receipt's JSON with one member or item changed in one way."""
    whole = deepcopy(as_json(FULL))
    place = draw(st.sampled_from(PLACES))
    holder: Any = whole
    for step in place[:-1]:
        holder = holder[step]
    last: Any = place[-1]
    old = holder[last]
    way = draw(st.sampled_from(["remove", "null", "other", "inside", "inside", "inside"]))
    if way == "remove":
        del holder[last]
    elif way == "null" or not isinstance(old, str | int):
        holder[last] = None
    elif isinstance(old, int):
        holder[last] = old + draw(st.sampled_from([-1, 1, 2, 1000]))
    elif way == "other":
        holder[last] = draw(st.text(max_size=80).filter(lambda text: text != old))
    else:
        cut = draw(st.integers(0, len(old) - 1))
        new = draw(st.sampled_from(["", "0", "A", "a", "\n", "é"]).filter(lambda text: text != old[cut]))
        holder[last] = old[:cut] + new + old[cut + 1 :]
    return place, whole


def judged(content: bytes) -> Verdict | None:
    """The verdict on a text; none where it is no receipt."""
    try:
        return verify(parse(content), FACTS, ANCHORS)
    except UnreadableReceipt:
        return None


@settings(max_examples=300, deadline=None)
@given(changed())
def test_any_single_change_is_noticed(change: tuple[Place, Any]) -> None:
    place, whole = change
    content = json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass")
    verdict = judged(content)
    if place == ("timestamp", "token") and verdict is not None and verdict.overall is Overall.CONSISTENT:
        assert verdict == WHOLE  # nothing signs the token's envelope (RFC 5652, section 5.4); it says the same
        return
    assert verdict is None or verdict.overall is Overall.INCONSISTENT


def test_the_unchanged_receipt_is_consistent() -> None:
    assert WHOLE.overall is Overall.CONSISTENT


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(1, LEAVES), st.booleans())
def test_receipts_of_all_tree_sizes_verify_and_no_others(index: int, size: int, witnessed: bool) -> None:
    file = FILES[index]
    facts = FileFacts(file.sha256, len(file.content))
    if index >= size:
        return
    made = receipt(index, size, witness=WITNESS if witnessed else None)
    verdict = verify(made, facts, ANCHORS)
    assert verdict.overall is Overall.INCOMPLETE
    assert "第三方时间戳" in verdict.sentence
    assert parse(write(made)) == made
    assert compact.parse_fragment(compact.fragment(made)) == compact.compacted(made)
    assert verify(replace(made, leaf_index=index ^ 1), facts).state(CheckName.INCLUSION) is State.FAILED


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | JSONS.map(json.dumps).map(str.encode))
def test_what_is_no_receipt_is_refused_with_member_and_rule(content: bytes) -> None:
    with pytest.raises(UnreadableReceipt) as refused:
        parse(content)
    assert refused.value.field
    assert refused.value.rule


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"[" * 900_000, "json"),
        (b'{"a":' * 150_000, "json"),
        (b" " * (LARGEST_BYTES + 1), "too_large"),
        (b'{"format": "' + b"x" * 900_000 + b'"}', "format"),
        (b'{"leaf_index": ' + b"9" * 5000 + b"}", "json"),
        (write(FULL).replace("考勤表".encode(), b"\\ud800"), "utf8"),
        (b"\xef\xbb\xbf" + write(FULL), "json"),
    ],
    ids=[
        "nested",
        "nested-objects",
        "too-large",
        "long-text",
        "long-number",
        "half-a-character",
        "byte-order-mark",
    ],
)
def test_huge_and_nested_texts_are_bounded(content: bytes, rule: str) -> None:
    with pytest.raises(UnreadableReceipt) as refused:
        parse(content)
    assert refused.value.rule == rule


@pytest.mark.parametrize("cut", [1, 100, 2000, -2, -1])
def test_a_truncated_receipt_is_refused(cut: int) -> None:
    content = write(FULL)
    if cut == -1:
        assert parse(content[:cut]) == FULL  # only the line feed at the end is lacking
        return
    with pytest.raises(UnreadableReceipt):
        parse(content[:cut])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from("AZaz09-_"))
def test_an_altered_code_is_refused_or_does_not_verify(position: int, new: str) -> None:
    good = compact.fragment(FULL)
    at = position % len(good)
    if good[at] == new:
        return
    try:
        read = compact.parse_fragment(good[:at] + new + good[at + 1 :])
    except UnreadableReceipt:
        return
    assert verify(read, FACTS, ANCHORS).overall is not Overall.CONSISTENT
    assert read == compact.compacted(FULL)  # only bits that base64 leaves unused


def test_a_bomb_in_a_code_is_refused() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * (64 * LARGEST_BYTES // 8), 9)).decode().rstrip("=")
    with pytest.raises(UnreadableReceipt):
        compact.parse_fragment(bomb)


@pytest.mark.parametrize("steps", [10, 20, 30])
def test_the_code_stays_printable_for_large_ledgers(steps: int) -> None:
    large = replace(FULL, inclusion_proof=tuple(LOG.sign_bytes(bytes([n])).hex()[:64] for n in range(steps)))
    drawn = compact.code(large, "https://yijiantong.pingshan.gov.cn")
    assert drawn.holds_receipt
    assert drawn.modules <= 177  # version 40
    assert drawing.MOST_MM / (drawn.modules + drawing.QUIET_MODULES) > 0.55


def test_a_receipt_too_large_for_a_code_leads_to_the_page_alone() -> None:
    large = replace(FULL, statement=FULL.statement + LOG.sign_bytes(b"").hex() * 20)
    large = replace(large, inclusion_proof=tuple(LOG.sign_bytes(bytes([n])).hex()[:64] for n in range(60)))
    drawn = compact.code(large, "https://yijiantong.pingshan.gov.cn/")
    assert not drawn.holds_receipt
    assert drawn.address == "https://yijiantong.pingshan.gov.cn/verify/"


def test_a_code_holds_only_keys_that_signed() -> None:
    made = receipt(7, 8, log_keys=[LOG, FORMER])
    assert compact.compacted(made).log_keys == (LOG.verifier,)


def test_a_compact_receipt_lacks_its_timestamp() -> None:
    verdict = verify(compact.compacted(FULL), FACTS, ANCHORS)
    assert verdict.overall is Overall.INCOMPLETE
    assert verdict.state(CheckName.WORDING) is None


def test_a_sheet_groups_hashes_and_carries_the_receipt() -> None:
    sheet = drawing.sheet(
        FULL, public_url="https://x.example", agency=None, at=datetime(2026, 7, 3, 17, tzinfo=UTC)
    )
    assert sheet.data["dated"] == "2026-07-04"  # in Beijing
    assert parse(str(sheet.data["receipt"])) == FULL
    assert drawing.grouped(FULL.salt).replace(" ", "") == FULL.salt


@pytest.mark.parametrize("pdf", [b"%PDF-1.7\n", b"%PDF-1.7\nnonsense" * 100, b"%PDF-" + bytes(1000)])
def test_a_broken_pdf_is_refused(pdf: bytes) -> None:
    with pytest.raises(UnreadableReceipt):
        attached(pdf)


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b"{}", b'{"consistency_proof": "00"}', b'{"consistency_proof": ["zz"]}', b"[" * 99_999]
)
def test_what_is_no_consistency_proof_is_refused(answer: bytes) -> None:
    with pytest.raises(UnreadableReceipt):
        read_proof(answer)
    with pytest.raises(UnreadableReceipt):
        read_proof(json.dumps({"consistency_proof": ["00" * 32] * (MOST_STEPS + 1)}).encode())


def test_a_token_of_an_answer_is_not_a_token() -> None:
    assert FULL.timestamp is not None
    part = TimestampPart.of(b"\x30\x03\x02\x01\x00", FULL.timestamp.certificates)
    verdict = verify(replace(FULL, timestamp=part), FACTS, ANCHORS)
    assert verdict.state(CheckName.TIMESTAMP) is State.FAILED
