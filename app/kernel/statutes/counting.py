"""How periods are counted. Neither 法律援助法 nor 社区矫正法 defines it, so the general rules apply."""

from app.kernel.statutes.laws import CIVIL_CODE, CRIMINAL_PROCEDURE_LAW, LEGAL_AID_PROCEDURE
from app.kernel.statutes.model import Citation, Tag

PRINCIPLES: tuple[Citation, ...] = (
    Citation(
        code="counting.start_day_excluded",
        title_zh="开始的当日不计入期间",
        law=CIVIL_CODE,
        article="第二百零一条第一款",
        quote="按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。",
        tag=Tag.V,
    ),
    Citation(
        code="counting.hours",
        title_zh="按小时计算的期间自规定的时间开始",
        law=CIVIL_CODE,
        article="第二百零一条第二款",
        quote="按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。",
        tag=Tag.V,
    ),
    Citation(
        code="counting.corresponding_day",
        title_zh="月、年期间到对应日为止，没有对应日的到月末",
        law=CIVIL_CODE,
        article="第二百零二条",
        quote="到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。",
        tag=Tag.V,
    ),
    Citation(
        code="counting.holiday",
        title_zh="最后一日是法定休假日的顺延",
        law=CIVIL_CODE,
        article="第二百零三条第一款",
        quote="期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。",
        tag=Tag.V,
    ),
    Citation(
        code="counting.no_holiday_for_custody",
        title_zh="限制人身自由的期限不因节假日延长",
        law=CRIMINAL_PROCEDURE_LAW,
        article="第一百零五条第四款",
        quote="在押期间，应当至期满之日为止，不得因节假日而延长。",
        tag=Tag.V,
        note="参照适用于电子定位装置等限制性措施的期限",
    ),
    Citation(
        code="counting.legal_aid",
        title_zh="法律援助程序的期间计算",
        law=LEGAL_AID_PROCEDURE,
        article="第四十四条",
        quote="期间开始的日不计入；最后一日是法定节假日的，顺延至节假日后的第一日（待核对原文）",
        tag=Tag.M,
    ),
    Citation(
        code="counting.legal_aid_pause",
        title_zh="补充材料、异地协作的时间不计入审查期限",
        law=LEGAL_AID_PROCEDURE,
        article="第十七条",
        quote="申请人补充材料、作出说明和异地协作查证的时间不计算在审查期限内（待核对原文）",
        tag=Tag.M,
    ),
)
