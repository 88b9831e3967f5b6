"""《社区矫正法实施办法》 (司发通〔2020〕59号) and what counties set themselves.

No official text was at hand: every value is an agency setting and none blocks. Decisions about a person are
made by people; reaching a threshold raises a proposal and no more.
"""

from app.kernel.statutes.laws import CORRECTION_MEASURES
from app.kernel.statutes.model import Kind, Rule, Tag, Unit


def _rule(
    code: str,
    title_zh: str,
    value: int,
    unit: Unit,
    source: tuple[str, str],
    *,
    kind: Kind = Kind.DEADLINE,
    tag: Tag = Tag.M,
    note: str = "",
) -> Rule:
    return Rule(
        code=f"correction.{code}",
        title_zh=title_zh,
        value=value,
        unit=unit,
        kind=kind,
        law=CORRECTION_MEASURES,
        article=source[0],
        quote=source[1],
        tag=tag,
        note=note,
    )


_INVESTIGATION: tuple[Rule, ...] = (
    _rule(
        "investigate",
        "完成调查评估",
        10,
        Unit.WORKING_DAY,
        ("第十四条", "自收到调查评估委托函之日起十个工作日内完成"),
    ),
    _rule(
        "investigate_expedited",
        "完成调查评估（速裁案件）",
        5,
        Unit.WORKING_DAY,
        ("第十四条", "适用刑事案件速裁程序的，五个工作日内完成"),
    ),
    _rule("return_receipt", "回执送达的法律文书", 5, Unit.DAY, ("第十六条", "收到法律文书后五日内送达回执")),
)

_REPORTING: tuple[Rule, ...] = (
    _rule(
        "report_interval",
        "定期报告",
        1,
        Unit.MONTH,
        ("第二十四条第一款", "定期报告遵纪守法、接受监督管理、参加教育学习和社会活动等情况"),
        kind=Kind.INTERVAL,
        tag=Tag.LOCAL,
        note="全国没有统一的间隔，由机构按管理类别设定；这是普通管理（黄色）的间隔",
    ),
    _rule(
        "report_interval_red",
        "定期报告（严格管理）",
        7,
        Unit.DAY,
        ("第二十四条第一款", "定期报告遵纪守法、接受监督管理、参加教育学习和社会活动等情况"),
        kind=Kind.INTERVAL,
        tag=Tag.LOCAL,
        note="全国没有统一的间隔，由机构按管理类别设定",
    ),
    _rule(
        "report_interval_blue",
        "定期报告（宽松管理）",
        1,
        Unit.MONTH,
        ("第二十四条第一款", "定期报告遵纪守法、接受监督管理、参加教育学习和社会活动等情况"),
        kind=Kind.INTERVAL,
        tag=Tag.LOCAL,
        note="全国没有统一的间隔，由机构按管理类别设定；可以用电话报告",
    ),
    _rule(
        "report_explain",
        "说明没有按时报告的原因",
        2,
        Unit.DAY,
        ("第二十四条", "先告诉本人没有收到报告，听本人说明，再请工作人员核实"),
        tag=Tag.LOCAL,
        note="全国没有规定，由机构设定；说明期满前不提醒工作人员核实",
    ),
    _rule(
        "health_report",
        "暂予监外执行：报告身体情况",
        1,
        Unit.MONTH,
        ("第二十四条第二款", "每月报告本人身体情况"),
        kind=Kind.INTERVAL,
    ),
    _rule(
        "medical_reexamination",
        "保外就医：提交病情复查情况",
        3,
        Unit.MONTH,
        ("第二十四条第二款", "每三个月提交病情复查情况"),
        kind=Kind.INTERVAL,
    ),
    _rule(
        "reexamination_extension_limit",
        "复查间隔可由上一级批准延长的上限",
        3,
        Unit.MONTH,
        ("第二十四条第二款", "延长三个月以内的，报上一级社区矫正机构批准；超过的，报省级"),
        kind=Kind.LIMIT,
    ),
)

_CHECKING: tuple[Rule, ...] = (
    _rule(
        "confirm_answer",
        "一次定位在区域外后，再签到一次确认",
        20,
        Unit.MINUTE,
        ("第二十三条", "通过通信联络、信息化核查、实地查访等方式核实情况"),
        kind=Kind.LIMIT,
        tag=Tag.LOCAL,
        note="全国没有规定，由机构设定；没有确认的由工作人员打电话核实，不算违规",
    ),
)

_LEAVE: tuple[Rule, ...] = (
    _rule(
        "leave_apply_ahead", "外出申请提前", 3, Unit.DAY, ("第二十七条第一款", "一般提前三日提出"), kind=Kind.LEAD
    ),
    _rule(
        "leave_decide",
        "审批外出申请",
        3,
        Unit.DAY,
        ("第二十七条第一款", "一般提前三日提出"),
        tag=Tag.LOCAL,
        note="全国没有规定审批的天数；申请一般提前三日提出，按此设定",
    ),
    _rule(
        "leave_contact_interval",
        "外出期间报告的间隔",
        3,
        Unit.DAY,
        ("第二十八条", "外出期间通过电话通讯、实时视频等方式实施监督管理"),
        kind=Kind.INTERVAL,
        tag=Tag.LOCAL,
        note="全国没有规定间隔，由机构设定，审批时可以改",
    ),
    _rule(
        "leave_office_limit",
        "司法所可以批准的外出时间",
        7,
        Unit.DAY,
        ("第二十七条第二款", "七日以内的，由受委托的司法所批准，报县级备案"),
        kind=Kind.LIMIT,
    ),
    _rule(
        "leave_county_limit",
        "县级社区矫正机构每次可以批准的外出时间",
        30,
        Unit.DAY,
        ("第二十七条第二款", "超过七日的，由县级社区矫正机构批准，每次不超过三十日"),
        kind=Kind.LIMIT,
    ),
    _rule(
        "leave_total_limit",
        "两个月内外出时间累计上限，超过须报上一级批准",
        30,
        Unit.DAY,
        ("第二十七条第三款", "因特殊情况外出超过三十日，或者两个月内外出时间累计超过三十日的，报上一级批准"),
        kind=Kind.LIMIT,
        tag=Tag.P,
    ),
    _rule(
        "leave_total_window",
        "累计外出时间的计算区间",
        2,
        Unit.MONTH,
        ("第二十七条第三款", "两个月内外出时间累计超过三十日"),
        kind=Kind.LIMIT,
        tag=Tag.P,
    ),
    _rule(
        "leave_return_report",
        "外出返回后报告",
        24,
        Unit.HOUR,
        ("第二十八条", "在外出期限届满前返回居住地，并报告、办理手续"),
        tag=Tag.LOCAL,
        note="全国规定没有小时数，二十四小时只见于个别系统",
    ),
    _rule(
        "regular_crossing_limit",
        "经常性跨市、县活动批准的有效期",
        6,
        Unit.MONTH,
        ("第二十九条", "批准一次的有效期为六个月"),
        kind=Kind.LIMIT,
        tag=Tag.P,
    ),
)

_MOVE: tuple[Rule, ...] = (
    _rule(
        "move_apply_ahead",
        "变更执行地申请提前",
        1,
        Unit.MONTH,
        ("第三十条", "一般应当提前一个月提出书面申请"),
        kind=Kind.LEAD,
    ),
    _rule("move_consult", "征求新执行地意见", 5, Unit.DAY, ("第三十条", "五日内书面征求新执行地意见")),
    _rule("move_answer", "新执行地回复意见", 5, Unit.DAY, ("第三十条", "收到征求意见函后五日内回复")),
    _rule("move_decide", "决定并告知变更执行地", 5, Unit.DAY, ("第三十条", "收到回复后五日内作出决定")),
    _rule("move_transfer_file", "移交变更执行地档案", 5, Unit.DAY, ("第三十一条", "五日内移交档案和法律文书")),
    _rule(
        "move_report_in",
        "到新执行地报到",
        7,
        Unit.DAY,
        ("第三十一条", "自收到变更执行地决定之日起七日内到新执行地报到"),
    ),
)

_EDUCATION: tuple[Rule, ...] = (
    _rule(
        "education_hours",
        "每月参加教育学习的时间",
        8,
        Unit.HOUR,
        ("第四十三条", "根据个体情况进行法治、道德等教育"),
        kind=Kind.MINIMUM,
        tag=Tag.LOCAL,
        note="全国没有时数要求；机构自己设定了才显示，不作为奖惩依据",
    ),
    _rule(
        "public_benefit_hours",
        "每月参加公益活动的时间",
        8,
        Unit.HOUR,
        ("第四十四条", "可以根据个人特长组织参加公益活动"),
        kind=Kind.MINIMUM,
        tag=Tag.LOCAL,
        note="全国没有时数要求；机构自己设定了才显示，不作为奖惩依据",
    ),
)

_DISCIPLINE: tuple[Rule, ...] = (
    _rule(
        "commend_after",
        "可以给予表扬的接受矫正时间",
        6,
        Unit.MONTH,
        ("第三十三条", "接受社区矫正六个月以上"),
        kind=Kind.MINIMUM,
    ),
    _rule(
        "admonish_absence",
        "未按时报到或者脱离监管不超过此天数的，训诫",
        10,
        Unit.DAY,
        ("第三十四条", "不按规定时间报到或者接受社区矫正期间脱离监管，未超过十日的"),
        kind=Kind.LIMIT,
        tag=Tag.P,
    ),
    _rule(
        "warn_absence",
        "未按时报到或者脱离监管超过此天数的，警告",
        10,
        Unit.DAY,
        ("第三十五条", "不按规定时间报到或者接受社区矫正期间脱离监管，超过十日的"),
        kind=Kind.THRESHOLD,
        tag=Tag.P,
    ),
    _rule(
        "warn_admonitions",
        "训诫达到此次数仍不改正的，警告",
        2,
        Unit.COUNT,
        ("第三十五条", "受到社区矫正机构两次训诫，仍不改正的"),
        kind=Kind.THRESHOLD,
        tag=Tag.P,
    ),
    _rule(
        "revoke_absence",
        "未按时报到或者脱离监管超过此时间的，提请撤销缓刑、假释",
        1,
        Unit.MONTH,
        ("第四十六条", "无正当理由不按规定时间报到或者接受社区矫正期间脱离监管，超过一个月的"),
        kind=Kind.THRESHOLD,
        tag=Tag.P,
    ),
    _rule(
        "revoke_warnings",
        "警告达到此次数仍不改正的，提请撤销缓刑、假释或者收监执行",
        2,
        Unit.COUNT,
        ("第四十六条", "受到社区矫正机构两次警告，仍不改正的"),
        kind=Kind.THRESHOLD,
        tag=Tag.P,
    ),
)

_END: tuple[Rule, ...] = (
    _rule(
        "summary_ahead",
        "解除矫正前作出个人总结和书面鉴定",
        30,
        Unit.DAY,
        ("第五十三条", "矫正期满三十日前作出个人总结"),
        kind=Kind.LEAD,
    ),
)

RULES: tuple[Rule, ...] = (
    *_INVESTIGATION,
    *_REPORTING,
    *_CHECKING,
    *_LEAVE,
    *_MOVE,
    *_EDUCATION,
    *_DISCIPLINE,
    *_END,
)
