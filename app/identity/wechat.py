"""Client of the WeChat server API: log-in codes, phone codes, and the access token they need.

Nothing here touches the database, and no caller may hold a transaction open around it: a slow WeChat must
not hold a connection. ``session_key`` is dropped on arrival, because nothing here decrypts with it.
"""

import json
import logging
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

import anyio
import httpx
import structlog

from app.identity.wechat_errors import (
    BUSY,
    CONFIGURATION,
    TOKEN_REFUSED,
    PhoneCodeInvalid,
    WechatBusy,
    WechatCodeInvalid,
    error_of,
)
from app.kernel.errors import Invalid

logger = structlog.get_logger(__name__)

ATTEMPTS = 3
BACKOFF_S = 0.2
RENEW_EARLY_S = 240
"""WeChat itself renews a stable token in its last five minutes and honours the old one that long."""

FORCE_APART_S = 60
"""WeChat ignores a forced refresh within 30 seconds of the last and allows twenty a day."""

Body = Mapping[str, object]
Sleeper = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    renew_at: float


class _Refused(Exception):
    def __init__(self, errcode: int) -> None:
        super().__init__(errcode)
        self.errcode = errcode


@cache
def _tls() -> ssl.SSLContext:
    """The trusted authorities, read once a process: reading them takes longer than most requests."""
    return httpx.create_ssl_context()


class WechatClient:
    """One client for the whole process; safe for concurrent use.

    Args:
        base_url: ``https://api.weixin.qq.com``, or the stand-in.
        app_id: of the mini-program.
        secret: of the mini-program; never logged.
        timeout_s: for connecting, and again for each read.
        sleep: waits between attempts; tests pass one that does not.
        monotonic: seconds of a clock that never goes back, for the token's age.
    """

    def __init__(
        self,
        base_url: str,
        app_id: str,
        secret: str,
        *,
        timeout_s: float = 5.0,
        sleep: Sleeper = anyio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs whole URLs: secret, token, code
        self._http = httpx.AsyncClient(base_url=base_url, timeout=timeout_s, trust_env=False, verify=_tls())
        self._app_id = app_id
        self._secret = secret
        self._sleep = sleep
        self._monotonic = monotonic
        self._token: _Token | None = None
        self._renewing = anyio.Lock()
        self._force_again_at = float("-inf")

    async def close(self) -> None:
        """Close the pooled connections."""
        await self._http.aclose()

    async def code2session(self, code: str) -> str:
        """Exchange a ``wx.login`` code, once, for the caller's openid within this mini-program.

        Raises:
            WechatCodeInvalid, WechatCodeUsed, WechatRateLimited, WechatUserBlocked: about this caller.
            WechatBusy, WechatMisconfigured: about the service.
        """
        query = {
            "appid": self._app_id,
            "secret": self._secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        try:
            body = await self._patiently("GET", "/sns/jscode2session", params=query)
        except _Refused as refusal:
            raise _told(refusal, "code2session", WechatCodeInvalid) from None
        openid = body.get("openid")
        if not isinstance(openid, str) or not openid:
            logger.error("wechat answer without openid")
            raise WechatBusy
        return openid

    async def phone_number(self, code: str) -> str:
        """Exchange a getPhoneNumber code, once: ``13800138000``, or ``+85251234567`` for another country.

        Raises:
            PhoneCodeInvalid, WechatRateLimited: about this caller.
            WechatBusy, WechatMisconfigured: about the service.
        """
        try:
            body = await self._with_token("/wxa/business/getuserphonenumber", {"code": code})
        except _Refused as refusal:
            raise _told(refusal, "getuserphonenumber", PhoneCodeInvalid) from None
        info = body.get("phone_info")
        number = cast("Body", info).get("purePhoneNumber") if isinstance(info, dict) else None
        if not isinstance(number, str) or not number.isdigit():
            logger.error("wechat answer without phone number")
            raise WechatBusy
        country = str(cast("Body", info).get("countryCode") or "86")
        return number if country == "86" else f"+{country}{number}"

    async def _with_token(self, path: str, body: Body) -> Body:
        """Call with the access token; one that is refused is replaced and the call made once more."""
        token = await self._access_token()
        try:
            return await self._patiently("POST", path, params={"access_token": token}, body=body)
        except _Refused as refusal:
            if refusal.errcode not in TOKEN_REFUSED:
                raise
        logger.info("wechat access token refused, renewing")
        token = await self._access_token(rejected=token)
        return await self._patiently("POST", path, params={"access_token": token}, body=body)

    async def _access_token(self, *, rejected: str | None = None) -> str:
        """The cached token, fetched when missing, nearly over, or the one just rejected.

        One fetch at a time: whoever waited finds the new one. A forced refresh is asked for only if WeChat
        hands the rejected token out again, because it allows few of them a day.
        """
        async with self._renewing:
            held = self._token
            if held and held.value != rejected and self._monotonic() < held.renew_at:
                return held.value
            fetched = await self._fetch_token(force=False)
            if fetched.value == rejected and self._monotonic() >= self._force_again_at:
                self._force_again_at = self._monotonic() + FORCE_APART_S
                fetched = await self._fetch_token(force=True)
            self._token = fetched
            return fetched.value

    async def _fetch_token(self, *, force: bool) -> _Token:
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        answer = await self._patiently("POST", "/cgi-bin/stable_token", body=body)
        value, expires_in = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not isinstance(expires_in, int) or not value:
            logger.error("wechat answer without access token")
            raise WechatBusy
        return _Token(value, self._monotonic() + expires_in - min(RENEW_EARLY_S, expires_in / 4))

    async def _patiently(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, body: Body | None = None
    ) -> Body:
        """One call, tried again while WeChat says it is busy or no connection could be made.

        A request that was sent and not answered is not sent again: its code may be used up already.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._call(method, path, params, body)
            except _Refused as refusal:
                if refusal.errcode != BUSY:
                    raise
                logger.info("wechat is busy", path=path, attempt=attempt)
            except httpx.ConnectError as error:
                logger.warning("wechat unreachable", path=path, attempt=attempt, error=type(error).__name__)
            if attempt < ATTEMPTS:
                await self._sleep(BACKOFF_S * 2 ** (attempt - 1) * random.uniform(0.8, 1.2))  # noqa: S311 -- jitter, no secret
        raise WechatBusy

    async def _call(self, method: str, path: str, params: Mapping[str, str] | None, body: Body | None) -> Body:
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            response = await self._http.request(method, path, params=params, content=content)
        except httpx.ConnectError:
            raise
        except httpx.HTTPError as error:
            logger.warning("wechat did not answer", path=path, error=type(error).__name__)
            raise WechatBusy from None
        try:
            answer = json.loads(response.content) if response.is_success else None
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            logger.warning("wechat answered outside its protocol", path=path, status=response.status_code)
            raise WechatBusy
        found = cast("Body", answer)
        errcode = found.get("errcode", 0)
        if errcode != 0:
            raise _Refused(errcode if isinstance(errcode, int) else 0)
        return found


def _told(refusal: _Refused, call: str, invalid_code: type[Invalid]) -> Exception:
    """The caller's problem for an errcode, logged for the operator where only one can mend it."""
    error = error_of(refusal.errcode, invalid_code=invalid_code)
    if refusal.errcode in CONFIGURATION:
        logger.error(
            "wechat refuses us", call=call, errcode=refusal.errcode, meaning=CONFIGURATION[refusal.errcode]
        )
    elif isinstance(error, WechatBusy):
        logger.error("wechat errcode unknown", call=call, errcode=refusal.errcode)
    return error
