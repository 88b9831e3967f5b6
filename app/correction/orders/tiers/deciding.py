"""Tiers: assessed and proposed by an officer, decided by the county, in force from the decision."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.check_ins.subjects import touch
from app.correction.errors import TierMoved
from app.correction.orders.changing import order_to_change
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.tiers import repository
from app.correction.orders.tiers.models import AssessmentScale, TierChange
from app.correction.orders.tiers.scale import DEFAULT, Scale, ScaleRefused, checked, score, suggested, to_data
from app.correction.orders.tiers.schemas import ScaleIn, TierChangeIn, TierDecisionIn
from app.correction.orders.tiers.states import proposed, tier_machine
from app.correction.schedule.settling import replan
from app.kernel import access, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid, NotFound


async def agency_for(session: AsyncSession, actor: Actor, action: Action, agency_id: UUID) -> Agency:
    """An agency within reach.

    Raises:
        NotFound: none, or beyond the actor's reach.
    """
    agency = await agency_by_id(session, agency_id)
    if agency is None or not access.reaches_agency(actor, action, agency.tree_path):
        raise NotFound()
    return agency


async def set_scale(
    session: AsyncSession, actor: Actor, agency_id: UUID, given: ScaleIn, *, at: datetime
) -> AssessmentScale:
    """Set the scale of an agency from a day on.

    Raises:
        NotFound: beyond the actor's reach.
        Invalid: a scale that cannot be used, or from a day that is past.
    """
    agency = await agency_for(session, actor, Action.SCHEDULE_SET, agency_id)
    if given.effective_from < local_date(at):
        raise Invalid(fields=[FieldError("effective_from", "past", "只能从今天或者以后开始生效")])
    try:
        scale = checked(given.as_scale())
    except ScaleRefused as refused:
        raise _invalid(refused) from None
    values = {
        "agency_id": agency.id,
        "effective_from": given.effective_from,
        "items": to_data(scale),
        "yellow_from": scale.yellow_from,
        "red_from": scale.red_from,
        "set_by": actor.person_id,
        "set_at": at,
    }
    statement = insert(AssessmentScale).values(**values)
    changed = {name: value for name, value in values.items() if name not in {"agency_id", "effective_from"}}
    statement = statement.on_conflict_do_update(constraint="pk_assessment_scale", set_=changed)
    row = await session.scalars(
        statement.returning(AssessmentScale), execution_options={"populate_existing": True}
    )
    return row.one()


async def propose_tier(
    session: AsyncSession, actor: Actor, order_id: UUID, given: TierChangeIn, *, at: datetime
) -> TierChange:
    """Propose another tier with the assessment it rests on (社区矫正法 24).

    The scale of the office of today counts, and is kept in words with the answers.

    Raises:
        NotFound, OrderEnded: as :func:`order_to_change`.
        Invalid: the tier in force, or answers that do not fit the scale.
        TierChangeOpen: another proposal waits.
    """
    order = await order_to_change(session, actor, order_id, note="提出调整管理类别", at=at)
    if given.to_tier is order.tier:
        raise Invalid(fields=[FieldError("to_tier", "same", "现在就是这个类别，不用调整")])
    row = await repository.scale_in_force(session, order.agency_id, local_date(at))
    scale = row.scale if row else DEFAULT
    try:
        points = score(scale, given.answers)
    except ScaleRefused as refused:
        raise _invalid(refused) from None
    change = TierChange(
        order_id=order.id,
        person_id=order.person_id,
        agency_id=order.agency_id,
        agency_path=order.agency_path,
        from_tier=order.tier,
        to_tier=given.to_tier,
        suggested_tier=suggested(scale, points),
        score=points,
        answers=_answered(scale, given.answers),
        reasons=given.reasons,
        proposed_by=actor.person_id,
        proposed_at=at,
        updated_at=at,
    )
    session.add(change)
    await session.flush()
    await events.record(session, proposed(change), at=at)
    return change


def _answered(scale: Scale, answers: Mapping[str, str]) -> list[dict[str, JsonValue]]:
    rows: list[dict[str, JsonValue]] = []
    for item in scale.items:
        choice = next(choice for choice in item.choices if choice.code == answers[item.code])
        rows.append(
            {
                "item": item.code,
                "text": item.text,
                "choice": choice.code,
                "choice_text": choice.text,
                "points": choice.points,
            }
        )
    return rows


async def decide_tier(
    session: AsyncSession, actor: Actor, change_id: UUID, given: TierDecisionIn, *, at: datetime
) -> TierChange:
    """Decide; approved, the tier is in force from now on, never from earlier.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState, Forbidden: decided already, or proposed by the same person.
        Invalid: an effective day that is not today, or a refusal without reason.
        TierMoved: another tier came into force since.
        OrderEnded: nobody is supervised any more.
    """
    change = await repository.change_for(session, actor, Action.TIER_DECIDE, change_id)
    _check_decision(given, at)
    order = await order_to_change(
        session, actor, change.order_id, note="决定管理类别", at=at, action=Action.TIER_DECIDE
    )
    decided = {"decided_by": actor.person_id, "decided_at": at, "decision_reason": given.reason}
    name = "approve" if given.approve else "refuse"
    await session.refresh(change, with_for_update=True)
    tier_machine.require(change, name, actor)
    if given.approve and order.tier is not change.from_tier:
        raise TierMoved()
    await tier_machine.fire(session, change, name, actor=actor, at=at, reason=given.reason, changes=decided)
    if given.approve:
        await _put_in_force(session, order, change, at=at)
    return change


async def _put_in_force(
    session: AsyncSession, order: CorrectionOrder, change: TierChange, *, at: datetime
) -> None:
    """The tier changes now, what is owed by it from tomorrow."""
    order.tier = change.to_tier
    await session.flush()
    await touch(session, order)
    await replan(session, order, at=at)


def _check_decision(given: TierDecisionIn, at: datetime) -> None:
    today = local_date(at)
    if given.effective_on is not None and given.effective_on != today:
        back = given.effective_on < today
        message = (
            "类别从作出决定的当天起调整，不能倒签" if back else "类别从作出决定的当天起调整，请到那一天再决定"
        )
        rule = "back_dated" if back else "not_yet"
        raise Invalid(fields=[FieldError("effective_on", rule, message)])
    if not given.approve and given.reason is None:
        raise Invalid(fields=[FieldError("reason", "missing", "不同意的，请写明理由")])


async def withdraw_tier(session: AsyncSession, actor: Actor, change_id: UUID, *, at: datetime) -> TierChange:
    """Take a proposal back.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: it was decided.
    """
    change = await repository.change_for(session, actor, Action.SUBJECT_MANAGE, change_id)
    return await tier_machine.fire(session, change, "withdraw", actor=actor, at=at)


def _invalid(refused: ScaleRefused) -> Invalid:
    return Invalid(fields=[FieldError(refused.field, refused.rule, refused.message)])
