"""Receipts changed at random: the command and the public page must say the same of each, check by check."""

import dataclasses
import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from app.web import VERIFY_PAGE
from tests.evidence.receipts.test_page import INDEX, NODE, VECTORS
from tests.evidence.receipts.vectors import Vector, outcome, vectors

GOOD = [vector for vector in vectors() if not vector.fails and vector.fault is None and vector.newer is None]
CHARACTERS = '09afAF-+=/ \n\r\t\0":,{}[].eE\u2014\u00e9\u6c49\u2028\ufeff\U0001f600'
VALUES: list[Any] = [None, True, 0, -1, 1.5, 2**53, 2**63, "", [], {}, "x" * 600]
RECEIPTS = 300
Place = tuple[str | int, ...]


def places(value: Any, path: Place = ()) -> Iterator[Place]:
    """Where the single values of a receipt are."""
    if isinstance(value, dict):
        for name, each in cast("dict[str, Any]", value).items():
            yield from places(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(cast("list[Any]", value)):
            yield from places(each, (*path, number))
    else:
        yield path


def changed_text(chance: random.Random, text: str) -> str:
    """One character replaced, removed or added."""
    at = chance.randrange(len(text) or 1)
    return text[:at] + chance.choice([chance.choice(CHARACTERS), ""]) + text[at + chance.randrange(2) :]


def changed(chance: random.Random, content: bytes) -> bytes:
    """A receipt with a change to its text, to a value, to a list, or with a member of another one."""
    if chance.random() < 0.3:
        return changed_text(chance, content.decode()).encode()
    receipt = json.loads(content)
    *way, last = chance.choice(list(places(receipt)))
    holder = receipt
    for step in way:
        holder = holder[step]
    match chance.randrange(4):
        case 0:
            name = chance.choice(list(receipt))
            receipt[name] = json.loads(chance.choice(GOOD).content)[name]
        case 1:
            holder[last] = chance.choice(VALUES)
        case 2 if isinstance(holder[last], str) and "\n" in holder[last]:
            lines = holder[last].split("\n")
            lines.insert(chance.randrange(len(lines)), chance.choice(lines))
            holder[last] = "\n".join(lines)
        case _:
            holder[last] = changed_text(chance, str(holder[last]))
    return json.dumps(receipt, ensure_ascii=chance.random() < 0.5).encode()


def test_the_page_and_the_command_agree_on_whatever_is_changed(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    folder = tmp_path / "vectors"
    shutil.copytree(VECTORS, folder)
    described = {each["name"]: each for each in INDEX["vectors"]}
    index: list[dict[str, Any]] = []
    expected: dict[str, dict[str, Any]] = {}
    for number in range(RECEIPTS):
        good: Vector = chance.choice(GOOD)
        made = dataclasses.replace(good, name=f"{number}", content=changed(chance, good.content))
        (folder / "receipts" / f"{number}.json").write_bytes(made.content)
        index.append(described[good.name] | {"name": made.name, "receipt": f"receipts/{number}.json"})
        expected[made.name] = outcome(made)
    (folder / "index.json").write_text(json.dumps(INDEX | {"vectors": index}), encoding="utf-8")
    script = Path(__file__).with_name("page_verdicts.mjs")
    ran = subprocess.run([NODE, script, VERIFY_PAGE, folder], capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout)
    for name, said in expected.items():
        verdict = (found[name]["overall"], found[name]["checks"])
        assert verdict == (said["overall"], said.get("checks", {})), (
            folder / "receipts" / f"{name}.json"
        ).read_text()
    assert {said["overall"] for said in expected.values()} >= {"unreadable", "inconsistent", "consistent"}
