"""Questions about a place as the API shows them; every look at another's leaves an entry."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.check_ins.confirming import repository
from app.correction.check_ins.confirming.models import LocationCall, LocationQuestion
from app.correction.check_ins.confirming.schemas import CallOut, QuestionOut
from app.correction.check_ins.confirming.states import CALL, question_machine
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.dictionaries import dictionaries

WAITING = "一次定位在区域外，正在等本人再签到一次确认，还不是违规。"
TO_CALL = "一次定位在区域外，没有等到第二次签到，请打电话核实。"


async def question_list(
    session: AsyncSession, actor: Actor, questions: Sequence[LocationQuestion], *, at: datetime
) -> list[QuestionOut]:
    """Questions with the calls made, one entry in the record of looks for each."""
    calls: defaultdict[UUID, list[LocationCall]] = defaultdict(list)
    for call in await repository.calls_about(session, [question.id for question in questions]):
        calls[call.question_id].append(call)
    for question in questions:
        await audit.record_access(
            session,
            actor,
            Action.ALARM_READ,
            object_type=question_machine.name,
            object_id=question.id,
            owner_id=question.person_id,
            at=at,
        )
    return [_out(actor, question, calls[question.id]) for question in questions]


def _out(actor: Actor, question: LocationQuestion, calls: Sequence[LocationCall]) -> QuestionOut:
    may_call = "clear_by_call" in question_machine.allowed_actions(actor, question)
    made_here = {"check_in_id", "second_check_in_id", "message", "calls", "allowed_actions"}
    return QuestionOut(
        **question.model_dump(include=set(QuestionOut.model_fields) - made_here),
        check_in_id=question.first_id,
        second_check_in_id=question.second_id,
        message=_message(question),
        calls=[CallOut.model_validate(call) for call in calls],
        allowed_actions=[CALL] if may_call else [],
    )


def _message(question: LocationQuestion) -> str:
    if question.outcome is not None:
        return dictionaries()["question_outcome"][question.outcome]
    return WAITING if question.office_asked_at is None else TO_CALL
