"""Key rotation over identity's sealed columns, and the personas of the demonstration."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import Boolean

from app.identity import demo
from app.identity.demo import CAST, DemoAgencies, Persona, persona_id
from app.identity.numbers import DocumentKind, normalise
from app.kernel import rotation
from app.kernel.vault import SealBroken, Vault
from app.main import create_app
from app.settings import Profile
from app.wiring import build_services
from tests.identity.world import NUMBER, World, code_of
from tests.support.stack import make_settings

pytestmark = pytest.mark.anyio


async def test_rotation_reseals_every_sealed_column_and_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    for n in range(5):
        await world.wechat_login(f"oPerson{n}")
    caller = await world.as_wechat("oPerson0")
    await caller.put("/me/real-name", json={"name": "王小强", "number": NUMBER})
    await caller.post("/me/phone", json={"code": f"phone-13800138000.{uuid4()}"})
    services = world.stack.services
    settings = services.settings
    index_key = bytes.fromhex(settings.index_key.get_secret_value())
    both = Vault({"f2": b"2" * 32, **settings.field_key_ring}, index_key)
    counts = await rotation.rotate(services.database, both)
    assert {context: n for context, n in counts.items() if n} == {
        "person.phone_sealed": 1,
        "real_name.number_sealed": 1,
        "wechat_account.openid_sealed": 5,
    }
    assert not any((await rotation.rotate(services.database, both)).values())
    [(sealed,)] = await world.rows("SELECT number_sealed FROM real_name")
    assert Vault({"f2": b"2" * 32}, index_key).open(sealed, "real_name.number_sealed") == NUMBER
    with pytest.raises(SealBroken):
        services.vault.open(sealed, "real_name.number_sealed")


async def test_every_sealed_column_is_known_to_rotation() -> None:
    from app.tables import METADATA

    sealed = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if column.name.endswith("_sealed") and not isinstance(column.type, Boolean)
    }
    registered = {f"{column.table.name}.{column.column}" for column in rotation.sealed_columns()}
    short_lived = {"idempotency_key.answer_sealed"}
    assert sealed - short_lived == registered


@pytest.fixture
async def played(world: World) -> World:
    agencies = DemoAgencies(world.bureau.id, world.bureau.id, world.office.id, world.other_office.id)
    services = world.stack.services
    async with services.database.transaction() as session:
        await demo.create_demo_people(session, services.vault, services.identity.passwords, agencies, at=world.now)
    return world


async def test_every_persona_logs_in_with_their_roles(played: World) -> None:
    for persona in Persona:
        tokens = (await played.post("/demo/login", persona=persona)).json()
        assert tokens["person_id"] == str(persona_id(persona))
        me = (await played.bearing(tokens).get("/me")).json()
        assert [grant["role"] for grant in me["roles"]] == [role for role, _ in CAST[persona].roles]
        assert me["name"] == CAST[persona].name


async def test_a_working_persona_may_also_log_in_by_password(played: World) -> None:
    assert (await played.staff_login("officer", demo.PASSWORD)).status_code == 200
    assert code_of(await played.staff_login("worker", demo.PASSWORD)) == (401, "credentials_refused")


async def test_a_persona_that_was_not_loaded_is_404(world: World) -> None:
    assert code_of(await world.post("/demo/login", persona="worker")) == (404, "not_found")
    assert code_of(await world.post("/demo/login", persona="emperor")) == (422, "invalid")


def test_the_documents_of_the_cast_are_well_formed() -> None:
    for cast in CAST.values():
        assert normalise(DocumentKind.RESIDENT_ID, cast.number, today=date(2026, 1, 1)) == cast.number


def test_logging_in_as_a_persona_does_not_exist_in_production() -> None:
    settings = make_settings("unused", profile=Profile.PRODUCTION)
    paths = create_app(build_services(settings)).openapi()["paths"]
    assert "/api/v1/auth/staff/login" in paths
    assert not any(path.startswith("/api/v1/demo") for path in paths)
