"""May this administrator do this to this colleague?"""

from uuid import UUID

from app.identity.errors import NotOwnAccount, RoleNotGrantable, ServesElsewhere
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import STAFF, Actor, Role
from app.kernel.areas.models import Agency

GRANTABLE = STAFF | {Role.LAWYER}
"""Applicants and subjects come to be by logging in and by an order, not by an administrator."""


def may_grant(actor: Actor, role: Role, agency: Agency) -> None:
    """Only working roles, and only within the administrator's own subtree.

    Raises:
        RoleNotGrantable: otherwise.
    """
    if role not in GRANTABLE or not access.reaches_agency(actor, Action.STAFF_MANAGE, agency.tree_path):
        raise RoleNotGrantable()


def may_manage(actor: Actor, person_id: UUID, agencies: list[Agency]) -> None:
    """Never oneself, and nobody who also serves outside the subtree: a township's administrator must not
    reset the password of someone who administers the county.

    Raises:
        NotOwnAccount, ServesElsewhere: see there.
    """
    if person_id == actor.person_id:
        raise NotOwnAccount()
    if not all(access.reaches_agency(actor, Action.STAFF_MANAGE, agency.tree_path) for agency in agencies):
        raise ServesElsewhere()
