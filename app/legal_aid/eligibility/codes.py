"""Codes of the facts that eligibility rests on, shared by the form, the self-test and the rules. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class PersonStatus(StrEnum):
    """What a person is, as far as 法律援助法 arts. 26, 32 and 42 ask. A person may be several of these.

    The last four are about the matter too: the claim follows from the brave act, the violence, the acquittal.
    """

    MIGRANT_WORKER = "migrant_worker"
    MINOR = "minor"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    NO_FIXED_INCOME = "no_fixed_income"
    SUBSISTENCE_ALLOWANCE = "subsistence_allowance"
    EXTREME_POVERTY = "extreme_poverty"
    SOCIAL_ASSISTANCE = "social_assistance"
    JUDICIAL_ASSISTANCE = "judicial_assistance"
    PREFERENTIAL_TREATMENT = "preferential_treatment"
    SERVICE_FAMILY = "service_family"
    HEROES_KIN = "heroes_kin"
    BRAVE_ACT = "brave_act"
    ACQUITTED_ON_RETRIAL = "acquitted_on_retrial"
    ABUSE_VICTIM = "abuse_victim"


class Capacity(StrEnum):
    """In what capacity somebody applies (法律援助法 24, 29, 40)."""

    SELF = "self"
    LEGAL_REPRESENTATIVE = "legal_representative"
    CLOSE_RELATIVE = "close_relative"
    AGENT = "agent"


class ForumKind(StrEnum):
    """The body that handles the dispute; the first three are 办案机关 of a lawsuit (法律援助法 38)."""

    COURT = "court"
    PROCURATORATE = "procuratorate"
    POLICE = "police"
    ARBITRATION = "arbitration"
    LABOUR_INSPECTION = "labour_inspection"
    MEDIATION = "mediation"
    AUTHORITY = "authority"

    @property
    def is_litigation(self) -> bool:
        """Whether the matter before it is a lawsuit or a criminal case."""
        return self in {ForumKind.COURT, ForumKind.PROCURATORATE, ForumKind.POLICE}


class CriminalStage(StrEnum):
    """How far a criminal case has come."""

    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    FIRST_INSTANCE = "first_instance"
    SECOND_INSTANCE = "second_instance"
    RETRIAL = "retrial"
    DEATH_REVIEW = "death_review"

    @property
    def is_trial(self) -> bool:
        """Whether a court has the case."""
        return self not in {CriminalStage.INVESTIGATION, CriminalStage.PROSECUTION}


class CriminalRole(StrEnum):
    """Who the person is in a criminal case (法律援助法 24, 28, 29)."""

    SUSPECT = "suspect"
    VICTIM = "victim"
    PRIVATE_PROSECUTOR = "private_prosecutor"
    CIVIL_PLAINTIFF = "civil_plaintiff"
    TREATMENT_RESPONDENT = "treatment_respondent"


class NoticeGround(StrEnum):
    """法律援助法 art. 25(1): whom the authorities must name to the centre when they have no counsel."""

    MINOR = "25-1"
    SENSORY_DISABILITY = "25-2"
    INCAPABLE_ADULT = "25-3"
    LIFE_OR_DEATH = "25-4"
    DEATH_REVIEW = "25-5"
    IN_ABSENTIA = "25-6"
    OTHER = "25-7"


class MaterialCode(StrEnum):
    """The materials of 148号令 art. 11, the fourth item by what it proves."""

    APPLICATION_FORM = "application_form"
    IDENTITY = "identity"
    RECIPIENT_IDENTITY = "recipient_identity"
    AUTHORITY = "authority"
    HARDSHIP_STATEMENT = "hardship_statement"
    STATUS_PROOF = "status_proof"
    MATTER_CLAIM = "matter_claim"
    MATTER_LINK = "matter_link"
    MATTER_PAPERS = "matter_papers"


class LawyerNeed(StrEnum):
    """What the law asks of the lawyer in some cases."""

    CAPITAL_DEFENCE = "capital_defence"
    KNOWS_MINORS = "knows_minors"


class AdviceCode(StrEnum):
    """What else a person in this position should know."""

    AUTHORITY_NOTIFIES = "authority_notifies"
    COURT_MAY_NOTIFY = "court_may_notify"
    DUTY_LAWYER = "duty_lawyer"
    FORWARDED = "forwarded"
    FIRST_RECEIVED = "first_received"


class Likelihood(StrEnum):
    """What the conditions come to; a person decides."""

    LIKELY_GRANTED = "likely_granted"
    NEEDS_CHECK = "needs_check"
    LIKELY_REFUSED = "likely_refused"


labels(
    PersonStatus,
    {
        PersonStatus.MIGRANT_WORKER: "进城务工人员（农民工）",
        PersonStatus.MINOR: "不满十八周岁",
        PersonStatus.ELDERLY: "六十周岁以上",
        PersonStatus.DISABLED: "残疾人",
        PersonStatus.NO_FIXED_INCOME: "没有固定生活来源",
        PersonStatus.SUBSISTENCE_ALLOWANCE: "正在领取最低生活保障（低保）",
        PersonStatus.EXTREME_POVERTY: "特困供养人员",
        PersonStatus.SOCIAL_ASSISTANCE: "正在领取其他社会救助",
        PersonStatus.JUDICIAL_ASSISTANCE: "司法救助对象",
        PersonStatus.PREFERENTIAL_TREATMENT: "优抚对象",
        PersonStatus.SERVICE_FAMILY: "退役军人、军人或者军属",
        PersonStatus.HEROES_KIN: "英雄烈士的近亲属，为维护英雄烈士的人格权益",
        PersonStatus.BRAVE_ACT: "因为见义勇为来主张权益",
        PersonStatus.ACQUITTED_ON_RETRIAL: "再审改判无罪，请求国家赔偿",
        PersonStatus.ABUSE_VICTIM: "遭受虐待、遗弃或者家庭暴力，为此主张权益",
    },
)
labels(
    Capacity,
    {
        Capacity.SELF: "本人",
        Capacity.LEGAL_REPRESENTATIVE: "法定代理人（例如父母、监护人）",
        Capacity.CLOSE_RELATIVE: "近亲属",
        Capacity.AGENT: "受委托的人",
    },
)
labels(
    ForumKind,
    {
        ForumKind.COURT: "人民法院",
        ForumKind.PROCURATORATE: "人民检察院",
        ForumKind.POLICE: "公安机关",
        ForumKind.ARBITRATION: "仲裁委员会",
        ForumKind.LABOUR_INSPECTION: "劳动监察机构",
        ForumKind.MEDIATION: "调解组织",
        ForumKind.AUTHORITY: "其他行政机关",
    },
)
labels(
    CriminalStage,
    {
        CriminalStage.INVESTIGATION: "侦查",
        CriminalStage.PROSECUTION: "审查起诉",
        CriminalStage.FIRST_INSTANCE: "一审",
        CriminalStage.SECOND_INSTANCE: "二审",
        CriminalStage.RETRIAL: "再审",
        CriminalStage.DEATH_REVIEW: "死刑复核",
    },
)
labels(
    CriminalRole,
    {
        CriminalRole.SUSPECT: "犯罪嫌疑人、被告人",
        CriminalRole.VICTIM: "公诉案件的被害人",
        CriminalRole.PRIVATE_PROSECUTOR: "自诉人",
        CriminalRole.CIVIL_PLAINTIFF: "附带民事诉讼的原告人",
        CriminalRole.TREATMENT_RESPONDENT: "强制医疗案件的被申请人或者被告人",
    },
)
labels(
    NoticeGround,
    {
        NoticeGround.MINOR: "未成年人",
        NoticeGround.SENSORY_DISABILITY: "视力、听力、言语残疾人",
        NoticeGround.INCAPABLE_ADULT: "不能完全辨认自己行为的成年人",
        NoticeGround.LIFE_OR_DEATH: "可能被判处无期徒刑、死刑",
        NoticeGround.DEATH_REVIEW: "申请法律援助的死刑复核案件被告人",
        NoticeGround.IN_ABSENTIA: "缺席审判案件的被告人",
        NoticeGround.OTHER: "法律法规规定的其他人员",
    },
)
labels(
    MaterialCode,
    {
        MaterialCode.APPLICATION_FORM: "法律援助申请表",
        MaterialCode.IDENTITY: "申请人的身份证件",
        MaterialCode.RECIPIENT_IDENTITY: "受援人的身份证件",
        MaterialCode.AUTHORITY: "代为申请的证明",
        MaterialCode.HARDSHIP_STATEMENT: "经济困难状况说明表",
        MaterialCode.STATUS_PROOF: "身份状况的证明",
        MaterialCode.MATTER_CLAIM: "说明请求的材料",
        MaterialCode.MATTER_LINK: "证明关系的材料",
        MaterialCode.MATTER_PAPERS: "办案机关或者其他机关的文书",
    },
)
labels(
    LawyerNeed,
    {
        LawyerNeed.CAPITAL_DEFENCE: "有三年以上刑事辩护经历",
        LawyerNeed.KNOWS_MINORS: "熟悉未成年人身心特点",
    },
)
labels(
    AdviceCode,
    {
        AdviceCode.AUTHORITY_NOTIFIES: "办案机关应当通知指派律师",
        AdviceCode.COURT_MAY_NOTIFY: "法院可以通知指派律师",
        AdviceCode.DUTY_LAWYER: "可以找值班律师",
        AdviceCode.FORWARDED: "申请由看管的地方转交",
        AdviceCode.FIRST_RECEIVED: "向一个机构申请就够了",
    },
)
labels(
    Likelihood,
    {
        Likelihood.LIKELY_GRANTED: "看起来符合条件",
        Likelihood.NEEDS_CHECK: "需要工作人员核对",
        Likelihood.LIKELY_REFUSED: "看起来不符合条件",
    },
)
