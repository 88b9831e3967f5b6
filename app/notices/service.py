"""Notices written from events, read and marked as read by the person they are for."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.identity import people, roles
from app.kernel import events
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.bus import Bus, Event, EventHandler
from app.kernel.database import new_id
from app.kernel.errors import NotFound
from app.notices import repository
from app.notices.models import Notice
from app.notices.rule import Office, OnDuty, Recipients, Rule
from app.notices.rules import RULES
from app.notices.templates import WORDS

E = TypeVar("E", bound=Event)

NOBODY = "（姓名未登记）"


def register(bus: Bus) -> None:
    """Subscribe one handler a row of :data:`~app.notices.rules.RULES`; called by ``wiring``."""
    for rule in RULES:
        bus.subscribe(rule.event, f"notices.{rule.name}", teller(rule))


def teller(rule: Rule[E]) -> EventHandler[E]:
    """The handler that writes the notices of one row."""

    async def tell(session: AsyncSession, event: E, at: datetime) -> None:
        recipients = await _people(session, rule.to(event), at)
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
        rows = [{"id": new_id(), "person_id": person_id, **shared} for person_id in recipients]
        await session.execute(insert(Notice).values(rows).on_conflict_do_nothing())

    return tell


async def _people(session: AsyncSession, recipients: Recipients, at: datetime) -> list[UUID]:
    """Each recipient once, those on duty by person."""
    found: list[UUID] = []
    for recipient in recipients:
        if isinstance(recipient, OnDuty):
            found += await roles.on_duty(session, recipient.role, recipient.agency_id, at=at)
        else:
            found.append(recipient)
    return list(dict.fromkeys(found))


async def _filled(session: AsyncSession, rule: Rule[E], event: E) -> dict[str, str]:
    """The fields of the template, people and agencies by name."""
    fields = rule.fields(event)
    names = await people.names(session, [value for value in fields.values() if isinstance(value, UUID)])
    filled: dict[str, str] = {}
    for key, value in fields.items():
        if isinstance(value, Office):
            filled[key] = await _office(session, value.agency_id)
        else:
            filled[key] = names.get(value, NOBODY) if isinstance(value, UUID) else value
    return filled


async def _office(session: AsyncSession, agency_id: UUID) -> str:
    """``西湖区法律援助中心（电话 0571-…）``."""
    agency = await agency_by_id(session, agency_id)
    if agency is None:
        return "法律援助中心"
    return f"{agency.name}（电话 {agency.phone}）" if agency.phone else agency.name


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
