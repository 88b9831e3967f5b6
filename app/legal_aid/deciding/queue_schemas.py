"""What the API of the work queue and the search takes and gives."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.contracts.categories import CaseCategory
from app.identity.numbers import DocumentKind
from app.kernel.clock_views import ClockView
from app.kernel.http import Schema, example
from app.legal_aid.answers import APPLICATION_LINE, CLOCK, OFFICER_ID, ApplicationSummary, HandlerView
from app.legal_aid.enums import ApplicationStatus
from app.legal_aid.schemas import LINE, Day

_HANDLER: dict[str, Any] = {"person_id": OFFICER_ID, "name": "王芳"}
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=LINE)]
DocumentNumber = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=5, max_length=40, pattern=LINE)
]


class QueueItem(ApplicationSummary):
    """One task: the case, and ``task``, the clock that puts it here."""

    model_config = example({**APPLICATION_LINE, "task": CLOCK, "handler": _HANDLER})
    task: ClockView
    handler: HandlerView | None


class HandlerChoice(Schema):
    """Who is to work on the case: oneself, a colleague, or nobody for the time being."""

    model_config = example({"handler_id": OFFICER_ID})
    handler_id: UUID | None


class SearchIn(Schema):
    """What is looked for; everything given must fit. ``name`` is the beginning of the applicant's or the
    recipient's name, or all of it. A document number is looked for in full; the look is recorded.
    """

    model_config = example(
        {
            "number": "2026-12",
            "name": None,
            "document_number": None,
            "document_kind": "resident_id",
            "issuing_country": None,
            "status": None,
            "category": None,
            "submitted_from": None,
            "submitted_to": None,
        }
    )
    number: Annotated[str | None, StringConstraints(strip_whitespace=True, max_length=40)] = Field(
        default=None, description="案号，例如〔2026〕法援字第00012号，或者 2026-12"
    )
    name: Name | None = None
    document_number: DocumentNumber | None = None
    document_kind: DocumentKind = DocumentKind.RESIDENT_ID
    issuing_country: Annotated[str | None, StringConstraints(pattern=r"^[A-Z]{3}$")] = None
    status: ApplicationStatus | None = None
    category: CaseCategory | None = None
    submitted_from: Day | None = None
    submitted_to: Day | None = None
