"""Whoever applied at the counter goes on with it on the phone: WeChat's number and the document are theirs."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.legal_aid.intake.counter import entered, entry, somebody
from tests.legal_aid.scene import Scene

pytestmark = pytest.mark.anyio
PHONE = "13811112222"


async def log_in(scene: Scene) -> httpx.AsyncClient:
    answer = await scene.stack.client.post("/auth/wechat/login", json={"code": f"login-oWang.{uuid4().hex}"})
    assert answer.status_code == 200, answer.text
    return scene.stack.new_client(answer.json()["access_token"])


async def drafts(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await client.get("/applications")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_draft_of_the_counter_waits_in_the_applicants_own_account(scene: Scene) -> None:
    person = somebody("王大山", phone=PHONE)
    case = await entered(scene, entry(scene, applicant=person))
    client = await log_in(scene)
    assert await drafts(client) == []
    assert (await client.post("/me/phone", json={"code": f"phone-{PHONE}.{uuid4()}"})).status_code == 200
    joined = await client.put("/me/real-name", json={"name": person["name"], "number": person["number"]})
    assert (joined.status_code, joined.json()["code"]) == (409, "account_joined")
    client = await log_in(scene)
    assert [item["id"] for item in await drafts(client)] == [str(case)]
    body = {"area_code": "330106", "address": "三墩镇某工地"}
    saved = await client.put(f"/applications/{case}/place", json=body, headers={"If-Match": '"1"'})
    assert saved.status_code == 200, saved.text


async def test_number_without_the_phone_of_the_counter_opens_nothing(scene: Scene) -> None:
    person = somebody("王大山", phone=PHONE)
    await entered(scene, entry(scene, applicant=person))
    client = await log_in(scene)
    assert (await client.post("/me/phone", json={"code": f"phone-13833334444.{uuid4()}"})).status_code == 200
    refused = await client.put("/me/real-name", json={"name": person["name"], "number": person["number"]})
    assert refused.status_code == 409
    assert await drafts(client) == []
