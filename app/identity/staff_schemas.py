"""Administration of staff: what the API takes and gives."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.identity.auth_schemas import TOKENS_EXAMPLE
from app.identity.fields import Password, PersonName, Username
from app.identity.schemas import GRANT_EXAMPLE, GrantOut
from app.identity.staff import NewStaff, StaffMember
from app.kernel.actor import Role
from app.kernel.http import Schema, example


class StaffIn(Schema):
    """A new colleague with the first role; the password is to be changed by its owner."""

    model_config = example(
        {
            "username": "officer.wang",
            "name": "王芳",
            "password": "a long pass phrase",
            "role": "officer",
            "agency_id": GRANT_EXAMPLE["agency_id"],
        }
    )
    username: Username = Field(description="3 到 32 位小写字母、数字、点或者横线，以字母或者数字开头")
    name: PersonName
    password: Password = Field(description="至少 12 位，不含用户名；本人第一次登录后要改")
    role: Role
    agency_id: UUID

    def new_staff(self) -> NewStaff:
        return NewStaff(self.username, self.name, self.password.get_secret_value(), self.role, self.agency_id)


class GrantIn(Schema):
    """A role to give, and the agency it serves."""

    model_config = example({"role": "officer", "agency_id": GRANT_EXAMPLE["agency_id"]})
    role: Role
    agency_id: UUID


class PasswordReset(Schema):
    """A new first password, and whether one-time codes are turned off."""

    model_config = example({"password": "a long pass phrase", "reset_totp": False})
    password: Password = Field(description="至少 12 位，不含用户名；本人登录后要改")
    reset_totp: bool = False


class StaffOut(Schema):
    """A colleague, with the roles in force."""

    model_config = example(
        {
            "person_id": TOKENS_EXAMPLE["person_id"],
            "username": "officer.wang",
            "name": "王芳",
            "disabled": False,
            "password_is_initial": True,
            "totp_active": False,
            "created_at": "2026-03-02T01:00:00Z",
            "roles": [GRANT_EXAMPLE],
        }
    )
    person_id: UUID
    username: str
    name: str
    disabled: bool
    password_is_initial: bool
    totp_active: bool
    created_at: datetime
    roles: list[GrantOut]

    @classmethod
    def of(cls, member: StaffMember) -> "StaffOut":
        return cls(
            person_id=member.person.id,
            username=member.account.username,
            name=member.person.name or "",
            disabled=member.person.disabled_at is not None,
            password_is_initial=member.account.password_changed_at is None,
            totp_active=member.account.totp_confirmed_at is not None,
            created_at=member.person.created_at,
            roles=[GrantOut.of(grant, agency) for grant, agency in member.grants],
        )
