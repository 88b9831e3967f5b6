"""Checking a receipt against a file on any machine: no database, no storage, no network, no settings."""

import sys
from dataclasses import dataclass
from pathlib import Path

from app.evidence.custody.checkpoint import BadCheckpoint, parse_key
from app.evidence.receipts.files import measure, read_proof, read_receipt
from app.evidence.receipts.format import UnreadableReceipt
from app.evidence.receipts.verdict import Overall, State
from app.evidence.receipts.verifying import Anchors, NewerHead, verify

MARKS = {State.PASSED: "✓", State.FAILED: "✗", State.ABSENT: "－"}
EXIT = {Overall.CONSISTENT: 0, Overall.INCONSISTENT: 1, Overall.INCOMPLETE: 2}
LARGE_BYTES = 64 * 1024 * 1024
UNDECIDED = 2


class Undecided(Exception):
    """Something given cannot be read; the message says what in plain Chinese."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line named beside receipt and file."""

    log_keys: tuple[str, ...] = ()
    tsa_roots: Path | None = None
    newer_checkpoint: Path | None = None
    consistency: Path | None = None


def report(receipt_path: Path, file_path: Path, given: Given) -> tuple[list[str], int]:
    """The lines for the terminal and the exit code: 0 all agrees, 1 something contradicts, 2 undecided."""
    try:
        receipt, anchors = read_receipt(receipt_path), _anchors(given)
        facts = measure(file_path, _progress if sys.stderr.isatty() else None)
    except Undecided as error:
        return [str(error)], UNDECIDED
    except OSError as error:
        return [f"读不出文件 {error.filename}：{error.strerror}"], UNDECIDED
    except UnreadableReceipt as error:
        return [f"凭证读不出来：{_safe(str(error))}"], UNDECIDED
    verdict = verify(receipt, facts, anchors)
    lines = [
        f"凭证：{receipt_path}",
        f"文件：{file_path}（凭证上的名称：{_safe(receipt.file.name)}）",
        f"SHA-256：{facts.sha256}",
        *(f"{MARKS[check.state]} {_safe(check.sentence)}" for check in verdict.checks),
        verdict.sentence,
    ]
    if verdict.overall is not Overall.INCONSISTENT:
        lines += ["注意：", *(f"· {sentence}" for sentence in receipt.does_not_say)]
    return lines, EXIT[verdict.overall]


def _anchors(given: Given) -> Anchors:
    for key in given.log_keys:
        try:
            parse_key(key)
        except BadCheckpoint as error:
            raise Undecided(f"--log-key 不是公钥：{_safe(key)}") from error
    if (given.newer_checkpoint is None) != (given.consistency is None):
        raise Undecided("--newer-checkpoint 和 --consistency 要一起给")
    return Anchors(
        log_keys=given.log_keys,
        timestamp_roots=None if given.tsa_roots is None else _text(given.tsa_roots),
        newer=_newer(given.newer_checkpoint, given.consistency),
    )


def _newer(note: Path | None, proof: Path | None) -> NewerHead | None:
    if note is None or proof is None:
        return None
    try:
        return NewerHead(_text(note), read_proof(proof.read_bytes()))
    except UnreadableReceipt as error:
        raise Undecided(f"{proof}：{error.message}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Undecided(f"{path}：不是文本文件") from error


def _safe(text: str) -> str:
    """Without characters that could steer a terminal: a receipt may come from an opponent."""
    return "".join(character if character.isprintable() else "�" for character in text)


def _progress(done: int, total: int) -> None:
    if total >= LARGE_BYTES:
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r正在计算文件指纹：{done * 100 // total}%{end}")
        sys.stderr.flush()
