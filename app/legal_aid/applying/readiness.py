"""What an application still needs before it can be handed in: everything at once, never one at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import matters
from app.evidence.enums import EvidenceKind
from app.identity import people
from app.kernel.clock import local_date
from app.kernel.errors import FieldError
from app.legal_aid.applying.codes import Section
from app.legal_aid.applying.forms import main_section
from app.legal_aid.applying.parties import own_side
from app.legal_aid.applying.sections import Sections, load_sections
from app.legal_aid.eligibility.codes import Capacity
from app.legal_aid.eligibility.competence import competent_places
from app.legal_aid.eligibility.facts import Facts, contradictions
from app.legal_aid.eligibility.hardship import hardship_is_shown
from app.legal_aid.eligibility.loading import facts_of
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.models import Application

AUTHORITY = frozenset({EvidenceKind.AUTHORITY_PROOF})
OF_THE_PERSON = frozenset({"statuses", "age_years"})
"""Facts that the section about the person states, as eligibility names them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An application with its sections, and what identity knows of the applicant (the name: as it was signed).

    ``has_authority``: a file that proves the power to apply for another was uploaded.
    """

    case: Application
    sections: Sections
    facts: Facts
    applicant_name: str | None
    has_real_name: bool
    has_phone: bool
    has_authority: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing an application needs, where ``applies`` says that this one does."""

    field: str
    message: str
    is_met: Callable[[Standing], bool]
    applies: Callable[[Standing], bool] = lambda _: True


async def standing_of(session: AsyncSession, case: Application, *, at: datetime) -> Standing:
    """Load everything the check and the view rest on."""
    person = await people.get_person(session, case.applicant_id)
    sections = await load_sections(session, case.id)
    return Standing(
        case=case,
        sections=sections,
        facts=facts_of(case.category, sections, on=local_date(at)),
        applicant_name=case.applicant_name or person.name,
        has_real_name=await people.has_real_name(session, case.applicant_id),
        has_phone=person.phone_bound_at is not None,
        has_authority=_is_agent(sections) and await matters.has_file(session, case.id, AUTHORITY),
    )


def _is_agent(sections: Sections) -> bool:
    return sections.representation is not None and sections.representation.capacity is Capacity.AGENT


def _is(section: Section) -> Callable[[Standing], bool]:
    return lambda standing: main_section(standing.case.category) is section


def _is_self_service(standing: Standing) -> bool:
    """Whoever comes to the window, or is in custody, need not have a telephone."""
    return standing.case.channel is ApplicationChannel.SELF_SERVICE


def _shows_hardship(standing: Standing) -> bool:
    """Whether hardship has to be shown; before the statuses are known nobody is asked for it."""
    return standing.sections.applicant is not None and hardship_is_shown(standing.facts)


DEMANDS: Sequence[Demand] = (
    Demand("phone", "请先绑定手机号，方便工作人员联系您", lambda s: s.has_phone, _is_self_service),
    Demand("real_name", "请先填写真实姓名和证件号码", lambda s: s.has_real_name),
    Demand("applicant", "请填写“我的情况”", lambda s: s.sections.applicant is not None),
    Demand(
        "representation.authority",
        "受委托的人代为申请，请上传受援人签名的授权委托书",
        lambda s: s.has_authority,
        lambda s: _is_agent(s.sections),
    ),
    Demand(
        "hardship",
        "请填写“经济困难状况说明”，并选择承诺或者同意查询（法律援助法第四十一条）",
        lambda s: s.sections.hardship is not None,
        _shows_hardship,
    ),
    Demand("claim", "请填写拖欠工资的情况", lambda s: s.sections.claim is not None, _is(Section.CLAIM)),
    Demand("matter", "请填写事情的经过和请求", lambda s: s.sections.matter is not None, _is(Section.MATTER)),
    Demand("criminal", "请填写刑事案件的情况", lambda s: s.sections.criminal is not None, _is(Section.CRIMINAL)),
    Demand(
        "place",
        "请填写事情发生的地方",
        lambda s: bool(competent_places(s.facts)),
        lambda s: main_section(s.case.category) is not Section.CRIMINAL,
    ),
)
"""In the order of the form; the signature is checked where it is given."""


def missing_parts(standing: Standing) -> Sequence[FieldError]:
    """What is not there yet, and parties of one section that contradict another."""
    missing = [
        FieldError(demand.field, "missing", demand.message)
        for demand in DEMANDS
        if demand.applies(standing) and not demand.is_met(standing)
    ]
    return [*missing, *_contradictions(standing)]


def _contradictions(standing: Standing) -> Iterator[FieldError]:
    represented = standing.sections.representation
    yield from _untrue_together(standing)
    yield from own_side(
        standing.sections.opponents_by_field,
        applicant=standing.applicant_name,
        recipient=represented.recipient_name if represented else None,
    )


def _untrue_together(standing: Standing) -> Iterator[FieldError]:
    """Facts of several sections, and the age that a document number states, that cannot be true together."""
    represented = standing.sections.representation
    is_self = represented is None or represented.capacity is Capacity.SELF
    hint = "；为别人申请的，请先填写“为谁申请”" if is_self else ""
    for problem in contradictions(standing.facts):
        if problem.field in OF_THE_PERSON:
            yield FieldError("applicant.statuses", problem.rule, problem.message + hint)
        else:
            yield problem
