"""Whether the conditions of legal aid stand on the facts given, each with its article. Pure.

法律援助法 art. 32 removes the hardship condition, art. 42 only its check; 42(3) needs a migrant worker **and** a
claim for wages (or for injury at work). It is advice to the officer: a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.contracts.categories import CATEGORIES, CaseCategory
from app.kernel.statutes import MATTERS, Citation, Exemption, ExemptPersonCode
from app.kernel.statutes.laws import LEGAL_AID_LAW
from app.kernel.statutes.model import Tag
from app.legal_aid.enums import ConditionCode, ConditionOutcome

WAGES = frozenset({CaseCategory.LABOUR_REMUNERATION})
INJURY_AT_WORK = frozenset({CaseCategory.WORK_INJURY})

HARDSHIP_CHECK = Citation(
    code="legal_aid.hardship_check",
    title_zh="核查经济困难状况",
    law=LEGAL_AID_LAW,
    article="第四十一条第二款",
    quote="可以通过信息共享查询，或者由申请人进行个人诚信承诺",
    tag=Tag.V2,
)
COMPETENCE = Citation(
    code="legal_aid.competence",
    title_zh="向哪里的法律援助机构申请",
    law=LEGAL_AID_LAW,
    article="第三十八条",
    quote="向争议处理机关所在地或者事由发生地的法律援助机构提出申请",
    tag=Tag.V2,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the application says; ``None`` where it does not say."""

    category: CaseCategory
    is_migrant_worker: bool | None
    pledges_hardship: bool
    place_in_area: bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, how it stands, from which fact, by which article."""

    code: ConditionCode
    outcome: ConditionOutcome
    text: str
    citation: Citation | None


def conditions(facts: Facts) -> Sequence[Condition]:
    """Every condition in the order an officer reads them."""
    return (_matter(facts), _hardship(facts), _competence(facts))


def hardship_is_checked(category: CaseCategory, is_migrant_worker: bool) -> bool:
    """Whether the applicant must show hardship (by data sharing or pledge, art. 41)."""
    exempt = any(MATTERS[m].exemption is Exemption.CONDITION_REMOVED for m in CATEGORIES[category].matters)
    return not exempt and not (is_migrant_worker and category in WAGES | INJURY_AT_WORK)


def _matter(facts: Facts) -> Condition:
    entry = CATEGORIES[facts.category]
    if not entry.matters:
        return Condition(
            ConditionCode.MATTER, ConditionOutcome.TO_CHECK, f"{entry.title_zh}：请核对申请事项的依据", None
        )
    matter = MATTERS[entry.matters[0]]
    return Condition(
        ConditionCode.MATTER, ConditionOutcome.MET, f"{entry.title_zh}属于可以申请的事项：{matter.quote}", matter
    )


def _hardship(facts: Facts) -> Condition:
    code = ConditionCode.HARDSHIP
    for matter in (MATTERS[m] for m in CATEGORIES[facts.category].matters):
        if matter.exemption is Exemption.CONDITION_REMOVED:
            return Condition(code, ConditionOutcome.NOT_NEEDED, f"不受经济困难条件限制：{matter.quote}", matter)
    if facts.is_migrant_worker and not hardship_is_checked(facts.category, is_migrant_worker=True):
        matter = MATTERS[ExemptPersonCode.MIGRANT_WORKER]
        return Condition(
            code,
            ConditionOutcome.NOT_NEEDED,
            "申请人说明自己是进城务工人员，申请支付劳动报酬或者工伤赔偿：有材料证明身份的，免予核查经济困难状况",
            matter,
        )
    pledged = "申请人已作诚信承诺" if facts.pledges_hardship else "申请人还没有作诚信承诺"
    return Condition(
        code, ConditionOutcome.TO_CHECK, f"需要核查经济困难状况：{pledged}，也可以通过信息共享查询", HARDSHIP_CHECK
    )


def _competence(facts: Facts) -> Condition:
    code = ConditionCode.COMPETENCE
    match facts.place_in_area:
        case True:
            return Condition(code, ConditionOutcome.MET, "事情发生地在本机构的服务区域内", COMPETENCE)
        case False:
            text = "事情发生地不在本机构的服务区域内，请核对争议处理机关所在地"
            return Condition(code, ConditionOutcome.TO_CHECK, text, COMPETENCE)
        case None:
            return Condition(code, ConditionOutcome.TO_CHECK, "申请人没有填写事情发生地", COMPETENCE)
