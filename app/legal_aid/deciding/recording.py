"""Writing a decision down: outcome, reasons, basis, and how to object."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel import statutes
from app.kernel.actor import Actor
from app.kernel.agency_rules import rule_for
from app.kernel.clock import local_date
from app.legal_aid.deciding.periods import agency_of, bureau_of
from app.legal_aid.enums import DecisionOutcome, TerminationGround
from app.legal_aid.models import Application, Decision
from app.legal_aid.rules import DECIDE, OBJECT, REVIEW_OBJECTION, remedy


def record_decision(
    session: AsyncSession,
    case: Application,
    actor: Actor,
    outcome: DecisionOutcome,
    at: datetime,
    *,
    basis: str,
    ground: TerminationGround | None = None,
    reasons: str | None = None,
    remedy: str | None = None,
) -> Decision:
    """Add the decision; the case itself is moved by its machine."""
    decision = Decision(
        application_id=case.id,
        outcome=outcome,
        ground=ground,
        reasons=reasons,
        remedy=remedy,
        basis=basis,
        decided_by=actor.person_id,
        at=at,
    )
    session.add(decision)
    return decision


def basis_of(rule_code: str, at: datetime) -> str:
    """Law and article of a rule as decisions name them."""
    return statutes.statute(rule_code, local_date(at)).source


def decided_under(at: datetime) -> str:
    """Law and article under which the centre grants or refuses."""
    return basis_of(DECIDE, at)


async def how_to_object(session: AsyncSession, case: Application, at: datetime) -> str:
    """How to object, with the name of the bureau that set the centre up and the periods in force."""
    on, agency_id = local_date(at), agency_of(case)
    bureau = await bureau_of(session, case)
    return remedy(
        bureau.name if bureau.id != agency_id else "设立本机构的司法行政部门",
        await rule_for(session, OBJECT, agency_id=agency_id, on=on),
        await rule_for(session, REVIEW_OBJECTION, agency_id=agency_id, on=on),
    )
