"""What goes into a bundle, read in one snapshot: the files in order, who handed them in, their proofs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.evidence.bundles.enums import BundleStatus
from app.evidence.bundles.exporting import Proven, proven
from app.evidence.bundles.models import EvidenceBundle, EvidenceBundleItem
from app.evidence.bundles.numbering import entry_name
from app.evidence.bundles.packing import Original, instant
from app.evidence.custody.keys import LedgerKeys
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.receipts.building import agency_name
from app.identity import people
from app.kernel.dictionaries import dictionaries

UNNAMED = "未登记姓名"


@dataclass(frozen=True, slots=True)
class File:
    """One file at its place: the row, where its bytes are, who handed it in, receipt and history."""

    position: int
    item: Evidence
    original: Original
    by: str
    proven: Proven


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that goes in. ``maker_agency`` is the agency that has the matter, none for a draft."""

    bundle: EvidenceBundle
    files: Sequence[File]
    maker_agency: str | None

    @property
    def created_at(self) -> str:
        """When it was asked for: nothing in the bundle depends on when the worker came to it."""
        return instant(self.bundle.asked_at)

    @property
    def purpose(self) -> str:
        """What for, in words."""
        return dictionaries()["bundle_purpose"][self.bundle.purpose]

    @property
    def about(self) -> dict[str, str]:
        """What the manifest says of the bundle."""
        return {
            "bundle_id": str(self.bundle.id),
            "matter_id": str(self.bundle.matter_id),
            "title": self.bundle.title,
            "created_at": self.created_at,
        }


async def read_content(session: AsyncSession, bundle_id: UUID, keys: LedgerKeys) -> Content | None:
    """What goes in, as it stands now; nothing when there is nothing to make.

    Raises:
        LedgerDamaged: the stored ledger has a hole.
    """
    bundle = await session.get(EvidenceBundle, bundle_id)
    if bundle is None or bundle.status is not BundleStatus.ASKED:
        return None
    matter = await session.get_one(EvidenceMatter, bundle.matter_id)
    one = EvidenceBundleItem
    statement = (
        select(Evidence)
        .join(EvidenceBundleItem, col(one.evidence_id) == col(Evidence.id))
        .where(col(one.bundle_id) == bundle_id)
        .order_by(col(one.position))
    )
    items = (await session.scalars(statement)).all()
    names = await people.names(session, {item.owner_id for item in items})
    files = [
        File(
            position=position,
            item=item,
            original=_original(position, item),
            by=_by(item, matter.owner_id, names.get(item.owner_id, UNNAMED)),
            proven=await proven(session, item, keys),
        )
        for position, item in enumerate(items, start=1)
    ]
    return Content(bundle, files, await agency_name(session, matter.matter_id))


def _original(position: int, item: Evidence) -> Original:
    return Original(
        path=f"evidence/{entry_name(position, item.name, item.media_type)}",
        kind="evidence",
        created_at=instant(item.verified_at or item.declared_at),
        size_bytes=item.size_bytes,
        sha256=item.sha256,
        object_key=item.object_key,
        object_version=item.object_version,
    )


def _by(item: Evidence, owner_id: UUID, name: str) -> str:
    """Who handed it in; another than the party did so for them."""
    return name if item.owner_id == owner_id else f"{name}（代为提交）"
