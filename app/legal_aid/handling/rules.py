"""What handling asks: when things happen, closing days, shares, the closing file by kind of case. Pure.

Periods are not here: they come from ``app.kernel.statutes`` by code.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.kernel.clock import local_date
from app.kernel.errors import FieldError
from app.legal_aid.handling.enums import ClosingBasis, ClosingItem, EntryKind, OutcomeKind, ToldItem

SIGN_AGREEMENT = "legal_aid.sign_agreement"
DECIDE_REPLACEMENT = "legal_aid.decide_replacement"
HAND_IN_FILE = "legal_aid.hand_in_file"
REVIEW_FILE = "legal_aid.review_file"
"""Codes of the statutory periods that handling starts and stops."""

WOMAN_ON_REQUEST: Mapping[CaseCategory, str] = {
    CaseCategory.DOMESTIC_VIOLENCE: "受到家庭暴力、虐待的人向异性讲述可能再受伤害",
    CaseCategory.MARRIAGE_FAMILY: "离婚等案件要讲述夫妻生活和家里的隐私",
    CaseCategory.CRIMINAL_VICTIM: "性侵害等案件的被害人要讲述受害经过",
}
"""Matters in which the request for a woman as lawyer binds, and why: ours, no article fixes a list."""

CLOCK_TOLERANCE = timedelta(minutes=10)
"""A phone may be a little ahead of the product's clock."""
FARTHEST_HEARING = timedelta(days=3 * 366)
"""Not a legal limit: catches a wrong year."""
REMIND_BEFORE = timedelta(hours=24)
"""How long before a hearing recipient and lawyer are reminded: ours, not the law's."""

DOCUMENT_BASES = frozenset(ClosingBasis) - {ClosingBasis.PERFORMANCE, ClosingBasis.OTHER}
"""Ends that leave a paper, of which the file holds a copy."""
CRIMINAL_BASES = frozenset(
    {
        ClosingBasis.INVESTIGATION,
        ClosingBasis.PROSECUTION_REVIEW,
        ClosingBasis.COURT_DOCUMENT,
        ClosingBasis.OTHER,
    }
)
CIVIL_BASES = frozenset(ClosingBasis) - {ClosingBasis.INVESTIGATION, ClosingBasis.PROSECUTION_REVIEW}
LITIGATED = frozenset(
    {ClosingBasis.COURT_DOCUMENT, ClosingBasis.ARBITRATION_DOCUMENT, ClosingBasis.REVIEW_DECISION}
)
"""Ends before a body that heard or read both sides."""

CRIMINAL_OUTCOMES = frozenset(
    {
        OutcomeKind.CASE_DROPPED,
        OutcomeKind.NOT_PROSECUTED,
        OutcomeKind.ACQUITTED,
        OutcomeKind.EXEMPTED_FROM_PUNISHMENT,
        OutcomeKind.LIGHTER_THAN_CHARGED,
        OutcomeKind.AS_CHARGED,
        OutcomeKind.STAGE_ENDED,
    }
)
DEFENCE = frozenset({CaseCategory.CRIMINAL_DEFENCE, CaseCategory.COMPULSORY_TREATMENT})
AGREED = frozenset({OutcomeKind.MEDIATED, OutcomeKind.SETTLED})
"""Ends that need the recipient's consent."""

OUTCOMES_OF: Mapping[ClosingBasis, frozenset[OutcomeKind]] = {
    ClosingBasis.INVESTIGATION: frozenset({OutcomeKind.CASE_DROPPED, OutcomeKind.STAGE_ENDED, OutcomeKind.OTHER}),
    ClosingBasis.PROSECUTION_REVIEW: frozenset(
        {OutcomeKind.NOT_PROSECUTED, OutcomeKind.STAGE_ENDED, OutcomeKind.OTHER}
    ),
    ClosingBasis.SETTLEMENT: AGREED | {OutcomeKind.WITHDRAWN_SUIT, OutcomeKind.OTHER},
    ClosingBasis.ARBITRATION_DOCUMENT: AGREED
    | {
        OutcomeKind.ARBITRATION_AWARD,
        OutcomeKind.JUDGMENT_WON,
        OutcomeKind.PARTLY_WON,
        OutcomeKind.LOST,
        OutcomeKind.WITHDRAWN_SUIT,
        OutcomeKind.OTHER,
    },
}
"""Where the end leaves only some outcomes possible; the other ends leave all of the kind of case."""

DAY_RULES: Mapping[ClosingBasis, str] = {
    ClosingBasis.INVESTIGATION: "收到起诉意见书或者撤销案件文书的那一天",
    ClosingBasis.PROSECUTION_REVIEW: "收到起诉书或者不起诉决定书的那一天",
    ClosingBasis.COURT_DOCUMENT: "收到判决书、裁定书或者调解书的那一天",
    ClosingBasis.ARBITRATION_DOCUMENT: "收到仲裁裁决书或者调解书的那一天",
    ClosingBasis.REVIEW_DECISION: "收到行政复议决定书的那一天",
    ClosingBasis.SETTLEMENT: "双方达成和解、调解协议的那一天",
    ClosingBasis.PERFORMANCE: "义务人开始履行义务的那一天",
    ClosingBasis.OTHER: "事情办完的那一天",
}
"""Which day is the closing day (148号令 40)."""

VISIBLE = frozenset(
    {
        EntryKind.FIRST_MEETING,
        EntryKind.PROGRESS,
        EntryKind.INQUIRY_ANSWERED,
        EntryKind.HEARING,
        EntryKind.HEARING_RESULT,
        EntryKind.MEDIATION_CONSENT,
        EntryKind.WRITTEN_OPINION,
        EntryKind.DOCUMENT_FILED,
        EntryKind.HANDED_OVER,
    }
)
"""Kinds the recipient reads (法律援助法 46); reports to the centre and notes of inquiries are not among them.
A client meeting in a criminal case is between lawyer and client: the applicant may be a relative."""

PROVEN = frozenset({EntryKind.CLIENT_MEETING, EntryKind.MEDIATION_CONSENT})
"""Kinds that are nothing without a signed record."""


def is_criminal(category: CaseCategory) -> bool:
    """Whether the category is a criminal one."""
    return CATEGORIES[category].group is CaseGroup.CRIMINAL


def moment_problems(
    kind: EntryKind, happened_at: datetime, *, taken_at: datetime, at: datetime
) -> Iterator[FieldError]:
    """What is wrong with when an entry happened: only hearings lie ahead, nothing before the case was taken."""
    if kind is EntryKind.HEARING:
        if happened_at > at + FARTHEST_HEARING:
            yield FieldError("happened_at", "too_late", "开庭时间太远，请核对年份")
    elif happened_at > at + CLOCK_TOLERANCE:
        yield FieldError("happened_at", "not_future", "时间还没有到，请填写已经发生的时间")
    if local_date(happened_at) < local_date(taken_at):
        yield FieldError("happened_at", "before_taking", "时间早于您接受案件的日期，请核对")


def told_problems(told: Collection[ToldItem], reason: str | None) -> Iterator[FieldError]:
    """Everything is told at the first meeting, or it is said why not (148号令 30)."""
    left_out = [item for item in ToldItem if item not in told]
    if left_out and reason is None:
        titles = {
            ToldItem.ROLE: "律师的代理职责",
            ToldItem.JUDICIAL_ASSISTANCE: "司法救助",
            ToldItem.MAIN_RISKS: "案件的主要风险",
            ToldItem.RIGHTS_AND_DUTIES: "受援人的权利和义务",
        }
        names = "、".join(titles[item] for item in left_out)
        yield FieldError("content.not_told_reason", "not_told", f"还没有告知：{names}。请写明没有告知的原因")


def signing_problems(signed_on: date, *, taken_on: date, today: date) -> Iterator[FieldError]:
    """What is wrong with the day an agreement was signed."""
    if signed_on > today:
        yield FieldError("signed_on", "not_future", "签订日期还没有到，请核对")
    if signed_on < taken_on:
        yield FieldError("signed_on", "before_taking", "签订日期早于您接受案件的日期，请核对")


def closing_problems(
    category: CaseCategory,
    kind: OutcomeKind,
    basis: ClosingBasis,
    closing_on: date,
    *,
    taken_on: date,
    today: date,
) -> Iterator[FieldError]:
    """What does not fit between category, outcome, basis and closing day (148号令 40)."""
    if closing_on > today:
        yield FieldError("closing_on", "not_future", f"结案日是{DAY_RULES[basis]}，不能晚于今天")
    if closing_on < taken_on:
        yield FieldError("closing_on", "before_taking", "结案日早于您接受案件的日期，请核对")
    criminal = is_criminal(category)
    if basis not in (CRIMINAL_BASES if criminal else CIVIL_BASES):
        yield FieldError("basis", "not_for_category", "这种办结情形和案件类型不一致，请核对")
    is_defence = category in DEFENCE
    if (kind in CRIMINAL_OUTCOMES and not criminal) or (
        is_defence and kind not in CRIMINAL_OUTCOMES | {OutcomeKind.OTHER}
    ):
        yield FieldError("kind", "not_for_category", "这种结果和案件类型不一致，请核对")
    elif kind not in OUTCOMES_OF.get(basis, frozenset(OutcomeKind)):
        yield FieldError("kind", "not_for_basis", "这种结果和办结情形不一致，请核对")


def share_problems(
    recovered_fen: int, shares: Mapping[str, int], members: Collection[str]
) -> Iterator[FieldError]:
    """What does not sum or fit in the members' shares; a case without members has none."""
    strangers = [member for member in shares if member not in members]
    if strangers:
        yield FieldError("shares", "unknown_member", "有的人不是这件案件的成员，请核对")
    if members and not shares and recovered_fen:
        yield FieldError("shares", "missing", "集体案件请填写每个人追回的金额")
    if shares and sum(shares.values()) != recovered_fen:
        yield FieldError("shares", "sum", "每个人的金额加起来要等于追回的总金额")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a case has for its closing file. ``basis`` and ``outcome`` are none while no outcome was given."""

    category: CaseCategory
    has_agreement: bool
    kinds: frozenset[EntryKind]
    outcome: OutcomeKind | None
    basis: ClosingBasis | None
    has_documents: bool
    has_report: bool


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One thing of the closing file: whether it is there, and where that is from."""

    item: ClosingItem
    is_there: bool
    source: str
    message: str


def checklist(facts: FileFacts) -> Sequence[ChecklistLine]:
    """What the closing file of this kind of case holds, in the order of the file; only what it needs."""
    return [ChecklistLine(item, is_there, source, _MESSAGES[item]) for item, is_there, source in _needed(facts)]


def missing(lines: Sequence[ChecklistLine]) -> Sequence[FieldError]:
    """What is not there yet, as problems."""
    return [FieldError(line.item.value, "missing", line.message) for line in lines if not line.is_there]


def _needed(facts: FileFacts) -> Iterator[tuple[ClosingItem, bool, str]]:
    kinds, is_defence = facts.kinds, facts.category in DEFENCE
    yield ClosingItem.AGREEMENT, facts.has_agreement, "148号令 27"
    if is_defence:
        yield ClosingItem.CLIENT_MEETING, EntryKind.CLIENT_MEETING in kinds, "148号令 29"
    else:
        yield ClosingItem.FIRST_MEETING, EntryKind.FIRST_MEETING in kinds, "148号令 30"
    yield ClosingItem.PROGRESS, EntryKind.PROGRESS in kinds, "法律援助法 46；148号令 35"
    if facts.outcome in AGREED:
        yield ClosingItem.MEDIATION_CONSENT, EntryKind.MEDIATION_CONSENT in kinds, "148号令 32"
    if is_defence:
        yield ClosingItem.WRITTEN_OPINION, EntryKind.WRITTEN_OPINION in kinds, "148号令 33、34"
    elif facts.basis in LITIGATED and facts.outcome is not OutcomeKind.WITHDRAWN_SUIT:
        heard = {EntryKind.HEARING_RESULT, EntryKind.HEARING, EntryKind.WRITTEN_OPINION}
        yield ClosingItem.HEARING_OR_OPINION, bool(heard & kinds), "148号令 34"
    yield ClosingItem.OUTCOME, facts.outcome is not None, "法律援助法 50"
    if facts.basis in DOCUMENT_BASES:
        yield ClosingItem.LEGAL_DOCUMENT, facts.has_documents, "法律援助法 50；148号令 40"
    yield ClosingItem.REPORT, facts.has_report, "法律援助法 50；148号令 40"


_MESSAGES: Mapping[ClosingItem, str] = {
    ClosingItem.AGREEMENT: "请登记委托协议和授权委托书；没有签成的，写明受援人原因或者客观原因",
    ClosingItem.FIRST_MEETING: "请补上第一次约见受援人的记录",
    ClosingItem.CLIENT_MEETING: "请补上会见犯罪嫌疑人、被告人的笔录",
    ClosingItem.PROGRESS: "请至少记录一次向受援人通报的进展",
    ClosingItem.MEDIATION_CONSENT: "调解、和解要受援人同意，请补上受援人签名同意的材料",
    ClosingItem.HEARING_OR_OPINION: "请补上开庭情况或者提交的书面意见",
    ClosingItem.WRITTEN_OPINION: "请补上提交的书面辩护、代理意见",
    ClosingItem.OUTCOME: "请填写办理结果",
    ClosingItem.LEGAL_DOCUMENT: "请上传法律文书副本，并在办理结果里选上",
    ClosingItem.REPORT: "请填写办理情况报告",
}
