"""Thousands of people under correction for a benchmark, and the requests their phones send.

Each has a log-in, an order, an area, a registered key and windows that are open now.

The rows that matter to nobody here (person, order) are copies of the demonstration's, whatever columns they have;
areas differ from person to person, so that nothing is shared in a cache.
"""

import base64
import itertools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import shapely
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.correction.check_ins.challenges import nonce_of
from app.correction.check_ins.schemas import CheckInCreate
from app.correction.ids import timed_id
from app.identity.tokens import AccessTokens
from app.kernel.vault import Vault
from bench.load import request_bytes
from bench.reference import CORNERS

PATH = "/api/v1/correction/check-ins"
HOURS_OPEN = timedelta(hours=3)
NAMES = ("YJT_TOKEN_KEYS", "YJT_FIELD_KEYS", "YJT_INDEX_KEY")
CLONE = (
    "INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, to_jsonb(row) || change)).*"
    " FROM (SELECT * FROM {table} WHERE {where} LIMIT 1) row, unnest($1::jsonb[]) change"
)


def secrets() -> dict[str, str]:
    """Settings of the product that the phones' tokens and nonces are made with."""
    keys = {name: os.urandom(32).hex() for name in NAMES}
    return {
        "YJT_TOKEN_KEYS": f"b1:{keys['YJT_TOKEN_KEYS']}",
        "YJT_FIELD_KEYS": f"b1:{keys['YJT_FIELD_KEYS']}",
        "YJT_INDEX_KEY": keys["YJT_INDEX_KEY"],
    }


@dataclass(slots=True)
class Phone:
    """One person's phone."""

    person_id: UUID
    order_id: UUID
    login_id: UUID
    device_id: UUID
    key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey
    token: str
    place: tuple[float, float]
    counter: int = 0
    windows: Iterator[UUID] = field(default_factory=lambda: iter(()))

    @property
    def registered(self) -> dict[str, object]:
        """Algorithm and public key as the product keeps them."""
        public = self.key.public_key()
        if isinstance(public, Ed25519PublicKey):
            return {"algorithm": "ed25519", "public_key": public.public_bytes_raw()}
        return {
            "algorithm": "p256",
            "public_key": public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        }

    def sign(self, text: bytes) -> bytes:
        """A signature by the phone's own kind of key."""
        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(text)
        return self.key.sign(text, ec.ECDSA(hashes.SHA256()))


class Phones:
    """People and their phones in one product; ``environment`` is what the product was started with."""

    def __init__(self, connection: Any, environment: dict[str, str]) -> None:
        self.connection = connection
        kid, _, key = environment["YJT_FIELD_KEYS"].partition(":")
        self.vault = Vault({kid: bytes.fromhex(key)}, bytes.fromhex(environment["YJT_INDEX_KEY"]))
        kid, _, key = environment["YJT_TOKEN_KEYS"].partition(":")
        self.tokens = AccessTokens({kid: bytes.fromhex(key)})
        self.phones: list[Phone] = []
        self._turn: Iterator[Phone] = iter(())

    async def make(self, number: int) -> None:
        """Make people who are watched, each in an area of their own."""
        at = datetime.now(UTC)
        subject = await self.connection.fetchrow(
            "SELECT order_id, person_id, agency_id FROM check_in_subject ORDER BY order_id LIMIT 1"
        )
        self.agency_id = subject["agency_id"]
        self.phones = []
        self.phones.extend(self._phone(at) for _ in range(number))
        self._turn = itertools.cycle(self.phones)
        await self._clone("person", f"id = '{subject['person_id']}'", [{"id": p.person_id} for p in self.phones])
        orders = [{"id": p.order_id, "person_id": p.person_id} for p in self.phones]
        await self._clone("correction_order", f"id = '{subject['order_id']}'", orders)
        await self._copy_beside(at)
        for table in ("person", "correction_order", "approved_area", "check_in_subject", "check_in_device"):
            await self.connection.execute(f"ANALYZE {table}")
        await self.connection.execute("ANALYZE login_session, role_grant")

    def _phone(self, at: datetime) -> Phone:
        person_id, login_id = uuid4(), uuid4()
        token = self.tokens.issue(person_id, login_id, at=at)
        shift = len(self.phones) % 977 * 1e-5
        key = ec.generate_private_key(ec.SECP256R1()) if len(self.phones) % 2 else Ed25519PrivateKey.generate()
        return Phone(person_id, uuid4(), login_id, uuid4(), key, token, (30.19 + shift, 119.40 + shift))

    async def _clone(self, table: str, where: str, changes: list[dict[str, Any]]) -> None:
        bodies = [json.dumps({key: str(value) for key, value in change.items()}) for change in changes]
        await self.connection.execute(CLONE.format(table=table, where=where), bodies)

    async def _copy_beside(self, at: datetime) -> None:
        moment = {"created_at": at, "last_used_at": at, "expires_at": at + timedelta(days=1)}
        await self._copy(
            "login_session",
            [{"id": p.login_id, "person_id": p.person_id, "method": "wechat"} | moment for p in self.phones],
        )
        await self._copy(
            "role_grant",
            [{"id": uuid4(), "person_id": p.person_id, "role": "subject", "valid_from": at} for p in self.phones],
        )
        areas = [
            {
                "id": uuid4(),
                "order_id": phone.order_id,
                "wkb_wgs84": "\\x" + shapely.to_wkb(self._area(number)).hex(),
                "valid_from": (at - timedelta(days=5)).isoformat(),
            }
            for number, phone in enumerate(self.phones)
        ]
        await self._clone("approved_area", "source = 'drawn'", areas)
        subject = {"agency_id": self.agency_id, "is_watched": True, "stamp": 1}
        await self._copy(
            "check_in_subject",
            [{"person_id": p.person_id, "order_id": p.order_id} | subject for p in self.phones],
        )
        device = {"platform": "android", "device_class": "bench", "last_counter": 0}
        await self._copy(
            "check_in_device",
            [
                {
                    "id": p.device_id,
                    "person_id": p.person_id,
                    **p.registered,
                    "registered_at": at,
                    "registered_by": p.person_id,
                }
                | device
                for p in self.phones
            ],
        )

    async def _copy(self, table: str, rows: list[dict[str, Any]]) -> None:
        await self.connection.copy_records_to_table(
            table, columns=list(rows[0]), records=[tuple(row.values()) for row in rows]
        )

    def _area(self, number: int) -> shapely.Polygon:
        shift = number % 977 * 1e-5
        return shapely.Polygon([(east + shift, north + shift) for east, north in CORNERS])

    async def open_windows(self, each: int) -> None:
        """Give everybody windows that are open now."""
        now = datetime.now(UTC).replace(microsecond=0)
        opened = [now - timedelta(minutes=10, milliseconds=number) for number in range(each)]
        rows: list[dict[str, Any]] = []
        for phone in self.phones:
            ids = [timed_id(at, phone.order_id, "scheduled", uuid4()) for at in opened]
            phone.windows = iter(ids)
            rows += [
                {
                    "id": identifier,
                    "opens_at": at,
                    "closes_at": now + HOURS_OPEN,
                    "order_id": phone.order_id,
                    "person_id": phone.person_id,
                    "agency_id": self.agency_id,
                    "kind": "scheduled",
                    "tier": "red",
                    "status": "waiting",
                    "created_at": now,
                }
                for identifier, at in zip(ids, opened, strict=True)
            ]
        await self._copy("check_in_duty", rows)
        await self.connection.execute("ANALYZE check_in_duty")

    def requests(self, number: int) -> list[bytes]:
        """So many requests, signed now, each for a window of its own, everybody in turn."""
        return [self._request(phone) for phone in itertools.islice(self._turn, number)]

    def _request(self, phone: Phone) -> bytes:
        at = datetime.now(UTC)
        phone.counter += 1
        window = next(phone.windows)
        latitude_deg, longitude_deg = phone.place
        wander = phone.counter * 1.7e-6
        body: dict[str, Any] = {
            "attempt_id": str(uuid4()),
            "made_at": at.isoformat(timespec="milliseconds"),
            "fixes": [
                {
                    "latitude_deg": round(latitude_deg + wander, 7),
                    "longitude_deg": round(longitude_deg - wander, 7),
                    "datum": "gcj02",
                    "accuracy_m": 18.5,
                    "provider": "gps",
                    "fixed_at": (at - timedelta(seconds=3)).isoformat(timespec="milliseconds"),
                }
            ],
            "challenge": {"duty_id": str(window), "nonce": nonce_of(self.vault, window, phone.person_id)},
            "device": {"platform": "android", "model": "HONOR X50", "app_version": "1.4.0", "battery_percent": 64},
            "signature": {"device_id": str(phone.device_id), "counter": phone.counter, "value": ""},
        }
        text = CheckInCreate.model_validate(body).signed_text()
        body["signature"]["value"] = base64.urlsafe_b64encode(phone.sign(text)).rstrip(b"=").decode()
        raw = json.dumps(body, separators=(",", ":")).encode()
        return request_bytes("POST", PATH, token=phone.token, body=raw)
