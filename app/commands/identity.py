"""The first administrator, and key rotation, from the command line."""

from uuid import UUID

from app.commands.running import run
from app.identity import staff
from app.identity.staff import NewStaff
from app.kernel import rotation
from app.kernel.actor import Role
from app.wiring import Services


def add_administrator(username: str, name: str, password: str, agency_id: UUID) -> UUID:
    """Open the account of an agency's first administrator, who opens the others in the API.

    Raises:
        CommandRefused: the user name is taken or malformed, the password too weak, the agency unknown.
    """

    async def add(services: Services) -> UUID:
        new = NewStaff(username.strip().lower(), name, password, Role.ADMINISTRATOR, agency_id)
        async with services.database.transaction() as session:
            member = await staff.add_staff(session, services.identity.passwords, new, at=services.clock.now())
        return member.person.id

    return run(add)


def rotate_keys() -> dict[str, int]:
    """Re-seal everything with the first key of YJT_FIELD_KEYS; how many values, by column."""

    async def rotate(services: Services) -> dict[str, int]:
        return await rotation.rotate(services.database, services.vault)

    return run(rotate)
