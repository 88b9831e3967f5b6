"""What 法律援助法 and 148号令 say about who may have legal aid, where to ask, and what to bring."""

from app.kernel.statutes.laws import ELDERLY_LAW, LEGAL_AID_LAW, LEGAL_AID_PROCEDURE, MINORS_LAW
from app.kernel.statutes.model import Citation, Kind, Rule, Tag, Unit

RULES: tuple[Rule, ...] = (
    Rule(
        code="legal_aid.adult_age",
        title_zh="成年年龄",
        value=18,
        unit=Unit.YEAR,
        kind=Kind.THRESHOLD,
        law=MINORS_LAW,
        article="第二条",
        quote="本法所称未成年人是指未满十八周岁的公民",
        tag=Tag.V,
    ),
    Rule(
        code="legal_aid.elderly_age",
        title_zh="老年人的年龄",
        value=60,
        unit=Unit.YEAR,
        kind=Kind.THRESHOLD,
        law=ELDERLY_LAW,
        article="第二条",
        quote="本法所称老年人是指六十周岁以上的公民",
        tag=Tag.V,
    ),
)


def _law(code: str, title_zh: str, article: str, quote: str) -> Citation:
    return Citation(
        code=f"legal_aid.{code}", title_zh=title_zh, law=LEGAL_AID_LAW, article=article, quote=quote, tag=Tag.V2
    )


def _procedure(code: str, title_zh: str, article: str, quote: str, tag: Tag) -> Citation:
    return Citation(
        code=f"legal_aid.{code}", title_zh=title_zh, law=LEGAL_AID_PROCEDURE, article=article, quote=quote, tag=tag
    )


REPRESENTATION = _law(
    "representation",
    "民事、行政、国家赔偿案件的代理",
    "第二十二条第（四）项",
    "民事案件、行政案件、国家赔偿案件的诉讼代理及非诉讼代理",
)
DEFENCE = _law(
    "defence",
    "犯罪嫌疑人、被告人申请法律援助",
    "第二十四条",
    "因经济困难或者其他原因没有委托辩护人的，本人及其近亲属可以向法律援助机构申请法律援助",
)
MANDATORY_DEFENCE = _law(
    "mandatory_defence",
    "办案机关应当通知指派律师辩护的人员",
    "第二十五条第一款",
    "没有委托辩护人的，人民法院、人民检察院、公安机关应当通知法律援助机构指派律师担任辩护人",
)
COURT_MAY_NOTIFY = _law(
    "court_may_notify",
    "适用普通程序审理的其他案件，法院可以通知",
    "第二十五条第二款",
    "被告人没有委托辩护人的，人民法院可以通知法律援助机构指派律师担任辩护人",
)
COMPULSORY_TREATMENT = _law(
    "compulsory_treatment",
    "强制医疗案件",
    "第二十八条",
    "没有委托诉讼代理人的，人民法院应当通知法律援助机构指派律师为其提供法律援助",
)
CRIMINAL_VICTIM = _law(
    "criminal_victim",
    "被害人、自诉人、附带民事诉讼原告人申请法律援助",
    "第二十九条",
    "因经济困难没有委托诉讼代理人的，可以向法律援助机构申请法律援助",
)
DUTY_LAWYER = _law(
    "duty_lawyer",
    "值班律师的法律帮助",
    "第三十条",
    "值班律师应当依法为没有辩护人的犯罪嫌疑人、被告人提供法律咨询、程序选择建议、申请变更强制措施",
)
NO_COUNSEL = _law("no_counsel", "没有委托代理人", "第三十一条", "因经济困难没有委托代理人的")
RETRIAL = _law(
    "retrial",
    "再审、抗诉案件",
    "第三十三条",
    "人民法院决定、裁定再审或者人民检察院提出抗诉，因经济困难没有委托辩护人或者诉讼代理人的",
)
HARDSHIP_LINE = _law(
    "hardship_line",
    "经济困难的标准",
    "第三十四条",
    "经济困难的标准，由省、自治区、直辖市人民政府根据本行政区域经济发展状况和法律援助工作需要确定",
)
COMPETENCE = _law(
    "competence",
    "向哪里的法律援助机构申请",
    "第三十八条",
    "由申请人向争议处理机关所在地或者事由发生地的法律援助机构提出申请",
)
COMPETENCE_IN_LITIGATION = _law(
    "competence_in_litigation",
    "诉讼事项向哪里的法律援助机构申请",
    "第三十八条",
    "对诉讼事项的法律援助，由申请人向办案机关所在地的法律援助机构提出申请",
)
FORWARDED = _law(
    "forwarded",
    "被羁押人员的申请由办案机关、监管场所转交",
    "第三十九条第一款",
    "办案机关、监管场所应当在二十四小时内将申请转交法律援助机构",
)
REPRESENTED = _law(
    "represented",
    "代为申请",
    "第四十条",
    "无民事行为能力人或者限制民事行为能力人需要法律援助的，可以由其法定代理人代为提出申请",
)
HARDSHIP_STATED = _law(
    "hardship_stated", "如实说明经济困难状况", "第四十一条第一款", "申请人应当如实说明经济困难状况"
)
HARDSHIP_CHECK = _law(
    "hardship_check",
    "核查经济困难状况",
    "第四十一条第二款",
    "可以通过信息共享查询，或者由申请人进行个人诚信承诺",
)
PROOF_OF_STATUS = _law(
    "proof_of_status",
    "有材料证明身份的，免予核查经济困难状况",
    "第四十二条",
    "法律援助申请人有材料证明属于下列人员之一的，免予核查经济困难状况",
)
LAWYER_FOR_MINORS = Citation(
    code="legal_aid.lawyer_for_minors",
    title_zh="未成年人的律师",
    law=MINORS_LAW,
    article="第一百零四条第二款",
    quote="法律援助机构应当指派熟悉未成年人身心特点的律师为未成年人提供法律援助服务",
    tag=Tag.V,
)
FIRST_RECEIVED = _procedure(
    "first_received",
    "几个机构都可以受理的，由最先收到申请的机构受理",
    "第十条",
    "申请人就同一事项向两个以上有管辖权的法律援助机构提出申请的，由最先收到申请的机构受理（据二手资料）",
    Tag.P,
)
MATERIALS = _procedure(
    "materials",
    "申请时提交的材料",
    "第十一条",
    "法律援助申请表；身份证件，代为申请的还有代理权的证明；经济困难状况说明表；与申请事项有关的材料（待核对原文）",
    Tag.M,
)
HARDSHIP_DEEMED = _procedure(
    "hardship_deemed",
    "认定经济困难",
    "第十八条",
    "申请事项的对方当事人是共同生活的家庭成员，申请人本人的经济状况符合受理地的标准的，认定为经济困难（待核对原文）",
    Tag.M,
)

CONDITIONS: tuple[Citation, ...] = (
    REPRESENTATION,
    DEFENCE,
    MANDATORY_DEFENCE,
    COURT_MAY_NOTIFY,
    COMPULSORY_TREATMENT,
    CRIMINAL_VICTIM,
    DUTY_LAWYER,
    NO_COUNSEL,
    RETRIAL,
    HARDSHIP_LINE,
    COMPETENCE,
    COMPETENCE_IN_LITIGATION,
    FORWARDED,
    REPRESENTED,
    HARDSHIP_STATED,
    HARDSHIP_CHECK,
    PROOF_OF_STATUS,
    LAWYER_FOR_MINORS,
    FIRST_RECEIVED,
    MATERIALS,
    HARDSHIP_DEEMED,
)
"""Everything above, for the check that each quote stands in its article."""
