"""What the legal-aid domain tells the rest of the product."""

from datetime import date
from uuid import UUID

from app.kernel.bus import Event


class ApplicationEvent(Event):
    """Common to all: which application, whose, at which centre."""

    application_id: UUID
    applicant_id: UUID
    agency_id: UUID


class ApplicationSubmitted(ApplicationEvent):
    """The applicant handed it in; the seven days begin (法律援助法 43)."""


class ApplicationAccepted(ApplicationEvent):
    """The centre took it on."""


class ApplicationGranted(ApplicationEvent):
    """Legal aid is given; the three days to assign begin (法律援助法 43)."""


class ApplicationRefused(ApplicationEvent):
    """Legal aid is refused, with reasons and how to object (法律援助法 43, 49)."""


class ApplicationAssigned(ApplicationEvent):
    """A lawyer was asked to take the case."""

    lawyer_person_id: UUID


class ApplicationTaken(ApplicationEvent):
    """The lawyer accepted; the case has a holder."""

    lawyer_person_id: UUID


class ApplicationReturned(ApplicationEvent):
    """The lawyer declined or did not answer; the centre must assign again."""


class ApplicationWithdrawn(ApplicationEvent):
    """The applicant took it back."""


class ApplicationTerminated(ApplicationEvent):
    """The centre ended legal aid (法律援助法 48); a lawyer who was asked or handled the case is free again."""

    lawyer_person_id: UUID | None


class SupplementRequested(ApplicationEvent):
    """Materials are missing: the one notice was sent, the seven days stand still (法律援助法 43)."""


class ApplicationSupplemented(ApplicationEvent):
    """The applicant answered the notice; the seven days run on."""


class ApplicationLapsed(ApplicationEvent):
    """The notice was not answered: deemed withdrawn (法律援助法 43)."""


class ApplicationTransferred(ApplicationEvent):
    """Another centre takes it over; filing date and history stay. ``agency_id`` is the new one."""


class ApplicationDuplicate(ApplicationEvent):
    """Another centre received the same matter first and keeps it (148号令 10)."""


class ApplicationAdvanced(ApplicationEvent):
    """Aid comes first, formalities afterwards (法律援助法 44)."""


class ObjectionFiled(ApplicationEvent):
    """The applicant objects to a refusal or termination; the bureau has five days (法律援助法 49)."""


class ObjectionDecided(ApplicationEvent):
    """The bureau upheld the decision or ordered the centre to correct it (法律援助法 49)."""

    is_upheld: bool


class LawyerReplaced(ApplicationEvent):
    """The centre replaces the lawyer, who is free again (法律援助法 55; 148号令 37)."""

    lawyer_person_id: UUID


class CaseConcluded(ApplicationEvent):
    """The lawyer reports the end of the matter; the file is due within thirty days (148号令 40)."""

    lawyer_person_id: UUID


class FileHandedIn(ApplicationEvent):
    """The lawyer handed the closing file in; the centre reviews it within thirty days (148号令 41)."""

    lawyer_person_id: UUID


class FileReturned(ApplicationEvent):
    """The closing file is not complete; the lawyer completes it."""

    lawyer_person_id: UUID


class ApplicationClosed(ApplicationEvent):
    """The file was reviewed and the case closed; the lawyer is free again, the subsidy is due (148号令 41)."""

    lawyer_person_id: UUID


class ApplicationArchived(ApplicationEvent):
    """One case, one file (148号令 42)."""


class MemberEvent(Event):
    """Common to what happens to one claimant of a group."""

    application_id: UUID
    member_id: UUID
    person_id: UUID


class MemberJoined(MemberEvent):
    """Someone agreed and signed: ``representative_id`` acts for them, too, from now on (民事诉讼法 56)."""

    representative_id: UUID


class MemberLeft(MemberEvent):
    """Someone left the group; the lawyer, where there is one, no longer acts for them."""

    representative_id: UUID
    lawyer_person_id: UUID | None


class GroupCaseMoved(MemberEvent):
    """The group's case took a step; ``status`` is a code of ``ApplicationStatus``."""

    status: str


class ApplicationOverdue(ApplicationEvent):
    """A statutory period of the centre's passed unmet; ``rule_code`` and ``due_on`` say which and when."""

    rule_code: str
    due_on: date
