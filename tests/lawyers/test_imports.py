"""Rosters taken in from files: everything is shown first, and then all of it happens or nothing."""

import io
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.identity import holds
from app.kernel.actor import Role
from app.kernel.database import new_id
from app.kernel.spreadsheets import MEDIA_TYPE
from tests.lawyers.scene import LawyerRef, Scene, code_of, licence_number, make_scene
from tests.support.world import resident_number

pytestmark = pytest.mark.anyio

CSV = "text/csv"
HEADINGS = ["姓名", "身份证号", "律师执业证号", "律所", "同时承办上限", "专长", "服务地区"]
CERTIFIED = ["类型", "工作证号", "性别", "执业年份"]
Values = Sequence[object]


def book(*rows: Values, merge: str | None = None) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def newcomer(name: str, number: int, firm: str | None = "新安律师事务所", **changes: object) -> list[object]:
    row = {
        "name": name,
        "document": resident_number(90_000 + number),
        "licence": licence_number(),
        "firm": firm,
        "capacity": 5,
        "specialties": "劳动8年、工伤2020年起",
        "areas": "西湖区",
    }
    return list((row | changes).values())


async def send(scene: Scene, data: bytes, media_type: str = MEDIA_TYPE) -> httpx.Response:
    path, headers = f"/agencies/{scene.centre.id}/roster-imports", {"Content-Type": media_type}
    return await scene.administrator.client.post(path, content=data, headers=headers)


async def preview(scene: Scene, data: bytes, media_type: str = MEDIA_TYPE) -> dict[str, Any]:
    answer = await send(scene, data, media_type)
    assert answer.status_code == 201, answer.text
    one: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"/api/v1/roster-imports/{one['id']}"
    return one


async def commit(scene: Scene, one: dict[str, Any]) -> dict[str, Any]:
    """Have it taken over, and what became of it."""
    client, path = scene.administrator.client, f"/roster-imports/{one['id']}"
    answer = await client.post(f"{path}/commit")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "committing"
    await scene.stack.drain()
    done: dict[str, Any] = (await client.get(path)).json()
    return done


async def lines(scene: Scene, one: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        await scene.administrator.client.get(f"/roster-imports/{one['id']}/lines?limit=100")
    ).json()["items"]
    return found


async def roster(scene: Scene) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await scene.officer.client.get("/lawyers?limit=100")).json()["items"]
    return found


async def exported(scene: Scene, form: str) -> bytes:
    answer = await scene.administrator.client.get(f"/agencies/{scene.centre.id}/roster?format={form}")
    assert answer.status_code == 200, answer.text
    return answer.content


def counts(one: dict[str, Any]) -> tuple[int, int, int, int]:
    return one["new_count"], one["changed_count"], one["unchanged_count"], one["bad_count"]


async def test_a_roster_is_looked_at_then_taken_over_and_comes_back_unchanged(scene: Scene) -> None:
    known = await scene.lawyer("李律师", capacity=3)
    detail = (await scene.officer.client.get(f"/lawyers/{known.id}")).json()
    data = book(
        [*HEADINGS, *CERTIFIED],
        newcomer("周晓燕", 1),
        [*newcomer("吴静", 2, None, licence=None), "志愿者", "v-001", "女", 2020],
        ["李律师", None, detail["licence_number"], "西湖律师事务所", 9, "劳动5年", "330106"],
        merge="D2:D3",
    )
    one = await preview(scene, data)
    assert (counts(one), one["firms"], one["status"]) == ((2, 1, 0, 0), ["新安律师事务所"], "previewed")
    assert one["allowed_actions"] == ["commit", "discard"]
    found = [(line["row"], line["outcome"], line["name"], line["changed"]) for line in await lines(scene, one)]
    assert found == [(2, "new", "周晓燕", []), (3, "new", "吴静", []), (4, "changed", "李律师", ["同时承办上限"])]
    assert [line["name"] for line in await roster(scene)] == ["李律师"]

    done = await commit(scene, one)
    assert (done["status"], done["allowed_actions"]) == ("committed", [])
    entered = {line["name"]: line for line in await roster(scene)}
    assert entered["周晓燕"]["firm"] == entered["吴静"]["firm"] == "新安律师事务所"
    assert entered["李律师"]["capacity"] == 9
    volunteer = entered["吴静"]
    assert (volunteer["kind"], volunteer["sex"], volunteer["capacity"]) == ("volunteer", "woman", 5)
    assert [item["specialty"] for item in volunteer["specialties"]] == ["labour", "work_injury"]
    changes = (await scene.officer.client.get(f"/lawyers/{volunteer['id']}/changes")).json()["items"]
    assert [change["source"] for change in changes] == ["import"]

    for form, media_type in (("xlsx", MEDIA_TYPE), ("csv", CSV)):
        again = await preview(scene, await exported(scene, form), media_type)
        assert counts(again) == (0, 0, 3, 0)
    refused = await scene.administrator.client.post(f"/roster-imports/{again['id']}/commit")
    assert code_of(refused) == (409, "import_changes_nothing")
    async with scene.stack.services.database.autocommit() as connection:
        looked = "SELECT count(*) FROM audit_entry WHERE owner_id = $1 AND note = '导出律师名册'"
        assert (await connection.exec_driver_sql(looked, (known.person.id,))).scalar_one() == 2
        kept = "SELECT count(*) FROM roster_import WHERE status = 'committed' AND content_sealed IS NOT NULL"
        assert (await connection.exec_driver_sql(kept)).scalar_one() == 0


async def test_every_bad_row_is_shown_and_keeps_all_others_out(scene: Scene) -> None:
    elsewhere = await make_scene(scene.stack, scene.world)
    theirs = await number_of(elsewhere, await elsewhere.lawyer("外地律师"))
    ours = await scene.lawyer("李律师")
    number = licence_number()
    data = book(
        HEADINGS,
        newcomer("周晓燕", 1, licence=number),
        newcomer("周小燕", 2, licence=f"1440320201{number[10:]}"),
        newcomer("吴静", 1),
        newcomer("外地律师", 3, licence=theirs),
        newcomer("张三", 4, licence=await number_of(scene, ours)),
        newcomer("王强", 5, document="110105194912310021"),
        newcomer("赵六", 6, document=None, areas="东湖区"),
        newcomer("钱七", 7),
        newcomer("郑管理", 8, document=scene.administrator.number),
    )
    one = await preview(scene, data)
    assert counts(one) == (2, 0, 0, 7)
    found = {
        line["row"]: [(problem["column"], problem["rule"]) for problem in line["problems"]]
        for line in await lines(scene, one)
        if line["outcome"] == "bad"
    }
    assert found == {
        3: [("律师执业证号", "twice")],
        4: [("证件号码", "twice")],
        5: [("律师执业证号", "other_roster")],
        6: [("姓名", "name_differs")],
        7: [("证件号码", "checksum")],
        8: [("服务地区", "unknown_area"), ("证件号码", "missing")],
        10: [("证件号码", "self")],
    }
    assert one["allowed_actions"] == ["discard"]
    refused = await scene.administrator.client.post(f"/roster-imports/{one['id']}/commit")
    assert code_of(refused) == (409, "import_has_problems")
    only_bad = await scene.administrator.client.get(f"/roster-imports/{one['id']}/lines?outcome=bad&limit=1")
    assert [line["row"] for line in only_bad.json()["items"]] == [3]
    assert [line["name"] for line in await roster(scene)] == ["李律师"]
    gone = await scene.administrator.client.post(f"/roster-imports/{one['id']}/discard")
    assert gone.json()["status"] == "discarded"
    assert await lines(scene, one) == []


async def number_of(scene: Scene, lawyer: LawyerRef) -> str:
    found: str = (await scene.officer.client.get(f"/lawyers/{lawyer.id}")).json()["licence_number"]
    return found


async def test_a_roster_that_moved_since_is_looked_at_again(scene: Scene) -> None:
    lawyer = await scene.lawyer("李律师")
    mine = ["李律师", None, await number_of(scene, lawyer), "西湖律师事务所", 9, "劳动5年", "330106"]
    one = await preview(scene, book(HEADINGS, mine, newcomer("周晓燕", 1)))
    body = {"firm_id": str(scene.firm_id), "capacity": 7, "specialties": [], "areas": ["330106"]}
    path = f"/lawyers/{lawyer.id}"
    edited = await scene.administrator.client.put(path, json=body, headers={"If-Match": '"1"'})
    assert edited.status_code == 200, edited.text
    back = await commit(scene, one)
    assert (back["status"], back["is_outdated"], counts(back)) == ("previewed", True, (1, 1, 0, 0))
    assert (await lines(scene, one))[0]["changed"] == ["同时承办上限", "专长"]
    assert [line["name"] for line in await roster(scene)] == ["李律师"]
    done = await commit(scene, back)
    assert (done["status"], done["is_outdated"]) == ("committed", False)
    assert len(await roster(scene)) == 2


async def test_of_the_same_file_twice_one_is_taken_over(scene: Scene) -> None:
    data = book(HEADINGS, newcomer("周晓燕", 1), newcomer("吴静", 2))
    both = [await preview(scene, data), await preview(scene, data)]
    for one in both:
        assert (await scene.administrator.client.post(f"/roster-imports/{one['id']}/commit")).status_code == 200
    await scene.stack.drain()
    listed = (await scene.administrator.client.get(f"/agencies/{scene.centre.id}/roster-imports")).json()["items"]
    assert sorted(one["status"] for one in listed) == ["committed", "previewed"]
    assert len(await roster(scene)) == 2


async def test_what_the_roster_refuses_after_all_undoes_every_row(scene: Scene) -> None:
    """A case of somebody else rests on the document; only whoever decides such things can tell."""
    applicant = await scene.world.person(Role.APPLICANT, name="孙某")
    async with scene.stack.services.database.transaction() as session:
        await holds.hold(session, applicant.id, new_id(), at=scene.now)
    contested = newcomer("吴静", 2, document=applicant.number)
    one = await preview(scene, book(HEADINGS, newcomer("周晓燕", 1), contested))
    back = await commit(scene, one)
    assert (back["status"], counts(back)) == ("previewed", (2, 0, 0, 1))
    assert [
        (line["row"], line["problems"][0]["rule"]) for line in await lines(scene, one) if line["problems"]
    ] == [(3, "document_contested")]
    assert await roster(scene) == []


async def test_gbk_from_excel_is_read_and_rows_pasted_from_elsewhere_are_told(scene: Scene) -> None:
    def typed(row: Values, encoding: str) -> bytes:
        return (",".join("" if cell is None else str(cell) for cell in row) + "\r\n").encode(encoding)

    rows = [typed(HEADINGS, "gbk"), typed(newcomer("周晓燕", 1), "gbk"), typed(newcomer("吴静", 2), "utf-8")]
    one = await preview(scene, b"".join(rows), "application/vnd.ms-excel")
    assert counts(one) == (1, 0, 0, 1)
    assert (await lines(scene, one))[-1]["problems"][0]["rule"] == "mixed_encoding"
    await scene.stack.advance(days=8)
    gone = (await scene.administrator.client.get(f"/roster-imports/{one['id']}")).json()
    assert gone["status"] == "discarded"


async def test_who_does_not_keep_the_roster_sees_no_import_of_it(scene: Scene) -> None:
    elsewhere = await make_scene(scene.stack, scene.world)
    one = await preview(scene, book(HEADINGS, newcomer("周晓燕", 1)))
    stranger, agency = elsewhere.administrator.client, f"/agencies/{scene.centre.id}"
    headers = {"Content-Type": CSV}
    assert code_of(await stranger.post(f"{agency}/roster-imports", content=b"", headers=headers)) == (
        404,
        "not_found",
    )
    for path in (f"{agency}/roster", f"{agency}/roster-imports", f"/roster-imports/{one['id']}"):
        assert code_of(await stranger.get(path)) == (404, "not_found")
        assert code_of(await scene.officer.client.get(path)) == (403, "forbidden")
    listed = (await scene.administrator.client.get(f"{agency}/roster-imports")).json()["items"]
    assert [item["id"] for item in listed] == [one["id"]]


async def test_a_file_that_is_no_roster_is_refused_as_a_whole(scene: Scene) -> None:
    assert code_of(await send(scene, b"{}", "application/json")) == (415, "not_a_roster_file")
    refused = await send(scene, "工种,工资\r\n".encode(), CSV)
    assert code_of(refused) == (422, "roster_file_refused")
    assert refused.json()["errors"][0]["rule"] == "headings"
    assert code_of(await send(scene, b"x," * 2**20, CSV)) == (422, "roster_file_refused")
    assert code_of(await send(scene, bytes(11 * 2**20), CSV)) == (413, "body_too_large")
    form = load_workbook(io.BytesIO(await exported(scene, "xlsx")))
    assert form.sheetnames == ["律师名册", "填写说明"]
