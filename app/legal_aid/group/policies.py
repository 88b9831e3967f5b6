"""May this person see this of a group? Reach of the application itself is checked before."""

from app.kernel.actor import Actor
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.group.models import GroupMember
from app.legal_aid.models import Application


def is_only_asked(actor: Actor, case: Application) -> bool:
    """Whether the caller is a lawyer who was asked to take the case and has not answered: they compare names for
    conflicts and see no figures.
    """
    is_lawyer = actor.person_id == case.lawyer_person_id and actor.person_id != case.applicant_id
    return is_lawyer and case.status is ApplicationStatus.OFFERED


def sees_private(actor: Actor, case: Application, member: GroupMember) -> bool:
    """The member sees their own document and account, the centre and the lawyer of the case see everyone's; the
    representative is another member.
    """
    if member.person_id == actor.person_id:
        return True
    return actor.person_id != case.applicant_id and not is_only_asked(actor, case)
