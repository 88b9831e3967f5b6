"""An officer calls about a fix outside and enters what was said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.check_ins.confirming import repository
from app.correction.check_ins.confirming.asking import ANSWER_OVER
from app.correction.check_ins.confirming.closing import close
from app.correction.check_ins.confirming.codes import CallFinding, QuestionOutcome
from app.correction.check_ins.confirming.models import LocationCall, LocationQuestion
from app.correction.check_ins.confirming.states import question_machine
from app.correction.orders.models import CorrectionOrder
from app.kernel import timers
from app.kernel.access import Action
from app.kernel.actor import Actor

SETTLES = {
    CallFinding.OUTSIDE: ("confirm_by_call", QuestionOutcome.CALL_OUTSIDE),
    CallFinding.INSIDE: ("clear_by_call", QuestionOutcome.CALL_INSIDE),
}
"""Nobody reached settles nothing: the question stays open, and silence has its own way."""


async def enter_call(
    session: AsyncSession, actor: Actor, question_id: UUID, finding: CallFinding, note: str, *, at: datetime
) -> LocationQuestion:
    """Enter a call; what the person said settles the question.

    Raises:
        NotFound: beyond the actor's reach.
        WrongState: settled already.
        Forbidden: about oneself.
    """
    found = await repository.question_for(session, actor, Action.ALARM_VERIFY, question_id)
    order = await session.get_one(CorrectionOrder, found.order_id, with_for_update=True, populate_existing=True)
    question = await session.get_one(LocationQuestion, found.id, with_for_update=True, populate_existing=True)
    question_machine.require(question, "clear_by_call", actor)
    call = LocationCall(
        question_id=question.id, finding=finding, note=note, called_by=actor.person_id, called_at=at
    )
    session.add(call)
    await session.flush()
    if settled := SETTLES.get(finding):
        name, outcome = settled
        await close(session, order, question, name, outcome, call=call, actor=actor, at=at)
        await timers.cancel_timer(session, ANSWER_OVER, key=str(question.id))
    return question
