"""Made-up contents of every paper, the shortest and the longest there can be. Pure.

A template an agency brings is tried with them before it is kept: a name of fifty characters, a company of a
hundred, fifty workers by thirty-six months. The tests look at the built-in templates with the same.
"""

from collections.abc import Callable, Mapping
from datetime import date

from app.legal_aid.papers import contents as c
from app.legal_aid.papers import form_contents as f
from app.legal_aid.papers.codes import PaperKind

NAME = "阿不都热合曼·买买提吐尔逊·努尔麦麦提·阿卜杜克热木·艾合买提江·伊斯拉木·吐尔地"
LONGEST_NAME = (NAME + "·穆罕默德·阿卜杜外力")[:50]
COMPANY = ("新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县某某建筑安装工程劳务分包有限责任公司" * 3)[:100]
CENTRE = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县法律援助中心"
ADDRESS = ("克孜勒苏柯尔克孜自治州阿合奇县某某镇某某村二期安置小区工地临时宿舍十二号楼" * 6)[:200]
ESSAY = ("我从三月起在工地做钢筋工，双方约定每月工资七千元，月底结清。三月至六月的工资一直没有发。" * 60)[:2000]
SENTENCES = ("经核对考勤和工资记录，本机构认为申请人的陈述与材料相符，但申请事项已经由有关部门处理完毕。" * 50)[
    :2000
]
REMEDY = (
    "您对本决定有异议的，可以自收到决定之日起十五日内向本县司法局提出；司法局应当自收到异议之日起五日内审查。"
    "对维持的决定不服的，可以依法申请行政复议或者提起行政诉讼（《中华人民共和国法律援助法》第四十九条）。"
)
BASIS = "《中华人民共和国法律援助法》第四十三条第一款"
DAY = date(2026, 7, 3)
NUMBER = "〔2026〕法援决字第00012号"
MOST_MONTHS, MOST_MEMBERS = 36, 50
LARGEST_FEN = 100_000_000_000
PICTURE = "signature.svg"

_short_matter = c.Matter(applicant="张三", recipient="张三", category="追索劳动报酬")
_long_matter = c.Matter(
    applicant=LONGEST_NAME,
    recipient=LONGEST_NAME[::-1].strip("·"),
    category="刑事被害人、自诉人、附带民事诉讼原告代理",
    request=f"请求{COMPANY}支付劳动报酬1,000,000,000.00元",
    opponents=(COMPANY, COMPANY),
    submitted_on=DAY,
)
_person = f.PersonPart(
    name=LONGEST_NAME,
    sex="男",
    born_on=date(1985, 12, 31),
    document="港澳台居民居住证",
    document_number="810000198512310017",
    phone="0086-0908-5630000-12345",
    address=ADDRESS,
)


def _months(count: int) -> tuple[str, ...]:
    return tuple(f"{2023 + n // 12}-{n % 12 + 1:02d}" for n in range(count))


def _ledger_rows(members: int, months: int) -> tuple[f.LedgerRow, ...]:
    owed = tuple(None if n % 7 == 5 else 123_456_789 for n in range(months))
    total = sum(fen or 0 for fen in owed)
    return tuple(
        f.LedgerRow(
            name=LONGEST_NAME if n % 9 == 0 else f"工友{n + 1}",
            owed_fen=owed,
            agreed_total_fen=2 * total,
            paid_total_fen=total,
            owed_total_fen=total,
        )
        for n in range(members)
    )


def _long_form() -> f.ApplicationForm:
    return f.ApplicationForm(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        applicant=_person,
        recipient=_person,
        capacity="近亲属（被羁押人的父亲）",
        channel="口头申请，工作人员代为填写",
        category="刑事被害人、自诉人、附带民事诉讼原告代理",
        statuses=tuple(
            f.Choice(title=title, is_ticked=n % 2 == 0)
            for n, title in enumerate(
                (
                    "进城务工人员",
                    "未成年人",
                    "老年人",
                    "残疾人",
                    "最低生活保障对象",
                    "特困人员",
                    "优抚对象",
                    "军人军属",
                )
            )
        ),
        opponents=(COMPANY, COMPANY, LONGEST_NAME),
        place=ADDRESS,
        forum=COMPANY,
        request=ADDRESS,
        amount_fen=LARGEST_FEN,
        facts=ESSAY,
        more=tuple(f.Entry(label=label, text=ADDRESS) for label in ("诉讼阶段", "涉嫌罪名", "羁押场所")),
        urgency="距离诉讼时效届满不足七日（2026年7月9日届满），需要及时提起诉讼",
        hardship="进城务工人员请求支付劳动报酬，免予核查经济困难状况（《中华人民共和国法律援助法》第四十二条第（三）项）",
        assistance_needed=ADDRESS,
        submitted_on=DAY,
        signature=PICTURE,
    )


def _long_statement() -> f.HardshipStatement:
    return f.HardshipStatement(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        applicant=_person,
        household_size=30,
        household=tuple(
            f.HouseholdMember(
                name=LONGEST_NAME, relation="配偶的祖父", occupation=ADDRESS[:40], income_fen=LARGEST_FEN
            )
            for _ in range(12)
        ),
        incomes=tuple(f.Money(title=f"{ADDRESS[:60]}{n}", amount_fen=LARGEST_FEN) for n in range(6)),
        assets=tuple(f.Money(title=f"{ADDRESS[:60]}{n}", amount_fen=LARGEST_FEN) for n in range(6)),
        expenses=tuple(f.Money(title=f"{ADDRESS[:60]}{n}", amount_fen=LARGEST_FEN) for n in range(6)),
        opponent_in_household=False,
        line_fen=166_000,
        line_source="新疆维吾尔自治区人民政府关于法律援助经济困难标准的规定，自2026年1月1日起施行",
        per_person_fen=LARGEST_FEN,
        explanation=SENTENCES,
        pledges=True,
        shares_data=True,
        submitted_on=DAY,
        signature=PICTURE,
    )


SHORTEST: Mapping[PaperKind, Callable[[], c.Contents]] = {
    PaperKind.APPLICATION_FORM: lambda: f.ApplicationForm(
        agency=None, applicant=f.PersonPart(), channel="本人网上申请", category="监护", draft=True
    ),
    PaperKind.HARDSHIP_STATEMENT: lambda: f.HardshipStatement(agency=None, applicant=f.PersonPart(), draft=True),
    PaperKind.RECEIPT: lambda: f.Receipt(
        agency="甲县法律援助中心", dated=DAY, applicant="张三", recipient="张三", category="监护"
    ),
    PaperKind.DEFICIENCY_NOTICE: lambda: c.DeficiencyNotice(
        agency="甲县法律援助中心",
        dated=DAY,
        matter=_short_matter,
        items=(c.DeficiencyItem(title="身份证正反面"),),
        due_on=DAY,
    ),
    PaperKind.GRANT: lambda: c.Grant(agency="甲县法律援助中心", dated=DAY, matter=_short_matter, basis=BASIS),
    PaperKind.REFUSAL: lambda: c.Refusal(
        agency="甲县法律援助中心",
        dated=DAY,
        matter=_short_matter,
        basis=BASIS,
        reasons="工资已经全部付清。",
        remedy=REMEDY,
    ),
    PaperKind.ASSIGNMENT: lambda: c.Assignment(
        agency="甲县法律援助中心", dated=DAY, matter=_short_matter, lawyer="李四", sign_within_days=5
    ),
    PaperKind.TERMINATION: lambda: c.Termination(
        agency="甲县法律援助中心",
        dated=DAY,
        matter=_short_matter,
        basis="《中华人民共和国法律援助法》第四十八条第（六）项",
        ground="自行委托律师或者其他代理人",
        reasons="受援人已经自行委托律师。",
        remedy=REMEDY,
    ),
    PaperKind.OBJECTION_DECISION: lambda: c.ObjectionDecision(
        agency="甲县司法局",
        dated=DAY,
        matter=_short_matter,
        centre="甲县法律援助中心",
        decision_title="不予法律援助决定",
        is_upheld=False,
        reasons="申请人符合条件。",
    ),
    PaperKind.CLOSING_REPORT: lambda: f.ClosingReport(
        agency="甲县法律援助中心", dated=DAY, applicant="张三", recipient="张三", category="监护", lawyer="李四"
    ),
    PaperKind.WAGE_LEDGER: lambda: f.WageLedger(
        agency=None,
        employer="某公司",
        applicant="张三",
        months=_months(1),
        rows=_ledger_rows(1, 1),
        total_fen=123_456_789,
    ),
}
"""As little as a paper may say."""

LONGEST: Mapping[PaperKind, Callable[[], c.Contents]] = {
    PaperKind.APPLICATION_FORM: _long_form,
    PaperKind.HARDSHIP_STATEMENT: _long_statement,
    PaperKind.RECEIPT: lambda: f.Receipt(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        applicant=LONGEST_NAME,
        recipient=LONGEST_NAME,
        category=_long_matter.category,
        submitted_on=DAY,
        materials=tuple(
            f.Material(name=f"{COMPANY[:90]}{n}.jpg", title="身份证照片", copies=1, received_on=DAY)
            for n in range(60)
        ),
        receiver=LONGEST_NAME,
        phone="0086-0908-5630000",
        decide_by=DAY,
    ),
    PaperKind.DEFICIENCY_NOTICE: lambda: c.DeficiencyNotice(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        matter=_long_matter,
        items=tuple(c.DeficiencyItem(title=COMPANY, reason=ADDRESS, how=ADDRESS) for _ in range(20)),
        due_on=DAY,
        phone="0086-0908-5630000",
        address=ADDRESS,
    ),
    PaperKind.GRANT: lambda: c.Grant(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        matter=_long_matter,
        basis=BASIS,
        aid_form="劳动争议调解与仲裁代理",
        urgency="距离诉讼时效届满不足七日",
        formalities_by=DAY,
        is_correction=True,
        phone="0086-0908-5630000",
    ),
    PaperKind.REFUSAL: lambda: c.Refusal(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        matter=_long_matter,
        basis=BASIS,
        reasons=SENTENCES,
        remedy=REMEDY,
    ),
    PaperKind.ASSIGNMENT: lambda: c.Assignment(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        matter=_long_matter,
        lawyer=LONGEST_NAME,
        firm=COMPANY,
        granted_on=DAY,
        grant_number=NUMBER,
        sign_within_days=5,
        recipient_phone="13800000000",
        centre_phone="0086-0908-5630000",
    ),
    PaperKind.TERMINATION: lambda: c.Termination(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        matter=_long_matter,
        granted_on=DAY,
        grant_number=NUMBER,
        basis="《中华人民共和国法律援助法》第四十八条第（六）项",
        ground="以欺骗或者其他不正当手段获得法律援助",
        reasons=SENTENCES,
        remedy=REMEDY,
    ),
    PaperKind.OBJECTION_DECISION: lambda: c.ObjectionDecision(
        agency=CENTRE.replace("法律援助中心", "司法局"),
        number=NUMBER,
        dated=DAY,
        matter=_long_matter,
        centre=CENTRE,
        decision_title="终止法律援助决定",
        decision_number=NUMBER,
        decided_on=DAY,
        objected_on=DAY,
        objection=SENTENCES,
        is_upheld=True,
        reasons=SENTENCES,
        further_remedy=REMEDY,
    ),
    PaperKind.CLOSING_REPORT: lambda: f.ClosingReport(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        applicant=LONGEST_NAME,
        recipient=LONGEST_NAME,
        category=_long_matter.category,
        opponents=(COMPANY, COMPANY),
        lawyer=LONGEST_NAME,
        firm=COMPANY,
        granted_on=DAY,
        assigned_on=DAY,
        closing_on=DAY,
        closing_event="收到仲裁裁决书",
        outcome="裁决支持全部请求",
        recovered_fen=LARGEST_FEN,
        summary=SENTENCES,
        work=tuple(f.Work(on=DAY, text=ADDRESS) for _ in range(40)),
        handed_in_on=DAY,
        reviewed_on=DAY,
        review=SENTENCES,
        grade="优秀",
        subsidy_fen=200_000,
    ),
    PaperKind.WAGE_LEDGER: lambda: f.WageLedger(
        agency=CENTRE,
        number=NUMBER,
        dated=DAY,
        employer=COMPANY,
        applicant=LONGEST_NAME,
        months=_months(MOST_MONTHS),
        rows=_ledger_rows(MOST_MEMBERS, MOST_MONTHS),
        total_fen=sum(row.owed_total_fen for row in _ledger_rows(MOST_MEMBERS, MOST_MONTHS)),
        submitted_on=DAY,
        signature=PICTURE,
    ),
}
"""As much as a paper may have to hold."""
