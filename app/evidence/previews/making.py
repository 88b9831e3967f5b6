"""The job that makes derived pictures of a verified file and notes what the file says about itself.

The original is only read. Nothing here can hurt the evidence: what cannot be decoded leaves it verified, with
``preview`` failed. The pictures' keys follow from the original's random one, so that a job run twice writes the
same objects again, and files that share a stored object share its pictures.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from anyio import CapacityLimiter, to_thread
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.evidence import EvidenceVerified
from app.evidence.enums import EvidenceStatus, MediaType
from app.evidence.errors import ObjectMissing
from app.evidence.models import Evidence
from app.evidence.previews import films
from app.evidence.previews.claims import Claims, cleaned
from app.evidence.previews.decoding import CannotDecode, Decoded, Picture, decode
from app.evidence.previews.enums import PreviewSize, PreviewStatus
from app.evidence.previews.models import EvidenceClaim, EvidencePreview
from app.evidence.previews.rules import PICTURES, SPEAKING
from app.evidence.repository import load, locked
from app.evidence.storage.objects import ObjectStore
from app.evidence.storage.streams import read_range
from app.kernel import jobs
from app.kernel.bus import JobContext

logger = structlog.get_logger(__name__)

PREVIEW = "evidence.preview"
PREVIEW_MISSED = "evidence.preview_missed"
BATCH = 500
MISSED_AFTER = timedelta(hours=1)
JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where pictures are made, one at a time: a large one takes most of a gigabyte for a second."""

    store: ObjectStore
    max_pixels: int
    bench: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))


async def on_verified(session: AsyncSession, event: EvidenceVerified, at: datetime) -> None:
    """Have the pictures made after this transaction."""
    await jobs.enqueue(session, PREVIEW, {"evidence_id": str(event.evidence_id)})


async def make(context: JobContext, workshop: Workshop) -> None:
    """Make the pictures of one file, or take over those of one that shares its object.

    Raises:
        StorageUnavailable: the queue tries again, then holds the job; :func:`make_missed` takes it up.
    """
    item = await load(context)
    if item is None or item.status is not EvidenceStatus.VERIFIED or item.media_type not in SPEAKING:
        return
    if item.preview is not PreviewStatus.NONE:
        return
    async with workshop.bench:
        if not await _take_over(context, item):
            await _make(context, workshop, item)


async def _make(context: JobContext, workshop: Workshop, item: Evidence) -> None:
    try:
        if item.media_type in PICTURES:
            decoded = await _decode(workshop, item)
            kept = [await _keep(workshop.store, item, picture, context.at) for picture in decoded.pictures]
            await _write(context, item, kept, cleaned(decoded.claims))
        else:
            await _write(context, item, [], cleaned(await _film_claims(workshop.store, item)))
    except CannotDecode as error:
        logger.warning("no preview", evidence_id=str(item.id), reason=str(error))
        await _write(context, item, [], None)
    except ObjectMissing:
        logger.error("verified object missing", evidence_id=str(item.id))


async def make_missed(context: JobContext) -> None:
    """Take up files whose job was held while storage was away, and those from before there were pictures."""
    item = Evidence
    told = exists().where(col(EvidenceClaim.evidence_id) == col(item.id))
    statement = (
        select(item.id)
        .where(
            col(item.status) == EvidenceStatus.VERIFIED,
            col(item.media_type).in_(SPEAKING),
            col(item.preview) == PreviewStatus.NONE,
            col(item.verified_at) < context.at - MISSED_AFTER,
            ~told,
        )
        .order_by(col(item.id))
        .limit(BATCH)
    )
    async with context.database.transaction() as session:
        for evidence_id in (await session.scalars(statement)).all():
            await jobs.enqueue(session, PREVIEW, {"evidence_id": str(evidence_id)})


def preview_key(object_key: str, size: PreviewSize) -> str:
    """Where a derived picture of the object lies; as random as the object's own key."""
    return f"previews/{object_key.rpartition('/')[2]}/{size}"


async def _decode(workshop: Workshop, item: Evidence) -> Decoded:
    """The file is laid on disk for the decoder, unnamed, so that no photo is ever held in memory whole."""
    with tempfile.TemporaryFile() as file:

        def write(chunk: bytes) -> None:
            file.write(chunk)

        await workshop.store.read_through(item.object_key, write, version_id=item.object_version)
        file.flush()

        def run() -> Decoded:
            return decode(file, item.media_type, max_pixels=workshop.max_pixels)

        return await to_thread.run_sync(run)


async def _keep(store: ObjectStore, item: Evidence, picture: Picture, at: datetime) -> EvidencePreview:
    key = preview_key(item.object_key, picture.size)
    version = await store.put(key, picture.data, media_type=JPEG)
    return EvidencePreview(
        evidence_id=item.id,
        size=picture.size,
        object_key=key,
        object_version=version,
        width_px=picture.width_px,
        height_px=picture.height_px,
        size_bytes=len(picture.data),
        media_type=MediaType.JPEG,
        made_at=at,
    )


async def _film_claims(store: ObjectStore, item: Evidence) -> dict[str, object]:
    async def read(offset: int, length: int) -> bytes:
        return await read_range(store, item.object_key, offset, length, version_id=item.object_version)

    return await films.read_claims(read, item.size_bytes)


async def _write(
    context: JobContext, item: Evidence, kept: Sequence[EvidencePreview], claims: Claims | None
) -> None:
    """Write down what came of it, unless another run was faster; without ``claims`` the file told nothing."""
    async with context.database.transaction() as session:
        item = await locked(session, item.id)
        if item.preview is not PreviewStatus.NONE or await session.get(EvidenceClaim, item.id) is not None:
            return
        session.add_all(kept)
        if claims is not None:
            session.add(_claim(item.id, claims, context.at))
        if item.media_type in PICTURES:
            item.preview = PreviewStatus.READY if kept else PreviewStatus.FAILED


def _claim(evidence_id: UUID, claims: Claims, at: datetime) -> EvidenceClaim:
    place = claims.place
    return EvidenceClaim(
        evidence_id=evidence_id,
        taken_at_local=claims.taken_at_local,
        taken_offset_min=claims.taken_offset_min,
        latitude_deg=place and place.latitude_deg,
        longitude_deg=place and place.longitude_deg,
        datum=place and place.datum,
        device_make=claims.device_make,
        device_model=claims.device_model,
        software=claims.software,
        read_at=at,
    )


async def _take_over(context: JobContext, item: Evidence) -> bool:
    """Whether a file of the matter with the same stored version was done before: then this one has the same."""
    twin = (
        select(Evidence)
        .where(
            col(Evidence.matter_id) == item.matter_id,
            col(Evidence.object_key) == item.object_key,
            col(Evidence.object_version) == item.object_version,
            col(Evidence.id) != item.id,
            exists().where(col(EvidenceClaim.evidence_id) == col(Evidence.id)),
        )
        .limit(1)
    )
    async with context.database.transaction() as session:
        done = (await session.scalars(twin)).one_or_none()
        item = await locked(session, item.id)
        if done is None or await session.get(EvidenceClaim, item.id) is not None:
            return done is not None
        for made in (await session.scalars(select(EvidencePreview).filter_by(evidence_id=done.id))).all():
            session.add(EvidencePreview(**made.model_dump(exclude={"evidence_id"}), evidence_id=item.id))
        said = await session.get_one(EvidenceClaim, done.id)
        session.add(EvidenceClaim(**said.model_dump(exclude={"evidence_id"}), evidence_id=item.id))
        item.preview = done.preview
    return True
