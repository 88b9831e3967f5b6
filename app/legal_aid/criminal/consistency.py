"""What an authority's notice may say: which authority has which stage, which ground belongs to which. Pure."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.contracts.categories import CaseCategory
from app.kernel.errors import FieldError
from app.kernel.statutes.laws import LEGAL_AID_LAW
from app.legal_aid.criminal.enums import NotificationGround as Ground
from app.legal_aid.eligibility.codes import CriminalRole, CriminalStage, ForumKind

NOTIFY = "legal_aid.notify_by_authority"
"""Code of the authority's three days of 法律援助法 36; the centre's follow."""

STAGES: Mapping[ForumKind, frozenset[CriminalStage]] = {
    ForumKind.POLICE: frozenset({CriminalStage.INVESTIGATION}),
    ForumKind.PROCURATORATE: frozenset({CriminalStage.INVESTIGATION, CriminalStage.PROSECUTION}),
    ForumKind.COURT: frozenset(stage for stage in CriminalStage if stage.is_trial),
}
"""Which stages each authority conducts; procuratorates investigate some offences themselves (刑事诉讼法 19)."""

COURT_ONLY = frozenset(
    {Ground.DEATH_REVIEW, Ground.IN_ABSENTIA, Ground.ORDINARY_PROCEDURE, Ground.COMPULSORY_TREATMENT}
)
ALONE = frozenset({Ground.ORDINARY_PROCEDURE, Ground.COMPULSORY_TREATMENT})
"""Grounds that stand alone: 25(2) is for other defendants than those of 25(1), 28 for other cases."""

ORDER = tuple(CriminalStage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """What a notice says, as far as its parts can contradict each other."""

    authority: ForumKind
    stage: CriminalStage
    grounds: Collection[Ground]
    basis_arose_on: date | None
    notified_on: date
    is_in_custody: bool
    custody_place: str | None


def notice_problems(notice: Notified) -> Iterator[FieldError]:
    """Everything in a notice that cannot be so, all at once."""
    yield from _of_the_authority(notice)
    yield from _of_the_grounds(notice)
    yield from _of_the_dates(notice)
    if notice.custody_place is not None and not notice.is_in_custody:
        yield FieldError("custody_place", "not_in_custody", "没有羁押的，不填羁押地点")


def _of_the_authority(notice: Notified) -> Iterator[FieldError]:
    stages = STAGES.get(notice.authority)
    if stages is None:
        yield FieldError("authority.kind", "not_an_authority", "只有法院、检察院、公安机关可以通知指派律师")
    elif notice.stage not in stages:
        yield FieldError("stage", "not_of_authority", "案件阶段和办案机关不一致，请核对")


def _of_the_grounds(notice: Notified) -> Iterator[FieldError]:
    grounds = set(notice.grounds)
    if len(grounds) < len(notice.grounds):
        yield FieldError("grounds", "repeated", "同一个情形选了两次")
    if grounds & ALONE and len(grounds) > 1:
        yield FieldError("grounds", "alone", "第二十五条第二款、第二十八条的情形不能和其他情形一起选")
    if grounds & COURT_ONLY and notice.authority is not ForumKind.COURT:
        yield FieldError("grounds", "court_only", "这个情形只能由人民法院通知")
    if {Ground.MINOR, Ground.INCAPABLE_ADULT} <= grounds:
        yield FieldError("grounds", "contradiction", "未成年人和成年人不能同时选择")
    if (Ground.DEATH_REVIEW in grounds) != (notice.stage is CriminalStage.DEATH_REVIEW):
        yield FieldError("stage", "death_review", "死刑复核的情形和死刑复核的阶段应当一致")


def _of_the_dates(notice: Notified) -> Iterator[FieldError]:
    basis = notice.basis_arose_on
    if basis is None:
        if any(ground.is_owed for ground in notice.grounds):
            yield FieldError("basis_arose_on", "missing", "请填写办案机关发现这个情形的日期")
        return
    if basis > notice.notified_on:
        yield FieldError("basis_arose_on", "order", "发现情形的日期不能晚于通知的日期")
    if basis < LEGAL_AID_LAW.effective_from:
        yield FieldError("basis_arose_on", "too_early", "日期太早，请核对年份")


def category_of(grounds: Collection[Ground]) -> CaseCategory:
    """Defence, or representation in a case of compulsory treatment."""
    is_treatment = Ground.COMPULSORY_TREATMENT in grounds
    return CaseCategory.COMPULSORY_TREATMENT if is_treatment else CaseCategory.CRIMINAL_DEFENCE


def role_of(grounds: Collection[Ground]) -> CriminalRole:
    """Who the person is in the case."""
    is_treatment = Ground.COMPULSORY_TREATMENT in grounds
    return CriminalRole.TREATMENT_RESPONDENT if is_treatment else CriminalRole.SUSPECT


def reference_key(text: str) -> str:
    """A case number as it is compared: （2026）浙0106刑初12号 and (2026) 浙0106刑初12号 are one."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def is_later(stage: CriminalStage, than: CriminalStage) -> bool:
    """Whether a case that was at ``than`` can have moved on to ``stage``."""
    return ORDER.index(stage) > ORDER.index(than)
