"""A few routes on the kernel's own edge, to test the edge without any domain."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import httpx
from fastapi import FastAPI, Request, Response, status
from sqlalchemy import func, text
from sqlmodel import col, select

from app.kernel import problems, timers
from app.kernel.access import Action
from app.kernel.actor import Actor, Grant, Role
from app.kernel.database import new_id
from app.kernel.errors import PreconditionFailed
from app.kernel.guard import allowed
from app.kernel.http import IfMatch, Now, Schema, SessionDep, api_router, etag
from app.kernel.observe import Observer
from app.kernel.states import WrongState
from app.kernel.timers import Timer
from tests.support.stack import Stack

PERSON = new_id()
Caller = Annotated[Actor, allowed(Action.ACCOUNT_USE)]
router = api_router("", "probe")


class Thing(Schema):
    name: str
    amount_fen: int = 1


class Made(Schema):
    id: UUID
    name: str


@router.post("/things", status_code=status.HTTP_201_CREATED)
async def make_thing(thing: Thing, actor: Caller, session: SessionDep, at: Now, response: Response) -> Made:
    made = Made(id=new_id(), name=thing.name)
    await timers.set_timer(session, "probe.thing", key=str(made.id), due_at=at + timedelta(days=999), payload={})
    response.headers["Location"] = f"/things/{made.id}"
    return made


@router.put("/things")
async def edit_thing(thing: Thing, actor: Caller, version: IfMatch, response: Response) -> Thing:
    if version != 3:
        raise PreconditionFailed()
    etag(response, 4)
    return thing


@router.post("/deferred", status_code=status.HTTP_201_CREATED)
async def break_at_commit(actor: Caller, session: SessionDep) -> Made:
    await session.execute(text("INSERT INTO probe_child VALUES (1)"))
    return Made(id=new_id(), name="never")


@router.post("/broken")
async def break_down(actor: Caller) -> Made:
    raise RuntimeError("a defect")


@router.post("/wrong-state")
async def be_in_another_state(actor: Caller) -> Made:
    raise WrongState(state="accepted", status="accepted", code="mine")


async def things(stack: Stack) -> int:
    """How many things were made."""
    async with stack.services.database.session() as session:
        count = select(func.count()).select_from(Timer).where(col(Timer.name) == "probe.thing")
        return (await session.execute(count)).scalar_one()


def probe_client(stack: Stack) -> httpx.AsyncClient:
    """A client of the probe routes, signed in as one person, on the stack's database."""
    app = FastAPI()
    app.state._state.update(stack.app.state._state)  # pyright: ignore[reportPrivateUsage] -- the same services

    async def authenticate(request: Request) -> Actor:
        return Actor(PERSON, PERSON, (Grant(Role.APPLICANT),))

    app.state.authenticate = authenticate
    problems.install(app)
    app.add_middleware(Observer)
    app.include_router(router)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://probe")
