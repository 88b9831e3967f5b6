"""Constraints and points of a lawyer as SQL says them: what ``constraints.CHECKS`` and ``terms`` say, again.

Each expression is about the row of ``lawyer`` outside, joined to the specialty and the record that fit the matter.
The arithmetic repeats :func:`app.lawyers.matching.terms.points` operation by operation in double precision, so
that both give the same points; tests compare them over random rosters.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Double,
    Integer,
    SQLColumnExpression,
    String,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.contracts.languages import Language
from app.contracts.sexes import Sex
from app.kernel.areas.codes import UNDER_PROVINCE, parse_code
from app.kernel.clock import SHANGHAI
from app.kernel.database import checked
from app.lawyers.enums import WorkerKind
from app.lawyers.matching import repository
from app.lawyers.matching.constraints import Constraint, Demand
from app.lawyers.matching.models import LawyerCard
from app.lawyers.matching.situations import Situation
from app.lawyers.matching.terms import (
    CASES_HALFWAY,
    DAYS_OF_REST,
    POINTS,
    RELATED_VALUES,
    USUAL_CASES,
    USUAL_QUALITY,
    YEARS_OF_SPECIALIST,
    Related,
    Term,
)
from app.lawyers.records.models import LawyerRecord
from app.lawyers.roster.models import Lawyer, LawyerArea, LawyerLanguage, LawyerSpecialty

NOWHERE = "-"
"""Begins no division's code."""
Specialty = aliased(LawyerSpecialty)
Experience = aliased(LawyerRecord)


def parameters(agency_id: UUID, demand: Demand, situation: Situation, seed: str, at: datetime) -> dict[str, Any]:
    """The values of every parameter below."""
    wanted = parse_code(demand.area_code)
    city = wanted.text[:4]
    facts = situation.facts.items()
    return {
        "agency": agency_id,
        "group": demand.group,
        "category": demand.category,
        "seed": seed,
        "today": demand.today,
        "monday": repository.monday_of(at),
        "ban_months": demand.ban_months,
        "practice_months": 12 * demand.practice_years,
        "is_criminal": demand.is_criminal,
        "is_for_minor": demand.is_for_minor,
        "must_know_minors": demand.must_know_minors,
        "language": demand.language,
        "asks_for_woman": demand.asks_for_woman,
        "any_specialty": Constraint.NO_SUCH_SPECIALTY in demand.relaxed,
        "replaced": list(demand.excluded_ids),
        "conflicted": list(situation.conflicts),
        "declined": [one for one, known in facts if known.declined],
        "expired": [
            one for one, known in facts if known.expired and Constraint.EXPIRED_BEFORE not in demand.relaxed
        ],
        **{related.value: [one for one, known in facts if known.related is related] for related in Related},
        "here": [wanted.text, *wanted.ancestors],
        "city": city if city[2:] not in UNDER_PROVINCE else NOWHERE,
        "province": wanted.text[:2],
        **{f"w_{term.value}": situation.weights.of(term) for term in Term},
        "w_total": situation.weights.total,
    }


def failing() -> Mapping[Constraint, ColumnElement[bool]]:
    """Of every constraint of ``constraints.CHECKS``, whether the lawyer fails it; cheap ones first."""
    today = given("today", Date)
    months = given("practice_months", Integer)
    capacity = col(Lawyer.weekly_capacity)
    language = given("language", checked(Language))
    spoken = select(literal(1)).where(
        col(LawyerLanguage.lawyer_id) == col(Lawyer.id), col(LawyerLanguage.language) == language
    )
    return {
        Constraint.SUSPENDED: col(Lawyer.suspended_at).is_not(None),
        Constraint.AT_CAPACITY: col(Lawyer.open_cases) >= col(Lawyer.capacity),
        Constraint.FORMER_OFFICE: func.coalesce(
            _months_after(col(Lawyer.left_office_on), given("ban_months", Integer)) > today, False
        ),
        Constraint.LAWYERS_ONLY: and_(given("is_criminal", Boolean), col(Lawyer.kind) != WorkerKind.LAWYER),
        Constraint.TOO_LITTLE_PRACTICE: and_(
            months > 0, func.coalesce(_months_after(col(Lawyer.defence_since), months) > today, True)
        ),
        Constraint.NOT_FOR_MINORS: and_(given("must_know_minors", Boolean), ~col(Lawyer.knows_minors)),
        Constraint.NOT_A_WOMAN: and_(given("asks_for_woman", Boolean), col(Lawyer.sex) != Sex.WOMAN),
        Constraint.NO_SUCH_SPECIALTY: and_(~given("any_specialty", Boolean), col(Specialty.lawyer_id).is_(None)),
        Constraint.REPLACED_BEFORE: _among(Lawyer.person_id, "replaced"),
        Constraint.DECLINED_BEFORE: _among(Lawyer.id, "declined"),
        Constraint.EXPIRED_BEFORE: _among(Lawyer.id, "expired"),
        Constraint.LANGUAGE: and_(language.is_not(None), ~spoken.correlate(Lawyer).exists()),
        Constraint.ON_LEAVE: repository.leave_until(today).is_not(None),
        Constraint.WEEK_FULL: func.coalesce(
            and_(capacity.is_not(None), repository.new_this_week(given("monday", _instant())) >= capacity), False
        ),
    }


def in_conflict() -> ColumnElement[bool]:
    """Whether a conflict of interest was found."""
    return _among(Lawyer.id, "conflicted")


def is_second() -> ColumnElement[bool]:
    """In a minor's case, whether the lawyer comes after those who know the ways of minors."""
    return and_(given("is_for_minor", Boolean), ~col(Lawyer.knows_minors))


def tie_break() -> ColumnElement[bytes]:
    """As :func:`app.lawyers.matching.terms.tie_break`."""
    return func.sha256(func.convert_to(given("seed", String) + cast(col(Lawyer.id), String), "UTF8"))


def points() -> ColumnElement[int]:
    """As :func:`app.lawyers.matching.terms.points`."""
    values = _values()
    total = _weight(Term.SPECIALTY) * values[Term.SPECIALTY]
    for term in list(Term)[1:]:
        total = total + _weight(term) * values[term]
    return cast(func.floor(total / given("w_total", Double) * _exact(POINTS) + _exact(0.5)), Integer)


def reach_of_card() -> ColumnElement[float]:
    """What a card says its lawyer can reach at most, as a part of 1, with the matter's place and the day."""
    served = col(LawyerCard.places)
    distance = case(
        (served.bool_op("&&")(given("here", ARRAY(String))), _exact(1)),
        (given("city", String) == any_(served), _exact(0.5)),
        (given("province", String) == any_(served), _exact(0.2)),
        else_=_exact(0),
    )
    specialist = _specialist(col(LawyerCard.since_year)) - _exact(1)
    rest = _rest(col(LawyerCard.last_offered_on))
    changing = _weight(Term.SPECIALTY) * specialist + _weight(Term.DISTANCE) * distance + _weight(Term.REST) * rest
    return col(LawyerCard.bound) + changing / given("w_total", Double)


def _values() -> Mapping[Term, ColumnElement[float]]:
    """As the functions of :mod:`app.lawyers.matching.terms`."""
    cases = _double(func.coalesce(col(Experience.cases_done), 0))
    rated = _double(func.coalesce(col(Experience.quality_count), 0))
    free = _double(func.greatest(col(Lawyer.capacity) - col(Lawyer.open_cases), 0))
    last = cast(func.timezone(SHANGHAI.key, col(Lawyer.last_offered_at)), Date)
    usual = _exact(USUAL_QUALITY * USUAL_CASES)
    return {
        Term.SPECIALTY: case(
            (col(Specialty.lawyer_id).is_(None), _exact(0)), else_=_specialist(col(Specialty.since_year))
        ),
        Term.EXPERIENCE: cases / (cases + _exact(CASES_HALFWAY)),
        Term.QUALITY: (usual + func.coalesce(col(Experience.quality_sum), _exact(0)))
        / (_exact(USUAL_CASES) + rated),
        Term.DISTANCE: _distance(),
        Term.LOAD: case((col(Lawyer.capacity) > 0, free / _double(col(Lawyer.capacity))), else_=_exact(0)),
        Term.REST: _rest(last),
        Term.CONTINUITY: case(
            *((_among(Lawyer.id, related.value), _exact(RELATED_VALUES[related])) for related in Related),
            else_=_exact(0),
        ),
    }


def _specialist(since_year: SQLColumnExpression[int]) -> ColumnElement[float]:
    years = func.greatest(cast(func.extract("year", given("today", Date)), Integer) - since_year, 0)
    counted = _double(func.least(years, YEARS_OF_SPECIALIST))
    return _exact(0.5) + _exact(0.5) * counted / _exact(YEARS_OF_SPECIALIST)


def _rest(last: SQLColumnExpression[Any]) -> ColumnElement[float]:
    idle = func.least(func.greatest(given("today", Date) - last, 0), DAYS_OF_REST)
    return case((last.is_(None), _exact(1)), else_=_double(idle) / _exact(DAYS_OF_REST))


def _distance() -> ColumnElement[float]:
    area = col(LawyerArea.area_code)
    nearest = select(
        func.max(
            case(
                (area == any_(given("here", ARRAY(String))), _exact(1)),
                (func.starts_with(area, given("city", String)), _exact(0.5)),
                (func.starts_with(area, given("province", String)), _exact(0.2)),
                else_=_exact(0),
            )
        )
    ).where(col(LawyerArea.lawyer_id) == col(Lawyer.id))
    return func.coalesce(nearest.correlate(Lawyer).scalar_subquery(), _exact(0))


def is_eligible() -> ColumnElement[bool]:
    """Whether nothing is in the way."""
    return ~or_(in_conflict(), *failing().values())


def _months_after(day: SQLColumnExpression[Any], months: ColumnElement[int]) -> ColumnElement[date]:
    """The corresponding day, or that month's last (民法典 202), as ``kernel.calendar.add_months``."""
    return cast(day + func.make_interval(0, months), Date)


def given(name: str, kind: Any) -> ColumnElement[Any]:
    """A parameter of :func:`parameters`, of a type that is told: a bare one would be guessed."""
    return cast(bindparam(name, type_=kind() if isinstance(kind, type) else kind), kind)


def _instant() -> DateTime:
    return DateTime(timezone=True)


def _weight(term: Term) -> ColumnElement[float]:
    return given(f"w_{term.value}", Double)


def _among(column: Any, name: str) -> ColumnElement[bool]:
    return col(column) == any_(given(name, ARRAY(Uuid())))


def _double(value: SQLColumnExpression[Any]) -> ColumnElement[float]:
    return cast(value, Double)


def _exact(value: float) -> ColumnElement[float]:
    """A constant in double precision: a bare one would be a decimal, and reckon otherwise."""
    return cast(literal(float(value), Double), Double)
