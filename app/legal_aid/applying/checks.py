"""What is wrong within a section, or between two of them. Pure: everything wrong is told at once."""

from collections.abc import Iterator, Mapping
from datetime import date

from app.kernel.errors import FieldError
from app.legal_aid.applying.codes import ForumStage
from app.legal_aid.eligibility.codes import Capacity, CriminalRole, CriminalStage, ForumKind
from app.legal_aid.enums import UrgencyGround

EARLIEST_EVENT = date(1949, 10, 1)
"""Not a legal limit: nothing older is brought to a centre; catches typing errors."""
LIMITATION_PAST_YEARS = 1
LIMITATION_AHEAD_YEARS = 20
"""No limitation period runs longer than twenty years (民法典 188); what ended over a year ago is a slip."""

_S, _R = CriminalStage, CriminalRole
ANY_TRIAL = frozenset({_S.FIRST_INSTANCE, _S.SECOND_INSTANCE, _S.RETRIAL})
STAGES_OF_ROLE: Mapping[CriminalRole, frozenset[CriminalStage]] = {
    _R.SUSPECT: frozenset(CriminalStage),
    _R.VICTIM: ANY_TRIAL | {_S.INVESTIGATION, _S.PROSECUTION},
    _R.CIVIL_PLAINTIFF: ANY_TRIAL | {_S.INVESTIGATION, _S.PROSECUTION},
    _R.PRIVATE_PROSECUTOR: ANY_TRIAL,
    _R.TREATMENT_RESPONDENT: frozenset({_S.PROSECUTION, _S.FIRST_INSTANCE, _S.SECOND_INSTANCE}),
}
"""Stages in which somebody can be this: a private prosecution begins in court, review of a death sentence has
a defendant, compulsory treatment is asked for by the procuratorate."""
AUTHORITIES_OF_STAGE: Mapping[CriminalStage, frozenset[ForumKind]] = {
    _S.INVESTIGATION: frozenset({ForumKind.POLICE, ForumKind.PROCURATORATE}),
    _S.PROSECUTION: frozenset({ForumKind.PROCURATORATE}),
}
"""Who handles a case before it comes to court; afterwards a court does."""
_NOT_BEGUN = frozenset({ForumStage.NOT_FILED, ForumStage.FILED})
STAGES_OF_FORUM: Mapping[ForumKind, frozenset[ForumStage]] = {
    ForumKind.COURT: frozenset(ForumStage) - {ForumStage.ARBITRATION},
    ForumKind.PROCURATORATE: _NOT_BEGUN | {ForumStage.RETRIAL},
    ForumKind.ARBITRATION: _NOT_BEGUN | {ForumStage.ARBITRATION},
}
"""Stages a dispute can be in before each body; before any other it is filed or not."""


def event_problems(event_on: date | None, today: date) -> Iterator[FieldError]:
    """A day that has not come yet, or lies too far back to be meant."""
    if event_on is None:
        return
    if event_on > today:
        yield FieldError("event_on", "not_future", "这一天还没有到，请核对日期")
    if event_on < EARLIEST_EVENT:
        yield FieldError("event_on", "too_early", "日期太早，请核对年份")


def forum_problems(
    kind: ForumKind | None, *, area_code: str | None, stage: ForumStage | None, others: Mapping[str, str | None]
) -> Iterator[FieldError]:
    """No body and yet a stage; a body without its place; a stage that such a body does not have."""
    if kind is None:
        given: dict[str, str | None] = {"area_code": area_code, "stage": stage, **others}
        for field, value in given.items():
            if value is not None:
                yield FieldError(field, "no_body", "还没有机关处理的，不用填这一项")
        return
    if area_code is None:
        yield FieldError(
            "area_code", "required", "请填写这个机关在哪个地区，它决定向哪里申请（法律援助法第三十八条）"
        )
    if stage is None:
        yield FieldError("stage", "required", "请选择现在到了哪一步")
    elif stage not in STAGES_OF_FORUM.get(kind, _NOT_BEGUN):
        yield FieldError("stage", "not_of_this_body", "这个机关没有这一步，请核对是哪个机关在处理")


def criminal_problems(
    stage: CriminalStage, role: CriminalRole, authority: ForumKind, *, in_custody: bool, custody_place: str | None
) -> Iterator[FieldError]:
    """Stage, role and authority that do not go together; a place of custody for someone at liberty."""
    if stage not in STAGES_OF_ROLE[role]:
        yield FieldError("stage", "not_of_this_role", "这个阶段没有这种身份的当事人，请核对阶段和身份")
    if authority not in AUTHORITIES_OF_STAGE.get(stage, frozenset({ForumKind.COURT})):
        yield FieldError("authority_kind", "not_of_this_stage", "这个阶段的案件不由这个机关办理，请核对办案机关")
    if custody_place is not None and not in_custody:
        yield FieldError("custody_place", "not_in_custody", "没有被关押的，不用填关押地点")


def urgency_problems(
    ground: UrgencyGround | None, limitation_on: date | None, explanation: str | None, today: date
) -> Iterator[FieldError]:
    """A last day that is not there, has passed, or cannot be meant; words without a ground."""
    if ground is None:
        if limitation_on is not None or explanation is not None:
            yield FieldError("ground", "required", "请选择为什么紧急；不紧急的，其他两项不用填")
        return
    if explanation is None:
        yield FieldError("explanation", "required", "请说明为什么紧急")
    if limitation_on is None:
        if ground is UrgencyGround.LIMITATION:
            yield FieldError("limitation_on", "required", "请填写时效或者期限的最后一天")
        return
    if limitation_on < _years(today, -LIMITATION_PAST_YEARS):
        yield FieldError("limitation_on", "too_early", "日期太早，请核对年份")
    elif limitation_on < today and ground is UrgencyGround.LIMITATION:
        message = (
            "这个期限已经过了，不能按这个理由先行提供援助；"
            "您仍然可以申请，请在经过里写明这期间有没有向对方要过、投诉过"
        )
        yield FieldError("limitation_on", "limitation_over", message)
    if limitation_on > _years(today, LIMITATION_AHEAD_YEARS):
        yield FieldError("limitation_on", "too_late", "日期太远，请核对年份")


def capacity_problems(
    capacity: Capacity, *, born_on: date | None, incapable: bool, today: date, adult_age: int
) -> Iterator[FieldError]:
    """A legal representative acts for minors and for adults without full capacity, for nobody else."""
    if capacity is not Capacity.LEGAL_REPRESENTATIVE or incapable or born_on is None:
        return
    if _years(born_on, adult_age) <= today:
        message = (
            f"受援人已经满{adult_age}周岁。法定代理人只能为未成年人，或者无、限制民事行为能力的成年人申请；"
            "成年人请本人申请，或者由近亲属、受委托的人代为申请"
        )
        yield FieldError("capacity", "adult_recipient", message)


def _years(day: date, count: int) -> date:
    """The same day so many years on; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + count)
    except ValueError:
        return day.replace(year=day.year + count, day=28)
