"""A phone under correction: its key, its counter, and the text it signs.

Written from docs/check-in-signing.md as a mini-program would be, not with the product's own code.
"""

import base64
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.journeys.people import Someone
from tests.journeys.telling import Json

MODEL = "HONOR X50"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def base64url(raw: bytes) -> str:
    """Without padding, as JSON carries it."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def milliseconds(moment: str) -> int:
    """``Date.getTime()`` of an ISO time: what is finer than a millisecond is dropped."""
    return (datetime.fromisoformat(moment) - EPOCH) // timedelta(milliseconds=1)


def fix(place: tuple[float, float], fixed_at: str, *, accuracy_m: float = 18.0, datum: str = "wgs84") -> Json:
    """A fix as a phone gives it; ``place`` is latitude, longitude. Coordinates jitter as real ones do."""
    latitude_deg, longitude_deg = (degrees + (secrets.randbelow(2001) - 1000) * 1e-8 for degrees in place)
    return {
        "latitude_deg": latitude_deg,
        "longitude_deg": longitude_deg,
        "datum": datum,
        "accuracy_m": accuracy_m,
        "provider": "gps",
        "fixed_at": fixed_at,
    }


@dataclass
class Phone:
    """One phone and the person who holds it."""

    holder: Someone
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    device_id: str = ""
    counter: int = 0

    @property
    def public_key(self) -> str:
        """The raw 32 bytes (RFC 8032) in base64url."""
        return base64url(self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, text: str) -> str:
        """A signature over the UTF-8 bytes of a text."""
        return base64url(self.key.sign(text.encode()))

    def register(self, code: str) -> None:
        """Register the key with the code the office gave at the counter, and prove that the phone holds it."""
        body = {"code": code, "algorithm": "ed25519", "public_key": self.public_key, "platform": "android"}
        proof = self.sign(f"yijiantong-device-1\n{code}\ned25519\n{self.public_key}")
        found = self.holder.post("/correction/me/devices", body | {"proof": proof, "model": MODEL}, 201)
        self.device_id = found["id"]

    def attempt(
        self,
        made_at: str,
        fixes: Sequence[Json] = (),
        *,
        failures: Sequence[str] = (),
        challenge: Json | None = None,
    ) -> Json:
        """A signed attempt, ready to be sent now or when there is a network again."""
        self.counter += 1
        body: Json = {
            "attempt_id": str(uuid4()),
            "made_at": made_at,
            "fixes": list(fixes),
            "failures": list(failures),
            "challenge": challenge,
            "device": {"platform": "android", "model": MODEL, "app_version": "1.4.0", "battery_percent": 64},
        }
        signature = self.sign(self._text(body))
        body["signature"] = {"device_id": self.device_id, "counter": self.counter, "value": signature}
        return body

    def _text(self, body: Json) -> str:
        challenge: Json | None = body["challenge"]
        duty = f"{challenge['duty_id']} {challenge['nonce']}" if challenge else "- -"
        lines = [
            "yijiantong-check-in-1",
            f"{body['attempt_id']} {milliseconds(body['made_at'])}",
            f"duty {duty}",
            f"key {self.device_id} {self.counter}",
            *(
                f"fix {math.floor(one['latitude_deg'] * 1e7 + 0.5)} {math.floor(one['longitude_deg'] * 1e7 + 0.5)}"
                f" {one['datum']} {math.floor(one['accuracy_m'] * 100 + 0.5)} {one['provider']}"
                f" {milliseconds(one['fixed_at'])}"
                for one in body["fixes"]
            ),
            f"failures {','.join(body['failures']) or '-'}",
            "device android 0 64 1.4.0",
            f"model {MODEL}",
            "evidence - -",
            "borrowed -",
        ]
        return "\n".join(lines)


def later(moment: str, **by: int) -> str:
    """An ISO time moved by a timedelta's arguments."""
    return (datetime.fromisoformat(moment) + timedelta(**by)).isoformat()
