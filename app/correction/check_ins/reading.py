"""Reads a card in one round trip, by raw SQL: most people check in a few times a day, so most cards are read anew.

What is rare (places closed by an injunction) is left to :func:`app.correction.areas.loading.expected_of`.
"""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from app.correction.areas.outline import Outline
from app.correction.check_ins.cards import EARLIER_CHECK_INS, MOST_PREVIOUS, OLDEST_ATTEMPT, Card
from app.correction.check_ins.devices.challenging import OpenWindow, challenge_of
from app.correction.check_ins.devices.schemas import ChallengeOut
from app.correction.check_ins.expected import AreaInForce, Expected, Fix
from app.correction.check_ins.judging import LONGEST_WINDOW
from app.correction.check_ins.keys import verifier
from app.correction.check_ins.sealed_fixes import Kept, earlier_fixes
from app.correction.check_ins.writing import LOST, SETTINGS
from app.correction.enums import AreaPurpose, DutyKind, KeyAlgorithm
from app.kernel.areas.boundaries import geometry_of
from app.kernel.database import connect_raw, driver_url
from app.kernel.vault import Vault

logger = structlog.get_logger(__name__)

READ = """
SELECT s.order_id, s.agency_id, s.stamp, s.last_check_in_id, s.is_watched,
    EXISTS (SELECT FROM injunction i WHERE i.order_id = s.order_id) AS has_closed_places,
    ARRAY(SELECT ROW(a.wkb_wgs84, a.accuracy_m, a.valid_from, a.valid_to, a.purpose) FROM approved_area a
        WHERE a.order_id = s.order_id AND (a.valid_to IS NULL OR a.valid_to > $2)
        ORDER BY a.valid_from, a.id) AS areas,
    ARRAY(SELECT ROW(d.id, d.algorithm, d.public_key) FROM check_in_device d
        WHERE d.person_id = s.person_id AND d.revoked_at IS NULL) AS devices,
    ARRAY(SELECT ROW(f.location_sealed, c.made_at, c.fixed_at, c.accuracy_m)
        FROM check_in c JOIN check_in_fix f ON f.id = c.id AND f.made_at = c.made_at AND f.made_at > $2
        WHERE c.person_id = s.person_id AND c.made_at > $2 ORDER BY c.made_at DESC LIMIT $3) AS earlier
FROM check_in_subject s WHERE s.person_id = $1
"""


CHALLENGE = """
SELECT d.id, d.kind, d.opens_at, d.closes_at FROM check_in_duty d
WHERE d.person_id = $1 AND d.opens_at <= $2 AND d.opens_at > $3 AND d.closes_at > $2
    AND d.status IN ('waiting', 'attempted')
    AND EXISTS (SELECT FROM login_session l JOIN person p ON p.id = l.person_id AND p.disabled_at IS NULL
        WHERE l.id = $4 AND l.person_id = $1 AND l.revoked_at IS NULL AND l.expires_at > $5)
    AND EXISTS (SELECT FROM role_grant r WHERE r.person_id = $1 AND r.role = 'subject' AND r.valid_from <= $2
        AND (r.valid_to IS NULL OR r.valid_to > $2))
ORDER BY d.closes_at, d.id LIMIT 1
"""


class Reader:
    """Reads cards over one raw connection of its own, one at a time; a lost connection is left to the slow way."""

    def __init__(self, url: str) -> None:
        self._url = driver_url(url)
        self._turn = asyncio.Lock()
        self._connection: Any = None
        self._statement: Any = None
        self._challenge: Any = None

    async def read(self, vault: Vault, person_id: UUID, *, at: datetime) -> Card | None:
        """A person's card; none where the slow way has to look: nobody watched, closed places, no database."""
        since = at - OLDEST_ATTEMPT
        async with self._turn:
            try:
                statement = self._statement or await self._connect()
                row = await statement.fetchrow(person_id, since, EARLIER_CHECK_INS)
            except LOST as error:
                logger.warning("cards are read the slow way", error=type(error).__name__)
                await self.close()
                return None
        if row is None or not row["is_watched"] or row["has_closed_places"]:
            return None
        return _card(vault, person_id, row)

    async def challenge(
        self, vault: Vault, person_id: UUID, login_id: UUID, *, system_now: datetime, at: datetime
    ) -> ChallengeOut | None:
        """The challenge of the open window that closes first; none where the slow way has to say why not."""
        async with self._turn:
            try:
                if self._statement is None:
                    await self._connect()
                statement = self._challenge
                row = await statement.fetchrow(person_id, at, at - LONGEST_WINDOW, login_id, system_now)
            except LOST as error:
                logger.warning("challenges are read the slow way", error=type(error).__name__)
                await self.close()
                return None
        if row is None:
            return None
        window = OpenWindow(row["id"], DutyKind(row["kind"]), row["opens_at"], row["closes_at"])
        return challenge_of(vault, person_id, window, at=at)

    async def close(self) -> None:
        """Hang up."""
        connection, self._connection = self._connection, None
        self._statement = self._challenge = None
        if connection is not None:
            connection.terminate()

    async def _connect(self) -> Any:
        self._connection = await connect_raw(self._url, server_settings=SETTINGS, command_timeout=15, timeout=5)
        self._statement = await self._connection.prepare(READ)
        self._challenge = await self._connection.prepare(CHALLENGE)
        return self._statement


def _card(vault: Vault, person_id: UUID, row: Any) -> Card:
    areas = tuple(
        AreaInForce(Outline(geometry_of(wkb), accuracy_m), valid_from, valid_to, AreaPurpose(purpose))
        for wkb, accuracy_m, valid_from, valid_to, purpose in row["areas"]
    )
    previous: list[Fix] = []
    for sealed, made_at, fixed_at, accuracy_m in reversed(row["earlier"]):
        previous += earlier_fixes(vault, sealed, Kept(made_at, fixed_at, accuracy_m))
    return Card(
        person_id=person_id,
        order_id=row["order_id"],
        agency_id=row["agency_id"],
        stamp=row["stamp"],
        last_id=row["last_check_in_id"],
        expected=Expected(areas, previous=tuple(previous[-MOST_PREVIOUS:])),
        devices={
            device_id: verifier(KeyAlgorithm(algorithm), bytes(key))
            for device_id, algorithm, key in row["devices"]
        },
    )
