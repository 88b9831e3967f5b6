"""``Idempotency-Key`` on POST: the same key and body give the same answer, another body is refused.

The key is claimed at the start of the request's transaction and the answer stored before its commit, so
that effect and answer exist together or not at all. A second request with the key waits for the first.
Answers are sealed (they may carry personal data) and purged after :data:`KEPT`.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select

from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table
from app.kernel.errors import FieldError, Invalid
from app.kernel.vault import Vault

KEPT = timedelta(hours=48)
SEAL_CONTEXT = "idempotency_key.answer"
REPLAYED_HEADERS = ("etag", "location", "content-type", "link")


class IdempotencyKey(Table, table=True):
    """A claimed key with the digest of its request and, once answered, the sealed answer."""

    person_id: UUID = Field(primary_key=True)
    key: str = Field(max_length=128, primary_key=True, sa_column_kwargs=plain())
    request_sha256: bytes = Field(sa_column_kwargs=plain())
    created_at: datetime = Field(index=True)
    status: int | None = None
    answer_sealed: str | None = Field(
        default=None,
        sa_column_kwargs=personal(Sensitivity.SENSITIVE, purpose="网络中断后重发时给出同样的答复"),
    )


class KeyReused(Invalid):
    """The key was used with another body."""

    code = "idempotency_key_reused"
    title = "这次提交和上次用了同一个编号，但内容不同"


class Replay(Exception):
    """The request was already answered; carries that answer."""

    def __init__(self, response: Response) -> None:
        super().__init__("replayed")
        self.response = response


async def claim(request: Request, person_id: UUID) -> None:
    """Claim the request's key, if it carries one.

    Raises:
        Replay: the same request was answered before.
        KeyReused: the key was used for something else.
        Invalid: the key is malformed.
    """
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST":
        return
    if not 8 <= len(key) <= 128 or not key.isascii() or not key.isprintable():
        raise Invalid(fields=[FieldError("Idempotency-Key", "format", "提交编号应为 8 到 128 个英文字符")])
    session = cast(AsyncSession, request.state.session)
    digest = await _digest(request)
    statement = (
        insert(IdempotencyKey)
        .values(person_id=person_id, key=key, request_sha256=digest, created_at=request.state.at)
        .on_conflict_do_nothing()
        .returning(col(IdempotencyKey.key))
    )
    if (await session.execute(statement)).scalar_one_or_none() is not None:
        request.state.claimed_key = (person_id, key)
        return
    row = (
        await session.execute(
            select(IdempotencyKey).where(
                col(IdempotencyKey.person_id) == person_id, col(IdempotencyKey.key) == key
            )
        )
    ).scalar_one()
    if row.request_sha256 != digest:
        raise KeyReused(fields=[FieldError("Idempotency-Key", "reused", "同一个提交编号不能用于不同的内容")])
    raise Replay(_restore(cast(Vault, request.app.state.vault), row))


async def store_answer(request: Request, session: AsyncSession, response: Response) -> None:
    """Store the answer under the key this request claimed, in the same transaction."""
    claimed: tuple[UUID, str] | None = getattr(request.state, "claimed_key", None)
    if claimed is None:
        return
    headers = {name: response.headers[name] for name in REPLAYED_HEADERS if name in response.headers}
    answer = json.dumps([headers, bytes(response.body).decode()])
    vault = cast(Vault, request.app.state.vault)
    await session.execute(
        update(IdempotencyKey)
        .where(col(IdempotencyKey.person_id) == claimed[0], col(IdempotencyKey.key) == claimed[1])
        .values(status=response.status_code, answer_sealed=vault.seal(answer, SEAL_CONTEXT))
    )


async def purge(session: AsyncSession, at: datetime) -> None:
    """Forget keys older than :data:`KEPT` (个人信息保护法 art. 19: shortest storage)."""
    await session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < at - KEPT))


async def _digest(request: Request) -> bytes:
    target = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(target + await request.body()).digest()


def _restore(vault: Vault, row: IdempotencyKey) -> Response:
    headers: dict[str, str]
    headers, body = json.loads(vault.open(row.answer_sealed or "", SEAL_CONTEXT))
    return Response(body, status_code=row.status or 200, headers=headers | {"Idempotency-Replayed": "true"})
