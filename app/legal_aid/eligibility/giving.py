"""An application's own page of eligibility, and the evidence given for each item of its checklist."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import matters
from app.evidence.matters import FileFacts
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid
from app.legal_aid import repository
from app.legal_aid.applying.presenting import Sight, sight_of
from app.legal_aid.eligibility.codes import MaterialCode
from app.legal_aid.eligibility.errors import MaterialsClosed
from app.legal_aid.eligibility.loading import facts_and_centre, load_facts
from app.legal_aid.eligibility.materials import Material, checklist
from app.legal_aid.eligibility.models import ApplicationMaterial
from app.legal_aid.eligibility.presenting import checklist_view, eligibility_view
from app.legal_aid.eligibility.schemas import Checklist, EligibilityView
from app.legal_aid.enums import ApplicationStatus, ConditionCode
from app.legal_aid.errors import Recused
from app.legal_aid.models import Application
from app.legal_aid.states import application_machine

WITHHELD = {
    Sight.HANDLING: frozenset({ConditionCode.HARDSHIP}),
    Sight.REVIEW: frozenset({ConditionCode.COMPETENCE}),
}
"""Conditions whose facts somebody does not see: the lawyer not the household's money, the bureau not the place."""
OPEN = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.SUPPLEMENTING})
"""States in which materials are given."""


async def read_eligibility(
    session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime
) -> EligibilityView:
    """The same answer as the self-test, over the application's own facts; the look of others is recorded.

    Raises:
        NotFound: not within reach.
        Forbidden: a lawyer who has not accepted.
    """
    case = await _read(session, actor, application_id, at=at)
    facts, centre = await facts_and_centre(session, case, at=at)
    return eligibility_view(facts, centre, WITHHELD.get(sight_of(actor, case), frozenset()))


async def read_checklist(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Checklist:
    """What this case needs and what was given; the look of others is recorded.

    Raises:
        NotFound: not within reach.
        Forbidden: a lawyer who has not accepted.
    """
    case = await _read(session, actor, application_id, at=at)
    return await checklist_of(session, case, at=at)


async def checklist_of(session: AsyncSession, case: Application, *, at: datetime) -> Checklist:
    """The checklist of a case whose reach was checked."""
    asked = checklist(await load_facts(session, case, at=at))
    return checklist_view(asked, await given_of(session, case.id))


async def given_of(session: AsyncSession, application_id: UUID) -> Mapping[MaterialCode, Sequence[UUID]]:
    """Evidence by item, in the order it came in; items that are no longer asked included."""
    rows = await session.scalars(
        select(ApplicationMaterial)
        .where(col(ApplicationMaterial.application_id) == application_id)
        .order_by(col(ApplicationMaterial.given_at), col(ApplicationMaterial.evidence_id))
    )
    found: dict[MaterialCode, list[UUID]] = defaultdict(list)
    for row in rows:
        found[row.item].append(row.evidence_id)
    return found


async def give(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    code: MaterialCode,
    evidence_ids: Sequence[UUID],
    *,
    at: datetime,
) -> Checklist:
    """Say which evidence serves as an item, all of it; the same again changes nothing.

    Raises:
        NotFound: not within reach.
        Recused: staff who stand back from the case.
        MaterialsClosed: neither a draft nor being supplemented.
        Invalid: an item that this case does not ask for, or evidence that cannot serve as it.
    """
    case = await repository.get_visible(session, actor, Action.APPLICATION_SUPPLEMENT, application_id, lock=True)
    if actor.person_id in case.recused_ids:
        raise Recused()
    if case.status not in OPEN:
        raise MaterialsClosed()
    asked = {material.code: material for material in checklist(await load_facts(session, case, at=at))}
    if problems := await _problems(session, case, code, asked.get(code), evidence_ids):
        raise Invalid(fields=problems)
    await _replace(session, actor, case, code, evidence_ids, at=at)
    return checklist_view(list(asked.values()), await given_of(session, case.id))


async def _replace(
    session: AsyncSession,
    actor: Actor,
    case: Application,
    code: MaterialCode,
    evidence_ids: Sequence[UUID],
    *,
    at: datetime,
) -> None:
    had = (await given_of(session, case.id)).get(code, ())
    gone = set(had) - set(evidence_ids)
    await session.execute(
        delete(ApplicationMaterial).where(
            col(ApplicationMaterial.application_id) == case.id,
            col(ApplicationMaterial.item) == code,
            col(ApplicationMaterial.evidence_id).in_(gone),
        )
    )
    new = [evidence_id for evidence_id in evidence_ids if evidence_id not in had]
    session.add_all(
        ApplicationMaterial(
            application_id=case.id, item=code, evidence_id=evidence_id, given_by=actor.person_id, given_at=at
        )
        for evidence_id in new
    )
    await session.flush()


async def _problems(
    session: AsyncSession,
    case: Application,
    code: MaterialCode,
    material: Material | None,
    evidence_ids: Sequence[UUID],
) -> list[FieldError]:
    if material is None:
        return [FieldError("item_code", "not_asked", "这份申请不需要这项材料，不用提交")]
    if material.is_form:
        return [FieldError("item_code", "filled_in_here", "这项在申请里填写就可以，不用上传")]
    repeated = {evidence_id for evidence_id, times in Counter(evidence_ids).items() if times > 1}
    known = await matters.files(session, evidence_ids)
    found: list[FieldError] = []
    for position, evidence_id in enumerate(evidence_ids):
        field, item = f"evidence_ids.{position}", known.get(evidence_id)
        if evidence_id in repeated:
            found.append(FieldError(field, "repeated", "同一份材料写了两次"))
        elif item is None or item.matter_id != case.id:
            found.append(FieldError(field, "not_of_this_case", "这份申请里没有这份材料"))
        else:
            found.extend(_unfit(field, item, material))
    return found


def _unfit(field: str, item: FileFacts, material: Material) -> Sequence[FieldError]:
    if not item.is_verified:
        return [FieldError(field, "not_verified", "这份材料还没有通过核验，请等核验通过后再选")]
    if item.kind not in material.kinds:
        return [FieldError(field, "wrong_kind", f"这类文件不能作为“{material.title}”")]
    return []


async def _read(session: AsyncSession, actor: Actor, application_id: UUID, *, at: datetime) -> Application:
    case = await repository.get_visible(session, actor, Action.APPLICATION_READ, application_id)
    await audit.record_access(
        session,
        actor,
        Action.APPLICATION_READ,
        object_type=application_machine.name,
        object_id=case.id,
        owner_id=case.owner_id,
        at=at,
    )
    return case
