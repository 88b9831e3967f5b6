"""Asking for a bundle, seeing how far it is, opening it. It is made by the worker (:mod:`.making`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence import repository, rules
from app.evidence.bundles import gate
from app.evidence.bundles.enums import BundlePurpose, BundleStatus
from app.evidence.bundles.errors import BundleNotReady, NothingToBundle
from app.evidence.bundles.models import EvidenceBundle, EvidenceBundleItem
from app.evidence.bundles.packing import MEDIA_TYPE
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.names import content_disposition
from app.evidence.storage.objects import ObjectStore
from app.kernel import audit, jobs
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.errors import FieldError, Invalid, NotFound
from app.kernel.paging import PageRequest, keyset

MAKE = "evidence.make_bundle"
GIVEN_UP_AFTER = timedelta(days=1)
"""A bundle that nobody made by then does not keep another from being asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which files of a matter in which order; none: every verified one, as they were handed in."""

    matter_id: UUID
    evidence_ids: Sequence[UUID] | None
    title: str
    purpose: BundlePurpose


async def ask(
    session: AsyncSession, actor: Actor, asked: Asked, *, max_bytes: int, at: datetime
) -> EvidenceBundle:
    """Have a bundle made of verified files.

    Raises:
        NotFound: no such matter that the actor may bundle.
        Invalid: a file is not of the matter, does not count or was not scanned, each by its place; or all together
            are too large.
        NothingToBundle: nothing is verified.
        BundleInProgress: another bundle of the matter is being made.
    """
    await repository.matter(session, actor, asked.matter_id, at=at, action=Action.EVIDENCE_BUNDLE)
    items = await _chosen(session, actor, asked)
    _check_size(items, max_bytes)
    await _give_up_old(session, asked.matter_id, at)
    bundle = EvidenceBundle(
        matter_id=asked.matter_id,
        asked_by=actor.person_id,
        asked_at=at,
        title=asked.title,
        purpose=asked.purpose,
    )
    session.add(bundle)
    await session.flush()
    session.add_all(
        EvidenceBundleItem(bundle_id=bundle.id, position=position, evidence_id=item.id)
        for position, item in enumerate(items, start=1)
    )
    await session.flush()
    await _note(session, actor, bundle, at=at, note=f"制作卷宗，{len(items)} 份材料")
    await jobs.enqueue(session, MAKE, {"bundle_id": str(bundle.id)})
    return bundle


async def page_of(
    session: AsyncSession, actor: Actor, matter_id: UUID, page: PageRequest, *, at: datetime
) -> Sequence[EvidenceBundle]:
    """Bundles of a matter, newest first.

    Raises:
        NotFound: no such matter that the actor may bundle.
    """
    await repository.matter(session, actor, matter_id, at=at, action=Action.EVIDENCE_BUNDLE)
    statement = select(EvidenceBundle).where(col(EvidenceBundle.matter_id) == matter_id)
    return (await session.scalars(keyset(statement, page, col(EvidenceBundle.id)))).all()


async def one(session: AsyncSession, actor: Actor, bundle_id: UUID, *, at: datetime) -> EvidenceBundle:
    """One bundle.

    Raises:
        NotFound: none of a matter that the actor may bundle.
    """
    statement = (
        repository.matter_visible_to(actor, at=at, action=Action.EVIDENCE_BUNDLE)
        .join(EvidenceBundle, col(EvidenceBundle.matter_id) == col(EvidenceMatter.matter_id))
        .where(col(EvidenceBundle.id) == bundle_id)
        .with_only_columns(EvidenceBundle)
    )
    found = (await session.scalars(statement)).one_or_none()
    if found is None:
        raise NotFound()
    return found


async def open_bundle(
    session: AsyncSession, store: ObjectStore, actor: Actor, bundle_id: UUID, *, at: datetime
) -> str:
    """A link to the bundle, good for :data:`rules.OPENED_FOR`; the owner of the matter can see that it was opened.

    Raises:
        NotFound: none of a matter that the actor may bundle.
        BundleNotReady: it is not made.
        Infected, NotScannedYet, Withdrawn: see :func:`gate.require_open`.
    """
    bundle = await one(session, actor, bundle_id, at=at)
    if bundle.status is not BundleStatus.READY or bundle.object_key is None:
        raise BundleNotReady(state=str(bundle.status))
    await gate.require_open(session, actor, bundle, at=at)
    await _note(session, actor, bundle, at=at, note="下载卷宗")
    return store.presign_get(
        bundle.object_key,
        version_id=bundle.object_version,
        media_type=MEDIA_TYPE,
        disposition=content_disposition(f"证据卷宗-{bundle.id}.zip", in_place=False),
        expires=rules.OPENED_FOR,
    )


async def files_of(session: AsyncSession, bundle_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The files of each bundle in order."""
    item = EvidenceBundleItem
    statement = select(item.bundle_id, item.evidence_id).where(col(item.bundle_id).in_(bundle_ids))
    found: dict[UUID, list[UUID]] = {}
    ordered = statement.order_by(col(item.bundle_id), col(item.position))
    for bundle_id, evidence_id in (await session.execute(ordered)).all():
        found.setdefault(bundle_id, []).append(evidence_id)
    return found


async def _chosen(session: AsyncSession, actor: Actor, asked: Asked) -> Sequence[Evidence]:
    if asked.evidence_ids is None:
        items = await repository.verified(session, asked.matter_id)
        if not items:
            raise NothingToBundle()
        if shut := [error for item in items if (error := gate.refusal(actor, item, "evidence_ids"))]:
            raise Invalid(fields=shut)
        return items
    statement = select(Evidence).where(
        col(Evidence.matter_id) == asked.matter_id, col(Evidence.id).in_(asked.evidence_ids)
    )
    found = {item.id: item for item in (await session.scalars(statement)).all()}
    problems = [
        error
        for index, evidence_id in enumerate(asked.evidence_ids)
        if (error := _refusal(actor, f"evidence_ids.{index}", found.get(evidence_id)))
    ]
    if problems:
        raise Invalid(fields=problems)
    return [found[evidence_id] for evidence_id in asked.evidence_ids]


def _refusal(actor: Actor, field: str, item: Evidence | None) -> FieldError | None:
    if item is None:
        return FieldError(field, "not_of_matter", "这件事里没有这份材料")
    return gate.refusal(actor, item, field)


def _check_size(items: Sequence[Evidence], max_bytes: int) -> None:
    total = sum(item.size_bytes for item in items)
    if total > max_bytes:
        size, limit = rules.readable_size(total), rules.readable_size(max_bytes)
        message = f"这些材料一共 {size}，一个卷宗最多 {limit}，请分成几个卷宗制作"
        raise Invalid(fields=[FieldError("evidence_ids", "max_size", message)])


async def _give_up_old(session: AsyncSession, matter_id: UUID, at: datetime) -> None:
    bundle = EvidenceBundle
    await session.execute(
        update(bundle)
        .where(
            col(bundle.matter_id) == matter_id,
            col(bundle.status) == BundleStatus.ASKED,
            col(bundle.asked_at) < at - GIVEN_UP_AFTER,
        )
        .values(status=BundleStatus.FAILED, problem="一天内没有做好，请重新制作")
    )


async def _note(session: AsyncSession, actor: Actor, bundle: EvidenceBundle, *, at: datetime, note: str) -> None:
    """For whose matter it is."""
    await audit.record_access(
        session,
        actor,
        Action.EVIDENCE_BUNDLE,
        object_type="evidence_bundle",
        object_id=bundle.id,
        owner_id=await repository.owner_of_matter(session, bundle.matter_id),
        at=at,
        note=note,
    )
