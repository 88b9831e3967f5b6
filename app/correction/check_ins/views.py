"""Check-ins as the API shows them; every look at another's data leaves an entry."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.correction.check_ins import repository
from app.correction.check_ins.answers import told
from app.correction.check_ins.attempt_codes import AttemptFailure, FaceFinding
from app.correction.check_ins.codes import CheckInMark, CheckInReason, FixProvider
from app.correction.check_ins.models import CheckIn
from app.correction.check_ins.schemas import CheckInDetail, CheckInOut, LocationOut
from app.correction.check_ins.sealed_fixes import open_rows
from app.correction.positioning.holding import held_fixes
from app.kernel import audit
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.geo import Datum
from app.kernel.vault import Vault

WORDED = {"message", "reasons", "failures", "is_signed"}


def check_in_out(check_in: CheckIn) -> CheckInOut:
    """A check-in without its location."""
    reasons = [CheckInReason(code) for code in check_in.reasons]
    marks = [CheckInMark(code) for code in check_in.marks]
    return CheckInOut(
        **check_in.model_dump(include=set(CheckInOut.model_fields) - WORDED),
        message=told(check_in.verdict, check_in.distance_m, reasons, marks, is_late=check_in.is_late),
        reasons=reasons,
        failures=[AttemptFailure(code) for code in check_in.failures],
        is_signed=check_in.device_id is not None,
    )


async def check_in_details(
    session: AsyncSession,
    vault: Vault,
    actor: Actor,
    check_ins: Sequence[CheckIn],
    *,
    at: datetime,
    reason: str | None = None,
) -> list[CheckInDetail]:
    """Check-ins with their locations, one entry in the record of looks for each, with the reason given."""
    for check_in in check_ins:
        await audit.record_access(
            session,
            actor,
            Action.CHECK_IN_READ,
            object_type="check_in",
            object_id=check_in.id,
            owner_id=check_in.person_id,
            at=at,
            purpose=reason,
            note="查看签到位置",
        )
    sealed = await repository.sealed_of(session, check_ins)
    sealed = sealed | await held_fixes(session, vault, [row.id for row in check_ins if row.id not in sealed])
    faces = await repository.faces_of(session, check_ins)
    return [
        _detail(vault, row, sealed.get(row.id), faces[row.id].finding if row.id in faces else None)
        for row in check_ins
    ]


def _detail(vault: Vault, check_in: CheckIn, sealed: str | None, face: FaceFinding | None) -> CheckInDetail:
    fixes = [] if sealed is None else open_rows(vault, sealed, check_in)
    return CheckInDetail(
        **check_in_out(check_in).model_dump(),
        person_id=check_in.person_id,
        marks=[CheckInMark(code) for code in check_in.marks],
        fixes=[
            LocationOut(
                latitude_deg=latitude_deg,
                longitude_deg=longitude_deg,
                datum=Datum(datum),
                accuracy_m=accuracy_m,
                provider=FixProvider(provider),
                fixed_at=datetime.fromisoformat(fixed_at),
            )
            for latitude_deg, longitude_deg, datum, accuracy_m, provider, fixed_at in fixes
        ],
        evidence_ids=check_in.evidence_ids,
        recorded_by=check_in.recorded_by,
        face=face,
    )
