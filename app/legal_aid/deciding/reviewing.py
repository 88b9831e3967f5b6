"""One objection to a decision, reviewed by somebody of the bureau who is new to the case (法律援助法 49)."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import DomainError
from app.kernel.states import StateChange
from app.legal_aid import repository
from app.legal_aid.deciding.errors import ReviewedByDecider
from app.legal_aid.deciding.models import Objection
from app.legal_aid.deciding.periods import bureau_of
from app.legal_aid.models import Application, Decision
from app.legal_aid.states import application_machine

HANDLED = ("accept", "request_supplement", "grant", "refuse", "advance", "terminate", "assign", "replace_lawyer")
"""Steps after which one does not review the objection."""


async def refusal(session: AsyncSession, actor: Actor, case: Application) -> DomainError | None:
    """Why the caller does not review the objection under review, or nothing.

    Raises:
        NotFound: the case has no centre yet.
    """
    bureau = await bureau_of(session, case)
    if not access.reaches_agency(actor, Action.OBJECTION_REVIEW, bureau.tree_path):
        return ReviewedByDecider("由设立本机构的司法行政部门审查")
    decided = select(Decision.id).where(
        col(Decision.application_id) == case.id, col(Decision.decided_by) == actor.person_id
    )
    handled = select(StateChange.id).where(
        col(StateChange.object_id) == case.id,
        col(StateChange.actor_id) == actor.person_id,
        col(StateChange.transition).in_(HANDLED),
    )
    for statement in (decided, handled):
        if (await session.execute(statement.limit(1))).first() is not None:
            return ReviewedByDecider()
    return None


async def is_reviewed(session: AsyncSession, case: Application) -> bool:
    """Whether an objection to the latest decision was filed before: one is reviewed, then the courts are open."""
    decision = await repository.decision_of(session, case.id)
    if decision is None:
        return False
    filed = select(Objection.id).where(col(Objection.decision_id) == decision.id)
    return (await session.execute(filed)).first() is not None


async def transitions_offered(session: AsyncSession, actor: Actor, case: Application) -> Sequence[str]:
    """Transitions the caller may fire now: an objection where none was reviewed, a review to whom may make it."""
    names = application_machine.allowed_actions(actor, case)
    actions = {application_machine.by_name[name].action for name in names}
    closed: set[Action] = set()
    if Action.APPLICATION_OBJECT in actions and await is_reviewed(session, case):
        closed.add(Action.APPLICATION_OBJECT)
    if Action.OBJECTION_REVIEW in actions and await refusal(session, actor, case) is not None:
        closed.add(Action.OBJECTION_REVIEW)
    return [name for name in names if application_machine.by_name[name].action not in closed]
