"""May this person see this of a group? Reach of the application itself is checked before."""

from app.kernel.actor import Actor
from app.legal_aid.group.models import GroupMember
from app.legal_aid.models import Application


def sees_private(actor: Actor, case: Application, member: GroupMember) -> bool:
    """The member sees their own document and account, the centre and the lawyer of the case see everyone's; the
    representative is another member.
    """
    if member.person_id == actor.person_id:
        return True
    return actor.person_id != case.applicant_id
