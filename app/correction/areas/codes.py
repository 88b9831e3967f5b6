"""Codes of areas that leave the API: what looks wrong about a drawing, what an injunction forbids. Pure."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class AreaWarning(StrEnum):
    """What looks wrong about an area that was taken all the same; a person looks at the map again."""

    DATUM_SUSPECT = "datum_suspect"
    BEYOND_COUNTY = "beyond_county"
    GAPS_CLOSED = "gaps_closed"


class InjunctionKind(StrEnum):
    """What a judgement forbids: activities, areas and venues, or persons (刑法 38(2), 72(2))."""

    ACTIVITY = "activity"
    PLACE = "place"
    PERSON = "person"


labels(
    AreaWarning,
    {
        AreaWarning.DATUM_SUSPECT: "换一种坐标系就和本县边界对得上，坐标系可能选错了，请在地图上核对",
        AreaWarning.BEYOND_COUNTY: "区域有一部分在本县以外，请核对是不是已经批准",
        AreaWarning.GAPS_CLOSED: "相邻地区的边界之间有缝隙，已经补上，请在地图上核对",
    },
)
labels(
    InjunctionKind,
    {
        InjunctionKind.ACTIVITY: "禁止从事的活动",
        InjunctionKind.PLACE: "禁止进入的区域、场所",
        InjunctionKind.PERSON: "禁止接触的人",
    },
)
