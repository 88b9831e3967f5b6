"""Rows that should be there and are not, or that are there and prove nothing."""

from datetime import datetime, timedelta

from sqlalchemy import text

from app.evidence.custody.audit.findings import Kind
from app.evidence.custody.audit.state import State
from app.evidence.custody.checkpoint import BadCheckpoint, parse
from app.evidence.custody.cosignature import verify_cosignatures
from app.evidence.custody.timestamps import BadTimestamp, verify_timestamp
from app.kernel.database import Database

LONG = timedelta(hours=1)
"""Events wait for seconds."""
PAGE = 500
EXTRA_NODES = text("SELECT level, max(index) AS last FROM ledger_node GROUP BY level ORDER BY level")
REPEATED = text("SELECT event_id, min(index) AS first FROM ledger_leaf GROUP BY event_id HAVING count(*) > 1")
UNLISTED = text(
    "SELECT e.id, e.evidence_id, p.event_id IS NOT NULL AS waits FROM custody_event e "
    "LEFT JOIN ledger_leaf l ON l.event_id = e.id LEFT JOIN custody_pending p ON p.event_id = e.id "
    "WHERE l.event_id IS NULL AND (p.event_id IS NULL OR e.at < :long_ago) ORDER BY e.id LIMIT 10001"
)
UNPROVEN = text(
    "SELECT v.id FROM evidence v WHERE v.status = 'verified' AND NOT EXISTS (SELECT FROM custody_event e "
    "WHERE e.evidence_id = v.id AND e.kind = 'verified') ORDER BY v.id LIMIT 10001"
)
UNTRUE = text(
    "SELECT v.id, v.status FROM evidence v LEFT JOIN LATERAL (SELECT bool_or(e.kind = 'verified') AS verified, "
    "bool_or(e.kind = 'withdrawn') AS withdrawn FROM custody_event e WHERE e.evidence_id = v.id) said ON true "
    "WHERE (v.status = 'withdrawn' AND v.arrived_at IS NOT NULL AND said.withdrawn IS NOT true) "
    "OR (v.status <> 'withdrawn' AND said.withdrawn) OR (said.verified AND v.scan <> 'infected' "
    "AND (v.verified_at IS NULL OR v.status NOT IN ('verified', 'withdrawn'))) ORDER BY v.id LIMIT 10001"
)
"""Files that no longer count, or count again, without a word in the ledger; malware that is found needs none."""
OPENINGS = text(
    "SELECT evidence_id, at FROM (SELECT evidence_id, at, party_id AS person_id, count(*) AS said "
    "FROM custody_event WHERE kind = 'viewed' GROUP BY 1, 2, 3) e FULL JOIN (SELECT evidence_id, at, person_id, "
    "count(*) AS shown FROM evidence_opening GROUP BY 1, 2, 3) o USING (evidence_id, at, person_id) "
    "WHERE said IS DISTINCT FROM shown ORDER BY 1, 2 LIMIT 10001"
)
"""What owners are told of looks at their files is written in one transaction with the ledger's word of it."""
STAMPED = text(
    "SELECT t.tree_size, t.token, t.certificates, t.stamped_at, h.checkpoint FROM ledger_timestamp t "
    "LEFT JOIN ledger_head h USING (tree_size) WHERE t.tree_size > :after ORDER BY t.tree_size LIMIT :page"
)
COSIGNED = text(
    "SELECT c.tree_size, c.witness, c.line, c.signed_at, h.checkpoint FROM ledger_cosignature c "
    "LEFT JOIN ledger_head h USING (tree_size) WHERE (c.tree_size, c.witness) > (:after, :witness) "
    "ORDER BY c.tree_size, c.witness LIMIT :page"
)


async def audit_rows(database: Database, state: State, *, at: datetime) -> None:
    """Events and files without a leaf, leaves twice, nodes too many."""
    async with database.autocommit() as connection:
        for row in (await connection.execute(EXTRA_NODES)).all():
            [size] = (await connection.execute(text("SELECT max(tree_size) FROM ledger_head"))).one()
            if row.last >= max(size or 0, state.size) >> row.level:
                state.found(Kind.NODE_EXTRA, level=row.level, index=row.last)
        for row in (await connection.execute(REPEATED)).all():
            state.found(Kind.LEAF_REPEATED, leaf_index=row.first, event_id=str(row.event_id))
        for row in (await connection.execute(UNLISTED, {"long_ago": at - LONG})).all():
            kind = Kind.EVENT_WAITING if row.waits else Kind.EVENT_UNLISTED
            state.found(kind, event_id=str(row.id), evidence_id=str(row.evidence_id))
        for row in (await connection.execute(UNPROVEN)).all():
            state.found(Kind.EVIDENCE_UNLISTED, evidence_id=str(row.id))
        for row in (await connection.execute(UNTRUE)).all():
            state.found(Kind.EVIDENCE_STATUS, evidence_id=str(row.id), status=row.status)
        for row in (await connection.execute(OPENINGS)).all():
            state.found(Kind.OPENING_DIFFERS, evidence_id=str(row.evidence_id), at=row.at.isoformat())


async def audit_stamps(database: Database, state: State, roots: str | None) -> None:
    """Every timestamp, against ``roots`` (PEM) where settings name an authority, else against its own root."""
    after = 0
    while True:
        async with database.autocommit() as connection:
            rows = (await connection.execute(STAMPED, {"after": after, "page": PAGE})).all()
        for row in rows:
            after = row.tree_size
            try:
                _, body, _ = parse(row.checkpoint or "")
                stamp = verify_timestamp(row.token, row.certificates, body, roots_pem=roots)
            except (BadTimestamp, BadCheckpoint) as error:
                state.found(Kind.TIMESTAMP_BAD, str(error), tree_size=row.tree_size)
                continue
            if stamp.gen_time != row.stamped_at:
                state.found(Kind.TIMESTAMP_BAD, "数据库里的时间和时间戳说的不一样", tree_size=row.tree_size)
        if len(rows) < PAGE:
            return


async def audit_cosignatures(database: Database, state: State) -> None:
    """Every line of a witness, by the key it is stored with."""
    after, witness = 0, ""
    while True:
        values = {"after": after, "witness": witness, "page": PAGE}
        async with database.autocommit() as connection:
            rows = (await connection.execute(COSIGNED, values)).all()
        for row in rows:
            after, witness = row.tree_size, row.witness
            try:
                is_good = bool(verify_cosignatures(f"{row.checkpoint}{row.line.rstrip()}\n", [row.witness]))
            except BadCheckpoint:
                is_good = False
            if not is_good:
                state.found(Kind.COSIGNATURE_BAD, tree_size=row.tree_size, witness=row.witness)
        if len(rows) < PAGE:
            return
