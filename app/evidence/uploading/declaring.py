"""Declare a file and get the means to upload it.

Nothing here asks storage for anything while a transaction is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import names, repository, rules
from app.evidence.custody.recording import record
from app.evidence.enums import CustodyEventKind, EvidenceStatus, ScanStatus
from app.evidence.errors import TooManyFiles, UploadRefused
from app.evidence.models import Evidence
from app.evidence.scanning.rescanning import ask_again
from app.evidence.states import evidence_machine
from app.evidence.storage.objects import ObjectStore, PostForm, new_key
from app.evidence.uploading.accepting import open_matter
from app.evidence.uploading.completing import arrive, look_after
from app.evidence.uploading.parting import Plan
from app.evidence.uploading.schemas import EvidenceDeclaration
from app.evidence.uploading.sending import plan_of
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.states import WrongState
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Declared:
    """What came of a declaration; ``means`` is none where nothing has to be uploaded any more."""

    item: Evidence
    means: PostForm | Plan | None
    is_new: bool


async def declare(
    session: AsyncSession,
    store: ObjectStore,
    settings: Settings,
    actor: Actor,
    declaration: EvidenceDeclaration,
    *,
    at: datetime,
) -> Declared:
    """Note what the owner is about to upload, and sign a form for exactly that, or say how to send it in parts.

    The same content again is recognised: under the same kind it is the same item, under another kind a new
    item that shares the stored object.

    Raises:
        NotFound: no such matter of the caller's.
        MatterClosed: its case has ended.
        UploadRefused: with every reason.
        TooManyFiles: the matter is full.
    """
    wanted = declaration
    await open_matter(session, actor, wanted.matter_id, at=at)
    is_recording = wanted.media_type in rules.RECORDINGS
    max_bytes = settings.upload_recording_max_bytes if is_recording else settings.upload_max_bytes
    if refusals := list(rules.refusals(wanted.kind, wanted.media_type, wanted.size_bytes, max_bytes=max_bytes)):
        raise UploadRefused(fields=refusals)
    twins = await repository.twins(
        session,
        wanted.matter_id,
        sha256=wanted.sha256,
        size_bytes=wanted.size_bytes,
        media_type=wanted.media_type,
    )
    same = next((twin for twin in twins if twin.kind is wanted.kind), None)
    if same is not None:
        return Declared(same, await _means_if_needed(session, store, settings, same, at=at), is_new=False)
    await _require_room(session, wanted.matter_id, settings.case_max_files)
    scan = ScanStatus.WAITING if settings.clamd_url else ScanStatus.NOT_SET_UP
    item = await _add(session, actor, wanted, twins, scan, at=at)
    return Declared(item, await _means_if_needed(session, store, settings, item, at=at), is_new=True)


async def renew_form(
    session: AsyncSession, store: ObjectStore, settings: Settings, actor: Actor, evidence_id: UUID, *, at: datetime
) -> PostForm | Plan:
    """A fresh form for a declared file whose first one ran out; how to send it in parts, where it is large.

    Raises:
        NotFound: no such file of the caller's.
        WrongState: it has arrived, or lapsed.
        MatterClosed: its case has ended.
    """
    item = await repository.item(session, actor, evidence_id, at=at, action=Action.EVIDENCE_UPLOAD)
    await open_matter(session, actor, item.matter_id, at=at)
    item = await repository.locked(session, item.id)  # it may have arrived while its matter was waited for
    means = await _means_if_needed(session, store, settings, item, at=at)
    if means is None:
        raise WrongState(state=str(item.status))
    return means


async def _require_room(session: AsyncSession, matter_id: UUID, most: int) -> None:
    live, ever = await repository.count_files(session, matter_id)
    if live >= most:
        raise TooManyFiles(f"一件事最多 {most} 份材料")
    if ever >= most * rules.REPLACEMENTS:
        raise TooManyFiles(f"连同撤回的和没有通过核验的，一件事最多传 {most * rules.REPLACEMENTS} 份材料")


async def _add(
    session: AsyncSession,
    actor: Actor,
    wanted: EvidenceDeclaration,
    twins: Sequence[Evidence],
    scan: ScanStatus,
    *,
    at: datetime,
) -> Evidence:
    """A new item; content that is stored already, if only for a withdrawn item, is not asked for again."""
    twin = next(iter(twins), None) or await repository.withdrawn_twin(
        session,
        wanted.matter_id,
        sha256=wanted.sha256,
        size_bytes=wanted.size_bytes,
        media_type=wanted.media_type,
    )
    place = wanted.captured_place
    item = Evidence(
        **wanted.model_dump(exclude={"name", "captured_place"}),
        captured_latitude_deg=place and place.latitude_deg,
        captured_longitude_deg=place and place.longitude_deg,
        captured_datum=place and place.datum,
        name=names.display_name(wanted.name),
        owner_id=actor.person_id,
        object_key=twin.object_key if twin else new_key(),
        upload_id=twin and twin.upload_id,
        part_bytes=twin and twin.part_bytes,
        scan=scan,
        declared_at=at,
        updated_at=at,
    )
    session.add(item)
    await session.flush()
    if twin is not None and twin.status is EvidenceStatus.ARRIVED:
        await arrive(session, item, actor=actor, at=at)
    elif twin is not None and twin.verified_at is not None:
        item.object_version, item.arrived_at, item.verified_at = twin.object_version, at, at
        item.scan, item.scanned_at, item.found_type = twin.scan, twin.scanned_at, twin.found_type
        await session.flush()
        await evidence_machine.fire(session, item, "recognise", actor=None, at=at)
        await record(session, twin, CustodyEventKind.COPIED, at=at, party_id=actor.person_id)
        await record(session, item, CustodyEventKind.RECEIVED, at=at, party_id=actor.person_id)
        await record(session, item, CustodyEventKind.VERIFIED, at=at)
        if item.scan is ScanStatus.SCANNER_DOWN:
            await ask_again(session, item, at=at)
    return item


async def _means_if_needed(
    session: AsyncSession, store: ObjectStore, settings: Settings, item: Evidence, *, at: datetime
) -> PostForm | Plan | None:
    """For a file that is still awaited; whoever gets the means may upload, so the file is looked after."""
    if item.status is not EvidenceStatus.DECLARED:
        return None
    item.updated_at = max(at, item.updated_at)
    await look_after(session, item, at=at + rules.LOOK_AFTER)
    if plan := plan_of(item, settings):
        return plan
    return store.presign_post(
        item.object_key,
        media_type=item.media_type,
        size_bytes=item.size_bytes,
        sha256=item.sha256,
        expires=timedelta(minutes=settings.upload_form_minutes),
    )
