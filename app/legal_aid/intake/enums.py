"""Codes of what staff enter for others."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class ForwarderKind(StrEnum):
    """Who passed on the application of someone who cannot come (法律援助法 39)."""

    POLICE = "police"
    PROCURATORATE = "procuratorate"
    COURT = "court"
    DETENTION_CENTRE = "detention_centre"
    PRISON = "prison"
    REHABILITATION_CENTRE = "rehabilitation_centre"
    DUTY_LAWYER = "duty_lawyer"


labels(
    ForwarderKind,
    {
        ForwarderKind.POLICE: "公安机关",
        ForwarderKind.PROCURATORATE: "人民检察院",
        ForwarderKind.COURT: "人民法院",
        ForwarderKind.DETENTION_CENTRE: "看守所",
        ForwarderKind.PRISON: "监狱",
        ForwarderKind.REHABILITATION_CENTRE: "强制隔离戒毒所",
        ForwarderKind.DUTY_LAWYER: "值班律师",
    },
)
