"""The shortlist over HTTP: why each lawyer, why not, and what could be set aside where nobody is left."""

import pytest

from app.contracts.categories import CaseGroup
from app.kernel.database import new_id
from tests.legal_aid.scene import Scene, ok, problem

pytestmark = pytest.mark.anyio


async def test_it_is_told_of_every_lawyer_why_and_why_not(scene: Scene) -> None:
    """While the case waits, and while somebody is asked; elsewhere there is no such case."""
    first = await scene.roster.lawyer("李律师", years=9)
    second = await scene.roster.lawyer("周律师", years=1)
    full = await scene.roster.lawyer("吴律师", capacity=0)
    case = await scene.granted()
    path = f"/applications/{case}/candidates"
    listed = await ok(scene.officer.client.get(path))
    assert [one["lawyer_id"] for one in listed["items"]] == [str(first.id), str(second.id)]
    assert (listed["weights_version"], len(listed["seed"])) == ("2026-2", 16)
    standing = await ok(scene.officer.client.get(f"{path}/{second.id}"))
    assert (standing["rank"], standing["obstacles"]) == (2, [])
    assert standing["candidate"] == listed["items"][1]
    kept = await ok(scene.officer.client.get(f"{path}/{full.id}"))
    assert (kept["rank"], kept["candidate"]) == (None, None)
    assert kept["obstacles"] == [
        {
            "code": "at_capacity",
            "source": "承办上限（内部）",
            "text": "吴律师手上有 0 件，上限 0 件",
            "relaxable": False,
        }
    ]
    assert problem(await scene.officer.client.get(f"{path}/{new_id()}")) == (422, "lawyer_not_on_roster")
    refused = await scene.officer.client.post(f"/applications/{case}/assign", json={"lawyer_id": str(full.id)})
    assert problem(refused) == (409, "lawyer_excluded")
    await ok(scene.officer.client.post(f"/applications/{case}/assign", json={"lawyer_id": str(first.id)}))
    assert (await ok(scene.officer.client.get(f"{path}/{second.id}")))["candidate"]
    assert problem(await scene.officer.client.get(path)) == (409, "wrong_state")


async def test_an_empty_shortlist_says_what_to_set_aside_and_the_officer_may(scene: Scene) -> None:
    other = await scene.roster.lawyer("吴律师", group=CaseGroup.TRAFFIC)
    await scene.roster.lawyer("郑律师", capacity=0)
    case = await scene.granted()
    path = f"/applications/{case}/candidates"
    listed = await ok(scene.officer.client.get(path))
    assert listed["items"] == []
    assert listed["relaxations"] == [
        {
            "code": "no_such_specialty",
            "lawyers": 1,
            "text": "不限劳动专长，就有 1 名律师可以接",
            "relaxable": True,
        },
        {
            "code": "at_capacity",
            "lawyers": 1,
            "text": "把每人承办上限提高 1 件，就有 1 名律师可以接",
            "relaxable": False,
        },
    ]
    relaxed = await ok(scene.officer.client.get(path, params={"relax": "no_such_specialty"}))
    assert [one["lawyer_id"] for one in relaxed["items"]] == [str(other.id)]
    assert problem(await scene.officer.client.get(path, params={"relax": "at_capacity"})) == (422, "invalid")
    body = {"lawyer_id": str(other.id), "relax": ["no_such_specialty"]}
    await ok(scene.officer.client.post(f"/applications/{case}/assign", json=body))
