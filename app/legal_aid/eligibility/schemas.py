"""What the self-test takes, and what the API of eligibility gives."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.contracts.categories import CaseCategory
from app.evidence.enums import EvidenceKind
from app.kernel.http import Schema, example
from app.kernel.statutes import Tag
from app.legal_aid.answers import AgencyView, ConditionView
from app.legal_aid.eligibility.codes import (
    AdviceCode,
    Capacity,
    CriminalRole,
    CriminalStage,
    ForumKind,
    LawyerNeed,
    Likelihood,
    MaterialCode,
    NoticeGround,
    PersonStatus,
)
from app.legal_aid.eligibility.competence import PlaceBasis
from app.legal_aid.eligibility.facts import LARGEST_HOUSEHOLD, LARGEST_INCOME_FEN, OLDEST
from app.legal_aid.eligibility.materials import Necessity
from app.legal_aid.schemas import EVIDENCE_ID, LINE

AreaCodeText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=12)]
IncomeFen = Annotated[int, Field(strict=True, ge=0, le=LARGEST_INCOME_FEN)]
DocumentName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=200, pattern=LINE)]
MOST_FILES = 20

_LAW = "《中华人民共和国法律援助法》"
_CONDITION: dict[str, Any] = {
    "code": "matter",
    "outcome": "met",
    "text": "属于可以申请的事项：请求确认劳动关系或者支付劳动报酬",
    "fact": "案件类型",
    "value": "追索劳动报酬",
    "source": f"{_LAW}第三十一条第（五）项",
    "tag": "verified_twice",
}
_MATERIAL: dict[str, Any] = {
    "code": "matter_claim",
    "title": "能说明拖欠工资的材料，例如欠条、工资条、转账记录、聊天记录，有一样就可以",
    "why": "说明谁欠的、欠多少",
    "necessity": "required",
    "is_form": False,
    "kinds": ["bank_slip", "chat", "wage_record"],
    "source": "《办理法律援助案件程序规定（司法部令第148号）》第十一条",
    "tag": "from_memory",
}
_PLACE: dict[str, Any] = {
    "area_code": "330106",
    "area_name": "浙江省杭州市西湖区",
    "basis": "event",
    "text": "向事情发生地的机构申请",
    "source": f"{_LAW}第三十八条",
}
_REQUIREMENT: dict[str, Any] = {
    "code": "knows_minors",
    "text": "受援人是未成年人，律师应当熟悉未成年人身心特点",
    "sources": ["《中华人民共和国未成年人保护法》第一百零四条第二款"],
}
_ADVICE: dict[str, Any] = {
    "code": "duty_lawyer",
    "text": "没有辩护人的，随时可以约见值班律师，得到法律咨询等帮助，不用申请",
    "source": f"{_LAW}第三十条",
    "tag": "verified_twice",
}
_SUMMARY = (
    "按您说的情况，看起来符合条件，可以申请。这里只是提示，是否给予法律援助由法律援助机构的工作人员审查决定。"
)


class ForumIn(Schema):
    """正在处理这件事的机关；还没有的不填。"""

    model_config = example({"kind": "arbitration", "area_code": "330106"})
    kind: ForumKind
    area_code: AreaCodeText | None = None


class CriminalIn(Schema):
    """刑事案件的情况。"""

    model_config = example(
        {"role": "suspect", "stage": "investigation", "grounds": ["25-1"], "is_ordinary_procedure": None}
    )
    role: CriminalRole | None = None
    stage: CriminalStage | None = None
    grounds: list[NoticeGround] | None = Field(default=None, max_length=len(NoticeGround))
    is_ordinary_procedure: bool | None = Field(default=None, description="是否适用普通程序审理")


class SelfTest(Schema):
    """自测：说多少、答多少，不知道的不填。收入以分为单位，是每月的。什么都不会保存。"""

    model_config = example(
        {
            "category": "labour_remuneration",
            "statuses": ["migrant_worker"],
            "age_years": 42,
            "has_counsel": False,
            "event_area_code": "330106",
        }
    )
    category: CaseCategory
    statuses: list[PersonStatus] | None = Field(default=None, max_length=len(PersonStatus))
    age_years: Annotated[int, Field(strict=True, ge=0, le=OLDEST)] | None = None
    household_size: Annotated[int, Field(strict=True, ge=1, le=LARGEST_HOUSEHOLD)] | None = Field(
        default=None, description="一起生活的家人一共几口，包括本人"
    )
    household_income_fen: IncomeFen | None = Field(default=None, description="全家每月收入")
    own_income_fen: IncomeFen | None = Field(default=None, description="本人每月收入")
    opponent_in_household: bool | None = Field(default=None, description="对方是不是一起生活的家人")
    pledges_hardship: bool | None = Field(default=None, description="愿意作经济困难诚信承诺")
    agrees_to_data_sharing: bool | None = Field(default=None, description="同意信息共享查询")
    has_counsel: bool | None = Field(default=None, description="是否已经自己委托律师")
    is_retrial_ordered: bool | None = Field(default=None, description="法院是否决定再审，或者检察院是否抗诉")
    capacity: Capacity | None = None
    is_detained: bool | None = Field(default=None, description="需要援助的人是否被关押")
    forum: ForumIn | None = None
    event_area_code: AreaCodeText | None = Field(default=None, description="事情发生地的区划代码")
    criminal: CriminalIn | None = None


class SummaryView(Schema):
    """What the conditions come to; a person decides."""

    model_config = example({"code": "likely_granted", "text": _SUMMARY})
    code: Likelihood
    text: str


class MaterialView(Schema):
    """One item of the checklist. ``is_form``: filled in here, nothing to upload; else one of ``kinds`` serves."""

    model_config = example(_MATERIAL)
    code: MaterialCode
    title: str
    why: str
    necessity: Necessity
    is_form: bool
    kinds: list[EvidenceKind]
    source: str
    tag: Tag


class CompetentPlaceView(Schema):
    """A place whose centre may take the application."""

    model_config = example(_PLACE)
    area_code: str
    area_name: str
    basis: PlaceBasis
    text: str
    source: str


class LawyerRequirementView(Schema):
    """What the lawyer must bring; the first source is the strictest."""

    model_config = example(_REQUIREMENT)
    code: LawyerNeed
    text: str
    sources: list[str]


class AdviceView(Schema):
    """Something a person in this position should know."""

    model_config = example(_ADVICE)
    code: AdviceCode
    text: str
    source: str
    tag: Tag


class EligibilityView(Schema):
    """The whole answer: conditions, what they come to, what to bring, where to ask (``centre``)."""

    model_config = example(
        {
            "summary": {"code": "likely_granted", "text": _SUMMARY},
            "conditions": [_CONDITION],
            "materials": [_MATERIAL],
            "places": [_PLACE],
            "centre": {
                "id": "0199e0a0-7c00-7000-8000-0000000000c1",
                "name": "杭州市西湖区法律援助中心",
                "phone": "0571-12348",
            },
            "lawyer": [_REQUIREMENT],
            "advice": [_ADVICE],
        }
    )
    summary: SummaryView
    conditions: list[ConditionView]
    materials: list[MaterialView]
    places: list[CompetentPlaceView]
    centre: AgencyView | None
    lawyer: list[LawyerRequirementView]
    advice: list[AdviceView]


class GivenMaterial(MaterialView):
    """An item with the evidence given for it."""

    model_config = example(_MATERIAL | {"evidence_ids": [EVIDENCE_ID]})
    evidence_ids: list[UUID]


class Checklist(Schema):
    """What this case needs, and what has been given."""

    model_config = example({"items": [_MATERIAL | {"evidence_ids": [EVIDENCE_ID]}]})
    items: list[GivenMaterial]


class GivenEvidence(Schema):
    """The evidence that serves as an item, all of it; an empty list takes back what was given."""

    model_config = example({"evidence_ids": [EVIDENCE_ID]})
    evidence_ids: list[UUID] = Field(max_length=MOST_FILES)


class HardshipLineIn(Schema):
    """经济困难标准：某个地区从某日起每人每月多少（以分为单位），依据哪份文件。"""

    model_config = example(
        {
            "area_code": "330106",
            "effective_from": "2027-01-01",
            "monthly_fen": 228000,
            "document": "某省人民政府关于调整法律援助经济困难标准的通知",
        }
    )
    area_code: AreaCodeText
    effective_from: date
    monthly_fen: Annotated[int, Field(strict=True, gt=0, le=LARGEST_INCOME_FEN)]
    document: DocumentName


class HardshipLineView(HardshipLineIn):
    """A line with who entered it, when; nobody where it came with the demonstration."""

    model_config = example(
        {
            "area_code": "330106",
            "effective_from": "2027-01-01",
            "monthly_fen": 228000,
            "document": "某省人民政府关于调整法律援助经济困难标准的通知",
            "set_by": None,
            "set_at": "2026-11-22T02:00:00Z",
        }
    )
    set_by: UUID | None
    set_at: datetime
