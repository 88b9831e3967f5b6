"""Letting another agency read files of a matter until a day: two provinces that mediate one dispute together.

It is done under a statutory duty and so rests on no consent (个人信息保护法 13(1)(3)、34); but the person is told
at once who may read what, why and until when, with a telephone to ask (23、35), and sees who opened it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.evidence import EvidenceShared
from app.evidence import repository
from app.evidence.models import EvidenceMatter
from app.evidence.sharing import store, windows
from app.evidence.sharing.ending import end_one
from app.evidence.sharing.enums import SharingPurpose
from app.evidence.sharing.errors import AlreadyShared, SharingMatterClosed
from app.evidence.sharing.models import EvidenceSharing, EvidenceSharingFile
from app.kernel import audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.agencies import agency_by_id
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.errors import FieldError, Invalid


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shared with whom, until the end of which day; no ``evidence_ids``: everything."""

    matter_id: UUID
    agency_id: UUID
    purpose: SharingPurpose
    reason: str
    last_day: date
    evidence_ids: Sequence[UUID] | None


async def grant(
    session: AsyncSession, actor: Actor, asked: Asked, *, longest_days: int, at: datetime
) -> EvidenceSharing:
    """Share from now on; owner and receiving agency are told.

    Raises:
        NotFound: no such matter that the actor decides on; a draft is its owner's alone.
        SharingMatterClosed: the case has ended.
        Invalid: the agency, the day or a file cannot be taken, each by its field.
        AlreadyShared: the agency reads files of this matter already.
    """
    matter = await repository.matter(
        session, actor, asked.matter_id, at=at, action=Action.EVIDENCE_SHARE, lock=True
    )
    if matter.closed_at is not None:
        raise SharingMatterClosed()
    own = await session.get_one(Agency, matter.agency_id)
    receiver = await agency_by_id(session, asked.agency_id)
    problems = [
        *_agency_problems(own, receiver, at),
        *windows.refusals(asked.last_day, at=at, longest_days=longest_days),
        *await _file_problems(session, matter.matter_id, asked.evidence_ids or ()),
    ]
    if receiver is None or problems:
        raise Invalid(fields=problems)
    if await store.in_force_for(session, matter.matter_id, receiver.id, at=at):
        raise AlreadyShared()
    sharing = await _write(session, actor, asked, own, at)
    await _tell(session, actor, sharing, (matter, receiver), asked)
    return sharing


async def end(session: AsyncSession, actor: Actor, sharing_id: UUID, *, at: datetime) -> EvidenceSharing:
    """End a sharing now; one that is over already stays as it is.

    Raises:
        NotFound: none of a matter that the actor decides on.
    """
    sharing, owner_id = await store.one_to_end(session, actor, sharing_id)
    if windows.is_in_force(sharing.since, sharing.until, sharing.ended_at, at=at):
        await end_one(session, sharing, owner_id, actor=actor, at=at)
    return sharing


def _agency_problems(own: Agency, receiver: Agency | None, at: datetime) -> list[FieldError]:
    if receiver is None or (receiver.valid_to is not None and receiver.valid_to <= local_date(at)):
        return [FieldError("agency_id", "no_agency", "没有这家机构，或者已经撤销")]
    if own.tree_path.startswith(receiver.tree_path):
        return [FieldError("agency_id", "reads_already", "本机构和上级机构本来就能查看，不用共享")]
    if receiver.tree_path.startswith(own.tree_path):
        return [FieldError("agency_id", "own_subtree", "本机构的下属机构不用共享，请在机构内部安排办理")]
    return []


async def _file_problems(
    session: AsyncSession, matter_id: UUID, evidence_ids: Collection[UUID]
) -> list[FieldError]:
    known = await repository.verified_ids(session, matter_id, evidence_ids) if evidence_ids else set[UUID]()
    return [
        FieldError(f"evidence_ids.{index}", "not_verified", "这件事里没有这份已核验的材料")
        for index, evidence_id in enumerate(evidence_ids)
        if evidence_id not in known
    ]


async def _write(session: AsyncSession, actor: Actor, asked: Asked, own: Agency, at: datetime) -> EvidenceSharing:
    sharing = EvidenceSharing(
        matter_id=asked.matter_id,
        agency_id=asked.agency_id,
        granted_by_agency_id=own.id,
        granted_by=actor.person_id,
        purpose=asked.purpose,
        reason=asked.reason,
        is_whole=asked.evidence_ids is None,
        since=at,
        until=windows.end_of(asked.last_day),
    )
    session.add(sharing)
    await session.flush()
    session.add_all(
        EvidenceSharingFile(sharing_id=sharing.id, evidence_id=one) for one in asked.evidence_ids or ()
    )
    await session.flush()
    return sharing


async def _tell(
    session: AsyncSession,
    actor: Actor,
    sharing: EvidenceSharing,
    told: tuple[EvidenceMatter, Agency],
    asked: Asked,
) -> None:
    """Tell the owner of the matter and the receiving agency; written down in the audit as well."""
    matter, receiver = told
    audit.add_entry(
        session,
        actor,
        Action.EVIDENCE_SHARE,
        object_type="evidence_sharing",
        object_id=sharing.id,
        owner_id=matter.owner_id,
        at=sharing.since,
        note=f"共享给{receiver.name}，到{asked.last_day.isoformat()}：{sharing.reason}"[:500],
    )
    shared = EvidenceShared(
        sharing_id=sharing.id,
        matter_id=matter.matter_id,
        owner_id=matter.owner_id,
        agency_id=receiver.id,
        granted_by_agency_id=sharing.granted_by_agency_id,
        purpose=sharing.purpose.value,
        until=asked.last_day,
        files=None if asked.evidence_ids is None else len(asked.evidence_ids),
    )
    await events.record(session, shared, at=sharing.since)
