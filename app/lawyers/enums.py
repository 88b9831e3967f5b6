"""Codes of the lawyers' domain that leave the API, each with its Chinese label."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class OfferStatus(StrEnum):
    """Where an offer stands."""

    OFFERED = "offered"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


class AssignmentStatus(StrEnum):
    """Where the assignment of a matter stands."""

    ASKING = "asking"
    TAKEN = "taken"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class AssignmentMode(StrEnum):
    """How lawyers are asked: one after another, several at once, or a firm that names one of its own."""

    ONE = "one"
    SEVERAL = "several"
    FIRM = "firm"


class WorkerKind(StrEnum):
    """Who gives legal aid (法律援助法 12): a lawyer, a grass-roots legal worker, a volunteer."""

    LAWYER = "lawyer"
    LEGAL_WORKER = "legal_worker"
    VOLUNTEER = "volunteer"


class FirmKind(StrEnum):
    """Where they work."""

    LAW_FIRM = "law_firm"
    LEGAL_SERVICE_OFFICE = "legal_service_office"
    AID_CENTRE = "aid_centre"
    OTHER = "other"


class ChangeSource(StrEnum):
    """By what way an entry of the roster came or changed."""

    STAFF = "staff"
    SELF = "self"
    IMPORT = "import"
    SETUP = "setup"


class ProposalStatus(StrEnum):
    """Where stands what a lawyer asks to have changed in the own entry."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class RosterField(StrEnum):
    """What the history of the roster names as changed."""

    NAME = "name"
    FIRM = "firm"
    KIND = "kind"
    LICENCE_NUMBER = "licence_number"
    CERTIFICATE_NUMBER = "certificate_number"
    PRACTISING_SINCE = "practising_since"
    SEX = "sex"
    CAPACITY = "capacity"
    WEEKLY_CAPACITY = "weekly_capacity"
    SPECIALTIES = "specialties"
    LANGUAGES = "languages"
    SKILLS = "skills"
    AREAS = "areas"
    KNOWS_MINORS = "knows_minors"
    DEFENCE_SINCE = "defence_since"
    FORMER_OFFICE = "former_office"
    LEFT_OFFICE_ON = "left_office_on"
    HEADS_FIRM = "heads_firm"
    SUSPENSION_REASON = "suspension_reason"
    CREDIT_CODE = "credit_code"


class FormerOffice(StrEnum):
    """An office that bars from litigation for two years after it was left (律师法 41)."""

    JUDGE = "judge"
    PROSECUTOR = "prosecutor"


class Skill(StrEnum):
    """Whom a lawyer is used to work for, beside the specialties; minors are a hard rule with a mark of its own."""

    WOMEN = "women"
    DISABLED = "disabled"
    ELDERLY = "elderly"
    MILITARY = "military"
    FOREIGN = "foreign"


class DeclineReason(StrEnum):
    """Why a lawyer does not take a matter (法律援助法 46: not without a good reason)."""

    CONFLICT = "conflict"
    BUSY = "busy"
    OTHER_FIELD = "other_field"
    AWAY = "away"
    OTHER = "other"


class PartySide(StrEnum):
    """On which side of a matter a party stands, seen from the lawyer."""

    CLIENT = "client"
    OPPONENT = "opponent"


class TieKind(StrEnum):
    """What a lawyer declares, because the centre cannot know it (律师法 39)."""

    RELATIVE = "relative"
    CLIENT = "client"
    OPPONENT = "opponent"


class Kinship(StrEnum):
    """Near relatives (民法典 1045: 近亲属)."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"


class PartyKind(StrEnum):
    """What a declared party is; which kind of number it has follows."""

    PERSON = "person"
    ORGANISATION = "organisation"


class ImportStatus(StrEnum):
    """Where the import of a roster from a sheet stands."""

    PREVIEWED = "previewed"
    COMMITTING = "committing"
    COMMITTED = "committed"
    DISCARDED = "discarded"


class LineOutcome(StrEnum):
    """What an import makes of a row of the sheet."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BAD = "bad"


class RosterFormat(StrEnum):
    """As which kind of file the roster is given out."""

    XLSX = "xlsx"
    CSV = "csv"


labels(
    OfferStatus,
    {
        OfferStatus.OFFERED: "等待律师答复",
        OfferStatus.VIEWED: "律师已查看，还没有答复",
        OfferStatus.ACCEPTED: "律师已接受",
        OfferStatus.DECLINED: "律师已谢绝",
        OfferStatus.EXPIRED: "过期未答复",
        OfferStatus.WITHDRAWN: "已收回",
        OfferStatus.COMPLETED: "案件已结案",
    },
)
labels(
    DeclineReason,
    {
        DeclineReason.CONFLICT: "有利益冲突",
        DeclineReason.BUSY: "手头案件太多",
        DeclineReason.OTHER_FIELD: "不熟悉这类案件",
        DeclineReason.AWAY: "休假或者外出",
        DeclineReason.OTHER: "其他原因",
    },
)
labels(PartySide, {PartySide.CLIENT: "受援人", PartySide.OPPONENT: "对方当事人"})
labels(
    TieKind,
    {
        TieKind.RELATIVE: "近亲属",
        TieKind.CLIENT: "委托人（含担任法律顾问的单位）",
        TieKind.OPPONENT: "自己所办案件的对方",
    },
)
labels(
    Kinship,
    {
        Kinship.SPOUSE: "配偶",
        Kinship.PARENT: "父母",
        Kinship.CHILD: "子女",
        Kinship.SIBLING: "兄弟姐妹",
        Kinship.GRANDPARENT: "祖父母、外祖父母",
        Kinship.GRANDCHILD: "孙子女、外孙子女",
    },
)
labels(PartyKind, {PartyKind.PERSON: "个人", PartyKind.ORGANISATION: "单位"})
labels(
    AssignmentStatus,
    {
        AssignmentStatus.ASKING: "正在等律师答复",
        AssignmentStatus.TAKEN: "律师已接受",
        AssignmentStatus.FAILED: "没有律师接受",
        AssignmentStatus.WITHDRAWN: "已收回",
    },
)
labels(
    AssignmentMode,
    {
        AssignmentMode.ONE: "依次询问",
        AssignmentMode.SEVERAL: "同时询问几名律师",
        AssignmentMode.FIRM: "由律所安排律师",
    },
)
labels(
    WorkerKind,
    {
        WorkerKind.LAWYER: "律师",
        WorkerKind.LEGAL_WORKER: "基层法律服务工作者",
        WorkerKind.VOLUNTEER: "法律援助志愿者",
    },
)
labels(
    FirmKind,
    {
        FirmKind.LAW_FIRM: "律师事务所",
        FirmKind.LEGAL_SERVICE_OFFICE: "基层法律服务所",
        FirmKind.AID_CENTRE: "法律援助中心",
        FirmKind.OTHER: "其他单位",
    },
)
labels(
    ChangeSource,
    {
        ChangeSource.STAFF: "中心登记或者修改",
        ChangeSource.SELF: "律师本人提出、中心审核",
        ChangeSource.IMPORT: "批量导入",
        ChangeSource.SETUP: "系统初始数据",
    },
)
labels(
    ProposalStatus,
    {
        ProposalStatus.WAITING: "等待中心审核",
        ProposalStatus.APPROVED: "已同意",
        ProposalStatus.REJECTED: "未同意",
        ProposalStatus.WITHDRAWN: "已撤回",
    },
)
labels(
    RosterField,
    {
        RosterField.NAME: "姓名或者名称",
        RosterField.FIRM: "所在单位",
        RosterField.KIND: "类别",
        RosterField.LICENCE_NUMBER: "执业证号",
        RosterField.CERTIFICATE_NUMBER: "证书号码",
        RosterField.PRACTISING_SINCE: "执业起始年份",
        RosterField.SEX: "性别",
        RosterField.CAPACITY: "同时承办的最多件数",
        RosterField.WEEKLY_CAPACITY: "每周最多新接件数",
        RosterField.SPECIALTIES: "专业特长",
        RosterField.LANGUAGES: "语言",
        RosterField.SKILLS: "熟悉的人群",
        RosterField.AREAS: "服务地区",
        RosterField.KNOWS_MINORS: "熟悉未成年人",
        RosterField.DEFENCE_SINCE: "开始做刑事辩护的日期",
        RosterField.FORMER_OFFICE: "曾任法官或者检察官",
        RosterField.LEFT_OFFICE_ON: "离任日期",
        RosterField.HEADS_FIRM: "负责本所接受指派",
        RosterField.SUSPENSION_REASON: "暂停指派的理由",
        RosterField.CREDIT_CODE: "统一社会信用代码",
    },
)
labels(FormerOffice, {FormerOffice.JUDGE: "法官", FormerOffice.PROSECUTOR: "检察官"})
labels(
    Skill,
    {
        Skill.WOMEN: "妇女权益",
        Skill.DISABLED: "残疾人权益",
        Skill.ELDERLY: "老年人权益",
        Skill.MILITARY: "军人军属权益",
        Skill.FOREIGN: "涉外",
    },
)
labels(
    ImportStatus,
    {
        ImportStatus.PREVIEWED: "已检查，还没有导入",
        ImportStatus.COMMITTING: "正在导入",
        ImportStatus.COMMITTED: "已全部导入",
        ImportStatus.DISCARDED: "已放弃",
    },
)
labels(
    LineOutcome,
    {
        LineOutcome.NEW: "新登记",
        LineOutcome.CHANGED: "有改动",
        LineOutcome.UNCHANGED: "没有变化",
        LineOutcome.BAD: "有问题",
    },
)
labels(RosterFormat, {RosterFormat.XLSX: "Excel 工作簿", RosterFormat.CSV: "CSV 文字文件"})
