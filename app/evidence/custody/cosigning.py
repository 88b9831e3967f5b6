"""Having our heads countersigned by the witnesses that settings name (C2SP ``tlog-witness``, the log's side)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from app.evidence.custody import merkle, tree
from app.evidence.custody.checkpoint import BadCheckpoint, parse
from app.evidence.custody.cosignature import Cosigned, read_answer
from app.evidence.custody.heads import COSIGN
from app.evidence.custody.models import LedgerCosignature, LedgerHead
from app.evidence.custody.outside import Answer, AnswerTooLarge, OutsideUnavailable, post
from app.evidence.custody.submission import SIZE_TYPE, TEXT, Submission, parse_size
from app.evidence.custody.witnesses import Witness
from app.kernel import timers
from app.kernel.bus import JobContext

logger = structlog.get_logger(__name__)

AGAIN = timedelta(minutes=10)
"""When a witness is asked again that does not answer, or does not know us yet."""
LARGEST_ANSWER = 16 * 1024
TRIES = 3
"""A witness that goes on naming other sizes is not followed for ever."""
NOT_SET_UP = frozenset({403, 404})


class WitnessRefuses(Exception):
    """A witness says, or its answer shows, that our ledger and what it saw of it differ: somebody must look."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The newest head, and how much of the ledger the witness has countersigned as far as we know."""

    head: LedgerHead
    old_size: int


async def cosign_newest(context: JobContext, witnesses: Sequence[Witness]) -> None:
    """Have the newest head countersigned by each witness that has not; ask those later that do not answer.

    Raises:
        WitnessRefuses: after all were asked; the job is held for a human after some tries.
    """
    refused: list[str] = []
    is_complete = True
    for witness in witnesses:
        try:
            await _have_cosigned(context, witness)
        except OutsideUnavailable as error:
            logger.warning("a witness does not countersign now", witness=witness.key.name, reason=str(error))
            is_complete = False
        except (WitnessRefuses, BadCheckpoint, AnswerTooLarge) as error:
            logger.error("a witness refuses our head", witness=witness.key.name, reason=str(error))
            refused.append(f"{witness.key.name}: {error}")
    if not is_complete:
        async with context.database.transaction() as session:
            await timers.set_timer(session, COSIGN, key="newest", due_at=context.at + AGAIN, payload={})
    if refused:
        raise WitnessRefuses("; ".join(refused))


async def _have_cosigned(context: JobContext, witness: Witness) -> None:
    known = await _known(context, witness)
    for _ in range(TRIES):
        if known is None:
            return
        answer = await _submit(context, witness, known)
        if answer.status == 200:
            _, body, _ = parse(known.head.checkpoint)
            line = read_answer(body, answer.body.decode("utf-8", "replace"), witness.vkey)
            await _store(context, known.head, line)
            return
        known = await _after_refusal(context, witness, known, answer)
    raise OutsideUnavailable("it names another size each time")


async def _submit(context: JobContext, witness: Witness, known: _Known) -> Answer:
    async with context.database.session() as session:
        path = merkle.consistency_nodes(known.old_size, known.head.tree_size)
        proof = await tree.proof(session, path)
    text = Submission(known.old_size, proof, known.head.checkpoint).text()
    return await post(witness.url, text.encode(), headers={"Content-Type": TEXT}, at_most=LARGEST_ANSWER)


async def _after_refusal(context: JobContext, witness: Witness, known: _Known, answer: Answer) -> _Known | None:
    """What to try next: the size that the witness names, under a head that has it.

    Raises:
        OutsideUnavailable: it does not know our log or key (yet).
        WitnessRefuses: it has seen more than we ever signed, or another history.
    """
    if answer.status in NOT_SET_UP:
        raise OutsideUnavailable(f"it does not know our log or key (status {answer.status})")
    named = parse_size(answer.body.decode("utf-8", "replace").rstrip("\n")) if answer.status == 409 else None
    if named is None or answer.media_type != SIZE_TYPE or named == known.old_size:
        raise WitnessRefuses(f"status {answer.status} for {known.head.tree_size} leaves after {known.old_size}")
    newest = await _known(context, witness)
    head = newest.head if newest else known.head
    if named > head.tree_size:
        raise WitnessRefuses(f"it has seen {named} leaves, we have signed {head.tree_size}")
    return _Known(head, named)


async def _known(context: JobContext, witness: Witness) -> _Known | None:
    """None where there is no head, or the newest is countersigned."""
    largest = select(func.max(col(LedgerCosignature.tree_size))).where(
        col(LedgerCosignature.witness) == witness.vkey
    )
    async with context.database.session() as session:
        head = await tree.newest_head(session)
        size = (await session.scalars(largest)).one() or 0
    return None if head is None or head.tree_size == size else _Known(head, size)


async def _store(context: JobContext, head: LedgerHead, cosigned: Cosigned) -> None:
    row = {
        "tree_size": head.tree_size,
        "witness": cosigned.witness,
        "line": cosigned.line,
        "signed_at": cosigned.at,
    }
    async with context.database.transaction() as session:
        await session.execute(insert(LedgerCosignature).values(**row).on_conflict_do_nothing())
