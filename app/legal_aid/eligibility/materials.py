"""Which materials exactly this case needs (148号令 11), each with its reason and what may serve as it. Pure.

The four items are the application form, the identity document (with proof of authority for whoever applies for
another), the hardship statement, and what belongs to the matter. Cases of 法律援助法 art. 32 need no hardship
statement; persons of art. 42 prove their status instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.contracts.categories import CaseCategory, CaseGroup
from app.evidence.enums import EvidenceKind
from app.kernel.dictionaries import labels
from app.kernel.statutes import Citation
from app.kernel.statutes.conditions import HARDSHIP_STATED, MATERIALS, PROOF_OF_STATUS, REPRESENTED
from app.legal_aid.eligibility.codes import Capacity, MaterialCode, PersonStatus
from app.legal_aid.eligibility.facts import Facts, notice_grounds
from app.legal_aid.eligibility.hardship import has_other_reason, label, relief
from app.legal_aid.eligibility.matter_papers import MATTER_PAPERS, Paper, group_papers


class Necessity(StrEnum):
    """Whether a material must be there, or only helps."""

    REQUIRED = "required"
    HELPFUL = "helpful"


labels(Necessity, {Necessity.REQUIRED: "需要提交", Necessity.HELPFUL: "有的话请提交"})

_K = EvidenceKind
_IDENTITY = frozenset({_K.ID_CARD, _K.HOUSEHOLD})
_STATUS = frozenset({_K.STATUS_PROOF, _K.OTHER})
_POOR = frozenset({_K.STATUS_PROOF, _K.HARDSHIP_PROOF, _K.BANK_SLIP, _K.OTHER})
_AUTHORITY = frozenset({_K.AUTHORITY_PROOF, _K.HOUSEHOLD, _K.JUDGMENT, _K.OTHER})
_WORK = frozenset(
    {_K.STATUS_PROOF, _K.HOUSEHOLD, _K.CONTRACT, _K.ATTENDANCE, _K.WAGE_RECORD, _K.LABOUR_RECORD, _K.OTHER}
)

PROOFS: dict[PersonStatus, tuple[str, frozenset[EvidenceKind]]] = {
    PersonStatus.MIGRANT_WORKER: (
        "能证明进城务工的材料，例如户口簿、劳动合同、考勤、工资记录，有一样就可以",
        _WORK,
    ),
    PersonStatus.MINOR: ("户口簿或者出生证明", _IDENTITY | _STATUS),
    PersonStatus.ELDERLY: ("身份证", _IDENTITY | _STATUS),
    PersonStatus.DISABLED: ("残疾人证", _STATUS),
    PersonStatus.NO_FIXED_INCOME: ("没有固定生活来源的证明，例如村（居）委会的证明", _POOR),
    PersonStatus.SUBSISTENCE_ALLOWANCE: ("低保证，或者领取低保金的证明", _POOR),
    PersonStatus.EXTREME_POVERTY: ("特困人员救助供养证", _STATUS),
    PersonStatus.SOCIAL_ASSISTANCE: ("领取社会救助的证明", _POOR),
    PersonStatus.JUDICIAL_ASSISTANCE: ("司法救助决定书", _STATUS | {_K.JUDGMENT}),
    PersonStatus.PREFERENTIAL_TREATMENT: ("优抚证件，例如残疾军人证、烈士遗属证", _STATUS),
}
"""What proves each status of art. 42, and the kinds of file it may come as."""


@dataclass(frozen=True, slots=True)
class Material:
    """One item of the checklist.

    ``kinds`` are the kinds of evidence that satisfy it; none where it is filled in on the phone (``is_form``).
    """

    code: MaterialCode
    title: str
    why: str
    necessity: Necessity
    citation: Citation
    kinds: frozenset[EvidenceKind] = frozenset()

    @property
    def is_form(self) -> bool:
        """Whether it is filled in here and nothing has to be uploaded."""
        return not self.kinds


def checklist(facts: Facts) -> Sequence[Material]:
    """What this case needs and nothing else, each code once, in the order of 148号令 art. 11."""
    return (*_identity(facts), *_hardship(facts), *_matter(facts))


def _identity(facts: Facts) -> Iterator[Material]:
    required = Necessity.REQUIRED
    why = "写明申请人、申请事项和事实；在这里填好、签名就可以"
    yield Material(MaterialCode.APPLICATION_FORM, "法律援助申请表", why, required, MATERIALS)
    is_self = facts.capacity in {None, Capacity.SELF}
    whose = "申请人" if is_self else "代为申请的人"
    yield Material(MaterialCode.IDENTITY, f"{whose}的身份证件", f"核对{whose}是谁", required, MATERIALS, _IDENTITY)
    if is_self:
        return
    yield Material(
        MaterialCode.RECIPIENT_IDENTITY,
        "受援人的身份证件或者户口簿",
        "核对为谁申请",
        required,
        MATERIALS,
        _IDENTITY,
    )
    title, why, citation = _authority(facts)
    yield Material(MaterialCode.AUTHORITY, title, why, required, citation, _AUTHORITY)


def _authority(facts: Facts) -> tuple[str, str, Citation]:
    if facts.capacity is Capacity.LEGAL_REPRESENTATIVE:
        title = "法定代理人的证明，例如户口簿、出生证明、指定监护人的文书"
        return title, "证明您是需要援助的人的法定代理人", REPRESENTED
    if facts.capacity is Capacity.CLOSE_RELATIVE:
        return "亲属关系的证明，例如户口簿、结婚证、村（居）委会的证明", "证明您是需要援助的人的近亲属", MATERIALS
    return "授权委托书", "证明需要援助的人委托您代为申请", MATERIALS


def _hardship(facts: Facts) -> Iterator[Material]:
    freed = relief(facts)
    if freed is None:
        why, necessity = "这类申请要核对经济困难状况；如实填写、作出承诺就可以，不用盖章证明", Necessity.REQUIRED
        if has_other_reason(facts):
            why = "因为经济困难没有委托辩护人的请填写，不用盖章证明；因为其他原因没有委托的，不用填"
            necessity = Necessity.HELPFUL
        yield Material(MaterialCode.HARDSHIP_STATEMENT, "经济困难状况说明表", why, necessity, HARDSHIP_STATED)
    elif freed.statuses:
        joined = "；".join(PROOFS[status][0] for status in _proved(freed.statuses))
        kinds = frozenset[EvidenceKind]().union(*(PROOFS[status][1] for status in _proved(freed.statuses)))
        names = "、".join(label("person_status", status) for status in freed.statuses)
        why = f"您说明的身份是：{names}。证明了身份，就不用填经济困难状况说明表"
        yield Material(MaterialCode.STATUS_PROOF, joined, why, Necessity.REQUIRED, PROOF_OF_STATUS, kinds)


def _proved(statuses: tuple[PersonStatus, ...]) -> tuple[PersonStatus, ...]:
    """One status is enough; those without fixed income prove that and one of the groups of 42(1)."""
    return statuses[:2] if statuses[0] is PersonStatus.NO_FIXED_INCOME else statuses[:1]


def _matter(facts: Facts) -> Iterator[Material]:
    if notice_grounds(facts) or facts.category is CaseCategory.COMPULSORY_TREATMENT:
        yield _material(MaterialCode.MATTER_PAPERS, MATTER_PAPERS["notified"], Necessity.HELPFUL)
        return
    papers = group_papers(facts.category)
    yield _material(MaterialCode.MATTER_CLAIM, papers.claim, Necessity.REQUIRED)
    if papers.link is not None:
        necessity = Necessity.HELPFUL if facts.group is CaseGroup.LABOUR else Necessity.REQUIRED
        yield _material(MaterialCode.MATTER_LINK, papers.link, necessity)
    if papers.papers is not None:
        yield _material(MaterialCode.MATTER_PAPERS, papers.papers, Necessity.REQUIRED)
    elif facts.forum_kind is not None:
        key = "litigation" if facts.forum_kind.is_litigation else "dispute"
        yield _material(MaterialCode.MATTER_PAPERS, MATTER_PAPERS[key], Necessity.REQUIRED)


def _material(code: MaterialCode, paper: Paper, necessity: Necessity) -> Material:
    return Material(code, paper.title, paper.why, necessity, MATERIALS, paper.kinds)
