"""What a check-in says about the place, why it may say nothing certain, and what is odd about it. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class CheckInVerdict(StrEnum):
    """What one check-in says about the place."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    INDETERMINATE = "indeterminate"


class CheckInReason(StrEnum):
    """Why a check-in says nothing certain."""

    NEAR_BORDER = "near_border"
    NO_FIX = "no_fix"
    NO_POSITION = "no_position"
    SWAPPED = "swapped"
    OUT_OF_RANGE = "out_of_range"
    ACCURACY_MISSING = "accuracy_missing"
    ACCURACY_TOO_COARSE = "accuracy_too_coarse"
    FIX_STALE = "fix_stale"
    FIX_FROM_FUTURE = "fix_from_future"
    FIXES_DISAGREE = "fixes_disagree"
    DATUM_SUSPECT = "datum_suspect"
    IMPOSSIBLE_SPEED = "impossible_speed"
    MOCK_LOCATION = "mock_location"
    NO_AREA = "no_area"


class CheckInMark(StrEnum):
    """What is odd about the fixes: worth a person's look, never an accusation."""

    IMPOSSIBLE_SPEED = "impossible_speed"
    REPEATED_IDENTICAL = "repeated_identical"
    TOO_GOOD_TO_BE_TRUE = "too_good_to_be_true"
    MOCK_LOCATION = "mock_location"
    DATUM_SUSPECT = "datum_suspect"
    FIXES_DISAGREE = "fixes_disagree"
    NETWORK_POSITION = "network_position"
    OFF_LAND = "off_land"
    RESTRICTED_PLACE = "restricted_place"
    NEAR_RESTRICTED_PLACE = "near_restricted_place"
    HOME_DURING_LEAVE = "home_during_leave"
    OUTSIDE_ON_LEAVE = "outside_on_leave"
    UNSIGNED = "unsigned"
    UNBOUND = "unbound"


class FixProvider(StrEnum):
    """What the phone took the position from."""

    GPS = "gps"
    NETWORK = "network"
    FUSED = "fused"
    UNKNOWN = "unknown"


labels(
    CheckInVerdict,
    {
        CheckInVerdict.INSIDE: "在规定区域内",
        CheckInVerdict.OUTSIDE: "定位点在规定区域外（一次定位不作为违规依据）",
        CheckInVerdict.INDETERMINATE: "定位不够清楚，无法判断",
    },
)
labels(
    CheckInReason,
    {
        CheckInReason.NEAR_BORDER: "定位点离边界太近，误差范围内两边都有可能",
        CheckInReason.NO_FIX: "没有收到位置",
        CheckInReason.NO_POSITION: "手机没有给出真实位置",
        CheckInReason.SWAPPED: "经度和纬度填反了",
        CheckInReason.OUT_OF_RANGE: "坐标不是一个真实的地方",
        CheckInReason.ACCURACY_MISSING: "手机没有给出定位误差",
        CheckInReason.ACCURACY_TOO_COARSE: "手机给出的定位误差太大",
        CheckInReason.FIX_STALE: "这个位置是几分钟以前的",
        CheckInReason.FIX_FROM_FUTURE: "手机的时间比系统时间快",
        CheckInReason.FIXES_DISAGREE: "几次定位互相对不上",
        CheckInReason.DATUM_SUSPECT: "坐标可能用错了坐标系",
        CheckInReason.IMPOSSIBLE_SPEED: "和上一次的位置相比，不可能这么快到达",
        CheckInReason.MOCK_LOCATION: "手机打开了模拟定位",
        CheckInReason.NO_AREA: "当时没有登记活动区域",
    },
)
labels(
    CheckInMark,
    {
        CheckInMark.IMPOSSIBLE_SPEED: "移动速度不可能",
        CheckInMark.REPEATED_IDENTICAL: "卫星定位和以前的一次完全一样",
        CheckInMark.TOO_GOOD_TO_BE_TRUE: "手机给出的误差小得不真实",
        CheckInMark.MOCK_LOCATION: "手机打开了模拟定位",
        CheckInMark.DATUM_SUSPECT: "换一种坐标系就在区域内，可能是坐标系弄错了",
        CheckInMark.FIXES_DISAGREE: "同一次签到的几个位置互相对不上",
        CheckInMark.NETWORK_POSITION: "位置来自基站或无线网络，不是卫星定位",
        CheckInMark.OFF_LAND: "定位点在海上或者国境外",
        CheckInMark.RESTRICTED_PLACE: "定位点在禁止进入的地方",
        CheckInMark.NEAR_RESTRICTED_PLACE: "定位点可能在禁止进入的地方",
        CheckInMark.HOME_DURING_LEAVE: "批准外出期间在平时的活动区域内",
        CheckInMark.OUTSIDE_ON_LEAVE: "批准外出期间，不在批准去的地方",
        CheckInMark.UNSIGNED: "没有用登记过的手机签名",
        CheckInMark.UNBOUND: "没有一次性编号，也没有登记手机的签名，不能算按时签到",
    },
)
labels(
    FixProvider,
    {
        FixProvider.GPS: "卫星定位",
        FixProvider.NETWORK: "基站或无线网络定位",
        FixProvider.FUSED: "综合定位",
        FixProvider.UNKNOWN: "没有说明",
    },
)
