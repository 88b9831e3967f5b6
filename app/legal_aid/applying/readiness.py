"""What an application still needs before it can be handed in: everything at once, never one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people
from app.kernel.errors import FieldError
from app.legal_aid import repository
from app.legal_aid.eligibility.hardship import hardship_is_checked
from app.legal_aid.eligibility.loading import facts_of
from app.legal_aid.models import ApplicantStatement, Application, EventPlace, WageClaim


@dataclass(frozen=True, slots=True)
class Standing:
    """An application with its parts, and what identity knows of the applicant (the name: as it was signed)."""

    case: Application
    statement: ApplicantStatement | None
    claim: WageClaim | None
    place: EventPlace | None
    applicant_name: str | None
    has_real_name: bool
    has_phone: bool


async def standing_of(session: AsyncSession, case: Application) -> Standing:
    """Load everything the check, the view and the officer's advice rest on."""
    person = await people.get_person(session, case.applicant_id)
    return Standing(
        case=case,
        statement=await repository.statement_of(session, case.id),
        claim=await repository.claim_of(session, case.id),
        place=await repository.place_of(session, case.id),
        applicant_name=case.applicant_name or person.name,
        has_real_name=await people.has_real_name(session, case.applicant_id),
        has_phone=person.phone_bound_at is not None,
    )


def missing_parts(standing: Standing) -> Sequence[FieldError]:
    """The parts that are not there, in the order of the form; the signature is checked where it is given."""
    case, statement = standing.case, standing.statement
    wanted = [
        (standing.has_phone, "phone", "请先绑定手机号，方便工作人员联系您"),
        (standing.has_real_name, "real_name", "请先填写真实姓名和证件号码"),
        (statement is not None, "applicant", "请填写“我的情况”"),
        (
            statement is None
            or statement.pledges_hardship
            or not hardship_is_checked(facts_of(case, statement, standing.place)),
            "applicant.pledges_hardship",
            "请作经济困难诚信承诺（法律援助法第四十一条）",
        ),
        (standing.claim is not None, "claim", "请填写拖欠工资的情况"),
        (standing.place is not None, "place", "请填写事情发生的地方"),
    ]
    return [FieldError(field, "missing", message) for present, field, message in wanted if not present]
