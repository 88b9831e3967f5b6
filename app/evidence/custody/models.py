"""Tables of the custody ledger. All but the waiting list are append-only: the database refuses to rewrite them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, LargeBinary, SmallInteger
from sqlmodel import Field

from app.evidence.enums import CustodyEventKind
from app.kernel.columns import plain
from app.kernel.database import Table, checked, new_id

HASH = 32


class CustodyEvent(Table, table=True):
    """One thing that happened to a file, with the salts of its leaf; see :mod:`app.evidence.custody.leaf`."""

    __table_args__ = (
        CheckConstraint("octet_length(salt) = 32", name="salt"),
        CheckConstraint("num_nulls(party_id, party_salt, party) IN (0, 3)", name="party"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", index=True)
    kind: CustodyEventKind = Field(sa_type=checked(CustodyEventKind), sa_column_kwargs=plain())
    sha256: str = Field(max_length=64, sa_column_kwargs=plain())
    size_bytes: int = Field(sa_type=BigInteger)
    at: datetime
    salt: bytes = Field(sa_type=LargeBinary, sa_column_kwargs=plain())
    party_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    party_salt: bytes | None = Field(default=None, sa_type=LargeBinary, sa_column_kwargs=plain())
    party: str | None = Field(default=None, max_length=64, sa_column_kwargs=plain())


class CustodyPending(Table, table=True):
    """Events that wait for the sequencer, in the order of their ids."""

    event_id: UUID = Field(foreign_key="custody_event.id", primary_key=True)


class LedgerLeaf(Table, table=True):
    """Leaf number ``index`` (from 0) of the Merkle tree, and the event it commits to."""

    __table_args__ = (CheckConstraint("index >= 0 AND octet_length(leaf_hash) = 32", name="leaf"),)

    index: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    event_id: UUID = Field(foreign_key="custody_event.id", unique=True)
    leaf_hash: bytes = Field(sa_type=LargeBinary, sa_column_kwargs=plain())


class LedgerNode(Table, table=True):
    """Root of the complete subtree over leaves ``[index·2^level, (index+1)·2^level)``; level 0 is the leaves."""

    __table_args__ = (CheckConstraint("level > 0 AND index >= 0 AND octet_length(hash) = 32", name="node"),)

    level: int = Field(sa_column=Column(SmallInteger, primary_key=True, autoincrement=False))
    index: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    hash: bytes = Field(sa_type=LargeBinary, sa_column_kwargs=plain())


class LedgerHead(Table, table=True):
    """A signed head: the root over the first ``tree_size`` leaves, as a C2SP checkpoint with our signature."""

    __table_args__ = (CheckConstraint("tree_size > 0 AND octet_length(root_hash) = 32", name="head"),)

    tree_size: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    root_hash: bytes = Field(sa_type=LargeBinary, sa_column_kwargs=plain())
    checkpoint: str = Field(max_length=2000, sa_column_kwargs=plain())
    signed_at: datetime


class LedgerUnpublished(Table, table=True):
    """Heads whose copy in storage is still to be made."""

    tree_size: int = Field(
        sa_column=Column(BigInteger, ForeignKey("ledger_head.tree_size"), primary_key=True, autoincrement=False)
    )


class LedgerTimestamp(Table, table=True):
    """An RFC 3161 token over a head's checkpoint text, and the authority's certificates (PEM)."""

    tree_size: int = Field(
        sa_column=Column(BigInteger, ForeignKey("ledger_head.tree_size"), primary_key=True, autoincrement=False)
    )
    token: bytes = Field(sa_type=LargeBinary, sa_column_kwargs=plain())
    certificates: str = Field(sa_column_kwargs=plain())
    stamped_at: datetime


class LedgerCosignature(Table, table=True):
    """A witness's signature line under a head (C2SP tlog-cosignature)."""

    tree_size: int = Field(
        sa_column=Column(BigInteger, ForeignKey("ledger_head.tree_size"), primary_key=True, autoincrement=False)
    )
    witness: str = Field(max_length=200, primary_key=True, sa_column_kwargs=plain())
    line: str = Field(max_length=500, sa_column_kwargs=plain())
    signed_at: datetime


class WitnessedLog(Table, table=True):
    """The newest head of another bureau's log that we have countersigned as its witness."""

    origin: str = Field(max_length=200, primary_key=True, sa_column_kwargs=plain())
    tree_size: int = Field(sa_type=BigInteger)
    root_hash: bytes = Field(sa_type=LargeBinary, sa_column_kwargs=plain())
    checkpoint: str = Field(max_length=4000, sa_column_kwargs=plain())
    signed_at: datetime
