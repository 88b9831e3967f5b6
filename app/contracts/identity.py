"""What happened to people, their roles and their consents. Ids and facts only, never personal data."""

from uuid import UUID

from app.kernel.actor import Role
from app.kernel.bus import Event


class PersonRegistered(Event):
    """Someone became known: by a first log-in, or entered by staff (``by`` is that member of staff)."""

    person_id: UUID
    by: UUID | None = None


class RealNameDeclared(Event):
    """A person gave name and document number; ``verified`` when someone on duty saw the document."""

    person_id: UUID
    verified: bool


class RoleGranted(Event):
    """A person holds a role from now on."""

    person_id: UUID
    grant_id: UUID
    role: Role
    agency_id: UUID | None = None


class RoleRevoked(Event):
    """A person no longer holds a role."""

    person_id: UUID
    grant_id: UUID
    role: Role
    agency_id: UUID | None = None


class ConsentWithdrawn(Event):
    """A person withdrew a consent: stop what rests on it (个人信息保护法 art. 15, 47)."""

    person_id: UUID
    document: str
    version: int


class RefreshTokenReused(Event):
    """A refresh token came twice: it may be stolen, and every token of its log-in was revoked."""

    person_id: UUID
    session_id: UUID
