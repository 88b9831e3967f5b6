"""The committed vectors: reproduced by their generator, and judged as was written down by hand."""

import json

import pytest

from app.evidence.receipts import compact
from app.evidence.receipts.format import parse, write
from tests.evidence.receipts.vectors import FOLDER, PUBLIC_URL, Vector, files, full, outcome, vectors

VECTORS = vectors()


def test_the_committed_folder_is_what_the_generator_writes() -> None:
    made = files()
    kept = {
        str(path.relative_to(FOLDER)): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file() and path.parent.name != "timestamps"
    }
    assert sorted(kept) == sorted(made)
    assert [path for path in made if made[path] != kept[path]] == []


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_exactly_the_checks_that_must_fail_do(vector: Vector) -> None:
    found = outcome(vector)
    if vector.fault is not None:
        assert (found["overall"], found["field"], found["rule"]) == ("unreadable", *vector.fault)
        return
    failed = {name for name, state in found["checks"].items() if state == "failed"}
    assert failed == vector.fails
    assert (found["overall"] == "inconsistent") == bool(vector.fails)


def test_names_of_vectors_are_unique() -> None:
    assert len({vector.name for vector in VECTORS}) == len(VECTORS)


def test_a_receipt_is_written_as_it_was_read() -> None:
    for vector in VECTORS[:12]:
        assert write(parse(vector.content)) == vector.content


def test_the_compact_receipt_is_the_full_one_without_timestamp_and_sentences() -> None:
    address = (FOLDER / "compact" / "full.txt").read_text(encoding="ascii").strip()
    page, _, fragment = address.partition("#")
    assert page == f"{PUBLIC_URL}/verify/"
    assert compact.parse_fragment(fragment) == compact.compacted(full())


def test_the_index_names_every_file_it_speaks_of() -> None:
    index = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    for described in index["vectors"]:
        for member in ("receipt", "file", "tsa_roots", "newer_checkpoint", "consistency"):
            assert described[member] is None or (FOLDER / described[member]).is_file()
