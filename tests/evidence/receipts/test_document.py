"""What ``docs/verify-receipt.md`` tells people to do gives our verdicts, on every vector."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.evidence.receipts import wording
from tests.evidence.receipts.vectors import FOLDER

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "verify-receipt.md"
LAWS = DOCUMENT.parent / "law"
TEXT = DOCUMENT.read_text(encoding="utf-8")
INDEX: list[dict[str, Any]] = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))["vectors"]
BY_NAME = {vector["name"]: vector for vector in INDEX}
REFUSALS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
TOOLS = ("openssl", "jq", "xxd", "sha256sum")
needs_tools = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}")


def blocks(language: str) -> list[str]:
    """Code of the document in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def program() -> Callable[..., dict[str, bool]]:
    """The function that the document's program checks with."""
    [source] = blocks("python")
    module = ModuleType("check")
    exec(compile(source, str(DOCUMENT), "exec"), module.__dict__)  # noqa: S102 -- our own document
    return module.check


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
@pytest.mark.parametrize("vector", INDEX, ids=lambda vector: vector["name"])
def test_the_documents_program_agrees(vector: dict[str, Any], program: Callable[..., dict[str, bool]]) -> None:
    expected: dict[str, Any] = vector["expect"]
    receipt, file = ((FOLDER / vector[name]).read_bytes() for name in ("receipt", "file"))
    try:
        found = program(receipt, file, vector["log_keys"])
    except REFUSALS:
        assert expected["overall"] in {"unreadable", "inconsistent"}
        return
    if expected["overall"] == "unreadable":
        assert expected["field"].startswith("timestamp.")  # of which the program takes no notice
        return
    made = {name: "passed" if passed else "failed" for name, passed in found.items()}
    assert made == {name: expected["checks"][name] for name in made}
    assert ("log_key" in made) == bool(vector["log_keys"])


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_the_documents_program_runs_as_it_says(tmp_path: Path) -> None:
    script = tmp_path / "check.py"
    script.write_text(blocks("python")[0], encoding="utf-8")
    full = BY_NAME["full"]
    command = [sys.executable, str(script), FOLDER / full["receipt"], FOLDER / full["file"], *full["log_keys"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("passed")) == (0, 5)


@needs_tools
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("full", {"file", "inclusion", "checkpoint", "witness", "timestamp"}),
        ("tree-1-leaf-0", {"file", "inclusion", "checkpoint"}),
        ("tree-3-leaf-2", {"file", "inclusion", "checkpoint"}),
        ("tree-7-leaf-6", {"file", "inclusion", "checkpoint"}),
        ("other-file", {"inclusion", "checkpoint", "witness", "timestamp"}),
        ("time-altered", {"file", "checkpoint", "witness", "timestamp"}),
        ("index-outside", {"file", "checkpoint", "witness", "timestamp"}),
        ("root-altered", {"file"}),
        ("signature-altered", {"file", "inclusion", "witness", "timestamp"}),
        ("countersignature-altered", {"file", "inclusion", "checkpoint", "timestamp"}),
        ("stamp-altered", {"file", "inclusion", "checkpoint", "witness"}),
        ("strange-authority", {"file", "inclusion", "checkpoint", "witness"}),
    ],
)
def test_the_documents_commands_agree(name: str, lines: set[str], tmp_path: Path) -> None:
    vector = BY_NAME[name]
    for source, target in ((vector["receipt"], "receipt.json"), (vector["file"], "file")):
        shutil.copy(FOLDER / source, tmp_path / target)
    shutil.copy(FOLDER / vector["tsa_roots"], tmp_path / "roots.pem")
    done = subprocess.run(
        ["/bin/bash"], input="\n".join(blocks("sh")), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert {line.split()[0] for line in done.stdout.splitlines() if " ok" in line} == lines, done.stderr


def test_the_document_gives_every_sentence_word_for_word() -> None:
    sentences = {
        *wording.says(is_stamped=True, is_witnessed=True),
        *wording.does_not_say(is_stamped=True),
        *wording.does_not_say(is_stamped=False),
    }
    assert [sentence for sentence in sentences if f"- {sentence}" not in TEXT] == []


@pytest.mark.parametrize("article", wording.ARTICLES, ids=lambda article: f"{article.law} {article.number}")
def test_articles_are_quoted_word_for_word(article: wording.Article) -> None:
    name = article.law.removeprefix("中华人民共和国")
    [file] = LAWS.glob(f"{name}(*)·摘录.md")
    assert f"\n{article.number} {article.text}\n" in file.read_text(encoding="utf-8")


def test_hashes_of_the_documents_example_are_of_the_first_file() -> None:
    statement = json.loads((FOLDER / BY_NAME["full"]["receipt"]).read_text(encoding="utf-8"))["statement"]
    file = (FOLDER / BY_NAME["full"]["file"]).read_bytes()
    assert hashlib.sha256(file).hexdigest() in statement
    for line in statement.splitlines():
        if not line.startswith("file:"):
            assert line in TEXT
