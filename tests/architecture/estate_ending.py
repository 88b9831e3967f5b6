"""What ends, moves and positions an order, for the authorisation matrix."""

from datetime import timedelta
from typing import Any

import httpx

from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.correction.positioning.wearing import Device
from tests.support.world import AgencyRef, PersonRef, World


async def ending(
    world: World, people: dict[Role, PersonRef], bureau: AgencyRef, town: str, order_id: str
) -> dict[str, str]:
    """A handover that was proposed, and a device worn under an authorisation."""
    officer, path = people[Role.OFFICER].client, f"/correction/orders/{order_id}"
    office = await world.agency("township_office", area_code=town, parent=bureau)
    handover = {"agency_id": str(office.id), "reason": "居住地搬到邻镇"}
    today = local_date(world.stack.clock.now())
    proposal = {
        "ground": "left_without_approval",
        "reason": "未经批准离开两日",
        "from_on": today.isoformat(),
        "to_on": (today + timedelta(days=30)).isoformat(),
    }
    authorisation = _ok(await officer.post(f"{path}/positioning", json=proposal))
    decision = f"/correction/positioning/{authorisation['id']}/approve"
    _ok(await people[Role.APPROVER].client.post(decision, json={"reason": "符合规定的情形"}))
    device = _ok(await officer.post(f"{path}/positioning/devices", json=Device().registration()))
    return {
        "handover_id": _ok(await officer.post(f"{path}/handovers", json=handover))["id"],
        "authorisation_id": authorisation["id"],
        "positioning_device_id": device["id"],
    }


def _ok(answer: httpx.Response) -> Any:
    assert answer.is_success, f"{answer.request.url} → {answer.status_code} {answer.text}"
    return answer.json()
