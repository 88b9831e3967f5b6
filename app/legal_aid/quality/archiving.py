"""Putting a closed case away (立卷归档, 148号令 42): asked for here, built by the worker, opened by link."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.enums import EvidenceStatus
from app.evidence.models import Evidence
from app.evidence.names import content_disposition
from app.evidence.rules import OPENED_FOR
from app.evidence.storage.objects import ObjectStore
from app.kernel import jobs
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import DomainError, FieldError
from app.legal_aid import ending
from app.legal_aid.handling import parties
from app.legal_aid.models import Application
from app.legal_aid.papers.codes import PaperStatus
from app.legal_aid.papers.models import OfficialPaper
from app.legal_aid.policies import not_own
from app.legal_aid.quality.answers import ArchiveView
from app.legal_aid.quality.closing import ARCHIVE, end_clock
from app.legal_aid.quality.enums import ArchiveAction, ArchiveStatus, SubsidyStatus
from app.legal_aid.quality.errors import ArchiveNotFailed, ArchiveNotReady, NotArchived, NotReadyToArchive
from app.legal_aid.quality.models import CaseArchive, Subsidy
from app.legal_aid.quality.repository import visits
from app.legal_aid.quality.traces import did, looked
from app.legal_aid.repository import get_visible
from app.legal_aid.states import application_machine
from app.legal_aid.views import number_of

BUILD = "legal_aid.build_archive"
RETENTION = "长期保存"
"""No national text at hand names a period: nothing is ever deleted by itself."""
MEDIA_TYPE = "application/zip"


async def archive(
    session: AsyncSession, actor: Actor, application_id: UUID, no_visit_reason: str | None, *, at: datetime
) -> Application:
    """Put the case away: its file is built by the worker.

    Raises:
        NotFound: not within reach.
        WrongState: not closed, or archived before.
        OwnCase, Recused: the officer has a stake in the case.
        NotReadyToArchive: with everything that is still to be done.
    """
    case = await get_visible(session, actor, Action.FILE_REVIEW, application_id, lock=True)
    application_machine.require(case, "archive", actor)
    if problems := await _problems(session, case, no_visit_reason):
        raise NotReadyToArchive(fields=problems)
    await application_machine.fire(session, case, "archive", actor=actor, at=at)
    await end_clock(session, case.id, ARCHIVE, at=at)
    await ending.conclude(session, case, at=at)
    session.add(
        CaseArchive(
            application_id=case.id,
            requested_by=actor.person_id,
            requested_at=at,
            no_visit_reason=no_visit_reason,
            retention=RETENTION,
        )
    )
    await session.flush()
    await _enqueue(session, case.id)
    return case


async def build_again(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> ArchiveView:
    """Try once more to build a file that could not be built.

    Raises:
        NotFound: not within reach.
        NotArchived: the case is not put away yet.
        ArchiveNotFailed: it is being built, or is there.
        OwnCase, Recused: the officer has a stake in the case.
    """
    case = await get_visible(session, actor, Action.FILE_REVIEW, application_id, lock=True)
    row = await _to_act(session, actor, case, ArchiveAction.BUILD)
    row.status, row.problem = ArchiveStatus.BUILDING, None
    did(session, actor, Action.FILE_REVIEW, case, at=at, note="重新生成案卷")
    await session.flush()
    await _enqueue(session, case.id)
    return _view(actor, case, row)


async def read(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> ArchiveView | None:
    """Where the file stands, with its hashes; none before the case is archived.

    Raises:
        NotFound: not within reach.
    """
    case = await get_visible(session, actor, Action.FILE_REVIEW, application_id)
    row = await session.get(CaseArchive, case.id)
    if row is None:
        return None
    await looked(session, actor, Action.FILE_REVIEW, case, at=at, note="案卷目录")
    return _view(actor, case, row)


async def open_archive(
    session: AsyncSession, store: ObjectStore, actor: Actor, application_id: UUID, *, at: datetime
) -> str:
    """A link to the file, good for some minutes; the applicant can see that it was opened.

    Raises:
        NotFound: not within reach.
        NotArchived: the case is not put away yet.
        ArchiveNotReady: not built yet.
        OwnCase, Recused: the officer has a stake in the case.
    """
    case = await get_visible(session, actor, Action.FILE_REVIEW, application_id)
    row = await _to_act(session, actor, case, ArchiveAction.OPEN)
    if row.object_key is None:
        raise ArchiveNotReady()
    await looked(session, actor, Action.FILE_REVIEW, case, at=at, note="打开案卷")
    return store.presign_get(
        row.object_key,
        version_id=row.object_version,
        media_type=MEDIA_TYPE,
        disposition=content_disposition(f"{number_of(case) or case.id}.zip"),
        expires=OPENED_FOR,
    )


async def _problems(session: AsyncSession, case: Application, no_visit_reason: str | None) -> list[FieldError]:
    """Everything that is still to be done, at once."""
    found: list[FieldError] = []
    subsidy = await session.get(Subsidy, case.id)
    if subsidy is None or subsidy.status is SubsidyStatus.NO_RATE:
        found.append(FieldError("subsidy", "not_reckoned", "还没有补贴标准，补贴没有计算；请先设定标准再计算"))
    if no_visit_reason is None and not await visits(session, case.id):
        found.append(FieldError("no_visit_reason", "missing", "还没有回访；请先回访，或者写明没有回访的原因"))
    paper = select(OfficialPaper.id).where(
        col(OfficialPaper.application_id) == case.id, col(OfficialPaper.status) != PaperStatus.ISSUED
    )
    if (await session.scalars(paper.limit(1))).first() is not None:
        found.append(FieldError("papers", "not_issued", "还有文书没有制作完成，请等一等或者重新制作"))
    places = [case.id, *await parties.member_ids(session, case)]
    arriving = select(Evidence.id).where(
        col(Evidence.matter_id).in_(places), col(Evidence.status) == EvidenceStatus.ARRIVED
    )
    if (await session.scalars(arriving.limit(1))).first() is not None:
        found.append(FieldError("evidence", "not_verified", "还有材料正在核验，请过几分钟再归档"))
    return found


async def _to_act(session: AsyncSession, actor: Actor, case: Application, action: ArchiveAction) -> CaseArchive:
    """The file of a case within reach."""
    if refusal := not_own(case, actor):
        raise refusal
    row = await session.get(CaseArchive, case.id, populate_existing=True)
    if row is None:
        raise NotArchived()
    if refusal := _refusal(actor, case, row, action):
        raise refusal
    return row


def _view(actor: Actor, case: Application, row: CaseArchive) -> ArchiveView:
    """The file as a caller sees it who reviews files, and whose reach was checked."""
    shown = row.model_dump(include=set(ArchiveView.model_fields) - {"allowed_actions"})
    offered = [action for action in ArchiveAction if _refusal(actor, case, row, action) is None]
    return ArchiveView(**shown, allowed_actions=offered)


def _refusal(actor: Actor, case: Application, row: CaseArchive, action: ArchiveAction) -> DomainError | None:
    """Why the caller does not do this to the file now, or nothing."""
    if refusal := not_own(case, actor):
        return refusal
    if action is ArchiveAction.BUILD:
        return None if row.status is ArchiveStatus.FAILED else ArchiveNotFailed()
    return None if row.status is ArchiveStatus.READY else ArchiveNotReady()


async def _enqueue(session: AsyncSession, application_id: UUID) -> None:
    await jobs.enqueue(session, BUILD, {"application_id": str(application_id)})
