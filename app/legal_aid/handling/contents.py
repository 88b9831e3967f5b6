"""What the entries of the handling log hold, one shape a kind."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.kernel.http import Schema, example
from app.legal_aid.enums import TerminationGround
from app.legal_aid.handling.enums import ConsentForm, EntryKind, HearingKind, ReportGround, ToldItem
from app.legal_aid.schemas import LINES, Address, LongText, ShortText

ENTRY_ID = "0199e0a0-7c00-7000-8000-000000000e01"

NoteText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=4000, pattern=LINES)]


class FirstMeeting(Schema):
    """约见受援人 (148号令 30): where, and what the recipient was told; what was not told has a reason."""

    model_config = example(
        {
            "kind": "first_meeting",
            "place": "西湖区法律援助中心接待室",
            "told": ["role", "judicial_assistance", "main_risks", "rights_and_duties"],
            "not_told_reason": None,
            "text": "受援人说明了工地情况，提供了考勤表。",
        }
    )
    kind: Literal[EntryKind.FIRST_MEETING]
    place: Address
    told: Annotated[list[ToldItem], Field(max_length=len(ToldItem))]
    not_told_reason: LongText | None = None
    text: NoteText | None = None


class ClientMeeting(Schema):
    """会见犯罪嫌疑人、被告人 (148号令 29); the signed record is among the entry's evidence."""

    model_config = example({"kind": "client_meeting", "place": "某看守所", "text": "告知权利，了解案情。"})
    kind: Literal[EntryKind.CLIENT_MEETING]
    place: Address
    text: NoteText


class Progress(Schema):
    """办理进展, which the recipient reads (法律援助法 46; 148号令 35)."""

    model_config = example({"kind": "progress", "text": "已向劳动人事争议仲裁委员会提交仲裁申请，正在等通知。"})
    kind: Literal[EntryKind.PROGRESS]
    text: NoteText


class InquiryAnswered(Schema):
    """What the recipient asked, and the answer (148号令 35)."""

    model_config = example(
        {"kind": "inquiry_answered", "question": "什么时候开庭？", "answer": "收到开庭通知后马上告诉您。"}
    )
    kind: Literal[EntryKind.INQUIRY_ANSWERED]
    question: LongText
    answer: NoteText


class Investigation(Schema):
    """调查取证 (148号令 31)."""

    model_config = example({"kind": "investigation", "text": "到三墩工地拍照，询问了两名工友。"})
    kind: Literal[EntryKind.INVESTIGATION]
    text: NoteText


class CentreReport(Schema):
    """A report to the centre (148号令 36); not for the recipient."""

    model_config = example(
        {"kind": "centre_report", "ground": "mass_incident", "text": "同一工地有三十多名工人准备集体上访。"}
    )
    kind: Literal[EntryKind.CENTRE_REPORT]
    ground: ReportGround
    text: NoteText


class Hearing(Schema):
    """开庭 and other sessions, at the entry's ``happened_at``, which may lie ahead."""

    model_config = example(
        {
            "kind": "hearing",
            "body": "杭州市西湖区劳动人事争议仲裁委员会",
            "room": "第二仲裁庭",
            "session": "arbitration",
            "note": "请带身份证原件。",
        }
    )
    kind: Literal[EntryKind.HEARING]
    body: ShortText
    room: ShortText | None = None
    session: HearingKind
    note: LongText | None = None


class HearingResult(Schema):
    """What became of a hearing."""

    model_config = example(
        {"kind": "hearing_result", "hearing_id": ENTRY_ID, "text": "双方举证质证完毕，当庭没有裁决。"}
    )
    kind: Literal[EntryKind.HEARING_RESULT]
    hearing_id: UUID
    text: NoteText


class MediationConsent(Schema):
    """The recipient's consent before conciliation or settlement; its paper is among the entry's evidence."""

    model_config = example(
        {"kind": "mediation_consent", "form": "paper", "text": "受援人同意按二万五千元一次付清调解。"}
    )
    kind: Literal[EntryKind.MEDIATION_CONSENT]
    form: ConsentForm
    text: NoteText


class WrittenOpinion(Schema):
    """书面辩护、代理意见 handed to a body (148号令 33, 34)."""

    model_config = example(
        {"kind": "written_opinion", "body": "杭州市西湖区人民法院", "text": "代理词：用人单位应当支付拖欠的工资。"}
    )
    kind: Literal[EntryKind.WRITTEN_OPINION]
    body: ShortText
    text: NoteText


class DocumentFiled(Schema):
    """A document handed to a body: 起诉状, 仲裁申请书, 保全申请 …"""

    model_config = example(
        {"kind": "document_filed", "title": "仲裁申请书", "body": "西湖区劳动人事争议仲裁委员会", "note": None}
    )
    kind: Literal[EntryKind.DOCUMENT_FILED]
    title: ShortText
    body: ShortText
    note: LongText | None = None


class ChangeOfFacts(Schema):
    """A ground of 法律援助法 art. 48 that came to the lawyer's knowledge; not for the recipient."""

    model_config = example(
        {"kind": "change_of_facts", "ground": "48-6", "text": "受援人告知已自行委托律师代理二审。"}
    )
    kind: Literal[EntryKind.CHANGE_OF_FACTS]
    ground: TerminationGround
    text: NoteText


class HandedOver(Schema):
    """Written when the lawyer is replaced: how much the one who follows takes over (148号令 37)."""

    model_config = example({"kind": "handed_over", "entries": 4, "files": 7})
    kind: Literal[EntryKind.HANDED_OVER]
    entries: Annotated[int, Field(ge=0)]
    files: Annotated[int, Field(ge=0)]


NewContent = Annotated[
    FirstMeeting
    | ClientMeeting
    | Progress
    | InquiryAnswered
    | Investigation
    | CentreReport
    | Hearing
    | HearingResult
    | MediationConsent
    | WrittenOpinion
    | DocumentFiled
    | ChangeOfFacts,
    Field(discriminator="kind"),
]
"""What a lawyer may write."""

EntryContent = Annotated[
    FirstMeeting
    | ClientMeeting
    | Progress
    | InquiryAnswered
    | Investigation
    | CentreReport
    | Hearing
    | HearingResult
    | MediationConsent
    | WrittenOpinion
    | DocumentFiled
    | ChangeOfFacts
    | HandedOver,
    Field(discriminator="kind"),
]
"""What the log may hold."""
