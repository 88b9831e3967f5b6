"""May this actor do this to this order."""

from app.correction.enums import CorrectionStatus
from app.correction.orders.models import CorrectionOrder
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor, Role, Scope


def permits(actor: Actor, action: Action, order: CorrectionOrder) -> bool:
    """Own order under a role that reaches one's own, else the office's; nobody supervises themselves.

    A closed file is for the officers it was given to and for those who decide above them (社区矫正法 54).
    """
    if order.person_id == actor.person_id:
        return access.has_scope(actor, action, Scope.OWN)
    if order.guardian_id == actor.person_id:
        return False
    if not order.is_sealed or actor.person_id in order.minor_staff:
        return access.reaches_agency(actor, action, order.agency_path)
    return access.reaches_agency(actor, action, order.agency_path, without=Role.OFFICER)


def may_check_in(actor: Actor, order: CorrectionOrder) -> bool:
    """Whether the caller checks in under this order now."""
    is_own = order.person_id == actor.person_id
    return is_own and order.status is CorrectionStatus.UNDER_CORRECTION and access.can(actor, Action.CHECK_IN)


def may_set_area(actor: Actor, order: CorrectionOrder) -> bool:
    """Whether the caller changes the approved area now."""
    return order.status is not CorrectionStatus.ENDED and permits(actor, Action.SUBJECT_MANAGE, order)
