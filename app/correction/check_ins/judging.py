"""Turns what a phone sent into an attempt ready to be written: read, judged, sealed. No database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from app.correction.check_ins.attempt_codes import CheckInChannel
from app.correction.check_ins.cards import OLDEST_ATTEMPT, Card
from app.correction.check_ins.codes import CheckInMark, CheckInReason
from app.correction.check_ins.errors import ClockWrong
from app.correction.check_ins.expected import Claims, Fix
from app.correction.check_ins.fixes import read_fix
from app.correction.check_ins.judgement import Judgement, judge_attempt
from app.correction.check_ins.schemas import CheckInCreate
from app.correction.check_ins.sealed_fixes import seal_fixes
from app.correction.check_ins.statement import Attempt
from app.correction.ids import timed_id
from app.kernel.errors import FieldError
from app.kernel.vault import Vault

LONGEST_WINDOW = timedelta(days=2)
CLOCK_AHEAD = timedelta(minutes=10)
"""A phone further ahead is told our time and sends again."""
BELIEVED_FOR = timedelta(minutes=5)
"""So long after it was made an attempt counts for the moment it names though nobody signed for it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One attempt as it came: its text and digest, and who sends it."""

    body: CheckInCreate
    text: bytes
    digest: bytes
    person_id: UUID
    received_at: datetime
    login_id: UUID | None
    channel: CheckInChannel = CheckInChannel.PHONE
    recorded_by: UUID | None = None


def sent(
    body: CheckInCreate,
    *,
    person_id: UUID,
    login_id: UUID | None,
    received_at: datetime,
    channel: CheckInChannel = CheckInChannel.PHONE,
    recorded_by: UUID | None = None,
) -> Sent:
    """What came.

    Raises:
        ClockWrong: the phone's clock is ahead, or the attempt is older than any phone keeps one.
    """
    if not -OLDEST_ATTEMPT <= body.made_at - received_at <= CLOCK_AHEAD:
        wrong = FieldError("made_at", "clock", "手机的时间和系统时间相差太多")
        raise ClockWrong(fields=[wrong], server_time=received_at.isoformat())
    text = body.signed_text()
    return Sent(body, text, sha256(text).digest(), person_id, received_at, login_id, channel, recorded_by)


def judged(card: Card, came: Sent) -> Judgement:
    """What the fixes say."""
    body = came.body
    fixes: list[Fix] = []
    unreadable: list[CheckInReason] = []
    for one in body.fixes:
        fix = read_fix(
            one.latitude_deg,
            one.longitude_deg,
            one.datum,
            accuracy_m=one.accuracy_m,
            fixed_at=one.fixed_at,
            provider=one.provider,
        )
        if isinstance(fix, Fix):
            fixes.append(fix)
        else:
            unreadable.append(fix)
    claims = Claims(body.device is not None and body.device.mock_location, tuple(unreadable))
    return judge_attempt(fixes, card.expected, made_at=body.made_at, received_at=came.received_at, claims=claims)


def counted_at(came: Sent) -> datetime:
    """The moment held against the window: the phone's word where it signed it or says it soon enough."""
    made_at, received_at = came.body.made_at, came.received_at
    if came.body.signature is None and received_at - made_at > BELIEVED_FOR:
        return received_at
    return min(made_at, received_at)


def was_underway(came: Sent) -> bool:
    """Whether it came a good while after it was made."""
    return came.received_at - came.body.made_at > BELIEVED_FOR


def prepare(
    vault: Vault, card: Card, came: Sent, judgement: Judgement, *, duty_id: UUID | None, is_late: bool
) -> Attempt:
    """The attempt as it is written. It answers its window if a fix can be used and it is known who sent it when:
    by the window's nonce, or by a registered phone's signature.
    """
    body, spoke = came.body, judgement.fix
    signature, challenge = body.signature, body.challenge
    distance_m = judgement.distance_m
    is_unsigned = signature is None and bool(card.devices) and came.recorded_by is None
    is_by_officer = came.login_id is None and came.recorded_by is not None
    is_bound = signature is not None or challenge is not None or is_by_officer
    odd = {CheckInMark.UNSIGNED: is_unsigned, CheckInMark.UNBOUND: duty_id is not None and not is_bound}
    marks = (*judgement.marks, *(mark for mark, is_so in odd.items() if is_so))
    return Attempt(
        id=timed_id(body.made_at, came.person_id, body.attempt_id),
        made_at=body.made_at,
        received_at=came.received_at,
        order_id=card.order_id,
        person_id=came.person_id,
        agency_id=card.agency_id,
        attempt_id=body.attempt_id,
        channel=came.channel.value,
        duty_id=duty_id,
        device_id=None if signature is None else signature.device_id,
        counter=None if signature is None else signature.counter,
        verdict=judgement.verdict.value,
        distance_m=None if distance_m is None else round(distance_m, 1),
        accuracy_m=None if spoke is None else spoke.accuracy_m,
        fixed_at=None if spoke is None else spoke.fixed_at,
        reasons=judgement.reasons,
        marks=marks,
        failures=tuple(body.failures),
        is_late=is_late,
        is_offline=signature is not None and challenge is None,
        digest=came.digest,
        evidence_ids=tuple(body.evidence_ids),
        recorded_by=came.recorded_by,
        sealed=seal_fixes(vault, body.fixes) if body.fixes else None,
        login_id=came.login_id,
        stamp=card.stamp,
        last_id=card.last_id,
        counted_at=counted_at(came),
        is_answer=distance_m is not None and is_bound,
    )
