"""Make one object of the parts that arrived. No database: what is asked here is asked of storage alone."""

from app.evidence.errors import NotUploadedYet, ObjectMissing, PartsIncomplete, StorageUnavailable
from app.evidence.models import Evidence
from app.evidence.rules import readable_size
from app.evidence.storage.objects import ObjectStore
from app.evidence.storage.parts import StoredPart, UploadForgotten
from app.evidence.uploading.parting import Plan, Progress, progress_of

MOST_TOLD = 10
"""Parts that a sentence names; the members of the problem name all."""


async def ensure_whole(store: ObjectStore, item: Evidence) -> None:
    """The file is one object in storage afterwards; its parts, if it came in parts, are joined. Safe to repeat.

    An upload that storage no longer knows was joined before, by a request whose answer was lost or for another
    item of the same content; or it is lost, and everything is missing.

    Raises:
        NotUploadedYet: storage has nothing.
        PartsIncomplete: parts are missing, or have another size.
        StorageUnavailable: see there; whether parts were joined is seen when it is asked again.
    """
    if item.upload_id is None or item.part_bytes is None:
        try:
            await store.stat(item.object_key)
        except ObjectMissing:
            raise NotUploadedYet() from None
        return
    plan = Plan(item.size_bytes, item.part_bytes)
    is_forgotten = False
    try:
        await _join(store, item.object_key, item.upload_id, plan)
    except UploadForgotten:
        is_forgotten = True
    try:
        await store.stat(item.object_key)
    except ObjectMissing:
        raise incomplete(progress_of(plan, ())) if is_forgotten else StorageUnavailable() from None


async def _join(store: ObjectStore, key: str, upload_id: str, plan: Plan) -> None:
    progress = progress_of(plan, await store.parts.arrived(key, upload_id))
    if not progress.is_whole:
        raise incomplete(progress)
    await store.parts.join(key, upload_id, progress.in_order())


def incomplete(progress: Progress[StoredPart]) -> PartsIncomplete:
    """The problem that names each part to send again, and why."""
    plan = progress.plan
    return PartsIncomplete(
        f"一共 {plan.count} 段：" + "；".join(_reasons(progress)),
        missing=list(progress.missing),
        wrong_size=[
            {"number": number, "size_bytes": part.size_bytes, "expected_bytes": plan.size_of(number)}
            for number, part in progress.wrong.items()
        ],
    )


def _reasons(progress: Progress[StoredPart]) -> list[str]:
    reasons = [f"第 {_listed(progress.missing)} 段还没有收到"] if progress.missing else []
    for number, part in list(progress.wrong.items())[:MOST_TOLD]:
        size, expected = readable_size(part.size_bytes), readable_size(progress.plan.size_of(number))
        if size == expected:
            size, expected = f"{part.size_bytes} 字节", f"{progress.plan.size_of(number)} 字节"
        reasons.append(f"第 {number} 段收到 {size}，应当是 {expected}")
    return reasons


def _listed(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:MOST_TOLD])
    return f"{shown} 等 {len(numbers)}" if len(numbers) > MOST_TOLD else shown
