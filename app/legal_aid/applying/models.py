"""Tables of the form: up to one row of each section for an application, and corrections of a signed name."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Enum, Index, UniqueConstraint
from sqlmodel import Field

from app.contracts.languages import Language
from app.identity.numbers import DocumentKind
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.kernel.rotation import sealed_column
from app.legal_aid.applying.codes import ForumStage, HardshipVerification, Section, SideKind
from app.legal_aid.eligibility.codes import (
    Capacity,
    CriminalRole,
    CriminalStage,
    ForumKind,
    NoticeGround,
    PersonStatus,
)

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE
ASSESS = "审查法律援助申请"
COMPETENCE = "确定受理机构"
IDENTIFY = "核对受援人身份"
HARDSHIP = "核查经济困难状况"
CONFLICTS = "排除利益冲突"
RECIPIENT_NUMBER = "representation.recipient_number_sealed"
SIDE_NUMBER = "other_side.number_sealed"
OLD_NAME = "name_correction.old_name_sealed"
OLD_NUMBER = "name_correction.old_number_sealed"
"""Contexts of sealed values: table and column."""


def _values(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


def codes_of(enum: type[StrEnum]) -> Any:
    """Column type of a list of codes; :func:`only_codes` is the CHECK that goes with it."""
    item = Enum(enum, native_enum=False, create_constraint=False, values_callable=_values, length=32)
    return ARRAY(item)


def only_codes(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """No list holds anything but the values of ``enum``."""
    values = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} <@ ARRAY[{values}]::varchar[]", name=column)


class ApplicantStatement(Table, table=True):
    """What is said about whoever aid is for: the statuses of 法律援助法 arts. 32 and 42, sorted by code.

    ``has_counsel``: they have engaged a lawyer themselves; empty where that was not asked.
    ``address`` is the applicant's, to reach them by; it is shown to nobody but them, the centre and the lawyer
    who took the case. ``only_language``: the one language whoever aid is for can be spoken to in, where they do
    not understand Mandarin. ``asks_for_woman``: they ask for a woman as lawyer; which matters that binds in is
    in ``handling.rules``.
    """

    __table_args__ = (only_codes("statuses", PersonStatus),)

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    statuses: list[PersonStatus] = Field(
        default_factory=list,
        sa_type=codes_of(PersonStatus),
        sa_column_kwargs=personal(SENSITIVE, purpose="判断是否免予核查经济困难状况"),
    )
    has_counsel: bool | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose=ASSESS))
    address: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="联系申请人、送达文书")
    )
    assistance_needed: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose="提供无障碍和语言帮助")
    )
    only_language: Language | None = Field(
        default=None, sa_type=checked(Language), sa_column_kwargs=personal(GENERAL, purpose="选派能沟通的律师")
    )
    asks_for_woman: bool = Field(
        default=False, sa_column_kwargs=personal(GENERAL, purpose="按申请人要求选派女律师")
    )

    @property
    def is_migrant_worker(self) -> bool:
        """进城务工人员 of 法律援助法 42(3)."""
        return PersonStatus.MIGRANT_WORKER in self.statuses


class WageClaim(Table, table=True):
    """Unpaid wages: who owes them, for which months, how much. Months are stored as their first day.

    ``employer_index`` is the blind index of the employer's credit code.
    """

    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount"),
        CheckConstraint("period_from <= period_to", name="period"),
        CheckConstraint("extract(day from period_from) = 1 AND extract(day from period_to) = 1", name="months"),
        CheckConstraint("(employer_credit_code IS NULL) = (employer_index IS NULL)", name="employer_code"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    employer_name: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose=ASSESS))
    employer_credit_code: str | None = Field(
        default=None, max_length=18, sa_column_kwargs=personal(GENERAL, purpose=CONFLICTS)
    )
    employer_index: bytes | None = Field(
        default=None, max_length=32, sa_column_kwargs=personal(GENERAL, purpose=CONFLICTS)
    )
    period_from: date = Field(sa_column_kwargs=personal(GENERAL, purpose=ASSESS))
    period_to: date = Field(sa_column_kwargs=personal(GENERAL, purpose=ASSESS))
    amount_fen: int = Field(sa_type=BigInteger, sa_column_kwargs=personal(GENERAL, purpose=ASSESS))
    description: str | None = Field(
        default=None, max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=ASSESS)
    )


class MatterStatement(Table, table=True):
    """What happened and what is asked for, in every civil or administrative category but unpaid wages."""

    __table_args__ = (CheckConstraint("amount_fen > 0", name="amount"),)

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    facts: str = Field(max_length=5000, sa_column_kwargs=personal(SENSITIVE, purpose=ASSESS))
    request: str = Field(max_length=2000, sa_column_kwargs=personal(SENSITIVE, purpose=ASSESS))
    amount_fen: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_kwargs=personal(GENERAL, purpose=ASSESS)
    )
    event_on: date | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose=ASSESS))


class OtherSide(Table, table=True):
    """A party on the other side, of a ``matter`` or of a criminal case; ``position`` counts from one.

    ``number_sealed`` is the document number of a person, the credit code of an organisation.
    """

    __table_args__ = (
        CheckConstraint("position BETWEEN 1 AND 20", name="position"),
        CheckConstraint("(number_sealed IS NULL) = (number_index IS NULL)", name="number"),
        UniqueConstraint("application_id", "position"),
        UniqueConstraint("application_id", "name"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    position: int
    kind: SideKind = Field(sa_type=checked(SideKind), sa_column_kwargs=plain())
    name: str = Field(max_length=100, sa_column_kwargs=personal(GENERAL, purpose="审查申请、排除利益冲突"))
    number_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=CONFLICTS)
    )
    number_index: bytes | None = Field(
        default=None, max_length=32, sa_column_kwargs=personal(SENSITIVE, purpose=CONFLICTS)
    )


class CriminalMatter(Table, table=True):
    """A criminal case: how far it is, who the person is in it, who handles it (法律援助法 24, 25, 28, 29).

    ``grounds`` are those of art. 25(1), sorted by code. ``area_code`` is the seat of the authority (办案机关).
    """

    __table_args__ = (
        only_codes("grounds", NoticeGround),
        CheckConstraint("authority_kind IN ('court', 'procuratorate', 'police')", name="authority"),
        Index("ix_criminal_matter_area_code", "area_code"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    stage: CriminalStage = Field(sa_type=checked(CriminalStage), sa_column_kwargs=plain())
    role: CriminalRole = Field(sa_type=checked(CriminalRole), sa_column_kwargs=plain())
    charges: str = Field(max_length=200, sa_column_kwargs=personal(SENSITIVE, purpose=ASSESS))
    facts: str | None = Field(default=None, max_length=5000, sa_column_kwargs=personal(SENSITIVE, purpose=ASSESS))
    authority_kind: ForumKind = Field(sa_type=checked(ForumKind), sa_column_kwargs=plain())
    authority_name: str = Field(max_length=100, sa_column_kwargs=plain())
    area_code: str = Field(foreign_key="area.code", max_length=12, sa_column_kwargs=plain())
    authority_case_number: str | None = Field(
        default=None, max_length=100, sa_column_kwargs=personal(GENERAL, purpose="与办案机关联系")
    )
    is_in_custody: bool = Field(sa_column_kwargs=personal(SENSITIVE, purpose="会见、转交申请"))
    custody_place: str | None = Field(
        default=None, max_length=100, sa_column_kwargs=personal(SENSITIVE, purpose="会见、转交申请")
    )
    grounds: list[NoticeGround] = Field(
        default_factory=list,
        sa_type=codes_of(NoticeGround),
        sa_column_kwargs=personal(SENSITIVE, purpose="判断是否应当指派律师辩护"),
    )
    is_ordinary_procedure: bool | None = None


class EventPlace(Table, table=True):
    """Where it happened (事由发生地, 法律援助法 38): it decides which centre is competent."""

    __table_args__ = (Index("ix_event_place_area_code", "area_code"),)

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    area_code: str = Field(foreign_key="area.code", max_length=12, sa_column_kwargs=plain())
    address: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose=COMPETENCE)
    )


class DisputeForum(Table, table=True):
    """The body that handles the dispute or is to (法律援助法 38); without ``kind`` there is none yet."""

    __table_args__ = (
        CheckConstraint(
            "kind IS NOT NULL OR (name IS NULL AND area_code IS NULL AND stage IS NULL AND case_number IS NULL)",
            name="none",
        ),
        CheckConstraint("kind IS NULL OR (area_code IS NOT NULL AND stage IS NOT NULL)", name="complete"),
        Index("ix_dispute_forum_area_code", "area_code"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    kind: ForumKind | None = Field(default=None, sa_type=checked(ForumKind), sa_column_kwargs=plain())
    name: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    area_code: str | None = Field(default=None, foreign_key="area.code", max_length=12, sa_column_kwargs=plain())
    stage: ForumStage | None = Field(default=None, sa_type=checked(ForumStage), sa_column_kwargs=plain())
    case_number: str | None = Field(
        default=None, max_length=100, sa_column_kwargs=personal(GENERAL, purpose="与处理机关联系")
    )


class Representation(Table, table=True):
    """Whom aid is for, where that is not the applicant (法律援助法 24, 29, 40).

    ``recipient_born_on`` is what the number states, where its kind states it.
    """

    __table_args__ = (
        CheckConstraint(
            "capacity = 'self' OR (recipient_name IS NOT NULL AND recipient_document_kind IS NOT NULL"
            " AND recipient_number_sealed IS NOT NULL AND recipient_number_index IS NOT NULL"
            " AND relation IS NOT NULL)",
            name="recipient",
        ),
        CheckConstraint("capacity <> 'self' OR recipient_name IS NULL", name="self"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    capacity: Capacity = Field(sa_type=checked(Capacity), sa_column_kwargs=plain())
    relation: str | None = Field(
        default=None, max_length=40, sa_column_kwargs=personal(GENERAL, purpose="核对代为申请的资格")
    )
    recipient_name: str | None = Field(
        default=None, max_length=80, sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    recipient_document_kind: DocumentKind | None = Field(
        default=None, sa_type=checked(DocumentKind), sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    recipient_issuing_country: str | None = Field(
        default=None, max_length=3, sa_column_kwargs=personal(GENERAL, purpose=IDENTIFY)
    )
    recipient_number_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose=IDENTIFY)
    )
    recipient_number_index: bytes | None = Field(
        default=None, max_length=32, sa_column_kwargs=personal(SENSITIVE, purpose=IDENTIFY)
    )
    recipient_born_on: date | None = Field(
        default=None, sa_column_kwargs=personal(GENERAL, purpose="判断是否未成年人、老年人")
    )
    is_recipient_detained: bool = Field(
        default=False, sa_column_kwargs=personal(SENSITIVE, purpose="会见、转交申请")
    )
    is_recipient_incapable: bool = Field(
        default=False, sa_column_kwargs=personal(SENSITIVE, purpose="核对代为申请的资格")
    )


class HardshipStatement(Table, table=True):
    """经济困难状况说明表 (148号令 11, 18): incomes are fen a month, before anything is checked."""

    __table_args__ = (
        CheckConstraint("household_size > 0", name="household"),
        CheckConstraint("household_income_fen >= 0 AND own_income_fen >= 0 AND savings_fen >= 0", name="amounts"),
        CheckConstraint("own_income_fen <= household_income_fen", name="own"),
    )

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    household_size: int = Field(sa_column_kwargs=personal(SENSITIVE, purpose=HARDSHIP))
    household_income_fen: int = Field(sa_type=BigInteger, sa_column_kwargs=personal(SENSITIVE, purpose=HARDSHIP))
    own_income_fen: int = Field(sa_type=BigInteger, sa_column_kwargs=personal(SENSITIVE, purpose=HARDSHIP))
    savings_fen: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_kwargs=personal(SENSITIVE, purpose=HARDSHIP)
    )
    main_property: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=HARDSHIP)
    )
    reason: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose=HARDSHIP)
    )
    opponent_in_household: bool = Field(sa_column_kwargs=personal(SENSITIVE, purpose=HARDSHIP))
    verification: HardshipVerification = Field(sa_type=checked(HardshipVerification), sa_column_kwargs=plain())


class UrgencyStatement(Table, table=True):
    """Why aid should come first (法律援助法 44); ground and last day are columns of the application."""

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    explanation: str = Field(max_length=500, sa_column_kwargs=personal(SENSITIVE, purpose="审查是否先行提供援助"))


class ReopenedSection(Table, table=True):
    """A section that a notice asked to complete: it may be edited while the application is supplemented."""

    application_id: UUID = Field(primary_key=True, foreign_key="application.id")
    section: Section = Field(primary_key=True, sa_type=checked(Section), sa_column_kwargs=plain())


class NameCorrection(Table, table=True):
    """A slip in a signed name or number, put right by staff who saw the document; append-only.

    Attributes:
        is_recipient: the name of whom aid is for, not of who applied.
        old_number_sealed: empty where the number stayed.
    """

    __table_args__ = (Index("ix_name_correction_application_id_at", "application_id", "at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id")
    is_recipient: bool = False
    old_name_sealed: str = Field(max_length=600, sa_column_kwargs=personal(GENERAL, purpose="说明更正前的姓名"))
    old_number_sealed: str | None = Field(
        default=None, max_length=300, sa_column_kwargs=personal(SENSITIVE, purpose="说明更正前的证件号码")
    )
    reason: str = Field(max_length=500, sa_column_kwargs=personal(GENERAL, purpose="说明更正的理由"))
    by: UUID = Field(foreign_key="person.id", index=True)
    at: datetime


sealed_column(OtherSide, "number_sealed")
sealed_column(Representation, "recipient_number_sealed")
sealed_column(NameCorrection, "old_name_sealed")
sealed_column(NameCorrection, "old_number_sealed")
