"""What a check-in tells the person: plain, neutral, and never more than one fix can say."""

from collections.abc import Collection, Iterable

from app.correction.check_ins.codes import CheckInMark, CheckInReason, CheckInVerdict

NOT_HELD_AGAINST_YOU = "单凭一次定位不会认定违规。"

ADVICE = {
    CheckInReason.NEAR_BORDER: "您离区域边界很近，定位误差范围内两边都有可能。",
    CheckInReason.NO_FIX: "没有收到位置，请打开定位后再试。",
    CheckInReason.NO_POSITION: "手机没有给出真实位置，请打开定位权限和 GPS 后再试。",
    CheckInReason.SWAPPED: "手机把经度和纬度填反了，请更新程序后再试。",
    CheckInReason.OUT_OF_RANGE: "手机给出的位置不存在，请重新定位。",
    CheckInReason.ACCURACY_MISSING: "手机没有给出定位误差，请到窗边或室外再试。",
    CheckInReason.ACCURACY_TOO_COARSE: "手机的定位误差太大，请打开 GPS，到窗边或室外再试。",
    CheckInReason.FIX_STALE: "这个位置是几分钟以前的，请重新定位。",
    CheckInReason.FIX_FROM_FUTURE: "手机的时间不准，请把手机时间设为自动校准。",
    CheckInReason.FIXES_DISAGREE: "手机几次定位的位置互相对不上，请到室外空旷的地方再试。",
    CheckInReason.DATUM_SUSPECT: "手机给出的坐标可能有偏移，请更新程序后再试。",
    CheckInReason.IMPOSSIBLE_SPEED: "这次的位置和上一次相差太远，定位可能出错，请到室外再试。",
    CheckInReason.MOCK_LOCATION: "手机打开了模拟定位，请关闭后再试。",
    CheckInReason.NO_AREA: "系统里没有您当时的活动区域，请联系司法所。",
}


def message(
    verdict: CheckInVerdict,
    distance_m: float | None,
    reasons: Iterable[CheckInReason],
    marks: Collection[CheckInMark] = (),
) -> str:
    """The answer to one check-in in plain Chinese."""
    if verdict is CheckInVerdict.OUTSIDE and CheckInMark.RESTRICTED_PLACE in marks:
        return (
            f"签到已收到。定位点在禁止您进入的地方。定位有时会漂移，{NOT_HELD_AGAINST_YOU}"
            "如果您在那里，请尽快离开；有特殊情况请联系司法所说明。"
        )
    if verdict is CheckInVerdict.INSIDE and CheckInMark.UNBOUND in marks:
        return "位置已收到，但还不算签到：请从“签到”页面重新签一次，或者用登记过的手机签到。"
    if verdict is CheckInVerdict.INSIDE:
        return "签到成功。定位显示您在规定区域内。"
    if verdict is CheckInVerdict.OUTSIDE:
        away = "" if distance_m is None else f"，离边界{about(distance_m)}"
        return (
            f"签到已收到。定位点在规定区域外{away}。定位有时会漂移，{NOT_HELD_AGAINST_YOU}"
            "如果您确实有事外出，请联系司法所说明。"
        )
    advice = "".join(ADVICE[reason] for reason in reasons)
    return f"签到已收到，但这次定位不够清楚，无法判断。{advice}{NOT_HELD_AGAINST_YOU}"


def about(distance_m: float) -> str:
    """A distance no finer than a phone can tell."""
    metres = abs(distance_m)
    if metres < 1_000:
        return f"约 {max(10, round(metres, -1)):.0f} 米"
    return f"约 {metres / 1_000:.1f} 公里" if metres < 100_000 else f"约 {metres / 1_000:.0f} 公里"
