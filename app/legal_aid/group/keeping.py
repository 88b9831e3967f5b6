"""Keeping the ledger: read as a whole, replaced as a whole or for some workers, all or nothing."""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.identity import people
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, PreconditionFailed
from app.legal_aid import repository as applications
from app.legal_aid.group import ledger, repository
from app.legal_aid.group.enums import LIVE, MemberStatus
from app.legal_aid.group.errors import GroupClosed, LedgerRefused, NoLedgerHere
from app.legal_aid.group.ledger import Entry, Proof, Row, Span, Worker
from app.legal_aid.group.limits import EDITABLE, WAGE_CATEGORIES
from app.legal_aid.group.models import GroupMember, LedgerRow, WageLedger
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own
from app.legal_aid.states import application_machine

UNNAMED = "申请人"


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger with everything its view and its checks rest on."""

    case: Application
    book: WageLedger
    members: Sequence[GroupMember]
    workers: Sequence[Worker]
    rows: Sequence[Row]
    claimed: Span | None
    claimed_fen: int | None
    gone: Collection[UUID]
    """Files named as proof that do not count: refused or withdrawn."""


async def read(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime, note: str | None = None
) -> Ledger:
    """The ledger; the look of staff or lawyer is recorded.

    Raises:
        NotFound: not within reach.
        NoLedgerHere: the category has none.
    """
    case = await applications.get_visible(session, actor, Action.LEDGER_READ, application_id)
    await audit.record_access(
        session,
        actor,
        Action.LEDGER_READ,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
        note=note,
    )
    return await load(session, case, at=at)


async def editable(session: AsyncSession, actor: Actor, application_id: UUID) -> Application:
    """The application, locked, for a change of members or figures.

    Raises:
        NotFound: not within reach.
        OwnCase, Recused: staff who must stand back.
        GroupClosed: the case has ended or is being closed.
    """
    case = await applications.get_visible(session, actor, Action.LEDGER_EDIT, application_id, lock=True)
    if actor.person_id != case.applicant_id and (refusal := not_own(case, actor)):
        raise refusal
    if case.status not in EDITABLE:
        raise GroupClosed(state=str(case.status))
    return case


async def replace(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    entries: Sequence[Entry],
    *,
    version: int,
    at: datetime,
    member_id: UUID | None = None,
) -> Ledger:
    """Replace the whole ledger, or the rows of one worker. Rows of those who left stay as they are.

    The same content again is no change, whatever version it was sent for (RFC 9110, 13.1.1).

    Raises:
        NotFound: not within reach, or no such member.
        GroupClosed, NoLedgerHere: there is nothing to edit any more, or at all.
        LedgerRefused: with every contradiction; nothing is kept.
        PreconditionFailed: the ledger changed since ``version``.
    """
    case = await editable(session, actor, application_id)
    known = await load(session, case, at=at)
    if member_id is not None:
        await repository.member(session, case.id, member_id)
    if found := [problem async for problem in contradictions(session, known, entries, at=at)]:
        raise LedgerRefused(fields=[_placed(index, problem) for index, problem in found])
    replaced = {member_id} if member_id is not None else {worker.id for worker in known.workers}
    return await keep(session, actor, known, [entry.row for entry in entries], replaced, version=version, at=at)


async def keep(
    session: AsyncSession,
    actor: Actor,
    known: Ledger,
    rows: Sequence[Row],
    replaced: Iterable[UUID],
    *,
    version: int,
    at: datetime,
) -> Ledger:
    """Write checked rows in place of those of ``replaced``, all at once.

    Raises:
        PreconditionFailed: the ledger changed since ``version``, to something else.
    """
    open_ids = {member.id for member in known.members if member.status in LIVE} & set(replaced)
    new = {(row.worker_id, row.month): row for row in rows if row.worker_id in open_ids}
    old = {(row.worker_id, row.month): row for row in known.rows if row.worker_id in open_ids}
    if new == old:
        return known
    if known.book.version != version:
        raise PreconditionFailed()
    await repository.delete_rows(session, open_ids)
    await repository.insert_rows(session, [_columns(row) for row in new.values()])
    touch(known.book, actor, at)
    await session.flush()
    return await load(session, known.case, at=at)


def touch(book: WageLedger, actor: Actor, at: datetime) -> None:
    """The ledger is another than before: whoever edits an older one is told."""
    book.version += 1
    book.updated_at, book.updated_by = at, actor.person_id


async def load(session: AsyncSession, case: Application, *, at: datetime) -> Ledger:
    """The ledger of an application whose reach was checked; it is opened where nobody did before.

    Raises:
        NoLedgerHere: the category has none.
    """
    if case.category not in WAGE_CATEGORIES:
        raise NoLedgerHere()
    members = await load_members(session, case, at=at)
    book = await repository.ledger_of(session, case.id)
    assert book is not None
    claim = await applications.claim_of(session, case.id)
    rows = [row_of(stored) for stored in await repository.rows_of(session, case.id)]
    files = await matters.files(session, {proof.evidence_id for row in rows for _, proof in _proofs(row)})
    return Ledger(
        case=case,
        book=book,
        members=members,
        workers=[worker_of(member) for member in members],
        rows=rows,
        claimed=Span(claim.period_from, claim.period_to) if claim else None,
        claimed_fen=claim.amount_fen if claim else None,
        gone={evidence_id for evidence_id, file in files.items() if file.is_refused},
    )


async def load_members(session: AsyncSession, case: Application, *, at: datetime) -> Sequence[GroupMember]:
    """Everyone who takes or took part; the applicant is there from the first look on, by today's name."""
    name = await representative_name(session, case)
    await repository.begin(session, case, name, at=at)
    members = await repository.members_of(session, case.id)
    for member in members:
        if member.is_representative and member.display_name != name:
            member.display_name = name
    return members


async def representative_name(session: AsyncSession, case: Application) -> str:
    """Whom the first rows are about: the recipient, else the applicant as they signed or are known today."""
    known = case.recipient_name or case.applicant_name
    if known is not None:
        return known
    return (await people.names(session, [case.applicant_id])).get(case.applicant_id, UNNAMED)


def worker_of(member: GroupMember) -> Worker:
    """A member as the pure ledger takes one."""
    return Worker(
        id=member.id,
        number=member.number,
        name=member.display_name,
        counts=member.status is MemberStatus.JOINED,
        employed_from=member.employment_from,
        employed_to=member.employment_to,
    )


def row_of(stored: LedgerRow) -> Row:
    """A stored row as the pure ledger takes one."""
    return Row(
        worker_id=stored.member_id,
        month=stored.month,
        agreed_fen=stored.agreed_fen,
        paid_fen=stored.paid_fen,
        note=stored.note,
        agreed_proof=_proof(stored.agreed_evidence_id, stored.agreed_page),
        paid_proof=_proof(stored.paid_evidence_id, stored.paid_page),
    )


async def contradictions(
    session: AsyncSession, known: Ledger, entries: Sequence[Entry], *, at: datetime
) -> AsyncIterator[tuple[int, FieldError]]:
    """Everything wrong with the entries, by index: among themselves, with the members, with the files."""
    workers = {worker.id: worker for worker in known.workers}
    for found in ledger.problems(entries, workers, local_date(at)):
        yield found
    for found in _of_those_who_left(known, entries):
        yield found
    proofs = {proof.evidence_id for entry in entries for _, proof in _proofs(entry.row)}
    files = await matters.files(session, proofs)
    for index, entry in enumerate(entries):
        for field, proof in _proofs(entry.row):
            if problem := _proof_problem(field, proof, files.get(proof.evidence_id), known.case, entry.row):
                yield index, problem


def _of_those_who_left(known: Ledger, entries: Sequence[Entry]) -> Iterator[tuple[int, FieldError]]:
    """Their rows may come along unchanged, as they do when a whole grid is sent back."""
    left = {member.id: member for member in known.members if member.status not in LIVE}
    stored = set(known.rows)
    for index, entry in enumerate(entries):
        if (member := left.get(entry.row.worker_id)) and entry.row not in stored:
            yield index, FieldError("member_id", "member_left", f"{member.display_name} 已经退出，不能再改")


def _proof_problem(
    field: str, proof: Proof, file: matters.FileFacts | None, case: Application, row: Row
) -> FieldError | None:
    name = f"{field}.evidence_id"
    if file is None or file.matter_id not in {case.id, row.worker_id}:
        return FieldError(name, "not_of_this_case", "这份材料不是这个案件或者这名成员的")
    if file.is_refused:
        return FieldError(name, "refused", "这份材料没有通过核验，或者已经撤回，请重新上传")
    if file.is_signature:
        return FieldError(name, "signature", "签名不能作为工资的证据")
    if proof.page != 1 and not file.has_pages:
        return FieldError(f"{field}.page", "single_page", "图片只有一页，页码请写 1")
    return None


def _proofs(row: Row) -> Iterator[tuple[str, Proof]]:
    if row.agreed_proof is not None:
        yield "agreed_proof", row.agreed_proof
    if row.paid_proof is not None:
        yield "paid_proof", row.paid_proof


def _proof(evidence_id: UUID | None, page: int | None) -> Proof | None:
    return Proof(evidence_id, page) if evidence_id is not None and page is not None else None


def _columns(row: Row) -> dict[str, object]:
    agreed, paid = row.agreed_proof, row.paid_proof
    return {
        "member_id": row.worker_id,
        "month": row.month,
        "agreed_fen": row.agreed_fen,
        "paid_fen": row.paid_fen,
        "note": row.note,
        "agreed_evidence_id": agreed.evidence_id if agreed else None,
        "agreed_page": agreed.page if agreed else None,
        "paid_evidence_id": paid.evidence_id if paid else None,
        "paid_page": paid.page if paid else None,
    }


def _placed(index: int, problem: FieldError) -> FieldError:
    return FieldError(f"rows.{index}.{problem.field}", problem.rule, problem.message)
