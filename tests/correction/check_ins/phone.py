"""A phone that signs, and windows that are open: what the tests of check-ins need of both."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlmodel import col, select

from app.correction.check_ins.models import CheckIn
from app.correction.check_ins.schemas import CheckInCreate
from app.correction.enums import CorrectionTier, DutyKind
from app.correction.ids import timed_id
from app.correction.schedule.models import CheckInDuty
from tests.correction.scene import INSIDE, Json, Scene

Key = Ed25519PrivateKey | ec.EllipticCurvePrivateKey


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sign(key: Key, text: bytes) -> str:
    if isinstance(key, Ed25519PrivateKey):
        return encoded(key.sign(text))
    return encoded(key.sign(text, ec.ECDSA(hashes.SHA256())))


def public(key: Key) -> str:
    if isinstance(key, Ed25519PrivateKey):
        return encoded(key.public_key().public_bytes_raw())
    return encoded(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


@dataclass
class Phone:
    """A phone of the scene's subject with a key of its own."""

    scene: Scene
    key: Key = field(default_factory=Ed25519PrivateKey.generate)
    device_id: str = ""
    counter: int = 0

    async def register(self, order_id: str, *, code: str | None = None) -> httpx.Response:
        """Get a code at the counter and register the key with it."""
        if code is None:
            given = await self.scene.officer.client.post(f"/correction/orders/{order_id}/device-codes")
            assert given.status_code == 201, given.text
            code = str(given.json()["code"])
        algorithm = "ed25519" if isinstance(self.key, Ed25519PrivateKey) else "p256"
        text = f"yijiantong-device-1\n{code}\n{algorithm}\n{public(self.key)}".encode()
        body = {
            "code": code,
            "algorithm": algorithm,
            "public_key": public(self.key),
            "proof": sign(self.key, text),
            "platform": "android",
            "model": "HONOR X50",
        }
        answer = await self.scene.subject.client.post("/correction/me/devices", json=body)
        if answer.is_success:
            self.device_id = answer.json()["id"]
        return answer

    async def challenge(self) -> Json:
        """The challenge of the window that is open."""
        answer = await self.scene.subject.client.get("/correction/me/challenge")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def attempt(self, challenge: Json | None = None, *, counter: int | None = None, **changes: object) -> Json:
        """One signed attempt, made now."""
        if counter is None:
            self.counter += 1
        at = cast(datetime, changes.pop("at", self.scene.stack.clock.now()))
        body: Json = {
            "attempt_id": str(uuid4()),
            "made_at": at.isoformat(),
            "fixes": [self.scene.fix(INSIDE, fixed_at=at.isoformat(), provider="gps")],
            "challenge": challenge and {"duty_id": challenge["duty_id"], "nonce": challenge["nonce"]},
            "device": {"platform": "android", "model": "HONOR X50"},
            "signature": None,
        }
        if self.device_id:
            body["signature"] = {"device_id": self.device_id, "counter": counter or self.counter, "value": ""}
        return self.signed(body | changes)

    def signed(self, body: Json) -> Json:
        """The attempt with its signature, if it is to have one."""
        if body["signature"] is None:
            return body
        text = CheckInCreate.model_validate(body).signed_text()
        return body | {"signature": body["signature"] | {"value": sign(self.key, text)}}

    async def send(self, body: Json, client: httpx.AsyncClient | None = None) -> httpx.Response:
        """Send it."""
        return await (client or self.scene.subject.client).post("/correction/check-ins", json=body)


async def phone_with_key(scene: Scene, key: Key | None = None) -> tuple[Json, Phone]:
    """The subject under correction, with a phone registered at the counter."""
    order = await scene.begin()
    phone = Phone(scene, key or Ed25519PrivateKey.generate())
    answer = await phone.register(order["id"])
    assert answer.status_code == 201, answer.text
    return order, phone


async def owe(scene: Scene, order: Json, *, since: int = 10, minutes: int = 60, **changes: Any) -> UUID:
    """A window that opened ``since`` minutes ago."""
    opens_at = scene.stack.clock.now() - timedelta(minutes=since)
    values: dict[str, Any] = {
        "id": timed_id(opens_at, order["id"], str(uuid4())),
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(minutes=minutes),
        "order_id": UUID(order["id"]),
        "person_id": scene.subject.id,
        "agency_id": scene.office.id,
        "kind": DutyKind.SPOT,
        "tier": CorrectionTier.RED,
        "created_at": opens_at,
    }
    async with scene.stack.services.database.transaction() as session:
        session.add(CheckInDuty(**(values | changes)))
    return cast(UUID, values["id"])


async def duty_of(scene: Scene, duty_id: UUID) -> CheckInDuty:
    async with scene.stack.services.database.session() as session:
        return (await session.scalars(select(CheckInDuty).where(col(CheckInDuty.id) == duty_id))).one()


async def stored(scene: Scene) -> list[CheckIn]:
    async with scene.stack.services.database.session() as session:
        return list((await session.scalars(select(CheckIn).order_by(col(CheckIn.made_at)))).all())
