"""What can go wrong with logging in and with people's own data, in plain Chinese."""

from app.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    TooManyRequests,
    Unauthenticated,
    constraint_error,
)


class SessionEnded(Unauthenticated):
    """The log-in behind the token was revoked, ended, or its person disabled."""

    code = "session_ended"
    title = "登录已失效，请重新登录"


class RefreshRefused(Unauthenticated):
    """The refresh token is unknown, expired, or belongs to a log-in that ended."""

    code = "refresh_refused"
    title = "登录已过期，请重新登录"


class RefreshReused(RefreshRefused):
    """The refresh token was used before: the whole log-in is revoked, and that stays written."""

    code = "refresh_reused"
    title = "登录凭证被重复使用，为了安全已退出登录，请重新登录"
    commits = True


class CredentialsRefused(Unauthenticated):
    """User name, password or one-time code is wrong; which one is not said."""

    code = "credentials_refused"
    title = "用户名、密码或动态口令不对"


class TotpRequired(Unauthenticated):
    """The password is right and a one-time code is needed as well."""

    code = "totp_required"
    title = "请输入动态口令"


class LoginLocked(TooManyRequests):
    """Too many wrong attempts; ``Retry-After`` says how long to wait."""

    code = "login_locked"
    title = "错误次数太多，请稍后再试"


class AccountDisabled(Forbidden):
    """The person was disabled by an administrator."""

    code = "account_disabled"
    title = "这个账号已停用，请联系管理员或到窗口办理"


class NumberTaken(Conflict):
    """The document belongs to somebody else; whose is never said. The attempt stays counted."""

    code = "document_number_taken"
    title = "这个证件号码已由另一个账号登记，请核对号码，或带证件到司法所、法律援助中心窗口核对"
    commits = True


class AccountJoined(Conflict):
    """The caller is the person enrolled at a counter: the log-in was moved there, and that stays written."""

    code = "account_joined"
    title = "已和您在窗口的登记合在一起，请重新登录"
    commits = True


class DocumentContested(Conflict):
    """Somebody handed a case in under a number whose document another person shows."""

    code = "document_contested"
    title = "这个证件号正被另一份申请使用，请先当面核实"


class AlreadyVerified(Conflict):
    """A document that someone on duty saw is not overwritten from a phone."""

    code = "real_name_verified"
    title = "身份已由工作人员核对，要更改请带证件到窗口办理"


class IdentityHeld(Conflict):
    """A case under way was signed under the declared name and document."""

    code = "real_name_held"
    title = "您有申请正在办理，这期间不能改姓名和证件；要改请先撤回申请，或联系受理机构"


class TooManyNumbers(TooManyRequests):
    """Too many attempts to register a document."""

    code = "real_name_locked"
    title = "登记证件的次数太多，请稍后再试，或到窗口办理"


class ConsentOutdated(Conflict):
    """The version agreed to is not the one in force."""

    code = "consent_outdated"
    title = "内容已更新，请阅读新版本后再同意"


class UnknownConsent(NotFound):
    code = "consent_not_found"
    title = "没有找到这份同意"


class PasswordTooWeak(Invalid):
    """The new password is short, monotonous or contains the user name."""

    code = "password_too_weak"
    title = "密码太简单，请换一个"


class PasswordChangeRequired(Forbidden):
    """Whoever logged in with the password an administrator set may do nothing before changing it."""

    code = "password_change_required"
    title = "请先修改初始密码，再办理其他事项"


class WrongPassword(Invalid):
    """The current password given to change it is wrong."""

    code = "wrong_password"
    title = "当前密码不对"


class TotpRefused(Invalid):
    """The one-time code does not fit, or was used before."""

    code = "totp_refused"
    title = "动态口令不对或已用过，请等下一个"


class TotpNotStarted(Conflict):
    code = "totp_not_started"
    title = "请先获取动态口令密钥"


class TotpAlreadyActive(Conflict):
    code = "totp_active"
    title = "动态口令已经启用"


class NotStaffLogin(Conflict):
    """The action needs a staff account and the caller has none."""

    code = "no_staff_account"
    title = "这个账号没有用户名和密码"


class UsernameTaken(Conflict):
    code = "username_taken"
    title = "这个用户名已有人用，请换一个"


class UsernameMalformed(Invalid):
    """A user name has 3 to 32 lower-case letters, digits, dots, dashes or underscores."""

    code = "username_malformed"
    title = "用户名由 3 到 32 位小写字母、数字、点、横线组成"


class RoleHeldAlready(Conflict):
    code = "role_held"
    title = "这个人已经有这个角色"


class RoleNotGrantable(Forbidden):
    """The role or the agency is outside what this administrator may give."""

    code = "role_not_grantable"
    title = "您不能授予这个角色"


class NotOwnAccount(Forbidden):
    """An administrator may not change the roles or the account that they act under."""

    code = "own_account"
    title = "不能更改自己的账号和角色，请由另一位管理员办理"


class ServesElsewhere(Forbidden):
    """The person also serves an agency outside the administrator's subtree."""

    code = "serves_elsewhere"
    title = "这个人还在其他机构任职，请由上级管理员办理"


class UnknownAgency(Invalid):
    code = "unknown_agency"
    title = "没有这个机构，或者它已停用"


constraint_error("uq_real_name_number_index", NumberTaken)
constraint_error("uq_staff_account_username", UsernameTaken)
constraint_error("ck_staff_account_username", UsernameMalformed)
constraint_error("uq_role_grant_open", RoleHeldAlready)
