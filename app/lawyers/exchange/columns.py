"""Columns of the roster as a sheet, by the names people give them. Pure."""

from dataclasses import dataclass

from app.kernel.spreadsheets import bare_heading

SHEET = "律师名册"
NOTES_SHEET = "填写说明"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column.

    Attributes:
        key: name of the value in a row; :mod:`cells` says what it is.
        also: other headings it is known by.
        width: in characters.
        hint: how it is filled in, for the sheet of notes.
        once_merged: one cell may stand for several rows, as people draw the firm beside its lawyers.
        is_for_new: a new lawyer is not entered without it.
        is_never_emptied: an empty cell leaves what is known as it is; in other columns it takes it away.
    """

    key: str
    header: str
    also: tuple[str, ...]
    width: int
    hint: str
    once_merged: bool = False
    is_for_new: bool = False
    is_never_emptied: bool = False


COLUMNS = (
    SheetColumn(
        "kind", "类型", ("人员类型", "人员类别"), 16, "律师、基层法律服务工作者、法律援助志愿者；不填就是律师"
    ),
    SheetColumn(
        "name",
        "姓名",
        ("律师姓名", "人员姓名"),
        12,
        "必须填写，和证件一致",
        is_for_new=True,
        is_never_emptied=True,
    ),
    SheetColumn(
        "licence",
        "律师执业证号",
        ("执业证号", "执业证编号", "执业证号码"),
        22,
        "律师必须填写，17 位数字；后 6 位终身不变",
        is_never_emptied=True,
    ),
    SheetColumn(
        "certificate",
        "工作证号",
        ("证书编号", "志愿者编号", "工作证编号"),
        18,
        "不是律师的人必须填写",
        is_never_emptied=True,
    ),
    SheetColumn("document_kind", "证件类型", (), 14, "不填就是居民身份证", is_never_emptied=True),
    SheetColumn(
        "document",
        "证件号码",
        ("身份证号", "身份证号码", "公民身份号码"),
        22,
        "新登记的人必须填写；导出时不写出来，空着就不改动",
        is_for_new=True,
        is_never_emptied=True,
    ),
    SheetColumn(
        "phone",
        "手机号码",
        ("手机号", "联系电话", "手机", "电话"),
        14,
        "本人登录用；导出时不写出来，空着就不改动",
        is_never_emptied=True,
    ),
    SheetColumn("sex", "性别", (), 6, "律师的性别以执业证号为准；其他人必须填写男或女", is_never_emptied=True),
    SheetColumn(
        "since",
        "执业年份",
        ("首次执业年份", "从业年份"),
        10,
        "律师以执业证号为准；其他人填写取得证书的年份",
        is_never_emptied=True,
    ),
    SheetColumn(
        "firm",
        "律师事务所",
        ("律所", "所在律所", "执业机构", "所在机构", "机构名称"),
        26,
        "必须填写；名册上没有的会新登记",
        once_merged=True,
        is_for_new=True,
        is_never_emptied=True,
    ),
    SheetColumn(
        "firm_kind",
        "机构类型",
        ("律所类型",),
        16,
        "律师事务所、基层法律服务所、法律援助中心、其他单位；不填就是律师事务所",
        once_merged=True,
        is_never_emptied=True,
    ),
    SheetColumn(
        "firm_code",
        "机构统一社会信用代码",
        ("统一社会信用代码", "律所统一社会信用代码"),
        24,
        "可以不填",
        once_merged=True,
        is_never_emptied=True,
    ),
    SheetColumn(
        "capacity",
        "同时承办上限",
        ("同时承办件数", "最多承办件数"),
        12,
        "最多同时办几件，0 到 200",
        is_for_new=True,
        is_never_emptied=True,
    ),
    SheetColumn(
        "weekly_capacity", "每周新接上限", ("每周上限", "每周新接件数"), 12, "每周最多新接几件，不限就不填"
    ),
    SheetColumn(
        "specialties",
        "专长",
        ("业务专长", "擅长领域"),
        40,
        "用顿号分开，写明年数或者从哪年开始：劳动8年、工伤2018年起",
    ),
    SheetColumn(
        "languages",
        "语言",
        ("语言和方言", "方言", "会说的语言"),
        24,
        "普通话以外的语言和方言，用顿号分开：维吾尔语、手语",
    ),
    SheetColumn(
        "skills",
        "擅长服务的人群",
        ("擅长人群",),
        24,
        "用顿号分开：妇女权益、残疾人权益、老年人权益、军人军属权益、涉外",
    ),
    SheetColumn(
        "areas",
        "服务地区",
        ("地区", "服务区域"),
        30,
        "区划代码或者地名，用顿号分开：330106、拱墅区",
        is_for_new=True,
        is_never_emptied=True,
    ),
    SheetColumn("knows_minors", "熟悉未成年人", ("熟悉未成年人身心特点",), 12, "是或者否"),
    SheetColumn(
        "defence_since",
        "开始刑事辩护的日期",
        ("刑事辩护起始日期", "刑事辩护开始日期"),
        18,
        "例如 2018-03-01；没有做过就不填",
    ),
    SheetColumn("former_office", "曾任职务", ("曾任法官或检察官",), 10, "法官或者检察官；没有当过就不填"),
    SheetColumn("left_office_on", "离任日期", ("离职日期",), 12, "曾任法官、检察官的人填写"),
    SheetColumn("heads_firm", "负责本所指派", ("负责本所接受指派", "指派联系人"), 12, "是或者否"),
    SheetColumn("suspension", "暂停指派的理由", ("暂停理由", "暂停指派"), 24, "空着就是可以指派"),
)
BY_KEY = {column.key: column for column in COLUMNS}
KEY_OF = {bare_heading(name): column.key for column in COLUMNS for name in (column.header, *column.also)}
IDENTITIES = ("licence", "certificate")
"""A sheet needs at least one of them: by it a row finds who is on the roster already."""


def header(key: str) -> str:
    """The heading of a column."""
    return BY_KEY[key].header
