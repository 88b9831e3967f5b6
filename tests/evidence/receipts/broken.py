"""Receipts that must be refused, each changed in one way, with the checks that have to notice it."""

import base64
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from app.evidence.custody import merkle
from app.evidence.custody.checkpoint import Checkpoint
from app.evidence.receipts.format import Receipt, TimestampPart, as_json, write
from tests.evidence.receipts import ledger
from tests.evidence.receipts.ledger import FILES, FORGER, LOG, ORIGIN

FILE = FILES[41].path
STAMPS = Callable[..., TimestampPart]
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A receipt and everything that differs from the usual way of checking it."""

    name: str
    about: str
    content: bytes
    fails: Collection[str]
    file: str = FILE
    log_keys: tuple[str, ...] = ()
    tsa_roots: str | None = None
    newer: tuple[str, str] | None = None


def mutated(good: Receipt, older: Receipt, stamp: STAMPS) -> list[Case]:
    """Readable receipts that are not true."""
    return [
        *_files(good),
        *_leaves(good),
        *_proofs(good),
        *_heads(good),
        *_stamps(good, stamp),
        *_witnesses(good),
        *_newer(older),
        Case("says-more", "说明文字被改成另外的话", write(replace(good, says=("证明欠薪属实。",))), ["wording"]),
        Case("says-less", "少了不能证明什么的说明", write(replace(good, does_not_say=())), ["wording"]),
    ]


def unreadable(good: Receipt) -> list[tuple[str, str, bytes, Fault]]:
    """Texts that are no receipt, with the member and the rule."""
    text, members = write(good).decode(), as_json(good)

    def changed(**values: object) -> bytes:
        return json.dumps(members | values, ensure_ascii=False, indent=2).encode()

    lacking = json.dumps({k: v for k, v in members.items() if k != "salt"}, ensure_ascii=False).encode()
    twice = text.replace('  "leaf_index": 41,', '  "leaf_index": 41,\n  "leaf_index": 41,').encode()
    return [
        ("truncated", "没有下载完", text[: len(text) // 2].encode(), ("receipt", "json")),
        ("empty", "空文件", b"", ("receipt", "json")),
        ("not-an-object", "不是对象", b"[]\n", ("receipt", "object")),
        ("not-utf8", "不是 UTF-8", text.encode("gbk", "replace"), ("receipt", "utf8")),
        ("nested", "嵌套很深", b"[" * 100_000, ("receipt", "json")),
        ("other-format", "别的格式", changed(format="yijiantong-receipt/2"), ("format", "format")),
        ("missing-member", "缺一项", lacking, ("salt", "missing")),
        ("unknown-member", "多一项", changed(verified=True), ("verified", "unknown")),
        ("duplicate-member", "同一项写了两次", twice, ("leaf_index", "duplicate")),
        ("upper-case-hash", "哈希用了大写", changed(salt=good.salt.upper()), ("salt", "hash")),
        ("short-hash", "哈希少了一位", changed(salt=good.salt[:-1]), ("salt", "hash")),
        ("fractional-index", "序号不是整数", changed(leaf_index=41.5), ("leaf_index", "integer")),
        ("negative-index", "序号是负数", changed(leaf_index=-1), ("leaf_index", "integer")),
        ("index-with-point", "序号写成小数", text.replace(": 41,", ": 41.0,").encode(), ("leaf_index", "integer")),
        (
            "index-with-exponent",
            "序号写成幂",
            text.replace(": 41,", ": 41e0,").encode(),
            ("leaf_index", "integer"),
        ),
        ("textual-index", "序号写成文字", changed(leaf_index="41"), ("leaf_index", "integer")),
        ("not-a-number", "不是数字", text.replace(": 41,", ": NaN,").encode(), ("receipt", "json")),
        ("proof-is-text", "证明路径不是数组", changed(inclusion_proof="00" * 32), ("inclusion_proof", "list")),
        (
            "endless-proof",
            "证明路径太长",
            changed(inclusion_proof=["00" * 32] * 64),
            ("inclusion_proof", "too_many"),
        ),
        (
            "token-not-base64",
            "时间戳不是 base64",
            changed(timestamp={"token": "这不是", "certificates": "x"}),
            ("timestamp.token", "base64"),
        ),
    ]


def forked(size: int) -> str:
    """A head, signed with the right key, of a ledger whose past was rewritten."""
    leaves = (bytes(32), *ledger.leaves()[1:size])
    return LOG.sign(Checkpoint(ORIGIN, size, merkle.root_of(leaves)).body())


def _files(good: Receipt) -> list[Case]:
    other = FILES[999]
    described = replace(good.file, sha256=other.sha256, size_bytes=len(other.content))
    same_size = replace(good.file, sha256=flip(good.file.sha256))
    return [
        Case("other-file", "文件不是这一个", write(good), ["file"], file=other.path),
        Case("other-files-hash", "凭证改写成另一个文件的指纹", write(replace(good, file=described)), ["statement"],
             file=other.path),
        Case("hash-altered", "凭证上的指纹被改动", write(replace(good, file=same_size)), ["file", "statement"]),
        Case("size-altered", "凭证上的大小被改动", write(replace(good, file=replace(good.file, size_bytes=27))),
             ["file", "statement"]),
    ]  # fmt: skip


def _leaves(good: Receipt) -> list[Case]:
    def stated(name: str, about: str, old: str, new: str, *fails: str) -> Case:
        return Case(name, about, write(replace(good, statement=good.statement.replace(old, new))), fails)

    party = "party: " + "0" * 64
    return [
        stated("time-altered", "记录的时间被改早", "time: 2026-07-03", "time: 2026-06-03", "inclusion"),
        stated("event-altered", "记录的事情被改动", "event: verified", "event: received", "inclusion"),
        stated("party-added", "记录里添了一个人", "party: -", party, "inclusion"),
        stated("unknown-event", "没有这种事情", "event: verified", "event: proven", "statement", "inclusion"),
        stated(
            "inherited-event", "没有这种事情", "event: verified", "event: constructor", "statement", "inclusion"
        ),
        stated("year-zero", "没有这一年", "time: 2026", "time: 0000", "statement", "inclusion"),
        stated("extra-line", "记录多一行", "party: -\n", "party: -\nnote: x\n", "statement", "inclusion"),
        stated("windows-lines", "换行被改动", "\n", "\r\n", "statement", "inclusion"),
        stated("no-last-line-feed", "少了最后的换行", "party: -\n", "party: -", "statement", "inclusion"),
        stated("no-such-day", "没有这一天", "2026-07-03", "2026-02-30", "statement", "inclusion"),
        Case("salt-altered", "盐值被改动", write(replace(good, salt=flip(good.salt))), ["inclusion"]),
    ]


def _proofs(good: Receipt) -> list[Case]:
    steps = good.inclusion_proof

    def with_steps(name: str, about: str, *path: str) -> Case:
        return Case(name, about, write(replace(good, inclusion_proof=path)), ["inclusion"])

    def with_index(name: str, about: str, index: int) -> Case:
        return Case(name, about, write(replace(good, leaf_index=index)), ["inclusion"])

    return [
        with_steps("step-altered", "证明路径的一步被改动", flip(steps[0]), *steps[1:]),
        with_steps("step-missing", "证明路径少一步", *steps[:-1]),
        with_steps("step-added", "证明路径多一步", *steps, "00" * 32),
        with_steps("steps-swapped", "证明路径两步调换", steps[1], steps[0], *steps[2:]),
        with_steps("no-steps", "没有证明路径"),
        with_index("index-altered", "序号被改动", 40),
        with_index("index-outside", "序号超出账本", 1000),
        with_index("index-huge", "序号非常大", 2**53 - 1),
    ]


def _heads(good: Receipt) -> list[Case]:
    everything = ["checkpoint", "log_key", "timestamp", "witnesses"]

    def noted(name: str, about: str, old: str, new: str, *fails: str) -> Case:
        return Case(name, about, write(replace(good, checkpoint=good.checkpoint.replace(old, new, 1))), fails)

    lines = good.checkpoint.split("\n")
    root = base64.b64encode(bytes.fromhex(flip(base64.b64decode(lines[2]).hex()))).decode()
    own, foreign = (line.rsplit(" ", 1)[1] for line in lines[4:6])
    forged = ledger.receipt(41, 1000, signer=FORGER)
    return [
        noted("root-altered", "账本的根哈希被改动", lines[2], root, "inclusion", *everything),
        noted("size-of-tree-altered", "账本的记录数被改动", "\n1000\n", "\n2000\n", "inclusion", *everything),
        noted("size-of-tree-padded", "账本的记录数写法不对", "\n1000\n", "\n01000\n", "inclusion", *everything),
        noted("origin-altered", "账本的名称被改动", ORIGIN, "other.example/log", *everything),
        noted("signature-altered", "账本的签名被改动", own, _flip64(own), "checkpoint", "log_key"),
        noted("countersignature-altered", "见证的签名被改动", foreign, _flip64(foreign), "witnesses"),
        Case("second-signature-wrong", "同一把公钥签了两次，有一次不对",
             write(replace(good, checkpoint=good.checkpoint + f"\u2014 {ORIGIN} {_flip64(own)}\n")),
             ["checkpoint", "log_key"]),
        Case("second-countersignature-wrong", "同一家见证机构签了两次，有一次不对",
             write(replace(good, checkpoint=good.checkpoint + lines[5].replace(foreign, _flip64(foreign)) + "\n")),
             ["witnesses"]),
        Case("unsigned", "没有签名", write(replace(good, checkpoint="\n".join(lines[:3]) + "\n")),
             ["inclusion", *everything]),
        Case("no-keys", "没有公钥", write(replace(good, log_keys=())), ["checkpoint"]),
        Case("key-altered", "公钥被换掉", write(replace(good, log_keys=(FORGER.verifier,))), ["checkpoint"]),
        Case("key-malformed", "公钥的格式不对", write(replace(good, log_keys=("名称",)))
             .replace("名称".encode(), b"name"), ["checkpoint"]),
        Case("key-of-other-kind", "公钥里混进见证机构的公钥",
             write(replace(good, log_keys=(*good.log_keys, *good.witness_keys))), ["checkpoint"]),
        Case("forged-ledger", "整个账本是别人自己造的", write(forged), ["log_key"]),
    ]  # fmt: skip


def _stamps(good: Receipt, stamp: STAMPS) -> list[Case]:
    own, foreign = stamp(1000), stamp(1000, "stranger")
    token = bytearray(own.token_bytes)
    token[-1] ^= 1

    def stamped(name: str, about: str, part: TimestampPart, *fails: str, roots: str | None = None) -> Case:
        return Case(name, about, write(replace(good, timestamp=part)), fails, tsa_roots=roots)

    return [
        stamped("stamp-of-other-head", "时间戳是另一个账本头的", stamp(8), "timestamp"),
        stamped("stamp-altered", "时间戳被改动", TimestampPart.of(bytes(token), own.certificates), "timestamp"),
        stamped("stamp-garbage", "时间戳是乱码", TimestampPart.of(b"garbage", own.certificates), "timestamp"),
        stamped(
            "certificates-altered", "证书被换掉", replace(own, certificates=foreign.certificates), "timestamp"
        ),
        stamped(
            "certificates-with-more",
            "证书里夹了别的字",
            replace(own, certificates=f"x\n{own.certificates}"),
            "timestamp",
        ),
        stamped(
            "root-altered-in-signature",
            "根证书的签名被改动",
            replace(own, certificates=_altered_root(own.certificates)),
            "timestamp",
        ),
        stamped("strange-authority", "时间戳由不可信的机构签发", foreign, "timestamp_roots"),
        Case("stamp-removed", "时间戳被拿掉", write(replace(good, timestamp=None)), ["wording"]),
    ]


def _witnesses(good: Receipt) -> list[Case]:
    body, _, signatures = good.checkpoint.partition("\n\n")
    alone = f"{body}\n\n{signatures.splitlines()[0]}\n"
    return [
        Case("witness-line-removed", "见证的签名被拿掉", write(replace(good, checkpoint=alone)), ["witnesses"]),
        Case("witness-key-altered", "见证的公钥被换掉", write(replace(good, witness_keys=(LOG.verifier,))),
             ["witnesses"]),
        Case("witness-keys-removed", "见证的公钥被拿掉", write(replace(good, witness_keys=())), ["wording"]),
    ]  # fmt: skip


def _newer(older: Receipt) -> list[Case]:
    def later(name: str, about: str, note: str, proof: str) -> Case:
        return Case(name, about, write(older), ["newer_head"], file=FILES[7].path, newer=(note, proof))

    right = "heads/consistency-8-1000.json"
    return [
        later("newer-head-forked", "账本以前的内容被改写", "heads/forked-1000.txt", right),
        later("newer-head-wrong-proof", "一致性证明不对", "heads/newer-1000.txt", "heads/consistency-wrong.json"),
    ]


def flip(digits: str) -> str:
    """The same hexadecimal digits with the last changed."""
    return digits[:-1] + ("0" if digits[-1] != "0" else "1")


def _altered_root(pem: str) -> str:
    """The chain with the last byte of its last certificate, which is of the root's signature, changed."""
    lines = pem.splitlines()
    encoded = "".join(lines[lines.index("-----BEGIN CERTIFICATE-----", 1) + 1 : -1])
    flipped = _flip64(encoded)
    return pem.replace(lines[-2], flipped[len(flipped) - len(lines[-2]) :])


def _flip64(encoded: str) -> str:
    data = bytearray(base64.b64decode(encoded))
    data[-1] ^= 1
    return base64.b64encode(bytes(data)).decode()
