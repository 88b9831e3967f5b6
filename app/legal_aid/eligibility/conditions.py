"""Whether the conditions of legal aid stand on the facts given, each with its fact and its article. Pure.

It is advice, to the person before applying and to the officer afterwards: a person decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.kernel.statutes import MATTERS, VERSIONS, Citation, MatterCode
from app.kernel.statutes.conditions import (
    COMPULSORY_TREATMENT,
    COURT_MAY_NOTIFY,
    CRIMINAL_VICTIM,
    DEFENCE,
    DUTY_LAWYER,
    FIRST_RECEIVED,
    FORWARDED,
    LAWYER_FOR_MINORS,
    MANDATORY_DEFENCE,
    NO_COUNSEL,
    REPRESENTATION,
    RETRIAL,
)
from app.legal_aid.eligibility.codes import AdviceCode, LawyerNeed, Likelihood, NoticeGround
from app.legal_aid.eligibility.competence import competence_article, competent_places, covers, is_litigation
from app.legal_aid.eligibility.facts import Facts, notice_grounds
from app.legal_aid.eligibility.hardship import (
    Condition,
    Fact,
    exempt_matter,
    hardship,
    hardship_check,
    label,
)
from app.legal_aid.enums import ConditionCode, ConditionOutcome

PARTLY_NAMED: dict[CaseCategory, str] = {
    CaseCategory.LABOUR_COMPENSATION: "经济补偿不是劳动报酬，请核对有没有一并请求劳动报酬，或者当地有没有规定",
    CaseCategory.LABOUR_CONTRACT: "只有确认劳动关系、支付劳动报酬两项是法律列明的，请核对请求的内容",
    CaseCategory.INJURY_OFF_DUTY: "法律列明的是工伤、交通、食品药品安全、医疗事故，请核对受伤的原因",
}
"""Categories of which art. 31 names only a part."""

GRAVE = frozenset({NoticeGround.LIFE_OR_DEATH, NoticeGround.DEATH_REVIEW})
CAPITAL_DEFENCE = VERSIONS["legal_aid.capital_case_defence"][0]
CAPITAL_PRACTICE = VERSIONS["legal_aid.capital_case_practice"][0]


@dataclass(frozen=True, slots=True)
class LawyerRequirement:
    """What the lawyer must bring; the first citation is the strictest."""

    need: LawyerNeed
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Something a person in this position should know."""

    code: AdviceCode
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Summary:
    """What the conditions come to, in words."""

    likelihood: Likelihood
    text: str


def conditions(facts: Facts) -> Sequence[Condition]:
    """Every condition once, in the order of :class:`ConditionCode`."""
    return (
        _matter(facts),
        hardship(facts),
        hardship_check(facts),
        _counsel(facts),
        _competence(facts),
        _lawyer(facts),
    )


def summary(found: Sequence[Condition]) -> Summary:
    """What the conditions come to.

    Place and lawyer never refuse anybody, and a counsel that was not asked about does not delay.
    """
    outcomes = {condition.code: condition.outcome for condition in found}
    decisive = (ConditionCode.MATTER, ConditionCode.HARDSHIP, ConditionCode.COUNSEL)
    if any(outcomes[code] is ConditionOutcome.NOT_MET for code in decisive):
        text = "按您说的情况，看起来不符合条件。您仍然可以申请，也可以先拨打 12348 咨询。"
        return Summary(Likelihood.LIKELY_REFUSED, text + _A_PERSON_DECIDES)
    waiting = (ConditionCode.MATTER, ConditionCode.HARDSHIP, ConditionCode.HARDSHIP_CHECK)
    if any(outcomes[code] is ConditionOutcome.TO_CHECK for code in waiting):
        text = "有的条件还要工作人员核对，您可以先申请。"
        return Summary(Likelihood.NEEDS_CHECK, text + _A_PERSON_DECIDES)
    return Summary(Likelihood.LIKELY_GRANTED, "按您说的情况，看起来符合条件，可以申请。" + _A_PERSON_DECIDES)


_A_PERSON_DECIDES = "这里只是提示，是否给予法律援助由法律援助机构的工作人员审查决定。"


def lawyer_requirements(facts: Facts) -> Sequence[LawyerRequirement]:
    """What the lawyer must bring (法律援助法 26, the stricter 148号令 26, 未成年人保护法 104)."""
    found: list[LawyerRequirement] = []
    if not GRAVE.isdisjoint(notice_grounds(facts)):
        text = f"可能判处无期徒刑、死刑或者死刑复核的案件，律师应当{CAPITAL_DEFENCE.quote}"
        citations = (CAPITAL_DEFENCE, CAPITAL_PRACTICE)
        found.append(LawyerRequirement(LawyerNeed.CAPITAL_DEFENCE, text, citations))
    if facts.is_minor:
        text = "受援人是未成年人，律师应当熟悉未成年人身心特点"
        found.append(LawyerRequirement(LawyerNeed.KNOWS_MINORS, text, (LAWYER_FOR_MINORS,)))
    return found


def advice(facts: Facts) -> Sequence[Advice]:
    """What else the person should know."""
    return tuple(_advice(facts))


def _advice(facts: Facts) -> Iterator[Advice]:
    if notice_grounds(facts):
        text = "没有辩护人的，公安机关、检察院、法院应当通知指派律师，不用自己申请；申请了也可以"
        yield Advice(AdviceCode.AUTHORITY_NOTIFIES, text, MANDATORY_DEFENCE)
    elif (
        facts.category is CaseCategory.CRIMINAL_DEFENCE and facts.criminal and facts.criminal.is_ordinary_procedure
    ):
        text = "适用普通程序审理、没有辩护人的，法院可以通知指派律师，可以向法院提出"
        yield Advice(AdviceCode.COURT_MAY_NOTIFY, text, COURT_MAY_NOTIFY)
    if facts.category is CaseCategory.COMPULSORY_TREATMENT:
        text = "没有诉讼代理人的，法院应当通知指派律师，不用自己申请；申请了也可以"
        yield Advice(AdviceCode.AUTHORITY_NOTIFIES, text, COMPULSORY_TREATMENT)
    if facts.category is CaseCategory.CRIMINAL_DEFENCE and not facts.has_counsel:
        text = "没有辩护人的，随时可以约见值班律师，得到法律咨询等帮助，不用申请"
        yield Advice(AdviceCode.DUTY_LAWYER, text, DUTY_LAWYER)
    if facts.is_detained:
        text = "被关押的人可以把申请交给看管的地方或者办案机关，他们应当在二十四小时内转交；家人也可以代为申请"
        yield Advice(AdviceCode.FORWARDED, text, FORWARDED)
    if len({place.area_code for place in competent_places(facts)}) > 1:
        text = "这些地方的机构都可以受理，向一个申请就够了；都申请的，由最先收到的办理"
        yield Advice(AdviceCode.FIRST_RECEIVED, text, FIRST_RECEIVED)


def _matter(facts: Facts) -> Condition:
    code, entry = ConditionCode.MATTER, CATEGORIES[facts.category]
    fact = Fact("案件类型", entry.title_zh)
    if entry.group is CaseGroup.CRIMINAL:
        citation = criminal_ground(facts)
        text = f"{entry.title_zh}可以申请：{citation.title_zh}"
        return Condition(code, ConditionOutcome.MET, text, fact, citation)
    if (exempt := exempt_matter(facts)) is not None:
        matter = MATTERS[exempt]
        return Condition(code, ConditionOutcome.MET, f"属于可以申请的事项：{matter.quote}", fact, matter)
    if facts.is_retrial_ordered:
        text = "法院决定再审或者检察院抗诉的案件，可以申请"
        return Condition(code, ConditionOutcome.MET, text, Fact("案件阶段", "再审或者抗诉"), RETRIAL)
    doubt, citation = _doubt(facts)
    if doubt is not None:
        return Condition(code, ConditionOutcome.TO_CHECK, doubt, fact, citation)
    return Condition(code, ConditionOutcome.MET, f"属于可以申请的事项：{citation.quote}", fact, citation)


def _doubt(facts: Facts) -> tuple[str | None, Citation]:
    """What must be looked into before the matter counts as one of art. 31, and the article it rests on."""
    matters = CATEGORIES[facts.category].matters
    if not matters:
        text = "行政案件可以申请代理；请核对请求的是不是法律列明的事项，例如社会保险、社会救助、抚恤金、国家赔偿"
        return text, REPRESENTATION
    if matters[0] is MatterCode.OTHER:
        return "法律没有列明这类事项，要看当地的法规、规章有没有规定", MATTERS[matters[0]]
    return PARTLY_NAMED.get(facts.category), MATTERS[matters[0]]


def criminal_ground(facts: Facts) -> Citation:
    """The article a criminal application rests on."""
    if facts.category is CaseCategory.COMPULSORY_TREATMENT:
        return COMPULSORY_TREATMENT
    if facts.category is CaseCategory.CRIMINAL_VICTIM:
        return CRIMINAL_VICTIM
    return MANDATORY_DEFENCE if notice_grounds(facts) else DEFENCE


def _counsel(facts: Facts) -> Condition:
    code, name = ConditionCode.COUNSEL, "是否已经委托律师"
    citation = criminal_ground(facts) if facts.group is CaseGroup.CRIMINAL else NO_COUNSEL
    match facts.has_counsel:
        case False:
            return Condition(code, ConditionOutcome.MET, "没有自己委托律师", Fact(name, "没有"), citation)
        case True:
            text = "已经自己委托律师的，不再提供法律援助"
            return Condition(code, ConditionOutcome.NOT_MET, text, Fact(name, "已经委托"), citation)
        case None:
            text = "请核对有没有自己委托律师"
            return Condition(code, ConditionOutcome.TO_CHECK, text, Fact(name, "没有说明"), citation)


def _competence(facts: Facts) -> Condition:
    code, places = ConditionCode.COMPETENCE, competent_places(facts)
    body = "办案机关所在地" if is_litigation(facts) else "争议处理机关所在地或者事情发生地"
    if not places:
        fact = Fact(body, "没有说明")
        return Condition(code, ConditionOutcome.TO_CHECK, f"还没有填写{body}", fact, competence_article(facts))
    names = "、".join(
        f"{facts.area_name(place.area_code)}（{label('place_basis', place.basis)}）" for place in places
    )
    fact = Fact(body, names)
    if facts.centre_area is None:
        text = "这个地方还没有机构在这里办理，请拨打 12348 询问"
        return Condition(code, ConditionOutcome.TO_CHECK, text, fact, places[0].citation)
    held = [place for place in places if covers(facts.centre_area, place.area_code)]
    if held:
        text = f"{label('place_basis', held[0].basis)}在受理机构的服务区域内"
        return Condition(code, ConditionOutcome.MET, text, fact, held[0].citation)
    text = f"{body}不在本机构的服务区域内，请核对"
    return Condition(code, ConditionOutcome.TO_CHECK, text, fact, places[0].citation)


def _lawyer(facts: Facts) -> Condition:
    code, needs = ConditionCode.LAWYER, lawyer_requirements(facts)
    if needs:
        names = "、".join(label("lawyer_need", requirement.need) for requirement in needs)
        text = "；".join(requirement.text for requirement in needs) + "，指派时核对"
        return Condition(code, ConditionOutcome.TO_CHECK, text, Fact("律师条件", names), needs[0].citations[0])
    return Condition(
        code, ConditionOutcome.NOT_NEEDED, "对律师没有特别要求", Fact("律师条件", "没有特别要求"), CAPITAL_PRACTICE
    )
