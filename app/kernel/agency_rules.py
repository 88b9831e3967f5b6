"""What an agency set for itself where the law leaves it open, or where our text of it is unverified."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, func
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import Field, col, select

from app.kernel import statutes
from app.kernel.areas.models import Agency
from app.kernel.clock import local_date
from app.kernel.columns import plain
from app.kernel.database import Table
from app.kernel.errors import Conflict, FieldError, Invalid, NotFound
from app.kernel.statutes import Rule

LARGEST_VALUE = 10_000


class AgencyRule(Table, table=True):
    """One setting, in force from a day on until the next; it holds for the agencies below too."""

    __table_args__ = (CheckConstraint(f"value BETWEEN 1 AND {LARGEST_VALUE}", name="value"),)

    agency_id: UUID = Field(primary_key=True, foreign_key="agency.id")
    rule_code: str = Field(primary_key=True, max_length=80, sa_column_kwargs=plain())
    effective_from: date = Field(primary_key=True, sa_column_kwargs=plain())
    value: int
    set_by: UUID
    set_at: datetime


class RuleNotConfigurable(Conflict):
    """The law fixes this number."""

    code = "rule_not_configurable"
    title = "这个数字由法律规定，机构不能修改"


async def rule_for(session: AsyncSession, code: str, *, agency_id: UUID, on: date) -> Rule:
    """The version of rule ``code`` that applies at the agency on ``on``, its own setting included.

    Raises:
        UnknownRule: no such code.
        NotInForce: no version applies on that day.
    """
    rule = statutes.statute(code, on)
    if not rule.configurable:
        return rule
    settings = await settings_of(session, agency_id, on=on, code=code)
    return replace(rule, value=settings.get(code, rule.value))


async def settings_of(
    session: AsyncSession, agency_id: UUID, *, on: date, code: str | None = None
) -> dict[str, int]:
    """Values set by the agency or those above it, by rule; the nearest agency wins, then the latest day."""
    own, setter = aliased(Agency), aliased(Agency)
    statement = (
        select(AgencyRule.rule_code, AgencyRule.value)
        .join(setter, col(setter.id) == col(AgencyRule.agency_id))
        .join(own, col(own.tree_path).startswith(col(setter.tree_path)))
        .where(col(own.id) == agency_id, col(AgencyRule.effective_from) <= on)
        .ext(distinct_on(col(AgencyRule.rule_code)))
        .order_by(
            col(AgencyRule.rule_code),
            func.length(setter.tree_path).desc(),
            col(AgencyRule.effective_from).desc(),
        )
    )
    if code is not None:
        statement = statement.where(col(AgencyRule.rule_code) == code)
    return {row.rule_code: row.value for row in await session.execute(statement)}


async def set_rule(
    session: AsyncSession,
    *,
    agency_id: UUID,
    code: str,
    value: int,
    effective_from: date,
    set_by: UUID,
    at: datetime,
) -> Rule:
    """Set a rule for an agency from a day on, today at the earliest: clocks that run keep their number.

    Returns the rule as the law (or our default) has it.

    Raises:
        NotFound: no such rule.
        RuleNotConfigurable: the law fixes it.
        Invalid: the day is past.
    """
    if effective_from < local_date(at):
        raise Invalid(fields=[FieldError("effective_from", "past", "只能从今天或者以后开始生效")])
    try:
        rule = statutes.statute(code, effective_from)
    except LookupError as error:
        raise NotFound() from error
    if not rule.configurable:
        raise RuleNotConfigurable(source=rule.source)
    values = {
        "agency_id": agency_id,
        "rule_code": code,
        "effective_from": effective_from,
        "value": value,
        "set_by": set_by,
        "set_at": at,
    }
    statement = insert(AgencyRule).values(**values)
    await session.execute(
        statement.on_conflict_do_update(
            constraint="pk_agency_rule", set_={"value": value, "set_by": set_by, "set_at": at}
        )
    )
    return rule
