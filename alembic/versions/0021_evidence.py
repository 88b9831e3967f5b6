"""What evidence is catalogued by, how it arrives in parts, its malware scan, its lock in storage, its withdrawal."""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0021_evidence"
down_revision = "0020_minors_lawyers"
branch_labels = None
depends_on = None

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf")
OTHERS = (
    "video/mp4",
    "video/quicktime",
    "audio/mp4",
    "audio/mpeg",
    "audio/amr",
    "audio/wav",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/plain",
    "text/csv",
)
STATUSES = ("declared", "arrived", "verified", "rejected", "expired")
REASONS = ("missing", "size_differs", "hash_differs", "type_differs")
NEW_REASONS = ("too_many_pixels", "unsafe_content", "malware")
CHECKS = {
    "withdrawn": "status <> 'withdrawn' OR withdrawal_reason IS NOT NULL",
    "place": "num_nulls(captured_latitude_deg, captured_longitude_deg, captured_datum) IN (0, 3)",
    "period": "period_from <= period_to",
    "amount": "amount_fen >= 0",
    "parts": "(upload_id IS NULL) = (part_bytes IS NULL)",
}

ARRIVED = "status IN ('declared', 'expired') OR arrived_at IS NOT NULL"
ARRIVED_OR_WITHDRAWN = "status IN ('declared', 'expired', 'withdrawn') OR arrived_at IS NOT NULL"


def _require_arrival(condition: str) -> None:
    op.drop_constraint(op.f("ck_evidence_arrived"), "evidence", type_="check")
    op.create_check_constraint(op.f("ck_evidence_arrived"), "evidence", condition)


def _allow(name: str, column: str, values: Sequence[str]) -> None:
    op.drop_constraint(op.f(f"ck_evidence_{name}"), "evidence", type_="check")
    listed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(op.f(f"ck_evidence_{name}"), "evidence", f"{column} IN ({listed})")


def upgrade() -> None:
    op.add_column("evidence", sa.Column("captured_latitude_deg", sa.Float(), nullable=True))
    op.add_column("evidence", sa.Column("captured_longitude_deg", sa.Float(), nullable=True))
    op.add_column(
        "evidence",
        sa.Column(
            "captured_datum",
            sa.Enum("wgs84", "gcj02", name="datum", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
    )
    op.add_column("evidence", sa.Column("proves", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True))
    op.add_column("evidence", sa.Column("period_from", sa.Date(), nullable=True))
    op.add_column("evidence", sa.Column("period_to", sa.Date(), nullable=True))
    op.add_column("evidence", sa.Column("amount_fen", sa.BigInteger(), nullable=True))
    op.add_column("evidence", sa.Column("upload_id", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True))
    op.add_column("evidence", sa.Column("part_bytes", sa.Integer(), nullable=True))
    op.add_column(
        "evidence",
        sa.Column(
            "scan",
            sa.Enum(
                "not_set_up",
                "waiting",
                "clean",
                "infected",
                "scanner_down",
                "too_large",
                name="scanstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            server_default="not_set_up",
        ),
    )
    op.add_column("evidence", sa.Column("scanned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column("evidence", sa.Column("retained_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column(
        "evidence", sa.Column("withdrawal_reason", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True)
    )
    op.add_column("evidence", sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.alter_column("evidence", "scan", server_default=None)
    op.alter_column("evidence", "media_type", type_=sa.String(71))
    _allow("mediatype", "media_type", (*PICTURES, *OTHERS))
    _allow("evidencestatus", "status", (*STATUSES, "withdrawn"))
    _allow("rejectionreason", "rejection", (*REASONS, *NEW_REASONS))
    _require_arrival(ARRIVED_OR_WITHDRAWN)
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_evidence_{name}"), "evidence", condition)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_evidence_{name}"), "evidence", type_="check")
    _require_arrival(ARRIVED)
    _allow("rejectionreason", "rejection", REASONS)
    _allow("evidencestatus", "status", STATUSES)
    _allow("mediatype", "media_type", PICTURES)
    op.alter_column("evidence", "media_type", type_=sa.String(32))
    op.drop_column("evidence", "withdrawn_at")
    op.drop_column("evidence", "withdrawal_reason")
    op.drop_column("evidence", "retained_until")
    op.drop_column("evidence", "scanned_at")
    op.drop_column("evidence", "scan")
    op.drop_column("evidence", "part_bytes")
    op.drop_column("evidence", "upload_id")
    op.drop_column("evidence", "amount_fen")
    op.drop_column("evidence", "period_to")
    op.drop_column("evidence", "period_from")
    op.drop_column("evidence", "proves")
    op.drop_column("evidence", "captured_datum")
    op.drop_column("evidence", "captured_longitude_deg")
    op.drop_column("evidence", "captured_latitude_deg")
