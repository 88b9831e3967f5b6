"""Sections of the form as they are sent; what comes back is in ``applying.answers``."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from app.identity.fields import PersonName
from app.identity.numbers import DocumentKind
from app.kernel.http import Schema, example
from app.legal_aid.applying.codes import ForumStage, HardshipVerification, SideKind
from app.legal_aid.eligibility.codes import Capacity, CriminalRole, CriminalStage, ForumKind, NoticeGround
from app.legal_aid.eligibility.facts import LARGEST_HOUSEHOLD, LARGEST_INCOME_FEN
from app.legal_aid.enums import UrgencyGround
from app.legal_aid.rules import LARGEST_AMOUNT_FEN
from app.legal_aid.schemas import LINE, LINES, AmountFen, LongText, ShortText


def _written(value: object) -> object:
    """Only days written out are meant; a number would be read as seconds since 1970."""
    if not isinstance(value, str | date):
        raise ValueError("日期应写成 2026-01-31 这样")
    return value


Day = Annotated[date, BeforeValidator(_written)]
Story = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000, pattern=LINES)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=LINES)]
CorrectionReason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=5, max_length=500, pattern=LINES)
]
Charges = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
Relation = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=LINE)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=12)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=40)]
SideNumber = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Income = Annotated[int, Field(strict=True, ge=0, le=LARGEST_INCOME_FEN)]
Savings = Annotated[int, Field(strict=True, ge=0, le=LARGEST_AMOUNT_FEN)]

SIDE: dict[str, Any] = {"kind": "person", "name": "李某明", "number": None}
MATTER: dict[str, Any] = {
    "other_sides": [SIDE],
    "facts": "结婚六年，对方多次殴打我，最近一次是九月三日，已经报警并住院。",
    "request": "请求离婚，孩子由我抚养，并申请人身安全保护令。",
    "amount_fen": None,
    "event_on": "2025-09-03",
}
FORUM: dict[str, Any] = {
    "kind": "arbitration",
    "name": "杭州市西湖区劳动人事争议仲裁委员会",
    "area_code": "330106",
    "stage": "arbitration",
    "case_number": "杭西劳人仲案〔2026〕12号",
}
CRIMINAL: dict[str, Any] = {
    "stage": "investigation",
    "role": "suspect",
    "charges": "盗窃",
    "facts": None,
    "other_sides": [],
    "authority_kind": "police",
    "authority_name": "杭州市公安局西湖分局",
    "area_code": "330106",
    "authority_case_number": None,
    "is_in_custody": True,
    "custody_place": "杭州市西湖区看守所",
    "grounds": ["25-1"],
    "is_ordinary_procedure": None,
}
REPRESENTATION: dict[str, Any] = {
    "capacity": "legal_representative",
    "relation": "母亲",
    "recipient_name": "王小宝",
    "recipient_document_kind": "resident_id",
    "recipient_number": "330106201503070010",
    "recipient_issuing_country": None,
    "is_recipient_detained": False,
    "is_recipient_incapable": False,
    "representative_is_other_side": False,
}
HARDSHIP: dict[str, Any] = {
    "household_size": 4,
    "household_income_fen": 520000,
    "own_income_fen": 260000,
    "savings_fen": 300000,
    "main_property": "老家自建房一处",
    "reason": "妻子生病没有工作，两个孩子上学",
    "opponent_in_household": False,
    "verification": "pledge",
}
URGENCY: dict[str, Any] = {
    "ground": "44-1",
    "limitation_on": "2026-07-05",
    "explanation": "仲裁时效还有几天就到期了",
}


class OtherSidePart(Schema):
    """A party on the other side. ``number``: 个人填身份证号码，单位填统一社会信用代码，用来排除利益冲突。
    不知道的不填；不填表示不变，空字符串表示删除。
    """

    model_config = example(SIDE)
    kind: SideKind
    name: ShortText
    number: SideNumber | None = None


class MatterPart(Schema):
    """事情的经过和请求：对方是谁、发生了什么、要什么；钱以分为单位。"""

    model_config = example(MATTER)
    other_sides: Annotated[list[OtherSidePart], Field(min_length=1, max_length=20)]
    facts: Story
    request: LongText
    amount_fen: AmountFen | None = None
    event_on: Day | None = Field(default=None, description="事情发生的日期")


class ForumPart(Schema):
    """现在由哪个机关处理；还没有的，``kind`` 留空，其他也留空。它所在的地区决定向哪里申请。"""

    model_config = example(FORUM)
    kind: ForumKind | None = None
    name: ShortText | None = None
    area_code: Code | None = None
    stage: ForumStage | None = None
    case_number: ShortText | None = None


class CriminalPart(Schema):
    """刑事案件的情况：到了哪一步、是什么身份、哪个机关办案。``other_sides``: 已知的被害人或者被告人。"""

    model_config = example(CRIMINAL)
    stage: CriminalStage
    role: CriminalRole
    charges: Charges
    facts: Story | None = None
    other_sides: Annotated[list[OtherSidePart], Field(max_length=20)] = Field(default_factory=list[OtherSidePart])
    authority_kind: ForumKind
    authority_name: ShortText
    area_code: Code
    authority_case_number: ShortText | None = None
    is_in_custody: bool = False
    custody_place: ShortText | None = None
    grounds: Annotated[list[NoticeGround], Field(max_length=len(NoticeGround))] = Field(
        default_factory=list[NoticeGround], description="法律援助法第二十五条第一款的情形"
    )
    is_ordinary_procedure: bool | None = Field(default=None, description="是否适用普通程序审理")


class RepresentationPart(Schema):
    """为谁申请。为自己申请的只填 ``capacity``。``recipient_number`` 留空表示证件号码不变。"""

    model_config = example(REPRESENTATION)
    capacity: Capacity
    relation: Relation | None = Field(default=None, description="和受援人是什么关系")
    recipient_name: PersonName | None = None
    recipient_document_kind: DocumentKind | None = None
    recipient_number: Number | None = None
    recipient_issuing_country: Country | None = Field(default=None, description="国家代码，只用于护照")
    is_recipient_detained: bool = Field(default=False, description="受援人是否被关押")
    is_recipient_incapable: bool = Field(default=False, description="受援人是否不能完全辨认自己的行为")
    representative_is_other_side: bool = Field(default=False, description="代为申请的人是不是对方")


class HardshipPart(Schema):
    """经济困难状况说明表：家里几口人、每月收入（分）、主要财产；选择承诺或者同意查询（法律援助法第四十一条）。"""

    model_config = example(HARDSHIP)
    household_size: Annotated[int, Field(strict=True, ge=1, le=LARGEST_HOUSEHOLD)]
    household_income_fen: Income
    own_income_fen: Income
    savings_fen: Savings | None = None
    main_property: Note | None = None
    reason: Note | None = None
    opponent_in_household: bool = Field(default=False, description="对方是不是一起生活的家人")
    verification: HardshipVerification


class UrgencyPart(Schema):
    """是不是紧急（法律援助法第四十四条）；不紧急的全部留空。"""

    model_config = example(URGENCY)
    ground: UrgencyGround | None = None
    limitation_on: Day | None = Field(default=None, description="时效或者期限的最后一天")
    explanation: Note | None = None


class RightName(Schema):
    """The right name and, only where the slip is there, the right number, as the document says; and why."""

    model_config = example(
        {
            "is_recipient": False,
            "name": "张建国",
            "number": None,
            "reason": "申请表上把“建”写成了“健”，已核对身份证原件。",
        }
    )
    is_recipient: bool = Field(default=False, description="更正受援人的（代为申请的案件）")
    name: PersonName
    number: Number | None = None
    reason: CorrectionReason
