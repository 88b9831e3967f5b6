"""A million cases of one centre, copied in SQL from a case that was handed in through the API."""

from typing import Any
from uuid import UUID

import httpx

from app.kernel.database import new_id

CASES = 1_000_000
DAYS = 3_650
"""Due days of the copies are spread evenly over so many days from the original's on."""
CLAIM: dict[str, Any] = {
    "employer_name": "临安宏远建筑劳务有限公司",
    "period_from": "2026-03",
    "period_to": "2026-06",
    "amount_fen": 2_800_000,
}
PARTS: dict[str, dict[str, Any]] = {
    "applicant": {"is_migrant_worker": True},
    "claim": CLAIM,
    "place": {"area_code": "330112104"},
}


async def hand_in(client: httpx.AsyncClient, connection: Any) -> UUID:
    """One wage claim of the logged-in applicant, signed with an image that is written down as verified."""
    case = await _ok(client.post("/applications", json={"category": "labour_remuneration"}))
    for part, body in PARTS.items():
        headers = {"If-Match": f'"{case["version"]}"'}
        case = await _ok(client.put(f"/applications/{case['id']}/{part}", json=body, headers=headers))
    signature = new_id()
    await connection.execute(
        "INSERT INTO evidence (id, matter_id, owner_id, kind, name, media_type, size_bytes, sha256, object_key,"
        " status, scan, preview, declared_at, arrived_at, verified_at, updated_at, version)"
        " SELECT $1, matter_id, owner_id, 'signature', '签名.png', 'image/png', 1, repeat('0', 64), 'bench',"
        " 'verified', 'not_set_up', 'none', now(), now(), now(), now(), 1"
        " FROM evidence_matter WHERE matter_id = $2",
        signature,
        UUID(case["id"]),
    )
    signed = {"signature_evidence_id": str(signature)}
    await _ok(client.post(f"/applications/{case['id']}/submit", json=signed))
    return UUID(case["id"])


async def multiply(connection: Any, case: UUID, count: int = CASES) -> None:
    """Copy the case with its sections and its clocks ``count`` times, due on days spread over ten years."""
    await connection.execute(
        "CREATE UNLOGGED TABLE bench_copy AS SELECT n, uuidv7() AS id FROM generate_series(1, $1) n", count
    )
    filed = {"id": "copy.id", "submitted_at": "original.submitted_at + copy.n * interval '1 second'"}
    await _copy(connection, "application", "id = $1", case, filed)
    for table in ("applicant_statement", "wage_claim", "event_place"):
        await _copy(connection, table, "application_id = $1", case, {"application_id": "copy.id"})
    clock = {"id": "uuidv7()", "object_id": "copy.id", "due_on": f"due_on + (copy.n % {DAYS})::integer"}
    await _copy(connection, "statutory_clock", "object_id = $1", case, clock)
    await connection.execute("DROP TABLE bench_copy")
    await connection.execute("VACUUM ANALYZE application, statutory_clock, wage_claim, event_place")


async def _copy(connection: Any, table: str, where: str, case: UUID, changed: dict[str, str]) -> None:
    """Copy the row of ``table`` once for every row of ``bench_copy``, with some columns changed."""
    columns: list[Any] = await connection.fetch(
        "SELECT column_name AS name FROM information_schema.columns"
        " WHERE table_name = $1 AND table_schema = current_schema() AND is_generated = 'NEVER'",
        table,
    )
    names: list[str] = [row["name"] for row in columns]
    values = ", ".join(changed.get(name, f"original.{name}") for name in names)
    await connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values}"
        f" FROM (SELECT * FROM {table} WHERE {where}) original, bench_copy copy",
        case,
    )


async def _ok(call: Any) -> Any:
    answer: httpx.Response = await call
    answer.raise_for_status()
    return answer.json()
