"""Case categories in two levels, each tied to the matters of 法律援助法 arts. 31 and 32. Data, no logic.

Practice, not law: no official list exists (the groups are those of published reports, the second level the
common causes of action). A lawyer's specialty is a group; an application names a category. A category tied
to ``31-9`` is aided only where a law, regulation or rule of the place says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.dictionaries import labels
from app.kernel.statutes.matters import ExemptMatterCode, MatterCode


class CaseGroup(StrEnum):
    """First level; also a lawyer's specialty."""

    LABOUR = "labour"
    WORK_INJURY = "work_injury"
    TRAFFIC = "traffic"
    MEDICAL = "medical"
    FOOD_AND_DRUG = "food_and_drug"
    SUPPORT = "support"
    FAMILY = "family"
    SOCIAL_SECURITY = "social_security"
    STATE_COMPENSATION = "state_compensation"
    LEGAL_CAPACITY = "legal_capacity"
    ENVIRONMENT = "environment"
    HONOUR = "honour"
    LOCAL = "local"
    ADMINISTRATIVE = "administrative"
    CRIMINAL = "criminal"


class CaseCategory(StrEnum):
    """Second level: what an application is about."""

    LABOUR_REMUNERATION = "labour_remuneration"
    LABOUR_RELATION = "labour_relation"
    LABOUR_COMPENSATION = "labour_compensation"
    LABOUR_CONTRACT = "labour_contract"
    WORK_INJURY = "work_injury"
    WORK_INJURY_INSURANCE = "work_injury_insurance"
    OCCUPATIONAL_DISEASE = "occupational_disease"
    INJURY_OFF_DUTY = "injury_off_duty"
    TRAFFIC_INJURY = "traffic_injury"
    MEDICAL_INJURY = "medical_injury"
    FOOD_DRUG_INJURY = "food_drug_injury"
    SUPPORT_PAYMENTS = "support_payments"
    MARRIAGE_FAMILY = "marriage_family"
    DOMESTIC_VIOLENCE = "domestic_violence"
    INHERITANCE = "inheritance"
    GUARDIANSHIP = "guardianship"
    SOCIAL_INSURANCE = "social_insurance"
    SOCIAL_ASSISTANCE = "social_assistance"
    SURVIVORS_PENSION = "survivors_pension"
    STATE_COMPENSATION = "state_compensation"
    ACQUITTED_ON_RETRIAL = "acquitted_on_retrial"
    LEGAL_CAPACITY = "legal_capacity"
    ENVIRONMENT = "environment"
    BRAVE_ACT = "brave_act"
    HEROES_AND_MARTYRS = "heroes_and_martyrs"
    RURAL_LAND = "rural_land"
    CONTRACT_DEBT = "contract_debt"
    PROPERTY_MANAGEMENT = "property_management"
    CONSUMER = "consumer"
    ADMINISTRATIVE_REVIEW = "administrative_review"
    ADMINISTRATIVE_LITIGATION = "administrative_litigation"
    CRIMINAL_DEFENCE = "criminal_defence"
    CRIMINAL_VICTIM = "criminal_victim"
    COMPULSORY_TREATMENT = "compulsory_treatment"


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """One row of the taxonomy.

    Attributes:
        matters: what it may rest on in 法律援助法 arts. 31 and 32, most usual first; empty where another
            article is the ground.
        article: article and item of 法律援助法: ``"31-5"``, ``"24"``.
    """

    group: CaseGroup
    title_zh: str
    matters: tuple[MatterCode | ExemptMatterCode, ...]
    article: str


def _entry(
    group: CaseGroup, title_zh: str, *matters: MatterCode | ExemptMatterCode, article: str = ""
) -> CategoryEntry:
    return CategoryEntry(group, title_zh, matters, article or "/".join(matter.value for matter in matters))


_G, _M, _X, _C = CaseGroup, MatterCode, ExemptMatterCode, CaseCategory

CATEGORIES: dict[CaseCategory, CategoryEntry] = {
    _C.LABOUR_REMUNERATION: _entry(_G.LABOUR, "追索劳动报酬", _M.LABOUR_REMUNERATION),
    _C.LABOUR_RELATION: _entry(_G.LABOUR, "确认劳动关系", _M.LABOUR_REMUNERATION),
    _C.LABOUR_COMPENSATION: _entry(_G.LABOUR, "解除劳动合同经济补偿", _M.LABOUR_REMUNERATION),
    _C.LABOUR_CONTRACT: _entry(_G.LABOUR, "劳动合同纠纷", _M.LABOUR_REMUNERATION),
    _C.WORK_INJURY: _entry(_G.WORK_INJURY, "工伤损害赔偿", _M.PERSONAL_INJURY),
    _C.WORK_INJURY_INSURANCE: _entry(_G.WORK_INJURY, "工伤保险待遇", _M.SOCIAL_SECURITY),
    _C.OCCUPATIONAL_DISEASE: _entry(_G.WORK_INJURY, "职业病", _M.PERSONAL_INJURY, _M.SOCIAL_SECURITY),
    _C.INJURY_OFF_DUTY: _entry(_G.WORK_INJURY, "非因工受伤", _M.PERSONAL_INJURY, _M.SOCIAL_SECURITY),
    _C.TRAFFIC_INJURY: _entry(_G.TRAFFIC, "交通事故人身损害赔偿", _M.PERSONAL_INJURY),
    _C.MEDICAL_INJURY: _entry(_G.MEDICAL, "医疗损害", _M.PERSONAL_INJURY),
    _C.FOOD_DRUG_INJURY: _entry(_G.FOOD_AND_DRUG, "食品药品人身损害", _M.PERSONAL_INJURY),
    _C.SUPPORT_PAYMENTS: _entry(_G.SUPPORT, "赡养费、抚养费、扶养费", _M.MAINTENANCE),
    _C.MARRIAGE_FAMILY: _entry(_G.FAMILY, "离婚等婚姻家庭纠纷", _M.OTHER),
    _C.DOMESTIC_VIOLENCE: _entry(_G.FAMILY, "家庭暴力、虐待、遗弃", _X.ABUSE_VICTIM),
    _C.INHERITANCE: _entry(_G.FAMILY, "继承", _M.OTHER),
    _C.GUARDIANSHIP: _entry(_G.FAMILY, "监护", _M.OTHER),
    _C.SOCIAL_INSURANCE: _entry(_G.SOCIAL_SECURITY, "社会保险待遇", _M.SOCIAL_SECURITY),
    _C.SOCIAL_ASSISTANCE: _entry(_G.SOCIAL_SECURITY, "社会救助", _M.SOCIAL_SECURITY),
    _C.SURVIVORS_PENSION: _entry(_G.SOCIAL_SECURITY, "抚恤金", _M.SURVIVORS_PENSION),
    _C.STATE_COMPENSATION: _entry(_G.STATE_COMPENSATION, "国家赔偿", _M.STATE_COMPENSATION),
    _C.ACQUITTED_ON_RETRIAL: _entry(
        _G.STATE_COMPENSATION, "再审改判无罪请求国家赔偿", _X.ACQUITTED_ON_RETRIAL, _M.STATE_COMPENSATION
    ),
    _C.LEGAL_CAPACITY: _entry(_G.LEGAL_CAPACITY, "认定无、限制民事行为能力", _M.LEGAL_CAPACITY),
    _C.ENVIRONMENT: _entry(_G.ENVIRONMENT, "环境污染、生态破坏损害赔偿", _M.ENVIRONMENT),
    _C.BRAVE_ACT: _entry(_G.HONOUR, "见义勇为", _X.BRAVE_ACT),
    _C.HEROES_AND_MARTYRS: _entry(_G.HONOUR, "英雄烈士人格权益", _X.HEROES_AND_MARTYRS),
    _C.RURAL_LAND: _entry(_G.LOCAL, "农村土地、征收", _M.OTHER),
    _C.CONTRACT_DEBT: _entry(_G.LOCAL, "合同、债务", _M.OTHER),
    _C.PROPERTY_MANAGEMENT: _entry(_G.LOCAL, "物业", _M.OTHER),
    _C.CONSUMER: _entry(_G.LOCAL, "消费者权益", _M.OTHER),
    _C.ADMINISTRATIVE_REVIEW: _entry(_G.ADMINISTRATIVE, "行政复议", article="22-4"),
    _C.ADMINISTRATIVE_LITIGATION: _entry(_G.ADMINISTRATIVE, "行政诉讼", article="22-4"),
    _C.CRIMINAL_DEFENCE: _entry(_G.CRIMINAL, "刑事辩护", article="24"),
    _C.CRIMINAL_VICTIM: _entry(_G.CRIMINAL, "刑事被害人、自诉人、附带民事诉讼原告代理", article="29"),
    _C.COMPULSORY_TREATMENT: _entry(_G.CRIMINAL, "强制医疗案件代理", article="28"),
}

GROUP_TITLES: dict[CaseGroup, str] = {
    _G.LABOUR: "劳动",
    _G.WORK_INJURY: "工伤",
    _G.TRAFFIC: "交通事故",
    _G.MEDICAL: "医疗",
    _G.FOOD_AND_DRUG: "食品药品",
    _G.SUPPORT: "赡养、抚养、扶养",
    _G.FAMILY: "婚姻家庭",
    _G.SOCIAL_SECURITY: "社会保障",
    _G.STATE_COMPENSATION: "国家赔偿",
    _G.LEGAL_CAPACITY: "行为能力",
    _G.ENVIRONMENT: "环境",
    _G.HONOUR: "见义勇为、英烈",
    _G.LOCAL: "本地增加事项",
    _G.ADMINISTRATIVE: "行政",
    _G.CRIMINAL: "刑事",
}

labels(CaseGroup, GROUP_TITLES)
labels(CaseCategory, {code: entry.title_zh for code, entry in CATEGORIES.items()})
