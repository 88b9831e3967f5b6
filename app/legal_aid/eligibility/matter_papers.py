"""What a person brings about the matter itself, by category and group. Data, no logic worth the name.

Practice, not law: 148号令 art. 11 says only 与申请事项有关的材料; a centre asks for what shows the claim.
"""

from dataclasses import dataclass

from app.contracts.categories import CATEGORIES, CaseCategory, CaseGroup
from app.evidence.enums import EvidenceKind

_K, _G, _C = EvidenceKind, CaseGroup, CaseCategory
OTHER = frozenset({_K.OTHER})
WORK = OTHER | {
    _K.WAGE_RECORD,
    _K.ATTENDANCE,
    _K.BANK_SLIP,
    _K.CHAT,
    _K.CONTRACT,
    _K.LABOUR_RECORD,
    _K.PHOTO_VIDEO,
}
TALK = OTHER | {_K.CHAT, _K.PHOTO_VIDEO, _K.CONTRACT}
PAPER = OTHER | {_K.CONTRACT, _K.BANK_SLIP, _K.CHAT, _K.PHOTO_VIDEO, _K.HARDSHIP_PROOF, _K.MEDICAL_RECORD}
INJURY = OTHER | {_K.MEDICAL_RECORD, _K.ACCIDENT_REPORT, _K.PHOTO_VIDEO}
VIOLENCE = TALK | {_K.POLICE_RECORD, _K.MEDICAL_RECORD, _K.JUDGMENT}
KINSHIP = OTHER | {_K.HOUSEHOLD}
ISSUED = OTHER | {_K.JUDGMENT, _K.POLICE_RECORD, _K.LABOUR_RECORD, _K.ACCIDENT_REPORT}


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: what to bring, why, and as which kinds of file it may come."""

    title: str
    why: str
    kinds: frozenset[EvidenceKind]


@dataclass(frozen=True, slots=True)
class GroupPapers:
    """What a category needs: about the claim, about a relation it rests on, and papers always issued."""

    claim: Paper
    link: Paper | None = None
    papers: Paper | None = None


MATTER_PAPERS = {
    "notified": Paper("拘留、逮捕、起诉等文书，有的话", "帮助律师尽快了解案件；没有也可以申请", ISSUED),
    "litigation": Paper(
        "法院、检察院或者公安机关发的文书", "案件已经在办理，文书上写明在哪里办、到了哪一步", ISSUED
    ),
    "dispute": Paper("受理争议的机关发的文书，例如受理通知书", "争议已经在处理，文书上写明由谁处理", ISSUED),
}
_EMPLOYED = Paper("能证明在那里干活的材料，例如劳动合同、考勤、工牌", "证明您和对方的劳动关系", WORK)
_RELATED = Paper("亲属关系的证明，例如户口簿、结婚证、出生证明", "请求的依据是亲属关系", KINSHIP)
_INJURED = Paper("病历、诊断证明、医疗费票据", "说明伤情和损失", INJURY)

BY_GROUP: dict[CaseGroup, GroupPapers] = {
    _G.LABOUR: GroupPapers(
        Paper("能说明劳动争议的材料，例如合同、通知、考勤、聊天记录", "说明争议的经过", WORK), link=_EMPLOYED
    ),
    _G.WORK_INJURY: GroupPapers(_INJURED, link=_EMPLOYED),
    _G.TRAFFIC: GroupPapers(_INJURED, papers=Paper("道路交通事故认定书，或者事故证明", "说明事故的责任", ISSUED)),
    _G.MEDICAL: GroupPapers(Paper("病历、检查报告、医疗费票据", "说明诊疗经过和损失", INJURY)),
    _G.FOOD_AND_DRUG: GroupPapers(Paper("购买凭证、病历、医疗费票据", "说明吃了、用了什么，受到什么损害", PAPER)),
    _G.SUPPORT: GroupPapers(
        Paper("能说明对方没有给付的材料，例如转账、聊天记录", "说明请求的费用", PAPER), link=_RELATED
    ),
    _G.FAMILY: GroupPapers(
        Paper("能说明争议的材料，例如协议、照片、聊天记录", "说明争议的经过", TALK), link=_RELATED
    ),
    _G.SOCIAL_SECURITY: GroupPapers(
        Paper("申请、领取或者被拒绝的材料，例如告知书、缴费记录", "说明请求的待遇和经过", PAPER)
    ),
    _G.STATE_COMPENSATION: GroupPapers(
        Paper("说明损失的材料", "说明请求赔偿的事实", PAPER),
        papers=Paper("造成损害的决定书、判决书等文书", "请求国家赔偿要有原来的文书", ISSUED),
    ),
    _G.LEGAL_CAPACITY: GroupPapers(
        Paper(
            "诊断证明、鉴定意见或者残疾证",
            "说明当事人的精神、智力状况",
            OTHER | {_K.MEDICAL_RECORD, _K.STATUS_PROOF},
        ),
        link=_RELATED,
    ),
    _G.ENVIRONMENT: GroupPapers(Paper("照片、检测报告、损失清单等", "说明污染、破坏和损失", PAPER)),
    _G.HONOUR: GroupPapers(Paper("见义勇为的确认文书、证人证言、病历等", "说明见义勇为的经过和损失", PAPER)),
    _G.LOCAL: GroupPapers(Paper("合同、凭证、往来记录等", "说明争议的经过", PAPER)),
    _G.ADMINISTRATIVE: GroupPapers(
        Paper("说明请求和事实的材料", "说明不服什么、请求什么", PAPER),
        papers=Paper(
            "行政机关的决定书、答复、告知书", "行政案件要有不服的那份决定；没有答复的，提交申请的凭证", OTHER
        ),
    ),
    _G.CRIMINAL: GroupPapers(
        Paper("拘留、逮捕、取保候审、起诉等文书，有一样就可以", "说明案件由谁办、到了哪一步", ISSUED)
    ),
}

BY_CATEGORY: dict[CaseCategory, GroupPapers] = {
    _C.LABOUR_REMUNERATION: GroupPapers(
        Paper(
            "能说明拖欠工资的材料，例如欠条、工资条、转账记录、聊天记录，有一样就可以",
            "说明谁欠的、欠多少",
            WORK,
        ),
        link=_EMPLOYED,
    ),
    _C.DOMESTIC_VIOLENCE: GroupPapers(
        Paper(
            "报警回执、告诫书、病历、伤情照片、聊天记录，有一样就可以", "说明遭受虐待、遗弃或者家庭暴力", VIOLENCE
        )
    ),
    _C.SURVIVORS_PENSION: GroupPapers(BY_GROUP[_G.SOCIAL_SECURITY].claim, link=_RELATED),
    _C.ACQUITTED_ON_RETRIAL: GroupPapers(
        BY_GROUP[_G.STATE_COMPENSATION].claim,
        papers=Paper("再审改判无罪的判决书", "再审改判无罪请求国家赔偿的依据", ISSUED),
    ),
    _C.HEROES_AND_MARTYRS: GroupPapers(
        Paper("侵害英雄烈士姓名、肖像、名誉、荣誉的材料，例如截图、照片", "说明怎样被侵害", TALK), link=_RELATED
    ),
    _C.CRIMINAL_VICTIM: GroupPapers(
        Paper("立案告知书、自诉状、附带民事诉状等，有一样就可以", "说明您是被害人、自诉人或者原告人", ISSUED)
    ),
}


def group_papers(category: CaseCategory) -> GroupPapers:
    """What the category needs; its group's where it has no own."""
    return BY_CATEGORY.get(category, BY_GROUP[CATEGORIES[category].group])
