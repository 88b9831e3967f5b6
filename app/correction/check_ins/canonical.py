"""The text of an attempt that a phone signs, exactly reproducible in JavaScript. Pure.

Lines are joined by one line feed, without one at the end, and encoded as UTF-8::

    yijiantong-check-in-1
    <attempt_id> <made_at>
    duty <duty_id> <nonce>               or: duty - -
    key <device_id> <counter>            or: key - -
    fix <latitude> <longitude> <datum> <accuracy> <provider> <fixed_at>      one line a fix, in order
    failures <code>,<code>               or: failures -
    device <platform> <mock> <battery> <app_version>                         mock 0 or 1; or: device -
    model <model>                        left out where no device is named
    evidence <photo_id> <voice_id>       - for what is not there
    borrowed <owner_name>                or: borrowed -

UUIDs are in lower case. Times are whole milliseconds since 1970-01-01T00:00:00Z (``Date.getTime()``). Latitude and
longitude are ``Math.floor(degrees * 1e7 + 0.5)``, accuracy ``Math.floor(metres * 100 + 0.5)``: both sides compute
in IEEE 754 doubles and so agree to the last digit. ``-`` stands for a battery or version that is not given.
``docs/check-in-signing.md`` has vectors.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import floor
from typing import Protocol
from uuid import UUID

FORMAT = "yijiantong-check-in-1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class FixText(Protocol):
    """A fix as the phone sent it."""

    @property
    def latitude_deg(self) -> float: ...
    @property
    def longitude_deg(self) -> float: ...
    @property
    def datum(self) -> str: ...
    @property
    def accuracy_m(self) -> float: ...
    @property
    def provider(self) -> str: ...
    @property
    def fixed_at(self) -> datetime: ...


class DeviceText(Protocol):
    """What the phone says of itself."""

    @property
    def platform(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def app_version(self) -> str | None: ...
    @property
    def mock_location(self) -> bool: ...
    @property
    def battery_percent(self) -> int | None: ...


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970, as JavaScript counts them."""
    return (at - EPOCH) // _MILLISECOND


def fix_line(fix: FixText) -> str:
    """One fix."""
    return (
        f"fix {floor(fix.latitude_deg * 1e7 + 0.5)} {floor(fix.longitude_deg * 1e7 + 0.5)} {fix.datum}"
        f" {floor(fix.accuracy_m * 100 + 0.5)} {fix.provider} {milliseconds(fix.fixed_at)}"
    )


def device_lines(device: DeviceText | None) -> str:
    """What the phone says of itself: two lines, or one where it says nothing."""
    if device is None:
        return "device -"
    battery = "-" if device.battery_percent is None else device.battery_percent
    mock = 1 if device.mock_location else 0
    return f"device {device.platform} {mock} {battery} {device.app_version or '-'}\nmodel {device.model}"


def text(
    *,
    attempt_id: UUID,
    made_at: datetime,
    challenge: tuple[UUID, str] | None,
    key: tuple[UUID, int] | None,
    fixes: Sequence[FixText],
    failures: Sequence[str],
    device: DeviceText | None,
    photo_id: UUID | None,
    voice_id: UUID | None,
    owner_name: str | None,
) -> str:
    """The text of one attempt; the signature covers its UTF-8 bytes."""
    duty = "duty - -" if challenge is None else f"duty {challenge[0]} {challenge[1]}"
    signer = "key - -" if key is None else f"key {key[0]} {key[1]}"
    lines = [FORMAT, f"{attempt_id} {milliseconds(made_at)}", duty, signer]
    lines += [fix_line(fix) for fix in fixes]
    lines.append(f"failures {','.join(failures)}" if failures else "failures -")
    lines.append(device_lines(device))
    lines.append(f"evidence {photo_id or '-'} {voice_id or '-'}\nborrowed {owner_name or '-'}")
    return "\n".join(lines)
