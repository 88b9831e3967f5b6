"""Who is calling: a person with role grants, each bound to an agency or to the person alone."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.kernel.dictionaries import labels


class Role(StrEnum):
    """What a person may be; one person may be several at once."""

    APPLICANT = "applicant"
    LAWYER = "lawyer"
    SUBJECT = "subject"
    OFFICER = "officer"
    DECIDER = "decider"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.OFFICER, Role.DECIDER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR})

labels(
    Role,
    {
        Role.APPLICANT: "申请人",
        Role.LAWYER: "律师",
        Role.SUBJECT: "社区矫正对象",
        Role.OFFICER: "工作人员",
        Role.DECIDER: "审批人员",
        Role.APPROVER: "县级审批人",
        Role.AUDITOR: "监督人员",
        Role.ADMINISTRATOR: "管理员",
    },
)


class Scope(StrEnum):
    """Which objects a granted action reaches."""

    SELF = "self"
    """The caller's own account; there is no object of anyone else's."""
    OWN = "own"
    """Objects that belong to the caller."""
    HELD = "held"
    """Cases that were offered to the caller or that the caller holds."""
    AGENCY = "agency"
    """Objects of the agency the role was granted in, and of the agencies below it."""
    ANY = "any"
    """Objects without an owner (directories, the calendar)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, for staff within an agency's subtree (``agency_path`` is its materialised path)."""

    role: Role
    agency_id: UUID | None = None
    agency_path: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The authenticated caller of one request."""

    person_id: UUID
    session_id: UUID
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held now."""
        return frozenset(grant.role for grant in self.grants)
