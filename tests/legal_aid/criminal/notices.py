"""What tests of notified cases and duty lawyers share."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.contracts.categories import CaseGroup
from tests.lawyers.scene import LawyerRef
from tests.legal_aid.scene import Scene, act, chosen, ok
from tests.support.areas import COUNTY
from tests.support.world import PersonRef

Json = dict[str, Any]
JUDGE: Json = {
    "kind": "court",
    "name": "西湖区人民法院",
    "area_code": COUNTY,
    "case_number": "（2026）浙0106刑初12号",
}


async def told(who: PersonRef) -> dict[str, str]:
    """The notices of this person, by template."""
    answer = await who.client.get("/me/notices", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return {item["template"]: item["body"] for item in answer.json()["items"]}


async def defender(scene: Scene, name: str = "何律师") -> LawyerRef:
    """A lawyer for criminal cases."""
    return await scene.roster.lawyer(name, group=CaseGroup.CRIMINAL, years=8)


async def taken(scene: Scene, case: UUID, lawyer: LawyerRef) -> None:
    """The lawyer is chosen for a granted case and takes it."""
    await ok(act(scene.officer, case, "assign", chosen(lawyer)))
    await ok(lawyer.client.post(f"/offers/{await scene.offer_of(case)}/accept"))
    await scene.stack.drain()


def help_given(scene: Scene, **changes: object) -> Json:
    """The body of a record of help given an hour ago."""
    return {
        "agency_id": str(scene.centre.id),
        "helped_at": (scene.stack.clock.now() - timedelta(hours=1)).isoformat(),
        "place_kind": "detention_centre",
        "place_name": "西湖区看守所",
        "authority_kind": "police",
        "authority_name": "西湖区公安分局",
        "person_name": "孙志强",
        "kinds": ["consultation", "coercive_measure"],
        "notes": "询问能不能取保候审",
    } | changes


async def helped(scene: Scene, lawyer: LawyerRef, **changes: object) -> Json:
    """A record the lawyer made."""
    answer = await lawyer.client.post("/duty-help", json=help_given(scene, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()
