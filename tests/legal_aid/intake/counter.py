"""What is entered at a counter, as a test begins from it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from tests.legal_aid.scene import Scene
from tests.support.areas import COUNTY
from tests.support.world import resident_number, serial

Json = dict[str, Any]
FORWARDER: Json = {"kind": "detention_centre", "name": "西湖区看守所"}


def somebody(name: str = "王大山", *, born: date = date(1985, 6, 15), phone: str | None = None) -> Json:
    """A person whose document the officer saw; nobody registered before."""
    return {"name": name, "kind": "resident_id", "number": resident_number(next(serial), born), "phone": phone}


def entry(scene: Scene, **changes: object) -> Json:
    """The body of an oral application at the counter."""
    return {
        "channel": "counter",
        "category": "labour_remuneration",
        "agency_id": str(scene.centre.id),
        "applicant": somebody(),
    } | changes


def forwarded(scene: Scene, *, hours: int, **changes: object) -> Json:
    """The body of a detained person's application, handed over so many hours ago."""
    handed_over = scene.stack.clock.now() - timedelta(hours=hours)
    custody: Json = {
        "channel": "custody",
        "category": "criminal_defence",
        "forwarded_by": FORWARDER,
        "handed_over_at": stamp(handed_over),
    }
    return entry(scene, **custody) | changes


def stamp(at: datetime) -> str:
    """An instant as JSON has it."""
    return at.isoformat()


def notice(scene: Scene, **changes: object) -> Json:
    """The body of a procuratorate's notice for a minor, of today; the ground was found yesterday."""
    today = scene.stack.clock.now().date()
    return {
        "agency_id": str(scene.centre.id),
        "authority": {
            "kind": "procuratorate",
            "name": "西湖区人民检察院",
            "area_code": COUNTY,
            "case_number": "杭西检刑受〔2026〕88号",
        },
        "grounds": ["25-1"],
        "person": {"name": "林小军", "document": None},
        "stage": "prosecution",
        "charges": "盗窃罪",
        "is_in_custody": True,
        "custody_place": "西湖区看守所",
        "basis_arose_on": (today - timedelta(days=1)).isoformat(),
    } | changes


async def enter(scene: Scene, body: Json) -> httpx.Response:
    """Enter an application as the officer."""
    return await scene.officer.client.post("/intake/applications", json=body)


async def entered(scene: Scene, body: Json) -> UUID:
    """An application that the officer entered."""
    answer = await enter(scene, body)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


async def notified(scene: Scene, **changes: object) -> UUID:
    """A case the officer entered from a notice."""
    answer = await scene.officer.client.post("/intake/notifications", json=notice(scene, **changes))
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


async def intake_of(scene: Scene, case: UUID) -> Json:
    """Where the case came from, as the officer sees it."""
    answer = await scene.officer.client.get(f"/applications/{case}/intake")
    assert answer.status_code == 200, answer.text
    return answer.json()
