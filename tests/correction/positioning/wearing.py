"""A device as the tests wear it: a key, and batches signed over their exact bytes."""

import base64
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.kernel.clock import local_date
from tests.correction.scene import Json, Scene


def base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class Device:
    """A dedicated device with a key of its own."""

    id: str = ""
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def registration(self) -> Json:
        """The body that registers it."""
        key = base64url(self.key.public_key().public_bytes_raw())
        return {"vendor": "某公司", "model": "DW-3", "serial": "A1", "algorithm": "ed25519", "public_key": key}

    async def send(self, client: httpx.AsyncClient, counter: int, **content: object) -> httpx.Response:
        """Send a batch."""
        body = json.dumps({"device_id": self.id, "counter": counter} | content).encode()
        headers = {"Content-Type": "application/json", "X-Device-Signature": base64url(self.key.sign(body))}
        return await client.post("/correction/positioning/batches", content=body, headers=headers)


def place(at: datetime, **changes: object) -> Json:
    """A place the device tells."""
    return {
        "at": at.isoformat(),
        "latitude_deg": 30.22,
        "longitude_deg": 120.02,
        "datum": "wgs84",
        "accuracy_m": 8.0,
    } | changes


def today(scene: Scene) -> date:
    return local_date(scene.stack.clock.now())


def proposal(scene: Scene, days: int = 30, **changes: object) -> Json:
    """A proposal from today on."""
    return {
        "ground": "left_without_approval",
        "reason": "未经批准离开杭州市两日",
        "from_on": today(scene).isoformat(),
        "to_on": (today(scene) + timedelta(days=days)).isoformat(),
    } | changes


async def approved(scene: Scene, order: Json, days: int = 30) -> Json:
    """An authorisation in force."""
    path = f"/correction/orders/{order['id']}/positioning"
    proposed = await scene.officer.client.post(path, json=proposal(scene, days))
    assert proposed.status_code == 201, proposed.text
    head = await scene.approver()
    answer = await head.client.post(
        f"/correction/positioning/{proposed.json()['id']}/approve", json={"reason": "符合第二项"}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def worn(scene: Scene, order: Json) -> Device:
    """A device registered for the person."""
    device = Device()
    path = f"/correction/orders/{order['id']}/positioning/devices"
    answer = await scene.officer.client.post(path, json=device.registration())
    assert answer.status_code == 201, answer.text
    device.id = answer.json()["id"]
    return device
