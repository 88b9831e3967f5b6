"""People, how they log in, what roles they hold, and what they agreed to, with the first documents."""

from datetime import date

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003_identity"
down_revision = "0002_areas"
branch_labels = None
depends_on = None

FIRST_DOCUMENTS = (
    {
        "document": "privacy_notice",
        "version": 1,
        "title": "个人信息处理告知",
        "body": (
            "本服务由县级司法行政机关提供。为办理法律援助和社区矫正事务，我们处理您的姓名、手机号、微信标识、"
            "证件号码、您提交的材料和办理记录。依法履行法定职责所必需的处理，不以您的同意为前提（个人信息保护法"
            "第十三条）。证件号码和手机号加密保存，只有办理您事项的工作人员能够查看，每次查看都有记录，您可以在"
            "“谁看过我的资料”里看到。信息保存在境内，保存到办理和归档所需的最短期限。您可以查阅、复制、更正，"
            "也可以拨打 12348 或到窗口提出意见。"
        ),
        "required": True,
        "effective_from": date(2026, 1, 1),
    },
    {
        "document": "sensitive_data",
        "version": 1,
        "title": "处理敏感个人信息单独同意",
        "body": (
            "有些材料含有敏感个人信息，例如银行账户、医疗记录、未满十四周岁未成年人的信息。我们只在办理您的事项"
            "需要时使用这些材料，并严格限制查看范围。不同意不影响您用其他方式提出申请，但需要这些材料才能证明的"
            "事实可能无法认定。您可以随时撤回同意，撤回前已经办理的不受影响（个人信息保护法第十五条、第二十九条、"
            "第三十条）。"
        ),
        "required": False,
        "effective_from": date(2026, 1, 1),
    },
)


def upgrade() -> None:
    op.create_table(
        "consent_document",
        sa.Column(
            "document",
            sa.Enum(
                "privacy_notice",
                "sensitive_data",
                name="consentdocumentcode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("document", "version", name=op.f("pk_consent_document")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("phone_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone_bound_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("disabled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("(phone_sealed IS NULL) = (phone_index IS NULL)", name=op.f("ck_person_phone")),
        sa.CheckConstraint("name IS NULL OR length(btrim(name)) > 0", name=op.f("ck_person_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index("ix_person_phone_index", "person", ["phone_index"], unique=False)
    op.create_table(
        "identity_hold",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_hold_person_id")),
        sa.PrimaryKeyConstraint("person_id", "object_id", name=op.f("pk_identity_hold")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("locked_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_index(op.f("ix_throttle_last_at"), "throttle", ["last_at"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "document",
            sa.Enum(
                "privacy_notice",
                "sensitive_data",
                name="consentdocumentcode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("withdrawn_at IS NULL OR given_at <= withdrawn_at", name=op.f("ck_consent_period")),
        sa.ForeignKeyConstraint(
            ["document", "version"],
            ["consent_document.document", "consent_document.version"],
            name=op.f("fk_consent_document_version"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id", "given_at", "id"], unique=False)
    op.create_index("ix_consent_document_version", "consent", ["document", "version"], unique=False)
    op.create_index(
        "uq_consent_open",
        "consent",
        ["person_id", "document", "version"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "login_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "wechat",
                "password",
                "demo",
                name="loginmethod",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("device", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "revoke_reason",
            sa.Enum(
                "logout",
                "owner",
                "token_reused",
                "password_changed",
                "administrator",
                name="revokereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoke_reason IS NULL)", name=op.f("ck_login_session_revoked")
        ),
        sa.CheckConstraint("created_at < expires_at", name=op.f("ck_login_session_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_expires_at"), "login_session", ["expires_at"], unique=False)
    op.create_index("ix_login_session_person_id", "login_session", ["person_id", "created_at", "id"], unique=False)
    op.create_table(
        "real_name",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "resident_id",
                "hmt_residence_permit",
                "foreign_permanent_residence",
                "passport",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("issuing_country", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("number_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("declared_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("verified_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'passport') = (issuing_country IS NOT NULL)", name=op.f("ck_real_name_issuing_country")
        ),
        sa.CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name=op.f("ck_real_name_verified")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_real_name_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_real_name")),
        sa.UniqueConstraint("number_index", name=op.f("uq_real_name_number_index")),
    )
    op.create_table(
        "staff_account",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("username", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("password_changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("totp_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("totp_confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.CheckConstraint("username ~ '^[a-z0-9][a-z0-9._-]{2,31}$'", name=op.f("ck_staff_account_username")),
        sa.CheckConstraint(
            "totp_sealed IS NOT NULL OR totp_confirmed_at IS NULL", name=op.f("ck_staff_account_totp")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_account_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_staff_account")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_account_username")),
    )
    op.create_table(
        "wechat_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("openid_sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("openid_index", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_login_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wechat_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_account")),
        sa.UniqueConstraint("openid_index", name=op.f("uq_wechat_account_openid_index")),
    )
    op.create_index(op.f("ix_wechat_account_person_id"), "wechat_account", ["person_id"], unique=False)
    op.create_table(
        "refresh_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("rotated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("successor_wrapped", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(rotated_at IS NULL) = (successor_id IS NULL)", name=op.f("ck_refresh_token_rotated")),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_refresh_token_digest")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["login_session.id"], name=op.f("fk_refresh_token_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_refresh_token_digest")),
    )
    op.create_index(op.f("ix_refresh_token_session_id"), "refresh_token", ["session_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "applicant",
                "lawyer",
                "subject",
                "officer",
                "decider",
                "approver",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("valid_to", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "agency_id IS NOT NULL OR role IN ('applicant', 'lawyer', 'subject')",
            name=op.f("ck_role_grant_agency"),
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_role_grant_period")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_role_grant_agency_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index("ix_role_grant_person_id", "role_grant", ["person_id"], unique=False)
    op.create_index("ix_role_grant_agency_id", "role_grant", ["agency_id"], unique=False)
    op.create_index(
        "uq_role_grant_open",
        "role_grant",
        ["person_id", "role", "agency_id"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.bulk_insert(
        sa.table(
            "consent_document",
            sa.column("document", sa.String()),
            sa.column("version", sa.Integer()),
            sa.column("title", sa.String()),
            sa.column("body", sa.String()),
            sa.column("required", sa.Boolean()),
            sa.column("effective_from", sa.Date()),
        ),
        list(FIRST_DOCUMENTS),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_role_grant_open",
        table_name="role_grant",
        postgresql_where=sa.text("valid_to IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index("ix_role_grant_agency_id", table_name="role_grant")
    op.drop_index("ix_role_grant_person_id", table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_refresh_token_session_id"), table_name="refresh_token")
    op.drop_table("refresh_token")
    op.drop_index(op.f("ix_wechat_account_person_id"), table_name="wechat_account")
    op.drop_table("wechat_account")
    op.drop_table("staff_account")
    op.drop_table("real_name")
    op.drop_index("ix_login_session_person_id", table_name="login_session")
    op.drop_index(op.f("ix_login_session_expires_at"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_index("uq_consent_open", table_name="consent", postgresql_where=sa.text("withdrawn_at IS NULL"))
    op.drop_index("ix_consent_document_version", table_name="consent")
    op.drop_index("ix_consent_person_id", table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_throttle_last_at"), table_name="throttle")
    op.drop_table("throttle")
    op.drop_table("identity_hold")
    op.drop_index("ix_person_phone_index", table_name="person")
    op.drop_table("person")
    op.drop_table("consent_document")
