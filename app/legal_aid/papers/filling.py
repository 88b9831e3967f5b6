"""Forms that applicants fill in, and the receipt for their materials, from a case."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.contracts.categories import CaseCategory
from app.identity import people
from app.kernel.dictionaries import dictionaries
from app.legal_aid.applying.codes import HardshipVerification
from app.legal_aid.applying.models import CriminalMatter
from app.legal_aid.deciding.receiving import receipt_of
from app.legal_aid.eligibility.codes import Capacity, PersonStatus
from app.legal_aid.eligibility.lines import line_at
from app.legal_aid.group import repository as group
from app.legal_aid.group.enums import MemberStatus
from app.legal_aid.group.models import GroupMember
from app.legal_aid.group.models import LedgerRow as StoredRow
from app.legal_aid.papers.form_contents import (
    ApplicationForm,
    Choice,
    Entry,
    HardshipStatement,
    LedgerRow,
    Material,
    Money,
    Receipt,
    WageLedger,
)
from app.legal_aid.papers.frame import Frame, due_on, place_text
from app.legal_aid.rules import DECIDE, month_text, months_text

SIGNATURE = "signature.svg"
"""Name under which a template finds the picture of the signature."""


async def application_form(session: AsyncSession, frame: Frame) -> ApplicationForm:
    """法律援助申请表 as it was handed in, or as far as it has come."""
    case, parts, words = frame.case, frame.sections, dictionaries()
    said, matter, claim, represented = parts.applicant, parts.matter, parts.claim, parts.representation
    statuses = said.statuses if said else []
    amount = claim.amount_fen if claim else matter.amount_fen if matter else None
    facts = claim.description if claim else matter.facts if matter else None
    return ApplicationForm(
        agency=frame.agency.name if frame.agency else None,
        dated=frame.on,
        applicant=frame.applicant_part(),
        recipient=frame.recipient_part(),
        capacity=_capacity(frame) if represented and represented.capacity is not Capacity.SELF else None,
        channel=words["application_channel"][case.channel],
        category=frame.category,
        statuses=tuple(
            Choice(title=words["person_status"][code], is_ticked=code in statuses) for code in PersonStatus
        ),
        opponents=parts.opponents,
        place=await place_text(session, frame),
        forum=_forum(frame),
        request=matter.request if matter else frame.request(),
        amount_fen=amount,
        facts=parts.criminal.facts if parts.criminal else facts,
        more=_more(frame),
        urgency=_urgency(frame),
        hardship=_hardship(frame),
        assistance_needed=said.assistance_needed if said else None,
        submitted_on=frame.submitted_on,
        signature=SIGNATURE if case.signature_evidence_id else None,
    )


async def hardship_statement(session: AsyncSession, frame: Frame) -> HardshipStatement | None:
    """经济困难状况说明表; none where hardship is no condition or not checked (法律援助法 32, 42)."""
    stated = frame.sections.hardship
    if stated is None:
        return None
    line = await line_at(session, frame.agency.area_code, frame.on) if frame.agency else None
    others = stated.household_income_fen - stated.own_income_fen
    assets = [Money(title="存款、理财等", amount_fen=stated.savings_fen)] if stated.savings_fen is not None else []
    if stated.main_property:
        assets.append(Money(title=stated.main_property))
    return HardshipStatement(
        agency=frame.agency.name if frame.agency else None,
        dated=frame.on,
        applicant=frame.applicant_part(),
        household_size=stated.household_size,
        incomes=(
            Money(title="本人月收入", amount_fen=stated.own_income_fen),
            Money(title="其他共同生活的家庭成员月收入合计", amount_fen=others),
            Money(title="家庭月收入合计", amount_fen=stated.household_income_fen),
        ),
        assets=tuple(assets),
        opponent_in_household=stated.opponent_in_household,
        line_fen=line.monthly_fen if line else None,
        line_source=line.document if line else None,
        per_person_fen=stated.household_income_fen // stated.household_size,
        explanation=stated.reason,
        pledges=stated.verification is HardshipVerification.PLEDGE,
        shares_data=stated.verification is HardshipVerification.DATA_SHARING,
        submitted_on=frame.submitted_on,
        signature=SIGNATURE if frame.case.signature_evidence_id else None,
    )


async def wage_ledger(session: AsyncSession, frame: Frame) -> WageLedger | None:
    """欠薪明细表 of those who joined; none where no ledger is kept."""
    claim = frame.sections.claim
    members = [m for m in await group.members_of(session, frame.case.id) if m.status is MemberStatus.JOINED]
    rows = await group.rows_of(session, frame.case.id)
    months = sorted({row.month for row in rows if any(row.member_id == m.id for m in members)})
    if claim is None or not months:
        return None
    lines = tuple(_ledger_row(member, months, rows) for member in members)
    return WageLedger(
        agency=frame.agency.name if frame.agency else None,
        dated=frame.on,
        employer=claim.employer_name,
        applicant=frame.applicant_name,
        months=tuple(month_text(month) for month in months),
        rows=lines,
        total_fen=sum(line.owed_total_fen for line in lines),
        submitted_on=frame.submitted_on,
        signature=SIGNATURE if frame.case.signature_evidence_id else None,
    )


async def receipt(session: AsyncSession, frame: Frame) -> Receipt:
    """材料接收凭证: name, quantity and date of everything on the receipt so far (148号令 13)."""
    words = dictionaries()
    handler = frame.case.handler_id
    names = await people.names(session, [handler]) if handler else {}
    return Receipt(
        agency=frame.agency.name if frame.agency else None,
        dated=frame.on,
        applicant=frame.applicant_name,
        recipient=frame.recipient_name,
        category=frame.category,
        submitted_on=frame.submitted_on,
        channel=words["application_channel"][frame.case.channel],
        materials=tuple(
            Material(
                name=line.name,
                title=words["evidence_kind"].get(line.kind, "其他材料"),
                copies=line.copies,
                received_on=line.received_on,
            )
            for line in await receipt_of(session, frame.case.id)
        ),
        receiver=names.get(handler) if handler else None,
        phone=frame.agency.phone if frame.agency else None,
        decide_by=await due_on(session, frame.case, DECIDE),
    )


def _ledger_row(member: GroupMember, months: Sequence[date], rows: Sequence[StoredRow]) -> LedgerRow:
    own = {row.month: row for row in rows if row.member_id == member.id}
    agreed = sum(row.agreed_fen for row in own.values())
    paid = sum(row.paid_fen for row in own.values())
    return LedgerRow(
        name=member.display_name,
        owed_fen=tuple(own[m].agreed_fen - own[m].paid_fen if m in own else None for m in months),
        agreed_total_fen=agreed,
        paid_total_fen=paid,
        owed_total_fen=agreed - paid,
    )


def _capacity(frame: Frame) -> str | None:
    said = frame.sections.representation
    if said is None:
        return None
    title = dictionaries()["capacity"][said.capacity]
    return f"{title}，{said.relation}" if said.relation else title


def _forum(frame: Frame) -> str | None:
    forum, criminal = frame.sections.forum, frame.sections.criminal
    if criminal is not None:
        return criminal.authority_name
    if forum is None or forum.kind is None:
        return None
    return forum.name or dictionaries()["forum_kind"][forum.kind]


def _more(frame: Frame) -> tuple[Entry, ...]:
    """Lines that only some categories have."""
    criminal, forum, claim = frame.sections.criminal, frame.sections.forum, frame.sections.claim
    found: list[Entry] = []
    if claim is not None:
        period = months_text(claim.period_from, claim.period_to)
        found.append(Entry(label="拖欠月份", text=period))
    if forum is not None and forum.case_number:
        found.append(Entry(label="案号", text=forum.case_number))
    if criminal is not None:
        found += _criminal_lines(criminal)
    return tuple(found)


def _criminal_lines(criminal: CriminalMatter) -> list[Entry]:
    words = dictionaries()
    lines = [
        Entry(label="诉讼阶段", text=words["criminal_stage"][criminal.stage]),
        Entry(label="诉讼地位", text=words["criminal_role"][criminal.role]),
        Entry(label="涉嫌罪名", text=criminal.charges),
    ]
    if criminal.is_in_custody:
        lines.append(Entry(label="羁押场所", text=criminal.custody_place))
    return lines


def _urgency(frame: Frame) -> str | None:
    case, said = frame.case, frame.sections.urgency
    if case.urgency is None:
        return None
    text = dictionaries()["urgency_ground"][case.urgency]
    if case.limitation_on is not None:
        on = case.limitation_on
        text += f"（{on.year}年{on.month}月{on.day}日届满）"
    return f"{text}；{said.explanation}" if said else text


def _hardship(frame: Frame) -> str:
    stated = frame.sections.hardship
    if stated is None and frame.case.category is CaseCategory.CRIMINAL_DEFENCE:
        return "没有填写经济困难状况说明表：属于应当通知辩护的情形，或者因其他原因没有委托辩护人"
    if stated is None:
        return "没有填写经济困难状况说明表：属于不受经济困难条件限制、免予核查或者不需要核查的情形"
    return f"见经济困难状况说明表（{dictionaries()['hardship_verification'][stated.verification]}）"
