"""The stand-in as an ASGI application: the four calls of the WeChat server API, and hooks to drive them.

Like the real one it answers errors with HTTP 200, and ``jscode2session`` as ``text/plain``. The hooks under
``/_standin/`` do not exist at WeChat; tests and the demo use them to make codes and to let time pass.
"""

import hashlib
import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.standins.wechat.protocol import LOGIN, PHONE, Memory, Refused

Endpoint = Callable[[Request], Awaitable[Response]]
HANG = re.compile(r"hang-.*")
BROKEN = re.compile(r"http-(?P<status>\d{3})(\..*)?")


async def misbehave(request: Request, code: str) -> Response | None:
    """Play a server that answers nothing (``hang-…``) or a gateway's HTML page (``http-502``)."""
    if HANG.fullmatch(code):
        while (await request.receive())["type"] != "http.disconnect":
            pass
    if broken := BROKEN.fullmatch(code):
        return Response("<html>bad gateway</html>", status_code=int(broken["status"]), media_type="text/html")
    return None


def create_standin(memory: Memory | None = None) -> Starlette:
    """The application; ``memory`` may be given to look inside."""
    state = memory or Memory()

    def refusing(name: str, endpoint: Endpoint) -> Endpoint:
        async def call(request: Request) -> Response:
            state.count(name)
            try:
                return await endpoint(request)
            except Refused as refusal:
                return JSONResponse(refusal.body())

        return call

    async def jscode2session(request: Request) -> Response:
        query = request.query_params
        state.check_app(query.get("appid"), query.get("secret"))
        if query.get("grant_type") != "authorization_code":
            raise Refused(40002)
        if not (code := query.get("js_code")):
            raise Refused(41008)
        if (answer := await misbehave(request, code)) is not None:
            return answer
        subject = state.redeem(code, LOGIN)["subject"]
        key = hashlib.sha256(code.encode()).digest()[:16]
        return PlainTextResponse(json.dumps({"session_key": key.hex(), "openid": subject}))

    async def token(request: Request) -> Response:
        query = request.query_params
        state.check_app(query.get("appid"), query.get("secret"))
        if query.get("grant_type") != "client_credential":
            raise Refused(40002)
        return token_answer(force=True)

    async def stable_token(request: Request) -> Response:
        body = await json_body(request)
        state.check_app(text(body, "appid"), text(body, "secret"))
        if body.get("grant_type") != "client_credential":
            raise Refused(40002)
        return token_answer(force=body.get("force_refresh") is True)

    def token_answer(*, force: bool) -> Response:
        value, expires_in = state.stable_token(force=force)
        return JSONResponse({"access_token": value, "expires_in": expires_in})

    async def phone_number(request: Request) -> Response:
        state.check_token(request.query_params.get("access_token"))
        body = await json_body(request)
        if not (code := text(body, "code")):
            raise Refused(41008)
        if (answer := await misbehave(request, code)) is not None:
            return answer
        try:
            match = state.redeem(code, PHONE)
        except Refused as refusal:
            raise Refused(40029 if refusal.errcode == 40163 else refusal.errcode) from None
        country = match["country"] or "86"
        number = match["number"]
        info = {
            "phoneNumber": number if country == "86" else f"+{country}{number}",
            "purePhoneNumber": number,
            "countryCode": country,
            "watermark": {"timestamp": int(time.time()), "appid": state.app_id},
        }
        return JSONResponse({"errcode": 0, "errmsg": "ok", "phone_info": info})

    async def issue_code(request: Request) -> Response:
        return JSONResponse({"code": state.issue(text(await json_body(request), "stands_for") or "")})

    async def pass_time(request: Request) -> Response:
        seconds = (await json_body(request)).get("seconds", 0)
        state.skew_s += float(seconds) if isinstance(seconds, int | float) else 0.0
        return JSONResponse({"skew_s": state.skew_s})

    async def revoke_token(_: Request) -> Response:
        if state.token is not None:
            state.revoked.add(state.token)
        return JSONResponse({"revoked": state.token is not None})

    async def show(_: Request) -> Response:
        return JSONResponse({"calls": state.calls, "codes_used": len(state.used)})

    return Starlette(
        routes=[
            Route("/sns/jscode2session", refusing("jscode2session", jscode2session)),
            Route("/cgi-bin/token", refusing("token", token)),
            Route("/cgi-bin/stable_token", refusing("stable_token", stable_token), methods=["POST"]),
            Route("/wxa/business/getuserphonenumber", refusing("phone_number", phone_number), methods=["POST"]),
            Route("/_standin/codes", issue_code, methods=["POST"]),
            Route("/_standin/time", pass_time, methods=["POST"]),
            Route("/_standin/revoke-token", revoke_token, methods=["POST"]),
            Route("/_standin/state", show),
        ]
    )


async def json_body(request: Request) -> dict[str, object]:
    """The JSON object in the body; anything else is refused with 47001 as the real API does."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise Refused(47001) from None
    if not isinstance(body, dict):
        raise Refused(47001)
    return cast("dict[str, object]", body)


def text(body: dict[str, object], name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) else None
