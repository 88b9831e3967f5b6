"""What each caller sees of the form: the applicant and the centre all, the lawyer what the work needs."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.numbers import mask_number
from app.kernel import access
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.areas.lookups import known_area
from app.kernel.clock import local_date
from app.kernel.statutes import statute
from app.kernel.vault import Vault
from app.legal_aid.answers import PlaceView
from app.legal_aid.applying.answers import (
    CriminalView,
    ForumView,
    MatterView,
    OtherSideView,
    ProposedAgencyView,
    RepresentationView,
    UrgencyView,
)
from app.legal_aid.applying.models import RECIPIENT_NUMBER, SIDE_NUMBER, OtherSide, WageClaim
from app.legal_aid.applying.parts import HardshipPart
from app.legal_aid.applying.readiness import Standing
from app.legal_aid.applying.sections import Sections
from app.legal_aid.eligibility.centres import proposals
from app.legal_aid.models import Application
from app.legal_aid.policies import holds
from app.legal_aid.rules import ADVANCE_LIMITATION, month_text
from app.legal_aid.schemas import ApplicantPart, WageClaimPart


class Sight(Enum):
    """How much of the form somebody sees.

    FULL: the applicant and the centre. HANDLING: the lawyer who took the case: all but the household's money.
    REVIEW: the bureau, which reviews decisions: all but where the applicant lives and where it happened.
    """

    FULL = auto()
    HANDLING = auto()
    REVIEW = auto()


def sight_of(actor: Actor, case: Application) -> Sight:
    """What this caller, whose reach was checked, sees; the widest of what they are to the case."""
    path = case.agency_path
    is_centre = path is not None and access.reaches_agency(actor, Action.APPLICATION_CONTACT, path)
    if is_centre or case.applicant_id == actor.person_id:
        return Sight.FULL
    if holds(actor, case):
        return Sight.HANDLING
    return Sight.REVIEW


async def sections_shown(
    session: AsyncSession, vault: Vault, case: Application, sections: Sections, sight: Sight, *, at: datetime
) -> dict[str, Any]:
    """The members of the answer that are sections, by name; empty ones, and those not to be seen, are none."""
    shows_money = sight in {Sight.FULL, Sight.REVIEW} and sections.hardship is not None
    return {
        "applicant": _applicant(sections, sight),
        "representation": _representation(vault, sections),
        "claim": claim_part(sections.claim) if sections.claim else None,
        "matter": _matter(vault, sections),
        "criminal": await _criminal(session, vault, sections),
        "place": await _place(session, sections, sight),
        "forum": await _forum(session, sections),
        "hardship": HardshipPart.model_validate(sections.hardship) if shows_money else None,
        "urgency": _urgency(case, sections, at),
    }


async def proposals_shown(session: AsyncSession, standing: Standing, *, at: datetime) -> list[ProposedAgencyView]:
    """The centres a draft may go to, the first to ask first."""
    return [
        ProposedAgencyView(
            id=found.agency.id,
            name=found.agency.name,
            phone=found.agency.phone,
            basis=found.place.basis,
            text=found.place.text,
            source=found.place.citation.source,
        )
        for found in await proposals(session, standing.facts, local_date(at))
    ]


def claim_part(claim: WageClaim) -> WageClaimPart:
    """The claim as it was given, months written out."""
    return WageClaimPart(
        employer_name=claim.employer_name,
        employer_credit_code=claim.employer_credit_code,
        period_from=month_text(claim.period_from),
        period_to=month_text(claim.period_to),
        amount_fen=claim.amount_fen,
        description=claim.description,
    )


def _applicant(sections: Sections, sight: Sight) -> ApplicantPart | None:
    if sections.applicant is None:
        return None
    part = ApplicantPart.model_validate(sections.applicant)
    return part.model_copy(update={"address": None}) if sight is Sight.REVIEW else part


def _matter(vault: Vault, sections: Sections) -> MatterView | None:
    matter = sections.matter
    if matter is None:
        return None
    return MatterView(
        other_sides=_sides(vault, sections.other_sides),
        facts=matter.facts,
        request=matter.request,
        amount_fen=matter.amount_fen,
        event_on=matter.event_on,
    )


async def _criminal(session: AsyncSession, vault: Vault, sections: Sections) -> CriminalView | None:
    criminal = sections.criminal
    if criminal is None:
        return None
    names = ("stage", "role", "charges", "authority_kind", "authority_name", "area_code")
    more = ("authority_case_number", "is_in_custody", "grounds", "is_ordinary_procedure")
    return CriminalView(
        **{name: getattr(criminal, name) for name in (*names, *more)},
        facts=criminal.facts,
        custody_place=criminal.custody_place,
        other_sides=_sides(vault, sections.other_sides),
        area_name=await _area_name(session, criminal.area_code),
    )


def _sides(vault: Vault, sides: Sequence[OtherSide]) -> list[OtherSideView]:
    return [
        OtherSideView(
            kind=side.kind, name=side.name, number_masked=_masked(vault, side.number_sealed, SIDE_NUMBER)
        )
        for side in sides
    ]


def _masked(vault: Vault, sealed: str | None, context: str) -> str | None:
    return mask_number(vault.open(sealed, context)) if sealed else None


async def _place(session: AsyncSession, sections: Sections, sight: Sight) -> PlaceView | None:
    place = sections.place
    if place is None:
        return None
    return PlaceView(
        area_code=place.area_code,
        address=place.address if sight in {Sight.FULL, Sight.HANDLING} else None,
        area_name=await _area_name(session, place.area_code),
    )


async def _forum(session: AsyncSession, sections: Sections) -> ForumView | None:
    forum = sections.forum
    if forum is None:
        return None
    return ForumView(
        kind=forum.kind,
        name=forum.name,
        area_code=forum.area_code,
        area_name=await _area_name(session, forum.area_code) if forum.area_code else None,
        stage=forum.stage,
        case_number=forum.case_number,
    )


async def _area_name(session: AsyncSession, code: str) -> str:
    area = await known_area(session, code)
    return area.full_name if area else code


def _representation(vault: Vault, sections: Sections) -> RepresentationView | None:
    stated = sections.representation
    if stated is None:
        return None
    return RepresentationView(
        capacity=stated.capacity,
        relation=stated.relation,
        recipient_name=stated.recipient_name,
        recipient_document_kind=stated.recipient_document_kind,
        recipient_number_masked=_masked(vault, stated.recipient_number_sealed, RECIPIENT_NUMBER),
        recipient_issuing_country=stated.recipient_issuing_country,
        recipient_born_on=stated.recipient_born_on,
        is_recipient_detained=stated.is_recipient_detained,
        is_recipient_incapable=stated.is_recipient_incapable,
    )


def _urgency(case: Application, sections: Sections, at: datetime) -> UrgencyView | None:
    if case.urgency is None:
        return None
    today = local_date(at)
    days_left = (case.limitation_on - today).days if case.limitation_on else None
    period = statute(ADVANCE_LIMITATION, today).value
    return UrgencyView(
        ground=case.urgency,
        limitation_on=case.limitation_on,
        explanation=sections.urgency.explanation if sections.urgency else None,
        days_left=days_left,
        advance_period_days=period,
        is_within_advance_period=None if days_left is None else 0 <= days_left < period,
    )
