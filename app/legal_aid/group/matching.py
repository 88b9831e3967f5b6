"""Whose row of a sheet is whose in the ledger: by number, by name where that is enough. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.legal_aid.group.columns import BY_KEY
from app.legal_aid.group.figures import plain_text
from app.legal_aid.group.ledger import Entry, Proof, Row, Worker, problems
from app.legal_aid.group.sheet import SheetProblem, SheetReading, SheetRow, sorted_problems

FIELD_KEYS = {"member_id": "name"}


def entries_of(
    reading: SheetReading, workers: Sequence[Worker], today: date
) -> tuple[list[tuple[int, Entry]], list[SheetProblem]]:
    """Ledger entries with the row of the sheet each stands in, and everything wrong with the sheet.

    Raises nothing: an entry is in the list only if its worker is known, and none is to be kept while there
    is a problem.
    """
    found: list[tuple[int, Entry]] = []
    wrong = list(reading.problems)
    for row in reading.rows:
        match = _worker(row, workers)
        if isinstance(match, Worker):
            found.append((row.row, _entry(row, match)))
        else:
            wrong.append(match)
    known = {worker.id: worker for worker in workers}
    for index, problem in problems([entry for _, entry in found], known, today):
        header = BY_KEY[FIELD_KEYS.get(problem.field, problem.field)].header
        wrong.append(SheetProblem(found[index][0], header, problem.rule, problem.message))
    return found, sorted_problems(wrong)


def _worker(row: SheetRow, workers: Sequence[Worker]) -> Worker | SheetProblem:
    if row.number is not None:
        by_number = next((worker for worker in workers if worker.number == row.number), None)
        if by_number is None:
            return _problem(row, "number", "unknown_member", f"成员名单里没有 {row.number} 号")
        if plain_text(by_number.name) != row.name:
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
    return (worker for worker in workers if plain_text(worker.name) == name)


def _problem(row: SheetRow, key: str, rule: str, message: str) -> SheetProblem:
    return SheetProblem(row.row, BY_KEY[key].header, rule, message)


def _entry(row: SheetRow, worker: Worker) -> Entry:
    agreed = Proof(row.agreed_evidence, row.agreed_page) if row.agreed_evidence and row.agreed_page else None
    paid = Proof(row.paid_evidence, row.paid_page) if row.paid_evidence and row.paid_page else None
    kept = Row(worker.id, row.month, row.agreed_fen, row.paid_fen, row.note, agreed, paid)
    return Entry(kept, row.owed_fen)
