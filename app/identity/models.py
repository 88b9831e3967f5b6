"""Tables of people, how they log in, what roles they hold and what they agreed to.

Numbers that identify a person are sealed; beside each stands a blind index for lookup. ``SEALED`` columns
are registered with the kernel's key rotation at the end of this module.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from app.identity.enums import ConsentDocumentCode, LoginMethod, RevokeReason
from app.identity.numbers import DocumentKind
from app.kernel.actor import Role
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column

PHONE = "person.phone_sealed"
NUMBER = "real_name.number_sealed"
OPENID = "wechat_account.openid_sealed"
TOTP = "staff_account.totp_sealed"
"""Contexts of sealed values: table and column; the blind index of a value uses the same."""

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE


class Person(Table, table=True):
    """Someone the product knows: applicant, subject, lawyer, officer, or several at once.

    A phone number is not unique: families share one. ``name`` is empty until it was given.
    """

    __table_args__ = (
        CheckConstraint("name IS NULL OR length(btrim(name)) > 0", name="name"),
        CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name="phone"),
        Index("ix_person_phone_index", "phone_index"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str | None = Field(
        default=None, max_length=80, sa_column_kwargs=personal(GENERAL, purpose="识别和称呼本人")
    )
    phone_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(GENERAL, purpose="联系本人")
    )
    phone_index: bytes | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose="按手机号查找本人"))
    phone_bound_at: datetime | None = None
    created_at: datetime
    disabled_at: datetime | None = None


class WechatAccount(Table, table=True):
    """A WeChat account (openid within our mini-program) that logs a person in."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    openid_sealed: str = Field(max_length=300, sa_column_kwargs=personal(GENERAL, purpose="发送微信通知"))
    openid_index: bytes = Field(unique=True, sa_column_kwargs=personal(GENERAL, purpose="微信登录"))
    created_at: datetime
    last_login_at: datetime


class StaffAccount(Table, table=True):
    """Name and password of someone who works in or with an agency.

    ``totp_last_step`` is the last 30-second step whose code was accepted, so that none works twice.
    ``password_changed_at`` is empty while the password is the one the administrator set.
    """

    __table_args__ = (
        CheckConstraint("username ~ '^[a-z0-9][a-z0-9._-]{2,31}$'", name="username"),
        CheckConstraint("totp_sealed IS NOT NULL OR totp_confirmed_at IS NULL", name="totp"),
    )

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    username: str = Field(max_length=32, unique=True, sa_column_kwargs=personal(GENERAL, purpose="工作人员登录"))
    password_hash: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose="核对登录密码"))
    password_changed_at: datetime | None = None
    totp_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose="核对动态口令")
    )
    totp_confirmed_at: datetime | None = None
    totp_last_step: int | None = None
    created_at: datetime


class Throttle(Table, table=True):
    """Failed attempts under one key (a user name, known or not), and until when it must wait."""

    key: bytes = Field(primary_key=True, sa_column_kwargs=personal(GENERAL, purpose="防止猜测密码"))
    failures: int
    last_at: datetime = Field(index=True)
    locked_until: datetime | None = None


class RoleGrant(Table, table=True):
    """One role of a person in ``[valid_from, valid_to)``, for staff within an agency's subtree."""

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="period"),
        CheckConstraint("agency_id IS NOT NULL OR role IN ('applicant', 'lawyer', 'subject')", name="agency"),
        Index(
            "uq_role_grant_open",
            "person_id",
            "role",
            "agency_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_role_grant_person_id", "person_id"),
        Index("ix_role_grant_agency_id", "agency_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    role: Role = Field(sa_type=checked(Role), sa_column_kwargs=plain())
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    valid_from: datetime
    valid_to: datetime | None = None
    granted_by: UUID | None = None
    revoked_by: UUID | None = None


class LoginSession(Table, table=True):
    """One log-in on one device: the family of refresh tokens that descend from it."""

    __table_args__ = (
        CheckConstraint("(revoked_at IS NULL) = (revoke_reason IS NULL)", name="revoked"),
        CheckConstraint("created_at < expires_at", name="period"),
        Index("ix_login_session_person_id", "person_id", "created_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    method: LoginMethod = Field(sa_type=checked(LoginMethod), sa_column_kwargs=plain())
    device: str | None = Field(
        default=None, max_length=160, sa_column_kwargs=personal(GENERAL, purpose="让本人认出登录的设备")
    )
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime = Field(index=True)
    revoked_at: datetime | None = None
    revoke_reason: RevokeReason | None = Field(
        default=None, sa_type=checked(RevokeReason), sa_column_kwargs=plain()
    )


class RefreshToken(Table, table=True):
    """The digest of one refresh token; the successor is wrapped for whoever holds this token."""

    __table_args__ = (
        CheckConstraint("length(digest) = 32", name="digest"),
        CheckConstraint("(rotated_at IS NULL) = (successor_id IS NULL)", name="rotated"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    session_id: UUID = Field(foreign_key="login_session.id", index=True, ondelete="CASCADE")
    digest: bytes = Field(unique=True, sa_column_kwargs=plain())
    issued_at: datetime
    rotated_at: datetime | None = None
    successor_id: UUID | None = None
    successor_wrapped: bytes | None = Field(default=None, sa_column_kwargs=plain())


class RealName(Table, table=True):
    """The identity document of a person; one document belongs to one person.

    ``verified_at`` is set when someone on duty saw the document; a number the person typed is checked for
    form only. ``born_on`` is what the number itself states: a person's age is asked for without opening it.
    """

    __table_args__ = (
        CheckConstraint("(kind = 'passport') = (issuing_country IS NOT NULL)", name="issuing_country"),
        CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name="verified"),
    )

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    kind: DocumentKind = Field(
        sa_type=checked(DocumentKind), sa_column_kwargs=personal(GENERAL, purpose="核对身份")
    )
    issuing_country: str | None = Field(
        default=None, max_length=3, sa_column_kwargs=personal(GENERAL, purpose="核对身份")
    )
    number_sealed: str = Field(max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose="核对身份"))
    number_index: bytes = Field(
        unique=True, sa_column_kwargs=personal(SENSITIVE, purpose="保证一个证件只对应一个人")
    )
    born_on: date | None = Field(
        default=None, sa_column_kwargs=personal(SENSITIVE, purpose="按年龄核对法律援助条件和律师要求")
    )
    declared_at: datetime
    verified_at: datetime | None = None
    verified_by: UUID | None = None


class IdentityHold(Table, table=True):
    """That a case under way rests on the name and document the person declared: they stay until it ends."""

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    object_id: UUID = Field(primary_key=True)
    since: datetime


class ConsentDocument(Table, table=True):
    """One version of a document people agree to; the newest in force is the one to show."""

    document: ConsentDocumentCode = Field(
        primary_key=True, sa_type=checked(ConsentDocumentCode), sa_column_kwargs=plain()
    )
    version: int = Field(primary_key=True)
    title: str = Field(max_length=100, sa_column_kwargs=plain())
    body: str = Field(max_length=4000, sa_column_kwargs=plain())
    required: bool
    effective_from: date = Field(sa_column_kwargs=plain())


class Consent(Table, table=True):
    """That a person agreed to one version of a document, from when and until when."""

    __table_args__ = (
        ForeignKeyConstraint(["document", "version"], ["consent_document.document", "consent_document.version"]),
        CheckConstraint("withdrawn_at IS NULL OR given_at <= withdrawn_at", name="period"),
        Index(
            "uq_consent_open",
            "person_id",
            "document",
            "version",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_consent_person_id", "person_id", "given_at", "id"),
        Index("ix_consent_document_version", "document", "version"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    document: ConsentDocumentCode = Field(
        sa_type=checked(ConsentDocumentCode), sa_column_kwargs=personal(GENERAL, purpose="证明已告知并取得同意")
    )
    version: int
    given_at: datetime
    withdrawn_at: datetime | None = None


sealed_column(Person, "phone_sealed")
sealed_column(WechatAccount, "openid_sealed")
sealed_column(StaffAccount, "totp_sealed")
sealed_column(RealName, "number_sealed")
