"""What a caller may do with a group and with one member, by the rules that the commands go by."""

from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.legal_aid.group.enums import LIVE, GroupAction, MemberStatus
from app.legal_aid.group.limits import EDITABLE, GROUP_CATEGORIES
from app.legal_aid.group.models import GroupMember
from app.legal_aid.group.policies import sees_private
from app.legal_aid.group.states import CORRECT, IDENTIFY, SEE_PRIVATE, member_machine
from app.legal_aid.models import Application
from app.legal_aid.policies import not_own, permits


def group_actions(actor: Actor, case: Application) -> list[GroupAction]:
    """Entering members and inviting them, where there can be any and the list may still change."""
    return list(GroupAction) if may_edit(actor, case) and case.category in GROUP_CATEGORIES else []


def member_actions(actor: Actor, case: Application, member: GroupMember) -> list[str]:
    """Transitions first; ``case`` is within the caller's reach for reading."""
    edits, enters = may_edit(actor, case), _may_enter(actor, case)
    needs = {Action.LEDGER_EDIT: edits, Action.APPLICATION_ENTER: enters, Action.MEMBERSHIP: _is_open(case)}
    by_name = member_machine.by_name
    names = [
        name
        for name in member_machine.allowed_actions(actor, member)
        if (action := by_name[name].action) is not None and needs[action]
    ]
    if enters and member.status is MemberStatus.INVITED and member.person_id is None:
        names.append(IDENTIFY)
    if edits and member.status in LIVE:
        names.append(CORRECT)
    if sees_private(actor, case, member):
        names.append(SEE_PRIVATE)
    return names


def may_edit(actor: Actor, case: Application) -> bool:
    """Whether the caller changes members and figures: the applicant, and staff who need not stand back."""
    is_theirs = actor.person_id == case.applicant_id or not_own(case, actor) is None
    return _is_open(case) and is_theirs and _reaches(actor, Action.LEDGER_EDIT, case)


def _may_enter(actor: Actor, case: Application) -> bool:
    """Whether the caller acts at the counter for members who come there."""
    return _is_open(case) and not_own(case, actor) is None and _reaches(actor, Action.APPLICATION_ENTER, case)


def _reaches(actor: Actor, action: Action, case: Application) -> bool:
    return access.can(actor, action) and permits(actor, action, case)


def _is_open(case: Application) -> bool:
    return case.status in EDITABLE
