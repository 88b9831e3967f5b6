"""What legal aid may be asked for, and what frees an applicant from the hardship condition or its check.

法律援助法 arts. 31, 32 and 42. Article 32 removes the *condition*; article 42 removes only the *check*. They
are different flags. 42-3 needs the person (进城务工人员) **and** the matter, and does not name 确认劳动关系.
"""

from enum import StrEnum

from app.kernel.dictionaries import labels
from app.kernel.statutes.laws import LEGAL_AID_LAW
from app.kernel.statutes.model import Exemption, Matter, Tag


class MatterCode(StrEnum):
    """法律援助法 art. 31: matters in which a person in hardship may apply."""

    STATE_COMPENSATION = "31-1"
    SOCIAL_SECURITY = "31-2"
    SURVIVORS_PENSION = "31-3"
    MAINTENANCE = "31-4"
    LABOUR_REMUNERATION = "31-5"
    LEGAL_CAPACITY = "31-6"
    PERSONAL_INJURY = "31-7"
    ENVIRONMENT = "31-8"
    OTHER = "31-9"


class ExemptMatterCode(StrEnum):
    """法律援助法 art. 32: no hardship is required."""

    HEROES_AND_MARTYRS = "32-1"
    BRAVE_ACT = "32-2"
    ACQUITTED_ON_RETRIAL = "32-3"
    ABUSE_VICTIM = "32-4"
    OTHER = "32-5"


class ExemptPersonCode(StrEnum):
    """法律援助法 art. 42: hardship is not checked, on proof of status."""

    NO_FIXED_INCOME = "42-1"
    ASSISTANCE_RECIPIENT = "42-2"
    MIGRANT_WORKER = "42-3"
    OTHER = "42-4"


AnyMatterCode = MatterCode | ExemptMatterCode | ExemptPersonCode

_ARTICLE_31: dict[MatterCode, tuple[str, str]] = {
    MatterCode.STATE_COMPENSATION: ("请求国家赔偿", "依法请求国家赔偿"),
    MatterCode.SOCIAL_SECURITY: ("请求社会保险待遇或者社会救助", "请求给予社会保险待遇或者社会救助"),
    MatterCode.SURVIVORS_PENSION: ("请求发给抚恤金", "请求发给抚恤金"),
    MatterCode.MAINTENANCE: ("请求赡养费、抚养费、扶养费", "请求给付赡养费、抚养费、扶养费"),
    MatterCode.LABOUR_REMUNERATION: ("确认劳动关系或者追讨劳动报酬", "请求确认劳动关系或者支付劳动报酬"),
    MatterCode.LEGAL_CAPACITY: (
        "认定无民事行为能力或者限制民事行为能力",
        "请求认定公民无民事行为能力或者限制民事行为能力",
    ),
    MatterCode.PERSONAL_INJURY: (
        "工伤、交通、食品药品安全、医疗事故人身损害赔偿",
        "请求工伤事故、交通事故、食品药品安全事故、医疗事故人身损害赔偿",
    ),
    MatterCode.ENVIRONMENT: ("环境污染、生态破坏损害赔偿", "请求环境污染、生态破坏损害赔偿"),
    MatterCode.OTHER: ("法律、法规、规章规定的其他事项", "法律、法规、规章规定的其他情形"),
}

_ARTICLE_32: dict[ExemptMatterCode, tuple[str, str]] = {
    ExemptMatterCode.HEROES_AND_MARTYRS: (
        "英雄烈士近亲属维护英雄烈士的人格权益",
        "英雄烈士近亲属为维护英雄烈士的人格权益",
    ),
    ExemptMatterCode.BRAVE_ACT: ("因见义勇为主张民事权益", "因见义勇为行为主张相关民事权益"),
    ExemptMatterCode.ACQUITTED_ON_RETRIAL: ("再审改判无罪请求国家赔偿", "再审改判无罪请求国家赔偿"),
    ExemptMatterCode.ABUSE_VICTIM: (
        "遭受虐待、遗弃或者家庭暴力的受害人主张权益",
        "遭受虐待、遗弃或者家庭暴力的受害人主张相关权益",
    ),
    ExemptMatterCode.OTHER: ("其他不受经济困难条件限制的情形", "法律、法规、规章规定的其他情形"),
}

_ARTICLE_42: dict[ExemptPersonCode, tuple[str, str]] = {
    ExemptPersonCode.NO_FIXED_INCOME: (
        "无固定生活来源的未成年人、老年人、残疾人等",
        "无固定生活来源的未成年人、老年人、残疾人等特定群体",
    ),
    ExemptPersonCode.ASSISTANCE_RECIPIENT: (
        "社会救助、司法救助或者优抚对象",
        "社会救助、司法救助或者优抚对象",
    ),
    ExemptPersonCode.MIGRANT_WORKER: (
        "追讨劳动报酬或者请求工伤赔偿的进城务工人员",
        "申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员",
    ),
    ExemptPersonCode.OTHER: ("其他免予核查经济困难状况的人员", "法律、法规、规章规定的其他人员"),
}


def _matter(code: AnyMatterCode, words: tuple[str, str], exemption: Exemption) -> Matter:
    article, item = code.value.split("-")
    return Matter(
        code=code.value,
        title_zh=words[0],
        law=LEGAL_AID_LAW,
        article=f"第{_ARTICLES[article]}条第（{'一二三四五六七八九'[int(item) - 1]}）项",
        quote=words[1],
        tag=Tag.V2,
        exemption=exemption,
    )


_ARTICLES = {"31": "三十一", "32": "三十二", "42": "四十二"}

MATTERS: dict[AnyMatterCode, Matter] = {
    **{code: _matter(code, words, Exemption.NONE) for code, words in _ARTICLE_31.items()},
    **{code: _matter(code, words, Exemption.CONDITION_REMOVED) for code, words in _ARTICLE_32.items()},
    **{code: _matter(code, words, Exemption.CHECK_REMOVED) for code, words in _ARTICLE_42.items()},
}
"""Every matter and status with its citation, in the order of the law."""

labels(MatterCode, {code: words[0] for code, words in _ARTICLE_31.items()})
labels(ExemptMatterCode, {code: words[0] for code, words in _ARTICLE_32.items()})
labels(ExemptPersonCode, {code: words[0] for code, words in _ARTICLE_42.items()})
