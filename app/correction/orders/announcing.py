"""The announcement that correction begins (社区矫正法 22), and the papers made of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.orders.codes import MemberKind
from app.correction.orders.groups.models import CorrectionGroupMember
from app.correction.orders.judgments.entering import judgment_of
from app.correction.orders.judgments.models import CorrectionAnnouncement
from app.correction.orders.models import CorrectionOrder
from app.correction.orders.repository import agency_names
from app.correction.orders.schemas import BeginIn
from app.correction.papers.asking import ask_paper
from app.correction.papers.codes import CorrectionPaperKind
from app.kernel.actor import Actor
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError, Invalid


async def announce(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    given: BeginIn,
    members: Sequence[CorrectionGroupMember],
    *,
    at: datetime,
) -> None:
    """Record the announcement and ask for its paper and the group's letter of responsibility.

    Raises:
        Invalid: a closed file's announcement in public: nobody else may learn of it (54; 刑事诉讼法 286).
    """
    if given.is_public and order.is_sealed:
        message = "未成年人和犯罪记录封存的，宣告不能公开进行"
        raise Invalid(fields=[FieldError("is_public", "sealed", message)])
    office = (await agency_names(session, [order.agency_id]))[order.agency_id]
    session.add(
        CorrectionAnnouncement(
            **given.model_dump(exclude={"place"}),
            order_id=order.id,
            announced_at=at,
            place=given.place or office,
            made_by=actor.person_id,
        )
    )
    await session.flush()
    await _ask_papers(session, order, members, at=at)


async def _ask_papers(
    session: AsyncSession, order: CorrectionOrder, members: Sequence[CorrectionGroupMember], *, at: datetime
) -> None:
    judgment = await judgment_of(session, order.id)
    group = _named(members)
    fields = {"group": group} | ({"crime": judgment.crime} if judgment else {})
    await ask_paper(session, order, CorrectionPaperKind.ANNOUNCEMENT, fields, about=order.id, at=at)
    letter = {"members": group} | _duties(members)
    await ask_paper(session, order, CorrectionPaperKind.GROUP_RESPONSIBILITY, letter, about=order.id, at=at)


def _named(members: Sequence[CorrectionGroupMember]) -> str:
    """``沈敏（司法所人员）、赵某（家庭成员）``."""
    kinds = dictionaries()["member_kind"]
    return "、".join(f"{member.name}（{kinds[MemberKind(member.kind)]}）" for member in members)


def _duties(members: Sequence[CorrectionGroupMember]) -> dict[str, str]:
    duties = "；".join(f"{member.name}：{member.duty}" for member in members if member.duty)
    return {"duties": duties} if duties else {}
