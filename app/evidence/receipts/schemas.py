"""The receipt as the API description shows it; what is handed out is written by :mod:`.format`."""

from typing import Any, Literal

from pydantic import Field

from app.evidence.receipts.format import FORMAT
from app.kernel.http import Schema, example

_EXAMPLE: dict[str, Any] = {
    "format": FORMAT,
    "file": {
        "name": "六月工资表.jpg",
        "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "size_bytes": 482133,
        "media_type": "image/jpeg",
    },
    "statement": (
        "yijiantong-custody/1\nevidence: 0199e0a0-7c00-7000-8000-0000000000e1\nevent: verified\n"
        "file: sha256=2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 size=482133\n"
        "time: 2026-11-20T01:00:05.123456Z\nparty: -\n"
    ),
    "salt": "5f2c0f8e4b7a4f0f9d0f6c1e2a3b4c5d5f2c0f8e4b7a4f0f9d0f6c1e2a3b4c5d",
    "leaf_index": 1,
    "inclusion_proof": ["9a7b1c3d5e7f90112233445566778899aabbccddeeff00112233445566778899"],
    "checkpoint": (
        "yijiantong.local/custody\n2\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— yijiantong.local/custody Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9n"
        "To+zyWE+xeMcTOAYQ8=\n"
    ),
    "log_keys": ["yijiantong.local/custody+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"],
    "witness_keys": [],
    "timestamp": None,
    "says": ["这条记录已经写进存证账本，由账本的签名固定下来。"],
    "does_not_say": ["不能证明文件在上传以前没有改过。"],
}


class ReceiptFile(Schema):
    """The file a receipt is for."""

    name: str
    sha256: str
    size_bytes: int
    media_type: str


class ReceiptTimestamp(Schema):
    """An RFC 3161 token over the first three lines of the checkpoint."""

    token: str = Field(description="时间戳（RFC 3161，DER 的 base64）")
    certificates: str = Field(description="时间戳机构的证书（PEM）")


class ReceiptOut(Schema):
    """Everything needed to check a file offline; byte for byte in ``docs/verify-receipt.md``."""

    model_config = example(_EXAMPLE)
    format: Literal["yijiantong-receipt/1"]
    file: ReceiptFile
    statement: str = Field(description="保管记录原文，六行")
    salt: str = Field(description="盐值，64 位十六进制")
    leaf_index: int = Field(description="记录在账本里的序号，从 0 开始")
    inclusion_proof: list[str] = Field(description="记录在账本里的证明（RFC 9162），从下往上")
    checkpoint: str = Field(description="签了名的账本头（C2SP checkpoint）")
    log_keys: list[str] = Field(description="账本的公钥，现在的和以前的")
    witness_keys: list[str] = Field(description="见证机构的公钥")
    timestamp: ReceiptTimestamp | None
    says: list[str] = Field(description="这张凭证能证明什么")
    does_not_say: list[str] = Field(description="这张凭证不能证明什么")
