"""Codes of notified cases and of duty lawyers' help, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels
from app.legal_aid.eligibility.codes import NoticeGround
from app.legal_aid.enums import TerminationGround


class NotificationGround(StrEnum):
    """On which ground an authority asks for a lawyer: 法律援助法 25(1) by item, 25(2), 28."""

    MINOR = "25-1"
    SENSORY_DISABILITY = "25-2"
    INCAPABLE_ADULT = "25-3"
    LIFE_OR_DEATH = "25-4"
    DEATH_REVIEW = "25-5"
    IN_ABSENTIA = "25-6"
    OTHER = "25-7"
    ORDINARY_PROCEDURE = "25-ordinary"
    COMPULSORY_TREATMENT = "28"

    @property
    def item(self) -> NoticeGround | None:
        """The item of art. 25(1), where it is one."""
        return NoticeGround(self.value) if self.value in set(NoticeGround) else None

    @property
    def is_owed(self) -> bool:
        """Whether the authority must notify, within three days (法律援助法 36); for 25(2) a court may."""
        return self is not NotificationGround.ORDINARY_PROCEDURE


class FollowUpKind(StrEnum):
    """What an authority tells the centre after its notice."""

    NEXT_STAGE = "next_stage"
    OWN_COUNSEL = "own_counsel"
    CASE_ENDED = "case_ended"
    NOTICE_WITHDRAWN = "notice_withdrawn"

    @property
    def ground(self) -> TerminationGround | None:
        """On which ground of 法律援助法 48 aid now has to end, if it has to."""
        return ENDS_AID.get(self)


ENDS_AID = {
    FollowUpKind.OWN_COUNSEL: TerminationGround.OWN_COUNSEL,
    FollowUpKind.CASE_ENDED: TerminationGround.CASE_ENDED,
    FollowUpKind.NOTICE_WITHDRAWN: TerminationGround.OTHER,
}


class DutyPlaceKind(StrEnum):
    """Where a duty lawyer sits (法律援助法 14)."""

    COURT = "court"
    PROCURATORATE = "procuratorate"
    DETENTION_CENTRE = "detention_centre"
    POLICE = "police"
    OTHER = "other"


class HelpKind(StrEnum):
    """What a duty lawyer did (法律援助法 30, 39(2); 刑事诉讼法 36, 174)."""

    CONSULTATION = "consultation"
    PROCEDURE_ADVICE = "procedure_advice"
    COERCIVE_MEASURE = "coercive_measure"
    CASE_OPINION = "case_opinion"
    PLEA_WITNESS = "plea_witness"
    GUIDANCE = "guidance"
    FORWARDING = "forwarding"


labels(
    NotificationGround,
    {
        NotificationGround.MINOR: "未成年人（法律援助法第二十五条第一款第一项）",
        NotificationGround.SENSORY_DISABILITY: "视力、听力、言语残疾人（法律援助法第二十五条第一款第二项）",
        NotificationGround.INCAPABLE_ADULT: "不能完全辨认自己行为的成年人（法律援助法第二十五条第一款第三项）",
        NotificationGround.LIFE_OR_DEATH: "可能被判处无期徒刑、死刑的人（法律援助法第二十五条第一款第四项）",
        NotificationGround.DEATH_REVIEW: "申请法律援助的死刑复核案件被告人（法律援助法第二十五条第一款第五项）",
        NotificationGround.IN_ABSENTIA: "缺席审判案件的被告人（法律援助法第二十五条第一款第六项）",
        NotificationGround.OTHER: "法律法规规定的其他人员（法律援助法第二十五条第一款第七项）",
        NotificationGround.ORDINARY_PROCEDURE: "其他适用普通程序审理的被告人（法律援助法第二十五条第二款）",
        NotificationGround.COMPULSORY_TREATMENT: "强制医疗案件的被申请人或者被告人（法律援助法第二十八条）",
    },
)
labels(
    FollowUpKind,
    {
        FollowUpKind.NEXT_STAGE: "案件进入下一阶段",
        FollowUpKind.OWN_COUNSEL: "当事人自己委托了律师",
        FollowUpKind.CASE_ENDED: "案件终止或者撤销",
        FollowUpKind.NOTICE_WITHDRAWN: "撤回通知",
    },
)
labels(
    DutyPlaceKind,
    {
        DutyPlaceKind.COURT: "人民法院",
        DutyPlaceKind.PROCURATORATE: "人民检察院",
        DutyPlaceKind.DETENTION_CENTRE: "看守所",
        DutyPlaceKind.POLICE: "公安机关",
        DutyPlaceKind.OTHER: "其他场所",
    },
)
labels(
    HelpKind,
    {
        HelpKind.CONSULTATION: "提供法律咨询",
        HelpKind.PROCEDURE_ADVICE: "提供程序选择建议",
        HelpKind.COERCIVE_MEASURE: "申请变更强制措施",
        HelpKind.CASE_OPINION: "对案件处理提出意见",
        HelpKind.PLEA_WITNESS: "见证签署认罪认罚具结书",
        HelpKind.GUIDANCE: "引导申请法律援助",
        HelpKind.FORWARDING: "转交法律援助申请",
    },
)
