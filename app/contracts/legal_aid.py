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
    """The centre ended legal aid in a case that a lawyer handled (法律援助法 48); the lawyer is free again."""

    lawyer_person_id: UUID


class ApplicationOverdue(ApplicationEvent):
    """A statutory period of the centre's passed unmet; ``rule_code`` and ``due_on`` say which and when."""

    rule_code: str
    due_on: date
