"""The values that legal aid and the lawyers' domain exchange through ports: needs, candidates, choices."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.contracts.languages import Language
from app.contracts.lawyers import WithdrawnBecause
from app.kernel.dictionaries import labels


class OverrideReason(StrEnum):
    """Why the officer asks somebody else than the one proposed first."""

    RECIPIENT_ASKED = "recipient_asked"
    KNOWS_CASE = "knows_case"
    SPEAKS_BETTER = "speaks_better"
    NEARER = "nearer"
    AGREED_BEFORE = "agreed_before"
    OTHER = "other"


labels(
    OverrideReason,
    {
        OverrideReason.RECIPIENT_ASKED: "受援人要求",
        OverrideReason.KNOWS_CASE: "了解这件案件",
        OverrideReason.SPEAKS_BETTER: "沟通更方便",
        OverrideReason.NEARER: "距离更近",
        OverrideReason.AGREED_BEFORE: "事先说好",
        OverrideReason.OTHER: "其他原因",
    },
)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody on one side of a matter, as far as the conflict check compares them (律师法 39).

    Attributes:
        number: blind index of the document number or credit code (``identity.people.index_of``), where known.
        person_id: the person, where they are registered here.
    """

    name: str
    number: bytes | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What a matter asks of a lawyer; of the parties only what the conflict check compares.

    Attributes:
        matter_id: the application.
        agency_id: the centre that assigns.
        category: code of the case category (rules.md G), e.g. ``labour_remuneration``.
        area_code: GB/T 2260 code of the county where the matter is.
        summary: one plain sentence for the lawyer, without personal data of the parties.
        client_id: the applicant's person id.
        clients: everybody on the client's side, the applicant first: whom aid is for, members of a group.
        opponents: everybody on the other side.
        excluded_ids: persons who are not asked: lawyers whom the centre replaced in this matter.
        practice_years: years of criminal defence the law asks for (法律援助法 26); 0 where it asks none.
        is_for_minor: aid is for a minor (148号令 26).
        is_minors_reason_given: the officer said why a lawyer who does not know minors is asked all the same.
        is_urgent: aid comes before the formalities, or a period is about to end (法律援助法 44).
        is_criminal: only a lawyer may defend (刑事诉讼法 35).
        language: the one language the recipient can be spoken to in; none where Mandarin does.
        asks_for_woman: the recipient asks for a woman, in a matter where that counts.
    """

    matter_id: UUID
    agency_id: UUID
    category: str
    area_code: str
    summary: str
    client_id: UUID
    clients: tuple[Party, ...]
    opponents: tuple[Party, ...]
    excluded_ids: tuple[UUID, ...] = ()
    practice_years: int = 0
    is_for_minor: bool = False
    is_minors_reason_given: bool = False
    is_urgent: bool = False
    is_criminal: bool = False
    language: Language | None = None
    asks_for_woman: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of a candidate's score: stable code, value between 0 and 1, plain Chinese."""

    code: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lawyer proposed for a need, best first."""

    lawyer_id: UUID
    name: str
    firm: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A constraint that keeps a lawyer from a matter: code, source, plain Chinese.

    ``relaxable``: the officer may set it aside; what the law forbids they may not.
    """

    code: str
    source: str
    text: str
    relaxable: bool = False


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What setting conditions aside would bring: how many more lawyers, and by how much it would be missed.

    ``code`` joins those that only help together with ``+``; ``relaxable`` where the officer may simply do it.
    """

    code: str
    lawyers: int
    text: str
    relaxable: bool = False


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Candidates, best first; where few or none are left, what could be relaxed.

    ``weights_version`` and ``seed`` (which breaks ties) with the facts of the moment give the same list again.
    """

    candidates: tuple[Candidate, ...]
    relaxations: tuple[Relaxation, ...]
    weights_version: str
    seed: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one lawyer stands to a matter: proposed at ``rank`` (from 1) with reasons, or kept from it."""

    lawyer_id: UUID
    name: str
    firm: str
    rank: int | None
    candidate: Candidate | None
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the officer asks.

    Attributes:
        lawyer_ids: in this order; the first now, each further one when the one before declined or fell silent.
        is_together: all at once, the first acceptance wins; for urgent matters.
        firm_id: instead of lawyers, a firm that names one of its own.
        override_reason: why not the one proposed first; ``override_note`` in words.
        relaxed: codes of constraints the officer set aside.
        made_by: the officer.
        assign_by: when the centre's days to assign end; none where no such clock runs.
        batch_id: the plan of a whole queue that this is part of; what it proposes is best for the queue, so that
            not being first for this one matter is no override.
    """

    lawyer_ids: tuple[UUID, ...]
    made_by: UUID
    assign_by: datetime | None
    is_together: bool = False
    firm_id: UUID | None = None
    override_reason: OverrideReason | None = None
    override_note: str | None = None
    relaxed: frozenset[str] = frozenset()
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A lawyer who may assess a matter that others handled."""

    lawyer_id: UUID
    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """An offer as the officer sees it: to whom, how it stands, and every moment of it."""

    id: UUID
    position: int
    lawyer_id: UUID
    name: str
    firm: str
    status: str
    score: float
    offered_at: datetime
    told_at: datetime
    expires_at: datetime
    viewed_at: datetime | None
    answered_at: datetime | None
    decline_reason: str | None
    decline_note: str | None
    withdrawn_because: WithdrawnBecause | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A planned lawyer who could not be asked when their turn came, and every obstacle's code and words."""

    lawyer_id: UUID
    constraints: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    """An attempt to find a lawyer as the officer sees it; ``ranking`` is the shortlist of that moment."""

    id: UUID
    mode: str
    status: str
    is_urgent: bool
    ranking: tuple[Candidate, ...]
    weights_version: str
    seed: str
    planned: tuple[UUID, ...]
    next_position: int
    offers: tuple[OfferRecord, ...]
    skipped: tuple[Skipped, ...]
    firm: str | None
    name_by: datetime | None
    assign_by: datetime | None
    override_reason: OverrideReason | None
    override_note: str | None
    relaxed: tuple[str, ...]
    made_by: UUID
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DutyDay:
    """A day on which a lawyer is on duty, and where."""

    on: date
    place: str
