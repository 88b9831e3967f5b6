"""Taking an application on: the number, the receipt, and which of two centres keeps the same matter."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import matters
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.clock import local_date
from app.legal_aid import repository
from app.legal_aid.applying.submitting import keep_promise
from app.legal_aid.deciding.errors import NotADuplicate, ReceivedElsewhere
from app.legal_aid.deciding.models import ReceiptItem
from app.legal_aid.deciding.other_side import same_matter
from app.legal_aid.deciding.periods import agency_of
from app.legal_aid.deciding.schemas import EarlierApplication
from app.legal_aid.ending import conclude
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine

OVER = application_machine.ends | {
    ApplicationStatus.CONCLUDED,
    ApplicationStatus.FILE_REVIEW,
    ApplicationStatus.CLOSED,
}
"""Nobody helps with the matter any longer: who needs help with its next stage applies anew."""


async def accept(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    """Take the application on (受理, 148号令 13): it gets the centre's next number of the year and a receipt of
    its materials; the officer becomes its handler unless somebody is.

    Raises:
        NotFound: not within reach.
        WrongState: taken on before, or withdrawn.
        OwnCase, Recused: the officer stands back.
        ReceivedElsewhere: another application about the same matter was handed in earlier (148号令 10).
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    application_machine.require(case, "accept", actor)
    if (earlier := await earlier_of(session, case)) is not None:
        raise await _received_elsewhere(session, earlier)
    await give_number(session, case, at=at)
    case.handler_id = case.handler_id or actor.person_id
    await extend_receipt(session, case, by=actor.person_id, at=at)
    await application_machine.fire(session, case, "accept", actor=actor, at=at)
    await keep_promise(session, case, at=at)
    return case


async def close_duplicate(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> Application:
    """Leave the matter to the centre that received it first (148号令 10).

    Raises:
        NotFound: not within reach.
        WrongState: taken on before, or withdrawn.
        OwnCase, Recused: the officer stands back.
        NotADuplicate: no application about the same matter was handed in earlier and is open.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_ACCEPT, application_id, lock=True)
    application_machine.require(case, "close_duplicate", actor)
    earlier = await earlier_of(session, case)
    if earlier is None:
        raise NotADuplicate()
    told = await _received_elsewhere(session, earlier)
    changes = {"duplicate_of": earlier.id}
    await application_machine.fire(
        session, case, "close_duplicate", actor=actor, at=at, reason=told.detail, changes=changes
    )
    await conclude(session, case, at=at)
    return case


async def give_number(session: AsyncSession, case: Application, *, at: datetime) -> None:
    """The centre's next number of the year, unless the case has one."""
    if case.number_sequence is None:
        year = local_date(at).year
        sequence = await repository.next_sequence(session, agency_of(case), year)
        case.number_year, case.number_sequence = year, sequence


async def earlier_of(session: AsyncSession, case: Application) -> Application | None:
    """The application of the same person about the same matter that was handed in first and is worked on.

    Centres do not see each other's cases:
    the caller tells no more of it than the centre and the day.
    """
    same_person = [col(Application.applicant_id) == case.applicant_id]
    if case.applicant_number_index is not None:
        same_person.append(col(Application.applicant_number_index) == case.applicant_number_index)
    statement = (
        select(Application)
        .where(
            or_(*same_person),
            col(Application.id) != case.id,
            col(Application.category) == case.category,
            col(Application.submitted_at) < case.submitted_at,
            col(Application.status).not_in(OVER),
        )
        .order_by(col(Application.submitted_at), col(Application.id))
    )
    for other in (await session.execute(statement)).scalars():
        if await same_matter(session, case.id, other.id):
            return other
    return None


async def extend_receipt(session: AsyncSession, case: Application, *, by: UUID, at: datetime) -> None:
    """Put verified materials that are not on the receipt on it (148号令 13: 名称、数量、日期)."""
    listed = {row.evidence_id for row in await receipt_of(session, case.id)}
    position = len(listed)
    for item in await matters.verified_files(session, case.id):
        if item.id not in listed:
            position += 1
            session.add(
                ReceiptItem(
                    application_id=case.id,
                    position=position,
                    evidence_id=item.id,
                    kind=item.kind,
                    name=item.name,
                    received_on=local_date(item.verified_at or at),
                    issued_by=by,
                    issued_at=at,
                )
            )
    await session.flush()


async def receipt_of(session: AsyncSession, application_id: UUID) -> Sequence[ReceiptItem]:
    """The receipt's lines in order; none before acceptance."""
    statement = select(ReceiptItem).where(col(ReceiptItem.application_id) == application_id)
    return (await session.execute(statement.order_by(col(ReceiptItem.position)))).scalars().all()


async def told_of(session: AsyncSession, earlier: Application) -> EarlierApplication:
    """What another centre may know of an earlier application: who received it, and on which day."""
    centre = await agency_by_id(session, agency_of(earlier))
    return EarlierApplication(
        agency_name=centre.name if centre else "另一家法律援助机构",
        agency_phone=centre.phone if centre else None,
        filed_on=local_date(earlier.submitted_at or earlier.created_at),
    )


async def _received_elsewhere(session: AsyncSession, earlier: Application) -> ReceivedElsewhere:
    told = await told_of(session, earlier)
    name, day = told.agency_name, told.filed_on
    return ReceivedElsewhere(
        f"{name}已于{day.year}年{day.month}月{day.day}日收到同一事项的申请，由该机构办理",
        agency_name=name,
        agency_phone=told.agency_phone,
        filed_on=day.isoformat(),
    )
