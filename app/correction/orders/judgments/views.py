"""The file of an order as the API shows it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.orders.groups import repository as groups
from app.correction.orders.groups.rules import co_defendants_among
from app.correction.orders.judgments import repository
from app.correction.orders.judgments.checking import Doubt, check, expected_end, must_be_sealed, rules_on
from app.correction.orders.judgments.entering import facts_of, judgment_of
from app.correction.orders.judgments.models import CorrectionAnnouncement, CorrectionJudgment
from app.correction.orders.judgments.schemas import (
    AnnouncementOut,
    DocumentOut,
    DoubtOut,
    JudgmentIn,
    JudgmentOut,
    OrderFile,
    TermIn,
)
from app.correction.orders.models import CorrectionOrder
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.clock import local_date

CONTACT = "《中华人民共和国社区矫正法实施办法》第二十五条（待核对正式文本）"


async def order_file(session: AsyncSession, actor: Actor, order: CorrectionOrder, *, at: datetime) -> OrderFile:
    """The file, with the look at it recorded; what is to be checked is for staff, not for the person."""
    await audit.record_access(
        session,
        actor,
        Action.SUBJECT_READ,
        object_type="correction_order",
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
    )
    judgment = await judgment_of(session, order.id)
    names = await repository.co_defendants(session, order.id)
    announcement = await session.get(CorrectionAnnouncement, order.id)
    is_own = order.person_id == actor.person_id
    doubts = [] if is_own else await _doubts(session, actor, order, judgment, names, at=at)
    return OrderFile(
        order_id=order.id,
        version=order.version,
        judgment=judgment and _judgment_out(order, judgment, at=at),
        record_sealed=judgment is not None and _is_sealed(judgment, at),
        documents=[DocumentOut.model_validate(row) for row in await repository.documents(session, order.id)],
        co_defendants=names,
        announcement=announcement and AnnouncementOut.model_validate(announcement),
        doubts=[DoubtOut.of(doubt) for doubt in doubts],
    )


def _judgment_out(order: CorrectionOrder, judgment: CorrectionJudgment, *, at: datetime) -> JudgmentOut:
    same = set(JudgmentIn.model_fields) - {"sentence", "term"}
    return JudgmentOut(
        **judgment.model_dump(include=same),
        sentence=_term(judgment, "sentence"),
        term=_term(judgment, "term"),
        sentence_text="" if judgment.sentence.is_empty else judgment.sentence.text,
        term_text="" if judgment.term.is_empty else judgment.term.text,
        expected_end=expected_end(facts_of(order, judgment), rules_on(local_date(at))),
        entered_at=judgment.entered_at,
    )


def _term(judgment: CorrectionJudgment, part: str) -> TermIn:
    return TermIn(**{unit: getattr(judgment, f"{part}_{unit}") for unit in ("years", "months", "days")})


def _is_sealed(judgment: CorrectionJudgment, at: datetime) -> bool:
    rules = rules_on(local_date(at))
    return must_be_sealed(judgment.was_minor, judgment.sentence_kind, judgment.sentence, rules)


async def _doubts(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    judgment: CorrectionJudgment | None,
    names: list[str],
    *,
    at: datetime,
) -> list[Doubt]:
    found: list[Doubt] = []
    if judgment is None:
        found.append(Doubt("no_judgment", "还没有登记裁判内容", "《中华人民共和国社区矫正法》第二十二条"))
    else:
        found += check(facts_of(order, judgment), rules_on(local_date(at)))
    case_number = judgment.case_number if judgment else None
    if near := await repository.companions(session, actor, order, case_number=case_number, names=names):
        message = f"本所还有 {near} 名同案人员，不要编在一组、一起活动；和同案人员接触要经批准"
        found.append(Doubt("co_defendant_here", message, CONTACT))
    members = await groups.members(session, order.id)
    if among := co_defendants_among([member.as_rule() for member in members], names):
        message = f"矫正小组成员里有和同案人员同名的：{'、'.join(among)}，请核对"
        found.append(Doubt("co_defendant_in_group", message, CONTACT))
    return found
