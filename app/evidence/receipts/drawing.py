"""A receipt on paper: its values in groups, a QR code that holds it, and its JSON attached to the PDF."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import JsonValue

from app.evidence.custody import checkpoint
from app.evidence.custody.timestamps import BadTimestamp, verify_timestamp
from app.evidence.receipts import wording
from app.evidence.receipts.compact import PAGE, Code, code
from app.evidence.receipts.format import Receipt, write
from app.evidence.receipts.statement import read_statement
from app.evidence.receipts.verifying import beijing
from app.evidence.rules import readable_size
from app.kernel.dictionaries import dictionaries
from app.kernel.papers.rendering import Sheet

TITLE = "电子证据保管凭证"
MODULE_MM = 0.62
"""Width of a QR module; a phone reads 0.4 mm from paper, and copies lose some."""
LEAST_MM, MOST_MM = 55, 112
QUIET_MODULES = 8
Row = tuple[str, str, bool]
"""Label, value, and whether the value is set as code."""


def sheet(receipt: Receipt, *, public_url: str, agency: str | None, at: datetime) -> Sheet:
    """What is drawn; ``agency`` puts its seal on it."""
    drawn = code(receipt, public_url)
    width_mm = min(MOST_MM, max(LEAST_MM, (drawn.modules + QUIET_MODULES) * MODULE_MM))
    data: dict[str, JsonValue] = {
        "title": TITLE,
        "agency": agency,
        "dated": beijing(at)[:10],
        "receipt": write(receipt).decode(),
        "facts": _rows(_facts(receipt)),
        "values": _rows(_values(receipt)),
        "code": {"svg": drawn.svg, "width_mm": width_mm},
        "steps": list(_steps(drawn, public_url)),
        "says": list(receipt.says),
        "does_not_say": list(receipt.does_not_say),
        "articles": [{"law": a.law, "number": a.number, "text": a.text} for a in wording.ARTICLES],
    }
    return Sheet(_template(), data, at)


def grouped(digits: str) -> str:
    """A hash in groups of eight digits."""
    return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))


def _facts(receipt: Receipt) -> list[Row]:
    said = read_statement(receipt.statement)
    file = receipt.file
    rows = [
        ("文件名称", file.name, False),
        (
            "类型和大小",
            f"{_type(file.media_type)}，{file.size_bytes} 字节（约 {readable_size(file.size_bytes)}）",
            False,
        ),
        ("文件指纹\nSHA-256", grouped(file.sha256), True),
    ]
    if said is not None:
        what = dictionaries()["custody_event_kind"][said.event]
        rows.append(("保管记录", f"{beijing(said.at)}，{what}", False))
    return [*rows, ("时间戳", _stamped(receipt), False)]


def _stamped(receipt: Receipt) -> str:
    if receipt.timestamp is None:
        return "没有"
    try:
        body = checkpoint.parse(receipt.checkpoint)[1]
        stamp = verify_timestamp(receipt.timestamp.token_bytes, receipt.timestamp.certificates, body)
    except (BadTimestamp, checkpoint.BadCheckpoint):
        return "有，在 PDF 附带的 receipt.json 里"
    return f"{beijing(stamp.gen_time)}，{stamp.authority}"


def _values(receipt: Receipt) -> list[Row]:
    proof = "\n".join(f"{number}. {grouped(step)}" for number, step in enumerate(receipt.inclusion_proof, start=1))
    stamp = "在 PDF 附带的 receipt.json 里" if receipt.timestamp else "没有"
    return [
        ("保管记录\nstatement", receipt.statement.rstrip("\n"), True),
        ("盐值 salt", grouped(receipt.salt), True),
        ("序号 leaf_index", str(receipt.leaf_index), True),
        ("证明路径\ninclusion_proof", proof or "（账本里只有一条记录，不需要）", True),
        ("账本签名头\ncheckpoint", receipt.checkpoint.rstrip("\n"), True),
        ("账本公钥\nlog_keys", "\n".join(receipt.log_keys), True),
        ("见证公钥\nwitness_keys", "\n".join(receipt.witness_keys) or "没有", True),
        ("时间戳\ntimestamp", stamp, False),
    ]


def _steps(drawn: Code, public_url: str) -> Sequence[str]:
    page = f"{public_url.rstrip('/')}{PAGE}"
    scan = "扫左边的二维码" if drawn.holds_receipt else "打开下面的网页，选这份 PDF"
    return (
        f"{scan}，再选您手里的文件。核对在您自己的手机或电脑里做，文件不会传出去。",
        f"也可以打开 {page}，选这份 PDF 和文件。",
        "不用我们的网页也行：办法写在 docs/verify-receipt.md，用常见的免费工具就能核对。",
        "公钥要另外向管理账本的司法局要，不要只用凭证自己带的。",
        "二维码里没有时间戳；要核对时间戳，请用这份 PDF 或者 JSON 文件。",
    )


def _rows(rows: list[Row]) -> list[JsonValue]:
    return [[name, value, is_code] for name, value, is_code in rows]


def _size(size_bytes: int) -> str:
    exact = f"{size_bytes} 字节"
    return exact if size_bytes < 1024 else f"{exact}（约 {readable_size(size_bytes)}）"


def _type(media_type: str) -> str:
    return dictionaries()["media_type"].get(media_type, media_type)


@cache
def _template() -> str:
    return Path(__file__).with_name("receipt.typ").read_text(encoding="utf-8")
