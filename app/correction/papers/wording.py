"""What stands in each paper: which fields it takes, and the paragraphs they become. Pure.

Fields are text as it is to be printed, but those whose name ends in ``_on``, which are ISO dates. ``outcome`` is
``approved`` or ``refused``. Articles are of 社区矫正法 (V) unless they say otherwise; what rests on 社区矫正法实施
办法, whose text was not at hand, names no article.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.correction.papers.codes import CorrectionPaperKind as Kind

Fields = Mapping[str, str]
LAW = "《中华人民共和国社区矫正法》"
APPROVED, REFUSED = "approved", "refused"
REMEDY = (
    "您对本决定不服的，可以向作出决定的机关提出异议，由县级司法行政部门审查；"
    "对审查结果仍不服的，可以向人民检察院反映。认为合法权益受到侵害的，有权申诉、控告、检举。"
)
COPIES = "抄送：人民检察院。"


@dataclass(frozen=True, slots=True)
class Facts:
    """What every paper knows of its order: the person by name and document, category, court and term.

    ``office`` is where the person reports.
    """

    name: str
    document: str | None
    category: str
    court: str
    starts_on: date
    ends_on: date
    office: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of paper.

    Attributes:
        prefix: the characters of its number, e.g. 矫训 in 〔2026〕矫训字第00001号.
        required, optional: names of its fields.
        write: paragraphs from facts and fields.
        to: the field that says whom it is addressed to; the person where there is none.
    """

    prefix: str
    required: frozenset[str]
    optional: frozenset[str]
    write: Callable[[Facts, Fields], list[str]]
    to: str | None = None


def check_fields(kind: Kind, fields: Fields) -> None:
    """Refuse what would leave a gap in the paper or not be printed at all.

    Raises:
        ValueError: a field is missing, blank, unknown, no date, or no outcome; the caller's mistake.
    """
    wording = WORDINGS[kind]
    missing = {name for name in wording.required if not fields.get(name, "").strip()}
    unknown = set(fields) - wording.required - wording.optional
    if missing or unknown:
        raise ValueError(f"{kind}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    for name, value in fields.items():
        if name.endswith("_on"):
            date.fromisoformat(value)
        if name == "outcome" and value not in {APPROVED, REFUSED}:
            raise ValueError(f"{kind}: outcome {value!r}")


def day(value: date | str) -> str:
    """``2026年7月3日``, of a date or of one as ISO writes it."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{on.year}年{on.month}月{on.day}日"


def number(kind: Kind, year: int, sequence: int) -> str:
    """The number of a paper: of its kind, in its year, of its agency."""
    return f"〔{year}〕{WORDINGS[kind].prefix}字第{sequence:05d}号"


def _who(facts: Facts) -> str:
    document = f"（证件号码{facts.document}）" if facts.document else ""
    return (
        f"社区矫正对象{facts.name}{document}，矫正类别{facts.category}，决定机关{facts.court}，"
        f"社区矫正期限自{day(facts.starts_on)}起至{day(facts.ends_on)}止。"
    )


def _sentence(text: str) -> str:
    """The text with a full stop at its end, once."""
    return text.strip().rstrip("。") + "。"


def _more(label: str, fields: Fields, name: str) -> list[str]:
    return [f"{label}{_sentence(fields[name])}"] if fields.get(name, "").strip() else []


def _report_notice(facts: Facts, fields: Fields) -> list[str]:
    contact = f"，联系电话{facts.phone}" if facts.phone else ""
    return [
        _who(facts),
        f"请您于{day(fields['report_by_on'])}前到{fields.get('place') or facts.office}报到{contact}。"
        "报到时请携带身份证件和收到的法律文书。",
        f"依据{LAW}第二十一条第一款，管制、缓刑、假释的社区矫正对象应当自判决、裁定生效之日起十日内报到。"
        "因生病、交通等原因不能按时报到的，请尽快来电说明，可以由工作人员上门办理。",
    ]


def _announcement(facts: Facts, fields: Fields) -> list[str]:
    return [
        _who(facts),
        *_more("犯罪事实：", fields, "crime"),
        *_more("禁止令内容：", fields, "injunction"),
        *_more("矫正小组成员：", fields, "group"),
        "矫正期间，您应当遵守法律、行政法规，履行法律文书确定的义务，遵守关于报告、会客、外出、迁居、保外就医"
        "等监督管理规定，服从社区矫正机构的管理。离开所居住的市、县或者迁居，应当事先报经批准；有正当理由的，"
        "应当批准。",
        "矫正期间，您的人身权利、财产权利和其他权利受法律保护，在就业、就学和享受社会保障等方面不受歧视；认为合法"
        "权益受到侵害的，有权向人民检察院或者有关机关申诉、控告和检举。",
        f"以上依据{LAW}第二十二条宣告。违反规定的，将视情节依照第二十八条处理；任何处理都由工作人员核实并听取您的"
        "说明后作出。",
    ]


def _group(facts: Facts, fields: Fields) -> list[str]:
    return [
        _who(facts),
        f"矫正小组成员：{_sentence(fields['members'])}",
        "小组成员应当协助社区矫正机构对社区矫正对象进行监督管理和教育帮扶；督促其按要求报告情况、参加教育学习和"
        "公益活动；发现其生活、工作遇到困难或者有违反规定情形的，及时告诉社区矫正机构；对知悉的个人信息和隐私保密。",
        "社区矫正对象是未成年人的，监护人应当履行监护责任，承担抚养、管教等义务。",
        *_more("其他责任：", fields, "duties"),
        f"依据{LAW}第二十五条。本责任书由小组成员阅读后签名。",
    ]


def _leave(facts: Facts, fields: Fields) -> list[str]:
    asked = (
        f"您申请于{day(fields['from_on'])}至{day(fields['to_on'])}前往{fields['destination']}，"
        f"理由：{_sentence(fields['reason'])}"
    )
    if fields["outcome"] == REFUSED:
        return [_who(facts), asked, *_refused(fields), REMEDY]
    return [
        _who(facts),
        f"{asked}经审查，予以批准。",
        *_more("外出期间的要求：", fields, "conditions"),
        "外出期间请保持通信畅通，按要求报告；请在外出期限届满前返回并报告。因特殊情况不能按时返回的，请尽快报告。",
        f"依据{fields.get('basis') or LAW + '第二十七条'}。",
    ]


def _move(facts: Facts, fields: Fields) -> list[str]:
    asked = f"您申请将执行地变更为{fields['place']}，理由：{_sentence(fields['reason'])}"
    if fields["outcome"] == REFUSED:
        return [_who(facts), asked, *_refused(fields), REMEDY]
    office = f"请您于{day(fields['report_by_on'])}前" if "report_by_on" in fields else "请您按规定的时间"
    return [
        _who(facts),
        f"{asked}经征求新执行地社区矫正机构意见，决定变更执行地。",
        f"{office}到{fields.get('office') or '新执行地社区矫正机构'}报到。报到前仍由{facts.office}监督管理。",
        f"依据{fields.get('basis') or LAW + '第二十七条'}。",
    ]


def _refused(fields: Fields) -> list[str]:
    return [f"经审查，不予批准。理由：{_sentence(fields.get('refusal_reason') or '见告知内容')}"]


def _commendation(facts: Facts, fields: Fields) -> list[str]:
    basis = fields.get("basis") or f"{LAW}第二十八条第一款"
    return [
        _who(facts),
        f"经查明：{_sentence(fields['facts'])}",
        f"依据{basis}，决定给予表扬。",
        *_more("", fields, "note"),
    ]


def _sanction(name: str) -> Callable[[Facts, Fields], list[str]]:
    def write(facts: Facts, fields: Fields) -> list[str]:
        basis = fields.get("basis") or f"{LAW}第二十八条第一款"
        return [
            _who(facts),
            f"经工作人员核实，查明：{_sentence(fields['facts'])}",
            *_more("本人的说明：", fields, "statement"),
            f"依据{basis}，决定给予{name}。",
            *_more("", fields, "note"),
            REMEDY,
            COPIES,
        ]

    return write


def _proposal(what: str, basis: str) -> Callable[[Facts, Fields], list[str]]:
    def write(facts: Facts, fields: Fields) -> list[str]:
        return [
            _who(facts),
            f"经工作人员核实，查明：{_sentence(fields['facts'])}",
            *_more("本人的说明：", fields, "statement"),
            f"依据{fields.get('basis') or basis}，{what}。",
            *_more("附：", fields, "attachments"),
            COPIES,
        ]

    return write


def _positioning(facts: Facts, fields: Fields) -> list[str]:
    device = f"，装置：{fields['device']}" if fields.get("device") else ""
    return [
        _who(facts),
        f"经查明：{_sentence(fields['ground'])}",
        *_more("本人的说明：", fields, "statement"),
        f"依据{LAW}第二十九条，经县级司法行政部门负责人批准，决定对您使用电子定位装置，"
        f"期限自{day(fields['from_on'])}起至{day(fields['to_on'])}止{device}。",
        *_more("延长期限前的评估：", fields, "assessment"),
        "使用期间请保持装置有电、完好，不要自行拆除；装置故障、电量不足不算违规，请及时告诉司法所。"
        "定位信息严格保密，只用于社区矫正工作；不需要继续使用的，应当及时解除。",
        REMEDY,
    ]


def _positioning_end(facts: Facts, fields: Fields) -> list[str]:
    return [
        _who(facts),
        f"自{day(fields['ended_on'])}起，解除对您使用的电子定位装置。理由：{_sentence(fields['reason'])}",
        f"依据{LAW}第二十九条第二款。请把装置交还司法所。解除后不再收集您的定位信息。",
    ]


def _appraisal(facts: Facts, fields: Fields) -> list[str]:
    return [
        _who(facts),
        *_more("个人总结：", fields, "summary"),
        f"矫正期间的表现：{_sentence(fields['facts'])}",
        f"鉴定意见：{_sentence(fields['opinion'])}",
        *_more("安置帮教建议：", fields, "advice"),
    ]


def _certificate(facts: Facts, fields: Fields) -> list[str]:
    return [
        _who(facts),
        f"依据{LAW}第四十四条，自{day(fields['ended_on'])}起，依法解除社区矫正。特此证明。",
        *_more("", fields, "note"),
    ]


def _termination(facts: Facts, fields: Fields) -> list[str]:
    document = f"（{fields['document']}）" if fields.get("document") else ""
    return [
        _who(facts),
        f"因{fields['ground']}{document}，依据{fields.get('basis') or LAW + '第四十五条'}，"
        f"自{day(fields['ended_on'])}起终止社区矫正。",
        "抄送：社区矫正决定机关、人民检察院、公安机关。",
    ]


def _wording(
    prefix: str,
    required: str,
    optional: str,
    write: Callable[[Facts, Fields], list[str]],
    *,
    to: str | None = None,
) -> Wording:
    return Wording(prefix, frozenset(required.split()), frozenset(optional.split()), write, to)


_SANCTIONED = "statement basis note"
_PROPOSED = "statement basis attachments"
_VIOLATION = LAW + "第二十八条第一款"

WORDINGS: Mapping[Kind, Wording] = {
    Kind.REPORT_NOTICE: _wording("矫报", "report_by_on", "place", _report_notice),
    Kind.ANNOUNCEMENT: _wording("矫宣", "", "crime injunction group", _announcement),
    Kind.GROUP_RESPONSIBILITY: _wording("矫责", "members", "duties", _group),
    Kind.LEAVE_DECISION: _wording(
        "矫外", "outcome destination reason from_on to_on", "refusal_reason conditions basis", _leave
    ),
    Kind.MOVE_DECISION: _wording(
        "矫迁", "outcome place reason", "refusal_reason office report_by_on basis", _move
    ),
    Kind.COMMENDATION: _wording("矫表", "facts", "basis note", _commendation),
    Kind.ADMONITION: _wording("矫训", "facts", _SANCTIONED, _sanction("训诫")),
    Kind.WARNING: _wording("矫警", "facts", _SANCTIONED, _sanction("警告")),
    Kind.POLICE_PENALTY_PROPOSAL: _wording(
        "矫治", "addressee facts", _PROPOSED, _proposal("提请依法给予治安管理处罚", _VIOLATION), to="addressee"
    ),
    Kind.PROBATION_REVOCATION_PROPOSAL: _wording(
        "矫撤", "addressee facts", _PROPOSED, _proposal("建议撤销缓刑", LAW + "第四十六条"), to="addressee"
    ),
    Kind.PAROLE_REVOCATION_PROPOSAL: _wording(
        "矫撤假", "addressee facts", _PROPOSED, _proposal("建议撤销假释", LAW + "第四十六条"), to="addressee"
    ),
    Kind.IMPRISONMENT_PROPOSAL: _wording(
        "矫收", "addressee facts", _PROPOSED, _proposal("建议收监执行", LAW + "第四十九条"), to="addressee"
    ),
    Kind.COMMUTATION_PROPOSAL: _wording(
        "矫减", "addressee facts", _PROPOSED, _proposal("建议减刑", LAW + "第三十三条"), to="addressee"
    ),
    Kind.POSITIONING_DECISION: _wording(
        "矫定", "ground from_on to_on", "statement device assessment", _positioning
    ),
    Kind.POSITIONING_END: _wording("矫解定", "ended_on reason", "", _positioning_end),
    Kind.APPRAISAL: _wording("矫鉴", "facts opinion", "summary advice", _appraisal),
    Kind.END_CERTIFICATE: _wording("矫解", "ended_on", "note", _certificate),
    Kind.TERMINATION_NOTICE: _wording("矫终", "ground ended_on", "document basis", _termination),
}
