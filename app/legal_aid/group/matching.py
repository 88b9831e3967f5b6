"""Whose row of a sheet is whose in the ledger: by number, by name where that is enough. Pure."""

from collections.abc import Iterator, Sequence

from app.kernel.errors import FieldError
from app.legal_aid.applying.parties import same_name
from app.legal_aid.group.columns import BY_KEY
from app.legal_aid.group.ledger import Entry, Proof, Row, Worker
from app.legal_aid.group.sheet import SheetProblem, SheetReading, SheetRow

FIELD_KEYS = {
    "member_id": "name",
    "agreed_proof.evidence_id": "agreed_evidence",
    "agreed_proof.page": "agreed_page",
    "paid_proof.evidence_id": "paid_evidence",
    "paid_proof.page": "paid_page",
}
"""Members of a row as the API names them, by the column they stand in."""


def entries_of(
    reading: SheetReading, workers: Sequence[Worker]
) -> tuple[list[tuple[int, Entry]], list[SheetProblem]]:
    """Entries with the row of the sheet each stands in, and what is wrong with the sheet so far.

    An entry is there only if its worker is known; what is wrong with the entries is for the ledger to say.
    """
    found: list[tuple[int, Entry]] = []
    wrong = list(reading.problems)
    for row in reading.rows:
        match = _worker(row, workers)
        if isinstance(match, Worker):
            found.append((row.row, _entry(row, match)))
        else:
            wrong.append(match)
    return found, wrong


def sheet_problem(row: int, problem: FieldError) -> SheetProblem:
    """A problem of an entry, in the row of the sheet that it stands in."""
    header = BY_KEY[FIELD_KEYS.get(problem.field, problem.field)].header
    return SheetProblem(row, header, problem.rule, problem.message)


def _worker(row: SheetRow, workers: Sequence[Worker]) -> Worker | SheetProblem:
    if row.number is not None:
        by_number = next((worker for worker in workers if worker.number == row.number), None)
        if by_number is None:
            return _problem(row, "number", "unknown_member", f"成员名单里没有 {row.number} 号")
        if not same_name(by_number.name, row.name):
            text = f"{row.number} 号成员是 {by_number.name}，不是 {row.name}"
            return _problem(row, "name", "name_differs", text)
        return by_number
    named = list(_named(row.name, workers))
    if not named:
        return _problem(row, "name", "unknown_member", f"成员名单里没有 {row.name}，请先登记")
    if len(named) > 1:
        text = f"有 {len(named)} 名成员叫 {row.name}，请填写成员编号"
        return _problem(row, "number", "ambiguous_name", text)
    return named[0]


def _named(name: str, workers: Sequence[Worker]) -> Iterator[Worker]:
    return (worker for worker in workers if same_name(worker.name, name))


def _problem(row: SheetRow, key: str, rule: str, message: str) -> SheetProblem:
    return SheetProblem(row.row, BY_KEY[key].header, rule, message)


def _entry(row: SheetRow, worker: Worker) -> Entry:
    agreed = Proof(row.agreed_evidence, row.agreed_page) if row.agreed_evidence and row.agreed_page else None
    paid = Proof(row.paid_evidence, row.paid_page) if row.paid_evidence and row.paid_page else None
    kept = Row(worker.id, row.month, row.agreed_fen, row.paid_fen, row.note, agreed, paid)
    return Entry(kept, row.owed_fen)
