"""Codes of identity that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class LoginMethod(StrEnum):
    """How a session was opened."""

    WECHAT = "wechat"
    PASSWORD = "password"  # noqa: S105 -- a code, not a secret
    DEMO = "demo"


class RevokeReason(StrEnum):
    """Why a session ended before its time."""

    LOGOUT = "logout"
    OWNER = "owner"
    TOKEN_REUSED = "token_reused"  # noqa: S105 -- a code, not a secret
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- a code, not a secret
    ADMINISTRATOR = "administrator"


class ConsentDocumentCode(StrEnum):
    """Documents a person agrees to; each has versions in ``consent_document``."""

    PRIVACY_NOTICE = "privacy_notice"
    SENSITIVE_DATA = "sensitive_data"


labels(
    LoginMethod,
    {LoginMethod.WECHAT: "微信登录", LoginMethod.PASSWORD: "密码登录", LoginMethod.DEMO: "演示登录"},
)
labels(
    RevokeReason,
    {
        RevokeReason.LOGOUT: "退出登录",
        RevokeReason.OWNER: "本人下线",
        RevokeReason.TOKEN_REUSED: "登录凭证被重复使用",
        RevokeReason.PASSWORD_CHANGED: "密码已修改",
        RevokeReason.ADMINISTRATOR: "管理员下线",
    },
)
labels(
    ConsentDocumentCode,
    {
        ConsentDocumentCode.PRIVACY_NOTICE: "个人信息处理告知",
        ConsentDocumentCode.SENSITIVE_DATA: "处理敏感个人信息单独同意",
    },
)
