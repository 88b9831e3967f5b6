"""An agency's own template: tried before it is kept, in force below it, and taken back."""

from typing import Any

import httpx
import pytest

from app.kernel.actor import Role
from tests.legal_aid.papers.desk import Desk
from tests.legal_aid.scene import act, ok, problem
from tests.support.areas import NEIGHBOUR
from tests.support.world import PersonRef

pytestmark = pytest.mark.anyio

OWN = """#import "official.typ": *
#let data = json("data.json")
#show: letter.with(data, title: "给予法律援助决定书（本县）")
#addressee(data.matter.applicant)

经审查，决定给予法律援助。

#sealed(data.agency, data.dated)
"""


async def administrator(desk: Desk) -> PersonRef:
    return await desk.scene.world.person(Role.ADMINISTRATOR, agency=desk.scene.centre)


def path_of(desk: Desk, kind: str = "grant") -> str:
    return f"/agencies/{desk.scene.centre.id}/paper-templates/{kind}"


async def put(desk: Desk, who: PersonRef, text: str, version: int = 0) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'}
    return await who.client.put(path_of(desk), json={"text": text}, headers=headers)


async def view(desk: Desk, who: PersonRef) -> dict[str, Any]:
    return await ok(who.client.get(path_of(desk)))


async def test_ours_is_what_an_agency_begins_with(desk: Desk) -> None:
    found = await view(desk, await administrator(desk))
    assert (found["source"], found["agency_id"], found["version"]) == ("builtin", None, 0)
    assert found["text"] == found["builtin_text"]
    assert "#let letter" in found["library"]


async def test_a_template_is_kept_used_and_noted_with_the_paper(desk: Desk) -> None:
    scene, admin = desk.scene, await administrator(desk)
    kept = await put(desk, admin, OWN)
    assert kept.status_code == 200, kept.text
    assert kept.headers["etag"] == '"1"'
    assert kept.json()["source"] == "agency"
    case = await desk.submitted()
    await ok(act(scene.officer, case, "accept"))
    await ok(act(scene.decider, case, "grant"))
    await scene.stack.drain()
    papers = await desk.papers(case)
    assert papers["grant"]["template_source"] == "agency"
    assert papers["receipt"]["template_source"] == "builtin"
    [row] = await scene.rows("SELECT template_version FROM official_paper WHERE kind = 'grant'")
    assert row["template_version"] == kept.json()["sha256"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("第一行\n#nothing", 2),
        ('#let d = json("data.json")\n\n#d.matter.nobody', 3),
        ('#read("/etc/passwd")', 1),
        ('#import "@preview/cetz:0.3.0": *', 1),
        ("#let f(x) = f(x)\n#f(1)", 1),
        ("#(", 1),
    ],
)
async def test_one_that_fails_is_told_with_its_line_and_not_kept(desk: Desk, text: str, line: int) -> None:
    admin = await administrator(desk)
    answer = await put(desk, admin, text)
    assert problem(answer) == (422, "template_failed")
    body = answer.json()
    assert body["line"] == line
    assert body["errors"][0]["field"] == "text"
    assert body["errors"][0]["message"].startswith(f"第 {line} 行：")
    assert (await view(desk, admin))["version"] == 0


async def test_the_nearest_agency_above_wins_and_taking_back_falls_to_the_next(desk: Desk) -> None:
    world, admin = desk.scene.world, await administrator(desk)
    station = await world.agency(
        "legal_aid_station", area_code=desk.scene.centre.area_code, parent=desk.scene.centre
    )
    below = await world.person(Role.ADMINISTRATOR, agency=station)
    await ok(put(desk, admin, OWN))
    path = f"/agencies/{station.id}/paper-templates/grant"
    found = await ok(below.client.get(path))
    assert (found["source"], found["agency_id"], found["version"]) == ("agency", str(desk.scene.centre.id), 0)
    gone = await admin.client.delete(path_of(desk), headers={"If-Match": '"1"'})
    assert gone.status_code == 200
    assert (gone.json()["source"], gone.json()["version"]) == ("builtin", 2)
    assert (await ok(below.client.get(path)))["source"] == "builtin"


async def test_two_administrators_do_not_overwrite_each_other(desk: Desk) -> None:
    admin = await administrator(desk)
    await ok(put(desk, admin, OWN))
    assert (await put(desk, admin, OWN, version=0)).status_code == 412
    assert (await admin.client.put(path_of(desk), json={"text": OWN})).status_code == 428


async def test_others_reach_no_templates(desk: Desk) -> None:
    elsewhere = await desk.scene.world.agency("justice_bureau", area_code=NEIGHBOUR)
    stranger = await desk.scene.world.person(Role.ADMINISTRATOR, agency=elsewhere)
    assert (await stranger.client.get(path_of(desk))).status_code == 404
    assert (await put(desk, stranger, OWN)).status_code == 404
    assert (await desk.scene.officer.client.get(path_of(desk))).status_code == 403


async def test_templates_are_never_rewritten(desk: Desk) -> None:
    admin = await administrator(desk)
    await ok(put(desk, admin, OWN))
    await ok(put(desk, admin, OWN + "\n", version=1))
    rows = await desk.scene.rows("SELECT version, source FROM paper_template ORDER BY version")
    assert [row["version"] for row in rows] == [1, 2]
    assert rows[0]["source"] == OWN
