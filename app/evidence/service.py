"""Use cases of evidence: declare, upload, complete, verify, read, open.

Nothing here asks storage for anything while a transaction is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import names, repository, rules
from app.evidence.enums import EvidenceStatus
from app.evidence.errors import (
    MatterClosed,
    NotUploadedYet,
    NotVerifiedYet,
    ObjectMissing,
    TooManyFiles,
    UploadRefused,
)
from app.evidence.inspection import Finding
from app.evidence.models import Evidence
from app.evidence.schemas import EvidenceDeclaration
from app.evidence.states import evidence_machine
from app.evidence.storage import ObjectStore, PostForm, new_key
from app.kernel import audit, jobs, timers
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.paging import PageRequest, cut
from app.kernel.states import WrongState
from app.settings import Settings

VERIFY = "evidence.verify"
LOOK_AFTER = "evidence.look_after"


@dataclass(frozen=True, slots=True)
class Declared:
    """What came of a declaration; ``form`` is none where nothing has to be uploaded any more."""

    item: Evidence
    form: PostForm | None
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
    """Note what the owner is about to upload, and sign a form for exactly that.

    The same content again is recognised: under the same kind it is the same item, under another kind a new
    item that shares the stored object.

    Raises:
        NotFound: no such matter of the caller's.
        MatterClosed: its case has ended.
        UploadRefused: with every reason.
        TooManyFiles: the matter is full.
    """
    wanted = declaration
    await _open_matter(session, actor, wanted.matter_id, at=at)
    max_bytes = settings.upload_max_bytes
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
        return Declared(same, await _form_if_needed(session, store, settings, same, at=at), is_new=False)
    if await repository.count_live(session, wanted.matter_id) >= settings.case_max_files:
        raise TooManyFiles(f"一件事最多 {settings.case_max_files} 份材料")
    item = await _add(session, actor, wanted, twins, at=at)
    return Declared(item, await _form_if_needed(session, store, settings, item, at=at), is_new=True)


async def renew_form(
    session: AsyncSession, store: ObjectStore, settings: Settings, actor: Actor, evidence_id: UUID, *, at: datetime
) -> PostForm:
    """A fresh form for a declared file whose first one ran out.

    Raises:
        NotFound: no such file of the caller's.
        WrongState: it has arrived, or lapsed.
        MatterClosed: its case has ended.
    """
    item = await repository.item(session, actor, evidence_id, at=at, action=Action.EVIDENCE_UPLOAD)
    await _open_matter(session, actor, item.matter_id, at=at)
    form = await _form_if_needed(session, store, settings, item, at=at)
    if form is None:
        raise WrongState(state=str(item.status))
    return form


async def complete(
    session: AsyncSession, store: ObjectStore, actor: Actor, evidence_id: UUID, *, at: datetime
) -> Evidence:
    """The owner says the upload is done: look for the object, then have it verified. Again: the same answer.

    Raises:
        NotFound: no such file of the caller's.
        NotUploadedYet: storage has nothing; the file stays declared.
        StorageUnavailable: storage cannot be asked; the file stays declared.
        WrongState: it was rejected or lapsed.
        MatterClosed: its case has ended.
    """
    item = await repository.item(session, actor, evidence_id, at=at, action=Action.EVIDENCE_UPLOAD)
    if item.status is EvidenceStatus.DECLARED:
        await session.commit()  # what was read so far ends here: no transaction is open during the call
        try:
            await store.stat(item.object_key)
        except ObjectMissing:
            raise NotUploadedYet() from None
        item = await repository.locked(session, evidence_id)
    if item.status in (EvidenceStatus.ARRIVED, EvidenceStatus.VERIFIED):
        return item
    await _open_matter(session, actor, item.matter_id, at=at)
    return await arrive(session, item, actor=actor, at=at)


async def arrive(session: AsyncSession, item: Evidence, *, actor: Actor | None, at: datetime) -> Evidence:
    """The object is there: have it verified, and look again later in case that gets stuck.

    Raises:
        WrongState: it is not waiting to arrive.
    """
    evidence_machine.require(item, "complete", actor)
    item.arrived_at = at
    await session.flush()
    await evidence_machine.fire(session, item, "complete", actor=actor, at=at)
    await jobs.enqueue(session, VERIFY, {"evidence_id": str(item.id)})
    await look_after(session, item, at=at + rules.LOOK_AFTER)
    return item


async def conclude(session: AsyncSession, evidence_id: UUID, finding: Finding, *, at: datetime) -> None:
    """Write down what inspection found; a second finding about the same file changes nothing."""
    item = await repository.locked(session, evidence_id)
    if item.status is not EvidenceStatus.ARRIVED:
        return
    item.object_version, item.found_type = finding.version_id, finding.found_type
    if finding.rejection is None:
        item.verified_at = at
    else:
        item.rejection = finding.rejection
    await session.flush()
    transition = "verify" if finding.rejection is None else "reject"
    await evidence_machine.fire(session, item, transition, actor=None, at=at, reason=finding.rejection)
    await timers.cancel_timer(session, LOOK_AFTER, key=str(item.id))


async def look_after(session: AsyncSession, item: Evidence, *, at: datetime) -> None:
    """Look at the file again at ``at``, unless it is finished by then."""
    key = str(item.id)
    await timers.set_timer(session, LOOK_AFTER, key=key, due_at=at, payload={"evidence_id": key})


async def read(session: AsyncSession, actor: Actor, evidence_id: UUID, *, at: datetime) -> Evidence:
    """One file; a look by someone other than its owner is noted.

    Raises:
        NotFound: none that the actor may know of.
    """
    item = await repository.item(session, actor, evidence_id, at=at)
    await _note(session, actor, item, at=at)
    return item


async def read_page(
    session: AsyncSession, actor: Actor, matter_id: UUID, page: PageRequest, *, at: datetime
) -> tuple[Sequence[Evidence], str | None]:
    """A page of a matter's files, newest first, and the cursor of the next; noted once for the matter.

    Raises:
        NotFound: no such matter that the actor may know of.
    """
    matter = await repository.matter(session, actor, matter_id, at=at)
    await audit.record_access(
        session,
        actor,
        Action.EVIDENCE_READ,
        object_type="evidence_matter",
        object_id=matter_id,
        owner_id=matter.owner_id,
        at=at,
    )
    rows = await repository.page_of(session, actor, matter_id, page, at=at)
    return cut(rows, page, lambda item: (item.id,))


async def open_file(
    session: AsyncSession, store: ObjectStore, actor: Actor, evidence_id: UUID, *, at: datetime
) -> str:
    """A link, good for :data:`rules.OPENED_FOR`, to the version that was verified; noted with its purpose.

    Raises:
        NotFound: none that the actor may know of.
        NotVerifiedYet: nothing was verified.
    """
    item = await repository.item(session, actor, evidence_id, at=at)
    if item.status is not EvidenceStatus.VERIFIED:
        raise NotVerifiedYet(state=str(item.status))
    await _note(session, actor, item, at=at, note="打开文件")
    name = names.file_name(item.name, item.media_type)
    return store.presign_get(
        item.object_key,
        version_id=item.object_version,
        media_type=item.media_type,
        disposition=names.content_disposition(name),
        expires=rules.OPENED_FOR,
    )


async def _open_matter(session: AsyncSession, actor: Actor, matter_id: UUID, *, at: datetime) -> None:
    """Go on only while the caller's matter takes files in; its end waits for this transaction.

    Raises:
        NotFound: no such matter of the caller's.
        MatterClosed: its case has ended.
    """
    matter = await repository.matter(session, actor, matter_id, at=at, action=Action.EVIDENCE_UPLOAD, lock=True)
    if matter.closed_at is not None:
        raise MatterClosed()


async def _add(
    session: AsyncSession, actor: Actor, wanted: EvidenceDeclaration, twins: Sequence[Evidence], *, at: datetime
) -> Evidence:
    """A new item; content that is stored already is not asked for again."""
    twin = next(iter(twins), None)
    item = Evidence(
        **wanted.model_dump(exclude={"name"}),
        name=names.display_name(wanted.name),
        owner_id=actor.person_id,
        object_key=twin.object_key if twin else new_key(),
        declared_at=at,
        updated_at=at,
    )
    session.add(item)
    await session.flush()
    if twin is not None and twin.status is EvidenceStatus.ARRIVED:
        await arrive(session, item, actor=actor, at=at)
    elif twin is not None and twin.status is EvidenceStatus.VERIFIED:
        item.object_version, item.arrived_at, item.verified_at = twin.object_version, at, at
        await session.flush()
        await evidence_machine.fire(session, item, "recognise", actor=None, at=at)
    return item


async def _form_if_needed(
    session: AsyncSession, store: ObjectStore, settings: Settings, item: Evidence, *, at: datetime
) -> PostForm | None:
    """A form for a file that is still awaited; whoever gets one may upload, so the file is looked after."""
    if item.status is not EvidenceStatus.DECLARED:
        return None
    await look_after(session, item, at=at + rules.LOOK_AFTER)
    return store.presign_post(
        item.object_key,
        media_type=item.media_type,
        size_bytes=item.size_bytes,
        sha256=item.sha256,
        expires=timedelta(minutes=settings.upload_form_minutes),
    )


async def _note(
    session: AsyncSession, actor: Actor, item: Evidence, *, at: datetime, note: str | None = None
) -> None:
    """Note the look for whose matter it is, whoever photographed the paper."""
    await audit.record_access(
        session,
        actor,
        Action.EVIDENCE_READ,
        object_type="evidence",
        object_id=item.id,
        owner_id=await repository.owner_of_matter(session, item.matter_id),
        at=at,
        note=note,
    )
