"""Sending a large file in parts: links for parts, and what has arrived of them.

A phone that lost its network, or another phone of the same owner, asks what has arrived and sends the rest, hours
later if need be. The upload is begun in storage when links are asked for the first time, so that a declaration
never waits for storage. Nothing here asks storage for anything while a transaction is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import repository, rules
from app.evidence.enums import EvidenceStatus
from app.evidence.errors import NotInParts, ObjectMissing
from app.evidence.models import Evidence
from app.evidence.states import evidence_machine
from app.evidence.storage.objects import ObjectStore
from app.evidence.storage.parts import NEVER, StoredPart, UploadForgotten
from app.evidence.uploading.abandoning import throw_away
from app.evidence.uploading.accepting import open_matter
from app.evidence.uploading.completing import look_after
from app.evidence.uploading.parting import Plan, Progress, progress_of
from app.evidence.uploading.repository import sharing
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Links:
    """Links for parts.

    Attributes:
        urls: by number; none when ``is_whole``.
        started_anew: storage had lost the upload: whatever was sent before has to be sent again.
        is_whole: the file is stored already, only its completion was not noted.
    """

    plan: Plan
    urls: dict[int, str]
    expires_in_s: int
    started_anew: bool = False
    is_whole: bool = False


def plan_of(item: Evidence, settings: Settings) -> Plan | None:
    """How the file is sent in parts; none where one form takes it. An upload that was begun keeps its parts."""
    if item.part_bytes is not None:
        return Plan(item.size_bytes, item.part_bytes)
    if item.size_bytes > settings.upload_form_max_bytes:
        return Plan.of(item.size_bytes, settings.upload_part_bytes)
    return None


async def issue(
    session: AsyncSession,
    store: ObjectStore,
    settings: Settings,
    actor: Actor,
    evidence_id: UUID,
    *,
    numbers: Sequence[int],
    at: datetime,
) -> Links:
    """Links to send these parts to, each once or again. An upload that storage lost is begun anew, and that told.

    Raises:
        NotFound: no such file of the caller's.
        WrongState: it is not awaited any more.
        NotInParts: it is sent by a form.
        Invalid: it has no such parts.
        MatterClosed: its case has ended.
        StorageFull, StorageUnavailable: see there; what arrived before is kept.
    """
    item, plan = await _in_parts(session, settings, actor, evidence_id, at=at)
    evidence_machine.require(item, "complete", actor)
    if outside := [number for number in numbers if number not in plan.numbers]:
        message = f"这个文件只有 {plan.count} 段，没有第 {outside[0]} 段"
        raise Invalid(fields=[FieldError("numbers", "in_range", message)])
    expires = timedelta(minutes=settings.upload_form_minutes)
    expires_in_s = int(expires.total_seconds())
    await open_matter(session, actor, item.matter_id, at=at)
    await session.commit()  # no transaction is open during the calls
    key, former = item.object_key, item.upload_id
    if former is not None and await store.parts.is_known(key, former):
        upload_id = former
    elif former is not None and await _is_stored(store, item):
        return Links(plan, {}, expires_in_s, is_whole=True)
    else:
        begun = await store.parts.start(key, media_type=item.media_type)
        upload_id = await _note_begun(session, actor, item, plan, begun, at=at)
    await _note_activity(session, item.id, at=at)
    urls = {n: store.parts.presign(key, upload_id, n, expires=expires) for n in sorted(set(numbers))}
    return Links(plan, urls, expires_in_s, started_anew=former is not None and upload_id != former)


async def progress(
    session: AsyncSession, store: ObjectStore, settings: Settings, actor: Actor, evidence_id: UUID, *, at: datetime
) -> Progress[StoredPart]:
    """What has arrived of a file that is sent in parts; everything, once it is joined. Changes nothing.

    Raises:
        NotFound: no such file of the caller's.
        WrongState: it was rejected, withdrawn, or lapsed.
        NotInParts: it is sent by a form.
        StorageUnavailable: see there.
    """
    item, plan = await _in_parts(session, settings, actor, evidence_id, at=at)
    await session.commit()  # no transaction is open during the calls
    if item.status in (EvidenceStatus.ARRIVED, EvidenceStatus.VERIFIED):
        return _everything(plan)
    evidence_machine.require(item, "complete", actor)
    if item.upload_id is None:
        return progress_of(plan, ())
    try:
        return progress_of(plan, await store.parts.arrived(item.object_key, item.upload_id))
    except UploadForgotten:
        return _everything(plan) if await _is_stored(store, item) else progress_of(plan, ())


async def _in_parts(
    session: AsyncSession, settings: Settings, actor: Actor, evidence_id: UUID, *, at: datetime
) -> tuple[Evidence, Plan]:
    item = await repository.item(session, actor, evidence_id, at=at, action=Action.EVIDENCE_UPLOAD)
    plan = plan_of(item, settings)
    if plan is None:
        raise NotInParts()
    return item, plan


async def _is_stored(store: ObjectStore, item: Evidence) -> bool:
    try:
        await store.stat(item.object_key)
    except ObjectMissing:
        return False
    return True


async def _note_begun(
    session: AsyncSession, actor: Actor, item: Evidence, plan: Plan, begun: str, *, at: datetime
) -> str:
    """Write down the upload for every item that waits for the same object; of two begun at once, one is kept.

    Returns:
        The upload to send to.

    Raises:
        WrongState, MatterClosed: it is not awaited any more; the sweep finds what was begun.
    """
    known = item.upload_id
    await open_matter(session, actor, item.matter_id, at=at)
    item = await repository.locked(session, item.id)
    evidence_machine.require(item, "complete", actor)
    if item.upload_id is not None and item.upload_id != known:
        await throw_away(session, item, begun)
        return item.upload_id
    for waiting in await sharing(session, item):
        waiting.upload_id, waiting.part_bytes = begun, plan.part_bytes
    await session.flush()
    return begun


async def _note_activity(session: AsyncSession, evidence_id: UUID, *, at: datetime) -> None:
    """Somebody is sending: look after the file in an hour, and let its declaration lapse later."""
    item = await repository.locked(session, evidence_id)
    if item.status is EvidenceStatus.DECLARED:
        item.updated_at = max(at, item.updated_at)
        await look_after(session, item, at=at + rules.LOOK_AFTER)


def _everything(plan: Plan) -> Progress[StoredPart]:
    """All parts of a file that is one object already."""
    return progress_of(plan, [StoredPart(number, plan.size_of(number), "", NEVER) for number in plan.numbers])
