"""Uploads in parts as a phone makes them: it keeps nothing but the file, and goes on from what has arrived."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.evidence.uploading import WAGES

Json = dict[str, Any]
AT_ONCE = 3
"""Parts a phone asks links for before it sends them."""
PART = 5 * 1024 * 1024


@dataclass(frozen=True)
class BigPhoto:
    """A real photo with a phone's appendix that makes it ``size_bytes`` long; ``mark`` makes it another one."""

    size_bytes: int
    mark: bytes = b"a"

    @property
    def data(self) -> bytes:
        photo = WAGES.data
        return photo + self.mark.ljust(64, b"\0") + bytes(self.size_bytes - len(photo) - 64)

    def declaration(self, matter_id: object, kind: str, **changes: object) -> Json:
        """The body of ``POST /evidence`` for this file."""
        return {
            "matter_id": str(matter_id),
            "kind": kind,
            "name": "工地全景.jpg",
            "media_type": "image/jpeg",
            "size_bytes": self.size_bytes,
            "sha256": hashlib.sha256(self.data).hexdigest(),
        } | changes


@dataclass
class PartSender:
    """One phone sending ``data`` as the declared file ``evidence_id``.

    Args:
        api: a client of the API, logged in as the file's owner.
        sent_bytes: what this phone sent in parts that storage took.
    """

    api: httpx.AsyncClient
    evidence_id: str
    data: bytes
    sent_bytes: int = 0

    async def received(self) -> Json:
        """What has arrived, as the API says."""
        answer = await self.api.get(f"/evidence/{self.evidence_id}/parts")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def links(self, numbers: Sequence[int]) -> Json:
        """Links for these parts."""
        answer = await self.api.post(f"/evidence/{self.evidence_id}/parts", json={"numbers": list(numbers)})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def put(self, link: Json, part_bytes: int, *, data: bytes | None = None) -> httpx.Response:
        """PUT one part, or ``data`` in its place.

        Raises:
            httpx.TransportError: the network broke; whether the part arrived is not known.
        """
        start = (link["number"] - 1) * part_bytes
        body = self.data[start : start + link["size_bytes"]] if data is None else data
        async with httpx.AsyncClient(trust_env=False, timeout=30) as network:
            answer = await network.put(link["url"], content=body)
        if answer.is_success:
            self.sent_bytes += len(body)
        return answer

    async def send(self, *numbers: int) -> None:
        """Send these parts, in this order; storage takes each."""
        issued = await self.links(numbers)
        by_number = {link["number"]: link for link in issued["parts"]}
        for number in numbers:
            answer = await self.put(by_number[number], issued["part_bytes"])
            assert answer.status_code == 200, answer.text

    async def send_rest(self) -> None:
        """Send whatever has not arrived whole yet.

        Raises:
            httpx.TransportError: the network broke; call it again to go on.
        """
        state = await self.received()
        to_send = sorted([*state["missing"], *state["wrong_size"]])
        for at in range(0, len(to_send), AT_ONCE):
            await self.send(*to_send[at : at + AT_ONCE])

    async def send_through_cuts(self) -> int:
        """Send the file, going on after each break of the network; gives how many there were."""
        breaks = 0
        while True:
            try:
                await self.send_rest()
            except httpx.TransportError:
                breaks += 1
            else:
                return breaks

    async def complete(self) -> httpx.Response:
        """Tell that everything was sent."""
        return await self.api.post(f"/evidence/{self.evidence_id}/complete")
