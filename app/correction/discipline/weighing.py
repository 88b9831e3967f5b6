"""What the rules lead to for an order: the ladder over breaches found and not yet dealt with."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.alarms.models import Alarm
from app.correction.alarms.repository import breaches as breaches_of
from app.correction.discipline import repository
from app.correction.discipline.codes import AVAILABLE, DisciplineMeasure
from app.correction.discipline.ladder import (
    CODES,
    COMMEND_AFTER,
    BreachFact,
    Ladder,
    PriorMeasure,
    cautions,
    compute,
)
from app.correction.orders.models import CorrectionOrder
from app.kernel.clock import local_date
from app.kernel.statutes import Rule


@dataclass(frozen=True, slots=True)
class Weighed:
    """The ladder with the rules it rests on, and the measures the law knows for the category."""

    ladder: Ladder
    rules: dict[str, Rule]
    available: list[DisciplineMeasure]

    def cautions(self, order: CorrectionOrder, measure: DisciplineMeasure, *, at: datetime) -> list[str]:
        """What whoever decides should weigh about this measure."""
        began_on = None if order.began_at is None else local_date(order.began_at)
        return cautions(
            measure, self.ladder, began_on=began_on, today=local_date(at), commend_after=self.rules[COMMEND_AFTER]
        )

    def snapshot(self) -> dict[str, JsonValue]:
        """The ladder as it is kept with a proposal."""
        return {
            "absence_days": self.ladder.absence_days,
            "admonitions": self.ladder.admonitions,
            "warnings": self.ladder.warnings,
            "rungs": [
                {
                    "measure": rung.measure.value,
                    "alarm_id": str(rung.breach_id),
                    "because": rung.because,
                    "source": self.rules[rung.rule_code].source,
                    "is_verified": self.rules[rung.rule_code].verified,
                }
                for rung in self.ladder.rungs
            ],
        }


async def weigh(
    session: AsyncSession, order: CorrectionOrder, *, at: datetime, alarms: list[Alarm] | None = None
) -> Weighed:
    """The ladder for ``alarms``, or for every breach of the order that no measure which stands rests on."""
    if alarms is None:
        dealt_with = await repository.dealt_with(session, order.id)
        alarms = [alarm for alarm in await breaches_of(session, order.id) if alarm.id not in dealt_with]
    rules = await repository.rules_of(session, CODES, agency_id=order.agency_id, on=local_date(at))
    facts = [fact for alarm in alarms if (fact := _fact(alarm)) is not None]
    priors = [
        PriorMeasure(one.measure, one.decided_at)
        for one in await repository.in_force(session, order.id)
        if one.decided_at is not None
    ]
    ladder = compute(order.category, facts, priors, rules)
    return Weighed(ladder, rules, sorted(AVAILABLE[order.category]))


def _fact(alarm: Alarm) -> BreachFact | None:
    """The breach an alarm was found to be; none for any other."""
    if alarm.breach_kind is None or alarm.breach_gravity is None:
        return None
    return BreachFact(
        id=alarm.id,
        kind=alarm.breach_kind,
        gravity=alarm.breach_gravity,
        noticed_at=alarm.raised_at,
        absent_from=alarm.absent_from,
        absent_to=alarm.absent_to,
    )
