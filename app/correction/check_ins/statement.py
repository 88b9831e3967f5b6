"""The one statement that writes check-ins: everything that could have changed is looked at where it is written.

It takes arrays, one element an attempt, and answers one outcome for each. Who is logged in, whether what the
person was judged by still stands (``stamp``, ``last_check_in_id``), the phone's key and counter, the window and
whether it was answered are read, and what is sound is written, in one round trip and one transaction. The update
of ``check_in_subject`` is what two attempts of one person meet at: the second finds another
``last_check_in_id`` and is told to look again. No attempt may stand twice for one person in one call.

``$1`` is the machine's time, ``$2`` the product's; ``$3``/``$4`` bound ``made_at`` and ``$5``/``$6`` bound
``opens_at`` of all attempts in the call, so that only slices of those weeks are opened.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from app.correction.ids import EPOCH, time_of

MILLISECOND = timedelta(milliseconds=1)
JSON = TypeAdapter(dict[str, Any])


class Outcome(StrEnum):
    """What became of one attempt. ``stored`` alone means that it was written; ``late`` that it must say so first,
    since somebody may have been told that nothing came; ``confirms`` that somebody waits for it, whatever it says.
    """

    STORED = "stored"
    STALE = "stale"
    SAME = "same"
    DIFFERS = "differs"
    NOT_ADMITTED = "not_admitted"
    UNKNOWN_DEVICE = "unknown_device"
    COUNTER_BACKWARDS = "counter_backwards"
    NO_WINDOW = "no_window"
    WINDOW_CLOSED = "window_closed"
    WINDOW_USED = "window_used"
    LATE = "late"
    CONFIRMS = "confirms"


class Attempt(NamedTuple):
    """One attempt ready to be written. ``login_id`` none: recorded by an officer, whose own log-in was checked.
    ``counted_at`` is the moment held against the window.
    """

    id: UUID
    made_at: datetime
    received_at: datetime
    order_id: UUID
    person_id: UUID
    agency_id: UUID
    attempt_id: UUID
    channel: str
    duty_id: UUID | None
    device_id: UUID | None
    counter: int | None
    verdict: str | None
    distance_m: float | None
    accuracy_m: float | None
    fixed_at: datetime | None
    reasons: tuple[str, ...]
    marks: tuple[str, ...]
    failures: tuple[str, ...]
    is_late: bool
    is_offline: bool
    digest: bytes
    evidence_ids: tuple[UUID, ...]
    recorded_by: UUID | None
    sealed: str | None
    login_id: UUID | None
    stamp: int
    last_id: UUID | None
    counted_at: datetime
    is_answer: bool
    is_awaited: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether it is to be told: a place not clearly allowed, something odd, broken, late, or waited for."""
        is_odd = bool(self.marks or self.failures or self.is_late or self.is_offline)
        return is_odd or self.is_awaited or self.verdict not in (None, "inside")

    @property
    def is_plain(self) -> bool:
        """Whether it is like nearly all: sent by phone, inside, answering its window, nothing to look at."""
        return (
            self.verdict == "inside"
            and self.is_answer
            and self.recorded_by is None
            and not (self.is_doubtful or self.evidence_ids)
        )

    def rest(self) -> str | None:
        """What is not as usual, as JSON; none for a plain one: two values in three are the same for nearly all."""
        if self.is_plain:
            return None
        return JSON.dump_json({name: getattr(self, name) for name in REST}).decode()


REST = (
    "channel",
    "verdict",
    "reasons",
    "marks",
    "failures",
    "is_late",
    "is_offline",
    "evidence_ids",
    "recorded_by",
    "is_answer",
    "is_doubtful",
)
COLUMNS = {
    "id": "uuid",
    "made_at": "timestamptz",
    "received_at": "timestamptz",
    "person_id": "uuid",
    "attempt_id": "uuid",
    "duty_id": "uuid",
    "device_id": "uuid",
    "counter": "int8",
    "distance_m": "float8",
    "accuracy_m": "float8",
    "fixed_at": "timestamptz",
    "digest": "bytea",
    "sealed": "text",
    "login_id": "uuid",
    "stamp": "int4",
    "last_id": "uuid",
    "counted_at": "timestamptz",
    "rest": "jsonb",
}
"""What is handed over, with its type; order and office are those of the row that the stamp stands for."""
FIRST_ARRAY = 7
_ARRAYS = ", ".join(f"${FIRST_ARRAY + number}::{kind}[]" for number, kind in enumerate(COLUMNS.values()))
_LIST = "CASE WHEN rest IS NULL THEN '{{}}' ELSE ARRAY(SELECT jsonb_array_elements_text(rest -> '{}')) END"

STATEMENT = f"""
WITH incoming AS MATERIALIZED (
    SELECT * FROM unnest({_ARRAYS}) WITH ORDINALITY AS t ({", ".join(COLUMNS)}, n)
), weighed AS MATERIALIZED (
    SELECT i.*, s.order_id, s.agency_id, coalesce((i.rest ->> 'is_answer')::boolean, true) AS is_answer, CASE
        WHEN i.login_id IS NOT NULL AND (login.id IS NULL OR NOT EXISTS (
            SELECT FROM role_grant r WHERE r.person_id = i.person_id AND r.role = 'subject'
            AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2))) THEN 'not_admitted'
        WHEN there.id IS NOT NULL THEN CASE WHEN there.digest = i.digest THEN 'same' ELSE 'differs' END
        WHEN s.person_id IS NULL OR NOT s.is_watched OR s.stamp <> i.stamp
            OR s.last_check_in_id IS DISTINCT FROM i.last_id THEN 'stale'
        WHEN i.device_id IS NOT NULL AND device.id IS NULL THEN 'unknown_device'
        WHEN i.counter <= device.last_counter AND i.made_at >= device.last_made_at THEN 'counter_backwards'
        WHEN i.duty_id IS NULL THEN 'stored'
        WHEN duty.id IS NULL THEN 'no_window'
        WHEN duty.status = 'answered' THEN 'window_used'
        WHEN i.counted_at < duty.opens_at OR i.counted_at >= duty.closes_at THEN 'window_closed'
        WHEN duty.kind = 'confirm' AND NOT coalesce((i.rest ->> 'is_doubtful')::boolean, false) THEN 'confirms'
        WHEN NOT coalesce((i.rest ->> 'is_late')::boolean, false)
            AND (i.received_at >= duty.closes_at OR duty.status = 'missed') THEN 'late'
        ELSE 'stored' END AS outcome
    FROM incoming i
    LEFT JOIN check_in_subject s ON s.person_id = i.person_id
    LEFT JOIN (login_session login JOIN person p ON p.id = login.person_id AND p.disabled_at IS NULL)
        ON login.id = i.login_id AND login.person_id = i.person_id AND login.revoked_at IS NULL
        AND login.expires_at > $1
    LEFT JOIN check_in there ON there.id = i.id AND there.made_at = i.made_at AND there.made_at BETWEEN $3 AND $4
    LEFT JOIN check_in_device device ON device.id = i.device_id AND device.person_id = i.person_id
        AND device.revoked_at IS NULL
    LEFT JOIN check_in_duty duty ON duty.id = i.duty_id AND duty.person_id = i.person_id
        AND duty.opens_at >= $5 AND duty.opens_at < $6
), claimed AS (
    UPDATE check_in_subject s SET last_check_in_id = w.id, last_received_at = w.received_at
    FROM weighed w WHERE w.outcome = 'stored' AND s.person_id = w.person_id AND s.is_watched AND s.stamp = w.stamp
        AND s.last_check_in_id IS NOT DISTINCT FROM w.last_id
    RETURNING w.n
), answered AS (
    UPDATE check_in_duty duty SET
        status = CASE WHEN w.is_answer THEN 'answered' ELSE 'attempted' END,
        check_in_id = CASE WHEN w.is_answer THEN w.id END,
        check_in_made_at = CASE WHEN w.is_answer THEN w.made_at END
    FROM weighed w JOIN claimed ON claimed.n = w.n
    WHERE duty.id = w.duty_id AND duty.opens_at >= $5 AND duty.opens_at < $6
        AND duty.status IN ('waiting', 'attempted', 'missed')
    RETURNING w.n
), counted AS (
    UPDATE check_in_device device SET last_counter = greatest(device.last_counter, w.counter),
        last_made_at = greatest(device.last_made_at, w.made_at)
    FROM weighed w JOIN claimed ON claimed.n = w.n WHERE device.id = w.device_id
), sealed AS (
    INSERT INTO check_in_fix (id, made_at, person_id, location_sealed)
    SELECT w.id, w.made_at, w.person_id, w.sealed FROM weighed w JOIN claimed ON claimed.n = w.n
    WHERE w.sealed IS NOT NULL
), written AS (
    INSERT INTO check_in (id, made_at, received_at, order_id, person_id, agency_id, attempt_id, duty_id, device_id,
        counter, distance_m, accuracy_m, fixed_at, digest, channel, verdict, reasons, marks, failures, is_late,
        is_offline, evidence_ids, recorded_by)
    SELECT id, made_at, received_at, order_id, person_id, agency_id, attempt_id, duty_id, device_id, counter,
        distance_m, accuracy_m, fixed_at, digest, coalesce(rest ->> 'channel', 'phone'),
        CASE WHEN rest IS NULL THEN 'inside' ELSE rest ->> 'verdict' END, {_LIST.format("reasons")},
        {_LIST.format("marks")},
        {_LIST.format("failures")}, coalesce((rest ->> 'is_late')::boolean, false),
        coalesce((rest ->> 'is_offline')::boolean, false), ({_LIST.format("evidence_ids")})::uuid[],
        (rest ->> 'recorded_by')::uuid
    FROM weighed w JOIN claimed ON claimed.n = w.n
)
SELECT CASE WHEN w.outcome = 'stored' AND claimed.n IS NULL THEN 'stale' ELSE w.outcome END
FROM weighed w LEFT JOIN claimed ON claimed.n = w.n ORDER BY w.n
"""  # noqa: S608 -- built of the names above


def arguments(attempts: list[Attempt], *, system_now: datetime, at: datetime) -> list[Any]:
    """The statement's arguments for some attempts, no two of one person."""
    made = [attempt.made_at for attempt in attempts]
    opened = [time_of(attempt.duty_id) for attempt in attempts if attempt.duty_id is not None] or [EPOCH]
    columns = zip(*map(_handed_over, attempts), strict=True)
    return [
        system_now,
        at,
        min(made),
        max(made),
        min(opened),
        max(opened) + MILLISECOND,
        *columns,
        [attempt.rest() for attempt in attempts],
    ]


_handed_over = attrgetter(*(name for name in COLUMNS if name != "rest"))
