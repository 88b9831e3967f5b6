"""What stands in each form: one frozen class a paper, like :mod:`app.legal_aid.papers.contents`. Pure."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.legal_aid.papers.codes import PaperKind
from app.legal_aid.papers.contents import Contents, Part, Text


class PersonPart(Part):
    """A person as a form names one."""

    name: str | None = None
    sex: str | None = None
    born_on: date | None = None
    document: str | None = None
    document_number: str | None = None
    phone: str | None = None
    address: str | None = None


class Choice(Part):
    """One box of a row of boxes."""

    title: Text
    is_ticked: bool


class Entry(Part):
    """One labelled line of a form."""

    label: Text
    text: str | None = None


class ApplicationForm(Contents):
    """法律援助申请表 (148号令 11(1)), with the applicant's drawn signature or thumbprint.

    ``recipient`` is given where the applicant acts for another, ``capacity`` then says as what.
    """

    kind = PaperKind.APPLICATION_FORM
    applicant: PersonPart
    recipient: PersonPart | None = None
    capacity: str | None = None
    channel: Text
    category: Text
    statuses: tuple[Choice, ...] = ()
    opponents: tuple[str, ...] = ()
    place: str | None = None
    forum: str | None = None
    request: str | None = None
    amount_fen: int | None = None
    facts: str | None = None
    more: tuple[Entry, ...] = ()
    urgency: str | None = None
    hardship: str | None = None
    assistance_needed: str | None = None
    submitted_on: date | None = None
    signature: str | None = None


class Money(Part):
    """A named amount in fen."""

    title: Text
    amount_fen: int | None = None


class HouseholdMember(Part):
    """Somebody who lives with the applicant."""

    name: Text
    relation: str | None = None
    occupation: str | None = None
    income_fen: int | None = None


class HardshipStatement(Contents):
    """经济困难状况说明表 (148号令 11(3)): stated truthfully, checked by pledge or data sharing (法律援助法 41)."""

    kind = PaperKind.HARDSHIP_STATEMENT
    applicant: PersonPart
    household_size: int | None = None
    household: tuple[HouseholdMember, ...] = ()
    incomes: tuple[Money, ...] = ()
    assets: tuple[Money, ...] = ()
    expenses: tuple[Money, ...] = ()
    opponent_in_household: bool | None = None
    line_fen: int | None = None
    line_source: str | None = None
    per_person_fen: int | None = None
    explanation: str | None = None
    pledges: bool = False
    shares_data: bool = False
    submitted_on: date | None = None
    signature: str | None = None


class Material(Part):
    """One material that was received: its name, kind, how many copies, and when."""

    name: Text
    title: Text
    copies: int
    received_on: date | None = None


class Receipt(Contents):
    """材料接收凭证 (148号令 13): name, quantity and date of the materials received."""

    kind = PaperKind.RECEIPT
    applicant: Text
    recipient: Text
    category: Text
    submitted_on: date | None = None
    channel: str | None = None
    materials: tuple[Material, ...] = ()
    receiver: str | None = None
    phone: str | None = None
    decide_by: date | None = None


class Work(Part):
    """One step of the lawyer's work."""

    on: date
    text: Text


class ClosingReport(Contents):
    """结案报告表 (148号令 40, 41): what was done and what came of it."""

    kind = PaperKind.CLOSING_REPORT
    applicant: Text
    recipient: Text
    category: Text
    opponents: tuple[str, ...] = ()
    lawyer: Text
    firm: str | None = None
    granted_on: date | None = None
    assigned_on: date | None = None
    closing_on: date | None = None
    closing_event: str | None = None
    outcome: str | None = None
    recovered_fen: int | None = None
    summary: str | None = None
    work: tuple[Work, ...] = ()
    handed_in_on: date | None = None
    reviewed_on: date | None = None
    review: str | None = None
    grade: str | None = None
    subsidy_fen: int | None = None


class LedgerRow(Part):
    """One worker: what is owed month by month (none: no entry for the month), and the sums."""

    name: Text
    owed_fen: tuple[int | None, ...]
    agreed_total_fen: int
    paid_total_fen: int
    owed_total_fen: int


class WageLedger(Contents):
    """欠薪明细表, annex to a group's claim: workers by months."""

    kind = PaperKind.WAGE_LEDGER
    employer: Text
    applicant: Text
    months: Annotated[tuple[str, ...], Field(min_length=1)]
    rows: Annotated[tuple[LedgerRow, ...], Field(min_length=1)]
    total_fen: int
    submitted_on: date | None = None
    signature: str | None = None
