"""Asking an authority for timestamps of the ledger's heads (RFC 3161 over HTTP, section 3.4).

Not every head needs one: a leaf is covered by every later head, so the newest head at the time of asking is
stamped, and receipts take the oldest stamped head that covers their leaf. Nothing is stored unless it verifies.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from app.evidence.custody.checkpoint import parse
from app.evidence.custody.der import token_in
from app.evidence.custody.heads import STAMP
from app.evidence.custody.models import LedgerHead, LedgerTimestamp
from app.evidence.custody.outside import AnswerTooLarge, OutsideUnavailable, post
from app.evidence.custody.timestamps import BadTimestamp, Fault, Stamp, chain_pem, verify_timestamp
from app.evidence.custody.tree import newest_head
from app.kernel import timers
from app.kernel.bus import JobContext
from app.kernel.clock import Clock, SystemClock
from app.settings import Settings, SettingsError

logger = structlog.get_logger(__name__)

AGAIN = timedelta(minutes=10)
"""When the authority is asked again after it did not answer."""
CLOCKS_DIFFER = timedelta(hours=1)
"""How far its time may be from this machine's; the product's own clock may be moved and does not count."""
HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
LARGEST_REPLY = 256 * 1024
GRANTED = 0


@dataclass(frozen=True, slots=True)
class Authority:
    """Who stamps: its address, its certificates (PEM, roots and perhaps others), the policy demanded of it.

    ``apart`` is the least time between two stamps, since many authorities charge for each.
    """

    url: str
    certificates: str
    policy: str | None = None
    apart: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Stamped:
    """A token that verified, with the chain from its signer to the root."""

    token: bytes
    certificates: str
    stamp: Stamp


def build_authority(settings: Settings) -> Authority | None:
    """The authority that settings name, if any.

    Raises:
        SettingsError: its certificates cannot be read.
    """
    if not settings.timestamp_url or settings.timestamp_certificates_file is None:
        return None
    try:
        certificates = settings.timestamp_certificates_file.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise SettingsError(f"YJT_TIMESTAMP_CERTIFICATES_FILE: {error}") from error
    apart = timedelta(minutes=settings.timestamp_minutes)
    return Authority(settings.timestamp_url, certificates, settings.timestamp_policy, apart)


async def ask(authority: Authority, body: str, *, clock: Clock) -> Stamped:
    """A verified timestamp over ``body``.

    Raises:
        OutsideUnavailable: no answer now.
        BadTimestamp: an answer that proves nothing.
    """
    builder = TimestampRequestBuilder().data(body.encode()).hash_algorithm(HashAlgorithm.SHA256)
    query = builder.cert_request(cert_request=True).build()
    try:
        answer = await post(authority.url, query.as_bytes(), headers=HEADERS, at_most=LARGEST_REPLY)
        status, token = token_in(answer.body) if answer.status == 200 else (None, None)
    except (AnswerTooLarge, ValueError) as error:
        raise BadTimestamp(Fault.MALFORMED) from error
    if status != GRANTED or token is None:
        raise BadTimestamp(Fault.REFUSED)
    stamp = verify_timestamp(
        token,
        authority.certificates,
        body,
        roots_pem=authority.certificates,
        nonce=query.nonce,
        policy=authority.policy,
    )
    if abs(stamp.gen_time - clock.now()) > CLOCKS_DIFFER:
        raise BadTimestamp(Fault.TIME)
    return Stamped(token, chain_pem(token, authority.certificates), stamp)


async def stamp_newest(context: JobContext, authority: Authority, *, clock: Clock | None = None) -> None:
    """Have the newest head stamped, unless it is; an authority that does not answer is asked again later.

    Raises:
        BadTimestamp: it answers wrongly: nothing is stored, and after some tries the job is held for a human.
    """
    head, may_ask_at = await _next_head(context, authority)
    if head is None:
        return
    if may_ask_at > context.at:
        await _ask_later(context, may_ask_at)
        return
    _, body, _ = parse(head.checkpoint)
    try:
        stamped = await ask(authority, body, clock=clock or SystemClock())
    except OutsideUnavailable as error:
        logger.warning("the time-stamping authority does not answer", reason=str(error), tree_size=head.tree_size)
        await _ask_later(context, context.at + AGAIN)
        return
    except BadTimestamp as error:
        logger.error(
            "the time-stamping authority answers wrongly", fault=error.fault.name, tree_size=head.tree_size
        )
        raise
    row = {
        "tree_size": head.tree_size,
        "token": stamped.token,
        "certificates": stamped.certificates,
        "stamped_at": stamped.stamp.gen_time,
    }
    async with context.database.transaction() as session:
        await session.execute(insert(LedgerTimestamp).values(**row).on_conflict_do_nothing())


async def _next_head(context: JobContext, authority: Authority) -> tuple[LedgerHead | None, datetime]:
    """The newest head, if it has no stamp yet, and from when on one may be asked for."""
    last = (
        select(LedgerHead)
        .join(LedgerTimestamp, col(LedgerTimestamp.tree_size) == col(LedgerHead.tree_size))
        .order_by(col(LedgerHead.tree_size).desc())
        .limit(1)
    )
    async with context.database.session() as session:
        head = await newest_head(session)
        stamped = (await session.scalars(last)).one_or_none()
    if stamped is None:
        return head, context.at
    is_done = head is None or head.tree_size == stamped.tree_size
    return (None if is_done else head), stamped.signed_at + authority.apart


async def _ask_later(context: JobContext, due_at: datetime) -> None:
    async with context.database.transaction() as session:
        await timers.set_timer(session, STAMP, key="newest", due_at=due_at, payload={})
