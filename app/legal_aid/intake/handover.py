"""What an intake may say about who passed it on and when. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from app.kernel.clock import local_date
from app.kernel.errors import FieldError
from app.kernel.statutes.laws import LEGAL_AID_LAW
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.intake.enums import ForwarderKind

FORWARD_FROM_CUSTODY = "legal_aid.forward_from_custody"
FORWARD_BY_DUTY_LAWYER = "legal_aid.forward_by_duty_lawyer"
"""Codes of the 24 hours of 法律援助法 39, first and second paragraph."""

FORWARDING: Mapping[ApplicationChannel, str] = {
    ApplicationChannel.CUSTODY: FORWARD_FROM_CUSTODY,
    ApplicationChannel.DUTY_LAWYER: FORWARD_BY_DUTY_LAWYER,
}


def forwarding_rule(channel: ApplicationChannel) -> str | None:
    """The period within which whoever forwards by this channel must do so; none for the counter."""
    return FORWARDING.get(channel)


def time_problems(field: str, at: datetime, now: datetime) -> Iterator[FieldError]:
    """What is wrong with an instant that somebody noted: to come, or from before the law was in force."""
    if at > now:
        yield FieldError(field, "not_future", "时间还没有到，请核对")
    if local_date(at) < LEGAL_AID_LAW.effective_from:
        yield FieldError(field, "too_early", "时间太早，请核对年份")


def handover_problems(
    channel: ApplicationChannel,
    *,
    forwarder: ForwarderKind | None,
    handed_over_at: datetime | None,
    received_at: datetime,
    now: datetime,
) -> Iterator[FieldError]:
    """Everything that does not fit: the counter has no forwarder, the other channels have one and its hour."""
    yield from time_problems("received_at", received_at, now)
    if forwarding_rule(channel) is None:
        if forwarder is not None:
            yield FieldError("forwarded_by", "not_for_channel", "到窗口申请的，不填转交的单位")
        if handed_over_at is not None:
            yield FieldError("handed_over_at", "not_for_channel", "到窗口申请的，不填转交的时间")
        return
    if forwarder is None:
        yield FieldError("forwarded_by", "missing", "请填写是谁转交的")
    elif (forwarder is ForwarderKind.DUTY_LAWYER) != (channel is ApplicationChannel.DUTY_LAWYER):
        yield FieldError("forwarded_by.kind", "not_for_channel", "转交的人和申请的来路不一致，请核对")
    if handed_over_at is None:
        yield FieldError("handed_over_at", "missing", "请填写申请人把申请交给转交人的时间")
        return
    yield from time_problems("handed_over_at", handed_over_at, now)
    if now >= handed_over_at > received_at:
        yield FieldError("handed_over_at", "order", "交给转交人的时间不能晚于中心收到的时间")
