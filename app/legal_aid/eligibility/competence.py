"""Which places make a legal-aid centre competent (法律援助法 38), best first, each with its reason. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.contracts.categories import CaseCategory, CaseGroup
from app.kernel.areas.codes import BadAreaCode, parse_code
from app.kernel.dictionaries import labels
from app.kernel.statutes import Citation
from app.kernel.statutes.conditions import COMPETENCE, COMPETENCE_IN_LITIGATION
from app.legal_aid.eligibility.facts import Facts

COURT_ONLY = frozenset({CaseCategory.ADMINISTRATIVE_LITIGATION, CaseCategory.LEGAL_CAPACITY})
"""Categories that are lawsuits by their nature, whoever has them now."""


class PlaceBasis(StrEnum):
    """Why a place makes its centre competent."""

    AUTHORITY = "authority"
    DISPUTE_BODY = "dispute_body"
    EVENT = "event"


labels(
    PlaceBasis,
    {
        PlaceBasis.AUTHORITY: "办案机关所在地",
        PlaceBasis.DISPUTE_BODY: "争议处理机关所在地",
        PlaceBasis.EVENT: "事由发生地",
    },
)


@dataclass(frozen=True, slots=True)
class CompetentPlace:
    """A place whose centre may take the application."""

    area_code: str
    basis: PlaceBasis
    text: str
    citation: Citation


def is_litigation(facts: Facts) -> bool:
    """Whether the matter is one of 诉讼事项; before any body has it, civil matters are not."""
    if facts.group is CaseGroup.CRIMINAL or facts.category in COURT_ONLY:
        return True
    return facts.forum_kind is not None and facts.forum_kind.is_litigation


def competence_article(facts: Facts) -> Citation:
    """Which half of art. 38 applies."""
    return COMPETENCE_IN_LITIGATION if is_litigation(facts) else COMPETENCE


def competent_places(facts: Facts) -> Sequence[CompetentPlace]:
    """The places in the order to ask in; none where neither body nor event is known."""
    return tuple(_places(facts))


def _places(facts: Facts) -> Iterator[CompetentPlace]:
    if is_litigation(facts):
        if facts.forum_area is not None:
            text = "案件已经到了法院、检察院或者公安机关，向办案机关所在地的机构申请"
            yield CompetentPlace(facts.forum_area, PlaceBasis.AUTHORITY, text, COMPETENCE_IN_LITIGATION)
        elif facts.event_area is not None:
            text = "还不知道由哪个机关办案，先向事情发生地的机构申请，由它核对办案机关所在地"
            yield CompetentPlace(facts.event_area, PlaceBasis.EVENT, text, COMPETENCE_IN_LITIGATION)
        return
    if facts.forum_area is not None:
        text = "向处理争议的机关所在地的机构申请"
        yield CompetentPlace(facts.forum_area, PlaceBasis.DISPUTE_BODY, text, COMPETENCE)
    if facts.event_area is not None and facts.event_area != facts.forum_area:
        yield CompetentPlace(facts.event_area, PlaceBasis.EVENT, "向事情发生地的机构申请", COMPETENCE)


def covers(centre_area: str, area_code: str) -> bool:
    """Whether a centre of ``centre_area`` serves the place: its own area, or one that holds it."""
    try:
        place = parse_code(area_code)
    except BadAreaCode:
        return False
    return centre_area in (place.text, *place.ancestors)
