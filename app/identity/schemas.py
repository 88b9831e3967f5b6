"""The caller's own data: what the API takes and gives. Numbers leave masked; only the export shows them whole."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.identity.auth_schemas import TOKENS_EXAMPLE, SessionOut
from app.identity.enums import ConsentDocumentCode
from app.identity.fields import Code, PersonName
from app.identity.models import RealName, RoleGrant, StaffAccount
from app.identity.numbers import DocumentKind, mask_number, mask_phone
from app.identity.people import Declaration, PersonalData
from app.kernel.actor import Role
from app.kernel.areas.models import Agency
from app.kernel.http import Schema, example

GRANT_EXAMPLE = {
    "id": "01980000-0000-7000-8000-000000000003",
    "role": "officer",
    "agency_id": "01980000-0000-7000-8000-000000000004",
    "agency_name": "城关镇司法所",
    "valid_from": "2026-03-02T01:00:00Z",
    "valid_to": None,
}


class PhoneBinding(Schema):
    """A code from the getPhoneNumber button, good once for five minutes."""

    model_config = example({"code": "e31968a7f94cc5ee25fafc2aef2773f0bb8c3937"})
    code: Code


class RealNameIn(Schema):
    """Name and identity document; ``issuing_country`` (ISO 3166-1 alpha-3) with a passport only."""

    model_config = example({"name": "王小强", "kind": "resident_id", "number": "11010519491231002X"})
    name: PersonName
    kind: DocumentKind = DocumentKind.RESIDENT_ID
    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    issuing_country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None

    @model_validator(mode="after")
    def _country_with_passport(self) -> "RealNameIn":
        if (self.kind is DocumentKind.PASSPORT) != (self.issuing_country is not None):
            raise ValueError("护照要填签发国家代码（三个大写字母），其他证件不填")
        return self

    def declaration(self) -> Declaration:
        return Declaration(self.name, self.kind, self.number, self.issuing_country)


class RealNameOut(Schema):
    """The registered document, masked; ``verified_at`` once someone on duty saw it."""

    model_config = example(
        {
            "name": "王小强",
            "kind": "resident_id",
            "number": "1101***********02X",
            "issuing_country": None,
            "declared_at": "2026-03-02T01:00:00Z",
            "verified_at": None,
        }
    )
    name: str
    kind: DocumentKind
    number: str
    issuing_country: str | None
    declared_at: datetime
    verified_at: datetime | None

    @classmethod
    def of(cls, real_name: RealName, data: PersonalData) -> "RealNameOut":
        return cls(
            name=data.name or "",
            kind=real_name.kind,
            number=mask_number(data.number or ""),
            issuing_country=real_name.issuing_country,
            declared_at=real_name.declared_at,
            verified_at=real_name.verified_at,
        )


class PhoneOut(Schema):
    """The bound phone number, masked."""

    model_config = example({"phone": "138****8000"})
    phone: str

    @classmethod
    def of(cls, phone: str) -> "PhoneOut":
        return cls(phone=mask_phone(phone))


class GrantOut(Schema):
    """A role in force."""

    model_config = example(GRANT_EXAMPLE)
    id: UUID
    role: Role
    agency_id: UUID | None
    agency_name: str | None
    valid_from: datetime
    valid_to: datetime | None

    @classmethod
    def of(cls, grant: RoleGrant, agency: Agency | None) -> "GrantOut":
        return cls(
            id=grant.id,
            role=grant.role,
            agency_id=grant.agency_id,
            agency_name=agency.name if agency else None,
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
        )


class StaffAccountOut(Schema):
    """The caller's user name, and whether password and one-time codes are as they should be."""

    model_config = example({"username": "officer.wang", "password_is_initial": False, "totp_active": True})
    username: str
    password_is_initial: bool
    totp_active: bool

    @classmethod
    def of(cls, account: StaffAccount) -> "StaffAccountOut":
        return cls(
            username=account.username,
            password_is_initial=account.password_changed_at is None,
            totp_active=account.totp_confirmed_at is not None,
        )


class Me(Schema):
    """The caller: masked data, roles, what they may do, and what is still to be done."""

    model_config = example(
        {
            "person_id": TOKENS_EXAMPLE["person_id"],
            "name": "王小强",
            "phone": "138****8000",
            "real_name": None,
            "roles": [GRANT_EXAMPLE],
            "allowed_actions": ["identity.account.use"],
            "consents_missing": ["privacy_notice"],
            "staff_account": None,
        }
    )
    person_id: UUID
    name: str | None
    phone: str | None
    real_name: RealNameOut | None
    roles: list[GrantOut]
    allowed_actions: list[str]
    consents_missing: list[ConsentDocumentCode]
    staff_account: StaffAccountOut | None


class AccessLogEntry(Schema):
    """One time someone looked at the caller's data, or changed it."""

    model_config = example(
        {
            "id": "01980000-0000-7000-8000-000000000009",
            "at": "2026-03-02T01:00:00Z",
            "action": "legal_aid.application.read",
            "action_title": "查看申请",
            "purpose": "办理法律援助申请",
            "object_type": "application",
            "by": "王*",
            "roles": ["officer"],
        }
    )
    id: UUID
    at: datetime
    action: str
    action_title: str
    purpose: str
    object_type: str
    by: str
    roles: list[str]


class ConsentIn(Schema):
    """Which version of which document the caller read and agrees to."""

    model_config = example({"document": "privacy_notice", "version": 1})
    document: ConsentDocumentCode
    version: Annotated[int, Field(ge=1, le=10_000)]


class ConsentOut(Schema):
    """A consent given, and when it was withdrawn."""

    model_config = example(
        {
            "id": "01980000-0000-7000-8000-000000000005",
            "document": "privacy_notice",
            "version": 1,
            "given_at": "2026-03-02T01:00:00Z",
            "withdrawn_at": None,
        }
    )
    id: UUID
    document: ConsentDocumentCode
    version: int
    given_at: datetime
    withdrawn_at: datetime | None


class Consents(Schema):
    """Every consent the caller gave, newest first."""

    model_config = example({"items": []})
    items: list[ConsentOut]


class ConsentDocumentOut(Schema):
    """The version in force of a document."""

    model_config = example(
        {
            "document": "privacy_notice",
            "version": 1,
            "title": "个人信息处理告知",
            "body": "……",
            "required": True,
            "effective_from": "2026-01-01",
        }
    )
    document: ConsentDocumentCode
    version: int
    title: str
    body: str
    required: bool
    effective_from: date


class ConsentDocuments(Schema):
    """The versions in force."""

    model_config = example({"items": []})
    items: list[ConsentDocumentOut]


class Export(Schema):
    """A copy of what identity holds about the caller, in the clear (个人信息保护法 art. 45)."""

    model_config = example(
        {
            "person_id": TOKENS_EXAMPLE["person_id"],
            "name": "王小强",
            "phone": "13800138000",
            "document_kind": "resident_id",
            "document_number": "11010519491231002X",
            "birth_date": "1949-12-31",
            "verified": False,
            "roles": [GRANT_EXAMPLE],
            "consents": [],
            "sessions": [],
        }
    )
    person_id: UUID
    name: str | None
    phone: str | None
    document_kind: DocumentKind | None
    document_number: str | None
    birth_date: date | None
    verified: bool
    roles: list[GrantOut]
    consents: list[ConsentOut]
    sessions: list[SessionOut]
