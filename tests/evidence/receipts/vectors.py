"""The test vectors in ``openapi/receipt-vectors/``; ``python -m tests.evidence.receipts.vectors`` writes them.

All is reproducible but timestamps, which a real ``openssl ts`` made once; they are kept beside the vectors and
made anew only where they are missing. What must fail is written down here by hand; a test compares the verifier.
"""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.evidence.custody.cosignature import witness_key
from app.evidence.custody.der import token_in
from app.evidence.custody.timestamps import chain_pem
from app.evidence.receipts import compact
from app.evidence.receipts.files import read_proof
from app.evidence.receipts.format import Receipt, TimestampPart, UnreadableReceipt, parse, write
from app.evidence.receipts.verifying import Anchors, FileFacts, NewerHead, verify
from tests.evidence.receipts import broken, ledger
from tests.evidence.receipts.ledger import FILES, FORGER, FORMER, LOG, ORIGIN, WITNESS, receipt

FOLDER = Path(__file__).resolve().parents[3] / "openapi" / "receipt-vectors"
STAMPED_SIZES = (8, 1000)
PUBLIC_URL = "https://yijiantong.example"
VALID = [(0, 1), (1, 2), (0, 2), (2, 3), (6, 7), (0, 8), (7, 8), (41, 1000), (999, 1000)]
LOG_KEY = LOG.verifier
ROOTS = "timestamps/root.pem"


@dataclass(frozen=True, slots=True)
class Vector:
    """One case: a receipt's bytes, the file at hand, what the verifier trusts, and the checks that must fail.

    ``fault`` is (field, rule) of a receipt that cannot be read.
    """

    name: str
    about: str
    content: bytes
    file: str
    log_keys: tuple[str, ...] = (LOG_KEY,)
    tsa_roots: str | None = ROOTS
    newer: tuple[str, str] | None = None
    fails: frozenset[str] = frozenset()
    fault: tuple[str, str] | None = None


@cache
def stamp(size: int, authority: str = "authority") -> TimestampPart:
    """The timestamp of a head that is kept beside the vectors."""
    kept = json.loads((FOLDER / "timestamps" / f"{authority}-{size}.json").read_text(encoding="utf-8"))
    return TimestampPart(kept["token"], kept["certificates"])


def vectors() -> list[Vector]:
    """All vectors, the valid ones first."""
    return [*_valid(), *_lacking(), *_mutated(), *_unreadable()]


def full() -> Receipt:
    """The receipt that the mutated ones are made of: timestamped and countersigned."""
    return receipt(41, 1000, witness=WITNESS, stamp=stamp(1000))


def files() -> dict[str, bytes]:
    """Every committed file but the timestamps: path in the folder → content."""
    made = {file.path: file.content for file in FILES.values()}
    made |= {f"receipts/{vector.name}.json": vector.content for vector in vectors()}
    made |= {f"heads/{name}": text.encode() for name, text in _heads().items()}
    made["compact/full.txt"] = compact.code(full(), PUBLIC_URL).address.encode() + b"\n"
    index = {
        "format": "yijiantong-receipt-vectors/1",
        "log": {"origin": ORIGIN, "key": LOG_KEY, "former_key": FORMER.verifier},
        "witness_key": witness_key(WITNESS).text(),
        "compact": {"address": "compact/full.txt", "receipt": "receipts/full.json"},
        "vectors": [_described(vector) for vector in vectors()],
    }
    made["index.json"] = (json.dumps(index, ensure_ascii=False, indent=2) + "\n").encode()
    return made


def outcome(vector: Vector) -> dict[str, Any]:
    """What our verifier says of a vector."""
    try:
        read = parse(vector.content)
    except UnreadableReceipt as error:
        return {"overall": "unreadable", "field": error.field, "rule": error.rule}
    kept = next(file for file in FILES.values() if file.path == vector.file)
    roots = (FOLDER / vector.tsa_roots).read_text(encoding="utf-8") if vector.tsa_roots else None
    anchors = Anchors(vector.log_keys, roots, _newer(vector))
    verdict = verify(read, FileFacts(kept.sha256, len(kept.content)), anchors)
    checks = {str(check.name): str(check.state) for check in verdict.checks}
    return {"overall": str(verdict.overall), "checks": checks}


def main() -> None:
    """Write the folder; timestamps that are there stay."""
    for authority in ("authority", "stranger"):
        if not (FOLDER / "timestamps" / f"{authority}-1000.json").exists():
            _make_timestamps(authority)
    for folder in ("files", "receipts", "heads", "compact"):
        shutil.rmtree(FOLDER / folder, ignore_errors=True)
    for path, content in files().items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_bytes(content)


def _valid() -> list[Vector]:
    plain = [
        Vector(
            f"tree-{size}-leaf-{index}",
            f"第 {index + 1} 条记录，账本共 {size} 条"
            + ("，有时间戳" if size in STAMPED_SIZES else "，没有时间戳"),
            write(receipt(index, size, stamp=stamp(size) if size in STAMPED_SIZES else None)),
            FILES[index].path,
        )
        for index, size in VALID
    ]
    former = receipt(7, 8, signer=FORMER, log_keys=[LOG, FORMER], stamp=stamp(8))
    newer = ("heads/newer-1000.txt", "heads/consistency-8-1000.json")
    return [
        *plain,
        Vector("full", "有时间戳，有见证签名", write(full()), FILES[41].path),
        Vector(
            "former-key",
            "账本换过签名的钥匙，这份用的是以前的",
            write(former),
            FILES[7].path,
            log_keys=(LOG_KEY, FORMER.verifier),
        ),
        Vector(
            "newer-head",
            "以前的凭证与账本今天的签名头一致",
            write(receipt(7, 8, stamp=stamp(8))),
            FILES[7].path,
            newer=newer,
        ),
    ]


def _lacking() -> list[Vector]:
    one = write(full())
    return [
        Vector("no-anchors", "没有另外拿到公钥和根证书", one, FILES[41].path, log_keys=(), tsa_roots=None),
        Vector("no-log-key", "没有另外拿到公钥", one, FILES[41].path, log_keys=()),
        Vector("no-tsa-roots", "没有另外拿到时间戳机构的根证书", one, FILES[41].path, tsa_roots=None),
        Vector(
            "forged-ledger-unnoticed",
            "整个账本是别人自己造的；没有另外拿到公钥，就看不出来",
            write(receipt(41, 1000, signer=FORGER)),
            FILES[41].path,
            log_keys=(),
        ),
    ]


def _mutated() -> list[Vector]:
    return [
        Vector(
            case.name,
            case.about,
            case.content,
            case.file,
            log_keys=case.log_keys or (LOG_KEY,),
            tsa_roots=case.tsa_roots or ROOTS,
            newer=case.newer,
            fails=frozenset(case.fails),
        )
        for case in broken.mutated(full(), receipt(7, 8, stamp=stamp(8)), stamp)
    ]


def _unreadable() -> list[Vector]:
    return [
        Vector(name, about, content, FILES[41].path, fault=fault)
        for name, about, content, fault in broken.unreadable(full())
    ]


def _heads() -> dict[str, str]:
    def proof(steps: tuple[str, ...]) -> str:
        roots = {"first_root_hash": ledger.root(8).hex(), "second_root_hash": ledger.root(1000).hex()}
        return json.dumps({"first": 8, "second": 1000, **roots, "consistency_proof": steps}, indent=2) + "\n"

    right = ledger.consistency(8, 1000)
    return {
        "newer-1000.txt": ledger.note(1000),
        "forked-1000.txt": broken.forked(1000),
        "consistency-8-1000.json": proof(right),
        "consistency-wrong.json": proof((right[1], right[0], *right[2:])),
    }


def _newer(vector: Vector) -> NewerHead | None:
    if vector.newer is None:
        return None
    note, proof = (_heads()[path.removeprefix("heads/")] for path in vector.newer)
    return NewerHead(note, read_proof(proof.encode()))


def _described(vector: Vector) -> dict[str, Any]:
    return {
        "name": vector.name,
        "about": vector.about,
        "receipt": f"receipts/{vector.name}.json",
        "file": vector.file,
        "log_keys": list(vector.log_keys),
        "tsa_roots": vector.tsa_roots,
        "newer_checkpoint": vector.newer[0] if vector.newer else None,
        "consistency": vector.newer[1] if vector.newer else None,
        "expect": outcome(vector),
    }


def _make_timestamps(name: str) -> None:
    from tests.standins.timestamp.authority import make_folder
    from tests.standins.timestamp.responder import Responder, query_over

    target = FOLDER / "timestamps"
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        root = make_folder(folder, f"测试时间戳机构 {name}", at=datetime.now(UTC))
        known = (folder / "intermediate.pem").read_text() + root.read_text()
        for size in STAMPED_SIZES:
            body = ledger.head(size).body().encode()
            _, token = token_in(Responder(folder).stamp(query_over(body)))
            if token is None:
                raise RuntimeError("openssl ts gave no token")
            part = TimestampPart.of(token, chain_pem(token, known))
            kept = {"tree_size": size, "token": part.token, "certificates": part.certificates}
            (target / f"{name}-{size}.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
        file = "root.pem" if name == "authority" else f"{name}-root.pem"
        (target / file).write_bytes(root.read_bytes())


if __name__ == "__main__":
    main()
