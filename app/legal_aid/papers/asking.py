"""补充材料一次性告知书 and 异议审查决定书 from a case: what the centre asks for, and what the bureau found."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.clock import local_date
from app.kernel.dictionaries import dictionaries
from app.legal_aid.deciding.enums import DeficiencyStatus, ObjectionOutcome
from app.legal_aid.deciding.models import DeficiencyNotice as StoredNotice
from app.legal_aid.deciding.models import Objection
from app.legal_aid.deciding.notice_store import items_of, notices_of
from app.legal_aid.deciding.objecting import objections_of
from app.legal_aid.deciding.periods import bureau_of
from app.legal_aid.enums import DecisionOutcome
from app.legal_aid.models import Decision
from app.legal_aid.papers import repository
from app.legal_aid.papers.codes import PaperKind
from app.legal_aid.papers.contents import DeficiencyItem, DeficiencyNotice, ObjectionDecision
from app.legal_aid.papers.frame import Frame

PAPER_OF = {DecisionOutcome.REFUSED: PaperKind.REFUSAL, DecisionOutcome.TERMINATED: PaperKind.TERMINATION}


async def last_notice(session: AsyncSession, frame: Frame) -> StoredNotice | None:
    """The deficiency notice that was issued last."""
    found = await notices_of(session, frame.case.id)
    return found[-1] if found else None


async def answered_notice(session: AsyncSession, frame: Frame) -> StoredNotice | None:
    """The last notice the applicant answered."""
    found = [n for n in await notices_of(session, frame.case.id) if n.status is DeficiencyStatus.ANSWERED]
    return found[-1] if found else None


async def deficiency_notice(session: AsyncSession, frame: Frame, notice: StoredNotice) -> DeficiencyNotice:
    """Everything the notice asks for, in its order, under the label of its reason."""
    words = dictionaries()["deficiency_code"]
    agency = frame.agency
    return DeficiencyNotice(
        agency=agency.name if agency else None,
        dated=local_date(notice.issued_at),
        matter=frame.matter(),
        items=tuple(
            DeficiencyItem(title=words[item.code], reason=item.text.rstrip("。"))
            for item in await items_of(session, [notice])
        ),
        due_on=notice.due_on,
        phone=agency.phone if agency else None,
        address=agency.address if agency else None,
    )


async def reviewed_objection(session: AsyncSession, frame: Frame) -> Objection | None:
    """The objection that was reviewed last."""
    found = [o for o in await objections_of(session, frame.case.id) if o.outcome is not None]
    return found[-1] if found else None


async def objection_decision(session: AsyncSession, frame: Frame, objection: Objection) -> ObjectionDecision:
    """What the bureau found; the paper bears the bureau's name and seal."""
    decision = await session.get_one(Decision, objection.decision_id)
    kind = PAPER_OF.get(decision.outcome)
    earlier = await repository.about(session, frame.case.id, kind, decision.id) if kind else None
    return ObjectionDecision(
        agency=(await bureau_of(session, frame.case)).name,
        dated=local_date(objection.reviewed_at) if objection.reviewed_at else frame.on,
        matter=frame.matter(),
        centre=frame.agency.name if frame.agency else "法律援助机构",
        decision_title=f"{dictionaries()['decision_outcome'][decision.outcome]}决定",
        decision_number=earlier.number if earlier else None,
        decided_on=local_date(decision.at),
        objected_on=objection.received_on,
        objection=objection.reasons,
        is_upheld=objection.outcome is ObjectionOutcome.UPHELD,
        reasons=objection.review_reasons or "",
        further_remedy=objection.remedy,
    )
