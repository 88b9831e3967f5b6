"""What a phone is answered, as bytes: from what was just judged, or from what was stored."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from app.correction.check_ins.codes import CheckInMark, CheckInReason, CheckInVerdict
from app.correction.check_ins.models import CheckIn
from app.correction.check_ins.statement import Attempt
from app.correction.check_ins.wording import message

LATE = "这次签到送到得晚了一些，已经按补交记录。"
RECORDED = "签到已经登记。"
JSON = TypeAdapter(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and where the new check-in is."""

    body: bytes
    location: str


def told(
    verdict: CheckInVerdict | None,
    distance_m: float | None,
    reasons: list[CheckInReason],
    marks: list[CheckInMark],
    *,
    is_late: bool,
) -> str:
    """What the person reads."""
    said = RECORDED if verdict is None else message(verdict, distance_m, reasons, marks)
    return said + LATE if is_late else said


def answer(row: Attempt | CheckIn) -> Answer:
    """The answer to an attempt that was written, now or before: the same either way."""
    verdict = None if row.verdict is None else CheckInVerdict(row.verdict)
    reasons = [CheckInReason(code) for code in row.reasons]
    marks = [CheckInMark(code) for code in row.marks]
    body: dict[str, Any] = {
        "id": row.id,
        "attempt_id": row.attempt_id,
        "order_id": row.order_id,
        "duty_id": row.duty_id,
        "channel": row.channel,
        "verdict": row.verdict,
        "message": told(verdict, row.distance_m, reasons, marks, is_late=row.is_late),
        "reasons": reasons,
        "failures": row.failures,
        "distance_m": row.distance_m,
        "accuracy_m": row.accuracy_m,
        "fixed_at": row.fixed_at,
        "made_at": row.made_at,
        "received_at": row.received_at,
        "is_signed": row.device_id is not None,
        "is_late": row.is_late,
        "is_offline": row.is_offline,
    }
    return Answer(JSON.dump_json(body), f"/api/v1/correction/check-ins/{row.id}")
