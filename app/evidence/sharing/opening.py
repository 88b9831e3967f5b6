"""Open a file: a link to the version that was verified, good for minutes, written down with its purpose."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import names, repository, rules
from app.evidence.custody.recording import record
from app.evidence.enums import CustodyEventKind, EvidenceStatus
from app.evidence.errors import NotVerifiedYet, Withdrawn
from app.evidence.models import Evidence, EvidenceMatter
from app.evidence.scanning.gate import require_scanned
from app.evidence.sharing.capacity import Capacity, capacity_of
from app.evidence.sharing.enums import OpeningPurpose
from app.evidence.sharing.models import EvidenceOpening
from app.evidence.sharing.purposes import PURPOSES, Reach, purpose_of
from app.evidence.storage.objects import ObjectStore
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.dictionaries import dictionaries
from app.kernel.errors import FieldError, Invalid

SEES_WITHDRAWN = frozenset({Reach.OWNER, Reach.STAFF, Reach.APPROVER})


async def open_file(
    session: AsyncSession,
    store: ObjectStore,
    actor: Actor,
    evidence_id: UUID,
    *,
    purpose: OpeningPurpose | None = None,
    note: str | None = None,
    at: datetime,
) -> str:
    """A link, good for :data:`rules.OPENED_FOR`, to the version that was verified; a look, written down.

    Raises:
        NotFound, NotVerifiedYet, Withdrawn, Invalid: see :func:`look`.
        Infected, NotScannedYet: malware was found, or the scanner has yet to look and the caller is not its owner.
    """
    item = await look(session, actor, evidence_id, purpose=purpose, note=note, at=at)
    require_scanned(actor, item)
    name = names.file_name(item.name, item.media_type)
    return store.presign_get(
        item.object_key,
        version_id=item.object_version,
        media_type=names.served_type(item.media_type, item.found_type),
        disposition=names.content_disposition(name, in_place=item.media_type not in names.SAVED),
        expires=rules.OPENED_FOR,
    )


async def look(
    session: AsyncSession,
    actor: Actor,
    evidence_id: UUID,
    *,
    purpose: OpeningPurpose | None = None,
    note: str | None = None,
    at: datetime,
    what: str = "打开文件",
) -> Evidence:
    """The file, for a look at what is in it: ``what`` says at the original or at a picture of it.

    Written down for the owner (:class:`EvidenceOpening`), in the audit and, as a commitment, in the ledger. Where
    no purpose is stated, it is what people in the caller's capacity open files for.

    Raises:
        NotFound: none that the actor may know of.
        NotVerifiedYet: nothing was verified.
        Withdrawn: it was taken back, and the caller is neither its owner nor of the agency.
        Invalid: the purpose does not fit the caller's capacity.
    """
    item = await repository.item(session, actor, evidence_id, at=at)
    matter = await session.get_one(EvidenceMatter, item.matter_id)
    capacity = await capacity_of(session, actor, matter, at=at)
    _require_openable(item, capacity)
    opening = EvidenceOpening(
        evidence_id=item.id,
        person_id=actor.person_id,
        role=capacity.role,
        agency_id=capacity.agency_id,
        purpose=_fitting(capacity, purpose),
        note=note,
        at=at,
    )
    await _write_down(session, actor, item, opening, owner_id=matter.owner_id, what=what)
    return item


def _require_openable(item: Evidence, capacity: Capacity) -> None:
    if item.status is EvidenceStatus.WITHDRAWN and item.verified_at is not None:
        if capacity.reach not in SEES_WITHDRAWN:
            raise Withdrawn()
    elif item.status is not EvidenceStatus.VERIFIED:
        raise NotVerifiedYet(state=str(item.status))


def _fitting(capacity: Capacity, stated: OpeningPurpose | None) -> OpeningPurpose:
    purpose = purpose_of(capacity.reach, stated)
    if purpose is None:
        known = "、".join(_label(p) for p in PURPOSES[capacity.reach])
        raise Invalid(fields=[FieldError("purpose", "not_yours", f"您打开这份材料的目的只能是：{known}")])
    return purpose


async def _write_down(
    session: AsyncSession, actor: Actor, item: Evidence, opening: EvidenceOpening, *, owner_id: UUID, what: str
) -> None:
    """For the owner, in the audit, and as a commitment in the ledger."""
    session.add(opening)
    await audit.record_access(
        session,
        actor,
        Action.EVIDENCE_READ,
        object_type="evidence",
        object_id=item.id,
        owner_id=owner_id,
        at=opening.at,
        purpose=_label(opening.purpose),
        note=f"{what}：{opening.note}" if opening.note else what,
    )
    await record(session, item, CustodyEventKind.VIEWED, at=opening.at, party_id=actor.person_id)


def _label(purpose: OpeningPurpose) -> str:
    return dictionaries()["opening_purpose"][purpose]
