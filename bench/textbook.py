"""The reference: what a FastAPI tutorial would write.

An empty route, a handler that decodes a token and inserts one row through SQLModel on asyncpg, one that tests a
polygon besides. Honest: no debugging, pooled connections, nothing done twice, the polygon prepared once.
"""

import os
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID, uuid4

import shapely
from fastapi import Depends, FastAPI, Header
from jose import jwt
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel

from bench.reference import CORNERS, KEY

app = FastAPI()
engine = create_async_engine(os.environ["YJT_DATABASE_URL"], pool_size=20)
sessions = async_sessionmaker(engine, expire_on_commit=False)


class BenchNote(SQLModel, table=True):
    """The row of the reference handler."""

    __tablename__ = "bench_note"  # pyright: ignore[reportAssignmentType] -- as SQLModel documents it

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID
    body: str
    created_at: datetime


class BenchCheckIn(SQLModel, table=True):
    """The row of the reference's check-in."""

    __tablename__ = "bench_check_in"  # pyright: ignore[reportAssignmentType] -- as SQLModel documents it

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID
    latitude_deg: float
    longitude_deg: float
    is_inside: bool
    created_at: datetime


class CheckInIn(BaseModel):
    """The body of the reference's check-in."""

    latitude_deg: float
    longitude_deg: float


AREA = shapely.Polygon(CORNERS)
shapely.prepare(AREA)


class NoteIn(BaseModel):
    """The body of the reference handler."""

    body: str


async def get_session() -> AsyncGenerator[AsyncSession]:
    """One session a request."""
    async with sessions() as session:
        yield session


@app.get("/empty")
async def empty() -> dict[str, str]:
    """The least a route can do."""
    return {"status": "ok"}


@app.post("/notes", status_code=201)
async def add_note(
    note: NoteIn,
    session: Annotated[AsyncSession, Depends(get_session)],
    authorization: Annotated[str, Header()],
) -> BenchNote:
    """Decode the token, insert one row, answer with it."""
    claims = jwt.decode(authorization.removeprefix("Bearer "), KEY, algorithms=["HS256"])
    row = BenchNote(person_id=UUID(claims["sub"]), body=note.body, created_at=datetime.now(UTC))
    session.add(row)
    await session.commit()
    return row


@app.post("/check-ins", status_code=201)
async def add_check_in(
    check_in: CheckInIn,
    session: Annotated[AsyncSession, Depends(get_session)],
    authorization: Annotated[str, Header()],
) -> BenchCheckIn:
    """Decode the token, test the polygon, insert one row, answer with it."""
    claims = jwt.decode(authorization.removeprefix("Bearer "), KEY, algorithms=["HS256"])
    row = BenchCheckIn(
        person_id=UUID(claims["sub"]),
        latitude_deg=check_in.latitude_deg,
        longitude_deg=check_in.longitude_deg,
        is_inside=bool(shapely.contains_xy(AREA, check_in.longitude_deg, check_in.latitude_deg)),
        created_at=datetime.now(UTC),
    )
    session.add(row)
    await session.commit()
    return row
