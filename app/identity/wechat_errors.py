"""What each documented errcode of the WeChat server API means to a person, as problems in plain Chinese."""

from app.kernel.errors import DomainError, Forbidden, Invalid, TooManyRequests, Unavailable

RATE_WINDOW_S = 60


class WechatCodeInvalid(Invalid):
    """40029: the ``wx.login`` code is unknown, expired (five minutes) or of another app."""

    code = "wechat_code_invalid"
    title = "微信登录凭证已过期，请重新打开小程序再试"


class WechatCodeUsed(Invalid):
    """40163: the ``wx.login`` code was exchanged before."""

    code = "wechat_code_used"
    title = "微信登录凭证已用过，请重新打开小程序再试"


class PhoneCodeInvalid(Invalid):
    """40029 at getuserphonenumber: unknown, used or expired."""

    code = "phone_code_invalid"
    title = "手机号授权已过期，请重新点“授权手机号”"


class WechatRateLimited(TooManyRequests):
    """45011: the minute's quota of this user is used up."""

    code = "wechat_rate_limited"
    title = "微信登录太频繁，请一分钟后再试"


class WechatUserBlocked(Forbidden):
    """40226: WeChat rates the account as high-risk and blocks its log-in."""

    code = "wechat_user_blocked"
    title = "微信暂时限制了这个账号登录，可到司法所或法律援助中心窗口办理，或拨打 12348"


class WechatBusy(Unavailable):
    """-1 again and again, no answer in time, or an answer that is not the protocol's."""

    code = "wechat_unavailable"
    title = "微信服务暂时没有回应，请稍后再试"


class WechatMisconfigured(Unavailable):
    """Our own app id, secret, permission or server address is refused; logged for the operator."""

    code = "wechat_misconfigured"
    title = "微信登录暂时不能使用，请稍后再试，或到窗口办理"

    def __init__(self) -> None:
        super().__init__(retry_after_s=RATE_WINDOW_S)


BUSY = -1
TOKEN_REFUSED = frozenset({40001, 40014, 42001})
"""The access token is unknown, replaced or expired: fetch another and try once more."""

CONFIGURATION = {
    40001: "app secret refused, or access token refused twice",
    40002: "grant_type refused",
    40013: "app id refused, or not the app that made the code",
    40014: "access token refused twice",
    40125: "app secret refused",
    40164: "server address not in the allow-list",
    40243: "app secret frozen",
    41001: "access token missing",
    41002: "app id missing",
    41004: "app secret missing",
    41008: "code missing",
    42001: "access token expired twice",
    43002: "POST required",
    45009: "daily quota used up",
    47001: "request body refused",
    48001: "interface not granted to this app",
    50002: "app suspended",
    89503: "call awaits the administrator's confirmation",
    89506: "call refused by the administrator within the hour",
    89507: "call refused by the administrator within 24 hours",
}
"""Errcodes that only an operator can mend: what each means, for the log."""


def error_of(errcode: int, *, invalid_code: type[Invalid]) -> DomainError:
    """The problem an errcode becomes; ``invalid_code`` says which kind of code was sent."""
    match errcode:
        case 40029:
            return invalid_code()
        case 40163:
            return WechatCodeUsed() if invalid_code is WechatCodeInvalid else invalid_code()
        case 45011:
            return WechatRateLimited(retry_after_s=RATE_WINDOW_S)
        case 40226:
            return WechatUserBlocked()
        case _ if errcode in CONFIGURATION:
            return WechatMisconfigured()
        case _:
            return WechatBusy()
