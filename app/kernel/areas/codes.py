"""Arithmetic of administrative division codes: length, level, ancestors. Knows no data.

GB/T 2260 gives six digits (province, city, county in pairs); the statistical code of GB/T 10114 appends
three for a township and three for a village. A code written out with trailing zeros names the higher
division: ``330106000000`` is the county ``330106``.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.dictionaries import labels


class AreaLevel(StrEnum):
    """How many digits of the code are in use."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


labels(
    AreaLevel,
    {
        AreaLevel.PROVINCE: "省级",
        AreaLevel.CITY: "地级",
        AreaLevel.COUNTY: "县级",
        AreaLevel.TOWNSHIP: "乡级",
        AreaLevel.VILLAGE: "村级",
    },
)

PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
    for number in range(first, last + 1)
)
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""Municipalities directly under the central government: their city digits (01 市辖区, 02 县) name no place."""

UNDER_PROVINCE = frozenset({"00", "90"})
"""City digits of counties that belong to the province itself (90 省直辖县级; 00 in Hainan until 2002)."""


class BadAreaCode(ValueError):
    """Not the form of a division code; the message is plain Chinese."""


@dataclass(frozen=True, slots=True)
class AreaCode:
    """A well-formed code; whether such a place exists is the table's business."""

    text: str
    level: AreaLevel

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Codes of the divisions above, nearest first; some may not exist (a city without counties)."""
        above: list[str] = []
        if self.level is AreaLevel.VILLAGE:
            above.append(self.text[:9])
        if self.level in (AreaLevel.VILLAGE, AreaLevel.TOWNSHIP):
            above.append(self.text[:6])
        province, city = self.text[:2], self.text[2:4]
        in_city = province not in MUNICIPALITIES and city not in UNDER_PROVINCE
        if self.level not in (AreaLevel.PROVINCE, AreaLevel.CITY) and in_city:
            above.append(f"{province}{city}00")
        if self.level is not AreaLevel.PROVINCE:
            above.append(f"{province}0000")
        return tuple(dict.fromkeys(above))


def parse_code(text: str) -> AreaCode:
    """Read a code of 6, 9 or 12 digits and drop groups of trailing zeros that name nothing.

    Raises:
        BadAreaCode: another length, other characters, an unknown province, or a gap in the digits.
    """
    code = text.strip()
    if len(code) not in (6, 9, 12) or not (code.isascii() and code.isdecimal()):
        raise BadAreaCode("区划代码应为 6 位、9 位或 12 位数字")
    if code[:2] not in PROVINCES:
        raise BadAreaCode(f"区划代码的前两位 {code[:2]} 不是省级代码")
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    if len(code) == 12 and code[6:9] == "000":
        raise BadAreaCode("村级代码缺少所在的乡级代码")
    return AreaCode(code, _level(code))


def _level(code: str) -> AreaLevel:
    if len(code) == 12:
        return AreaLevel.VILLAGE
    if len(code) == 9:
        return AreaLevel.TOWNSHIP
    if code.endswith("0000"):
        return AreaLevel.PROVINCE
    return AreaLevel.CITY if code.endswith("00") else AreaLevel.COUNTY


def is_heading(code: AreaCode, name: str) -> bool:
    """Whether a row of the standard is a heading of a list ("市辖区", "省直辖县级行政区划"), not a place.

    Nobody lives in a heading: a list to choose from must not offer it, and a full name must not read it.
    """
    if code.level is AreaLevel.CITY:
        return code.text[:2] in MUNICIPALITIES or code.text[2:4] in UNDER_PROVINCE or name == "林区"
    return code.level is AreaLevel.COUNTY and name == "市辖区"


def is_statistical_zone(code: AreaCode) -> bool:
    """Whether the code is a development zone that only statistics count as a county (digits 71 to 79).

    People live and apply there, but the Ministry's lists of divisions do not contain it.
    """
    return code.level is AreaLevel.COUNTY and code.text[4] == "7"
