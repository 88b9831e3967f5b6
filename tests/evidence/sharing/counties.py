"""Two centres of two provinces, and what the first shares with the second."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from app.evidence import matters
from app.kernel.actor import Role
from app.kernel.clock import local_date
from tests.evidence.cases import Case
from tests.support.world import AgencyRef, PersonRef


@dataclass
class Counties:
    """The case, the centre that handles it with its staff, and the centre far away with its."""

    case: Case
    bureau: AgencyRef
    centre: AgencyRef
    officer: PersonRef
    decider: PersonRef
    far: AgencyRef
    far_officer: PersonRef

    def day(self, days: int) -> str:
        """The day so many days from now, where people live."""
        return (local_date(self.case.stack.clock.now()) + timedelta(days=days)).isoformat()

    def body(self, **changes: object) -> dict[str, Any]:
        """What the decider sends to share the whole case for a month."""
        return {
            "matter_id": str(self.case.matter_id),
            "agency_id": str(self.far.id),
            "purpose": "remote_mediation",
            "reason": "两地联合调解拖欠工资",
            "until": self.day(30),
        } | changes

    async def share(self, **changes: object) -> dict[str, Any]:
        """Share; the answer must be a success."""
        answer = await self.try_to_share(**changes)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def try_to_share(self, **changes: object) -> httpx.Response:
        return await self.decider.client.post("/evidence-sharings", json=self.body(**changes))

    async def sees(self, person: PersonRef, evidence_id: str) -> bool:
        """Whether the person reads, lists and opens the file; all three must agree."""
        matter = {"matter_id": str(self.case.matter_id)}
        listed = await person.client.get("/evidence", params=matter)
        ids = [item["id"] for item in listed.json()["items"]] if listed.is_success else []
        found = {
            (await person.client.get(f"/evidence/{evidence_id}")).status_code == 200,
            (await person.client.post(f"/evidence/{evidence_id}/open")).status_code == 200,
            evidence_id in ids,
        }
        assert len(found) == 1, "reading, opening and listing differ"
        return found.pop()


async def counties_of(case: Case) -> Counties:
    """The case at a new centre, and another centre under another bureau."""
    world = case.world
    bureau = await world.agency("justice_bureau")
    centre, far = await world.agency(parent=bureau), await world.agency()
    async with case.stack.services.database.transaction() as session:
        await matters.assign_agency(session, case.matter_id, centre.id)
    return Counties(
        case,
        bureau,
        centre,
        await world.person(Role.OFFICER, agency=centre, name="王小强"),
        await world.person(Role.DECIDER, agency=centre),
        far,
        await world.person(Role.OFFICER, agency=far, name="李远"),
    )
