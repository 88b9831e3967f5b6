"""Where other bureaus' logs bring their heads to be countersigned (C2SP ``tlog-witness``)."""

from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response

from app.evidence.custody.keys import LedgerKeys
from app.evidence.custody.schemas import COSIGNATURE, NOTE
from app.evidence.custody.submission import LARGEST_SUBMISSION, SIZE_TYPE, TEXT
from app.evidence.custody.witness_errors import SubmissionMalformed
from app.evidence.custody.witnesses import Neighbours
from app.evidence.custody.witnessing import OldSizeDiffers, witness
from app.kernel.clock import SystemClock
from app.kernel.guard import public
from app.kernel.http import SessionDep, api_router

router = api_router("/ledger/witness", "存证账本")

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "C2SP tlog-witness：旧条数、一致性证明（每行一个 base64）、空行、签名树头。",
        "content": {
            "text/plain": {
                "schema": {"type": "string", "maxLength": LARGEST_SUBMISSION},
                "example": f"old 0\n\n{NOTE}",
            }
        },
    }
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "本机构的联署行",
        "content": {"text/plain": {"schema": {"type": "string"}, "example": COSIGNATURE}},
    },
    409: {
        "description": "旧条数和上次见证的不同，正文是上次见证的条数；或者同样条数的树头不同",
        "content": {SIZE_TYPE: {"schema": {"type": "string"}, "example": "1\n"}},
    },
}


async def _ledger_keys(request: Request) -> LedgerKeys:
    return cast(LedgerKeys, request.app.state.ledger_keys)


async def _neighbours(request: Request) -> Neighbours:
    return cast(Neighbours, request.app.state.neighbours)


async def _text(request: Request) -> bytes:
    """The body as it was sent, unless it is larger than any honest one."""
    if int(request.headers.get("content-length", "0")) > LARGEST_SUBMISSION:
        raise SubmissionMalformed()
    return await request.body()


NeighboursDep = Annotated[Neighbours, Depends(_neighbours)]
LedgerKeysDep = Annotated[LedgerKeys, Depends(_ledger_keys)]
Text = Annotated[bytes, Depends(_text)]


@router.post(
    "/add-checkpoint",
    summary="作为见证方，核对并联署另一个账本的树头",
    dependencies=[public("树头上有受托见证的账本的签名，别的都不受理")],
    response_class=Response,
    responses=ANSWERS,
    openapi_extra=BODY,
)
async def add_checkpoint(
    body: Text, session: SessionDep, neighbours: NeighboursDep, keys: LedgerKeysDep
) -> Response:
    done = await witness(session, neighbours, keys.signing, body, at=SystemClock().now())
    if isinstance(done, OldSizeDiffers):
        return Response(f"{done.tree_size}\n", 409, {"Content-Type": SIZE_TYPE})  # with nothing added
    return Response(done, media_type=TEXT)
