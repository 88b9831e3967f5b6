"""The wage ledger: what each worker was to get and got, month by month; totals, gaps, contradictions. Pure.

A row is one worker in one month, in fen. What is owed is agreed less paid: it is computed, and where someone
states it, it has to agree. Only workers who consented themselves count in the totals; the others are summed
apart.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.kernel.dictionaries import labels
from app.kernel.errors import FieldError
from app.legal_aid.group.figures import yuan
from app.legal_aid.group.limits import LARGEST_MONTH_FEN
from app.legal_aid.rules import EARLIEST_MONTH, month_text


class RemarkCode(StrEnum):
    """What looks odd in a ledger without being wrong."""

    OVERPAID = "overpaid"
    OUTSIDE_CLAIM = "outside_claim"
    OUTSIDE_EMPLOYMENT = "outside_employment"
    NOTHING_OWED = "nothing_owed"
    DIFFERS_FROM_CLAIM = "differs_from_claim"
    PROOF_GONE = "proof_gone"


labels(
    RemarkCode,
    {
        RemarkCode.OVERPAID: "这个月已付的比约定的多",
        RemarkCode.OUTSIDE_CLAIM: "这个月不在申请的拖欠期间内",
        RemarkCode.OUTSIDE_EMPLOYMENT: "这个月不在本人说的工作期间内",
        RemarkCode.NOTHING_OWED: "这名成员合计没有被拖欠",
        RemarkCode.DIFFERS_FROM_CLAIM: "台账合计和申请书上的拖欠总额不一样",
        RemarkCode.PROOF_GONE: "这个月的证据没有通过核验，或者已经撤回",
    },
)


@dataclass(frozen=True, slots=True)
class Span:
    """Months from ``first`` to ``last``, both included, as first days."""

    first: date
    last: date

    def months(self) -> Iterator[date]:
        """Every month, in order; none where the end lies before the start."""
        month = self.first
        while month <= self.last:
            yield month
            month = following(month)


@dataclass(frozen=True, slots=True)
class Worker:
    """A member as the ledger knows one; ``counts``: in the totals, because they consented and did not leave."""

    id: UUID
    number: int
    name: str
    counts: bool = True
    employed_from: date | None = None
    employed_to: date | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The page of a file that shows a figure."""

    evidence_id: UUID
    page: int


@dataclass(frozen=True, slots=True)
class Row:
    """One worker in one month."""

    worker_id: UUID
    month: date
    agreed_fen: int
    paid_fen: int
    note: str | None = None
    agreed_proof: Proof | None = None
    paid_proof: Proof | None = None

    @property
    def owed_fen(self) -> int:
        """What is missing; below zero where more was paid than agreed."""
        return self.agreed_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as someone gives it, with what they say is owed, where they do."""

    row: Row
    stated_owed_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums in fen over some rows."""

    agreed_fen: int = 0
    paid_fen: int = 0

    @property
    def owed_fen(self) -> int:
        """What is missing in all."""
        return self.agreed_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class Remark:
    """One oddity: which kind, of whom, in which month, in words."""

    code: RemarkCode
    worker_id: UUID | None
    month: date | None
    text: str


def following(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def sums(rows: Iterable[Row]) -> Sums:
    """The rows added up."""
    agreed = paid = 0
    for row in rows:
        agreed += row.agreed_fen
        paid += row.paid_fen
    return Sums(agreed, paid)


def by_worker(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    """Rows of each worker, months in order."""
    found: dict[UUID, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.month):
        found.setdefault(row.worker_id, []).append(row)
    return found


def by_month(rows: Iterable[Row]) -> dict[date, list[Row]]:
    """Rows of each month, in order."""
    found: dict[date, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.month):
        found.setdefault(row.month, []).append(row)
    return found


def expected(worker: Worker, claimed: Span | None) -> Span | None:
    """The months that should be in the ledger: those claimed in which the worker was employed.

    ``None`` while too little is known: neither the claim nor the employment says where to start and to end.
    """
    firsts = [month.replace(day=1) for month in (worker.employed_from, claimed and claimed.first) if month]
    lasts = [month.replace(day=1) for month in (worker.employed_to, claimed and claimed.last) if month]
    if not firsts or not lasts:
        return None
    return Span(max(firsts), min(lasts))


def gaps(worker: Worker, rows: Iterable[Row], claimed: Span | None) -> list[date]:
    """Expected months of the worker without a row, in order."""
    span = expected(worker, claimed)
    present = {row.month for row in rows if row.worker_id == worker.id}
    return [month for month in span.months() if month not in present] if span else []


def problems(
    entries: Sequence[Entry], workers: Mapping[UUID, Worker], today: date
) -> Iterator[tuple[int, FieldError]]:
    """Everything wrong with the entries, with the index of the entry; the field is the row's own member."""
    twice = Counter((entry.row.worker_id, entry.row.month) for entry in entries)
    for index, entry in enumerate(entries):
        row = entry.row
        worker = workers.get(row.worker_id)
        if worker is None:
            yield index, FieldError("member_id", "unknown_member", "成员名单里没有这个人")
        for problem in [*_month_problems(row.month, worker, today), *_amount_problems(entry)]:
            yield index, problem
        if twice[row.worker_id, row.month] > 1:
            name = worker.name if worker else "同一个人"
            text = f"{name} {month_text(row.month)} 写了 {twice[row.worker_id, row.month]} 次，一个月只能有一行"
            yield index, FieldError("month", "twice", text)


def _month_problems(month: date, worker: Worker | None, today: date) -> Iterator[FieldError]:
    if month > today.replace(day=1):
        yield FieldError("month", "not_future", "这个月还没有到")
    if month < EARLIEST_MONTH:
        yield FieldError("month", "too_early", "月份太早，请核对年份")
    if worker is not None:
        yield from _employment_problems(month, worker)


def _employment_problems(month: date, worker: Worker) -> Iterator[FieldError]:
    if worker.employed_from is not None and month < worker.employed_from.replace(day=1):
        began = f"{worker.name} 从 {worker.employed_from:%Y-%m-%d} 开始工作，这个月还没有来上班"
        yield FieldError("month", "before_employment", began)
    if worker.employed_to is not None and month > worker.employed_to.replace(day=1):
        ended = f"{worker.name} 工作到 {worker.employed_to:%Y-%m-%d}，这个月已经离开"
        yield FieldError("month", "after_employment", ended)


def _amount_problems(entry: Entry) -> Iterator[FieldError]:
    row = entry.row
    for field, amount in (("agreed_fen", row.agreed_fen), ("paid_fen", row.paid_fen)):
        if amount < 0:
            yield FieldError(field, "not_negative", "金额不能是负数")
        if amount > LARGEST_MONTH_FEN:
            yield FieldError(
                field, "too_large", f"一个月不会超过 {yuan(LARGEST_MONTH_FEN)} 元，请核对单位是元还是分"
            )
    stated = entry.stated_owed_fen
    if stated is not None and stated != row.owed_fen:
        text = f"拖欠应是约定减已付，即 {yuan(row.owed_fen)} 元，这里写的是 {yuan(stated)} 元"
        yield FieldError("owed_fen", "sum", text)


def remarks(
    rows: Sequence[Row],
    workers: Sequence[Worker],
    claimed: Span | None,
    claimed_fen: int | None,
    gone: Collection[UUID] = (),
) -> list[Remark]:
    """What looks odd: told, never refused. The lawyer decides what it means.

    A row outside the employment was entered before the member said from when to when they worked. ``gone`` are
    files that were refused or withdrawn after a row had named them.
    """
    known = {worker.id: worker for worker in workers}
    found = [remark for row in rows for remark in _row_remarks(row, known[row.worker_id], claimed)]
    for row in rows:
        proofs = {proof.evidence_id for proof in (row.agreed_proof, row.paid_proof) if proof is not None}
        if proofs & set(gone):
            text = (
                f"{known[row.worker_id].name} {month_text(row.month)} 的证据没有通过核验，或者已经撤回，请换一份"
            )
            found.append(Remark(RemarkCode.PROOF_GONE, row.worker_id, row.month, text))
    for worker_id, own in by_worker(rows).items():
        if sums(own).owed_fen <= 0:
            text = f"{known[worker_id].name} 已付的合计不少于约定的合计"
            found.append(Remark(RemarkCode.NOTHING_OWED, worker_id, None, text))
    counted = counted_rows(rows, workers)
    total = sums(counted).owed_fen
    if counted and claimed_fen is not None and total != claimed_fen:
        text = f"台账合计 {yuan(total)} 元，申请书上写的是 {yuan(claimed_fen)} 元，请核对"
        found.append(Remark(RemarkCode.DIFFERS_FROM_CLAIM, None, None, text))
    return found


def counted_rows(rows: Iterable[Row], workers: Iterable[Worker]) -> list[Row]:
    """Rows of those who count."""
    counting = {worker.id for worker in workers if worker.counts}
    return [row for row in rows if row.worker_id in counting]


def _row_remarks(row: Row, worker: Worker, claimed: Span | None) -> Iterator[Remark]:
    month = month_text(row.month)
    if row.owed_fen < 0:
        text = f"{worker.name} {month} 已付的比约定的多 {yuan(-row.owed_fen)} 元"
        yield Remark(RemarkCode.OVERPAID, row.worker_id, row.month, text)
    if claimed is not None and not claimed.first <= row.month <= claimed.last:
        period = f"{month_text(claimed.first)} 至 {month_text(claimed.last)}"
        text = f"{worker.name} {month} 不在申请的拖欠期间（{period}）内"
        yield Remark(RemarkCode.OUTSIDE_CLAIM, row.worker_id, row.month, text)
    for problem in _employment_problems(row.month, worker):
        yield Remark(RemarkCode.OUTSIDE_EMPLOYMENT, row.worker_id, row.month, problem.message)
