"""Tables of the roster: firms, who works there, what they can do and when they are there."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Connection, Index, event, text
from sqlalchemy.orm import Mapper
from sqlmodel import Field

from app.contracts.categories import CaseGroup
from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.kernel.columns import INFO_KEY, Personal, Sensitivity, personal, plain
from app.kernel.database import Table, checked, new_id
from app.lawyers.enums import ChangeSource, FirmKind, FormerOffice, ProposalStatus, Skill, WorkerKind
from app.lawyers.names import name_key
from app.lawyers.roster.licence import LicenceKind

GENERAL = Sensitivity.GENERAL


class Firm(Table, table=True):
    """A law firm, or another place lawyers and legal workers belong to, on the roster of a legal-aid centre.

    ``name_key`` is the name as conflicts of interest are looked up by; it follows the name by itself.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        Index("uq_firm_name", "agency_id", "name", unique=True),
        Index("ix_firm_name_key", "agency_id", "name_key"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    kind: FirmKind = Field(default=FirmKind.LAW_FIRM, sa_type=checked(FirmKind), sa_column_kwargs=plain())
    name: str = Field(max_length=100, sa_column_kwargs=plain())
    name_key: str = Field(default="", max_length=100, sa_column_kwargs=plain())
    credit_code: str | None = Field(default=None, max_length=18, unique=True, sa_column_kwargs=plain())
    created_at: datetime
    version: int = 1


class Lawyer(Table, table=True):
    """A lawyer, grass-roots legal worker or volunteer on a centre's roster.

    A lawyer's identity is the serial for life, the last six digits of the licence number, which may change;
    others have a certificate number. While ``suspended_at`` is set nothing is offered.

    Attributes:
        name_key: the name as conflicts of interest are looked up by; it follows the name by itself.
        practising_since: year of the first licence, or of the certificate.
        capacity: most cases at once; ``weekly_capacity`` most new ones from Monday to Sunday, empty for no limit.
        open_cases: offers that wait and cases that are not over, kept with every offer under lock.
        last_offered_at: when a matter was last offered.
        defence_since: when criminal defence began (法律援助法 26 asks for years of it); empty for none.
        former_office, left_office_on: a former judge or prosecutor, and the day the office was left (律师法 41).
        heads_firm: answers for the firm where the centre assigns to a firm.
    """

    __table_args__ = (
        CheckConstraint("length(btrim(name)) > 0", name="name"),
        CheckConstraint("licence_number ~ '^1[0-9]{16}$'", name="licence_number"),
        CheckConstraint("licence_serial = right(licence_number, 6)", name="licence_serial"),
        CheckConstraint(
            "(kind = 'lawyer') = (licence_number IS NOT NULL)"
            " AND (licence_number IS NULL) = (licence_serial IS NULL)"
            " AND (licence_number IS NULL) = (licence_kind IS NULL)"
            " AND (kind = 'lawyer') = (certificate_number IS NULL)",
            name="credentials",
        ),
        CheckConstraint("capacity BETWEEN 0 AND 200", name="capacity"),
        CheckConstraint("weekly_capacity BETWEEN 0 AND 100", name="weekly_capacity"),
        CheckConstraint("open_cases >= 0", name="open_cases"),
        CheckConstraint("(suspended_at IS NULL) = (suspension_reason IS NULL)", name="suspension"),
        CheckConstraint("(former_office IS NULL) = (left_office_on IS NULL)", name="former_office"),
        Index("ix_lawyer_roster", "agency_id", "name", "id"),
        Index("ix_lawyer_name_key", "agency_id", "name_key"),
        Index("uq_lawyer_certificate", "kind", "certificate_number", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    firm_id: UUID = Field(foreign_key="firm.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    kind: WorkerKind = Field(default=WorkerKind.LAWYER, sa_type=checked(WorkerKind), sa_column_kwargs=plain())
    name: str = Field(max_length=80, sa_column_kwargs=personal(GENERAL, purpose="识别承办律师"))
    name_key: str = Field(default="", max_length=80, sa_column_kwargs=personal(GENERAL, purpose="检查利益冲突"))
    licence_number: str | None = Field(
        default=None, max_length=17, sa_column_kwargs=personal(GENERAL, purpose="核对执业资格")
    )
    licence_serial: str | None = Field(
        default=None,
        max_length=6,
        unique=True,
        sa_column_kwargs=personal(GENERAL, purpose="保证一名律师只登记一次"),
    )
    licence_kind: LicenceKind | None = Field(default=None, sa_type=checked(LicenceKind), sa_column_kwargs=plain())
    certificate_number: str | None = Field(
        default=None, max_length=40, sa_column_kwargs=personal(GENERAL, purpose="核对执业资格")
    )
    practising_since: int
    sex: Sex = Field(sa_type=checked(Sex), sa_column_kwargs=personal(GENERAL, purpose="受援人要求女律师时选派"))
    capacity: int
    weekly_capacity: int | None = None
    open_cases: int = 0
    last_offered_at: datetime | None = None
    knows_minors: bool = False
    defence_since: date | None = Field(default=None, sa_column_kwargs=plain())
    former_office: FormerOffice | None = Field(
        default=None, sa_type=checked(FormerOffice), sa_column_kwargs=personal(GENERAL, purpose="检查任职回避")
    )
    left_office_on: date | None = Field(default=None, sa_column_kwargs=personal(GENERAL, purpose="检查任职回避"))
    heads_firm: bool = False
    suspended_at: datetime | None = None
    suspension_reason: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="说明暂停指派的理由")
    )
    created_at: datetime
    updated_at: datetime
    version: int = 1


class LawyerSpecialty(Table, table=True):
    """A group of cases a lawyer works in, and since which year."""

    __table_args__ = (
        CheckConstraint("since_year BETWEEN 1979 AND 2200", name="since_year"),
        Index("ix_lawyer_specialty_specialty", "specialty", "lawyer_id"),
    )

    lawyer_id: UUID = Field(primary_key=True, foreign_key="lawyer.id", ondelete="CASCADE")
    specialty: CaseGroup = Field(primary_key=True, sa_type=checked(CaseGroup), sa_column_kwargs=plain())
    since_year: int


class LawyerLanguage(Table, table=True):
    """A language or dialect a lawyer can work in."""

    __table_args__ = (Index("ix_lawyer_language_language", "language", "lawyer_id"),)

    lawyer_id: UUID = Field(primary_key=True, foreign_key="lawyer.id", ondelete="CASCADE")
    language: Language = Field(
        primary_key=True, sa_type=checked(Language), sa_column_kwargs=personal(GENERAL, purpose="选派能沟通的律师")
    )


class LawyerSkill(Table, table=True):
    """Whom a lawyer is used to work for."""

    lawyer_id: UUID = Field(primary_key=True, foreign_key="lawyer.id", ondelete="CASCADE")
    skill: Skill = Field(primary_key=True, sa_type=checked(Skill), sa_column_kwargs=plain())


class LawyerLeave(Table, table=True):
    """Days on which a lawyer takes nothing new, both days included, as Asia/Shanghai counts them."""

    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="period"),
        Index("ix_lawyer_leave_days", "lawyer_id", "to_on"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    from_on: date = Field(sa_column_kwargs=personal(GENERAL, purpose="休假期间不派案"))
    to_on: date = Field(sa_column_kwargs=personal(GENERAL, purpose="休假期间不派案"))
    reason: str | None = Field(
        default=None, max_length=200, sa_column_kwargs=personal(GENERAL, purpose="休假期间不派案")
    )
    entered_by: UUID = Field(foreign_key="person.id", index=True)
    entered_at: datetime
    cancelled_at: datetime | None = None


class DutyShift(Table, table=True):
    """A day on which a lawyer is on duty at a place: a detention centre, a court, a work station.

    What was cancelled stays written with ``cancelled_at`` and counts for nothing.
    """

    __table_args__ = (
        Index("uq_duty_shift", "lawyer_id", "on_day", unique=True, postgresql_where=text("cancelled_at IS NULL")),
        Index("ix_duty_shift_rota", "agency_id", "on_day", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    on_day: date = Field(sa_column_kwargs=personal(GENERAL, purpose="安排值班"))
    place: str = Field(max_length=100, sa_column_kwargs=plain())
    entered_by: UUID = Field(foreign_key="person.id", index=True)
    entered_at: datetime
    cancelled_at: datetime | None = None


class LawyerArea(Table, table=True):
    """A division, of any level, where a lawyer takes cases."""

    __table_args__ = (Index("ix_lawyer_area_area_code", "area_code"),)

    lawyer_id: UUID = Field(primary_key=True, foreign_key="lawyer.id", ondelete="CASCADE")
    area_code: str = Field(primary_key=True, foreign_key="area.code", max_length=12, sa_column_kwargs=plain())


class RosterChange(Table, table=True):
    """What was entered or changed in the entry of a lawyer or of a firm. Append-only.

    Attributes:
        fields_changed: by :class:`~app.lawyers.enums.RosterField`, what stood there before, null for the first
            entry, and what stands there now.
        by: who wrote it, or whose wish it was; empty for what came with the installation.
        approved_by: who agreed to what a lawyer asked for.
    """

    __table_args__ = (
        CheckConstraint("(lawyer_id IS NULL) <> (firm_id IS NULL)", name="subject"),
        CheckConstraint("(source = 'self') = (approved_by IS NOT NULL)", name="approval"),
        Index("ix_roster_change_lawyer", "lawyer_id", "at", "id"),
        Index("ix_roster_change_firm", "firm_id", "at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lawyer_id: UUID | None = Field(default=None, foreign_key="lawyer.id")
    firm_id: UUID | None = Field(default=None, foreign_key="firm.id")
    source: ChangeSource = Field(sa_type=checked(ChangeSource), sa_column_kwargs=plain())
    by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    approved_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    fields_changed: dict[str, Any] = Field(
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(GENERAL, "说明名册的修改过程")})
    )
    at: datetime


class RosterProposal(Table, table=True):
    """What a lawyer asks to have changed in the own entry; it takes effect when the centre agrees.

    Attributes:
        person_id: the lawyer's person.
        fields_changed: as in :class:`RosterChange`: what stood there when it was asked, what should stand there.
        note: why, in the lawyer's words.
        reason: why the centre did not agree.
    """

    __table_args__ = (
        CheckConstraint("(status IN ('approved', 'rejected')) = (decided_by IS NOT NULL)", name="decided_by"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("(status = 'rejected') = (reason IS NOT NULL)", name="reason"),
        Index(
            "uq_roster_proposal_waiting",
            "lawyer_id",
            unique=True,
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_roster_proposal_lawyer", "lawyer_id", "made_at", "id"),
        Index("ix_roster_proposal_status", "status", "made_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lawyer_id: UUID = Field(foreign_key="lawyer.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    status: ProposalStatus = Field(
        default=ProposalStatus.WAITING, sa_type=checked(ProposalStatus), sa_column_kwargs=plain()
    )
    fields_changed: dict[str, Any] = Field(
        sa_column=Column(JSON, nullable=False, info={INFO_KEY: Personal(GENERAL, "审核律师提出的修改")})
    )
    note: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(GENERAL, purpose="审核律师提出的修改")
    )
    made_at: datetime
    decided_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    decided_at: datetime | None = None
    reason: str | None = Field(
        default=None, max_length=500, sa_column_kwargs=personal(GENERAL, purpose="说明不同意修改的理由")
    )
    updated_at: datetime
    version: int = 1

    @property
    def owner_id(self) -> UUID:
        """Whose entry it is."""
        return self.person_id


def _follow_name(_mapper: Mapper[Any], _connection: Connection, row: Firm | Lawyer) -> None:
    row.name_key = name_key(row.name)


for _table in (Firm, Lawyer):
    event.listen(_table, "before_insert", _follow_name)
    event.listen(_table, "before_update", _follow_name)
