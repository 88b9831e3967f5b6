"""Countersigning the heads of other bureaus' logs, as their witness (C2SP ``tlog-witness``).

For each log the newest head that was countersigned is kept. A new one is countersigned only if the log's key
signed it and a proof shows that it continues the one before: so no log can show one history to us and another to
others.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence.custody.checkpoint import BadCheckpoint, Checkpoint, SigningKey, parse, verify
from app.evidence.custody.cosignature import cosign
from app.evidence.custody.merkle import EMPTY_ROOT, verify_consistency
from app.evidence.custody.models import WitnessedLog
from app.evidence.custody.submission import BadSubmission, Submission, parse_submission
from app.evidence.custody.witness_errors import (
    HeadForks,
    HeadInconsistent,
    HeadUnsigned,
    LogUnknown,
    SubmissionMalformed,
)
from app.evidence.custody.witnesses import Neighbours

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OldSizeDiffers:
    """What the client took for our newest head is not: ``tree_size`` is."""

    tree_size: int


async def witness(
    session: AsyncSession, neighbours: Neighbours, key: SigningKey | None, body: bytes, *, at: datetime
) -> str | OldSizeDiffers:
    """Our signature line under the head in ``body``, written down before it is given.

    Args:
        at: of this machine's clock; the line says so to others.

    Raises:
        SubmissionMalformed, LogUnknown, HeadUnsigned, HeadForks, HeadInconsistent: see there.
    """
    submission, head, signed = _read(body)
    keys = neighbours.logs.get(head.origin)
    if key is None or keys is None:
        raise LogUnknown()
    try:
        verify(submission.note, keys)
    except BadCheckpoint as error:
        raise HeadUnsigned() from error
    if submission.old_size > head.tree_size:
        raise SubmissionMalformed()
    known = await _locked(session, head.origin, at)
    if known.tree_size != submission.old_size:
        return OldSizeDiffers(known.tree_size)
    _check(known, head, submission)
    known.tree_size, known.root_hash = head.tree_size, head.root_hash
    known.checkpoint, known.signed_at = submission.note, at
    await session.flush()
    return cosign(key, signed, at=at)


def _read(body: bytes) -> tuple[Submission, Checkpoint, str]:
    try:
        submission = parse_submission(body)
        head, signed, _ = parse(submission.note)
    except (BadSubmission, BadCheckpoint) as error:
        raise SubmissionMalformed() from error
    if len(submission.note) > LONGEST_NOTE:
        raise SubmissionMalformed()
    return submission, head, signed


def _check(known: WitnessedLog, head: Checkpoint, submission: Submission) -> None:
    """That ``head`` continues what was countersigned; whatever else was signed by the log is proof against it."""
    if known.tree_size == head.tree_size and known.root_hash != head.root_hash:
        logger.error("a log shows two heads of one size", origin=head.origin, note=submission.note)
        raise HeadForks()
    if not verify_consistency(known.tree_size, known.root_hash, head.tree_size, head.root_hash, submission.proof):
        logger.error(
            "a log shows a head that does not continue its last", origin=head.origin, note=submission.note
        )
        raise HeadInconsistent()


async def _locked(session: AsyncSession, origin: str, at: datetime) -> WitnessedLog:
    """The log's newest head under a lock; a log that was never countersigned begins with the empty tree."""
    empty = {"origin": origin, "tree_size": 0, "root_hash": EMPTY_ROOT, "checkpoint": "", "signed_at": at}
    await session.execute(insert(WitnessedLog).values(**empty).on_conflict_do_nothing())
    return await session.get_one(WitnessedLog, origin, with_for_update=True, populate_existing=True)


LONGEST_NOTE = 4000
"""Characters of a submitted note; the column holds no more. Ours has one signature, others few."""
