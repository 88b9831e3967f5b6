"""Check a receipt against a file: offline, with no settings and no database, on anybody's machine.

A receipt brings keys and certificates along, with which it can only be shown to agree with itself: anybody can
make a ledger and keys of their own. What it proves against others rests on :class:`Anchors`, which whoever
verifies got elsewhere; the checks ``log_key`` and ``timestamp_roots`` say whether they were given and fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from app.evidence.custody import checkpoint as notes
from app.evidence.custody.checkpoint import BadCheckpoint, Checkpoint, Fault
from app.evidence.custody.cosignature import verify_cosignatures
from app.evidence.custody.leaf import commitment, leaf_hash
from app.evidence.custody.merkle import verify_consistency, verify_inclusion
from app.evidence.custody.timestamps import BadTimestamp, Stamp, chain_pem, verify_timestamp
from app.evidence.receipts import wording
from app.evidence.receipts.format import Receipt
from app.evidence.receipts.statement import Said, read_statement
from app.evidence.receipts.verdict import Check, CheckName, State, Verdict
from app.kernel.dictionaries import dictionaries

PASSED, FAILED, ABSENT = State.PASSED, State.FAILED, State.ABSENT
BEIJING = timedelta(hours=8)
_FAULTS = {
    Fault.FORM: "账本签名头的格式不对",
    Fault.ORIGIN: "账本签名头里没有账本的名称",
    Fault.SIZE: "账本签名头里的记录数不对",
    Fault.ROOT: "账本签名头里的根哈希不对",
    Fault.SIGNATURE_FORM: "账本签名头的签名行格式不对",
    Fault.KEY_FORM: "公钥的格式不对",
    Fault.UNKNOWN_KEY: "账本签名头不是用这些公钥签的",
    Fault.WRONG_SIGNATURE: "账本签名头的签名不对，内容被改动过",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What was measured of the file at hand: SHA-256 in lower-case hexadecimal digits, and its size."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class NewerHead:
    """A later head of the same log, and the proof (hashes) that it only added to the receipt's."""

    checkpoint: str
    proof: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Anchors:
    """What whoever verifies trusts, and got from elsewhere than the receipt.

    ``log_keys`` are the log's verifier keys, ``timestamp_roots`` PEM certificates of timestamp authorities.
    """

    log_keys: tuple[str, ...] = ()
    timestamp_roots: str | None = None
    newer: NewerHead | None = None


NOTHING = Anchors()


def verify(receipt: Receipt, file: FileFacts, anchors: Anchors = NOTHING) -> Verdict:
    """Make every check; each is independent of how the others came out as far as it can be."""
    said = read_statement(receipt.statement)
    head, head_check = _checkpoint(receipt)
    checks = [
        _file(receipt, file),
        _statement(receipt, said),
        _inclusion(receipt, head),
        head_check,
        _log_key(receipt, anchors),
        *_timestamp(receipt, head, said, anchors),
        _witnesses(receipt),
    ]
    if not receipt.is_compact:
        checks.append(_wording(receipt))
    if anchors.newer is not None:
        checks.append(_newer(receipt, head, anchors, anchors.newer))
    return Verdict(tuple(checks))


def beijing(at: datetime) -> str:
    """An instant as people here write it."""
    return f"{at + BEIJING:%Y-%m-%d %H:%M:%S}（北京时间）"


def _file(receipt: Receipt, file: FileFacts) -> Check:
    if file.size_bytes != receipt.file.size_bytes:
        sizes = f"凭证上是 {receipt.file.size_bytes} 字节，这个文件是 {file.size_bytes} 字节"
        return Check(CheckName.FILE, FAILED, f"文件大小不同：{sizes}。不是同一个文件，或者被改动过。")
    if file.sha256 != receipt.file.sha256:
        return Check(CheckName.FILE, FAILED, "文件指纹（SHA-256）不同：不是同一个文件，或者被改动过。")
    return Check(CheckName.FILE, PASSED, f"文件的指纹和大小（{file.size_bytes} 字节）与凭证相同。")


def _statement(receipt: Receipt, said: Said | None) -> Check:
    if said is None:
        return Check(CheckName.STATEMENT, FAILED, "保管记录的格式不对。")
    if (said.sha256, said.size_bytes) != (receipt.file.sha256, receipt.file.size_bytes):
        return Check(CheckName.STATEMENT, FAILED, "保管记录说的不是这个文件。")
    what = dictionaries()["custody_event_kind"][said.event]
    return Check(CheckName.STATEMENT, PASSED, f"保管记录说的是这个文件：{beijing(said.at)}，{what}。")


def _inclusion(receipt: Receipt, head: Checkpoint | None) -> Check:
    if head is None:
        return Check(CheckName.INCLUSION, FAILED, "账本签名头读不出来，没法核对记录在不在账本里。")
    if not receipt.statement.isascii():
        return Check(CheckName.INCLUSION, FAILED, "保管记录里有不该有的字，不在账本里。")
    leaf = leaf_hash(commitment(bytes.fromhex(receipt.salt), receipt.statement))
    proof = [bytes.fromhex(step) for step in receipt.inclusion_proof]
    if not verify_inclusion(leaf, receipt.leaf_index, head.tree_size, proof, head.root_hash):
        return Check(CheckName.INCLUSION, FAILED, "算出来的账本根哈希不同：这条记录不在账本里，或者凭证被改动过。")
    place = f"第 {receipt.leaf_index + 1} 条，账本当时共 {head.tree_size} 条"
    return Check(CheckName.INCLUSION, PASSED, f"记录在账本里（{place}）。")


def _checkpoint(receipt: Receipt) -> tuple[Checkpoint | None, Check]:
    """The head as it stands in the receipt, signed or not, and whether a key of the receipt signed it."""
    try:
        head, _, _ = notes.parse(receipt.checkpoint)
    except BadCheckpoint as error:
        return None, Check(CheckName.CHECKPOINT, FAILED, f"{_FAULTS[error.reason]}。")
    try:
        notes.verify(receipt.checkpoint, receipt.log_keys)
    except BadCheckpoint as error:
        return head, Check(CheckName.CHECKPOINT, FAILED, f"{_FAULTS[error.reason]}。")
    return head, Check(CheckName.CHECKPOINT, PASSED, f"账本“{head.origin}”的签名与凭证里的公钥相符。")


def _log_key(receipt: Receipt, anchors: Anchors) -> Check:
    if not anchors.log_keys:
        advice = "公钥是凭证自己带的，谁都能造。请向管理账本的司法局另外要公钥，再用它核对。"
        return Check(CheckName.LOG_KEY, ABSENT, advice)
    try:
        notes.verify(receipt.checkpoint, anchors.log_keys)
    except BadCheckpoint as error:
        return Check(CheckName.LOG_KEY, FAILED, f"和您另外拿到的公钥对不上：{_FAULTS[error.reason]}。")
    return Check(CheckName.LOG_KEY, PASSED, "账本的签名与您另外拿到的公钥相符。")


def _timestamp(receipt: Receipt, head: Checkpoint | None, said: Said | None, anchors: Anchors) -> list[Check]:
    if receipt.timestamp is None:
        where = "二维码里放不下时间戳，请用凭证文件核对" if receipt.is_compact else "凭证里没有第三方时间戳"
        return [Check(CheckName.TIMESTAMP, ABSENT, f"{where}；时间只有系统自己的记录。")]
    if head is None:
        return [Check(CheckName.TIMESTAMP, FAILED, "账本签名头读不出来，没法核对时间戳。")]
    stamp, distrust = _stamp(receipt, head, anchors.timestamp_roots)
    fault = distrust
    if stamp is None and anchors.timestamp_roots is not None:
        stamp, fault = _stamp(receipt, head, None)
    if stamp is None:
        return [Check(CheckName.TIMESTAMP, FAILED, f"{fault}。")]
    sentence = f"时间戳相符：{stamp.authority}证明，{beijing(stamp.gen_time)}已有这个账本签名头。"
    if said is not None and stamp.gen_time < said.at:
        sentence += "注意：这比保管记录里的时间早，两边的钟不一致。"
    return [Check(CheckName.TIMESTAMP, PASSED, sentence), _roots(anchors, stamp, distrust)]


def _roots(anchors: Anchors, stamp: Stamp, fault: str) -> Check:
    if anchors.timestamp_roots is None:
        advice = f"时间戳的根证书“{stamp.root}”是凭证自己带的。请向时间戳机构另外要根证书，再用它核对。"
        return Check(CheckName.TIMESTAMP_ROOTS, ABSENT, advice)
    if not stamp.is_root_given:
        return Check(CheckName.TIMESTAMP_ROOTS, FAILED, f"和您另外拿到的根证书对不上：{fault}。")
    return Check(CheckName.TIMESTAMP_ROOTS, PASSED, f"时间戳由您另外拿到的根证书“{stamp.root}”担保。")


def _stamp(receipt: Receipt, head: Checkpoint, roots: str | None) -> tuple[Stamp | None, str]:
    part = receipt.timestamp
    if part is None:
        return None, "凭证里没有第三方时间戳"
    try:
        token = part.token_bytes
        stamp = verify_timestamp(token, part.certificates, head.body(), roots_pem=roots)
        if not _is_chain_of(token, part.certificates):
            return None, "凭证里的证书不是这个时间戳的证书"
        return stamp, ""
    except BadTimestamp as error:
        return None, error.reason


def _is_chain_of(token: bytes, pem: str) -> bool:
    """Whether ``pem`` is the chain from the token's signer to a root that signed itself, and nothing else."""
    if chain_pem(token, pem) != pem:
        return False
    root = x509.load_pem_x509_certificates(pem.encode())[-1]
    try:
        root.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _witnesses(receipt: Receipt) -> Check:
    if not receipt.witness_keys:
        return Check(CheckName.WITNESSES, ABSENT, "没有别的机构见证（可以没有）。")
    try:
        found = verify_cosignatures(receipt.checkpoint, receipt.witness_keys)
    except BadCheckpoint as error:
        return Check(CheckName.WITNESSES, FAILED, f"见证机构的签名不对：{_FAULTS[error.reason]}。")
    if {each.witness for each in found} != set(receipt.witness_keys):
        return Check(CheckName.WITNESSES, FAILED, "凭证写明有见证机构，但是没有它的签名。")
    names = "；".join(f"{each.name}，{beijing(each.at)}" for each in found)
    return Check(CheckName.WITNESSES, PASSED, f"见证签名相符（公钥是凭证自己带的，请向见证机构核对）：{names}。")


def _wording(receipt: Receipt) -> Check:
    is_stamped, is_witnessed = receipt.timestamp is not None, bool(receipt.witness_keys)
    says = wording.says(is_stamped=is_stamped, is_witnessed=is_witnessed)
    if (receipt.says, receipt.does_not_say) != (says, wording.does_not_say(is_stamped=is_stamped)):
        return Check(CheckName.WORDING, FAILED, "凭证上的说明文字不是原来的文字，被改动过。")
    return Check(CheckName.WORDING, PASSED, "凭证上的说明文字是原来的文字。")


def _newer(receipt: Receipt, head: Checkpoint | None, anchors: Anchors, newer: NewerHead) -> Check:
    try:
        now = notes.verify(newer.checkpoint, anchors.log_keys or receipt.log_keys)
    except BadCheckpoint as error:
        return Check(CheckName.NEWER_HEAD, FAILED, f"新的{_FAULTS[error.reason].removeprefix('账本')}。")
    if head is None or now.origin != head.origin:
        return Check(CheckName.NEWER_HEAD, FAILED, "新的签名头不是这个账本的。")
    if not verify_consistency(head.tree_size, head.root_hash, now.tree_size, now.root_hash, newer.proof):
        return Check(CheckName.NEWER_HEAD, FAILED, "新的签名头和凭证里的对不上：账本以前的内容被改写过。")
    grown = f"从 {head.tree_size} 条到 {now.tree_size} 条，以前的内容一条没有变"
    return Check(CheckName.NEWER_HEAD, PASSED, f"账本到新的签名头只有增加：{grown}。")
