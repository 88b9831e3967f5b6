"""Notices written from events, read and marked as read by the person they are for."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.identity import people
from app.kernel import events
from app.kernel.actor import Actor
from app.kernel.bus import Bus, Event, EventHandler
from app.kernel.database import new_id
from app.kernel.errors import NotFound
from app.notices import repository
from app.notices.models import Notice
from app.notices.rules import RULES, Rule
from app.notices.templates import WORDS

E = TypeVar("E", bound=Event)

NOBODY = "（姓名未登记）"


def register(bus: Bus) -> None:
    """Subscribe one handler a row of :data:`~app.notices.rules.RULES`; called by ``wiring``."""
    for rule in RULES:
        bus.subscribe(rule.event, f"notices.{rule.template.value}", teller(rule))


def teller(rule: Rule[E]) -> EventHandler[E]:
    """The handler that writes the notices of one row."""

    async def tell(session: AsyncSession, event: E, at: datetime) -> None:
        recipients = rule.to(event)
        if not recipients:
            return
        words = WORDS[rule.template]
        about = rule.about(event)
        body = words.body.format_map(await _filled(session, rule, event))
        shared = {
            "event_id": events.being_handled(session),
            "template": rule.template,
            "title": words.title,
            "body": body,
            "object_type": about[0] if about else None,
            "object_id": about[1] if about else None,
            "created_at": at,
        }
        rows = [{"id": new_id(), "person_id": person_id, **shared} for person_id in dict.fromkeys(recipients)]
        await session.execute(insert(Notice).values(rows).on_conflict_do_nothing())

    return tell


async def _filled(session: AsyncSession, rule: Rule[E], event: E) -> dict[str, str]:
    """The fields of the template, people by name."""
    fields = rule.fields(event)
    names = await people.names(session, [value for value in fields.values() if isinstance(value, UUID)])
    return {key: names.get(value, NOBODY) if isinstance(value, UUID) else value for key, value in fields.items()}


async def mark_read(session: AsyncSession, actor: Actor, notice_id: UUID, *, at: datetime) -> Notice:
    """Note when the caller first read a notice; reading again changes nothing.

    Raises:
        NotFound: none, or another person's.
    """
    statement = repository.visible_to(actor).where(col(Notice.id) == notice_id).with_for_update()
    notice = (await session.scalars(statement)).one_or_none()
    if notice is None:
        raise NotFound()
    notice.read_at = notice.read_at or at
    await session.flush()
    return notice
