"""What the ledger tells over HTTP. Hashes are 64 lower-case hexadecimal digits, as in receipts."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.evidence.custody.proofs import Consistency, Inclusion, Kept
from app.evidence.enums import CustodyEventKind
from app.kernel.actor import Actor
from app.kernel.http import Schema, example

ORIGIN = "aid.example.gov.cn/custody"
VKEY = f"{ORIGIN}+411df376+Ac4CHi3d01c4etf2rPUGNGsWlLg9bezkr1Q9xYXShvT6"
WITNESS = "witness.example.gov.cn/county+22c83983+BGvNmQ0OKtGtBTTV+54SgGUJrblMi8KI2/V6PNNLR7Pc"
LEAF = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
ROOT = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
FIRST = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
NOTE = (
    f"{ORIGIN}\n2\n+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=\n\n"
    f"— {ORIGIN} QR3zdhLS3yjSxXN00SFEnv2EpfFU+AefG54rcv15T8uir8ipL0dEkIYwOuHdeboL90lGCv301osXGe9bf7zLu8r9bQk=\n"
)
COSIGNATURE = (
    "— witness.example.gov.cn/county Isg5gwAAAABq/5uQMOpQG4UcUrh6e6U6fQESU7V0zrhLGEp1sc/3hBBbqk0Z94RaJmVAu1qGx4"
    "XYSbg347RTEPWANQWlRi83wF44Cw==\n"
)
"""These examples hold: the keys above made the signatures."""
TEXT = "text/plain; charset=utf-8"


class LedgerKeysOut(Schema):
    """By what everybody verifies heads: keys as C2SP ``vkey`` texts."""

    model_config = example({"origin": ORIGIN, "log_keys": [VKEY], "witness_keys": [WITNESS]})
    origin: str = Field(description="账本的名称，写在每个摘要的第一行")
    log_keys: list[str] = Field(description="给账本签名的公钥，现在用的在前，以前用过的在后")
    witness_keys: list[str] = Field(description="见证单位的公钥")


class InclusionOut(Schema):
    """That a leaf is in the tree (RFC 9162, 2.1.3)."""

    model_config = example(
        {"leaf_index": 1, "leaf_hash": LEAF, "tree_size": 2, "root_hash": ROOT, "inclusion_proof": [FIRST]}
    )
    leaf_index: int
    leaf_hash: str
    tree_size: int
    root_hash: str
    inclusion_proof: list[str] = Field(description="从下往上的路径")

    @classmethod
    def of(cls, found: Inclusion) -> "InclusionOut":
        """The proof with its hashes in hexadecimal."""
        return cls(
            leaf_index=found.leaf_index,
            leaf_hash=found.leaf_hash.hex(),
            tree_size=found.tree_size,
            root_hash=found.root_hash.hex(),
            inclusion_proof=[each.hex() for each in found.proof],
        )


class ConsistencyOut(Schema):
    """That a tree begins with all leaves of an earlier one (RFC 9162, 2.1.4)."""

    model_config = example(
        {
            "first": 1,
            "first_root_hash": FIRST,
            "second": 2,
            "second_root_hash": ROOT,
            "consistency_proof": [LEAF],
        }
    )
    first: int
    first_root_hash: str
    second: int
    second_root_hash: str
    consistency_proof: list[str]

    @classmethod
    def of(cls, found: Consistency) -> "ConsistencyOut":
        """The proof with its hashes in hexadecimal."""
        return cls(
            first=found.first,
            first_root_hash=found.first_root_hash.hex(),
            second=found.second,
            second_root_hash=found.second_root_hash.hex(),
            consistency_proof=[each.hex() for each in found.proof],
        )


class CustodyOut(Schema):
    """One thing that happened to a file. Who did it is told only as a commitment; one's own deeds are marked."""

    model_config = example(
        {
            "event_id": "0199e0a0-7c00-7000-8000-0000000000c1",
            "kind": "verified",
            "at": "2026-11-20T01:00:05Z",
            "leaf_index": 41,
            "is_waiting": False,
            "party": None,
            "is_mine": False,
        }
    )
    event_id: UUID
    kind: CustodyEventKind
    at: datetime
    leaf_index: int | None = Field(description="在存证账本里的序号，从 0 算起；还没有记入账本时为空")
    is_waiting: bool = Field(description="还在等待记入存证账本")
    party: str | None = Field(description="操作人的代号（承诺值），不能反推是谁；系统自动办理的为空")
    is_mine: bool = Field(description="是不是自己操作的")

    @classmethod
    def of(cls, kept: Kept, actor: Actor) -> "CustodyOut":
        """The event as ``actor`` sees it."""
        event = kept.event
        return cls(
            event_id=event.id,
            kind=event.kind,
            at=event.at,
            leaf_index=kept.leaf_index,
            is_waiting=kept.leaf_index is None,
            party=event.party,
            is_mine=event.party_id == actor.person_id,
        )
