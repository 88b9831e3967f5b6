"""The ledger over HTTP: open to anyone, since it tells nothing about anyone; a file's history to its people."""

import hashlib
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Request, Response

from app.evidence import reading
from app.evidence.custody import proofs
from app.evidence.custody.checkpoint import LARGEST_TREE
from app.evidence.custody.schemas import (
    NOTE,
    TEXT,
    ConsistencyOut,
    CustodyOut,
    InclusionOut,
    LedgerKeysOut,
)
from app.evidence.custody.witness_router import LedgerKeysDep, NeighboursDep
from app.evidence.dependencies import Reader
from app.kernel.guard import public
from app.kernel.http import Now, SessionDep, api_router
from app.kernel.paging import Page, PageDep, cut, link_next

router = api_router("/ledger", "存证账本")
history = api_router("/evidence", "证据材料")

CACHE_CONTROL = "public, max-age=10"
"""The next head may be there in a moment."""
ANYONE = public("the ledger holds commitments alone, and is worth nothing unless anyone can check it")
CHECKPOINT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "签名的账本摘要（C2SP tlog-checkpoint），见证单位的签名行跟在后面",
        "content": {"text/plain": {"schema": {"type": "string"}, "example": NOTE}},
    },
    304: {"description": "内容没有变化"},
}


Size = Annotated[int | None, Query(ge=1, le=LARGEST_TREE, description="按前多少条算；不填就是最新的")]


@router.get(
    "/checkpoint",
    summary="最新的签名账本摘要",
    dependencies=[ANYONE],
    response_class=Response,
    responses=CHECKPOINT,
)
async def get_checkpoint(request: Request, session: SessionDep) -> Response:
    return _text(request, await proofs.note_of(session, None))


@router.get(
    "/checkpoints/{tree_size}",
    summary="某个条数时的签名账本摘要",
    dependencies=[ANYONE],
    response_class=Response,
    responses=CHECKPOINT,
)
async def get_checkpoint_at(
    request: Request, session: SessionDep, tree_size: Annotated[int, Path(ge=1, le=LARGEST_TREE)]
) -> Response:
    return _text(request, await proofs.note_of(session, tree_size))


@router.get("/keys", summary="核对账本摘要用的公钥", dependencies=[ANYONE])
async def list_ledger_keys(keys: LedgerKeysDep, neighbours: NeighboursDep) -> LedgerKeysOut:
    return LedgerKeysOut(origin=keys.name, log_keys=keys.log, witness_keys=neighbours.witness_keys)


@router.get("/inclusion", summary="证明某一条记录在账本里", dependencies=[ANYONE])
async def prove_inclusion(
    session: SessionDep,
    index: Annotated[int, Query(ge=0, lt=LARGEST_TREE, description="记录的序号，从 0 算起，写在回执里")],
    tree_size: Size = None,
) -> InclusionOut:
    return InclusionOut.of(await proofs.inclusion(session, index, tree_size))


@router.get("/consistency", summary="证明账本只增加、没有改过以前的记录", dependencies=[ANYONE])
async def prove_consistency(
    session: SessionDep,
    first: Annotated[int, Query(ge=0, le=LARGEST_TREE, description="以前的条数")],
    second: Size = None,
) -> ConsistencyOut:
    return ConsistencyOut.of(await proofs.consistency(session, first, second))


@history.get("/{evidence_id}/custody", summary="一份材料的保管记录")
async def list_custody(
    *,
    request: Request,
    response: Response,
    session: SessionDep,
    actor: Reader,
    at: Now,
    page: PageDep,
    evidence_id: UUID,
) -> Page[CustodyOut]:
    await reading.read(session, actor, evidence_id, at=at)
    rows, cursor = cut(await proofs.history_page(session, evidence_id, page), page, proofs.key_of)
    link_next(request, response, cursor)
    return Page(items=[CustodyOut.of(kept, actor) for kept in rows], next_cursor=cursor)


def _text(request: Request, note: str) -> Response:
    """The note, or an empty 304 where the caller holds it already (RFC 9110, 13.1.2)."""
    tag = f'"{hashlib.sha256(note.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": CACHE_CONTROL}
    held = request.headers.get("if-none-match", "").split(",")
    if tag in [part.strip().removeprefix("W/") for part in held]:
        return Response(status_code=304, headers=headers)
    return Response(note, headers=headers, media_type=TEXT)
