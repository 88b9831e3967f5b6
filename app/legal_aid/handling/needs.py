"""What matters ask of a lawyer: of one, or of a whole queue in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from app.contracts.categories import CATEGORIES, CaseGroup
from app.contracts.matching import Need, Party
from app.kernel import statutes
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.legal_aid.applying.sections import Sections, load_sections_of
from app.legal_aid.deciding.decisions import agency_of
from app.legal_aid.eligibility.codes import NoticeGround
from app.legal_aid.eligibility.facts import notice_grounds
from app.legal_aid.eligibility.loading import facts_of
from app.legal_aid.handling import parties
from app.legal_aid.handling import repository as handling
from app.legal_aid.handling.rules import WOMAN_ON_REQUEST
from app.legal_aid.models import Application
from app.legal_aid.rules import months_text, yuan

COUNTY_DIGITS = 6
CAPITAL_PRACTICE = "legal_aid.capital_case_practice"
CAPITAL = frozenset({NoticeGround.LIFE_OR_DEATH, NoticeGround.DEATH_REVIEW})
"""Grounds of 法律援助法 25 for which art. 26 asks for a lawyer with years of practice."""


async def need_of(session: AsyncSession, case: Application) -> Need:
    """What the matter asks of a lawyer, and everyone on either side; the summary names no party."""
    return (await needs_of(session, [case]))[case.id]


async def needs_of(session: AsyncSession, cases: Sequence[Application]) -> dict[UUID, Need]:
    """As :func:`need_of` for many matters, by id and in their order."""
    ids = [case.id for case in cases]
    sections = await load_sections_of(session, cases)
    clients = await parties.clients_of(session, cases)
    replaced = await handling.replaced_lawyers_of(session, ids)
    centres = await _centre_areas(session, {agency_of(case) for case in cases})
    return {
        case.id: _need(case, sections[case.id], clients[case.id], replaced[case.id], centres[agency_of(case)])
        for case in cases
    }


def _need(
    case: Application,
    sections: Sections,
    clients: tuple[Party, ...],
    replaced: tuple[UUID, ...],
    centre_area: str,
) -> Need:
    facts = facts_of(case.category, sections, on=local_date(case.created_at))
    is_capital = not CAPITAL.isdisjoint(notice_grounds(facts))
    return Need(
        matter_id=case.id,
        agency_id=agency_of(case),
        category=case.category.value,
        area_code=_area_of(sections) or centre_area,
        summary=_summary(case, sections),
        client_id=case.applicant_id,
        clients=(Party(case.applicant_name or "", case.applicant_number_index, case.applicant_id), *clients),
        opponents=_opponents(sections),
        excluded_ids=replaced,
        practice_years=statutes.statute(CAPITAL_PRACTICE, local_date(case.created_at)).value if is_capital else 0,
        is_for_minor=bool(facts.is_minor),
        is_urgent=case.urgency is not None,
        is_criminal=CATEGORIES[case.category].group is CaseGroup.CRIMINAL,
        language=sections.applicant.only_language if sections.applicant else None,
        asks_for_woman=_asks_for_woman(case, sections),
    )


def _opponents(sections: Sections) -> tuple[Party, ...]:
    """Everybody on the other side, the employer of a wage claim first."""
    claim = sections.claim
    employer = [Party(claim.employer_name, claim.employer_index)] if claim else []
    return (*employer, *(Party(side.name, side.number_index) for side in sections.other_sides))


def _asks_for_woman(case: Application, sections: Sections) -> bool:
    """Whether the request for a woman was made, in a matter where it binds."""
    asked = sections.applicant is not None and sections.applicant.asks_for_woman
    return asked and case.category in WOMAN_ON_REQUEST


def _summary(case: Application, sections: Sections) -> str:
    title = CATEGORIES[case.category].title_zh
    claim = sections.claim
    if claim is None:
        return title
    months = months_text(claim.period_from, claim.period_to)
    return f"{title}，{months}，{yuan(claim.amount_fen)} 元"


def _area_of(sections: Sections) -> str | None:
    """The county of the event, the authority or the dispute body, where one was named."""
    for part in (sections.place, sections.criminal, sections.forum):
        if part is not None and part.area_code:
            return part.area_code[:COUNTY_DIGITS]
    return None


async def _centre_areas(session: AsyncSession, agency_ids: set[UUID]) -> Mapping[UUID, str]:
    """The counties of these centres."""
    statement = select(Agency.id, Agency.area_code).where(col(Agency.id).in_(agency_ids))
    rows = (await session.execute(statement)).all()
    return {agency_id: area_code[:COUNTY_DIGITS] for agency_id, area_code in rows}
