"""What the API of group claims and of the ledger takes."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from app.kernel.http import Schema, example
from app.legal_aid.group.consent import CONSENT_VERSION
from app.legal_aid.group.inviting import MemberFacts
from app.legal_aid.group.ledger import Entry, Proof, Row
from app.legal_aid.group.limits import CODE_VALID, LONGEST_CODE_DAYS, MOST_MEMBERS, MOST_ROWS
from app.legal_aid.group.signing import Joining
from app.legal_aid.rules import parse_month
from app.legal_aid.schemas import EVIDENCE_ID, LINE, Month, ShortText

MEMBER_ID = "0199e0a0-7c00-7000-8000-000000000a02"
HIGHEST_PAGE = 9999

Amount = Annotated[int, Field(strict=True, ge=-(10**12), le=10**12)]
"""Fen; what is too large or below zero for a wage is told with everything else that is wrong."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=LINE)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200, pattern=LINE)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=LINE)]


def _account(text: str) -> str:
    digits = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))
    if re.fullmatch(r"[0-9]{8,30}", digits) is None:
        raise ValueError("银行账号由 8 到 30 位数字组成，请核对")
    return digits


Account = Annotated[str, StringConstraints(max_length=60), AfterValidator(_account)]

PROOF: dict[str, Any] = {"evidence_id": EVIDENCE_ID, "page": 1}
FIGURES: dict[str, Any] = {
    "month": "2026-03",
    "agreed_fen": 700000,
    "paid_fen": 100000,
    "owed_fen": 600000,
    "note": "三月只发了生活费",
    "agreed_proof": None,
    "paid_proof": None,
}
FACTS: dict[str, Any] = {
    "name": "王小强",
    "employment_from": "2026-03-01",
    "employment_to": None,
    "has_written_contract": False,
}


class ProofPart(Schema):
    """哪份材料的哪一页能证明这个数；图片写第 1 页。"""

    model_config = example(PROOF)
    evidence_id: UUID
    page: int = Field(strict=True, ge=1, le=HIGHEST_PAGE)

    def proof(self) -> Proof:
        """As the ledger takes it."""
        return Proof(self.evidence_id, self.page)


class MonthPart(Schema):
    """一名成员一个月：约定、已付（以分为单位）。拖欠可以不写，写了就要等于约定减已付。"""

    model_config = example(FIGURES)
    month: Month
    agreed_fen: Amount
    paid_fen: Amount
    owed_fen: Amount | None = None
    note: ShortText | None = None
    agreed_proof: ProofPart | None = None
    paid_proof: ProofPart | None = None

    def entry(self, member_id: UUID) -> Entry:
        """As the ledger takes it."""
        row = Row(
            worker_id=member_id,
            month=parse_month(self.month),
            agreed_fen=self.agreed_fen,
            paid_fen=self.paid_fen,
            note=self.note,
            agreed_proof=self.agreed_proof.proof() if self.agreed_proof else None,
            paid_proof=self.paid_proof.proof() if self.paid_proof else None,
        )
        return Entry(row, self.owed_fen)


class RowPart(MonthPart):
    """The same, saying whose."""

    model_config = example({"member_id": MEMBER_ID} | FIGURES)
    member_id: UUID


class LedgerPart(Schema):
    """The whole ledger: what is not in it is removed, except rows of members who left."""

    model_config = example({"rows": [{"member_id": MEMBER_ID} | FIGURES]})
    rows: list[RowPart] = Field(max_length=MOST_ROWS)

    def entries(self) -> list[Entry]:
        """As the ledger takes them."""
        return [row.entry(row.member_id) for row in self.rows]


class MemberLedgerPart(Schema):
    """All rows of one member."""

    model_config = example({"rows": [FIGURES]})
    rows: list[MonthPart] = Field(max_length=MOST_ROWS)

    def entries(self, member_id: UUID) -> list[Entry]:
        """As the ledger takes them."""
        return [row.entry(member_id) for row in self.rows]


class MemberPart(Schema):
    """What the representative knows of a member."""

    model_config = example(FACTS)
    name: Name
    employment_from: date | None = None
    employment_to: date | None = None
    has_written_contract: bool | None = Field(default=None, description="有没有书面劳动合同")

    def facts(self) -> MemberFacts:
        """As the use case takes them."""
        return MemberFacts(self.name, self.employment_from, self.employment_to, self.has_written_contract)


class JoinCodeWish(Schema):
    """How many may join by the code, and for how many days it works."""

    model_config = example({"max_uses": 11, "days": 7})
    max_uses: int = Field(strict=True, ge=1, le=MOST_MEMBERS)
    days: int = Field(default=CODE_VALID.days, strict=True, ge=1, le=LONGEST_CODE_DAYS)

    @property
    def valid_for(self) -> timedelta:
        """How long the code works; the law says nothing about it."""
        return timedelta(days=self.days)


class CodeLook(Schema):
    """The code as it was read out."""

    model_config = example({"code": "K7QM-4XWP"})
    code: Code


class MembershipStart(Schema):
    """The code, and the number the representative told where several members have one name."""

    model_config = example({"code": "K7QM-4XWP", "member_number": None})
    code: Code
    member_number: int | None = Field(default=None, strict=True, ge=1, le=100_000)


class MembershipJoin(Schema):
    """Own consent (the version that was shown), own signature, own facts; the bank account is optional."""

    model_config = example(
        {
            "consent_version": CONSENT_VERSION,
            "signature_evidence_id": EVIDENCE_ID,
            "employment_from": "2026-03-01",
            "employment_to": "2026-06-30",
            "has_written_contract": True,
            "bank_account": "6222 0000 0000 0000 000",
        }
    )
    consent_version: int | None = Field(default=None, strict=True, ge=1, le=10_000)
    signature_evidence_id: UUID | None = None
    employment_from: date | None = None
    employment_to: date | None = None
    has_written_contract: bool | None = None
    bank_account: Account | None = None

    def joining(self) -> Joining:
        """As the use case takes them."""
        return Joining(
            consent_version=self.consent_version,
            signature_id=self.signature_evidence_id,
            employment_from=self.employment_from,
            employment_to=self.employment_to,
            has_written_contract=self.has_written_contract,
            bank_account=self.bank_account,
        )


class MembershipLeave(Schema):
    """Why; the lawyer and the centre read it."""

    model_config = example({"reason": "工资已经单独结清"})
    reason: Reason


class BankAccountPart(Schema):
    """收取追回工资的银行账号；只有本人、受理机构和承办律师能看到。"""

    model_config = example({"bank_account": "6222 0000 0000 0000 000"})
    bank_account: Account | None
