"""The hardship condition: what removes it (法律援助法 32) or only its check (42), and how it is measured. Pure.

42(3) needs a migrant worker **and** a claim for wages or for injury at work; confirming a labour relation is
neither. Whatever is measured rests on what the person stated; a person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.kernel.dictionaries import dictionaries
from app.kernel.statutes import MATTERS, Citation, Exemption, ExemptMatterCode, ExemptPersonCode
from app.kernel.statutes.conditions import (
    COMPULSORY_TREATMENT,
    DEFENCE,
    HARDSHIP_CHECK,
    HARDSHIP_DEEMED,
    HARDSHIP_LINE,
    HARDSHIP_STATED,
    MANDATORY_DEFENCE,
)
from app.legal_aid.eligibility.codes import PersonStatus
from app.legal_aid.eligibility.facts import Facts, notice_grounds
from app.legal_aid.enums import ConditionCode, ConditionOutcome
from app.legal_aid.rules import yuan

WAGES = frozenset({CaseCategory.LABOUR_REMUNERATION})
OTHER_REASON = "因为其他原因没有委托辩护人的也可以申请，由机构审查"
"""法律援助法 24: suspects and defendants apply 因经济困难或者其他原因."""
INJURY_AT_WORK = frozenset({CaseCategory.WORK_INJURY})
RECIPIENTS = (
    PersonStatus.SUBSISTENCE_ALLOWANCE,
    PersonStatus.EXTREME_POVERTY,
    PersonStatus.SOCIAL_ASSISTANCE,
    PersonStatus.JUDICIAL_ASSISTANCE,
    PersonStatus.PREFERENTIAL_TREATMENT,
)
"""社会救助、司法救助、优抚对象 (42-2). 军属 alone is none of them."""

_C = CaseCategory
EXEMPT_STATUSES: Mapping[PersonStatus, tuple[ExemptMatterCode, frozenset[CaseCategory]]] = {
    PersonStatus.HEROES_KIN: (ExemptMatterCode.HEROES_AND_MARTYRS, frozenset({_C.HEROES_AND_MARTYRS})),
    PersonStatus.BRAVE_ACT: (
        ExemptMatterCode.BRAVE_ACT,
        frozenset(
            {
                _C.BRAVE_ACT,
                _C.WORK_INJURY,
                _C.WORK_INJURY_INSURANCE,
                _C.INJURY_OFF_DUTY,
                _C.TRAFFIC_INJURY,
                _C.MEDICAL_INJURY,
                _C.SURVIVORS_PENSION,
                _C.CRIMINAL_VICTIM,
            }
        ),
    ),
    PersonStatus.ACQUITTED_ON_RETRIAL: (
        ExemptMatterCode.ACQUITTED_ON_RETRIAL,
        frozenset({_C.ACQUITTED_ON_RETRIAL, _C.STATE_COMPENSATION}),
    ),
    PersonStatus.ABUSE_VICTIM: (
        ExemptMatterCode.ABUSE_VICTIM,
        frozenset(
            {_C.DOMESTIC_VIOLENCE, _C.MARRIAGE_FAMILY, _C.SUPPORT_PAYMENTS, _C.GUARDIANSHIP, _C.CRIMINAL_VICTIM}
        ),
    ),
}
"""Statuses of art. 32 with the categories in which the claim can follow from them (相关权益)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a condition rests on, in Chinese: its name and its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, how it stands, from which fact, by which article."""

    code: ConditionCode
    outcome: ConditionOutcome
    text: str
    fact: Fact
    citation: Citation


@dataclass(frozen=True, slots=True)
class Relief:
    """Why hardship is not required, or required but not checked.

    ``statuses`` are those that the person proves with papers (art. 42); empty where the matter itself shows it.
    """

    exemption: Exemption
    text: str
    fact: Fact
    citation: Citation
    statuses: tuple[PersonStatus, ...] = ()


def hardship_is_shown(facts: Facts) -> bool:
    """Whether the applicant must show hardship (by data sharing or pledge, art. 41)."""
    return relief(facts) is None and not has_other_reason(facts)


def has_other_reason(facts: Facts) -> bool:
    """Whether aid may be asked for without hardship: suspects and defendants without counsel apply 因经济困难
    或者其他原因 (法律援助法 24), so that the hardship statement is theirs to make.
    """
    return facts.category is CaseCategory.CRIMINAL_DEFENCE


def relief(facts: Facts) -> Relief | None:
    """What frees from the condition or its check; what frees from more, and needs less proof, comes first."""
    return _no_condition_in_criminal_case(facts) or _no_condition(facts) or _no_check(facts)


def exempt_matter(facts: Facts) -> ExemptMatterCode | None:
    """The item of art. 32 that the category, or a status that the claim follows from, falls under."""
    for matter in CATEGORIES[facts.category].matters:
        if isinstance(matter, ExemptMatterCode):
            return matter
    for status, (matter, categories) in EXEMPT_STATUSES.items():
        if facts.is_(status) and facts.category in categories:
            return matter
    return None


def label(dictionary: str, code: str) -> str:
    """The Chinese label of a code."""
    return dictionaries()[dictionary][code]


def status_names(*statuses: PersonStatus) -> str:
    """Labels of statuses for reading."""
    return "、".join(label("person_status", status) for status in statuses)


def _no_condition_in_criminal_case(facts: Facts) -> Relief | None:
    if facts.category is CaseCategory.COMPULSORY_TREATMENT:
        text = "强制医疗案件由人民法院通知指派律师，不看经济状况"
        return Relief(Exemption.CONDITION_REMOVED, text, Fact("案件类型", "强制医疗"), COMPULSORY_TREATMENT)
    grounds = sorted(notice_grounds(facts))
    if not grounds:
        return None
    fact = Fact("案件情况", "、".join(label("notice_ground", ground) for ground in grounds))
    text = "属于办案机关应当通知指派律师辩护的人员，不看经济状况"
    return Relief(Exemption.CONDITION_REMOVED, text, fact, MANDATORY_DEFENCE)


def _no_condition(facts: Facts) -> Relief | None:
    code = exempt_matter(facts)
    if code is None:
        return None
    matter = MATTERS[code]
    return Relief(
        Exemption.CONDITION_REMOVED,
        f"不受经济困难条件限制：{matter.quote}",
        Fact("申请事项", matter.title_zh),
        matter,
    )


def _no_check(facts: Facts) -> Relief | None:
    if facts.is_(PersonStatus.MIGRANT_WORKER) and facts.category in WAGES | INJURY_AT_WORK:
        text = "进城务工人员申请支付劳动报酬或者工伤赔偿：有材料证明身份的，免予核查经济困难状况"
        return _unchecked(ExemptPersonCode.MIGRANT_WORKER, text, PersonStatus.MIGRANT_WORKER)
    if held := tuple(status for status in RECIPIENTS if facts.is_(status)):
        text = "社会救助、司法救助或者优抚对象：有材料证明的，免予核查经济困难状况"
        return _unchecked(ExemptPersonCode.ASSISTANCE_RECIPIENT, text, *held)
    if facts.is_(PersonStatus.NO_FIXED_INCOME) and (group := _vulnerable(facts)):
        text = "没有固定生活来源的未成年人、老年人、残疾人：有材料证明的，免予核查经济困难状况"
        return _unchecked(ExemptPersonCode.NO_FIXED_INCOME, text, PersonStatus.NO_FIXED_INCOME, *group)
    return None


def _vulnerable(facts: Facts) -> tuple[PersonStatus, ...]:
    found: list[PersonStatus] = []
    if facts.is_minor:
        found.append(PersonStatus.MINOR)
    if facts.is_elderly:
        found.append(PersonStatus.ELDERLY)
    if facts.is_(PersonStatus.DISABLED):
        found.append(PersonStatus.DISABLED)
    return tuple(found)


def _unchecked(code: ExemptPersonCode, text: str, *statuses: PersonStatus) -> Relief:
    fact = Fact("申请人的身份", status_names(*statuses))
    return Relief(Exemption.CHECK_REMOVED, text, fact, MATTERS[code], statuses)


def hardship(facts: Facts) -> Condition:
    """Whether the person is in hardship, as far as the law asks at all."""
    code = ConditionCode.HARDSHIP
    if (freed := relief(facts)) is not None:
        return Condition(code, ConditionOutcome.NOT_NEEDED, freed.text, freed.fact, freed.citation)
    found = _measured(facts)
    if found.outcome is not ConditionOutcome.MET and has_other_reason(facts):
        text = f"{found.text}；{OTHER_REASON}"
        return Condition(code, ConditionOutcome.TO_CHECK, text, found.fact, DEFENCE)
    return found


def hardship_check(facts: Facts) -> Condition:
    """How the hardship is checked: shared data, or the applicant's pledge (art. 41)."""
    code = ConditionCode.HARDSHIP_CHECK
    if (freed := relief(facts)) is not None:
        return Condition(code, ConditionOutcome.NOT_NEEDED, "不用核查经济状况", freed.fact, freed.citation)
    ways = [
        way
        for way, chosen in (
            ("个人诚信承诺", facts.pledges_hardship),
            ("同意信息共享查询", facts.agrees_to_data_sharing),
        )
        if chosen
    ]
    if ways:
        text = "申请人选择了核查的方式，由机构核查"
        return Condition(code, ConditionOutcome.MET, text, Fact("核查方式", "、".join(ways)), HARDSHIP_CHECK)
    text = "还要选一种核查方式：作个人诚信承诺，或者同意信息共享查询"
    if has_other_reason(facts):
        text = f"因为经济困难申请的，{text}；因为其他原因没有委托辩护人的，不用核查"
    return Condition(code, ConditionOutcome.TO_CHECK, text, Fact("核查方式", "还没有选"), HARDSHIP_CHECK)


def _measured(facts: Facts) -> Condition:
    size, income, line = facts.household_size, facts.household_income_fen, facts.line
    if size is None or income is None:
        return _of_own_income(facts) or _to_check(
            "还没有说明全家几口人、每月一共收入多少", Fact("家庭收入", "没有说明"), HARDSHIP_STATED
        )
    fact = Fact("家庭人均月收入", f"{yuan(income // size)} 元（{size} 口人）")
    if line is None:
        text = "这里还没有录入当地的经济困难标准，由工作人员按当地标准核对"
        return _to_check(text, fact, HARDSHIP_LINE)
    if income <= line.monthly_fen * size:
        text = f"按说明的收入，不超过{_standard(facts)}"
        return Condition(ConditionCode.HARDSHIP, ConditionOutcome.MET, text, fact, HARDSHIP_LINE)
    return _of_own_income(facts) or _above(facts, fact)


def _of_own_income(facts: Facts) -> Condition | None:
    """148号令 18: where the other side lives in the same household, the applicant's income alone may do."""
    own, line = facts.own_income_fen, facts.line
    if not facts.opponent_in_household or own is None or line is None or own > line.monthly_fen:
        return None
    text = f"对方是一起生活的家人，只看申请人本人的收入，不超过{_standard(facts)}"
    fact = Fact("本人月收入", f"{yuan(own)} 元")
    return Condition(ConditionCode.HARDSHIP, ConditionOutcome.MET, text, fact, HARDSHIP_DEEMED)


def _above(facts: Facts, fact: Fact) -> Condition:
    text = f"按说明的收入，高于{_standard(facts)}"
    asks_who = facts.opponent_in_household is None and facts.group in {CaseGroup.FAMILY, CaseGroup.SUPPORT}
    if asks_who or (facts.opponent_in_household and facts.own_income_fen is None):
        hint = f"{text}；对方是一起生活的家人的，只看您本人的收入，请说明"
        return _to_check(hint, fact, HARDSHIP_DEEMED)
    return Condition(ConditionCode.HARDSHIP, ConditionOutcome.NOT_MET, text, fact, HARDSHIP_LINE)


def _to_check(text: str, fact: Fact, citation: Citation) -> Condition:
    return Condition(ConditionCode.HARDSHIP, ConditionOutcome.TO_CHECK, text, fact, citation)


def _standard(facts: Facts) -> str:
    line = facts.line
    if line is None:
        raise ValueError("no line to compare with")
    return (
        f"{line.area_name}的标准每人每月 {yuan(line.monthly_fen)} 元（{line.document}，{line.effective_from} 起）"
    )
