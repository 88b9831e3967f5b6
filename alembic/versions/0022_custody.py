"""The custody ledger: events of files, leaves, nodes, signed heads, their timestamps and countersignatures."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0022_custody"
down_revision = "0021_evidence"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "custody_event",
    "ledger_leaf",
    "ledger_node",
    "ledger_head",
    "ledger_timestamp",
    "ledger_cosignature",
)


def upgrade() -> None:
    op.create_table(
        "ledger_head",
        sa.Column("tree_size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_hash", sa.LargeBinary(), nullable=False),
        sa.Column("checkpoint", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("signed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("tree_size > 0 AND octet_length(root_hash) = 32", name=op.f("ck_ledger_head_head")),
        sa.PrimaryKeyConstraint("tree_size", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "ledger_node",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "level > 0 AND index >= 0 AND octet_length(hash) = 32", name=op.f("ck_ledger_node_node")
        ),
        sa.PrimaryKeyConstraint("level", "index", name=op.f("pk_ledger_node")),
    )
    op.create_table(
        "witnessed_log",
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("tree_size", sa.BigInteger(), nullable=False),
        sa.Column("root_hash", sa.LargeBinary(), nullable=False),
        sa.Column("checkpoint", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("signed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_witnessed_log")),
    )
    op.create_table(
        "ledger_cosignature",
        sa.Column("tree_size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("witness", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("line", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("signed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tree_size"], ["ledger_head.tree_size"], name=op.f("fk_ledger_cosignature_tree_size")
        ),
        sa.PrimaryKeyConstraint("tree_size", "witness", name=op.f("pk_ledger_cosignature")),
    )
    op.create_table(
        "ledger_unpublished",
        sa.Column("tree_size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["tree_size"], ["ledger_head.tree_size"], name=op.f("fk_ledger_unpublished_tree_size")
        ),
        sa.PrimaryKeyConstraint("tree_size", name=op.f("pk_ledger_unpublished")),
    )
    op.create_table(
        "ledger_timestamp",
        sa.Column("tree_size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("certificates", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("stamped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tree_size"], ["ledger_head.tree_size"], name=op.f("fk_ledger_timestamp_tree_size")
        ),
        sa.PrimaryKeyConstraint("tree_size", name=op.f("pk_ledger_timestamp")),
    )
    op.create_table(
        "custody_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "verified",
                "viewed",
                "copied",
                "exported",
                "withdrawn",
                name="custodyeventkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("party_salt", sa.LargeBinary(), nullable=True),
        sa.Column("party", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_custody_event_sha256")),
        sa.CheckConstraint(
            "num_nulls(party_id, party_salt, party) IN (0, 3)", name=op.f("ck_custody_event_party")
        ),
        sa.CheckConstraint("octet_length(salt) = 32", name=op.f("ck_custody_event_salt")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_custody_event_evidence_id")),
        sa.ForeignKeyConstraint(["party_id"], ["person.id"], name=op.f("fk_custody_event_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_event")),
    )
    op.create_index(op.f("ix_custody_event_evidence_id"), "custody_event", ["evidence_id"], unique=False)
    op.create_index(op.f("ix_custody_event_party_id"), "custody_event", ["party_id"], unique=False)
    op.create_table(
        "custody_pending",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["custody_event.id"], name=op.f("fk_custody_pending_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_custody_pending")),
    )
    op.create_table(
        "ledger_leaf",
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("index >= 0 AND octet_length(leaf_hash) = 32", name=op.f("ck_ledger_leaf_leaf")),
        sa.ForeignKeyConstraint(["event_id"], ["custody_event.id"], name=op.f("fk_ledger_leaf_event_id")),
        sa.PrimaryKeyConstraint("index", name=op.f("pk_ledger_leaf")),
        sa.UniqueConstraint("event_id", name=op.f("uq_ledger_leaf_event_id")),
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_rewriting_history()"
        )
    _enter_verified_files()


def _enter_verified_files() -> None:
    """Files verified before there was a ledger get their event, with the time they were verified at.

    Done here, not by a job, so that it happens exactly once and no file is left out. The salt is SHA-256 over two
    random UUIDs, which PostgreSQL draws from the system's strong source: 244 random bits. The worker's first sweep
    is due at once.
    """
    op.execute(
        "INSERT INTO custody_event (id, evidence_id, kind, sha256, size_bytes, at, salt)"
        " SELECT gen_random_uuid(), id, 'verified', sha256, size_bytes, verified_at,"
        " sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))"
        " FROM evidence WHERE status = 'verified'"
    )
    op.execute("INSERT INTO custody_pending (event_id) SELECT id FROM custody_event")
    op.execute(
        "INSERT INTO timer (id, name, key, due_at, payload)"
        " SELECT gen_random_uuid(), 'evidence.sweep_ledger', 'recurring', now(), '{}'"
        " WHERE EXISTS (SELECT FROM custody_pending)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM timer WHERE name IN ('evidence.sweep_ledger', 'evidence.publish_heads')")
    op.drop_table("ledger_leaf")
    op.drop_table("custody_pending")
    op.drop_index(op.f("ix_custody_event_party_id"), table_name="custody_event")
    op.drop_index(op.f("ix_custody_event_evidence_id"), table_name="custody_event")
    op.drop_table("custody_event")
    op.drop_table("ledger_timestamp")
    op.drop_table("ledger_unpublished")
    op.drop_table("ledger_cosignature")
    op.drop_table("witnessed_log")
    op.drop_table("ledger_node")
    op.drop_table("ledger_head")
