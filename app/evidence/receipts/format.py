"""The receipt of one file as JSON, format ``yijiantong-receipt/1``: everything somebody needs to check it offline.

Read strictly: a member that is missing, added, twice there or of another form is refused, so that no two
programs understand the same receipt differently. Described byte for byte in ``docs/verify-receipt.md``.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

FORMAT = "yijiantong-receipt/1"
LARGEST_BYTES = 1024 * 1024
"""A receipt has some 10 KB; who gives more gives something else."""
MOST_STEPS = 63
"""Hashes in an inclusion proof: a tree has fewer than 2^63 leaves."""
MOST_KEYS = 50
MOST_SENTENCES = 30
LARGEST_INTEGER = 2**53 - 1
"""Beyond it, JavaScript counts inexactly."""

_HEX = re.compile(r"[0-9a-f]{64}")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,100}")
Json = dict[str, Any]


class UnreadableReceipt(Exception):
    """The text is no receipt of this format.

    Attributes:
        field: dotted path of the member, ``receipt`` for the whole.
        rule: stable code of the rule that it breaks.
        message: the same in plain Chinese.
    """

    def __init__(self, field: str, rule: str, message: str) -> None:
        super().__init__(f"{field}：{message}")
        self.field, self.rule, self.message = field, rule, message


@dataclass(frozen=True, slots=True)
class DescribedFile:
    """The file a receipt is for. Name and type are what people call it: no leaf commits to them."""

    name: str
    sha256: str
    size_bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class TimestampPart:
    """An RFC 3161 token (DER) over the checkpoint's body in base64, and its authority's certificates (PEM)."""

    token: str
    certificates: str

    @classmethod
    def of(cls, token: bytes, certificates: str) -> "TimestampPart":
        """A token's bytes as they stand in a receipt."""
        return cls(base64.b64encode(token).decode("ascii"), certificates)

    @property
    def token_bytes(self) -> bytes:
        """The token (DER)."""
        return base64.b64decode(self.token)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt whose form is right; whether it is true says :mod:`app.evidence.receipts.verifying`.

    ``inclusion_proof`` are hexadecimal hashes, bottom up (RFC 9162, section 2.1.3). ``is_compact`` is a receipt
    out of a QR code: without sentences, and without a timestamp whether or not there is one.
    """

    file: DescribedFile
    statement: str
    salt: str
    leaf_index: int
    inclusion_proof: tuple[str, ...]
    checkpoint: str
    log_keys: tuple[str, ...]
    witness_keys: tuple[str, ...]
    timestamp: TimestampPart | None
    says: tuple[str, ...]
    does_not_say: tuple[str, ...]
    is_compact: bool = False


_COMPACT = ("format", "file", "statement", "salt", "leaf_index", "inclusion_proof", "checkpoint", "log_keys",
            "witness_keys")  # fmt: skip
_MEMBERS = (*_COMPACT, "timestamp", "says", "does_not_say")


def parse(content: bytes | str, *, compact: bool = False) -> Receipt:
    """Read a receipt, or with ``compact`` the part of one that a QR code holds.

    Raises:
        UnreadableReceipt: says which member breaks which rule.
    """
    whole = _load(content)
    fmt = whole.get("format")
    if fmt != FORMAT:
        raise UnreadableReceipt("format", "format", f"不是 {FORMAT} 格式的凭证")
    _members("", whole, _COMPACT if compact else _MEMBERS)
    stamp = None if compact else whole["timestamp"]
    return Receipt(
        file=_file(whole["file"]),
        statement=_text("statement", whole["statement"], 1000),
        salt=_hash("salt", whole["salt"]),
        leaf_index=_integer("leaf_index", whole["leaf_index"], least=0),
        inclusion_proof=_list("inclusion_proof", whole["inclusion_proof"], _hash, MOST_STEPS),
        checkpoint=_text("checkpoint", whole["checkpoint"], 10_000),
        log_keys=_list("log_keys", whole["log_keys"], _key, MOST_KEYS),
        witness_keys=_list("witness_keys", whole["witness_keys"], _key, MOST_KEYS),
        timestamp=None if stamp is None else _timestamp(stamp),
        says=() if compact else _list("says", whole["says"], _sentence, MOST_SENTENCES),
        does_not_say=() if compact else _list("does_not_say", whole["does_not_say"], _sentence, MOST_SENTENCES),
        is_compact=compact,
    )


def as_json(receipt: Receipt) -> Json:
    """The members of a receipt, in the order in which they are written; a compact one has fewer."""
    file, stamp = receipt.file, receipt.timestamp
    members: Json = {
        "format": FORMAT,
        "file": {
            "name": file.name,
            "sha256": file.sha256,
            "size_bytes": file.size_bytes,
            "media_type": file.media_type,
        },
        "statement": receipt.statement,
        "salt": receipt.salt,
        "leaf_index": receipt.leaf_index,
        "inclusion_proof": list(receipt.inclusion_proof),
        "checkpoint": receipt.checkpoint,
        "log_keys": list(receipt.log_keys),
        "witness_keys": list(receipt.witness_keys),
    }
    if receipt.is_compact:
        return members
    return members | {
        "timestamp": None if stamp is None else {"token": stamp.token, "certificates": stamp.certificates},
        "says": list(receipt.says),
        "does_not_say": list(receipt.does_not_say),
    }


def write(receipt: Receipt) -> bytes:
    """A receipt as it is handed out: UTF-8, indented by two, members in their order, a line feed at the end."""
    return (json.dumps(as_json(receipt), ensure_ascii=False, indent=2) + "\n").encode()


def _load(content: bytes | str) -> Json:
    if len(content) > LARGEST_BYTES:
        raise UnreadableReceipt("receipt", "too_large", f"内容超过 {LARGEST_BYTES // 1024} KB，不是凭证")
    try:
        text = content if isinstance(content, str) else content.decode()
        text.encode()
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeError as error:
        raise UnreadableReceipt("receipt", "utf8", "不是 UTF-8 编码的文字") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableReceipt("receipt", "json", "不是完整的 JSON，可能没有下载完或者被改动过") from error
    return _object("receipt", found)


def _once(pairs: list[tuple[str, Any]]) -> Json:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        name = next(name for name in names if names.count(name) > 1)
        raise UnreadableReceipt(name[:100], "duplicate", "同一项写了两次")
    return dict(pairs)


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _members(path: str, found: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if name not in found:
            raise UnreadableReceipt(f"{path}{name}", "missing", "缺少这一项")
    for name in found:
        if name not in names:
            raise UnreadableReceipt(f"{path}{name[:100]}", "unknown", "多出了这一项")


def _object(path: str, value: Any) -> Json:
    if not isinstance(value, dict):
        raise UnreadableReceipt(path, "object", "应当是一组有名称的内容（JSON 对象）")
    return cast(Json, value)


def _text(path: str, value: Any, longest: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise UnreadableReceipt(path, "text", f"应当是 1 到 {longest} 个字的文字")
    return value


def _sentence(path: str, value: Any) -> str:
    return _text(path, value, 1000)


def _hash(path: str, value: Any) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise UnreadableReceipt(path, "hash", "应当是 64 位小写十六进制数字")
    return value


def _key(path: str, value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 500 or not value.isascii() or not value.isprintable():
        raise UnreadableReceipt(path, "key", "应当是“名称+编号+公钥”形式的公钥")
    return value


def _integer(path: str, value: Any, *, least: int) -> int:
    if type(value) is not int or not least <= value <= LARGEST_INTEGER:
        raise UnreadableReceipt(path, "integer", f"应当是不小于 {least} 的整数")
    return value


def _list(path: str, value: Any, read: Callable[[str, Any], str], most: int) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UnreadableReceipt(path, "list", "应当是一列内容（JSON 数组）")
    items = cast("list[Any]", value)
    if len(items) > most:
        raise UnreadableReceipt(path, "too_many", f"最多 {most} 项")
    return tuple(read(f"{path}.{number}", item) for number, item in enumerate(items))


def _file(value: Any) -> DescribedFile:
    found = _object("file", value)
    _members("file.", found, ("name", "sha256", "size_bytes", "media_type"))
    media_type = _text("file.media_type", found["media_type"], 200)
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise UnreadableReceipt("file.media_type", "media_type", "应当是文件类型，例如 image/jpeg")
    return DescribedFile(
        name=_text("file.name", found["name"], 300),
        sha256=_hash("file.sha256", found["sha256"]),
        size_bytes=_integer("file.size_bytes", found["size_bytes"], least=1),
        media_type=media_type,
    )


def _timestamp(value: Any) -> TimestampPart:
    found = _object("timestamp", value)
    _members("timestamp.", found, ("token", "certificates"))
    token = _text("timestamp.token", found["token"], 200_000)
    if not _BASE64.fullmatch(token):
        raise UnreadableReceipt("timestamp.token", "base64", "应当是 base64 编码的时间戳")
    return TimestampPart(token, _text("timestamp.certificates", found["certificates"], 200_000))
