"""Injunctions as the API shows them; every look at another's leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.areas.codes import AreaWarning
from app.correction.areas.injunctions.models import Injunction
from app.correction.areas.injunctions.schemas import HoursInput, InjunctionOut
from app.correction.areas.outline import OutlineRepair
from app.correction.orders.models import CorrectionOrder
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.geo import Datum


async def injunction_list(
    session: AsyncSession,
    actor: Actor,
    order: CorrectionOrder,
    injunctions: Sequence[Injunction],
    *,
    at: datetime,
    datum: Datum,
) -> list[InjunctionOut]:
    """An order's injunctions; one entry for the look at all of them."""
    await audit.record_access(
        session,
        actor,
        Action.SUBJECT_READ,
        object_type="correction_order",
        object_id=order.id,
        owner_id=order.person_id,
        at=at,
        note="查看禁止令",
    )
    return [injunction_out(injunction, datum) for injunction in injunctions]


def injunction_out(injunction: Injunction, datum: Datum) -> InjunctionOut:
    """One injunction, its place for maps in ``datum``."""
    made_here = {"place", "datum", "hours", "repairs", "warnings"}
    outline = injunction.outline
    return InjunctionOut(
        **injunction.model_dump(include=set(InjunctionOut.model_fields) - made_here),
        place=None if outline is None else outline.to_geojson(datum),
        datum=datum,
        hours=[HoursInput.model_validate(one) for one in injunction.hours],
        repairs=[OutlineRepair(repair) for repair in injunction.repairs],
        warnings=[AreaWarning(warning) for warning in injunction.warnings],
    )
