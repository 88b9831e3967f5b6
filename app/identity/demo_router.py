"""Logging in as a persona; ``main`` mounts these routes in the demo and test profiles alone."""

from app.identity import demo
from app.identity.auth_router import Device
from app.identity.auth_schemas import Tokens
from app.identity.authentication import IdentityDep, SystemNow
from app.identity.demo import Persona
from app.kernel.guard import public
from app.kernel.http import Schema, SessionDep, api_router, example

router = api_router("/demo", "演示")


class DemoLogin(Schema):
    """Who to be."""

    model_config = example({"persona": "worker"})
    persona: Persona


@router.post("/login", summary="以演示人物登录", dependencies=[public("demo and test only")])
async def log_in_as_persona(
    body: DemoLogin,
    session: SessionDep,
    identity: IdentityDep,
    system_now: SystemNow,
    device: Device = None,
) -> Tokens:
    pair = await demo.log_in_as(session, identity.tokens, body.persona, device=device, at=system_now)
    return Tokens.of(pair)
